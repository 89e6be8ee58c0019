"""The title of a picture, read after its answer was sent: the answer then says the film's name."""

from __future__ import annotations

import logging
from dataclasses import replace

import discord

from bot.identify.answer import Answer, send
from bot.identify.query import Query
from services.core.errors import MarqueeError

log = logging.getLogger(__name__)


async def add_title(query: Query, answer: Answer) -> None:
    """Put an answer with the film whose title was read in the place of one that was sent.

    The member has an answer already: where no title is read, or anything fails, that one stays.

    Args:
        query: The query, answered.
        answer: What was sent.
    """
    word, client = answer.found.id, query.bot.client
    if word is None:
        return
    shown = query.shown
    try:
        with query.timed("title"):
            found = await client.read_title(word)
        if found is None:
            return
        query.found = found
        await send(query, replace(answer, found=found))
    except (MarqueeError, discord.HTTPException) as error:
        log.info("interaction %s keeps its first answer: %s", query.interaction.id, error)
    except Exception:
        log.exception("interaction %s keeps its first answer", query.interaction.id)
    else:
        return
    query.found, query.shown = answer.found, shown
