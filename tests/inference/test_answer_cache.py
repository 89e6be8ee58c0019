from __future__ import annotations

import asyncio
import pickle
from collections.abc import Callable
from dataclasses import replace

import pytest

from services.core.errors import PosterError, UnavailableError
from services.core.types import Identification
from services.inference.answer_cache import AnswerCache, AnswerKey, digest_of
from services.inference.batcher import Ticket
from tests.inference.helpers import FakePipeline

VERSION = object()


def key(number: int = 1, version: object = VERSION, encoder: str = "lite", k: int = 3) -> AnswerKey:
    return AnswerKey(bytes([number]), version, encoder, k)


class Model:
    """Answers with numbers that count up; held up where a test wants it."""

    def __init__(self) -> None:
        self.asked: list[Ticket] = []
        self.go = asyncio.Event()
        self.go.set()
        self.failing: Exception | None = None

    async def __call__(self, ticket: Ticket) -> Identification:
        self.asked.append(ticket)
        number = len(self.asked)
        await self.go.wait()
        if self.failing is not None:
            raise self.failing
        return FakePipeline().answer(number, 3)


def named(answer: Identification) -> str:
    assert answer.match is not None
    return answer.match.film.title


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_the_same_question_is_answered_once() -> None:
    cache, model = AnswerCache(10**6), Model()
    first, how = await cache.answer(key(), Ticket(), model)
    assert (named(first), how) == ("Film 1", "computed")
    assert await cache.answer(key(), Ticket(), model) == (first, "kept")
    assert len(model.asked) == 1
    assert (cache.counts.computed, cache.counts.kept, cache.counts.shared) == (1, 1, 0)


@pytest.mark.parametrize(
    "other",
    [key(2), key(version=object()), key(encoder="clip"), key(k=4)],
    ids=["picture", "catalogue", "encoder", "k"],
)
async def test_what_an_answer_hangs_on_makes_another_question(other: AnswerKey) -> None:
    cache, model = AnswerCache(10**6), Model()
    await cache.answer(key(), Ticket(), model)
    assert (await cache.answer(other, Ticket(), model))[1] == "computed"
    assert len(model.asked) == 2


async def test_what_another_catalogue_answered_is_forgotten() -> None:
    cache, model, renewed = AnswerCache(10**6), Model(), object()
    for number in range(5):
        await cache.answer(key(number), Ticket(), model)
    await cache.answer(key(1, encoder="clip"), Ticket(), model)
    await cache.answer(key(1, renewed), Ticket(), model)
    assert cache.counts.entries == 2  # of the other encoder, and the new one
    # One that was on its way meanwhile is answered, and kept for nobody.
    model.go.clear()
    late = asyncio.create_task(cache.answer(key(9, renewed), Ticket(), model))
    await settle()
    newest = object()
    other = asyncio.create_task(cache.answer(key(9, newest), Ticket(), model))
    await settle()
    model.go.set()
    assert named((await late)[0]) != named((await other)[0])
    assert cache.counts.entries == 2
    assert (await cache.answer(key(9, newest), Ticket(), model))[0] == other.result()[0]


async def test_it_is_bounded_by_bytes_and_the_last_used_stay() -> None:
    model = Model()
    one = len(pickle.dumps(FakePipeline().answer(1, 3))) + 512
    cache = AnswerCache(3 * one + one // 2)
    for number in (1, 2, 3, 1, 4):
        await cache.answer(key(number), Ticket(), model)
    assert cache.counts.entries == 3
    assert 2 * one < cache.counts.bytes <= cache.size
    hows = [(await cache.answer(key(number), Ticket(), model))[1] for number in (1, 3, 4, 2)]
    assert hows == ["kept", "kept", "kept", "computed"]
    cache.clear()
    assert (cache.counts.entries, cache.counts.bytes) == (0, 0)


async def test_without_room_nothing_is_kept_and_those_at_once_share() -> None:
    cache, model = AnswerCache(0), Model()
    both = await asyncio.gather(*(cache.answer(key(), Ticket(), model) for _ in range(2)))
    assert [how for _, how in both] == ["computed", "shared"]
    assert (await cache.answer(key(), Ticket(), model))[1] == "computed"


async def test_a_first_asker_who_leaves_fails_nobody() -> None:
    cache, model = AnswerCache(10**6), Model()
    model.go.clear()
    first, second, third = (
        asyncio.create_task(cache.answer(key(), Ticket(), model)) for _ in range(3)
    )
    await settle()
    first.cancel()
    await settle()
    second.cancel()
    await settle()
    model.go.set()
    assert (await third)[1] == "shared"
    assert len(model.asked) == 1
    assert (await cache.answer(key(), Ticket(), model))[1] == "kept"


async def test_when_all_have_left_it_is_given_up_and_asked_anew() -> None:
    cache, model = AnswerCache(10**6), Model()
    model.go.clear()
    askers = [asyncio.create_task(cache.answer(key(), Ticket(), model)) for _ in range(3)]
    await settle()
    for asker in askers:
        asker.cancel()
    await settle()
    # Whoever comes in the same moment does not join what ends.
    late = asyncio.create_task(cache.answer(key(), Ticket(), model))
    await settle()
    model.go.set()
    assert (await late)[1] == "computed"
    assert len(model.asked) == 2


async def test_an_error_is_everybodys_and_is_not_kept() -> None:
    cache, model = AnswerCache(10**6), Model()
    model.failing = PosterError("truncated", "cut off")
    outcomes = await asyncio.gather(
        *(cache.answer(key(), Ticket(), model) for _ in range(2)), return_exceptions=True
    )
    assert all(isinstance(outcome, PosterError) for outcome in outcomes)
    assert len(model.asked) == 1
    model.failing = None
    assert (await cache.answer(key(), Ticket(), model))[1] == "computed"


async def test_who_joined_asks_by_itself_where_the_first_was_refused() -> None:
    cache, model = AnswerCache(10**6), Model()
    model.go.clear()
    model.failing = UnavailableError("busy", "too many of that place")
    first, second = (
        asyncio.create_task(cache.answer(key(), Ticket(place=place), model)) for place in "ab"
    )
    await settle()
    model.go.set()
    await asyncio.wait({first})
    assert isinstance(first.exception(), UnavailableError)
    await asyncio.wait({second})
    assert [ticket.place for ticket in model.asked] == ["a", "b"]


@pytest.mark.parametrize(
    ("first", "second", "due"),
    [(5.0, 9.0, 9.0), (9.0, 5.0, 9.0), (None, 5.0, None), (5.0, None, None)],
)
async def test_it_goes_on_for_as_long_as_the_last_can_receive_it(
    first: float | None, second: float | None, due: float | None
) -> None:
    cache, model = AnswerCache(10**6), Model()
    model.go.clear()
    both = [
        asyncio.create_task(cache.answer(key(), Ticket("id", due=given), model))
        for given in (first, second)
    ]
    await settle()
    assert [ticket.due for ticket in model.asked] == [due]
    model.go.set()
    await asyncio.gather(*both)


async def test_an_answer_that_can_no_longer_be_given_is_worked_out_anew() -> None:
    cache, model = AnswerCache(10**6), Model()
    usable: Callable[[Identification], bool] = lambda answer: False  # noqa: E731
    await cache.answer(key(), Ticket(), model)
    assert (await cache.answer(key(), Ticket(), model, usable=usable))[1] == "computed"
    assert cache.counts.entries == 1


async def test_checksums_of_large_pictures_are_the_same() -> None:
    assert len({await digest_of(bytes(size)) for size in (1, 2**20, 2**20 + 1)}) == 3
    assert replace(key(), digest=await digest_of(b"a")).digest == await digest_of(b"a")
