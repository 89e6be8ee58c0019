"""Films, posters, embeddings and the query log, in one SQLite file."""

from services.store.query_log import QueryRecord
from services.store.store import Store

__all__ = ["QueryRecord", "Store"]
