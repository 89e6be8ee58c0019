"""Messages that version 0.1.0 posted: this one posts the same, and answers their buttons alike."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from bot.app import Marquee
from tests.recorded.scenario import Scenario
from tests.recorded.store import copy_database, load
from tests.recorded.world import Json, custom_ids, opened, pressable

HEAD, *MESSAGES = load("messages")
PRESSES: list[Json] = load("presses")
# What the ids of buttons and menus look like, whatever numbers and keys stand in them.
FORMS = (
    r"marquee:board:(turn|time):[a-z]+:[a-z]+:-?\d+:\d+",
    r"marquee:daily:(guess|more|share):\d+",
    r"marquee:game-genres:\d+",
    r"marquee:game-known:\d+",
    r"marquee:game:(again|answer|begin|choose|hint|join|leave|skip):\d+:\d+",
    r"marquee:keep:(tt\d+|tmdb-\d+|~[0-9a-f]{16}:.{60}|[^~].*)",
    r"marquee:like:[a-z0-9._-]*",
    r"marquee:list:(all|unseen):-?\d+:\d+",
    r"marquee:night:(absent|calendar|missed):\d+",
    r"marquee:night:rate:\d+:[1-5]",
    r"marquee:page:\d+:\d+:[a-z0-9._-]*:.*",
    r"marquee:perhaps:(yes|no):\d+(:\d+)?",
    r"marquee:picture:\d+:(tt\d+|tmdb-\d+|file-[0-9a-f]{16}|[^~].*)",
    r"marquee:privacy:(export|forget|erase)",
    r"marquee:settings:(encoder|channels|cooldown|games|answers|marked|defaults)",
    r"marquee:show",
    r"marquee:verdict:(right|wrong):\d+",
    r"[0-9a-f]{32}",
)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a press that nobody listens to be answered at once."""
    monkeypatch.setattr("bot.app.STALE_SECONDS", 0.0)


@pytest.mark.slow
@pytest.mark.parametrize("group", dict.fromkeys(press["group"] for press in PRESSES))
async def test_buttons_of_then_are_answered(group: str, tmp_path: Path) -> None:
    folder = copy_database(tmp_path)
    differing: list[Any] = []
    async with opened(folder, elapsed=HEAD["elapsed"], messages=tuple(MESSAGES)) as world:
        for press in (press for press in PRESSES if press["group"] == group):
            answer = await world.do(press["step"])
            if answer != press["answer"]:
                differing.append((press["step"], {"now": answer, "then": press["answer"]}))
    assert differing == []


@pytest.mark.slow
async def test_buttons_of_answers_as_they_were_before_more_are_answered(tmp_path: Path) -> None:
    """Answers were one form, with all that is known; they lie in channels and are pressed still."""
    folder = copy_database(tmp_path)
    former = {message["name"]: message for message in load("former_messages")}
    messages = tuple(former.get(message["name"], message) for message in MESSAGES)
    pressed: set[tuple[str, str]] = set()
    differing: list[Any] = []
    async with opened(folder, elapsed=HEAD["elapsed"], messages=messages) as world:
        for press in load("former_presses"):
            answer = await world.do(press["step"])
            pressed.add((press["step"]["message"], press["step"]["press"]))
            if answer != press["answer"]:
                differing.append((press["step"], {"now": answer, "then": press["answer"]}))
    assert differing == []
    assert pressed == {
        (name, each["custom_id"]) for name, message in former.items() for each in pressable(message)
    }


@pytest.mark.slow
async def test_the_same_is_posted(tmp_path: Path) -> None:
    """The evening again, from an empty database: every message is what it was, ids of buttons too.

    Numbers that Discord gives may differ.
    """
    async with opened(tmp_path) as world:
        scenario = Scenario(world)
        await scenario.play()
    posted = list(scenario.messages.values())
    assert [each["name"] for each in posted] == [each["name"] for each in MESSAGES]
    for now, then in zip(posted, MESSAGES, strict=True):
        assert custom_ids(now["components"]) == custom_ids(then["components"])
        assert {**now, "id": 0} == {**then, "id": 0}


def test_everything_that_can_be_pressed_was_pressed() -> None:
    pressed = {(press["step"]["message"], press["step"]["press"]) for press in PRESSES}
    every = {
        (message["name"], each["custom_id"]) for message in MESSAGES for each in pressable(message)
    }
    assert pressed == every
    assert [press["step"] for press in PRESSES if not press["answer"]] == []


async def test_every_kind_of_button_was_recorded(tmp_path: Path) -> None:
    """A new kind is added to the evening, so that it is held from then on."""
    recorded = {each for message in MESSAGES for each in custom_ids(message["components"])}
    async with opened(tmp_path) as world:
        listened = _templates(world.bot) | _names(world.bot)
    assert listened
    for pattern in listened:
        assert any(pattern.fullmatch(each) for each in recorded), pattern.pattern
    forms = [re.compile(form, re.DOTALL) for form in FORMS]
    for form in forms:
        for choice in _choices(form.pattern):
            assert any(re.fullmatch(choice, each, re.DOTALL) for each in recorded), choice
    assert [each for each in recorded if not any(form.fullmatch(each) for form in forms)] == []


def _templates(bot: Marquee) -> set[re.Pattern[str]]:
    # There is no public way to ask a bot which dynamic items it listens to.
    return set(bot._connection._view_store._dynamic_items)  # pyright: ignore[reportPrivateUsage]


def _names(bot: Marquee) -> set[re.Pattern[str]]:
    items: list[Any] = [item for view in bot.persistent_views for item in view.walk_children()]
    return {re.compile(re.escape(each.custom_id)) for each in items if hasattr(each, "custom_id")}


def _choices(form: str) -> list[str]:
    """Return a form for each of the words that may stand in it."""
    found = re.search(r"\(([a-z|]+)\)", form)
    if found is None:
        return [form]
    return [form.replace(found[0], word) for word in found[1].split("|")]


def test_every_picture_has_an_alt_text() -> None:
    """In a layout the text is the item's own; what a file says is read out where it is opened."""
    shown = [*MESSAGES, *(said for press in PRESSES for said in press["answer"])]
    items = [
        (message.get("name"), item)
        for message in shown
        for item in _media(message.get("components", []))
    ]
    assert len(items) > 50
    assert [name for name, item in items if not item.get("description")] == []
    assert [name for message in shown for name in _untold(message)] == []


def _untold(message: Json) -> list[str]:
    """Return the files of a message that neither they nor the items showing them describe."""
    told = {item["media"]["url"] for item in _media(message.get("components", []))}
    files: Json = message.get("pictures") or {}
    silent = [name for name, alt in files.items() if not alt and not name.endswith(".json")]
    return [name for name in silent if f"attachment://{name}" not in told]


def _media(components: list[Json]) -> list[Json]:
    """Return what shows pictures among components and all that is in them."""
    found: list[Json] = []
    for each in components:
        found += [each] if each["type"] == 11 else each.get("items", [])
        inside = each.get("components", [])
        found += _media([*inside, each["accessory"]] if "accessory" in each else inside)
    return found
