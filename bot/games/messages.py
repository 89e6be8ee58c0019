"""The messages of a game: lobby, round, what it brought, podium. Made for phones."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import discord

from bot.games import lines
from bot.games.ids import game_button, genre_menu, known_menu
from bot.games.rounds import ClosedRound, OpenRound
from bot.games.rules import kinds, standings
from bot.games.rules.hints import COST
from bot.games.rules.kinds.base import Controls
from bot.games.rules.options import KNOWN
from bot.games.rules.types import Finish, Question
from bot.games.session import GATHER_SECONDS, GameSession
from bot.kit.formatting import COLOUR
from bot.kit.layout import StaticLayout
from bot.kit.limits import OPTION_TEXT
from bot.kit.terms import genre
from bot.watchlist.save_button import SaveButton

_MOST_GENRES = 5
_QUIET = discord.Colour(0x6B6F76)
_GREEN = discord.ButtonStyle.success
_BLUE = discord.ButtonStyle.primary


def lobby(session: GameSession) -> discord.ui.LayoutView:
    """Return the message that gathers players; without buttons once that is over."""
    tell = lines.speaker(session.locale)
    options, game = session.options, session.game
    text = [
        "## " + tell("game-lobby-title", game=tell(f"game-kind-{options.kind}")),
        *lines.rules(session.locale, options, menu=game.state == "lobby"),
        "",
        *_seats(session),
    ]
    if game.state != "lobby":
        gone = "game-lobby-started" if game.state == "running" else "game-lobby-closed"
        return laid_out([*text, "", f"-# {tell(gone)}"], colour=_QUIET)
    until = _relative(game.created_at + timedelta(seconds=GATHER_SECONDS))
    text += ["", f"-# {tell('game-lobby-host', host=f'<@{game.host_id}>', when=until)}"]
    joins = [
        game_button(
            "join",
            game.id,
            team,
            label=tell("game-join-team", team=tell("game-team", number=team)),
            emoji=lines.TEAM_COLOURS[team],
        )
        for team in range(1, options.teams + 1)
    ] or [game_button("join", game.id, label=tell("game-join"), style=_BLUE, emoji="🙋")]
    rows = [
        _known(session),
        _row(*joins),
        _row(
            game_button("begin", game.id, label=tell("game-begin"), style=_GREEN, emoji="▶️"),
            game_button("leave", game.id, label=tell("game-leave")),
        ),
    ]
    return laid_out(text, rows=rows)


def _known(session: GameSession) -> discord.ui.ActionRow[Any]:
    """Return the menu in which the host says how well known the films are."""
    tell = lines.speaker(session.locale)
    chosen = lines.known_name(session.options)
    options = [
        discord.SelectOption(
            label=tell(f"cmd-game-known-{name}"), value=name, default=name == chosen
        )
        for name in KNOWN
    ]
    menu = known_menu(session.game.id, options, placeholder=tell("game-known-menu"))
    return _row(menu)


def question(
    session: GameSession, open_round: OpenRound, picture: str | None
) -> discord.ui.LayoutView:
    """Return the message of a round that is open; `picture` is the attached file's name."""
    tell = lines.speaker(session.locale)
    what, row = open_round.question, open_round.row
    top = [
        "### " + lines.heading(session, row.number, what),
        tell(f"game-ask-{kinds.of(what).prompt(what)}"),
    ]
    until = row.opened_at + timedelta(seconds=session.options.seconds)
    below = [tell("game-until", when=_relative(until))]
    players = len(session.active)
    if players > 1 and (answered := session.answered(open_round)):
        below[0] += " · " + tell("game-answered", n=answered, players=players)
    if session.hears and kinds.of(what).controls(what) is Controls.TYPED:
        below.append(f"-# {tell('game-write-here')}")
    if what.sample and row.number == 1:
        below.append(f"-# {tell('game-samples')}")
    return laid_out(
        top,
        picture=picture,
        alt=tell("game-picture-four" if what.effect == "four" else "game-picture"),
        below=below,
        rows=[*_answers(session, open_round), _helpers(session, open_round)],
    )


def result(
    session: GameSession, closed_round: ClosedRound, picture: str | None
) -> discord.ui.LayoutView:
    """Return the message of a round that is over: the truth, who got what, the scoreboard."""
    tell = lines.speaker(session.locale)
    what, row = closed_round.played.question, closed_round.row
    top = ["### " + lines.heading(session, row.number, what), *lines.truth(session.locale, what)]
    below = (
        [tell("game-skipped")]
        if closed_round.played.skipped
        else lines.results(session, closed_round)
    )
    below += ["", f"**{tell('game-scoreboard')}**", *lines.scoreboard(session)]
    if session.game.state == "running" and not session.finish and (at := session.next_at()):
        below += ["", f"-# {tell('game-next', when=_relative(at))}"]
    keep = SaveButton(what.film.key, tell("keep-button"))
    return laid_out(
        top,
        picture=picture,
        alt=_alt(what),
        below=below,
        rows=[_row(keep)],
        colour=_QUIET,
    )


def podium(session: GameSession, *, notice: str | None = None) -> discord.ui.LayoutView:
    """Return the message that ends a game; `notice` says why, where it ended early."""
    tell = lines.speaker(session.locale)
    finish = session.finish
    text = ["## " + _winners(session, finish)]
    if notice:
        text.append(notice)
    elif session.game.state == "stopped":
        text.append(tell("game-stopped"))
    text += ["", *lines.scoreboard(session, medals=True)]
    rounds, won, points = standings.marquee(session.played, session.members, session.options)
    if rounds:
        text += ["", f"-# {tell('game-own-record', rounds=rounds, won=won, points=points)}"]
    again = game_button(
        "again", session.game.id, label=tell("game-again"), style=_GREEN, emoji="🔁"
    )
    return laid_out(text, rows=[_row(again)])


def note(text: str) -> discord.ui.LayoutView:
    """Return a message of one sentence."""
    return laid_out([text], colour=_QUIET)


def _winners(session: GameSession, finish: Finish | None) -> str:
    tell = lines.speaker(session.locale)
    if finish and finish.teams:
        names = [tell("game-team", number=number) for number in finish.teams]
    elif finish and finish.reason != "missed":
        names = [lines.name(session.players[user]) for user in finish.winners]
    else:
        return tell("game-over")
    if not names:
        return tell("game-over-nobody")
    return tell("game-over-won", names=", ".join(names), n=len(names))


def _answers(session: GameSession, open_round: OpenRound) -> list[discord.ui.ActionRow[Any]]:
    tell = lines.speaker(session.locale)
    what, number = open_round.question, open_round.row.id
    kind = kinds.of(what)
    match kind.controls(what):
        case Controls.NUMBERED:
            places = range(len(kind.choices(what)))
            buttons = [
                game_button("choose", number, place, label=str(place + 1), style=_BLUE)
                for place in places
            ]
            return [_row(*buttons)]
        case Controls.ROWS:
            labels = [lines.button_label(session.locale, choice) for choice in kind.choices(what)]
            return [
                _row(game_button("choose", number, place, label=label, style=_BLUE))
                for place, label in enumerate(labels)
            ]
        case Controls.WORDS:
            labels = [lines.button_label(session.locale, choice) for choice in kind.choices(what)]
            words = [
                game_button("choose", number, place, label=label, style=_BLUE)
                for place, label in enumerate(labels)
            ]
            width = 2 if len(words) <= 4 else 3
            return [_row(*words[first : first + width]) for first in range(0, len(words), width)]
        case Controls.MENU:
            options = [
                discord.SelectOption(label=genre(session.locale, name)[:OPTION_TEXT], value=name)
                for name in what.genres
            ]
            placeholder = tell("game-pick-genres")
            menu = genre_menu(number, options, most=_MOST_GENRES, placeholder=placeholder)
            return [_row(menu)]
        case Controls.TYPED:
            label = tell(f"game-answer-{kind.form(what).name}")
            return [_row(game_button("answer", number, label=label, style=_BLUE, emoji="✏️"))]


def _helpers(session: GameSession, open_round: OpenRound) -> discord.ui.ActionRow[Any]:
    tell = lines.speaker(session.locale)
    number = open_round.row.id
    buttons = [game_button("skip", number, label=tell("game-skip"), emoji="⏭️")]
    if open_round.question.hints:
        label = tell("game-hint", points=COST)
        buttons.insert(0, game_button("hint", number, label=label, emoji="💡"))
    return _row(*buttons)


def _seats(session: GameSession) -> list[str]:
    tell = lines.speaker(session.locale)
    heading = f"**{tell('game-players', n=len(session.players))}**"
    if not session.options.teams:
        return [heading, ", ".join(map(lines.name, session.members)) or "…"]
    seats = [heading]
    for team in range(1, session.options.teams + 1):
        names = ", ".join(lines.name(p) for p in session.members if p.team == team)
        seats.append(f"{lines.TEAM_COLOURS[team]} {names or '…'}")
    return seats


def _alt(what: Question) -> str:
    return ", ".join(film.label for film in what.shown or (what.film,))[:1000]


def _relative(at: datetime) -> str:
    return discord.utils.format_dt(at, "R")


def _row(*items: Any) -> discord.ui.ActionRow[Any]:
    # Any: a dynamic item is typed for both kinds of view, a row for one.
    return discord.ui.ActionRow(*items)


def laid_out(
    text: Iterable[str],
    *,
    picture: str | None = None,
    alt: str = "",
    below: Iterable[str] = (),
    rows: Iterable[discord.ui.ActionRow[Any]] = (),
    colour: discord.Colour = COLOUR,
) -> discord.ui.LayoutView:
    """Return a message: text, a picture, text below it, rows of buttons.

    Args:
        text: The lines above the picture.
        picture: The attached file's name, or None.
        alt: What is told of it to who does not see it.
        below: The lines below it.
        rows: Buttons and menus.
        colour: Of the message's edge.
    """
    box: discord.ui.Container[Any] = discord.ui.Container(accent_colour=colour)
    box.add_item(discord.ui.TextDisplay(lines.joined(text)))
    if picture:
        item = discord.MediaGalleryItem(f"attachment://{picture}", description=alt)
        box.add_item(discord.ui.MediaGallery(item))
    if under := lines.joined(below).strip():
        box.add_item(discord.ui.TextDisplay(under))
    for row in rows:
        box.add_item(row)
    view = StaticLayout()
    view.add_item(box)
    return view
