from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

import pytest

from services.core.errors import PosterError, UnavailableError
from services.inference.batcher import Batcher

FOR_EVER = 600.0  # a wait that no test would sit through


class Doubler:
    """Doubles numbers, keeps the groups it was given, chokes on 13."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        self.begun = threading.Event()
        self.go = threading.Event()
        self.go.set()

    def __call__(self, numbers: Sequence[int]) -> list[int]:
        self.groups.append(list(numbers))
        self.begun.set()
        assert self.go.wait(30)
        if 13 in numbers:
            raise ValueError("thirteen")
        return [2 * number for number in numbers]


@pytest.fixture
async def doubler() -> AsyncIterator[Doubler]:
    work = Doubler()
    yield work
    work.go.set()


def ready(number: int) -> Callable[[], Awaitable[int]]:
    async def prepare() -> int:
        return number

    return prepare


async def begun(work: Doubler) -> None:
    assert await asyncio.to_thread(work.begun.wait, 30)


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_a_lone_job_does_not_wait_for_company(doubler: Doubler) -> None:
    batcher = Batcher(doubler, wait_s=FOR_EVER)
    async with asyncio.timeout(30):
        assert await batcher.submit(ready(4)) == 8
    await batcher.close()


async def test_jobs_that_arrive_while_the_model_runs_share_the_next_call(doubler: Doubler) -> None:
    batcher = Batcher(doubler, size=3)
    doubler.go.clear()
    first = asyncio.create_task(batcher.submit(ready(0)))
    await begun(doubler)
    others = [asyncio.create_task(batcher.submit(ready(number))) for number in range(1, 6)]
    await settle()
    doubler.go.set()
    assert await asyncio.gather(first, *others) == [0, 2, 4, 6, 8, 10]
    assert doubler.groups == [[0], [1, 2, 3], [4, 5]]
    await batcher.close()


async def test_a_job_waits_for_one_that_is_on_its_way(doubler: Doubler) -> None:
    batcher = Batcher(doubler, wait_s=FOR_EVER)
    decoded = asyncio.Event()

    async def slowly() -> int:
        await decoded.wait()
        return 2

    jobs = [asyncio.create_task(batcher.submit(prepare)) for prepare in (slowly, ready(1))]
    await settle()
    assert doubler.groups == []
    decoded.set()
    assert await asyncio.gather(*jobs) == [4, 2]
    assert doubler.groups == [[1, 2]]
    await batcher.close()


async def test_the_wait_for_company_ends(doubler: Doubler) -> None:
    batcher = Batcher(doubler, wait_s=0.001)
    never = asyncio.create_task(batcher.submit(lambda: asyncio.get_running_loop().create_future()))
    await settle()
    async with asyncio.timeout(30):
        assert await batcher.submit(ready(1)) == 2
    never.cancel()
    await batcher.close()


async def test_a_job_that_fails_in_preparation_is_not_waited_for(doubler: Doubler) -> None:
    batcher = Batcher(doubler, wait_s=FOR_EVER)
    decoded = asyncio.Event()

    async def broken() -> int:
        await decoded.wait()
        raise PosterError("truncated", "cut off")

    jobs = [asyncio.create_task(batcher.submit(prepare)) for prepare in (broken, ready(1))]
    await settle()
    decoded.set()
    async with asyncio.timeout(30):
        failed, answered = await asyncio.gather(*jobs, return_exceptions=True)
    assert isinstance(failed, PosterError)
    assert answered == 2
    assert batcher.depth == 0
    await batcher.close()


async def test_one_poisoned_item_fails_alone(doubler: Doubler) -> None:
    batcher = Batcher(doubler)
    doubler.go.clear()
    first = asyncio.create_task(batcher.submit(ready(0)))
    await begun(doubler)
    others = [asyncio.create_task(batcher.submit(ready(number))) for number in (1, 13, 2)]
    await settle()
    doubler.go.set()
    answers = await asyncio.gather(first, *others, return_exceptions=True)
    assert [answers[0], answers[1], answers[3]] == [0, 2, 4]
    assert isinstance(answers[2], ValueError)
    await batcher.close()


@pytest.mark.parametrize("work", [lambda _: [], lambda _: [1, 2, 3], lambda _: next(iter([]))])
async def test_work_that_breaks_its_promise_fails_and_hangs_nobody(
    work: Callable[[Sequence[int]], list[int]],
) -> None:
    batcher: Batcher[int, int] = Batcher(work)
    async with asyncio.timeout(30):
        with pytest.raises((ValueError, RuntimeError)):
            await batcher.submit(ready(1))
        await batcher.close()


async def test_a_full_house_is_busy_and_free_again(doubler: Doubler) -> None:
    batcher = Batcher(doubler, places=2)
    doubler.go.clear()
    jobs = [asyncio.create_task(batcher.submit(ready(number))) for number in range(2)]
    await begun(doubler)
    with pytest.raises(UnavailableError) as refusal:
        await batcher.submit(ready(9))
    assert refusal.value.code == "busy"
    assert batcher.depth == 2
    doubler.go.set()
    assert await asyncio.gather(*jobs) == [0, 2]
    assert await batcher.submit(ready(9)) == 18
    await batcher.close()


async def test_a_cancelled_job_is_dropped_before_the_model_sees_it(doubler: Doubler) -> None:
    batcher = Batcher(doubler)
    doubler.go.clear()
    first = asyncio.create_task(batcher.submit(ready(0)))
    await begun(doubler)
    dropped, last = (asyncio.create_task(batcher.submit(ready(number))) for number in (1, 2))
    await settle()
    dropped.cancel()
    await settle()
    assert batcher.depth == 2
    doubler.go.set()
    assert await asyncio.gather(first, last) == [0, 4]
    assert doubler.groups == [[0], [2]]
    await batcher.close()


async def test_cancelling_a_running_job_leaves_the_others_their_answers(doubler: Doubler) -> None:
    batcher = Batcher(doubler)
    doubler.go.clear()
    first = asyncio.create_task(batcher.submit(ready(0)))
    await begun(doubler)
    pair = [asyncio.create_task(batcher.submit(ready(number))) for number in (1, 2)]
    await settle()
    first.cancel()
    await settle()
    doubler.go.set()
    assert await asyncio.gather(*pair) == [2, 4]
    await batcher.close()


async def test_close_waits_for_what_is_still_in_preparation(doubler: Doubler) -> None:
    batcher = Batcher(doubler)
    decoded = asyncio.Event()

    async def slowly() -> int:
        await decoded.wait()
        return 2

    job = asyncio.create_task(batcher.submit(slowly))
    await settle()
    closing = asyncio.create_task(batcher.close())
    await settle()
    assert not closing.done()
    decoded.set()
    assert await job == 4
    await closing


async def test_close_finishes_what_was_let_in_and_refuses_the_rest(doubler: Doubler) -> None:
    batcher = Batcher(doubler, size=1)
    doubler.go.clear()
    jobs = [asyncio.create_task(batcher.submit(ready(number))) for number in range(3)]
    await begun(doubler)
    closing = asyncio.create_task(batcher.close())
    await settle()
    with pytest.raises(UnavailableError) as refusal:
        await batcher.submit(ready(9))
    assert refusal.value.code == "unavailable"
    assert not closing.done()
    doubler.go.set()
    await closing
    assert [job.result() for job in jobs] == [0, 2, 4]
    await batcher.close()
