from __future__ import annotations

from services.inference.fair_queue import FairQueue
from services.inference.pace import Pace


def filled(**owners: str) -> FairQueue[str]:
    queue: FairQueue[str] = FairQueue()
    for owner, items in owners.items():
        for item in items:
            queue.append(owner, item)
    return queue


def drained(queue: FairQueue[str], most: int = 1) -> list[str]:
    taken = []
    while items := queue.take(most):
        taken.append("".join(items))
    return taken


def test_owners_take_turns_and_keep_their_order() -> None:
    assert drained(filled(crowd="abcde", other="xy", third="1")) == list("ax1bycde")


def test_a_group_is_one_owners() -> None:
    assert drained(filled(crowd="abcde", other="xy"), 2) == ["ab", "xy", "cd", "e"]


def test_lone_items_share_a_group_and_do_not_wait_for_a_crowds() -> None:
    assert drained(filled(one="1", crowd="abc", two="2", three="3"), 2) == ["12", "ab", "3c"]


def test_an_owner_is_passed_over_and_keeps_its_turn() -> None:
    queue = filled(crowd="ab", other="x")
    assert queue.take(passing=lambda owner: owner == "crowd") == ["x"]
    assert queue.take(passing=lambda owner: True) == []
    assert len(queue) == 2
    assert drained(queue) == ["a", "b"]


def test_who_comes_anew_goes_before_who_was_just_served() -> None:
    queue = filled(crowd="abcdef")
    assert queue.take(2) == ["a", "b"]
    queue.append("new", "1")
    assert queue.take(2) == ["1"]
    assert queue.take(2) == ["c", "d"]


def test_who_always_asks_one_thing_gets_no_more_than_its_turns() -> None:
    queue = filled(crowd="abcdef")
    order = []
    for number in range(8):
        queue.append("one", str(number))
        order += queue.take()
    # By turns, though the one is new each time.
    assert "".join(order) == "a0b1c2d3"


def test_items_are_taken_out() -> None:
    queue = filled(crowd="abc")
    assert queue.newest_of("crowd") == "c"
    assert queue.remove("crowd", "b")
    assert not queue.remove("crowd", "b")
    assert not queue.remove("nobody", "b")
    assert queue.newest_of("nobody") is None
    assert drained(queue) == ["a", "c"]
    assert len(queue) == 0


def test_the_pace_is_that_of_the_last_answers_and_no_rest_counts() -> None:
    pace = Pace()
    assert pace.seconds(100) == 0
    pace.began(1000.0)
    pace.answered(2, 1000.2)
    assert abs(pace.seconds(10) - 1.0) < 1e-9
    pace.began(5000.0)
    pace.answered(1, 5000.1)
    assert abs(pace.seconds(10) - 1.0) < 1e-9
    for second in range(1, 100):
        pace.answered(1, 5000.1 + second)
    assert abs(pace.seconds(3) - 3.0) < 0.01
