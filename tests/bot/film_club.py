"""What the tests of the film club share: a client of few films, and what a layout says."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import simcord
from simcord import InteractionResult

from bot.app import Marquee
from services.core.settings import Settings
from services.core.types import CatalogueFilm, Film, Found
from services.store import Store, watchlist
from tests.fake_client import HEAT, NEAR, FakeClient

LONG = Film("The " + "Very " * 30 + "Long Title", 1964, ("Drama",))
UNKNOWN = Film("Nowhere", 1999, (), "tt9999999")
FILMS = (HEAT, *NEAR, LONG)


@dataclass
class ClubClient(FakeClient):
    """Knows six films by key and by the beginning of a title; draws the first that fit."""

    catalogue: Sequence[Film] = FILMS
    sampled: list[dict[str, Any]] = field(default_factory=list)

    async def titles(self, typed: str, *, limit: int = 10) -> tuple[Found, ...]:
        self.check()
        typed = typed.casefold()
        hits = [film for film in FILMS if film.label.casefold().startswith(typed)]
        return tuple(Found(film, 1.0) for film in hits[:limit])

    async def sample(self, count: int, **filters: Any) -> tuple[CatalogueFilm, ...]:
        self.check()
        self.sampled.append(filters)
        genre = filters.get("genre")
        fit = [film for film in FILMS if genre is None or genre in film.genres]
        return tuple(CatalogueFilm(film) for film in fit[:count])


async def restart(env: simcord.Env, settings: Settings, client: FakeClient) -> Marquee:
    """Let another bot take over the database, as after an update; the test closes it."""
    store = await Store.open(settings.database_path)
    again = Marquee(settings, client, store)
    await env.restart_bot(again)
    return again


async def put(bot: Marquee, scope: int, user: int, *films: Film) -> None:
    """Put films on a list."""
    async with bot.store.session() as session:
        for film in films:
            assert await watchlist.add(session, scope, user, film)
        await session.commit()


def said(result: InteractionResult) -> str:
    """The one sentence of an answer."""
    messages = [message for message in (result.response, *result.followups) if message]
    assert len(messages) == 1, messages
    return messages[0].content


def private(result: InteractionResult) -> str:
    """The one sentence of an answer that only the member sees."""
    messages = [message for message in (result.response, *result.followups) if message]
    assert [message.ephemeral for message in messages] == [True]
    return messages[0].content


def texts(components: list[dict[str, Any]]) -> str:
    """Everything that a layout says."""
    found: list[str] = []
    for component in components:
        found += [component["content"]] if component["type"] == 10 else []
        found.append(texts(component.get("components", [])))
    return "\n".join(part for part in found if part)


def shown(result: InteractionResult) -> str:
    """Everything that the layout of an answer says now."""
    assert result.response is not None
    return texts(result.response.components)
