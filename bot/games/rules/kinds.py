"""The four games: who was right, who took the round, what it brought, who missed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

from bot.games.rules import scoring
from bot.games.rules.checking import is_right
from bot.games.rules.options import Options
from bot.games.rules.types import MARQUEE, Guess, Question, Result


def counted(question: Question, guesses: Sequence[Guess]) -> dict[int, Guess]:
    """Return the guess of each player that counts: of typed titles the first right one.

    Of everything else the first. A player whose titles were all wrong has the last of them.
    """
    found: dict[int, Guess] = {}
    for guess in sorted(guesses, key=lambda guess: (guess.at, repr(guess))):
        held = found.get(guess.player)
        if held is None or (question.free_text and not is_right(question, held)):
            found[guess.player] = guess
    return found


def brought(question: Question, guesses: Sequence[Guess], options: Options) -> dict[int, Result]:
    """Return what a round brings those who answered, streaks left out, and Marquee."""
    held = counted(question, guesses)
    if question.kind == "year":
        return _years(question, held, options)
    if question.kind == "genres":
        return _genres(question, held, options)
    return _timely(question, held, options)


def missed(question: Question, guesses: Sequence[Guess], players: Collection[int]) -> set[int]:
    """Return who of the players did worst, where elimination throws such out.

    Of films and odd ones whoever was not right; of years and genres whoever gave none, else whoever
    was furthest off. Nobody where all were alike.
    """
    held = {who: guess for who, guess in counted(question, guesses).items() if who in players}
    if question.kind not in ("year", "genres"):
        return {who for who in players if who not in held or not is_right(question, held[who])}
    silent = set(players) - set(held)
    if silent:
        return silent
    marks = {who: _mark(question, guess) for who, guess in held.items()}
    worst = min(marks.values(), default=Fraction(0))
    losers = {who for who, mark in marks.items() if mark == worst}
    return losers if len(losers) < len(marks) else set()


def _timely(question: Question, held: Mapping[int, Guess], options: Options) -> dict[int, Result]:
    right = {who: guess for who, guess in held.items() if is_right(question, guess)}
    # To the millisecond, as Discord's clock tells: no other rounding decides who was first.
    first = min((_ms(guess) for guess in right.values()), default=0)
    limit = first + round(1000 * scoring.TIE_SECONDS)
    results = {}
    for who, guess in held.items():
        early = who in right and _ms(guess) <= limit
        won = who in right and (early or options.everyone)
        points = scoring.timely(question, guess, options) if won else 0
        if early and options.everyone and len(held) > 1:
            points += scoring.FIRST
        results[who] = Result(who, points, won, who in right)
    return results


def _years(question: Question, held: Mapping[int, Guess], options: Options) -> dict[int, Result]:
    offs = {who: -int(_mark(question, guess)) for who, guess in held.items()}
    closest = min(offs.values(), default=0)
    own = None if question.year is None else abs(round(question.year) - (question.film.year or 0))
    results = {}
    for who, guess in held.items():
        won = offs[who] == closest
        points = scoring.by_years(offs[who], guess) if won or options.everyone else 0
        if points and own is not None and offs[who] < own:
            points += scoring.BEAT
        results[who] = Result(who, points, won, won)
    if own is not None and held:
        won = own <= closest
        points = scoring.by_years(own, Guess(MARQUEE, 0.0)) if won or options.everyone else 0
        results[MARQUEE] = Result(MARQUEE, points, won, won)
    return results


def _genres(question: Question, held: Mapping[int, Guess], options: Options) -> dict[int, Result]:
    marks = {who: _mark(question, guess) for who, guess in held.items()}
    best = max(marks.values(), default=Fraction(0))
    own = scoring.jaccard(question.own_genres, question.film.genres)
    plays = bool(question.own_genres)
    results = {}
    for who, guess in held.items():
        points = scoring.by_genres(marks[who], guess, options)
        if points and plays and marks[who] > own:
            points += scoring.BEAT
        won = bool(best) and marks[who] == best
        results[who] = Result(who, points, won, marks[who] == 1)
    if plays and held:
        points = scoring.by_genres(own, Guess(MARQUEE, 0.0), options)
        results[MARQUEE] = Result(MARQUEE, points, bool(own) and own >= best, own == 1)
    return results


def _mark(question: Question, guess: Guess) -> Fraction:
    """Return how good a year or a choice of genres is: the higher the better."""
    if question.kind == "year":
        return Fraction(-abs((guess.year or 0) - (question.film.year or 0)))
    return scoring.jaccard(guess.genres, question.film.genres)


def _ms(guess: Guess) -> int:
    return round(1000 * guess.at)
