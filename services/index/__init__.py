"""Embedding -> neighbours, from a folder whose manifest is checked before anything is opened."""

from services.index.folder import IndexEntry, current_build, open_index, write_index
from services.index.manifest import Kind, Manifest
from services.index.search import AnnoyIndex, ExactIndex, Hit, VectorIndex

__all__ = [
    "AnnoyIndex",
    "ExactIndex",
    "Hit",
    "IndexEntry",
    "Kind",
    "Manifest",
    "VectorIndex",
    "current_build",
    "open_index",
    "write_index",
]
