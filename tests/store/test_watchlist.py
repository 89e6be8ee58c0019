"""Watchlists hold a film once, keep what was known of it, and tell who saw it."""

import asyncio

import pytest

from services.core.errors import RequestError
from services.core.types import Film
from services.store import Store, watchlist

SERVER, OTHER, ALICE, BOB = 1180329423938785391, 1180329423938785392, 11, 12
HEAT = Film("Heat", 1995, ("Crime",), "tt0113277", 949, "https://example.com/heat.jpg")
AMELIE = Film("Amélie", 2001, (), "tt0211915")
ALIEN = Film("Alien", 1979, (), None, 348)


async def _add(store: Store, film: Film, user: int = ALICE, scope: int = SERVER) -> bool:
    async with store.session() as session:
        new = await watchlist.add(session, scope, user, film)
        await session.commit()
    return new


async def test_a_film_is_on_a_list_once(store: Store) -> None:
    assert await _add(store, HEAT)
    assert not await _add(store, HEAT, BOB)
    assert await _add(store, HEAT, BOB, OTHER)
    async with store.session() as session:
        (kept,) = await watchlist.page(session, SERVER)
    assert (kept.film, kept.user_id) == (HEAT, ALICE)


async def test_of_many_at_once_one_is_first(store: Store) -> None:
    news = await asyncio.gather(*(_add(store, HEAT, user) for user in range(1, 9)))
    assert sorted(news) == [False] * 7 + [True]


async def test_a_full_list_takes_nothing_but_what_it_has(store: Store, monkeypatch) -> None:
    monkeypatch.setattr(watchlist, "MAX_FILMS", 1)
    await _add(store, HEAT)
    assert not await _add(store, HEAT)
    with pytest.raises(RequestError) as refused:
        await _add(store, ALIEN)
    assert refused.value.code == "watchlist_full"
    assert await _add(store, ALIEN, scope=OTHER)


async def test_seen_is_marked_once_and_can_be_taken_back(store: Store) -> None:
    await _add(store, HEAT)
    async with store.session() as session:
        assert not await watchlist.mark_unseen(session, SERVER, HEAT.key)
        assert await watchlist.mark_seen(session, SERVER, HEAT.key, BOB)
        assert not await watchlist.mark_seen(session, SERVER, HEAT.key, ALICE)
        assert not await watchlist.mark_seen(session, OTHER, HEAT.key, ALICE)
        await session.commit()
        seen = await watchlist.find(session, SERVER, HEAT.key)
        assert seen is not None and seen.seen_by == BOB and seen.seen_at is not None
        assert await watchlist.count(session, SERVER, unseen=True) == 0
        assert await watchlist.mark_unseen(session, SERVER, HEAT.key)
        assert await watchlist.count(session, SERVER, unseen=True) == 1


async def test_pages_and_what_was_removed(store: Store) -> None:
    for film in (HEAT, AMELIE, ALIEN):
        await _add(store, film)
    async with store.session() as session:
        page = await watchlist.page(session, SERVER, skip=1, limit=1)
        assert [kept.film for kept in page] == [AMELIE]
        assert await watchlist.remove(session, SERVER, AMELIE.key)
        assert not await watchlist.remove(session, SERVER, AMELIE.key)
        await session.commit()
        assert [kept.film for kept in await watchlist.page(session, SERVER)] == [ALIEN, HEAT]


@pytest.mark.parametrize(
    ("typed", "found"),
    [("", [ALIEN, AMELIE, HEAT]), ("ame", [AMELIE]), ("2001 AMÉ", [AMELIE]), ("zzz", [])],
)
async def test_titles_are_found_whatever_their_accents(store: Store, typed, found) -> None:
    for film in (HEAT, AMELIE, ALIEN):
        await _add(store, film)
    async with store.session() as session:
        assert [kept.film for kept in await watchlist.titles(session, SERVER, typed)] == found


async def _titles(store: Store, typed: str) -> list[str]:
    async with store.session() as session:
        return [kept.film.title for kept in await watchlist.titles(session, SERVER, typed)]


async def test_titles_that_hold_the_words_in_a_row_come_first(store: Store) -> None:
    for title in ("8½", "Blade Runner 1982", "12 Monkeys 8"):
        await _add(store, Film(title))
    assert await _titles(store, "8 1/2") == ["8½", "12 Monkeys 8", "Blade Runner 1982"]
    async with store.session() as session:
        await watchlist.mark_seen(session, SERVER, Film("8½").key, BOB)
        await session.commit()
    assert await _titles(store, "8½") == ["12 Monkeys 8", "Blade Runner 1982", "8½"]


async def test_a_title_without_letters_is_found_by_its_signs(store: Store) -> None:
    for title in ("???", "Heat"):
        await _add(store, Film(title))
    assert await _titles(store, "??") == ["???"]
    assert await _titles(store, "!") == []
