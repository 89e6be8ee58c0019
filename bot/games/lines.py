"""The lines of a game's messages: titles, what a round brought, the scoreboard."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

import discord

from bot.games.rounds import ClosedRound
from bot.games.rules import kinds, standings
from bot.games.rules.kinds.base import Controls
from bot.games.rules.options import KNOWN, Options
from bot.games.rules.phrases import Decade, Genres, Sentence, Term
from bot.games.rules.types import MARQUEE, Guess, Hint, Place, Player, Question, Result
from bot.games.session import GameSession
from bot.kit.formatting import TITLE_LENGTH, escape, titled
from bot.kit.i18n import say
from bot.kit.terms import genres
from services.core.types import Film

_MEDALS = {1: "🥇", 2: "🥈", 3: "🥉"}
TEAM_COLOURS = {1: "🟥", 2: "🟦", 3: "🟩", 4: "🟨"}
_LINES = 12  # of players under a round: a phone shows no more
_NAME_LENGTH = 32
_GUESS_LENGTH = 40


def medal(rank: int, points: int) -> str | None:
    """Return the medal of a place, of the first three; nobody gets one without a point."""
    return _MEDALS.get(rank) if points > 0 else None


def speaker(locale: discord.Locale) -> Callable[..., str]:
    """Return `say` in that language."""
    return partial(say, locale)


def name(player: Player) -> str:
    """Return how a player is called, with nothing that Discord would format."""
    return escape(player.name, _NAME_LENGTH)


def rules(locale: discord.Locale, options: Options, *, menu: bool = False) -> list[str]:
    """Say in a few short lines how a game is played.

    Args:
        locale: The language.
        options: The game's.
        menu: Whether a menu beside them says how well known the films are.
    """
    tell = speaker(locale)
    how = [_mode(locale, options), tell("game-rule-seconds", seconds=options.seconds)]
    if any(kind.typed_too for kind in kinds.among(options.kind)):
        how.append(tell("game-rule-choice" if options.choice else "game-rule-typed"))
    how.append(tell(f"game-difficulty-{options.difficulty}"))
    if options.several and options.mode != "elimination":
        how.append(tell("game-rule-several"))
    which = []
    if options.decade is not None:
        which.append(tell("era", decade=str(options.decade)))
    if options.genre:
        which.append(genres(locale, [options.genre]))
    name = known_name(options)
    if options.known is not None and not (menu and name):
        percent = round(options.known * 100)
        which.append(tell(f"game-known-{name}" if name else "game-rule-known", percent=percent))
    return [" · ".join(part) for part in (how, which) if part]


def known_name(options: Options) -> str | None:
    """Return what it is called how well known the films are; None of a share that has no name."""
    share = 1.0 if options.known is None else options.known
    return next((name for name, named in KNOWN.items() if named == share), None)


def _mode(locale: discord.Locale, options: Options) -> str:
    tell = speaker(locale)
    if options.mode == "first_to":
        return tell("game-rule-first-to", points=options.target)
    if options.mode == "elimination":
        return tell("game-rule-elimination")
    return tell("game-rule-rounds", rounds=options.rounds)


def heading(session: GameSession, number: int, question: Question) -> str:
    """Return the title of a round."""
    tell = speaker(session.locale)
    game = tell(f"game-kind-{question.kind}")
    if session.options.mode == "points":
        return tell("game-round-of", number=number, rounds=session.options.rounds, game=game)
    return tell("game-round", number=number, game=game, rule=_mode(session.locale, session.options))


def spoken(locale: discord.Locale, said: Term | Sentence, length: int = TITLE_LENGTH) -> str:
    """Return what the rules say, in a language.

    Args:
        locale: The language.
        said: What is said.
        length: Characters kept of somebody's own words.
    """
    match said:
        case Sentence(key, values):
            told = {
                name: value if isinstance(value, int) else spoken(locale, value)
                for name, value in values.items()
            }
            return say(locale, key, **told)
        case Film():
            return titled(said)
        case Genres(names):
            return genres(locale, names)
        case Decade(year):
            return say(locale, "era", decade=str(year))
        case int():
            return str(said)
        case str():
            return escape(said, length)


def button_label(locale: discord.Locale, choice: Term) -> str:
    """Return what the button of a choice says; in buttons Discord formats nothing."""
    return choice.label if isinstance(choice, Film) else spoken(locale, choice)


def truth(locale: discord.Locale, question: Question) -> list[str]:
    """Say what would have been right."""
    return [spoken(locale, sentence) for sentence in kinds.of(question).truth(question)]


def results(session: GameSession, closed_round: ClosedRound) -> list[str]:
    """Return a line for everybody who was in the round, best first, Marquee last."""
    tell = speaker(session.locale)
    question = closed_round.played.question
    last = {guess.player: guess for guess in sorted(closed_round.played.guesses, key=_when)}
    ranked = sorted(closed_round.results, key=lambda r: (r.player == MARQUEE, -r.points, not r.won))
    lines = []
    for result in ranked:
        said = _said(session.locale, question, last.get(result.player))
        if result.player == MARQUEE:
            said = _said(session.locale, question, kinds.of(question).marquee(question))
            lines.append(tell("game-line-marquee", said=said, points=result.points))
        else:
            player = session.players[result.player]
            lines.append(_line(session.locale, result, name(player), said))
    return _shortened(session.locale, lines)


def _line(locale: discord.Locale, result: Result, who: str, said: str) -> str:
    tell = speaker(locale)
    mark = "🏆" if result.won else "✅" if result.right else "▫️"
    line = tell("game-line", mark=mark, name=who, points=result.points, said=said)
    if result.bonus:
        line += " · " + tell("game-line-streak", streak=result.streak, points=result.bonus)
    return line


def _said(locale: discord.Locale, question: Question, guess: Guess | None) -> str:
    """Return what a player answered, in words."""
    if guess is None:
        return say(locale, "game-said-nothing")
    return spoken(locale, kinds.of(question).said(question, guess), _GUESS_LENGTH) or "…"


def scoreboard(session: GameSession, *, medals: bool = False) -> list[str]:
    """Return the lines of the scoreboard, best first; of teams first, where there are any."""
    tell = speaker(session.locale)
    lines = []
    for team in standings.teams(session.played, session.members, session.options):
        who = ", ".join(map(name, team.players))
        lines.append(
            tell(
                "game-score-team",
                mark=TEAM_COLOURS.get(team.number, "▫️"),
                rank=team.rank,
                team=tell("game-team", number=team.number),
                points=team.points,
                names=who,
            )
        )
    places = standings.standing(session.played, session.members, session.options)
    lines += _shortened(session.locale, [_place(session.locale, p, medals=medals) for p in places])
    return lines


def _place(locale: discord.Locale, place: Place, *, medals: bool) -> str:
    tell = speaker(locale)
    mark = (medals and medal(place.rank, place.points)) or f"{place.rank}."
    line = tell("game-score", mark=mark, name=name(place.player), points=place.points)
    if place.out is not None:
        return line + " · " + tell("game-score-out", round=place.out)
    streak = place.best_streak if medals else place.streak
    return line + (" · " + tell("game-score-streak", streak=streak) if streak > 1 else "")


def hint_sentence(locale: discord.Locale, hint: Hint, question: Question) -> str:
    """Return a hint as a sentence."""
    tell = speaker(locale)
    if hint.kind == "genres":
        return tell("game-hint-genres", value=genres(locale, hint.value.split(", ")))
    if hint.kind == "genre":
        return tell("game-hint-genre", value=genres(locale, [hint.value]))
    if hint.kind == "letters":
        return tell("game-hint-letters", value=hint.value.replace("_", r"\_"))
    kind = kinds.of(question)
    if hint.kind == "out" and kind.controls(question) is not Controls.NUMBERED:
        choice = kind.choices(question)[int(hint.value) - 1]
        return tell("game-hint-not-film", value=spoken(locale, choice))
    if hint.kind == "decade":
        return tell("game-hint-decade", value=tell("era", decade=hint.value.removesuffix("s")))
    value = int(hint.value) if hint.kind == "count" else hint.value
    return tell(f"game-hint-{hint.kind}", value=value)


def joined(lines: Iterable[str]) -> str:
    """Return the lines as one text."""
    return "\n".join(lines)


def _shortened(locale: discord.Locale, lines: Sequence[str]) -> list[str]:
    if len(lines) <= _LINES:
        return list(lines)
    return [*lines[: _LINES - 1], say(locale, "game-more", n=len(lines) - _LINES + 1)]


def _when(guess: Guess) -> tuple[bool, float]:
    return bool(guess.right), guess.at
