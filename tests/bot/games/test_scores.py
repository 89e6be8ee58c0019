"""`/leaderboard` and `/profile` after games that were closed by the rules of the games."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import pytest
import simcord
from simcord import GuildHandle, MemberActor, SetupError
from sqlalchemy import select

from bot.app import Marquee
from bot.games.leaderboard import bounds
from bot.games.rules.options import Options
from bot.games.rules.types import Guess, Question
from bot.games.session import GameSession
from services.core.types import Film
from services.store import QueryRecord, feedback, games, rounds
from services.store.rounds import MARQUEE, Points
from services.store.server_models import PointsRow
from tests.bot.conftest import HEAT, NEAR, FakeClient
from tests.bot.film_club import ClubClient, private, put, restart, shown

# SimCord's clock begins on Thursday, 2026-01-01, 00:00 UTC.
NOW = datetime(2026, 1, 1, tzinfo=UTC)
MONDAY = datetime(2025, 12, 29, tzinfo=UTC)
THIEF = NEAR[1]


@pytest.fixture
def client() -> FakeClient:
    return ClubClient()


@pytest.fixture
def bob(env: simcord.Env, guild: GuildHandle) -> MemberActor:
    return guild.add_member(env.create_user("bob"))


class Club:
    """Games in a server, put into the database as the bot puts them there."""

    def __init__(self, bot: Marquee, scope: int) -> None:
        self.bot = bot
        self.scope = scope
        self.channel = 1000

    async def begin(self, options: Options, names: Mapping[int, str], at: datetime) -> games.Game:
        self.channel += 1
        async with self.bot.store.session() as db:
            game_id = await games.open_lobby(
                db,
                scope_id=self.scope,
                channel_id=self.channel,
                host_id=next(iter(names)),
                kind=options.kind,
                options=options.to_json(),
                seed=1,
                now=at,
            )
            assert game_id is not None
            for place, (user_id, name) in enumerate(names.items()):
                team = place % options.teams + 1 if options.teams else None
                await games.join(db, game_id, user_id, name=name, team=team, now=at)
            await games.advance(db, game_id, ["lobby"], "running", at)
            await db.commit()
            game = await games.load(db, game_id)
        assert game is not None
        return game

    async def years(
        self,
        names: Mapping[int, str],
        guesses: Sequence[Mapping[int, int]],
        *,
        at: datetime = NOW,
        end: str = "ended",
        film: Film = HEAT,
        **options: int,
    ) -> dict[int, int]:
        """Play guess the year, one mapping of guesses a round; return the points by the rules."""
        game = await self.begin(Options(kind="year", rounds=len(guesses), **options), names, at)  # pyright: ignore[reportArgumentType]
        session = GameSession(self.bot.store, game)
        for number, said in enumerate(guesses, 1):
            question = Question("year", film, seed=number, shown=(film,), year=1994.2)
            async with self.bot.store.session() as db:
                row = await rounds.open_round(
                    db,
                    game.id,
                    number,
                    film_key=film.key,
                    question=question.to_json(),
                    now=at,
                )
                assert row is not None
                for user_id, year in said.items():
                    guess = Guess(user_id, 1.0, year=year).to_json()
                    await rounds.add_guess(db, row.id, user_id, "answer", guess, right=None, now=at)
                await db.commit()
            await session.load()
            assert await session.close(at)
        async with self.bot.store.session() as db:
            if end != "running":
                await games.advance(db, game.id, ["running"], end, at)
                await db.commit()
            return await rounds.totals(db, game.id)

    async def points(
        self,
        names: Mapping[int, str],
        brought: Mapping[int, int],
        *,
        kind: str = "film",
        at: datetime = NOW,
    ) -> None:
        """Play one round that brings these points."""
        game = await self.begin(Options(rounds=1), names, at)
        async with self.bot.store.session() as db:
            row = await rounds.open_round(
                db,
                game.id,
                1,
                film_key=HEAT.key,
                question={"kind": kind, "film": HEAT.to_json()},
                now=at,
            )
            assert row is not None
            most = max(brought.values())
            won = [Points(who, points, points == most) for who, points in brought.items()]
            await rounds.close_round(db, row.id, "closed", won, at)
            await games.advance(db, game.id, ["running"], "stopped", at)
            await db.commit()


@pytest.fixture
def club(bot: Marquee, guild: GuildHandle) -> Club:
    return Club(bot, guild.id)


async def test_points_add_up_to_what_the_rules_gave(env, channel, alice, bob, club):
    names = {alice.id: "Alice", bob.id: "B*b"}
    first = await club.years(names, [{alice.id: 1995, bob.id: 1980}, {alice.id: 1960}])
    second = await club.years(names, [{bob.id: 1995, alice.id: 1990}])
    totals = {who: first.get(who, 0) + second.get(who, 0) for who in (*names, MARQUEE)}
    assert totals[alice.id] > 0 and totals[bob.id] > 0 and totals[MARQUEE] > 0

    board = shown(await alice.slash(channel, "leaderboard"))
    assert env.errors == []
    best, other = sorted((alice, bob), key=lambda member: -totals[member.id])
    called = {alice.id: "Alice", bob.id: r"B\*b"}
    lines = [line for line in board.splitlines() if "points" in line]
    assert lines[0].startswith(f"🥇 **{called[best.id]}** · {totals[best.id]} points")
    assert lines[1].startswith(f"🥈 **{called[other.id]}** · {totals[other.id]} points")
    assert lines[2].startswith(f"🤖 **Marquee** · {totals[MARQUEE]} points")
    assert "Marquee guesses years and genres along with you" in board
    assert len(lines) == 3


async def test_ties_share_a_rank_and_the_next_is_left_out(channel, alice, club):
    names = {user: f"Player {user}" for user in (1, 2, 3, 4)}
    await club.points(names, {1: 30, 2: 50, 3: 30, 4: 10})
    board = shown(await alice.slash(channel, "leaderboard"))
    places = [line.partition(" · ")[0] for line in board.splitlines() if "points" in line]
    assert places == [
        "🥇 **Player 2**",
        "🥈 **Player 1**",
        "🥈 **Player 3**",
        "**4.** **Player 4**",
    ]


async def test_nobody_has_a_medal_without_a_point(channel, alice, club):
    await club.points({1: "Ada", 2: "Ben"}, {1: 0, 2: 0})
    board = shown(await alice.slash(channel, "leaderboard"))
    assert not set("🥇🥈🥉") & set(board)
    assert board.count("**1.**") == 2 or "Nobody has scored yet" in board


async def test_who_left_is_shown_by_the_name_they_had(guild, channel, alice, bob, club):
    await club.points({bob.id: "Bobby"}, {bob.id: 10}, at=NOW - timedelta(days=1))
    await club.points({bob.id: "Bob the Great"}, {bob.id: 10})
    guild.remove_member(bob)
    board = shown(await alice.slash(channel, "leaderboard"))
    assert "🥇 **Bob the Great** · 20 points · 2 rounds won" in board
    assert "<@" not in board


async def test_by_week_month_and_ever(channel, alice, bob, club):
    names = {1: "Ada", 2: "Ben", 3: "Cleo", 4: "Dan"}
    await club.points(names, {1: 1}, at=NOW)
    await club.points(names, {2: 2}, at=MONDAY)
    await club.points(names, {3: 3}, at=MONDAY - timedelta(seconds=1))
    await club.points(names, {4: 4}, at=NOW - timedelta(days=40))

    def listed(result: simcord.InteractionResult) -> set[str]:
        return {name for name in names.values() if name in shown(result)}

    week = await alice.slash(channel, "leaderboard", period="week")
    assert listed(week) == {"Ada", "Ben"}
    assert "since 2025-12-29, 00:00 UTC" in shown(week)
    assert "Leaderboard of this week" in shown(week)
    month = await alice.slash(channel, "leaderboard", period="month")
    assert listed(month) == {"Ada"}
    assert "since 2026-01-01, 00:00 UTC" in shown(month)
    ever = await alice.slash(channel, "leaderboard")
    assert listed(ever) == set(names.values())
    assert "since" not in shown(ever)

    refused = await bob.click(ever.response, label="This week")
    assert private(refused).startswith("Somebody else asked for that")
    await alice.click(ever.response, label="This week")
    assert listed(ever) == {"Ada", "Ben"}
    with pytest.raises(SetupError, match="disabled"):
        await alice.click(ever.response, label="This week")


async def test_seasons_are_quarters_of_the_year(channel, alice, club):
    """SimCord's clock begins with the first season of 2026; the one before had a winner."""
    names = {1: "Ada", 2: "Ben", 3: "Cleo"}
    await club.points(names, {1: 1}, at=NOW)
    await club.points(names, {2: 5, 3: 2}, at=NOW - timedelta(seconds=1))
    await club.points(names, {3: 9}, at=datetime(2025, 9, 30, 23, tzinfo=UTC))
    season = await alice.slash(channel, "leaderboard", period="season")
    assert "Leaderboard of this season" in shown(season)
    assert "**Ada** · 1 point" in shown(season)
    assert "👑 Last season: **Ben** · 5 points" in shown(season)
    assert "since 2026-01-01" in shown(season)
    await alice.click(season.response, label="Last season")
    told = shown(season)
    assert told.index("**Ben** · 5 points") < told.index("**Cleo** · 2 points")
    assert "Ada" not in told
    assert "2025-10-01 to 2025-12-31" in told
    assert "👑" not in told


@pytest.mark.parametrize(
    ("now", "first", "before"),
    [
        ("2026-01-01", "2026-01-01", "2025-10-01"),
        ("2026-03-31", "2026-01-01", "2025-10-01"),
        ("2026-04-01", "2026-04-01", "2026-01-01"),
        ("2026-12-31", "2026-10-01", "2026-07-01"),
    ],
)
def test_where_a_season_begins(now: str, first: str, before: str) -> None:
    moment = datetime.fromisoformat(f"{now}T23:59:59+00:00")
    began, open_end = bounds("season", moment)
    assert began is not None
    assert (began.date().isoformat(), open_end) == (first, None)
    last, ended = bounds("last", moment)
    assert last is not None
    assert (last.date().isoformat(), ended) == (before, began)


async def test_by_game(channel, alice, club):
    await club.points({1: "Ada"}, {1: 10}, kind="film")
    await club.points({2: "Ben"}, {2: 20, MARQUEE: 5}, kind="genres")
    film = shown(await alice.slash(channel, "leaderboard", game="film"))
    assert "Ada" in film and "Ben" not in film and "Marquee" not in film
    assert "Guess the film" in film
    odd = shown(await alice.slash(channel, "leaderboard", game="odd"))
    assert "Nobody has scored yet." in odd


async def test_pages_and_ones_own_place(env, bot, guild, channel, alice, club, settings, client):
    names = {user: f"Player {user:02}" for user in range(1, 24)} | {alice.id: "Alice"}
    await club.points(names, {user: 1000 - user for user in range(1, 24)} | {alice.id: 1})
    result = await alice.slash(channel, "leaderboard")
    assert "Page 1 of 3" in shown(result)
    assert "**10.** **Player 10**" in shown(result) and "Player 11" not in shown(result)
    assert "…\n**24.** **Alice** · 1 point" in shown(result)
    await alice.click(result.response, label="▶")
    assert "Player 11" in shown(result) and "Player 10" not in shown(result)

    again = await restart(env, settings, client)
    await alice.click(result.response, label="▶")
    assert "Page 3 of 3" in shown(result)
    assert "**24.** **Alice**" in shown(result) and "…" not in shown(result)
    with pytest.raises(SetupError, match="disabled"):
        await alice.click(result.response, label="▶")
    await env.shutdown()
    await again.close()


async def test_another_servers_points_stay_there(env, bot, channel, alice, club):
    await Club(bot, 99).points({1: "Elsewhere"}, {1: 10})
    assert "Nobody has scored yet." in shown(await alice.slash(channel, "leaderboard"))


async def test_in_private_the_points_are_ones_own(env, bot):
    carol = env.create_user("carol")
    await Club(bot, carol.id).points({carol.id: "Carol"}, {carol.id: 10})
    assert "🥇 **Carol** · 10 points" in shown(await carol.slash("leaderboard"))


async def test_a_profile(bot, guild, channel, alice, bob, club):
    names = {alice.id: "Alice", bob.id: "Bob"}
    won = {alice.id: 1995, bob.id: 1950}
    lost = {alice.id: 1950, bob.id: 1995}
    totals = [
        await club.years(names, [won, won, lost], at=NOW - timedelta(days=3)),
        await club.years(names, [lost], at=NOW - timedelta(days=2)),
        await club.years(names, [won, won, won], at=NOW - timedelta(days=1), film=THIEF),
        await club.years(names, [won], end="stopped"),
    ]
    await put(bot, guild.id, alice.id, THIEF)
    await put(bot, guild.id, bob.id, NEAR[0])
    for place in range(3):
        query_id = await bot.store.log_query(
            QueryRecord(alice.id, channel.id, guild.id, None, None, "answered")
        )
        async with bot.store.session() as db:
            await feedback.give(db, query_id, alice.id, "wrong" if place else "right")
            await db.commit()

    result = await alice.slash(channel, "profile")
    text = shown(result)
    points = sum(total.get(alice.id, 0) for total in totals)
    assert "## alice" in text
    # Of the four games three were played to their end, and she won two of those.
    assert "3 games played · 2 won" in text
    assert f"🏆 {points} points" in text
    wins = await _rounds_won(bot, alice.id)
    assert f"8 rounds · {wins} won" in text
    assert "Called my answers right 1×, wrong 2×" in text
    assert "Favourite genres: Crime, Thriller, " in text
    theirs = shown(await alice.slash(channel, "profile", member=bob))
    assert "3 games played · 1 won" in theirs and "Called my answers" not in theirs


async def _rounds_won(bot: Marquee, user_id: int) -> int:
    async with bot.store.session() as db:
        rows = await db.scalars(select(PointsRow).where(PointsRow.user_id == user_id))
        return sum(row.won for row in rows)


async def test_the_best_streak_goes_on_over_games(channel, alice, bob, club):
    names = {alice.id: "Alice", bob.id: "Bob"}
    for day, wins in enumerate("10111101"):
        brought = {alice.id: 10 * int(wins), bob.id: 5}
        await club.points(names, brought, at=NOW - timedelta(days=20 - day))
    text = shown(await alice.slash(channel, "profile"))
    assert "Best streak: 4 rounds won in a row" in text
    assert "8 rounds · 6 won" in text


async def test_teams_win_together(env, guild, channel, alice, bob, club):
    carol, dan = (guild.add_member(env.create_user(name)) for name in ("carol", "dan"))
    names = {alice.id: "Alice", bob.id: "Bob", carol.id: "Carol", dan.id: "Dan"}
    # Alice and Carol are one team, Bob and Dan the other.
    await club.years(names, [{alice.id: 1995, bob.id: 1950}], teams=2)
    for member, won in ((alice, 1), (carol, 1), (bob, 0), (dan, 0)):
        text = shown(await member.slash(channel, "profile"))
        assert f"1 game played · {won} won" in text


async def test_an_empty_profile(channel, alice, bob):
    assert "No game played yet." in shown(await alice.slash(channel, "profile", member=bob))


async def test_private_figures_are_shown_to_nobody_else(env, bot, alice):
    carol = env.create_user("carol")
    await Club(bot, carol.id).points({carol.id: "Carol"}, {carol.id: 10})
    assert "🏆 10 points" in shown(await carol.slash("profile"))
    assert "## carol" in shown(await carol.slash("profile", member=alice))


async def test_private_answers_where_the_admin_wants_them_so(bot, guild, channel, alice):
    await bot.access.change(guild.id, public=False)
    for command in ("leaderboard", "profile"):
        result = await alice.slash(channel, command)
        assert result.response is not None and result.response.ephemeral
        assert result.response.flags.components_v2
