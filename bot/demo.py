"""The same bot in a simulated Discord, in the browser: no token, no network."""

from __future__ import annotations

import asyncio
import logging
import webbrowser
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter  # SimCord makes `monotonic` its own
from typing import TYPE_CHECKING, cast

import discord
import simcord

from bot.app import Marquee, until_signal
from bot.demo_page import bring_to_life
from bot.demo_welcome import Welcome, picture
from bot.kit.collage import line_up
from services.core.errors import UnavailableError
from services.core.settings import Settings
from services.inference.connect import connect
from services.samples import SAMPLES, photo_path, poster_path, save_all, save_photos
from services.store import Store

if TYPE_CHECKING:
    from bot.identify.cogs.match import Match

log = logging.getLogger(__name__)

_PER_ROW = 6
_ADMIN = "Cleo"
_TICK_SECONDS = 1.0  # how often the simulated clock goes on
_SETTLE_SECONDS = 120.0  # longest answer waited for; a slow machine shall not see "timed out"


def run(
    settings: Settings,
    *,
    port: int = 0,
    open_browser: bool = True,
    say: Callable[[str], None] = print,
) -> None:
    """Serve the demo on 127.0.0.1 until Ctrl-C, SIGTERM or "End preview session".

    Args:
        settings: The settings; the demo's rows go to `data_dir/demo.db`, the sample posters and
            photos of them to `data_dir/samples`.
        port: Port to listen on; 0 takes a free one.
        open_browser: Whether to open the page in the default browser.
        say: Where the lines for the person at the terminal go.

    Raises:
        UnavailableError: the model, the database, the folder or the port cannot be used.
    """
    asyncio.run(until_signal(_demo(settings, port, open_browser, say)))


async def _demo(
    settings: Settings, port: int, open_browser: bool, say: Callable[[str], None]
) -> None:
    samples = settings.data_dir / "samples"
    store = await Store.open(settings.data_dir / "demo.db")
    async with Marquee(settings, connect(settings, drawn=samples), store) as bot:
        # Before the client, which reads the posters.
        photos = await _photos(samples)
        # Before the simulation starts: it takes every task begun inside it for the bot's answer,
        # and would wait for those that the client keeps running.
        await bot.client.start()
        async with _simulation(bot) as env:
            channel, members = await _furnish(env, bot, samples, photos)
            preview = env.preview(
                channel, viewers=members, layout="channel", timezone="UTC", port=port
            )
            bring_to_life(preview, port)
            try:
                await preview.__aenter__()
            except simcord.SetupError as error:
                raise UnavailableError(
                    "unavailable", f"The demo cannot start: {error}; --port chooses another."
                ) from error
            clock = asyncio.create_task(_keep_time(env, preview))
            try:
                say(f"Marquee is in #{channel.name}: {preview.url}")
                say(f"Photos to try are in {samples.resolve()}. Ctrl-C ends the demo.")
                if open_browser:
                    await asyncio.to_thread(webbrowser.open, preview.url)
                await preview.wait_closed()
            finally:
                clock.cancel()
                await preview.close()
                say("The demo has ended.")


@asynccontextmanager
async def _simulation(bot: Marquee) -> AsyncIterator[simcord.Env]:
    env = simcord.Env(bot, shard_count=1, settle_timeout=_SETTLE_SECONDS, check_errors=False)
    # The simulated calendar begins in the past, and is set before the bot is there: what the bot
    # does every few hours would be done for every few hours since.
    env.backend.clock.advance(max(0.0, (datetime.now(UTC) - env.now()).total_seconds()))
    await env.start()
    try:
        with env.time_context():
            yield env
    finally:
        await env.shutdown()


async def _keep_time(env: simcord.Env, preview: simcord.Preview) -> None:
    """Let the simulated clock go as fast as the real one: rounds of games end by themselves.

    Not by the time of day: that is set now and then, and a round would end at once, or never.
    """
    ahead = env.now().timestamp() - perf_counter()
    news = False
    while True:
        await asyncio.sleep(_TICK_SECONDS)
        behind = max(0.0, perf_counter() + ahead - env.now().timestamp())
        said = len(env.http_requests)
        try:
            if _is_due(env, behind):
                try:
                    await env.advance_time(behind)
                finally:
                    news = news or len(env.http_requests) != said
            else:
                env.backend.advance_clock(behind)
            # A press meant for what was shown before would be refused: only where there is news.
            if news:
                await preview.refresh()
                news = False
        except simcord.SetupError:  # somebody presses a button just now; that goes first
            log.debug("the clock waits for a press")
        except TimeoutError:  # a busy machine; the next tick makes up for it
            log.warning("the simulated Discord is slow", exc_info=True)
        except Exception:  # without a clock no round would ever end
            log.exception("the clock stumbled")


def _is_due(env: simcord.Env, seconds: float) -> bool:
    """Return whether the bot waits for an instant within so many seconds.

    SimCord tells it nowhere, and while its time passes it refuses every press.
    """
    until = env.backend.clock.elapsed + seconds
    timers = env._work.callbacks  # pyright: ignore[reportPrivateUsage]
    return any(timer.when is not None and timer.when <= until for timer in timers)


async def _furnish(
    env: simcord.Env, bot: Marquee, samples: Path, photos: list[bytes]
) -> tuple[simcord.ChannelHandle, list[simcord.MemberActor]]:
    guild = env.create_guild("Movie night")
    channel = guild.create_text_channel("posters", topic="What film is this? What is it like?")
    # In a new server of Discord's, members may post polls; in a simulated one they may not.
    club = guild.create_role("Club", permissions=discord.Permissions(send_polls=True))
    # What admins alone may do is seen by one of the viewers.
    admins = guild.create_role("Admins", permissions=discord.Permissions(manage_guild=True))
    viewers = (("Ada", [club]), ("Ben", [club]), (_ADMIN, [club, admins]))
    members = [
        guild.add_member(env.create_user(name.lower(), global_name=name), roles=roles)
        for name, roles in viewers
    ]
    if bot.user:
        await bot.user.edit(username="Marquee")
    await env.settle()
    room = cast(discord.TextChannel, bot.get_channel(channel.id))
    # A cast and no check: discord.py loads a cog's module anew, so its class is not the imported
    # one.
    match = cast("Match", bot.get_cog("Match"))
    # A catalogue of one's own, or a service, answers without the drawn films.
    known = await bot.client.film(SAMPLES[0].film.key) is not None
    side_by_side = await asyncio.to_thread(line_up, photos, _PER_ROW)
    await room.send(
        file=picture(side_by_side),
        view=Welcome(match, photos, folder=str(samples), known=known, admin=_ADMIN),
    )
    await env.settle()
    return channel, members


async def _photos(folder: Path) -> list[bytes]:
    """Return photos of the sample posters, in the order of `SAMPLES`; draw both where they lack."""
    try:
        # Drawing takes seconds, so what an earlier run has left is used.
        for place, draw in ((poster_path, save_all), (photo_path, save_photos)):
            if not all(place(folder, sample).exists() for sample in SAMPLES):
                await asyncio.to_thread(draw, folder)
        return [photo_path(folder, sample).read_bytes() for sample in SAMPLES]
    except OSError as error:
        raise UnavailableError(
            "unavailable",
            f"The sample posters cannot be kept in {folder}: {error.strerror or error}.",
        ) from error
