"""The posters of a page side by side, and the words under them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import TypeVar

import discord

from bot.kit import terms
from bot.kit.collage import side_by_side
from bot.kit.i18n import say
from services.core.types import Film
from services.inference.client import InferenceClient

log = logging.getLogger(__name__)

T = TypeVar("T")

PICTURED = 12  # neighbours drawn at most: four rows of three


async def draw_contact_sheet(
    client: InferenceClient,
    films: Sequence[Film],
    *,
    first: int = 1,
    marked: bool = False,
) -> bytes | None:
    """Return films' posters side by side, numbered; None where there are none.

    Args:
        client: The catalogue.
        films: The films.
        first: Number of the first of them.
        marked: Whether posters that are not for everybody are among them.
    """
    shown = [film if marked or not film.marked else None for film in films[:PICTURED]]
    try:
        pictures = await asyncio.gather(*(_poster(client, film) for film in shown))
    except Exception:  # the answer is worth more than its picture
        log.exception("no picture could be had for an answer")
        return None
    ranked = [(rank, data) for rank, data in enumerate(pictures, first) if data]
    return await asyncio.to_thread(safely, lambda: side_by_side(ranked))


async def _poster(client: InferenceClient, film: Film | None) -> bytes | None:
    return None if film is None else await client.poster(film)


def footer(locale: discord.Locale, films: Sequence[Film], encoder: str) -> str:
    """Return in what the films are alike, and by which encoder that was found."""
    small = f"-# {say(locale, 'answer-footer', encoder=encoder)}"
    return "\n".join(part for part in (terms.likeness(locale, films), small) if part)


def contact_sheet_alt(locale: discord.Locale, films: Sequence[Film], first: int = 1) -> str:
    """Return the alt text of posters side by side."""
    pictured = enumerate(films[:PICTURED], first)
    named = ", ".join(f"{rank}: {film.label}" for rank, film in pictured)
    return say(locale, "answer-alt-posters", films=named)


def safely(draw: Callable[[], T]) -> T | None:
    """Return what `draw` draws, or None; an answer is worth more than its picture."""
    try:
        return draw()
    except Exception:
        log.exception("no picture could be drawn for an answer")
        return None
