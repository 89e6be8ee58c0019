"""Embedding -> neighbours, from a folder whose manifest is checked before anything is opened.

- write.py, rows.py: written a row at a time; vectors read by the piece
- folder.py, manifest.py: opened, after it was checked
- search.py: Annoy, and brute force
- by_film.py: films instead of rows, for a film may have several pictures
- standing.py: how near a film lies beside all the others
- calibration.py: from which likeness on a film is recognised
"""

from services.vision.index.folder import IndexEntry, current_build, open_index
from services.vision.index.manifest import Kind, Manifest
from services.vision.index.search import AnnoyIndex, ExactIndex, Hit, VectorIndex
from services.vision.index.write import IndexWriter, write_index

__all__ = [
    "AnnoyIndex",
    "ExactIndex",
    "Hit",
    "IndexEntry",
    "IndexWriter",
    "Kind",
    "Manifest",
    "VectorIndex",
    "current_build",
    "open_index",
    "write_index",
]
