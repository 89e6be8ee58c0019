"""An evening on a server, by commands and presses alone: what was recorded, and in which order.

Every message that has a button or a menu gets a name here. Time passes at the beginning only, so
that all that is left open is open at the instant at which the recording ends.
"""

from __future__ import annotations

from typing import Any, cast

from services.store import nights
from tests.recorded.client import (
    DOUBTED,
    FILMS,
    FOREIGN,
    LONG,
    NO_POSTER,
    PICTURED,
    PLAIN,
    TWO,
    UNKNOWN,
)
from tests.recorded.world import Json, World, pressable

_WHEN = "2026-01-03 20:00"
_PLAYERS = ("alice", "bob", "cara")
_CROWD = (*_PLAYERS, "dan", *(f"guest{number}" for number in range(1, 9)))
_KEYS = [film.key for film in FILMS]
# Wrong choices are then the nearest films, which a small catalogue has as well.
_HARD: Json = {"difficulty": "hard"}


class Scenario:
    """Plays the evening in a world and keeps the messages by their names."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.messages: dict[str, Json] = {}

    async def play(self) -> None:
        """Play it all; each part leaves messages, and rows in the database."""
        await self._settings()
        await self._finished()
        await self._crowd()
        await self._running()
        await self._answers()
        await self._watchlist()
        await self._open_rounds()
        await self._nights()
        await self._figures()
        await self._pictures()
        await self._doubts()
        await self._daily()
        await self._afterwards()

    # ---- the parts

    async def _settings(self) -> None:
        await self._ask("root", "posters", "settings", name="settings")
        form = {"rate": "50", "server": "500", "seconds": "60"}
        await self._press("root", "settings", "marquee:settings:cooldown", typed=form)

    async def _finished(self) -> None:
        """Play all four kinds to the end, with a hint, a vote to skip and an edited message."""
        await self._lobby("finished", kind="mix", rounds=4, seconds=20, **_HARD)
        await self._begin("finished")
        for number in range(4):
            if number == 1:
                await self._press_in("finished", "alice", "marquee:game:hint")
                await self._press_in("finished", "bob", "marquee:game:skip")
            await self._answer_all("finished")
            await self._wait(1)
            if number == 3:
                self._keep("result", self._last("finished", skip=1))
            await self._wait(9)
        self._keep("podium", self._last("finished"))
        await self._ask("alice", "finished", "game preset save", options={"name": "Our evening"})

    async def _crowd(self) -> None:
        """Let more people score than a page of the leaderboard holds."""
        await self._lobby("crowd", *_CROWD[1:], kind="odd", rounds=1, seconds=30, several=True)
        await self._begin("crowd")
        message = self._last("crowd")
        places = self._ids(message, "marquee:game:choose")
        for number, name in enumerate(_CROWD):
            await self.world.do(self._step(name, message, places[number % 4]))
        await self._wait(1)

    async def _running(self) -> None:
        """Leave a game of two rounds behind the first, the second open."""
        await self._lobby("running", kind="mix", rounds=2, seconds=180, **_HARD)
        await self._begin("running")
        await self._answer_all("running")
        await self._wait(1)
        await self._wait(9)
        self._keep("round-running", self._last("running"))

    async def _answers(self) -> None:
        await self._ask("alice", "posters", "match", options=_poster(2), name="match")
        await self._press("alice", "match", "marquee:verdict:right:1")
        await self._press("bob", "match", "marquee:verdict:wrong:1")
        await self._ask("alice", "posters", "match", options=_poster(UNKNOWN), name="match-unknown")
        await self._ask("alice", "posters", "match", options=_poster(0) | {"k": 2}, name="page")
        await self._in_full("page")
        await self._press("alice", "page", self._ids(self.messages["page"], "marquee:page:2:")[0])
        self._keep("page", self.messages["page"]["id"])
        await self._ask("alice", "posters", "match", options=_poster(9) | {"k": 6}, name="list")
        await self._ask("alice", "posters", "film", options={"title": _KEYS[4]}, name="film")
        await self._ask("alice", "posters", "film", options={"title": PLAIN.key}, name="film-plain")
        await self._ask("alice", "posters", "film", options={"title": LONG.key}, name="film-long")
        await self._ask("alice", "posters", "search", options={"words": "harbour"}, name="search")
        await self._press("root", "settings", "marquee:settings:answers")
        await self._ask("alice", "posters", "match", options=_poster(5), name="match-private")
        both = {"first": {"poster": 2}, "second": {"poster": 3}}
        await self._ask("alice", "posters", "compare", options=both, name="compare-private")
        await self._ask("alice", "posters", "search", options={"words": "orch"}, name="search-own")
        await self._press("root", "settings", "marquee:settings:answers")

    async def _watchlist(self) -> None:
        for key in _KEYS[:7]:
            await self._ask("alice", "posters", "watchlist add", options={"title": key})
        await self._ask("bob", "posters", "watchlist seen", options={"title": _KEYS[3]})
        await self._ask("alice", "posters", "watchlist show", name="watchlist")

    async def _open_rounds(self) -> None:
        await self._ask("alice", "lobby", "game start", options={"kind": "year"})
        self._keep("lobby", self._last("lobby"))
        await self._ask("alice", "teams", "game start", options={"kind": "odd", "teams": 2})
        self._keep("lobby-teams", self._last("teams"))
        kinds: dict[str, Json] = {
            "film": {"kind": "film"},
            "typed": {"kind": "film", "answer": "typed"},
            "year": {"kind": "year"},
            "genres": {"kind": "genres"},
            "odd": {"kind": "odd"},
        }
        for place, options in kinds.items():
            await self._lobby(place, **options, rounds=2, seconds=180, **_HARD)
            await self._begin(place)
            self._keep(f"round-{place}", self._last(place))
        await self._press(
            "bob",
            "round-typed",
            self._ids(self.messages["round-typed"], "marquee:game:answer")[0],
            typed={"answer": "Nothing of the Kind"},
        )
        stranger = self._ids(self.messages["round-odd"], "marquee:game:choose")[0]
        told = await self._press("dan", "round-odd", stranger)
        self._keep("round-stranger", told)

    async def _nights(self) -> None:
        films = {"when": _WHEN, "film1": _KEYS[3], "film2": _KEYS[4], "film3": _KEYS[1]}
        for place in ("past-night", "night"):
            await self._ask("alice", place, "night vote", options={**films, "place": "The Roxy"})
            draft = self._last(place, private=True)
            # Of menu, "Start the poll" and "Never mind"; their ids are chance's.
            start = pressable({"components": self.world.stored(draft).components})[1]
            await self.world.do(self._step("alice", draft, start["custom_id"]))
            poll = self._last(place)
            self._keep(f"{place}-poll", poll)
            for name, answer in (("alice", 2), ("bob", 2), ("bob", 1)):
                await self.world.do({"by": name, "message": f"{place}-poll", "vote": answer})
            self._keep(f"{place}-poll", poll)
            if place == "past-night":
                await self._ask("alice", place, "night close")
                self._keep("night-outcome", self._outcome(place))
        # All films of the genre, so that chance has no choice.
        drawn = {"when": _WHEN, "films": 7, "genre": "Horror"}
        await self._ask("alice", "draft", "night draw", options=drawn, name="night-draft")

    async def _figures(self) -> None:
        await self._ask("alice", "posters", "leaderboard", name="leaderboard")
        # Of somebody in no open game, who can be forgotten.
        await self._ask("guest8", "posters", "privacy", name="privacy")
        told = await self._press("guest8", "privacy", "marquee:privacy:forget")
        self._keep("privacy-question", told)

    async def _pictures(self) -> None:
        await self._ask("alice", "posters", "film", options={"title": _KEYS[PICTURED]}, name="art")
        await self._in_full("art")
        first = self._ids(self.messages["art"], "marquee:picture:")[0]
        await self._press("alice", "art", first)
        self._keep("art", self.messages["art"]["id"])

    async def _doubts(self) -> None:
        pictures = {"foreign": FOREIGN, "no-poster": NO_POSTER, "perhaps": DOUBTED, "two": TWO}
        for name, number in pictures.items():
            await self._ask("alice", "posters", "match", options=_poster(number), name=name)
        for name, number in (("perhaps-yes", DOUBTED), ("perhaps-no", DOUBTED)):
            await self._ask("alice", "posters", "match", options=_poster(number), name=name)
            word = "marquee:" + name.replace("-", ":")
            await self._press("alice", name, self._ids(self.messages[name], word)[0])
            self._keep(name, self.messages[name]["id"])

    async def _daily(self) -> None:
        await self._ask("alice", "posters", "daily", name="daily")
        await self._ask("bob", "posters", "daily", name="daily-done")
        for _ in range(6):
            more = self._ids(self.messages["daily-done"], "marquee:daily:more")[0]
            await self._press("bob", "daily-done", more)
        self._keep("daily-done", self.messages["daily-done"]["id"])

    async def _afterwards(self) -> None:
        """Let the channel be asked how the film was; by the clock that would be days later."""
        watch = cast(Any, self.world.bot.get_cog("NightWatch"))
        async with self.world.bot.store.session() as session:
            night = await nights.load(session, 1)
        assert night is not None
        await watch.afterwards.ask(night)
        await self.world.env.settle()
        self._keep("night-asked", self._last("past-night"))

    # ---- how they are told

    async def _ask(
        self, by: str, place: str, command: str, *, options: Json | None = None, name: str = ""
    ) -> None:
        step = {"by": by, "in": place, "command": command, "options": options or {}}
        before = set(self.world.seen())
        await self.world.do(step)
        if name:
            (told,) = set(self.world.seen()) - before
            self._keep(name, told)

    async def _press(self, by: str, name: str, custom_id: str, **more: Json) -> int:
        """Press, and return the last message that came of it, or the first where none did."""
        before = set(self.world.seen())
        await self.world.do({"by": by, "message": name, "press": custom_id, **more})
        return max(set(self.world.seen()) - before, default=self.messages[name]["id"])

    async def _in_full(self, name: str) -> None:
        """Press "More" under an answer of Alice's."""
        message = self.messages[name]
        await self._press("alice", name, self._ids(message, "marquee:page:0:")[0])
        self._keep(name, message["id"])

    async def _press_in(self, place: str, by: str, kind: str) -> None:
        message = self._last(place)
        await self.world.do(self._step(by, message, self._ids(message, kind)[0]))

    async def _wait(self, seconds: float) -> None:
        await self.world.do({"wait": seconds})

    async def _lobby(self, place: str, *others: str, **options: object) -> None:
        await self._ask("alice", place, "game start", options=dict(options))
        for name in others or _PLAYERS[1:]:
            await self._press_in(place, name, "marquee:game:join")

    async def _begin(self, place: str) -> None:
        await self._press_in(place, "alice", "marquee:game:begin")

    async def _answer_all(self, place: str) -> None:
        """Let everybody answer the open round, each something else."""
        message = self._last(place)
        for number, name in enumerate(_PLAYERS):
            await self.world.do(answer(self._payload(message), name, number))

    def _payload(self, message_id: int) -> Json:
        return self.world.record(str(message_id), message_id)

    def _step(self, by: str, message_id: int, custom_id: str) -> Json:
        return {"by": by, "message": self._payload(message_id)["name"], "press": custom_id}

    def _ids(self, message: int | Json, kind: str) -> list[str]:
        payload = self._payload(message) if isinstance(message, int) else message
        return [
            each["custom_id"] for each in pressable(payload) if each["custom_id"].startswith(kind)
        ]

    def _last(self, place: str, *, skip: int = 0, private: bool = False) -> int:
        return sorted(
            number
            for number, each in self.world.seen().items()
            if each["channel"] == place and each["private"] == private
        )[-1 - skip]

    def _outcome(self, place: str) -> int:
        seen = self.world.seen().items()
        (found,) = (
            number
            for number, each in seen
            if each["channel"] == place and not each["private"] and pressable(each)
        )
        return found

    def _keep(self, name: str, message_id: int) -> None:
        self.messages[name] = self.world.record(name, message_id)


def answer(message: Json, by: str, number: int) -> Json:
    """Return the step with which a member answers a round, by whatever it wants."""
    step = {"by": by, "message": message["name"]}
    for component in pressable(message):
        custom_id = component["custom_id"]
        if custom_id.startswith("marquee:game-genres:"):
            options = [option["value"] for option in component["options"]]
            return {**step, "press": custom_id, "values": options[number : number + 2]}
        if custom_id.startswith("marquee:game:answer:"):
            return {**step, "press": custom_id, "typed": {"answer": str(1960 + 15 * number)}}
        if custom_id.startswith("marquee:game:choose:") and custom_id.endswith(f":{number}"):
            return {**step, "press": custom_id}
    raise LookupError("that is no open round")


def _poster(number: int) -> Json:
    return {"poster": {"poster": number}}


def group_of(message: Json) -> str:
    """Return with which others a message is pressed, one after another on one server."""
    name = message["name"]
    if name.startswith(("settings", "privacy")):
        return name.partition("-")[0]
    return "answers" if message["channel"] == "posters" else "games and nights"


def presses(message: Json) -> list[Json]:
    """Return a press of each button and menu of a message, the last those that end something."""
    name = message["name"]
    steps = [_press(name, each) for each in pressable(message)]
    if message["private"]:
        steps = [{**step, "by": message["asker"]} for step in steps]
    steps.sort(key=lambda step: any(word in step["press"] for word in _ENDING))
    owned = [place for place, step in enumerate(steps) if step["press"].startswith(_OWNED)]
    if owned and not message["private"]:
        # Somebody else's press first: it is refused, or answered with a copy.
        steps.insert(owned[0], {**steps[owned[0]], "by": "bob"})
    return steps


_ENDING = (":begin:", ":skip:", ":erase", "marquee:show", ":defaults", ":missed:")
_OWNED = (
    "marquee:page:",
    "marquee:picture:",
    "marquee:perhaps:",
    "marquee:list:",
    "marquee:board:",
    "marquee:game:begin:",
)


def _press(name: str, component: Json) -> Json:
    custom_id = component["custom_id"]
    kind, _, place = custom_id.removeprefix("marquee:game:").partition(":")
    by = "alice"
    if kind == "choose":
        by = ("dan", *_PLAYERS)[int(place.rpartition(":")[2])]
    elif kind == "join":
        by = ("bob", "cara", "dan")[int(place.rpartition(":")[2])]
    elif kind == "leave" or custom_id.startswith("marquee:verdict:wrong"):
        by = "bob"
    step = {"by": by, "message": name, "press": custom_id}
    if custom_id == "marquee:settings:channels":
        return {**step, "values": ["posters", "film"]}
    if custom_id == "marquee:settings:encoder":
        return {**step, "values": ["clip-vit-b-32"]}
    if component["type"] == 3:
        least = component.get("min_values", 1)
        values = [option["value"] for option in component["options"]]
        return {**step, "values": values[: max(1, least)]}
    if custom_id == "marquee:settings:cooldown":
        return {**step, "typed": {"rate": "7", "server": "70", "seconds": "700"}}
    if custom_id.startswith("marquee:daily:guess:"):
        return {**step, "typed": {"answer": "Nothing at all"}}
    if kind == "answer":
        return {**step, "typed": {"answer": "1975" if name != "round-typed" else "Nothing at all"}}
    return step


def continued(messages: dict[str, Json]) -> list[Json]:
    """Return what goes on with the recorded data folder: figures, an open game, an open night."""
    figures = [
        {"by": "alice", "in": "posters", "command": "leaderboard", "options": {"game": kind}}
        for kind in ("all", "film", "year", "genres", "odd")
    ]
    figures += [{"by": by, "in": "posters", "command": "profile"} for by in _PLAYERS]
    lists = [
        {"by": "alice", "in": "posters", "command": "watchlist show"},
        {"by": "alice", "in": "finished", "command": "game preset list"},
        {"by": "root", "in": "posters", "command": "settings"},
        {"by": "bob", "in": "running", "command": "game status"},
    ]
    rounds = [
        answer(messages["round-running"], name, number) for number, name in enumerate(_PLAYERS)
    ]
    night = [{"by": "alice", "in": "night", "command": "night close"}]
    return [*figures, *lists, *rounds, {"wait": 1}, {"wait": 9}, *night]
