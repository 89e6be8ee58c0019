"""Films that somebody names: by key, by a name that it had before, by title and year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.catalogue.cleaning.duplicates import Entry
from services.core.errors import RequestError
from services.core.film_keys import file_key

_TOLD = 5


class NamedFilms:
    """Finds films by what people call them.

    Args:
        films: The films.
        former: Further keys that films are found by, by `Entry.id`.
    """

    def __init__(self, films: Sequence[Entry], former: Mapping[int, Sequence[str]]) -> None:
        self._by_key = {film.key: film for film in films}
        self._by_name: dict[str, list[Entry]] = {}
        for film in films:
            for key in (*former.get(film.id, ()), _sole_name(film)):
                self._by_key.setdefault(key, film)
            for name in film.named_keys:
                self._by_name.setdefault(name, []).append(film)

    def find(self, name: str) -> Entry | None:
        """Return the film of a key, or the only one of that id, or of that title and year.

        Raises:
            RequestError: `bad_request`, several films are called so; the message has their keys.
        """
        called = self._by_name.get(name, [])
        film = self._by_key.get(name)
        # The first of several films of one title may have it as its key, from before keys were
        # stored: who names the title may mean any of them.
        if film is not None and (name not in film.named_keys or len(called) < 2 or _is_id(name)):
            return film
        if len(called) > 1:
            keys = ", ".join(
                f"{_sole_name(each)} ({each.path})" if each.path else each.key
                for each in called[:_TOLD]
            )
            raise RequestError(
                "bad_request",
                f"{len(called)} films are called {name}; please name the one that is meant by its "
                f"key: {keys}{', ...' if len(called) > _TOLD else ''}.",
            )
        return called[0] if called else None


def _sole_name(film: Entry) -> str:
    """Return a name that no other film has: of one whose key is its title, its file's."""
    titled = film.key in (film.label, film.title)
    return file_key(film.path) if titled and film.path else film.key


def _is_id(name: str) -> bool:
    return name.startswith(("tt", "tmdb-")) and " " not in name
