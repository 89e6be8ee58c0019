"""What buttons and menus hold: read as it was written, and never too long for Discord."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from bot.identify import ids, layout
from bot.identify.handlers import HANDLERS
from bot.identify.ids import Choice, Confirmation, Page, QueryVerdict
from bot.kit.limits import CUSTOM_ID, OPTION_TEXT
from bot.watchlist.lookup import short_key
from services.core.encoders import SPECS
from services.core.types import Film, Neighbour
from services.inference.client import MAX_SKIP

ENGLISH = discord.Locale.american_english
LONGEST_ENCODER = max(SPECS, key=len)
# Keys of every kind; the last is the title of a film without ids.
KEYS = ("", "tt0113277", "tmdb-1538", "Heat: the\nend (1995)", "8½ 🎬")
# A row's number in the log has as many digits as a button's template takes.
LAST_QUERY = 10**18 - 1


def held(button: discord.ui.Button[Any]) -> str:
    assert button.custom_id
    assert len(button.custom_id) <= CUSTOM_ID
    return button.custom_id


@pytest.mark.parametrize("verdict", ["right", "wrong"])
@pytest.mark.parametrize("query_id", [1, LAST_QUERY])
def test_a_verdict_is_read_as_it_was_written(verdict, query_id: int) -> None:
    given = QueryVerdict(verdict, query_id)
    custom_id = held(ids.verdict_button(given, "Right"))
    assert custom_id == f"marquee:verdict:{verdict}:{query_id}"
    match = ids.VERDICT.fullmatch(custom_id)
    assert match
    assert QueryVerdict.of(match) == given


@pytest.mark.parametrize("agreed", [True, False])
@pytest.mark.parametrize("query_id", [1, LAST_QUERY])
@pytest.mark.parametrize("number", [None, 1, 12])
def test_a_yes_or_no_is_read_as_it_was_written(agreed: bool, query_id: int, number) -> None:
    given = Confirmation(agreed, query_id, number)
    custom_id = held(ids.perhaps_button(given, "Yes"))
    which = "" if number is None else f":{number}"
    assert custom_id == f"marquee:perhaps:{'yes' if agreed else 'no'}:{query_id}{which}"
    match = ids.PERHAPS.fullmatch(custom_id)
    assert match
    assert Confirmation.of(match) == given


def test_the_button_that_shows_to_all() -> None:
    custom_id = held(ids.show_button("Show to all"))
    assert custom_id == "marquee:show"
    assert ids.SHOW.fullmatch(custom_id)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("encoder", ["", *SPECS])
@pytest.mark.parametrize(("skip", "k"), [(0, 1), (3, 3), (MAX_SKIP, 24)])
def test_a_page_is_read_as_it_was_written(skip: int, k: int, encoder: str, key: str) -> None:
    page = Page(skip, k, encoder, key)
    assert page.fits
    custom_id = held(ids.page_button(page, "Next", "▶️"))
    assert custom_id == f"marquee:page:{skip}:{k}:{encoder}:{key}"
    match = ids.PAGE.fullmatch(custom_id)
    assert match
    assert Page.of(match) == page


@pytest.mark.parametrize("encoder", ["", *SPECS])
def test_a_menu_is_read_as_it_was_written(encoder: str) -> None:
    choices = [Choice("tt0113277", None), Choice("tmdb-1538", 0.8312), Choice(KEYS[3], -0.05)]
    options = [discord.SelectOption(label="Film", value=each.value) for each in choices]
    menu = ids.like_menu(encoder, options, "More like this")
    assert menu.custom_id == f"marquee:like:{encoder}"
    assert len(menu.custom_id) <= CUSTOM_ID
    match = ids.LIKE.fullmatch(menu.custom_id)
    assert match
    assert match["encoder"] == encoder
    assert [Choice.of(option.value) for option in menu.options] == choices
    assert ids.neighbours_in(menu) == choices[1:]


def test_each_template_has_one_handler() -> None:
    templates = [handler.__discord_ui_compiled_template__ for handler in HANDLERS]
    known = {ids.VERDICT, ids.PERHAPS, ids.SHOW, ids.PAGE, ids.PICTURE, ids.LIKE}
    assert set(templates) == known
    assert len(templates) == len(known)


@pytest.mark.parametrize(("beyond", "turns"), [(0, 2), (1, 1), (2, 0)])
def test_a_key_too_long_for_a_button_is_left_out(beyond: int, turns: int) -> None:
    room = CUSTOM_ID - len(f"marquee:page:{MAX_SKIP}:24:{LONGEST_ENCODER}:")
    page = Page(MAX_SKIP - 24, 24, LONGEST_ENCODER, "T" * (room + beyond))
    buttons = layout.turns(ENGLISH, page, more=True)
    found = [held(button) for button in buttons if isinstance(button, discord.ui.Button)]
    assert len(buttons) == len(found) == turns


@pytest.mark.parametrize("beyond", [0, 1, 200])
def test_a_key_too_long_for_a_menu_is_told_in_short(beyond: int) -> None:
    film = Film("T" * (OPTION_TEXT - len("0.5000 ") + beyond), None, (), None)
    near = [(1, Neighbour(film, 0.5)), (2, Neighbour(Film("Heat", 1995, (), "tt0113277"), 0.4))]
    menu = layout.more_like_this(ENGLISH, LONGEST_ENCODER, near)
    assert isinstance(menu, discord.ui.Select)
    assert len(menu.options) == 2
    assert Choice.of(menu.options[0].value).key == short_key(film.key)
    assert all(len(option.value) <= OPTION_TEXT for option in menu.options)
