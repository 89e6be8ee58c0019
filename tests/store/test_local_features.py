"""Local features of pictures: which are missing, and those that are kept, each once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import insert

from services.store import Store, local_features
from services.store.films import Picture
from services.store.models import EditionRow, FilmRow, PosterRow, RejectedRow

FILE = {"size": 1, "mtime_ns": 1}
KEY, OTHER = "key", "other"


def digest(number: int) -> str:
    return f"{number:064}"


@pytest.fixture
async def five(store: Store) -> Store:
    """A film a poster, 1 to 4; the third shows the first one's picture, the fourth has a fifth."""
    async with store.session() as session:
        for number in range(1, 5):
            facts = {"title": f"Film {number}", "genres": [], "aliases": []}
            await session.execute(
                insert(FilmRow).values(
                    id=number, key=f"file-{number}", redistributable=False, source="folder", **facts
                )
            )
            look = {"digest": digest(1 if number == 3 else number), "width": number, "height": 10}
            await session.execute(
                insert(PosterRow).values(film_id=number, path=f"{number}.png", **look, **FILE)
            )
        more = {"digest": digest(5), "width": 9, "height": 9}
        await session.execute(
            insert(EditionRow).values(film_id=4, position=1, path="5.png", **more, **FILE)
        )
        await session.commit()
    return store


async def pending(store: Store, key: str = KEY) -> list[str]:
    async with store.session() as session:
        found = await local_features.pending(session, key)
        assert await local_features.count_pending(session, key) == len(found)
    return [item.path for item in found]


async def test_each_picture_is_missing_once_further_ones_of_a_film_too(five: Store) -> None:
    assert await pending(five) == ["1.png", "2.png", "4.png", "5.png"]
    async with five.session() as session:
        first, *_ = await local_features.pending(session, KEY)
    # The larger of the two that are one file.
    assert first == Picture(digest(1), "1.png", 30, 1)


async def test_pages_go_on_behind_the_last_picture(five: Store) -> None:
    seen: list[str] = []
    after: Picture | None = None
    async with five.session() as session:
        while page := await local_features.pending(session, KEY, after=after, limit=1):
            (after,) = page
            seen.append(after.path)
    assert seen == ["1.png", "2.png", "4.png", "5.png"]


async def test_what_is_kept_is_missing_no_more_and_comes_back(five: Store) -> None:
    async with five.session() as session:
        await local_features.add(session, KEY, {})
        await local_features.add(session, KEY, {digest(1): b"one", digest(5): b"five"})
        await session.commit()
    assert await pending(five) == ["2.png", "4.png"]
    assert await pending(five, OTHER) == ["1.png", "2.png", "4.png", "5.png"]
    async with five.session() as session:
        asked = [digest(number) for number in (5, 4, 1)]
        found = await local_features.by_digest(session, KEY, asked)
        assert found == {digest(1): b"one", digest(5): b"five"}
        assert await local_features.by_digest(session, OTHER, asked) == {}
        assert await local_features.by_digest(session, KEY, []) == {}


async def test_more_digests_than_a_statement_takes(
    five: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_features, "_AT_A_TIME", 2)
    kept = {digest(number): bytes([number]) for number in range(5)}
    async with five.session() as session:
        await local_features.add(session, KEY, kept)
        assert await local_features.by_digest(session, KEY, list(kept)) == kept
        assert await local_features.any_of(session, KEY, [*"abcd", digest(4)])
        assert not await local_features.any_of(session, KEY, [*"abcde"])
        assert not await local_features.any_of(session, OTHER, list(kept))


async def test_what_another_process_read_meanwhile_stays(five: Store) -> None:
    async with five.session() as session:
        await local_features.add(session, KEY, {digest(1): b"first"})
        await session.commit()
        await local_features.add(session, KEY, {digest(1): b"second", digest(2): b"two"})
        await session.commit()
        found = await local_features.by_digest(session, KEY, [digest(1), digest(2)])
    assert found == {digest(1): b"first", digest(2): b"two"}


async def test_a_rejected_picture_is_not_missing(five: Store) -> None:
    async with five.session() as session:
        facts = {"film_key": "file-2", "reason": "blank", "judged_at": datetime.now(UTC)}
        await session.execute(insert(RejectedRow).values(digest=digest(2), **facts))
        await session.commit()
    assert await pending(five) == ["1.png", "4.png", "5.png"]


async def test_those_of_another_key_are_forgotten(five: Store) -> None:
    async with five.session() as session:
        await local_features.add(session, OTHER, {digest(1): b"x", digest(2): b"y"})
        await local_features.add(session, KEY, {digest(1): b"one"})
        assert await local_features.drop_others(session, KEY) == 2
        assert await local_features.drop_others(session, KEY) == 0
        assert await local_features.by_digest(session, KEY, [digest(1)]) == {digest(1): b"one"}
        assert await local_features.by_digest(session, OTHER, [digest(1)]) == {}
