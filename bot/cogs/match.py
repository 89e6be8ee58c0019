"""`/match` and "Match this poster": a poster in, its neighbours, era and genres out."""

# No `from __future__ import annotations` here: k's range comes from the settings, so discord.py has
# to find it in the annotation itself and not in a string.

import asyncio
import hashlib
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.app import Marquee
from bot.attachments import Source, from_attachment, from_message
from bot.collage import side_by_side, thumbnail
from bot.errors import answer_error
from bot.replies import answer_embed
from services.errors import MarqueeError, RequestError
from services.store import QueryRecord
from services.types import Identification

log = logging.getLogger(__name__)

DEFAULT_K = 3
COOLDOWN_RATE, COOLDOWN_SECONDS = 5, 30.0
# The encoders that people may choose; one without an index is refused with what would build it.
ENCODERS = ("poster-lite", "clip-vit-b-32", "resnet50", "vgg16")
_PICTURED = 11  # neighbours drawn at most: with the asked poster three rows of four

Interaction = discord.Interaction[Marquee]


@dataclass
class _Query:
    """One question on its way to its row in the query log; failed until it is answered."""

    interaction: Interaction
    encoder: str
    digest: str | None = None
    answer: Identification | None = None
    error_code: str | None = "internal"
    timings_ms: dict[str, float] = field(default_factory=dict)
    began: float = field(default_factory=time.perf_counter)

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        began = time.perf_counter()
        try:
            yield
        finally:
            self.timings_ms[stage] = _ms_since(began)

    def record(self) -> QueryRecord:
        answer, match = self.answer, self.answer.match if self.answer else None
        stages = dict(answer.timings_ms) if answer else {}
        outcome = "failed" if self.error_code else "matched" if match else "answered"
        return QueryRecord(
            user_id=self.interaction.user.id,
            channel_id=self.interaction.channel_id,
            guild_id=self.interaction.guild_id,
            encoder=answer.encoder if answer else self.encoder,
            digest=self.digest,
            outcome=outcome,
            error_code=self.error_code,
            match_key=match.film.key if match else None,
            neighbour_keys=tuple(n.film.key for n in answer.neighbours) if answer else (),
            timings_ms=stages | self.timings_ms | {"total": _ms_since(self.began)},
            asked_at=self.interaction.created_at,
        )


class Match(commands.Cog):
    """Thin: parse, defer, call, reply, log."""

    def __init__(self, bot: Marquee) -> None:
        self.bot = bot
        self._cooldowns: commands.CooldownMapping[Any] = commands.CooldownMapping.from_cooldown(
            COOLDOWN_RATE, COOLDOWN_SECONDS, lambda interaction: interaction.user.id
        )
        self._commands = (_slash_command(self), _message_command(self))

    async def cog_load(self) -> None:
        """Add both commands to the tree: only there can k's range follow the settings."""
        for command in self._commands:
            self.bot.tree.add_command(command)

    async def cog_unload(self) -> None:
        """Take both commands out of the tree."""
        for command in self._commands:
            kind = getattr(command, "type", discord.AppCommandType.chat_input)
            self.bot.tree.remove_command(command.name, type=kind)

    async def answer(
        self,
        interaction: Interaction,
        pick: Callable[[], Source],
        *,
        k: int = DEFAULT_K,
        encoder: str | None = None,
    ) -> None:
        """Answer one interaction with the poster that `pick` finds, and log the query.

        Args:
            interaction: A command or component that has not been responded to.
            pick: Finds the picture and does the cheap checks; its refusal is not preceded by a
                public "thinking" message.
            k: Neighbours wanted.
            encoder: Encoder's name; None takes the service's default.
        """
        query = _Query(interaction, encoder=encoder or self.bot.settings.encoder)
        try:
            self._cool_down(interaction)
            source = pick()
            await interaction.response.defer(thinking=True)
            with query.timed("fetch"):
                poster = await source.read()
            query.digest = hashlib.sha256(poster).hexdigest()
            with query.timed("identify"):
                query.answer = await self.bot.client.identify(poster, k=k, encoder=encoder)
            with query.timed("draw"):
                embed, file = await self._draw(poster, query.answer)
            with query.timed("reply"):
                await interaction.followup.send(embed=embed, files=[file] if file else [])
            query.error_code = None
        except MarqueeError as error:
            # A refusal is an answer too. Only what nobody foresaw goes up to the tree's handler.
            query.error_code = error.code
            await answer_error(interaction, error)
        finally:
            await self._log(query)

    def _cool_down(self, interaction: Interaction) -> None:
        wait = self._cooldowns.update_rate_limit(interaction)
        if wait is not None:
            seconds = max(1, round(wait))
            raise RequestError(
                "cooldown",
                f"That was a lot of posters at once; please try again in {seconds} "
                f"second{'s' if seconds > 1 else ''}.",
            )

    async def _draw(
        self, poster: bytes, answer: Identification
    ) -> tuple[discord.Embed, discord.File | None]:
        embed = answer_embed(answer)
        try:
            picture = await self._collage(poster, answer)
            if picture:
                embed.set_image(url="attachment://posters.jpg")
                return embed, _file(picture, "posters.jpg", _alt(answer))
            small = await asyncio.to_thread(thumbnail, poster)
        except Exception:  # whatever it was, the answer is worth more than its picture
            log.exception("no picture could be drawn for an answer")
            return embed, None
        # A slash command's attachment is not shown to the channel; this shows what was asked.
        embed.set_thumbnail(url="attachment://poster.jpg")
        return embed, _file(small, "poster.jpg", "The poster asked about")

    async def _collage(self, poster: bytes, answer: Identification) -> bytes | None:
        near = answer.neighbours[:_PICTURED]
        pictures = await asyncio.gather(*(self.bot.client.poster(n.film) for n in near))
        ranked = [(rank, data) for rank, data in enumerate(pictures, 1) if data]
        return await asyncio.to_thread(side_by_side, poster, ranked) if ranked else None

    async def _log(self, query: _Query) -> None:
        try:
            await self.bot.store.log_query(query.record())
        except Exception:  # the member has an answer; the row is lost, but not silently
            log.exception("a query of interaction %s was not logged", query.interaction.id)


def _slash_command(cog: Match) -> app_commands.Command[Any, ..., None]:
    max_k = cog.bot.settings.max_k
    default_k = min(DEFAULT_K, max_k)

    @app_commands.command(
        name="match", description="Find the films whose posters are nearest to yours."
    )
    @app_commands.describe(
        poster="A picture of a movie poster: JPEG, PNG or WebP.",
        k=f"How many neighbours to show, 1 to {max_k} (default {default_k}).",
        encoder="Through which eyes to look; without it, those that the server chose.",
    )
    @app_commands.choices(encoder=[app_commands.Choice(name=n, value=n) for n in ENCODERS])
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def match(
        interaction: Interaction,
        poster: discord.Attachment,
        k: app_commands.Range[int, 1, max_k] = default_k,
        encoder: str | None = None,
    ) -> None:
        limit = cog.bot.settings.max_bytes
        await cog.answer(
            interaction, lambda: from_attachment(poster, max_bytes=limit), k=k, encoder=encoder
        )

    return match


def _message_command(cog: Match) -> app_commands.ContextMenu:
    @app_commands.context_menu(name="Match this poster")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def match_message(interaction: Interaction, message: discord.Message) -> None:
        limit, k = cog.bot.settings.max_bytes, min(DEFAULT_K, cog.bot.settings.max_k)
        await cog.answer(interaction, lambda: from_message(message, cog.bot, max_bytes=limit), k=k)

    return match_message


def _file(data: bytes, name: str, alt: str) -> discord.File:
    return discord.File(BytesIO(data), name, description=alt)


def _alt(answer: Identification) -> str:
    films = ", ".join(f"{rank}: {n.film.label}" for rank, n in enumerate(answer.neighbours, 1))
    return f"The poster asked about, then its neighbours. {films}"[:1000]


def _ms_since(began: float) -> float:
    return (time.perf_counter() - began) * 1e3


async def setup(bot: Marquee) -> None:
    """Load the cog (called by discord.py)."""
    await bot.add_cog(Match(bot))
