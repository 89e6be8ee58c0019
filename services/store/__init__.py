"""The database, one SQLite file: films, posters, embeddings, the query log, servers, games, nights.

- database.py, store.py: the file opened and migrated; sessions, and the query log
- read_only.py: the same where nothing may be written
- models.py, server_models.py, night_models.py: the tables of the catalogue; of servers and members;
  of movie nights
- films.py, query_log.py, feedback.py: films and pictures; questions; members' words on answers
- film_details.py: what TMDB told of films, for as long as it may be kept
- film_keys.py: what films are found by, for good
- blocked.py: films that no import brings in
- local_features.py: the spots of pictures, read once and kept
- query_queue.py: rows of the query log that could not be written yet
- games.py, rounds.py, scores.py, presets.py: games and who played them
- daily_models.py, daily.py: tables of the daily poster; which one, and who tried what
- nights.py, watchlist.py: movie nights; films to watch
- night_series.py, night_votes.py: nights that recur; who cannot come, how the film was
- watchlists.py, list_import.py: lists by name; a file's films put on a list
- guilds.py, usage.py, privacy.py: servers' settings; how much they use; what is kept of a member
"""

from services.store.query_log import QueryRecord
from services.store.store import Store

__all__ = ["QueryRecord", "Store"]
