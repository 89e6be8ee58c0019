"""Embedding -> year with an interval, genre probabilities, and whether it is a poster at all.

- heads.py: years and genres, in NumPy alone
- years.py: from a distribution over years to a year and an interval
- poster_head.py, statistics.py: poster or not, in files of its own; plain measures of pictures
"""

from services.vision.heads.heads import Heads, HeadsManifest, open_heads, put_aside, written_at
from services.vision.heads.poster_head import PosterHead, PosterHeadManifest, open_poster_head

__all__ = [
    "Heads",
    "HeadsManifest",
    "PosterHead",
    "PosterHeadManifest",
    "open_heads",
    "open_poster_head",
    "put_aside",
    "written_at",
]
