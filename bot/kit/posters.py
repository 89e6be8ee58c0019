"""A film's poster, where it may be shown."""

from __future__ import annotations

from bot.kit.access import AccessControl
from services.core.types import Film
from services.inference.client import InferenceClient


async def shown_poster(
    client: InferenceClient,
    access: AccessControl,
    film: Film,
    guild_id: int | None,
    channel: object,
) -> bytes | None:
    """Return a film's poster; None where there is none or it may not be shown there.

    Args:
        client: Asks the catalogue: the film may have been marked since it was kept.
        access: What admins allow.
        film: As it was kept.
        guild_id: The server, if it is one.
        channel: As Discord gives it; None where others than its members see the poster.

    Raises:
        UnavailableError: the catalogue cannot be reached.
    """
    if not access.shows_marked(guild_id, channel):
        known = await client.film(film.key)
        if (known or film).marked:
            return None
    return await client.poster(film)
