"""A page of a leaderboard as a message, and the buttons that turn it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast

import discord

from bot.games.ids import BOARD, board_button
from bot.games.lines import medal
from bot.games.rules import kinds
from bot.kit.access import answer_language
from bot.kit.formatting import COLOUR, escape
from bot.kit.i18n import say
from bot.kit.layout import StaticLayout
from bot.kit.pagination import Page, Turning
from bot.kit.scope import scope_of
from services.store import Store, scores
from services.store.rounds import MARQUEE
from services.store.scores import Standing

PER_PAGE = 10
KINDS = ("all", *kinds.NAMES)
PERIODS = ("week", "month", "season", "last", "ever")
_SEASON_MONTHS = 3
_NAME_LENGTH = 32

Interaction = discord.Interaction[Any]


class BoardButton(
    Turning,
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=BOARD,
):
    """Shows another page of a leaderboard, or that of another time.

    Args:
        button: The button, with an id that the template fits.
        kind: One of `KINDS`.
        period: One of `PERIODS`.
        page: Which page, from 0 on.
        owner: Who asked for the board.
    """

    def __init__(
        self, button: discord.ui.Button[Any], *, kind: str, period: str, page: int, owner: int
    ) -> None:
        super().__init__(button)
        self._kind, self._period, self._page, self.owner = kind, period, page, owner

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],
        item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> BoardButton:
        """Return the button that was pressed."""
        return cls(
            cast("discord.ui.Button[Any]", item),
            kind=match["kind"],
            period=match["period"],
            page=int(match["page"]),
            owner=int(match["owner"]),
        )

    async def page(self, interaction: discord.Interaction[Any]) -> Page:
        """Return the page."""
        return await board_view(
            interaction, interaction.client.store, self._kind, self._period, self._page
        ), []


def bounds(period: str, now: datetime) -> tuple[datetime | None, datetime | None]:
    """Return when a period began and when it ended, in UTC; None where it did not.

    Args:
        period: One of `PERIODS`: the week (from Monday), the month or the season of `now`, the
            season before (`last`), or ever. A season is a quarter of the year.
        now: With a time zone.
    """
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    match period:
        case "week":
            return today - timedelta(days=today.weekday()), None
        case "month":
            return today.replace(day=1), None
        case "season":
            return _season(today), None
        case "last":
            ended = _season(today)
            return _season(ended - timedelta(days=1)), ended
        case _:
            return None, None


def _season(day: datetime) -> datetime:
    return day.replace(month=1 + (day.month - 1) // _SEASON_MONTHS * _SEASON_MONTHS, day=1)


async def board_view(
    interaction: Interaction, store: Store, kind: str, period: str, page: int
) -> discord.ui.LayoutView:
    """Return a page of the leaderboard of where the member is.

    Args:
        interaction: What the member did.
        store: Holds the points.
        kind: One of `KINDS`.
        period: One of `PERIODS`.
        page: Which page, from 0 on; one behind the end becomes the last.

    Raises:
        UnavailableError: the database cannot be used now.
    """
    locale = answer_language(interaction)
    now = discord.utils.utcnow()
    since, until = bounds(period, now)
    scope, game_kind = scope_of(interaction), None if kind == "all" else kind
    async with store.session() as db:
        found = await scores.standings(db, scope, kind=game_kind, since=since, until=until)
        before: list[Standing] = []
        if period == "season":
            first, last = bounds("last", now)
            before = await scores.standings(db, scope, kind=game_kind, since=first, until=last)
    players = [standing for standing in found if standing.user_id != MARQUEE]
    own = next((standing for standing in found if standing.user_id == MARQUEE), None)
    pages = max(1, -(-len(players) // PER_PAGE))
    page = min(max(0, page), pages - 1)
    listed = players[page * PER_PAGE : (page + 1) * PER_PAGE]

    box: discord.ui.Container[Any] = discord.ui.Container(accent_colour=COLOUR)
    title = say(locale, f"board-title-{period}")
    game = say(locale, f"board-kind-{kind}")
    box.add_item(discord.ui.TextDisplay(f"## {title}\n{game}"))
    lines = [_line(interaction, standing) for standing in listed]
    box.add_item(discord.ui.TextDisplay("\n".join(lines) or say(locale, "board-empty")))
    if champions := _champions(interaction, before):
        box.add_item(discord.ui.TextDisplay(champions))
    if mine := _missing(interaction, players, listed):
        box.add_item(discord.ui.TextDisplay(f"…\n{_line(interaction, mine)}"))
    if own is not None:
        box.add_item(discord.ui.Separator())
        scored = _scored(interaction, "Marquee", own)
        about = say(locale, "board-marquee")
        box.add_item(discord.ui.TextDisplay(f"🤖 {scored}\n-# {about}"))
    box.add_item(discord.ui.TextDisplay(f"-# {_foot(interaction, (since, until), page, pages)}"))

    view = StaticLayout()
    view.add_item(box)
    owner = interaction.user.id
    times: discord.ui.ActionRow[Any] = discord.ui.ActionRow()
    for other in PERIODS:
        times.add_item(
            board_button(
                say(locale, f"board-period-{other}"),
                what="time",
                kind=kind,
                period=other,
                page=0,
                owner=owner,
                disabled=other == period,
            )
        )
    view.add_item(times)
    if pages > 1:
        turns: discord.ui.ActionRow[Any] = discord.ui.ActionRow()
        for sign, other in (("◀", page - 1), ("▶", page + 1)):
            turns.add_item(
                board_button(
                    sign,
                    what="turn",
                    kind=kind,
                    period=period,
                    page=other,
                    owner=owner,
                    disabled=not 0 <= other < pages,
                )
            )
        view.add_item(turns)
    return view


def _missing(
    interaction: Interaction, players: Sequence[Standing], listed: Sequence[Standing]
) -> Standing | None:
    """Return the asking member's standing where the page does not show it."""
    mine = next((s for s in players if s.user_id == interaction.user.id), None)
    return mine if mine not in listed else None


def _line(interaction: Interaction, standing: Standing) -> str:
    # Names and no mentions: a phone shows a mention of somebody who left as a number.
    locale = answer_language(interaction)
    name = escape(standing.name, _NAME_LENGTH) or say(locale, "board-nobody")
    place = medal(standing.rank, standing.points) or f"**{standing.rank}.**"
    return f"{place} {_scored(interaction, name, standing)}"


def _scored(interaction: Interaction, name: str, standing: Standing) -> str:
    locale = answer_language(interaction)
    points = say(locale, "board-points", points=standing.points)
    won = say(locale, "board-won", rounds=standing.won)
    return f"**{name}** · {points} · {won}"


def _champions(interaction: Interaction, before: Sequence[Standing]) -> str:
    """Return who won the season before, or nothing where nobody did."""
    first = [standing for standing in before if standing.rank == 1 and standing.points > 0]
    if not first:
        return ""
    locale = answer_language(interaction)
    names = [escape(one.name, _NAME_LENGTH) or say(locale, "board-nobody") for one in first]
    return say(locale, "board-champions", names=", ".join(names), points=first[0].points)


def _foot(
    interaction: Interaction,
    when: tuple[datetime | None, datetime | None],
    page: int,
    pages: int,
) -> str:
    locale = answer_language(interaction)
    lines = [say(locale, "board-page", page=page + 1, pages=pages)]
    since, until = when
    if since is not None and until is not None:
        last = until - timedelta(days=1)
        lines.append(
            say(locale, "board-from-to", first=f"{since:%Y-%m-%d}", last=f"{last:%Y-%m-%d}")
        )
    elif since is not None:
        date = f"{since:%Y-%m-%d}"
        lines.append(say(locale, "board-since", date=date))
    return " · ".join(lines)
