"""The simulated server in which messages were recorded: the same ids, the same instant, each time.

Nothing of the bot's inside is used here: commands, presses and what Discord was sent.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from copy import deepcopy
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import patch

import discord
import simcord
from PIL import Image
from simcord import InteractionResult
from simcord.backend import serializers
from simcord.backend.models import Message, Poll, PollAnswer
from simcord.components import resolve_attachment_references, walk_components
from simcord.results import ResponseMessage

from bot.app import Marquee
from services.core.settings import Settings
from services.store import Store
from tests.discord_api.check import complaints
from tests.recorded.client import RecordedClient, poster

GUILD = 700_000_000_000_000_000
_CHANNELS, _ROLES, _MEMBERS = GUILD + 1000, GUILD + 2000, GUILD + 3000
# New ones go to the end: the ids follow from the order.
CHANNELS = (
    "posters",
    "finished",
    "crowd",
    "running",
    "lobby",
    "teams",
    "film",
    "typed",
    "year",
    "genres",
    "odd",
    "night",
    "past-night",
    "draft",
)
MEMBERS = ("alice", "bob", "cara", "dan", "root", *(f"guest{number}" for number in range(1, 9)))

_EPHEMERAL = 1 << 6
_RANDOM_ID = re.compile(r"[0-9a-f]{32}")
_JUMP = re.compile(r"(discord\.com/channels/\d+/\d+)/\d+")
_EVENT = re.compile(r"(discord\.com/events/\d+)/\d+")
_DATE = re.compile(r"<t:\d+:d>")  # when films were kept, by the machine's own clock
_CHANCE_NAME = re.compile(r"0{8}[0-9a-f]{8}(\.\w+)")
_ATTACHED = re.compile(r"https://[^/]+/attachments/\d+/\d+/(.+)")

Json = dict[str, Any]


class World:
    """A server with its channels and members, and what was said there."""

    def __init__(self, env: simcord.Env, bot: Marquee) -> None:
        self.env, self.bot, self.backend = env, bot, env.backend
        # By name: a message, its components and files when it was recorded.
        self.recorded: dict[str, tuple[Message, list[Json], list[Json]]] = {}
        with self._from(GUILD + 1):
            self.guild = env.create_guild("Movie night", id=GUILD)
        with self._from(_ROLES):
            club = self.guild.create_role("club", permissions=discord.Permissions(send_polls=True))
            admins = self.guild.create_role(
                "admins", permissions=discord.Permissions(manage_guild=True)
            )
        with self._from(_CHANNELS):
            self.channels = {name: self.guild.create_text_channel(name) for name in CHANNELS}
        with self._from(_MEMBERS):
            users = [env.create_user(name) for name in MEMBERS]
        self.members = {
            user.name: self.guild.add_member(user, roles=[admins if user.name == "root" else club])
            for user in users
        }
        self._names = {member.id: name for name, member in self.members.items()}
        self._places = {channel.id: name for name, channel in self.channels.items()}

    # ---- what members do

    async def do(self, step: Json) -> list[Json]:
        """Do one step and return what came of it: modals, messages that are new or were edited."""
        message = self._message(step["message"]) if "message" in step else None
        before, edits = self.seen(), self._edits()
        result = await self._act(step, message)
        told: list[Json] = []
        if result is not None and result.modal is not None:
            told.append({"modal": _tidied([result.modal])[0]})
            if "typed" in step:
                await self.members[step["by"]].submit_modal(result, step["typed"])
        after, later = self.seen(), self._edits()
        return [
            *told,
            *(
                {"edited": number in before, **seen}
                for number, seen in after.items()
                if (before.get(number), edits.get(number)) != (seen, later[number])
            ),
        ]

    async def _act(self, step: Json, message: ResponseMessage | None) -> InteractionResult | None:
        if "wait" in step:
            await self.env.advance_time(step["wait"])
            return None
        member = self.members[step["by"]]
        if "command" in step:
            options = {
                name: ("poster.png", poster(value["poster"])) if isinstance(value, dict) else value
                for name, value in step.get("options", {}).items()
            }
            return await member.slash(self.channels[step["in"]], step["command"], **options)
        assert message is not None
        if "vote" in step:
            await member.vote(message, answer=step["vote"])
            return None
        if "values" in step:
            values = [self.channels.get(value, value) for value in step["values"]]
            return await member.select(message, values, custom_id=step["press"])
        return await member.click(message, custom_id=step["press"])

    def _message(self, name: str) -> ResponseMessage:
        """Return a recorded message as it was recorded, whatever came of it since."""
        stored, components, files = self.recorded[name]
        stored.components, stored.attachments = deepcopy(components), deepcopy(files)
        stored.edited_timestamp = None
        return ResponseMessage(self.env, stored)

    # ---- what is seen

    def seen(self) -> dict[int, Json]:
        """Return what the bot has said, by message, in its order."""
        return {message.id: self._payload(message) for message in self._own()}

    def _edits(self) -> dict[int, str | None]:
        """Return when each was edited: an edit that changes nothing is one as well."""
        return {message.id: message.edited_timestamp for message in self._own()}

    def _own(self) -> Iterator[Message]:
        for channel in self.channels.values():
            for message in self.backend.messages[channel.id].values():
                if message.author_id == self.backend.bot_user.id:
                    yield message

    def _payload(self, message: Message) -> Json:
        # Files whose names are chance's are called by their places.
        names = {
            item["filename"]: _CHANCE_NAME.sub(rf"file-{place}\1", item["filename"])
            for place, item in enumerate(message.attachments, 1)
        }
        asker = ((message.interaction_metadata or {}).get("user") or {}).get("id")
        return {
            "channel": self._places[message.channel_id],
            "private": bool(message.flags & _EPHEMERAL),
            "asker": self._names.get(int(asker)) if asker else None,
            "content": _said(message.content),
            "components": _tidied(message.components, names),
            "pictures": {
                names[item["filename"]]: item["description"] for item in message.attachments
            },
            "poll": _poll(message.poll),
        }

    def record(self, name: str, message_id: int) -> Json:
        """Return a message so that `put` can bring it back."""
        message = self.stored(message_id)
        self._remember(name, message)
        return {
            "name": name,
            "id": message.id,
            "at": message.timestamp,
            "flags": message.flags,
            "type": message.type,
            **self._payload(message),
        }

    def _remember(self, name: str, message: Message) -> None:
        files = deepcopy(message.attachments)
        self.recorded[name] = (message, deepcopy(message.components), files)

    def stored(self, message_id: int) -> Message:
        """Return a message as the simulation keeps it."""
        for channel in self.channels.values():
            if (found := self.backend.messages[channel.id].get(message_id)) is not None:
                return found
        raise LookupError(message_id)

    def put(self, recorded: Json) -> None:
        """Bring a recorded message back, with its id and its buttons, as the bot's own."""
        channel_id = self.channels[recorded["channel"]].id
        files = [
            self.backend.cdn.store_attachment(
                self.backend.snowflake(), channel_id, name, _picture(name), alt
            )
            for name, alt in recorded["pictures"].items()
        ]
        asker = recorded["asker"]
        metadata = asker and {
            "id": str(self.backend.snowflake()),
            "type": 2,
            "user": serializers.user_payload(self.backend.users[self.members[asker].id]),
            "authorizing_integration_owners": {},
        }
        with self._from(recorded["id"]):
            message = self.backend.create_message(
                channel_id,
                self.backend.bot_user.id,
                recorded["content"],
                components=resolve_attachment_references(recorded["components"], files),
                attachments=files,
                flags=recorded["flags"],
                interaction_metadata=metadata,
                poll=self._poll(recorded["poll"]),
            )
        message.timestamp, message.type = recorded["at"], recorded["type"]
        self._remember(recorded["name"], message)

    def _poll(self, poll: Json | None) -> Poll | None:
        if poll is None:
            return None
        return Poll(
            question=poll["question"],
            answers=[PollAnswer(place, text) for place, text in enumerate(poll["answers"], 1)],
            expiry=poll["expiry"],
            allow_multiselect=poll["several"],
            finalized=poll["finalized"],
            votes={int(place): set(voters) for place, voters in poll["votes"].items()},
        )

    @contextmanager
    def _from(self, number: int) -> Iterator[None]:
        """Give what is made inside the ids from `number` on."""
        numbers = count(number)
        with patch.object(self.backend, "snowflake", side_effect=numbers):
            yield


@asynccontextmanager
async def opened(
    folder: Path, *, elapsed: float = 0.0, messages: tuple[Json, ...] = ()
) -> AsyncIterator[World]:
    """Start the bot over a data folder, in the recorded server at a recorded instant.

    Args:
        folder: The data folder; it is written to.
        elapsed: Seconds since the simulated calendar began.
        messages: What the channels hold when the bot comes.
    """
    settings = Settings(
        _env_file=None,  # pyright: ignore[reportCallIssue]
        inference_url=None,
        data_dir=folder,
        retention_days=0,  # what was recorded is as old as it is
    )
    store = await Store.open(settings.database_path)
    with ExitStack() as stack:
        # File names, and what games draw by.
        stack.enter_context(patch("secrets.token_hex", side_effect=map(_hex, count(1))))
        stack.enter_context(patch("secrets.randbits", side_effect=count(1)))
        async with Marquee(settings, RecordedClient(), store) as bot:
            env = simcord.Env(bot, shard_count=1, check_errors=False, settle_timeout=30)
            env.backend.clock.advance(elapsed)
            world = World(env, bot)
            for message in messages:
                world.put(message)
            await env.start()
            try:
                await env.settle()
                yield world
            finally:
                await env.shutdown()
            assert complaints(env.http_requests) == []


def pressable(message: Json) -> list[Json]:
    """Return the buttons and menus of a message that a member may use."""
    return [
        component
        for component in walk_components(message["components"])
        if component.get("custom_id") and not component.get("disabled")
    ]


def custom_ids(found: Any) -> list[str]:
    """Return every custom id in a recorded message, or in whatever holds some."""
    if isinstance(found, dict):
        own = [found["custom_id"]] if "custom_id" in found else []
        return own + [each for value in found.values() for each in custom_ids(value)]
    if isinstance(found, list):
        return [each for value in found for each in custom_ids(value)]
    return []


def _hex(number: int) -> str:
    return f"{number:016x}"


def _picture(name: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (24, 36), "teal").save(out, "PNG" if name.endswith(".png") else "JPEG")
    return out.getvalue()


def _said(text: str) -> str:
    return _DATE.sub("<t:0:d>", _EVENT.sub(r"\1/0", _JUMP.sub(r"\1/0", text)))


def _tidied(components: list[Json], names: dict[str, str] | None = None) -> list[Json]:
    """Return components as they were sent: files by their names, nothing that chance made."""
    chance = map("{:032x}".format, count(1))

    def tidy(value: Any) -> Any:
        if isinstance(value, list):
            return [tidy(each) for each in value]
        if not isinstance(value, dict):
            return value
        if "proxy_url" in value:
            name = _ATTACHED.fullmatch(value["url"])
            return {"url": f"attachment://{(names or {})[name[1]]}" if name else value["url"]}
        tidied = {name: tidy(each) for name, each in value.items()}
        if _RANDOM_ID.fullmatch(str(tidied.get("custom_id", ""))):
            tidied["custom_id"] = next(chance)
        if isinstance(tidied.get("content"), str):
            tidied["content"] = _said(tidied["content"])
        return tidied

    return [tidy(component) for component in components]


def _poll(poll: Poll | None) -> Json | None:
    if poll is None:
        return None
    return {
        "question": poll.question,
        "answers": [answer.text for answer in poll.answers],
        "expiry": poll.expiry,
        "several": poll.allow_multiselect,
        "finalized": poll.finalized,
        "votes": {str(place): sorted(voters) for place, voters in sorted(poll.votes.items())},
    }
