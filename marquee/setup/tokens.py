"""The bot's token and TMDB's key, checked where that can be done."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import SecretStr

from bot.kit.asks import invite_link
from marquee.checks import web
from marquee.checks.discord import application_of, known_bot, token_problem
from marquee.checks.discord_rest import DiscordError, DiscordRest
from marquee.checks.finding import State
from services.core.settings import Settings


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a check.

    Attributes:
        good: Whether it may be used; what could not be checked may.
        said: What was found, one sentence.
        invite: The address that invites the bot, where the token tells one.
    """

    good: bool
    said: str
    invite: str | None = None


async def check_token(token: str, *, offline: bool) -> Checked:
    """Ask Discord whose token that is."""
    if problem := token_problem(token):
        return Checked(False, problem)
    told = application_of(token)
    invite = invite_link(told) if told else None
    if offline:
        return Checked(True, "Discord was not asked.", invite)
    try:
        async with DiscordRest(token) as discord:
            bot = await known_bot(discord)
    except DiscordError as error:
        if error.status == 401:
            return Checked(False, "Discord does not accept that token; please make a new one.")
        said = f"Discord could not be asked ({error.reason}); the token is kept as it is."
        return Checked(True, said, invite)
    return Checked(True, f"Discord knows it: the bot is called {bot.name}.", bot.invite)


async def check_tmdb(settings: Settings, key: str, *, offline: bool) -> Checked:
    """Ask TMDB whether it takes the key."""
    if offline:
        return Checked(True, "TMDB was not asked.")
    found = await web.tmdb(settings.model_copy(update={"tmdb_token": SecretStr(key)}))
    refused = found.state is State.WRONG and "MARQUEE_TMDB_TOKEN" in found.said
    return Checked(not refused, found.said)
