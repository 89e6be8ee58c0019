"""Standings and profiles are sums over the rounds' points, and nothing else."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from services.core.types import Film
from services.store import Store, games, rounds, scores, watchlist
from services.store.rounds import MARQUEE, Points

SERVER, OTHER = 1180329423938785391, 1180329423938785392
NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
HEAT = Film("Heat", 1995, ("Crime", "Drama"), "tt0113277")
ALIEN = Film("Alien", 1979, ("Horror",), None, 348)


async def _play(
    store: Store,
    brought: Sequence[Mapping[int, int]],
    *,
    scope: int = SERVER,
    kind: str = "film",
    names: str = "Player",
    at: datetime = NOW,
    end: str = "ended",
    film: Film = HEAT,
) -> int:
    """Play a match of rounds that bring these points; the most points win a round."""
    async with store.session() as session:
        game_id = await games.open_lobby(
            session,
            scope_id=scope,
            channel_id=1,
            host_id=1,
            kind="mix",
            options={},
            seed=1,
            now=at,
        )
        assert game_id is not None
        for user_id in {who for points in brought for who in points if who != MARQUEE}:
            await games.join(
                session, game_id, user_id, name=f"{names} {user_id}", team=None, now=at
            )
        await games.advance(session, game_id, ["lobby"], "running", at)
        for number, points in enumerate(brought, 1):
            row = await rounds.open_round(
                session,
                game_id,
                number,
                film_key=film.key,
                question={"kind": kind, "film": film.to_json()},
                now=at,
            )
            assert row is not None
            most = max(points.values())
            told = [Points(who, p, bool(p) and p == most) for who, p in points.items()]
            assert await rounds.close_round(session, row.id, "closed", told, at)
        await games.advance(session, game_id, ["running"], end, at)
        await session.commit()
    return game_id


async def test_standings_share_ranks_and_leave_marquee_out(store: Store) -> None:
    await _play(store, [{1: 5, 2: 7, MARQUEE: 9}, {1: 5, 3: 10, 4: 0}])
    await _play(store, [{2: 3}], names="Renamed", at=NOW + timedelta(days=1))
    await _play(store, [{9: 99}], scope=OTHER)
    async with store.session() as session:
        found = await scores.standings(session, SERVER)
    assert [(s.rank, s.user_id, s.name, s.points, s.won, s.games) for s in found] == [
        (0, MARQUEE, "", 9, 1, 1),
        (1, 3, "Player 3", 10, 1, 1),
        (1, 2, "Renamed 2", 10, 1, 2),
        (1, 1, "Player 1", 10, 0, 1),
        (4, 4, "Player 4", 0, 0, 1),
    ]


async def test_standings_of_a_game_and_since_a_time(store: Store) -> None:
    await _play(store, [{1: 5}], kind="year", at=NOW - timedelta(seconds=1))
    await _play(store, [{1: 6}], kind="year")
    await _play(store, [{1: 7}], kind="odd")
    async with store.session() as session:
        year = await scores.standings(session, SERVER, kind="year")
        since = await scores.standings(session, SERVER, since=NOW)
        both = await scores.standings(session, SERVER, kind="year", since=NOW)
        none = await scores.standings(session, SERVER, kind="genres")
    assert [s.points for s in year] == [11]
    assert [s.points for s in since] == [13]
    assert [s.points for s in both] == [6]
    assert none == []


async def test_a_profile_counts_streaks_over_matches_and_genres(store: Store) -> None:
    first = await _play(store, [{1: 5, 2: 1}, {1: 0, 2: 5}, {1: 5, 2: 1}])
    second = await _play(store, [{1: 5}, {1: 5}], film=ALIEN, at=NOW + timedelta(hours=1))
    await _play(store, [{1: 5}], end="stopped", at=NOW + timedelta(hours=2))
    await _play(store, [{1: 50}], scope=OTHER)
    async with store.session() as session:
        await watchlist.add(session, SERVER, 1, ALIEN)
        await watchlist.add(session, SERVER, 2, HEAT)
        found = await scores.profile(session, SERVER, 1, guild_id=SERVER)
        ended = [game.id for game in await games.ended(session, SERVER, 1)]
    assert ended == [first, second]
    assert (found.rounds, found.rounds_won, found.points, found.streak) == (6, 5, 25, 4)
    # Crime and Drama of three rounds won, Horror of two and of the film kept.
    assert found.genres == ("Crime", "Drama", "Horror")
    assert (found.right, found.wrong) == (0, 0)


async def test_nobody_has_an_empty_profile(store: Store) -> None:
    async with store.session() as session:
        assert await scores.profile(session, SERVER, 7, guild_id=None) == scores.Profile()
        assert await scores.standings(session, SERVER) == []
