"""The bot itself: connect, load the cogs, sync the commands, answer errors."""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot.kit.access import AccessControl
from bot.kit.asks import CONTENT_INTENTS, INTENTS
from bot.kit.autocomplete import CatalogueGenres
from bot.kit.cdn import BoundedCdn
from bot.kit.discreet_log import Discreet
from bot.kit.doubtful import Doubtful
from bot.kit.errors import answer_error
from bot.kit.i18n import Translator, say
from bot.kit.in_flight import InFlight
from bot.kit.promises import Promises
from services.core.errors import MarqueeError, RequestError, UnavailableError
from services.core.facts import plain
from services.core.json_log import formatter
from services.core.settings import Settings
from services.inference.client import InferenceClient
from services.inference.connect import connect
from services.store import Store

log = logging.getLogger(__name__)

# By name: what they hold is imported once the bot is there.
COGS = (
    "bot.admin.about",
    "bot.identify.cogs.compare",
    "bot.identify.cogs.film",
    "bot.games.cog",
    "bot.games.daily_cog",
    "bot.identify.cogs.match",
    "bot.nights.cog",
    "bot.admin.privacy",
    "bot.games.scores_cog",
    "bot.identify.cogs.search",
    "bot.admin.settings",
    "bot.admin.stats",
    "bot.watchlist.cog",
)
NO_TOKEN = (
    "Marquee needs the token of a Discord bot (from https://discord.com/developers/applications, "
    "page Bot): `marquee setup` asks for it, or set MARQUEE_DISCORD_TOKEN in the environment or in "
    ".env; `marquee demo` needs none."
)
NO_CONTENT = (
    "Discord does not give this bot what members write, so that answers in a game's thread are not "
    "read: switch on Message Content Intent at https://discord.com/developers/applications, page "
    "Bot, or take MARQUEE_MESSAGE_CONTENT out. All else works, answers that mention the bot too."
)
BAD_TOKEN = (
    "Discord did not accept the token: copy it again from "
    "https://discord.com/developers/applications, page Bot, into MARQUEE_DISCORD_TOKEN."
)
# Within `limits.ACKNOWLEDGE_SECONDS`.
STALE_SECONDS = 2.0
# One that was well for so long is not in a circle of failures.
_WELL_S = 600.0
_FIRST_PAUSE_S = 2.0
# Discord allows a thousand starts a day; these are fewer than three hundred.
_LONGEST_PAUSE_S = 300.0
# Discord's codes for a connection that must not be tried again: a wrong token first of all.
_WRONG_TOKEN = 4004
UNREACHABLE = "Discord cannot be reached now; check the network and start Marquee again."
REFUSED = (
    "Discord was reached and refused what Marquee asked of it; if a newer version does not mend "
    "that, please report it with these words."
)


class _Tree(app_commands.CommandTree["Marquee"]):
    """The command tree; every error of every command ends here."""

    async def interaction_check(self, interaction: discord.Interaction[Marquee], /) -> bool:
        """Note what is answered; begin nothing new while the bot is stopping."""
        in_flight = interaction.client.in_flight
        if in_flight.closing:
            if interaction.type is discord.InteractionType.application_command:
                sentence = say(interaction, "access-closing")
                await answer_error(interaction, UnavailableError("closing", sentence))
            return False
        in_flight.add(interaction)
        return True

    async def on_error(
        self, interaction: discord.Interaction[Marquee], error: app_commands.AppCommandError, /
    ) -> None:
        """Answer the member and log."""
        await answer_error(interaction, error)


class Marquee(commands.AutoShardedBot):
    """The Discord bot. It owns `client` and `store` and closes them with itself.

    Attributes:
        settings: The settings.
        client: How the model is reached; already started.
        store: The open database.
        access: What the admins chose, and cooldowns.
        in_flight: What is being answered now.
        promises: What was deferred and is not answered yet, a kill outlasting.
        genres: Those of the catalogue, to choose from.
        started_at: Since when the bot runs.
    """

    def __init__(
        self,
        settings: Settings,
        client: InferenceClient,
        store: Store,
        *,
        intents: discord.Intents | None = None,
    ) -> None:
        doubtful = Doubtful()
        # Each bot would tell what is missing for voice, which nothing here uses.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        super().__init__(
            command_prefix=commands.when_mentioned,  # no text command exists; Bot wants a prefix
            help_command=None,
            tree_cls=_Tree,
            intents=intents or (CONTENT_INTENTS if settings.message_content else INTENTS),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(),
            activity=discord.CustomActivity("Attach a poster: /match"),
            http_trace=doubtful.trace(),
        )
        # Whatever discord.py reads from there, it reads through this: attachments and links alike.
        self._cdn = BoundedCdn(self.http, settings.max_bytes)
        self.http.get_from_cdn = self._cdn.read
        self.settings = settings
        self.client = client
        self.store = store
        self.in_flight = InFlight()
        self.promises = Promises(store.path, doubtful=doubtful)
        self.access = AccessControl(store, self.in_flight)
        self.genres = CatalogueGenres(client)
        self.started_at = datetime.now(UTC)

    async def setup_hook(self) -> None:
        """Read the servers' settings, load the cogs and tell Discord about their commands.

        Whom a bot before left waiting is told meanwhile.
        """
        self.promises.start(self)
        await self.access.open()
        await self.tree.set_translator(Translator())
        for cog in COGS:
            await self.load_extension(cog)
        synced = await self.tree.sync()
        log.info("synced %d commands: %s", len(synced), ", ".join(c.name for c in synced))

    async def on_interaction(self, interaction: discord.Interaction[Marquee]) -> None:
        """Answer a press that nothing here listens to: a button of an earlier version, or run."""
        kinds = (discord.InteractionType.component, discord.InteractionType.modal_submit)
        if interaction.type not in kinds or interaction.response.is_done():
            return
        await asyncio.sleep(STALE_SECONDS)
        if not interaction.response.is_done():
            sentence = say(interaction, "access-stale")
            await answer_error(interaction, RequestError("stale", sentence))

    async def on_message(self, message: discord.Message, /) -> None:
        """Do nothing: there are no text commands to look for."""

    async def close(self) -> None:
        """Finish what is being answered, leave Discord, let go of the model and the database.

        Safe to call twice.
        """
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self.promises.close)
            stack.push_async_callback(self.store.close)
            stack.push_async_callback(self.client.close)
            stack.push_async_callback(self._cdn.close)
            stack.push_async_callback(super().close)
            if not self.in_flight.closing:
                await self.in_flight.finish()


async def serve(settings: Settings, token: str) -> None:
    """Run the bot until it is cancelled or Discord ends the session.

    Where Discord refuses what members write, the bot does without.

    Raises:
        UnavailableError: the model or the database cannot be opened.
        discord.LoginFailure: the token is wrong.
        OSError: Discord cannot be reached.
    """
    try:
        await _serve(settings, token, CONTENT_INTENTS if settings.message_content else INTENTS)
    except discord.PrivilegedIntentsRequired:
        if not settings.message_content:
            raise
        log.warning(NO_CONTENT)
        await _serve(settings, token, INTENTS)


async def _serve(settings: Settings, token: str, intents: discord.Intents) -> None:
    store = await Store.open(settings.database_path)
    bot = Marquee(settings, connect(settings), store, intents=intents)
    async with bot:
        await bot.client.start()
        await bot.start(token)


async def supervise(
    work: Callable[[], Awaitable[None]],
    *,
    rest: Callable[[float], Awaitable[None]] = asyncio.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Run `work`, and run it anew where it ends of what nobody foresaw.

    discord.py goes on by itself where the network fails, but an event that it cannot read ends it.

    Args:
        work: Builds a bot and runs it, until it is cancelled.
        rest: Waits so many seconds.
        clock: Seconds that only grow.

    Raises:
        discord.DiscordException, OSError, aiohttp.ClientError, MarqueeError: what an operator can
            mend, or Discord refused: a wrong token is never tried again.
    """
    pause = _FIRST_PAUSE_S
    while True:
        began = clock()
        try:
            await work()
        except (MarqueeError, OSError, aiohttp.ClientError, discord.DiscordException):
            raise
        except Exception:
            if clock() - began > _WELL_S:
                pause = _FIRST_PAUSE_S
            log.exception("the bot ended unforeseen; it starts anew in %.0f s", pause)
        else:
            return
        await rest(pause)
        pause = min(pause * 2, _LONGEST_PAUSE_S)


def run(settings: Settings) -> str | None:
    """Run the bot until SIGINT or SIGTERM; return the sentence for a person where it could not.

    Never raises for what an operator can mend: no token, a wrong one, no model, no network.
    """
    token = settings.discord_token.get_secret_value().strip() if settings.discord_token else ""
    if not token:
        return NO_TOKEN
    handler = logging.StreamHandler()
    discord.utils.setup_logging(handler=handler, level=_level(settings.log_level), root=True)
    handler.setFormatter(Discreet(formatter(settings.log_format) or handler.formatter))
    # It tells of its plugins whenever the database is opened.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    log.info("Marquee %s starts, with %s; Ctrl-C ends it", _version(), settings.data_dir)
    try:
        asyncio.run(until_signal(supervise(lambda: serve(settings, token))))
    except MarqueeError as error:
        return error.message
    except (OSError, aiohttp.ClientError, discord.DiscordException) as error:
        # An operator's terminal is no place for a traceback; MARQUEE_LOG_LEVEL=DEBUG shows it.
        log.warning("could not start: %s", plain(str(error)))
        log.debug("where it failed", exc_info=True)
        return _told(error)
    return None


def _version() -> str:
    try:
        return version("marquee-bot")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "from its source"


def _told(error: Exception) -> str:
    """Return what an operator is told of an error that ended the bot."""
    wrong = isinstance(error, discord.ConnectionClosed) and error.code == _WRONG_TOKEN
    if wrong or isinstance(error, discord.LoginFailure):
        return BAD_TOKEN
    if isinstance(error, discord.GatewayNotFound) or not isinstance(
        error, discord.DiscordException
    ):
        return f"{UNREACHABLE} ({type(error).__name__})"
    # Discord can be reached, and says what it dislikes.
    down = isinstance(error, discord.HTTPException) and error.status >= 500
    return f"{UNREACHABLE if down else REFUSED} ({plain(str(error))[:300]})"


async def until_signal(work: Coroutine[Any, Any, None]) -> None:
    """Await `work`; SIGINT and SIGTERM cancel it and count as its regular end."""
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    stopped = False

    def stop() -> None:
        nonlocal stopped
        stopped = True
        task.cancel()

    caught = (signal.SIGINT, signal.SIGTERM)
    for number in caught:
        try:
            loop.add_signal_handler(number, stop)
        except NotImplementedError:  # Windows: Ctrl-C arrives as KeyboardInterrupt there
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop))
    try:
        await task
    except asyncio.CancelledError:
        if not stopped:
            raise
        log.info("stopped by a signal")
    finally:
        for number in caught:
            try:
                loop.remove_signal_handler(number)
            except NotImplementedError:
                signal.signal(number, signal.SIG_DFL)


def _level(name: str) -> int:
    level = logging.getLevelNamesMapping().get(name.upper())
    return level if level is not None else logging.INFO
