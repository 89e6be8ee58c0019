from __future__ import annotations

from services.inference.breaker import FAILURES, FIRST_REST_S, LONGEST_REST_S, Breaker


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def opened(clock: Clock) -> Breaker:
    breaker = Breaker(clock)
    assert [breaker.failed() for _ in range(FAILURES)] == [False] * (FAILURES - 1) + [True]
    return breaker


def test_failures_in_a_row_open_it_and_others_do_not() -> None:
    breaker = Breaker(Clock())
    for _ in range(10):
        for _ in range(FAILURES - 1):
            breaker.failed()
        assert breaker.wait_s() == 0
        assert not breaker.succeeded()


def test_one_tries_when_it_has_rested_and_the_others_wait() -> None:
    clock = Clock()
    breaker = opened(clock)
    assert breaker.wait_s() == FIRST_REST_S
    clock.now += FIRST_REST_S
    assert breaker.wait_s() == 0
    assert breaker.wait_s() == FIRST_REST_S
    assert breaker.succeeded()
    assert breaker.wait_s() == 0
    assert not breaker.failed()


def test_it_rests_longer_each_time_up_to_a_bound() -> None:
    clock = Clock()
    breaker, rests = opened(clock), []
    for _ in range(6):
        clock.now += LONGEST_REST_S
        assert breaker.wait_s() == 0
        breaker.failed()
        rests.append(breaker.wait_s())
    assert rests == [4, 8, 16, 30, 30, 30]
    breaker.succeeded()
    for _ in range(FAILURES):
        breaker.failed()
    assert breaker.wait_s() == FIRST_REST_S


def test_who_tries_and_never_says_how_it_went_blocks_nobody_for_ever() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now += FIRST_REST_S
    assert breaker.wait_s() == 0
    clock.now += FIRST_REST_S
    assert breaker.wait_s() == 0
