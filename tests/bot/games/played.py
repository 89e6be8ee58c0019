"""A catalogue to play with, and a game as its players see it."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from typing import Any

from PIL import Image
from simcord import ChannelHandle, Env, InteractionResult, MemberActor, UserHandle, interactions
from simcord.backend import serializers
from simcord.components import walk_components
from simcord.results import ResponseMessage

from bot.app import Marquee
from bot.games.rules import kinds
from bot.games.rules.types import Question
from services.core.errors import UnavailableError
from services.core.types import (
    CatalogueFilm,
    Film,
    Found,
    GenreScore,
    Identification,
    Match,
    Neighbour,
    YearEstimate,
)
from services.store import games, rounds
from tests.fake_client import FakeClient

Actor = MemberActor | UserHandle

GENRES = ("Western", "Horror", "Comedy", "Sci-Fi")
_FIRST = ("Dusty", "Silver", "Broken", "Hidden", "Velvet", "Crimson", "Hollow", "Frozen", "Golden")
_LAST = ("Saddle", "Harbour", "Lantern", "Orchid", "Compass", "Orchard", "Throne", "Engine")


def _films() -> tuple[Film, ...]:
    films = []
    for number in range(64):
        title = f"{_FIRST[number % 9]} {_LAST[number % 8]}"
        genre = GENRES[number // 16]
        films.append(
            Film(
                title, 1951 + number, (genre, "Drama") if number % 2 else (genre,), f"tt{number:07}"
            )
        )
    return tuple(films)


FILMS = _films()


@lru_cache
def poster(key: str) -> bytes:
    """A picture unlike any other."""
    rng = random.Random(key)
    out = BytesIO()
    small = Image.frombytes("RGB", (8, 12), rng.randbytes(8 * 12 * 3))
    small.resize((120, 180), Image.Resampling.NEAREST).save(out, "PNG")
    return out.getvalue()


@dataclass
class Catalogue(FakeClient):
    """Knows 64 films: 16 of each genre, neighbours within it."""

    catalogue: Sequence[Film] = FILMS
    pictured: bool = True
    failures: int = 0
    gone: set[str] = field(default_factory=set)
    known: list[float | None] = field(default_factory=list)

    def check(self) -> None:
        if self.failures:
            self.failures -= 1
            raise UnavailableError("unavailable", "The service is down.")
        super().check()

    async def poster(self, film: Film, picture: int = 1) -> bytes | None:
        there = self.pictured and film in self.catalogue and film.key not in self.gone
        return poster(film.key) if there else None

    async def sample(
        self,
        count: int,
        *,
        pictured: bool = False,
        genre: str | None = None,
        first_year: int | None = None,
        last_year: int | None = None,
        known: float | None = None,
        marked: bool = False,
    ) -> tuple[CatalogueFilm, ...]:
        self.check()
        self.known.append(known)
        if pictured and not self.pictured:
            return ()
        fits = [
            film
            for film in self.catalogue
            if (genre is None or genre in film.genres)
            and (first_year or 0) <= (film.year or 0) <= (last_year or 9999)
        ]
        random.shuffle(fits)
        return tuple(CatalogueFilm(film, self.pictured) for film in fits[:count])

    async def neighbours(
        self, key: str, *, k: int = 3, skip: int = 0, encoder: str | None = None
    ) -> Identification | None:
        film = await self.film(key)
        if film is None:
            return None
        same = [
            other for other in self.catalogue if other != film and other.genres[0] == film.genres[0]
        ]
        same += [other for other in self.catalogue if other.genres[0] != film.genres[0]]
        near = tuple(Neighbour(other, 0.9 - i / 100) for i, other in enumerate(same))
        return self._seen(film, near[skip : skip + k])

    async def identify(
        self, poster: bytes, *, k: int = 3, encoder: str | None = None
    ) -> Identification:
        self.check()
        return self._seen(FILMS[0], ())

    async def titles(self, typed: str, *, limit: int = 10) -> tuple[Found, ...]:
        self.check()
        words = set(typed.casefold().split())
        hits = [film for film in self.catalogue if words & set(film.title.casefold().split())]
        hits.sort(key=lambda film: film.title.casefold() != typed.casefold())
        return tuple(
            Found(film, 1.0 if film.title.casefold() == typed.casefold() else 0.6)
            for film in hits[:limit]
        )

    def _seen(self, film: Film, near: tuple[Neighbour, ...]) -> Identification:
        scores = tuple(GenreScore(name, 0.6, name == film.genres[0]) for name in GENRES)
        year = YearEstimate((film.year or 1990) + 4.0, 1960.0, 2010.0)
        return Identification("poster-lite", Match(film, 1.0), near, year, scores)


@dataclass
class Night:
    """A channel in which games are played; what is seen there, and what the database says."""

    env: Env
    bot: Marquee
    channel: ChannelHandle

    async def slash(self, member: Actor, name: str, /, **options: Any) -> InteractionResult:
        if isinstance(member, UserHandle):
            return await member.slash(name, **options)
        return await member.slash(self.channel, name, **options)

    async def lobby(self, host: Actor, *others: Actor, **options: Any) -> ResponseMessage:
        result = await self.slash(host, "game start", **options)
        assert said(result).startswith("The lobby is open")
        for member in others:
            await member.click(self.last, label="Join")
        return self.last

    async def start(self, host: Actor, *others: Actor, **options: Any) -> ResponseMessage:
        """Open a lobby, let the others join, begin; return the first round's message."""
        lobby = await self.lobby(host, *others, **options)
        await host.click(lobby, label="Start")
        return self.last

    @property
    def messages(self) -> list[ResponseMessage]:
        """What the bot said for all to see, in its order."""
        kept = self.env.backend.messages[self.channel.id]
        stored = sorted(kept.values(), key=lambda message: message.id)
        return [
            ResponseMessage(self.env, message)
            for message in stored
            if not message.flags & 64 and message.author_id == self.bot.user.id  # pyright: ignore[reportOptionalMemberAccess]
        ]

    @property
    def last(self) -> ResponseMessage:
        return self.messages[-1]

    async def question(self) -> Question:
        """What is asked now, as the database has it."""
        (row,) = [row for row in await self.rounds() if row.state == "open"]
        return Question.from_json(row.question)

    async def game(self) -> games.Game:
        async with self.bot.store.session() as session:
            game = await games.last(session, self.channel.id)
        assert game is not None
        return game

    async def rounds(self) -> list[rounds.Round]:
        async with self.bot.store.session() as session:
            return await rounds.listed(session, (await self.game()).id)

    async def totals(self) -> dict[int, int]:
        async with self.bot.store.session() as session:
            return await rounds.totals(session, (await self.game()).id)

    def edits(self, message: ResponseMessage) -> int:
        """How often a message was edited so far."""
        path = f"/channels/{self.channel.id}/messages/{message.id}"
        asked = self.env.http_requests
        return sum(entry.method == "PATCH" and entry.path == path for entry in asked)

    def seen(self, message: ResponseMessage) -> dict[str, Any]:
        """The message as a member's screen has it now, whatever becomes of it."""
        stored = self.env.backend.get_message(self.channel.id, message.id)
        return deepcopy(dict(serializers.message_payload(self.env.backend, stored)))

    async def press(
        self,
        screen: dict[str, Any],
        *presses: tuple[MemberActor, str],
        values: Sequence[str] | None = None,
    ) -> list[InteractionResult]:
        """Let members press buttons of a screen before the bot has answered any of them.

        With `values` it is a menu in which those are chosen.
        """
        what: dict[str, Any] = {"component_type": 2}
        if values is not None:
            what = {"component_type": 3, "values": list(values)}
        records = []
        for member, custom_id in presses:
            record, payload = interactions.base_payload(
                self.env.backend,
                type=3,
                channel_id=self.channel.id,
                guild_id=member.guild.id,
                user_id=member.id,
                data={"custom_id": custom_id, **what},
            )
            payload["message"] = deepcopy(screen)
            record.source_message_id = int(screen["id"])
            self.env.backend.emit("INTERACTION_CREATE", payload)
            records.append(record)
        await self.env.settle()
        return [InteractionResult(self.env, record) for record in records]

    async def until_closed(self) -> None:
        """Wait until the open round is over, by its answers or its time."""
        await self.env.advance_time(1)
        if any(row.state == "open" for row in await self.rounds()):
            await self.env.advance_time((await self.game()).options["seconds"])

    async def pause(self) -> None:
        """Wait for the next round."""
        await self.env.advance_time(9)

    async def check_scores(self, *members: Actor) -> dict[str, int]:
        """Compare the last message's scoreboard with the database's points, exactly."""
        shown = scores(self.last)
        totals = await self.totals()
        assert shown == {member.name: totals.get(member.id, 0) for member in members}
        return shown


def said(result: InteractionResult) -> str:
    """The one sentence that the member alone was told."""
    heard = [message for message in (result.response, *result.followups) if message]
    told = [message for message in heard if message.ephemeral]
    assert len(told) == 1, heard
    return told[0].content


def text(message: ResponseMessage) -> str:
    return "\n".join(
        part["content"] for part in walk_components(message.components) if part["type"] == 10
    )


def labels(message: ResponseMessage) -> list[str]:
    return [
        part.get("label", "") for part in walk_components(message.components) if part["type"] == 2
    ]


def scores(message: ResponseMessage) -> dict[str, int]:
    """The points of each player in a scoreboard."""
    found = re.findall(r"^(?:\d+\.|🥇|🥈|🥉) (\S+) · \*\*([\d,]+)\*\*", text(message), re.M)
    return {name: int(points.replace(",", "")) for name, points in found}


def button(message: ResponseMessage, verb: str, place: int = 0) -> str:
    """The id of a button, by what it does."""
    (found,) = [
        part["custom_id"]
        for part in walk_components(message.components)
        if re.fullmatch(rf"marquee:game:{verb}:\d+:{place}", part.get("custom_id", ""))
    ]
    return found


async def typed(member: Actor, message: ResponseMessage, answer: str) -> str:
    """Press the answer button, type into the modal, and return what the member was told."""
    shown = await member.click(message, custom_id=button(message, "answer"))
    assert shown.modal, shown
    return said(await member.submit_modal(shown, {"answer": answer}))


async def chosen(member: Actor, message: ResponseMessage, place: int) -> str:
    """Press one of the choices and return what the member was told."""
    return said(await member.click(message, custom_id=button(message, "choose", place)))


async def picked(member: Actor, message: ResponseMessage, *genres: str) -> str:
    """Choose genres in the menu and return what the member was told."""
    return said(await member.select(message, genres))


def wrong_title(film: Film) -> str:
    """The title of another film, with no word of this one's."""
    return next(
        other.title for other in FILMS if not set(other.title.split()) & set(film.title.split())
    )


def wrong(question: Question) -> int:
    """A choice that is not the answer."""
    assert question.answer is not None
    return (question.answer + 1) % len(kinds.of(question).choices(question))


async def answer(night: Night, member: Actor, *, right: bool) -> str:
    """Answer the open round by whatever it wants, rightly or not."""
    question, message = await night.question(), night.last
    film = question.film
    if kinds.of(question).choices(question):
        return await chosen(member, message, (question.answer or 0) if right else wrong(question))
    if question.kind == "film":
        return await typed(member, message, film.title if right else "Something Else Entirely")
    if question.kind == "year":
        return await typed(member, message, str((film.year or 0) + (0 if right else 9)))
    others = [genre for genre in question.genres if genre not in film.genres]
    return await picked(member, message, *(film.genres if right else others[:1]))
