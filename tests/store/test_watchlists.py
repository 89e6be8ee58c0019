"""Lists by name, and the films of a file put on one."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.core.errors import RequestError
from services.core.types import Film
from services.store import Store, watchlist, watchlists
from services.store.list_import import Outcome, Taken, take_in
from tests.recorded.store import copy_database

SERVER, OTHER, ALICE, BOB = 1180329423938785391, 1180329423938785392, 11, 12
LONG_AGO, SINCE = datetime(2019, 3, 1, tzinfo=UTC), datetime(2020, 4, 2, tzinfo=UTC)
HEAT = Film("Heat", 1995, ("Crime",), "tt0113277", 949)
BY_NAME = Film("Heat", 1995)
RONIN = Film("Ronin", 1998)


async def take(store: Store, *films: Taken, scope: int = SERVER, user: int = ALICE) -> Outcome:
    async with store.session() as session:
        outcome = await take_in(session, scope, user, films, "letterboxd")
        await session.commit()
    return outcome


async def listed(store: Store, scope: int = SERVER) -> list[watchlist.Watched]:
    async with store.session() as session:
        return await watchlist.page(session, scope)


async def test_lists_are_apart_and_found_by_name(store: Store) -> None:
    async with store.session() as session:
        first = await watchlists.make(session, SERVER, ALICE, "  Horror\n night ")
        again = await watchlists.make(session, SERVER, BOB, "HORROR NIGHT")
        other = await watchlists.make(session, OTHER, BOB, "Horror night")
        assert first == again and first.name == "Horror night" and first.user_id == ALICE
        assert other.id != first.id
        await watchlist.add(session, first.films_of, ALICE, HEAT)
        assert await watchlist.count(session, SERVER) == 0
        assert await watchlist.count(session, other.films_of) == 0
        assert await watchlists.by_id(session, SERVER, other.id) is None
        assert await watchlists.by_id(session, SERVER, first.id) == first
        assert await watchlists.drop(session, first)
        assert not await watchlists.drop(session, first)
        assert await watchlist.count(session, first.films_of) == 0
        assert await watchlists.lists(session, OTHER) == [other]


async def test_names_that_are_none_and_lists_too_many(store: Store, monkeypatch) -> None:
    monkeypatch.setattr(watchlists, "MAX_LISTS", 2)
    async with store.session() as session:
        with pytest.raises(RequestError) as refused:
            await watchlists.make(session, SERVER, ALICE, " \n\u202e")
        assert refused.value.code == "bad_list_name"
        assert (await watchlists.make(session, SERVER, ALICE, "???")).name == "???"
        assert len((await watchlists.make(session, SERVER, ALICE, "x" * 999)).name) == 60
        with pytest.raises(RequestError) as refused:
            await watchlists.make(session, SERVER, ALICE, "three")
        assert refused.value.code == "too_many_lists"


async def test_what_is_imported_twice_is_there_once(store: Store) -> None:
    films = Taken(HEAT, LONG_AGO), Taken(RONIN, LONG_AGO, SINCE)
    assert await take(store, *films) == Outcome(added=2, seen=1)
    assert await take(store, *films) == Outcome(there=2)
    ronin, heat = await listed(store)
    assert (heat.film, heat.added_at, heat.seen_at, heat.user_id) == (HEAT, LONG_AGO, None, ALICE)
    assert (ronin.seen_at, ronin.seen_by) == (SINCE, ALICE)


async def test_a_diary_marks_what_the_member_kept_and_no_other_members(store: Store) -> None:
    await take(store, Taken(HEAT))
    await take(store, Taken(RONIN), user=BOB)
    seen = Taken(HEAT, None, SINCE), Taken(RONIN, None, SINCE)
    assert await take(store, *seen) == Outcome(there=2, seen=1)
    assert {kept.film: kept.seen_at for kept in await listed(store)} == {HEAT: SINCE, RONIN: None}


async def test_a_film_kept_by_name_becomes_the_catalogues_and_not_the_other_way(
    store: Store,
) -> None:
    await take(store, Taken(BY_NAME))
    assert await take(store, Taken(HEAT)) == Outcome(there=1)
    assert await take(store, Taken(BY_NAME)) == Outcome(there=1)
    assert [kept.film for kept in await listed(store)] == [HEAT]
    namesake = Film("Heat", 1995, (), "tt9999999")
    assert await take(store, Taken(namesake)) == Outcome(added=1)
    ids_alone = Film("Heat", None, (), None, 949)
    assert await take(store, Taken(ids_alone)) == Outcome(there=1)


async def test_a_full_list_says_how_many_are_left_over(store: Store, monkeypatch) -> None:
    monkeypatch.setattr(watchlist, "MAX_FILMS", 2)
    films = [Taken(Film(f"Film {number}", 1990)) for number in range(4)]
    assert await take(store, *films, films[0]) == Outcome(added=2, there=1, left_over=2)


async def test_two_imports_at_once_end_in_one_list(store: Store) -> None:
    films = [Taken(Film(f"Film {number}", 1990)) for number in range(30)]
    both = await asyncio.gather(take(store, *films), take(store, *films, user=BOB))
    assert sum(outcome.added for outcome in both) == 30
    assert sum(outcome.there for outcome in both) == 30


async def test_a_list_of_the_version_before_stays_and_that_version_goes_on(
    tmp_path: Path,
) -> None:
    folder = copy_database(tmp_path)
    with closing(sqlite3.connect(folder / "marquee.db")) as database:
        question = "SELECT scope_id, user_id, film_key FROM watchlist ORDER BY id"
        before = database.execute(question).fetchall()
    assert before
    async with await Store.open(folder / "marquee.db") as store:
        with closing(sqlite3.connect(folder / "marquee.db")) as database:
            assert database.execute(question).fetchall() == before
            # As the version before writes, which knows of no source.
            database.execute(
                "INSERT INTO watchlist (scope_id, user_id, film_key, film, added_at)"
                " VALUES (?, 1, 'x', '{\"title\": \"X\"}', '2026-01-01 00:00:00')",
                (before[0][0],),
            )
            database.commit()
        assert "X" in [kept.film.title for kept in await listed(store, before[0][0])]
