"""One query on its way: admitted, acknowledged, answered, and a row in the query log."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import discord

from bot.kit.errors import answer_error
from bot.kit.i18n import language_of, say
from bot.kit.promises import defer
from services.core.errors import MarqueeError, PosterError
from services.core.types import Film, Identification
from services.store import QueryRecord
from services.store.guilds import GuildSettings
from services.store.query_queue import LoggedQuery

if TYPE_CHECKING:
    from bot.app import Marquee

log = logging.getLogger(__name__)

# There was no picture to be looked at.
_NO_FILE = frozenset({"no_poster", "bad_link"})
# With fewer before them nobody waits for long enough to read it.
_QUEUE_TOLD = 4


@dataclass
class Query:
    """A query; failed until it is answered.

    Attributes:
        interaction: A command or component.
        encoder: The encoder asked for; None means the server's, else the service's.
        settings: The server's settings, once admitted.
        digest: SHA-256 of the picture, in hex.
        found: The answer, where there is one.
        shown: The films shown, nearest first.
        error_code: Why there is no answer; None once there is one.
        timings_ms: Milliseconds by stage.
    """

    interaction: discord.Interaction[Marquee]
    encoder: str | None = None
    settings: GuildSettings = field(default_factory=GuildSettings)
    digest: str | None = None
    found: Identification | None = None
    shown: Sequence[Film] = ()
    error_code: str | None = "internal"
    timings_ms: dict[str, float] = field(default_factory=dict)
    _logged: LoggedQuery | None = None
    _began: float = field(default_factory=time.perf_counter)

    @property
    def bot(self) -> Marquee:
        """The bot that was asked."""
        return self.interaction.client

    @property
    def locale(self) -> discord.Locale:
        """The language of the answer."""
        return language_of(self.interaction, public=self.settings.public)

    async def admit(self) -> None:
        """Ask whether the member may; raises RequestError."""
        self.settings = await self.bot.access.admit(self.interaction)
        self.encoder = self.encoder or self.settings.encoder

    @property
    def shows_marked(self) -> bool:
        """Whether posters that are not for everybody may be shown where it was asked."""
        return self.bot.access.shows_marked(self.interaction.guild_id, self.interaction.channel)

    @property
    def private(self) -> bool:
        """Whether only the member sees the answer."""
        return not self.settings.public

    async def defer(self, *, private: bool = False) -> None:
        """Acknowledge; the answer is private where `private` or the server's admin wants it."""
        if private:
            self.settings = replace(self.settings, public=False)
        await defer(self.interaction, ephemeral=self.private, thinking=True)

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Time what runs inside."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.timings_ms[stage] = _ms_since(began)

    async def queue(self) -> None:
        """Tell the member how many are before them, where that is known and worth a word."""
        ahead = self.bot.client.waiting
        if ahead < _QUEUE_TOLD:
            return
        self.bot.promises.say_more(self.interaction)
        try:
            await self.interaction.edit_original_response(
                content=say(self.locale, "answer-queue", ahead=ahead)
            )
        except discord.HTTPException as failure:
            log.info("interaction %s was not told its place: %s", self.interaction.id, failure)

    async def reply(self, view: discord.ui.LayoutView, files: Sequence[discord.File] = ()) -> None:
        """Put the answer in the place of "thinking"."""
        with self.timed("reply"):
            await self.interaction.edit_original_response(
                content=None, view=view, attachments=list(files)
            )
        self.error_code = None

    async def log(self) -> int | None:
        """Write the row, or write it anew with what is known by now; return its id.

        Buttons carry the id, so it is there before the answer is. Where the database takes long,
        the row follows later, and the answer goes without the buttons that need it.
        """
        try:
            self._logged = await self.bot.store.queries.put(self._record(), self._logged)
        except Exception:  # the member has an answer; the row is lost, but not silently
            log.exception("a query of interaction %s was not logged", self.interaction.id)
        return self.row_id

    @property
    def row_id(self) -> int | None:
        """The row in the query log, once there is one."""
        return self._logged.row_id if self._logged else None

    def _record(self) -> QueryRecord:
        found = self.found
        match = found.match if found else None
        # A film of the catalogue was not recognised, it was asked for.
        recognised = found if self.digest else None
        perhaps = recognised.perhaps if recognised else None
        named = (match or perhaps) if recognised else None
        outcome = "failed" if self.error_code else "matched" if match else "answered"
        encoder = found.encoder if found else self.encoder or self.bot.settings.encoder
        return QueryRecord(
            user_id=self.interaction.user.id,
            channel_id=self.interaction.channel_id,
            guild_id=self.interaction.guild_id,
            encoder=encoder,
            digest=self.digest,
            outcome=outcome,
            error_code=self.error_code,
            match_key=match.film.key if match else None,
            neighbour_keys=tuple(film.key for film in self.shown),
            timings_ms=dict(found.timings_ms if found else {})
            | self.timings_ms
            | {"total": _ms_since(self._began)},
            asked_at=self.interaction.created_at,
            answer=recognised.decision if recognised else None,
            perhaps_key=perhaps.film.key if perhaps else None,
            confidence=named.confidence if named else None,
            decided_by=named.by if named else None,
        )


@asynccontextmanager
async def logged_query(
    interaction: discord.Interaction[Marquee], *, encoder: str | None = None
) -> AsyncIterator[Query]:
    """Give a query that is logged at the end, whatever becomes of it.

    A `MarqueeError` inside is answered here: a refusal is an answer too. Only what nobody foresaw
    goes on upwards.
    """
    query = Query(interaction, encoder=encoder)
    try:
        yield query
    except MarqueeError as error:
        query.error_code = error.code
        if isinstance(error, PosterError) or error.code in _NO_FILE:
            query.bot.access.forgive(interaction)
        await answer_error(interaction, error)
    finally:
        await query.log()


def _ms_since(began: float) -> float:
    return (time.perf_counter() - began) * 1e3
