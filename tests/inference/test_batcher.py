from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any

import pytest

from services.core.errors import PosterError, UnavailableError
from services.inference.batcher import DISPLACED, FULL, HOPELESS, LATE, Batcher, Ticket


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
    batcher = Batcher(doubler)
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


async def test_nobody_waits_for_one_that_is_on_its_way(doubler: Doubler) -> None:
    batcher = Batcher(doubler)
    never = asyncio.create_task(batcher.submit(lambda: asyncio.get_running_loop().create_future()))
    await settle()
    async with asyncio.timeout(30):
        assert await batcher.submit(ready(1)) == 2
    never.cancel()
    await batcher.close()


async def test_a_job_that_fails_in_preparation_is_not_waited_for(doubler: Doubler) -> None:
    batcher = Batcher(doubler)
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


def of(place: str, *, due: float | None = None, heavy: bool = False) -> Ticket:
    return Ticket(place=place, due=due, heavy=heavy)


class Asked:
    """Asks a batcher whose model is held up by a first job, so that all others wait."""

    def __init__(self, doubler: Doubler, **options: Any) -> None:
        self.refused: list[str] = []
        self.now = 1000.0
        self.batcher = Batcher(
            doubler, clock=lambda: self.now, refused=self.refused.append, **options
        )
        self.doubler = doubler
        self.tasks: dict[int, asyncio.Task[int]] = {}

    async def ask(self, number: int, ticket: Ticket) -> None:
        self.tasks[number] = asyncio.create_task(self.batcher.submit(ready(number), ticket))
        await settle()

    async def held_up(self) -> None:
        self.doubler.go.clear()
        await self.ask(0, of("first"))
        await begun(self.doubler)
        await settle()

    async def let_go(self) -> dict[int, int | str]:
        self.doubler.go.set()
        await asyncio.wait(self.tasks.values())
        await self.batcher.close()
        return {
            number: getattr(error, "code", "?") if (error := task.exception()) else task.result()
            for number, task in self.tasks.items()
        }


async def test_a_lone_question_goes_before_what_a_crowd_has_waiting(doubler: Doubler) -> None:
    asked = Asked(doubler, size=2)
    await asked.held_up()
    for number in range(20, 40):
        await asked.ask(number, of("crowd"))
    await asked.ask(1, of("alone"))
    await asked.let_go()
    # The crowd's turn comes first, for it was first; then the lone one, and alone.
    assert doubler.groups[:3] == [[0], [20, 21], [1]]
    assert [number for group in doubler.groups[3:] for number in group] == [*range(22, 40)]


async def test_few_are_prepared_ahead_of_the_model(doubler: Doubler) -> None:
    asked = Asked(doubler, size=2, places=100)
    prepared: list[str] = []

    async def preparing(place: str) -> int:
        prepared.append(place)
        return 1

    await asked.held_up()
    jobs = [
        asyncio.create_task(asked.batcher.submit(lambda p=place: preparing(p), of(place)))
        for place in ["crowd"] * 50 + ["alone"]
    ]
    await settle()
    assert prepared.count("crowd") == 4
    assert prepared.count("alone") == 1
    await asked.let_go()
    await asyncio.gather(*jobs)
    assert prepared.count("crowd") == 50


async def test_heavy_jobs_leave_a_slot_to_others(doubler: Doubler) -> None:
    batcher = Batcher(doubler, slots=2)
    never = asyncio.get_running_loop().create_future()
    heavy = [
        asyncio.create_task(batcher.submit(lambda: never, of("", heavy=True))) for _ in range(5)
    ]
    await settle()
    async with asyncio.timeout(30):
        assert await batcher.submit(ready(1), of("")) == 2
    for job in heavy:
        job.cancel()
    await batcher.close()


async def test_a_crowd_makes_room_for_others_and_not_for_itself(doubler: Doubler) -> None:
    asked = Asked(doubler, size=1, places=8)
    await asked.held_up()
    for number in range(20, 27):
        await asked.ask(number, of("crowd"))
    await asked.ask(27, of("crowd"))
    await asked.ask(1, of("other"))
    outcomes = await asked.let_go()
    assert outcomes[27] == "busy"  # it has the most already
    assert outcomes[26] == "busy"  # the last of the crowd's made room
    assert outcomes[1] == 2
    assert asked.refused == [FULL, DISPLACED]
    assert [number for number, outcome in outcomes.items() if outcome == "busy"] == [26, 27]


async def test_what_nobody_can_receive_any_more_is_dropped_before_the_model(
    doubler: Doubler,
) -> None:
    asked = Asked(doubler, size=2)
    await asked.held_up()
    for number in range(20, 30):
        await asked.ask(number, of("crowd", due=1005.0))
    await asked.ask(1, of("patient", due=1050.0))
    asked.now = 1006.0
    outcomes = await asked.let_go()
    assert outcomes.pop(0) == 0
    assert outcomes.pop(1) == 2
    assert set(outcomes.values()) == {"busy"}
    assert doubler.groups == [[0], [1]]
    assert asked.refused == [LATE] * 10


async def test_a_deadline_can_be_moved_while_a_job_waits(doubler: Doubler) -> None:
    asked = Asked(doubler)
    await asked.held_up()
    ticket = of("", due=1005.0)
    await asked.ask(1, ticket)
    ticket.due = 1010.0
    asked.now = 1006.0
    assert (await asked.let_go())[1] == 2


async def test_what_would_come_too_late_is_refused_at_once_with_the_queues_pace(
    doubler: Doubler,
) -> None:
    asked = Asked(doubler, size=1)
    await asked.held_up()
    asked.now += 2.0  # the first took two seconds
    doubler.go.set()
    assert await asked.tasks[0] == 0
    doubler.begun.clear()
    await asked.held_up()
    for number in range(20, 25):
        await asked.ask(number, of("crowd"))
    # Of the crowd there are five before it, and one that runs: 14 s.
    with pytest.raises(UnavailableError) as refusal:
        asked.batcher.check(of("crowd", due=asked.now + 12))
    assert refusal.value.code == "busy"
    assert refusal.value.retry_after_s == 12.0  # six that take two seconds each
    asked.batcher.check(of("crowd", due=asked.now + 16))
    # Another place waits for its turn only.
    asked.batcher.check(of("other", due=asked.now + 7))
    with pytest.raises(UnavailableError):
        asked.batcher.check(of("other", due=asked.now + 3))
    assert asked.refused == [HOPELESS] * 2
    await asked.let_go()


async def test_a_group_is_noted_for_the_log(doubler: Doubler) -> None:
    asked = Asked(doubler, size=2)
    await asked.held_up()
    tickets = [of("a"), of("a"), of("a")]
    for number, ticket in enumerate(tickets, 1):
        await asked.ask(number, ticket)
    await asked.let_go()
    assert [ticket.notes for ticket in tickets] == [
        {"batch": 2, "batch_size": 2},
        {"batch": 2, "batch_size": 2},
        {"batch": 3, "batch_size": 1},
    ]


async def test_how_long_a_group_runs_is_known(doubler: Doubler) -> None:
    asked = Asked(doubler)
    assert asked.batcher.running_s == 0
    await asked.held_up()
    asked.now += 40
    assert asked.batcher.running_s == 40
    await asked.let_go()
    assert asked.batcher.running_s == 0


async def test_workers_take_groups_side_by_side(doubler: Doubler) -> None:
    asked = Asked(doubler, size=1, workers=2)
    doubler.go.clear()
    for number in (0, 1):
        doubler.begun.clear()
        await asked.ask(number, of("crowd"))
        await begun(doubler)
    asked.now += 5
    assert asked.batcher.running_s == 5
    for number in (2, 3, 4):
        await asked.ask(number, of("crowd"))
    assert doubler.groups == [[0], [1]]
    assert await asked.let_go() == {0: 0, 1: 2, 2: 4, 3: 6, 4: 8}
    assert asked.batcher.running_s == 0


async def test_close_waits_for_every_worker(doubler: Doubler) -> None:
    asked = Asked(doubler, size=1, workers=3)
    for number in range(20, 40):
        await asked.ask(number, of(str(number % 3)))
    closing = asyncio.create_task(asked.batcher.close())
    await asyncio.wait(asked.tasks.values())
    await closing
    assert [task.result() for task in asked.tasks.values()] == [2 * n for n in range(20, 40)]
