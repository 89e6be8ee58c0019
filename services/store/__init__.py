"""Films, posters, embeddings and the query log, in one SQLite file."""

from services.store.queries import QueryRecord
from services.store.store import Store

__all__ = ["QueryRecord", "Store"]
