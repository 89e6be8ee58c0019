"""What a member sees of a message that is laid out with components."""

from __future__ import annotations

from typing import Any

from simcord import InteractionResult, MemberActor, UserHandle
from simcord.components import walk_components
from simcord.results import ResponseMessage


def walked(message: ResponseMessage) -> list[dict[str, Any]]:
    return list(walk_components(message.components))


def text(message: ResponseMessage) -> str:
    return "\n".join(part["content"] for part in walked(message) if part["type"] == 10)


def alts(message: ResponseMessage) -> str:
    items = [item for part in walked(message) for item in part.get("items") or []]
    items += [part for part in walked(message) if part["type"] == 11]
    return "\n".join(item.get("description") or "" for item in items)


def labels(message: ResponseMessage) -> list[str]:
    return [part["label"] for part in walked(message) if part["type"] == 2]


def options(message: ResponseMessage) -> dict[str, str]:
    """The options of the message's menu: what they say, and their values."""
    return {
        option["label"]: option["value"]
        for part in walked(message)
        for option in part.get("options") or []
    }


def colour(message: ResponseMessage) -> int:
    (box,) = [part for part in walked(message) if part["type"] == 17]
    return box["accent_color"]


def names(message: ResponseMessage) -> list[str]:
    return [file.filename for file in message.attachments]


def answer(result: InteractionResult, *, private: bool = False) -> ResponseMessage:
    """The one message that answers; nothing else may have been said."""
    said = [message for message in (result.response, *result.followups) if message]
    assert len(said) == 1, said
    assert said[0].ephemeral is private, said
    assert said[0].components, said[0].content
    return said[0]


async def in_full(
    member: MemberActor | UserHandle, message: ResponseMessage, *, private: bool = False
) -> ResponseMessage:
    """A brief answer, once its asker has pressed "More"."""
    return answer(await member.click(message, label="More"), private=private)


def refusal(result: InteractionResult) -> str:
    """The one sentence that only the member sees; nothing public may remain."""
    said = [message for message in (result.response, *result.followups) if message]
    assert len(said) == 1, said
    assert said[0].ephemeral
    assert not said[0].embeds
    assert not said[0].components
    assert "Traceback" not in said[0].content
    return said[0].content
