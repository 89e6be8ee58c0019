"""Embedding -> year with an interval, and genre probabilities with per-genre thresholds.

- heads.py: both, in NumPy alone
"""

from services.vision.heads.heads import Heads, HeadsManifest, open_heads, written_at

__all__ = ["Heads", "HeadsManifest", "open_heads", "written_at"]
