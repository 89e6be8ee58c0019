from __future__ import annotations

import itertools
import json
import random
from dataclasses import replace
from itertools import product

import pytest

from bot.games.rules import standings
from bot.games.rules.kinds import NAMES
from bot.games.rules.options import KINDS, MODES, Options
from bot.games.rules.types import MARQUEE, Guess, Played, Player, Question
from tests.bot.games.rules.helpers import any_game, players, question

CASES = [
    Options(kind=kind, mode=mode, several=several, choice=seed % 2 == 0, teams=teams)
    for (kind, mode, several), (seed, teams) in zip(
        product(KINDS, MODES, (False, True)),
        ((seed, (0, 2, 3)[seed % 3]) for seed in itertools.count()),
        strict=False,
    )
]


def right(player: int, at: float = 1.0, **facts: object) -> Guess:
    return Guess(player, at, choice=1, **facts)  # pyright: ignore


def wrong(player: int, at: float = 1.0) -> Guess:
    return Guess(player, at, choice=0)


def rounds(*guesses: tuple[Guess, ...]) -> list[Played]:
    return [Played(place + 1, question(), given) for place, given in enumerate(guesses)]


@pytest.mark.parametrize("options", CASES, ids=lambda options: f"{options.kind}-{options.mode}")
def test_points_add_up_and_are_the_same_from_stored_json(options: Options) -> None:
    for seed in range(6):
        members = standings.assign(players(5, options.teams), options)
        played = any_game(options, members, seed)
        stored = json.loads(
            json.dumps(
                [
                    [round_.question.to_json(), [guess.to_json() for guess in round_.guesses]]
                    for round_ in played
                ]
            )
        )
        again = [
            Played(
                round_.number,
                Question.from_json(asked),
                tuple(map(Guess.from_json, given)),
                round_.skipped,
            )
            for round_, (asked, given) in zip(played, stored, strict=True)
        ]
        restarted = Options.from_json(json.loads(json.dumps(options.to_json())))
        # A database gives rows back in any order.
        random.Random(seed).shuffle(again)
        again = [replace(round_, guesses=round_.guesses[::-1]) for round_ in again]
        everything = (
            standings.results,
            standings.standing,
            standings.teams,
            standings.podium,
            standings.marquee,
        )
        for question_ in (*everything, standings.finished, standings.out):
            assert question_(played, members, options) == question_(again, members, restarted)

        brought = standings.results(played, members, options)
        assert len(brought) == len(played)
        for place in standings.standing(played, members, options):
            own = [r for round_ in brought for r in round_ if r.player == place.player.id]
            assert place.points == sum(result.points for result in own)
            assert place.won == sum(result.won for result in own)
            assert all(result.points >= result.bonus >= 0 for result in own)
        for team in standings.teams(played, members, options):
            totals = {
                place.player: place.points for place in standings.standing(played, members, options)
            }
            assert team.total == sum(totals[player] for player in team.players)
        for round_, results in zip(played, brought, strict=True):
            ids = [result.player for result in results]
            assert len(ids) == len(set(ids))
            assert set(ids) <= {player.id for player in members} | {MARQUEE}
            assert not (round_.skipped and results)


@pytest.mark.parametrize("options", CASES, ids=lambda options: f"{options.kind}-{options.mode}")
def test_closing_round_by_round_tells_what_the_whole_game_tells(options: Options) -> None:
    members = standings.assign(players(4, options.teams), options)
    played = any_game(options, members, 11)
    brought = standings.results(played, members, options)
    for place, round_ in enumerate(played):
        if not round_.skipped:
            before = played[:place]
            closed = standings.close(round_.question, round_.guesses, options, members, before)
            assert closed == brought[place]


def test_ranks_are_shared_by_those_who_are_level() -> None:
    members = players(4)
    both = Options(several=True)
    played = rounds((right(1), right(2), wrong(3), right(4, 9.0)))
    places = standings.standing(played, members, both)
    assert [(place.rank, place.player.id) for place in places] == [(1, 1), (1, 2), (3, 4), (4, 3)]
    podium = standings.podium(played, members, both)
    assert [place.player.id for place in podium] == [1, 2, 4]


def test_nobody_stands_on_the_podium_of_a_game_without_points() -> None:
    played = rounds((wrong(1), wrong(2)))
    assert standings.podium(played, players(2), Options(rounds=1)) == ()
    ended = standings.finished(played, players(2), Options(rounds=1))
    assert ended is not None
    assert ended.winners == ()


def test_right_answers_of_the_same_instant_both_take_the_round() -> None:
    found = standings.close(
        question(), [right(1, 3.0), right(2, 3.4), right(3, 3.6)], Options(), players(3)
    )
    assert [(result.won, result.right) for result in found] == [
        (True, True),
        (True, True),
        (False, True),
    ]
    assert found[0].points == found[1].points > 0 == found[2].points


def test_only_the_first_answer_of_a_choice_counts() -> None:
    found = standings.close(question(), [right(1, 5.0), wrong(1, 2.0)], Options(), players(1))
    assert not found[0].right


def test_a_typed_title_counts_once_it_is_right() -> None:
    asked = question(typed=True)
    tries = [Guess(1, 1.0, text="ronin"), Guess(1, 4.0, text="heat"), Guess(1, 5.0, text="heat")]
    (result,) = standings.close(asked, tries, Options(choice=False), players(1))
    assert result.right
    assert (
        result.points
        == standings.close(asked, tries[1:2], Options(choice=False), players(1))[0].points
    )


def test_earlier_reveals_harder_games_and_fewer_hints_are_worth_more() -> None:
    def points(difficulty: str = "medium", *, typed: bool = False, **facts: object) -> int:
        options = Options(difficulty=difficulty, choice=not typed)  # pyright: ignore
        guess = Guess(1, 1.0, right=True, text="heat", choice=1, **facts)  # pyright: ignore
        return standings.close(question(typed=typed), [guess], options, players(1))[0].points

    assert points(step=1) > points(step=2) > points(step=3) > points(step=4) > 0
    assert points("hard") > points("medium") > points("easy")
    assert points(typed=True) > points()
    assert points() > points(hints=1) > points(hints=2)
    assert points("easy", step=4, hints=9) > 0


def test_a_streak_pays_until_it_breaks_and_a_skipped_round_breaks_none() -> None:
    played = rounds((right(1),), (right(1),), (wrong(1),), (right(1),), (wrong(1),), (right(1),))
    played[2] = replace(played[2], skipped=True)
    brought = standings.results(played, players(1), Options())
    streaks = [results[0].streak if results else None for results in brought]
    assert streaks == [1, 2, None, 3, 0, 1]
    bonuses = [results[0].bonus for results in brought if results]
    assert bonuses == [0, 5, 10, 0, 0]
    (place,) = standings.standing(played, players(1), Options())
    assert (place.streak, place.best_streak, place.won) == (1, 3, 4)


def test_whoever_has_not_joined_changes_nothing() -> None:
    with_stranger = rounds((right(99, 0.1), right(1, 5.0)))
    without = rounds((right(1, 5.0),))
    for options in (Options(), Options(several=True)):
        results = standings.results(with_stranger, players(2), options)
        assert results == standings.results(without, players(2), options)


def test_the_closest_year_wins_and_ties_share_it() -> None:
    asked = question("year", year=1994.0)
    guesses = [Guess(1, 1.0, year=1993), Guess(2, 9.0, year=1997), Guess(3, 2.0, year=1980)]
    found = standings.close(asked, guesses, Options(kind="year"), players(3))
    assert [result.won for result in found] == [True, True, False, True]
    assert found[0].points == found[1].points > 0 == found[2].points
    assert found[3].player == MARQUEE
    everyone = standings.close(asked, guesses, Options(kind="year", several=True), players(3))
    assert everyone[2].points > 0


def test_marquee_takes_no_members_win_and_its_record_adds_up() -> None:
    asked = question("year", year=1995.2)
    played = [
        Played(1, asked, (Guess(1, 1.0, year=1990),)),
        Played(2, replace(asked, year=1970.0), (Guess(1, 1.0, year=1994),)),
        Played(3, asked),
    ]
    options = Options(kind="year")
    brought = standings.results(played, players(1), options)
    assert [[result.won for result in results] for results in brought] == [
        [True, True],
        [True, False],
        [False],
    ]
    count, won, points = standings.marquee(played, players(1), options)
    assert (count, won) == (2, 1)
    assert points == brought[0][1].points
    assert [place.player.id for place in standings.standing(played, players(1), options)] == [1]


def test_beating_marquee_pays() -> None:
    guess = Guess(1, 1.0, year=1994)
    options = Options(kind="year")
    worse = standings.close(question("year", year=1970.0), [guess], options, players(1))[0]
    better = standings.close(question("year", year=1995.0), [guess], options, players(1))[0]
    assert worse.points - better.points == 10


def test_genres_are_scored_by_jaccard() -> None:
    asked = question("genres", own_genres=("Action",))
    guesses = [
        Guess(1, 1.0, genres=("Action", "Crime", "Thriller")),
        Guess(2, 1.0, genres=("Crime", "Comedy")),
        Guess(3, 1.0, genres=("Western",)),
    ]
    found = standings.close(asked, guesses, Options(kind="genres", difficulty="easy"), players(4))
    # 3 of 3, 1 of 4, none, no answer; Marquee 1 of 3.
    assert [result.points for result in found] == [110, 25, 0, 0, 33]
    assert [result.won for result in found] == [True, False, False, False, False]
    assert [result.right for result in found] == [True, False, False, False, False]


def test_elimination_throws_out_who_misses_and_ends_with_the_last() -> None:
    options = Options(mode="elimination", rounds=20)
    members = players(3)
    played = rounds((right(1), right(2, 30.0), wrong(3)))
    assert standings.out(played, members, options) == {3: 1}
    assert standings.finished(played, members, options) is None
    # Who is out no longer counts, whatever is pressed.
    played += [Played(2, question(), (right(3), wrong(2), right(1)))]
    assert standings.out(played, members, options) == {3: 1, 2: 2}
    ended = standings.finished(played, members, options)
    assert ended is not None
    assert (ended.reason, ended.winners) == ("last", (1,))
    assert [place.player.id for place in standings.standing(played, members, options)] == [1, 2, 3]


def test_where_all_miss_at_once_nobody_is_out() -> None:
    options = Options(mode="elimination")
    members = players(3)
    played = rounds((wrong(1), wrong(2)), ())
    assert standings.out(played, members, options) == {}
    assert standings.finished(played, members, options) is None
    played += [Played(3, question(), (right(1), right(3)))]
    assert standings.out(played, members, options) == {2: 3}
    # ... nor where all who are left do.
    played += [Played(4, question(), (wrong(1), wrong(3)))]
    assert standings.out(played, members, options) == {2: 3}


def test_alone_a_miss_ends_the_game() -> None:
    options = Options(mode="elimination")
    assert standings.finished(rounds((right(1),)), players(1), options) is None
    ended = standings.finished(rounds((right(1),), (wrong(1),)), players(1), options)
    assert ended is not None
    assert ended.reason == "missed"


@pytest.mark.parametrize(
    ("guesses", "lost"),
    [
        ({1: 1995, 2: 1990, 3: 1980}, {3}),
        ({1: 1985, 2: 2005}, {3}),  # who says nothing goes before who is far off
        ({1: 1990, 2: 2000, 3: 1990}, set()),
        ({1: 1990, 2: 2000, 3: 1994}, {1, 2}),
        ({}, set()),
    ],
)
def test_of_years_the_furthest_is_out(guesses: dict[int, int], lost: set[int]) -> None:
    given = tuple(Guess(who, 1.0, year=year) for who, year in guesses.items())
    played = [Played(1, question("year"), given)]
    options = Options(kind="year", mode="elimination")
    assert set(standings.out(played, players(3), options)) == lost


def test_first_to_the_target_ends_the_game() -> None:
    options = Options(mode="first_to", target=100, difficulty="easy")
    played = rounds((right(1),), (right(2),))
    assert standings.finished(played, players(2), options) is None
    played += [Played(3, question(), (right(1), right(2, 1.3)))]
    ended = standings.finished(played, players(2), options)
    assert ended is not None
    assert ended.reason == "target"
    # 60 and 60, and a streak of two for the second.
    assert ended.winners == (2,)


def test_a_game_ends_after_its_rounds_skipped_ones_among_them() -> None:
    played = rounds((right(1),), (right(1),), ())
    played[1] = replace(played[1], skipped=True)
    assert standings.finished(played[:2], players(2), Options(rounds=3)) is None
    ended = standings.finished(played, players(2), Options(rounds=3))
    assert ended is not None
    assert (ended.reason, ended.winners, ended.teams) == ("rounds", (1,), ())
    for mode in ("first_to", "elimination"):
        endless = Options(mode=mode)
        skipped = [Played(number, question(), skipped=True) for number in range(1, 31)]
        assert standings.finished(skipped[:-1], players(2), endless) is None
        assert standings.finished(skipped, players(2), endless) is not None


def test_teams_of_unequal_sizes_count_by_the_largest() -> None:
    options = Options(teams=2, several=True, difficulty="easy", rounds=1)
    members = (Player(1, "a", 1), Player(2, "b", 1), Player(3, "c", 1), Player(4, "d", 2))
    played = rounds((right(1, 9.0), right(2, 9.0), right(3, 9.0), right(4, 9.0)))
    first, second = standings.teams(played, members, options)
    assert (first.total, second.total) == (210, 70)
    assert first.points == second.points == 210
    assert first.rank == second.rank == 1
    ended = standings.finished(played, members, options)
    assert ended is not None
    assert (ended.teams, set(ended.winners)) == ((1, 2), {1, 2, 3, 4})
    # One more of the many that is wrong, and the one alone is in front.
    played = rounds((right(1, 9.0), right(2, 9.0), wrong(3), right(4, 9.0)))
    assert [team.number for team in standings.teams(played, members, options)] == [2, 1]


def test_of_teams_the_last_one_with_somebody_in_wins() -> None:
    options = Options(teams=2, mode="elimination")
    members = (Player(1, "a", 1), Player(2, "b", 1), Player(3, "c", 2))
    played = rounds((right(1), wrong(2), wrong(3)))
    ended = standings.finished(played, members, options)
    assert ended is not None
    assert (ended.reason, ended.teams, set(ended.winners)) == ("last", (1,), {1, 2})
    assert [team.out for team in standings.teams(played, members, options)] == [False, True]


def test_players_without_a_team_go_to_the_smallest() -> None:
    members = (Player(1, "a", 2), Player(2, "b"), Player(3, "c"), Player(4, "d", 9))
    assert [p.team for p in standings.assign(members, Options(teams=2))] == [2, 1, 1, 2]
    assert [p.team for p in standings.assign(members, Options())] == [None] * 4


def test_a_mix_holds_every_kind_in_as_many_rounds() -> None:
    for seed in range(20):
        count = len(NAMES)
        rounds_ = range(1, 2 * count + 1)
        asked = [standings.preferred_kind(Options(kind="mix"), n, seed) for n in rounds_]
        assert sorted(asked[:count]) == sorted(asked[count:]) == sorted(NAMES)
        assert {"film", "genres", "odd", "year"} <= set(asked)
    assert standings.preferred_kind(Options(kind="year"), 3, 1) == "year"


def test_nothing_played_is_a_game_that_goes_on() -> None:
    assert standings.finished([], players(2), Options()) is None
    assert [place.rank for place in standings.standing([], players(2), Options())] == [1, 1]
    assert standings.results([], players(2), Options()) == ()
