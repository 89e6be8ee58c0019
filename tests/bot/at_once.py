"""Members who press the same button in the same instant: SimCord's own verbs take turns."""

from simcord import Env, InteractionResult, MemberActor, interactions
from simcord.backend import serializers
from simcord.components import walk_components


async def press(
    env: Env, message_id: int, channel_id: int, *members: MemberActor, label: str
) -> list[InteractionResult]:
    """Let every member press the button before the bot has answered any of them."""
    stored = env.backend.get_message(channel_id, message_id)
    (button,) = [item for item in walk_components(stored.components) if item.get("label") == label]
    records = []
    for member in members:
        record, payload = interactions.base_payload(
            env.backend,
            type=3,
            channel_id=channel_id,
            guild_id=member.guild.id,
            user_id=member.id,
            data={"custom_id": button["custom_id"], "component_type": 2},
        )
        payload["message"] = dict(serializers.message_payload(env.backend, stored))
        record.source_message_id = stored.id
        env.backend.emit("INTERACTION_CREATE", payload)
        records.append(record)
    await env.settle()
    return [InteractionResult(env, record) for record in records]
