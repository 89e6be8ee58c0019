"""`/compare`: how alike two posters are, in plain words."""

from __future__ import annotations

import asyncio
import hashlib

import discord
from discord import app_commands
from discord.ext import commands

from bot.app import Marquee
from bot.identify import layout
from bot.identify.colour import vivid
from bot.identify.contact_sheet import safely
from bot.identify.ids import show_button
from bot.identify.layout import POSTERS, AnswerLayout, Part, Place
from bot.identify.query import Query, logged_query
from bot.kit import terms
from bot.kit.attachments import picked
from bot.kit.collage import pair
from bot.kit.formatting import COLOUR, linked
from bot.kit.i18n import label, say
from services.core.types import Comparison, Film, Identification

# The nearest poster of the catalogue is the measure: encoders crowd their cosines differently. As
# parts of its similarity, with poster-lite the 10th neighbour lies at 0.85, the 100th at 0.6 and
# the 1000th at a quarter (medians of 60 films of the starter; its nearest: 0.67).
_STEPS = ((1.0, "very"), (0.85, "much"), (0.6, "somewhat"), (0.25, "little"))
_NEAREST = 0.67

Interaction = discord.Interaction[Marquee]


class Compare(commands.Cog):
    """Thin: parse, defer, call, reply, log."""

    @app_commands.command(
        name=label("cmd-compare", "compare"),
        description=label("cmd-compare-description", "Tell how alike two posters are."),
    )
    @app_commands.rename(
        first=label("cmd-compare-option-first", "first"),
        second=label("cmd-compare-option-second", "second"),
        first_link=label("cmd-compare-option-first-link", "first-link"),
        second_link=label("cmd-compare-option-second-link", "second-link"),
    )
    @app_commands.describe(
        first=label("cmd-compare-option-first-description", "A picture of a movie poster."),
        second=label("cmd-compare-option-second-description", "Another one."),
        first_link=label(
            "cmd-compare-option-first-link-description",
            "Instead of the first picture: the link of one that lies on Discord.",
        ),
        second_link=label(
            "cmd-compare-option-second-link-description",
            "Instead of the second picture: the link of one that lies on Discord.",
        ),
    )
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def compare(
        self,
        interaction: Interaction,
        first: discord.Attachment | None = None,
        second: discord.Attachment | None = None,
        first_link: app_commands.Range[str, 1, 1000] | None = None,
        second_link: app_commands.Range[str, 1, 1000] | None = None,
    ) -> None:
        """Answer with both posters and what they share."""
        async with logged_query(interaction) as query:
            await query.admit()
            sources = (
                picked(interaction, first, first_link, missing="compare-no-first"),
                picked(interaction, second, second_link, missing="compare-no-second"),
            )
            await query.defer()
            with query.timed("fetch"):
                posters = await asyncio.gather(*(source.read() for source in sources))
            query.digest = hashlib.sha256(posters[0]).hexdigest()
            with query.timed("identify"):
                comparison, _ = await asyncio.gather(
                    query.bot.client.compare(*posters, encoder=query.encoder),
                    query.queue(),
                )
            query.found = comparison.first
            await _send(query, comparison, posters[0], posters[1])


async def _send(query: Query, comparison: Comparison, first: bytes, second: bytes) -> None:
    locale = query.locale
    answers = (comparison.first, comparison.second)
    query.shown = [answer.match.film for answer in answers if answer.match]
    with query.timed("draw"):
        contact_sheet = await asyncio.to_thread(safely, lambda: pair(first, second))
        colour = await asyncio.to_thread(safely, lambda: vivid(first))
    alt = say(locale, "compare-alt")
    close = closeness(comparison)
    lines = [
        f"### {say(locale, f'compare-{close}')}",
        *(_line(locale, rank, answer) for rank, answer in enumerate(answers, 1)),
    ]
    if close != "not-posters":
        lines += [
            # Below zero they are no less alike than not at all.
            say(locale, "answer-alike", similarity=max(0.0, comparison.similarity)),
            _genres(locale, comparison),
            _years(locale, comparison),
        ]
    encoder = comparison.first.encoder
    # What that says of 1.00 would be wrong of two films, and means nothing beside no poster.
    plain = close in ("not-posters", "two-films")
    footer = encoder if plain else say(locale, "answer-footer", encoder=encoder)
    parts: list[Part | None] = [
        layout.head("\n".join(line for line in lines if line)),
        layout.gallery(POSTERS, alt, Place.CONTACT_SHEET) if contact_sheet else None,
        layout.text(f"-# {footer}", Place.LIKENESS),
        layout.buttons(
            Place.BUTTONS, [show_button(say(locale, "answer-show")) if query.private else None]
        ),
    ]
    view = AnswerLayout(parts, colour or COLOUR)
    await query.reply(view, layout.files({POSTERS: contact_sheet}, {POSTERS: alt}))


def closeness(comparison: Comparison) -> str:
    """Return how alike two posters are, as the end of a message's name.

    Which films they are says more than the cosine of the whole pictures, and is not contradicted.
    """
    answers = comparison.first, comparison.second
    if any(answer.decision == "not_poster" for answer in answers):
        return "not-posters"
    first, second = (answer.match or answer.perhaps for answer in answers)
    sure = all(answer.match for answer in answers)
    if first and second and first.film.key == second.film.key:
        return "same" if sure else "perhaps-same"
    near = [answer.others[0].similarity for answer in answers if answer.others]
    measure = max(min(near, default=_NEAREST), 1e-6)
    share = comparison.similarity / measure
    step = next((name for least, name in _STEPS if share >= least), "hardly")
    if first and second and step == "very":
        return "two-films" if sure else "much"
    return step


def _line(locale: discord.Locale, rank: int, answer: Identification) -> str:
    return f"**{rank}.** {_told(locale, answer)}"


def _told(locale: discord.Locale, answer: Identification) -> str:
    if answer.match:
        return linked(answer.match.film)
    if answer.perhaps:
        return say(locale, "compare-perhaps", film=linked(answer.perhaps.film))
    if answer.decision == "not_poster":
        return say(locale, "compare-no-poster")
    era = terms.era(locale, answer.year) if answer.year else None
    key = "compare-unknown-era" if era else "compare-unknown"
    return say(locale, key, era=era or "")


def _genres(locale: discord.Locale, comparison: Comparison) -> str:
    first, second = _genres_of(comparison.first), _genres_of(comparison.second)
    if not first or not second:
        return ""
    shared = [terms.genre(locale, name) for name in first if name in second]
    if not shared:
        return say(locale, "compare-no-genre")
    return say(locale, "compare-genres", genres=terms.listed(locale, shared))


def _genres_of(answer: Identification) -> tuple[str, ...]:
    if answer.match and answer.match.film.genres:
        return answer.match.film.genres
    return tuple(score.name for score in answer.predicted_genres)


def _years(locale: discord.Locale, comparison: Comparison) -> str:
    films: list[Film | None] = [
        answer.match.film if answer.match else None
        for answer in (comparison.first, comparison.second)
    ]
    known = [film.year for film in films if film and film.year is not None]
    if len(known) == 2:
        return say(locale, "compare-years", years=abs(known[0] - known[1]))
    first, second = (_year_of(answer) for answer in (comparison.first, comparison.second))
    if first is None or second is None:
        return ""
    return say(locale, "compare-years-about", years=round(abs(first - second)))


def _year_of(answer: Identification) -> float | None:
    if answer.match and answer.match.film.year is not None:
        return answer.match.film.year
    return answer.year.estimate if answer.year else None


async def setup(bot: Marquee) -> None:
    """Load the cog (called by discord.py)."""
    await bot.add_cog(Compare())
