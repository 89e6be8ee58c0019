from __future__ import annotations

import threading

from services.pictures.watchdog import Watchdog


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_what_is_late_is_ended_once_and_nothing_else() -> None:
    clock, ended = Clock(), []
    dog = Watchdog(clock)
    with (
        dog.watching(5, lambda: ended.append("five")) as five,
        dog.watching(9, lambda: ended.append("nine")) as nine,
    ):
        assert dog.look() == 5
        clock.now = 5
        assert dog.look() == 9
        assert dog.look() == 9
        assert (ended, five.late, nine.late) == (["five"], True, False)
    clock.now = 100
    assert dog.look() == float("inf")
    assert ended == ["five"]
    dog.close()


def test_its_thread_ends_what_is_late_and_ends_with_it() -> None:
    dog, ended, before = Watchdog(), threading.Event(), threading.active_count()
    with dog.watching(3600, lambda: None), dog.watching(0.001, ended.set) as watch:
        assert ended.wait(30)
        assert watch.late
    dog.close()
    dog.close()
    assert threading.active_count() == before
