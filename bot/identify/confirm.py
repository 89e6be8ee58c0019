"""A member's yes or no to what an answer doubted, put into the answer that was posted."""

from __future__ import annotations

import re

import discord

from bot.identify import wording
from bot.identify.ids import Confirmation
from bot.identify.layout import Place
from bot.identify.posted_answer import PostedAnswer
from bot.kit.i18n import say
from bot.watchlist.save_button import SaveButton
from services.core.types import Film


def confirm(answer: PostedAnswer, said: Confirmation, film: Film, locale: discord.Locale) -> None:
    """Say in an answer what it says now that a member has told whether it is the film."""
    head = answer.part(Place.HEAD)
    text = head.children[0] if isinstance(head, discord.ui.Section) else head
    if isinstance(text, discord.ui.TextDisplay):
        text.content = _heading(text.content, said, film, locale)
        others = answer.part(Place.OTHERS)
        if said.number is None and isinstance(others, discord.ui.TextDisplay):
            text.content, others.content = wording.apart(locale, text.content)
    row = answer.part(Place.CONFIRM)
    if not isinstance(row, discord.ui.ActionRow):
        return
    save = SaveButton(film.key, say(locale, "answer-keep-film"))
    kept = [item for item in row.children if getattr(item, "custom_id", None) == save.custom_id]
    for item in kept:
        row.remove_item(item)
    if said.agreed:
        row.add_item(save)


def _heading(now: str, said: Confirmation, film: Film, locale: discord.Locale) -> str:
    if said.number is None:
        return wording.confirmed(locale, film, agreed=said.agreed)
    match = film if said.agreed else None
    line = wording.poster_line(locale, said.number, match=match, perhaps=None)
    thanks = f"{line} · {say(locale, 'perhaps-thanks')}"
    found = re.compile(rf"^\*\*{said.number}\.\*\* .*$", re.MULTILINE)
    return found.sub(lambda _: thanks, now, count=1)
