"""The bot as Discord knows it: token, intents, servers, commands; and the clock."""

from __future__ import annotations

import base64
import re
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.kit.asks import (
    CONTENT_INTENTS,
    INTENTS,
    invite_link,
    missing_permissions,
    own_commands,
    refused_intents,
    told_commands,
)
from marquee.checks.discord_rest import DiscordError, DiscordRest
from marquee.checks.finding import Finding, ok, skipped, warning, wrong
from services.core.facts import plain
from services.core.settings import Settings

PORTAL = "https://discord.com/developers/applications"
# A bot's id in base64, when the token was made, and what it is signed with.
_TOKEN = re.compile(r"[\w-]{20,}\.[\w-]{5,}\.[\w-]{25,}", re.ASCII)
# Discord says on which second it is; a countdown in a message is as wrong as this clock.
_CLOCK_OFF_S = 10.0
_CLOCK_WRONG_S = 120.0
_NAMED_SERVERS = 10


@dataclass(frozen=True, slots=True)
class KnownBot:
    """What Discord says of a token.

    Attributes:
        name: What the bot is called.
        application: The application's id.
        facts: The application as Discord tells it.
    """

    name: str
    application: int
    facts: Mapping[str, Any]

    @property
    def invite(self) -> str:
        """The address that invites it."""
        return invite_link(self.application)


def token_of(settings: Settings) -> str:
    """Return the bot's token, or nothing."""
    return settings.discord_token.get_secret_value().strip() if settings.discord_token else ""


def token_problem(token: str) -> str | None:
    """Return what is wrong with a token, told by its form alone; a sentence, or None."""
    if _TOKEN.fullmatch(token):
        return None
    if token.lower().startswith("bot "):
        return 'The token begins with "Bot "; only what follows is the token.'
    if token.isdecimal():
        return "That is a number, such as the application's id, and no token."
    return "That does not have the form of a bot's token: three parts with dots between them."


def application_of(token: str) -> int | None:
    """Return the application's id that stands in a token, without asking Discord."""
    first = token.split(".", 1)[0]
    try:
        text = base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)).decode("ascii")
    except ValueError:
        return None
    return int(text) if text.isdecimal() else None


async def known_bot(discord: DiscordRest) -> KnownBot:
    """Ask Discord whose token that is. Raises DiscordError, of status 401 for a wrong one."""
    me, application = await discord.me(), await discord.application()
    try:
        return KnownBot(plain(str(me.get("username"))), int(application["id"]), application)
    except (KeyError, TypeError, ValueError):
        raise DiscordError("its answer is not what Discord sends") from None


async def discord_findings(settings: Settings) -> AsyncIterator[Finding]:
    """Look at all that Discord knows of the bot, and how this machine's clock is to Discord's."""
    token = token_of(settings)
    if not token:
        yield wrong("token", "There is no token.", "marquee setup, or MARQUEE_DISCORD_TOKEN.")
        return
    if problem := token_problem(token):
        yield wrong("token", problem, f"Copy it anew from {PORTAL}, page Bot.")
        return
    async with DiscordRest(token) as discord:
        try:
            bot = await known_bot(discord)
        except DiscordError as error:
            yield _no_bot(error)
        else:
            yield ok("token", f"Discord knows it: the bot is called {bot.name}.")
            async for finding in _of_the_bot(discord, bot, content=settings.message_content):
                yield finding
        if (off := discord.clock_off_s) is not None:
            yield clock(off)


def clock(off_s: float) -> Finding:
    """Say whether a clock that is so many seconds before Discord's will do."""
    if abs(off_s) < _CLOCK_OFF_S:
        return ok("clock", "It goes as Discord's does.")
    way = "fast" if off_s > 0 else "slow"
    said = f"This machine's clock is {abs(off_s):,.0f} seconds {way}."
    to_do = "Set it by the network: timedatectl set-ntp true, or the system's settings."
    found = wrong if abs(off_s) >= _CLOCK_WRONG_S else warning
    return found("clock", said, to_do)


def _no_bot(error: DiscordError) -> Finding:
    if error.status == 401:
        return wrong(
            "token",
            "Discord does not accept the token.",
            f"Make a new one at {PORTAL}, page Bot, Reset Token; then: marquee setup.",
        )
    if error.status is None or error.status >= 500:
        return wrong(
            "discord",
            f"Discord cannot be reached ({error.reason}).",
            "Look at this machine's network, its firewall and https://discordstatus.com.",
        )
    return wrong("discord", f"Discord refused to answer ({error.reason}).", "Try again later.")


async def _of_the_bot(
    discord: DiscordRest, bot: KnownBot, *, content: bool
) -> AsyncIterator[Finding]:
    for finding in _application(bot, content=content):
        yield finding
    try:
        left = await discord.logins_left()
        if left < 1:
            yield wrong(
                "logins",
                "Discord lets this bot connect no more today.",
                "Stop whatever starts it over and over, and wait until tomorrow.",
            )
        servers = await discord.servers()
        commands = await discord.commands(bot.application)
    except DiscordError as error:
        yield _no_bot(error)
        return
    for finding in _servers(bot, servers):
        yield finding
    yield _commands(commands)


def _application(bot: KnownBot, *, content: bool) -> list[Finding]:
    where = f"{PORTAL}/{bot.application}"
    flags = bot.facts.get("flags")
    intents = CONTENT_INTENTS if content else INTENTS
    refused = refused_intents(flags if isinstance(flags, int) else 0, intents)
    found = []
    if refused:
        found.append(
            wrong(
                "intents",
                f"The bot asks for what Discord was not told to give it: {', '.join(refused)}.",
                f"{where}/bot: switch it on under Privileged Gateway Intents.",
            )
        )
    else:
        found.append(ok("intents", "Discord gives all that the bot asks for."))
    if bot.facts.get("interactions_endpoint_url"):
        found.append(
            wrong(
                "application",
                "Commands go to an Interactions Endpoint URL and not to this bot.",
                f"{where}/information: empty that field.",
            )
        )
    if bot.facts.get("bot_require_code_grant"):
        found.append(
            wrong(
                "application",
                "The invite link does not work: Requires OAuth2 Code Grant is on.",
                f"{where}/bot: switch it off.",
            )
        )
    return found


def _servers(bot: KnownBot, servers: list[Mapping[str, Any]]) -> list[Finding]:
    if not servers:
        return [warning("servers", "The bot is in no server yet.", f"Invite it: {bot.invite}")]
    lacking: list[Finding] = []
    for server in servers:
        try:
            missing = missing_permissions(int(server.get("permissions") or 0))
        except (TypeError, ValueError):
            continue
        if missing:
            lacking.append(
                warning(
                    "permissions",
                    f"In {plain(str(server.get('name')))} the bot lacks {', '.join(missing)}.",
                    f"Give its role that under Server Settings, Roles, or invite it anew: "
                    f"{bot.invite}",
                )
            )
    if not lacking:
        where = "its server" if len(servers) == 1 else f"each of {len(servers):,} servers"
        return [ok("permissions", f"It has all it needs in {where}.")]
    more = len(lacking) - _NAMED_SERVERS
    if more > 0:
        said = f"In {more:,} more servers it lacks some, too."
        lacking[_NAMED_SERVERS:] = [warning("permissions", said, "The same there.")]
    return lacking


def _commands(commands: list[Mapping[str, Any]]) -> Finding:
    there, own = told_commands(commands), own_commands()
    to_do = "Start the bot once, `marquee bot`: it tells Discord of its commands."
    if not there:
        return warning("commands", "Discord knows no command of the bot's yet.", to_do)
    if missing := sorted(own.keys() - there.keys()):
        return warning("commands", f"Discord does not know {_slashed(missing)} yet.", to_do)
    if strange := sorted(there.keys() - own.keys()):
        said = f"Discord still shows {_slashed(strange)}, which this Marquee does not have."
        return warning("commands", said, to_do)
    if other := sorted(name for name, words in own.items() if there[name] != words):
        said = f"Discord describes {_slashed(other)} as another version of Marquee did."
        return warning("commands", said, to_do)
    return ok("commands", "Discord knows all of them.")


def _slashed(names: Iterable[str]) -> str:
    return ", ".join(f"/{plain(name)}" if name.islower() else f'"{plain(name)}"' for name in names)


def not_asked() -> Finding:
    """Return that Discord was not asked."""
    return skipped("discord", "Discord was not asked.")
