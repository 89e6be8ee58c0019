"""One folding for all who compare titles: what it ignores, and what it must not."""

from __future__ import annotations

import itertools
import random
import sys
import unicodedata
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import discord
import pytest

from bot.games.rules import titles
from bot.watchlist.lookup import films_named, watched_film
from services.catalogue.cleaning.duplicates import Entry, same_film
from services.catalogue.normalise import folded_title
from services.catalogue.search import TitleIndex
from services.core.errors import RequestError
from services.core.text_folding import Level, comparable, fold, without_article
from services.core.titles import names
from services.core.types import Film, Found
from services.store import Store, watchlist

LEVELS: tuple[Level, ...] = ("case", "marks", "articles")

# A title, what somebody types for it, and the first level at which the two are the same.
ALIKE: list[tuple[str, str, Level]] = [
    # case
    ("HEAT", "heat", "case"),
    ("  Heat\t of\u00a0the\u3000Night\n", "heat of the night", "case"),
    ("Amélie", "Ame\u0301lie", "case"),
    ("Straße", "STRASSE", "case"),
    ("ΟΔΥΣΣΕΑΣ", "οδυσσεας", "case"),
    ("İstanbul", "istanbul", "case"),
    ("Ｈｅａｔ（１９９５）", "heat(1995)", "case"),
    ("𝓗𝓮𝓪𝓽 𝟚", "heat 2", "case"),
    ("ﬁght club", "fight club", "case"),
    ("So\u00adlaris", "solaris", "case"),
    ("He\u200bat", "heat", "case"),
    ("\ufeffHeat", "heat", "case"),
    ("I ❤\ufe0f Huckabees", "i ❤ huckabees", "case"),
    ("ﾎﾟﾆｮ", "ポニョ", "case"),
    ("か\u3099", "が", "case"),
    ("\u1100\u1161", "가", "case"),
    ("Barbie™", "barbie", "case"),
    ("Wait…", "wait...", "case"),
    ("“Heat”", '"heat"', "case"),
    ("«Heat»", '"heat"', "case"),
    ("„Heat‟", '"heat"', "case"),
    ("「七人の侍」", '"七人の侍"', "case"),
    # numbers that stand apart
    ("8½", "8 1/2", "case"),
    ("8 ½", "8 1/2", "case"),
    ("8\u200b½", "8 1/2", "case"),
    ("8 1⁄2", "8 1/2", "case"),
    ("8¹⁄₂", "8 1/2", "case"),
    ("８½", "8 1/2", "case"),
    ("8½ Women", "8 1/2 women", "case"),
    ("8½Women", "8 1/2 women", "case"),
    ("8½", "8-1/2", "marks"),
    ("33⅓", "33 1/3", "case"),
    ("The Naked Gun 2½", "the naked gun 2 1/2", "case"),
    ("(½)", "(1/2)", "case"),
    ("Alien³", "alien 3", "case"),
    ("é\u0323³", "ẹ\u0301 3", "case"),
    ("[REC]²", "rec 2", "marks"),
    ("x¹⁰", "x 10", "case"),
    ("RockyⅣ", "rocky iv", "case"),
    ("Rocky Ⅷ", "rocky viii", "case"),
    ("H₂O", "h2o", "case"),
    # strokes and ligatures
    ("Łódź", "lodz", "marks"),
    ("Smørrebrød", "smorrebrod", "marks"),
    ("Đorđe", "dorde", "marks"),
    ("Ħal Ŧ", "hal t", "marks"),
    ("Æon Flux", "aeon flux", "marks"),
    ("ǼØǾ", "aeoo", "marks"),
    ("Cœur", "coeur", "marks"),
    ("Þór", "thor", "marks"),
    ("Reykjavík Rotterdam: Eiði", "reykjavik rotterdam eidi", "marks"),
    ("Kış Uykusu", "kis uykusu", "marks"),
    ("Ĳsland", "ijsland", "case"),
    ("Ǆ", "dz", "marks"),
    ("Mẹ Thằng Đậu", "me thang dau", "marks"),
    ("Əli və Nino", "eli ve nino", "marks"),
    ("Ꜳ Ꝏ", "aa oo", "marks"),
    ("Ƒilm Ɓ", "film b", "marks"),
    ("Hĕãŧ", "heat", "marks"),
    ("H\u0336e\u0336a\u0336t\u0336", "heat", "marks"),
    ("Ｚｏë ª", "zoe a", "marks"),
    # dashes, quotes, signs
    ("Spider-Man", "spider man", "marks"),
    ("M*A*S*H", "m.a.s.h", "marks"),
    ("WALL·E", "wall-e", "marks"),
    ("snake_eyes", "snake eyes", "marks"),
    ("What?!", "what", "marks"),
    ("Angels & Demons", "angels and demons", "marks"),
    ("Angels＆Demons", "angels and demons", "marks"),
    ("Romeo + Juliet", "romeo and juliet", "marks"),
    ("LGBTQ+", "lgbtq", "marks"),
    ("romeo &", "romeo", "marks"),
    ("8\ufe0f\u20e3 Mile", "8 mile", "marks"),
    ("٢٠٠١", "2001", "marks"),
    # what is left out by those who type other scripts
    ("Ёлки", "елки", "marks"),
    ("За\u0301мок", "замок", "marks"),
    ("Ζορμπάς", "ζορμπας", "marks"),
    ("ᾯδή", "ωιδη", "marks"),
    ("שָׁלוֹם", "שלום", "marks"),
    ("צה״ל", 'צה"ל', "case"),
    ("ג׳", "ג'", "case"),
    ("مُحَمَّد", "محمد", "marks"),
    ("أحمد", "احمد", "marks"),
    ("محـــمد", "محمد", "marks"),
    # articles
    ("The Matrix", "matrix", "articles"),
    ("L'Avventura", "avventura", "articles"),
    ("L’Avventura", "avventura", "articles"),
    ("l` avventura", "avventura", "articles"),
    ("Das Boot", "boot", "articles"),
    ("Ένας Άντρας", "ενας αντρας", "marks"),
]
APOSTROPHES = "'`´‘’‚‛‹›′‵ʹʻʼʽʾʿˊˋ＇｀΄᾽᾿῾`´՚׳Ꞌꞌ❛❜"
DASHES = "-‐‑‒–—―−⸺⸻﹘﹣－֊־᠆〰⁃"
DIFFERENT = [
    ("мой", "мои"),
    ("їжа", "іжа"),
    ("ґрунт", "грунт"),
    ("が", "か"),
    ("パリ", "ハリ"),
    ("スター", "スタ"),
    ("हिन्दी", "हद"),
    ("कि", "की"),
    ("กา", "กำ"),
    ("กา", "ก่า"),
    ("가", "각"),
    ("ரா", "ர"),
    ("рок", "pok"),
    ("8½", "812"),
    ("8½", "81/2"),
    ("33⅓", "331/3"),
    ("Alien³", "Aliens"),
    ("Heat", "Heart"),
    ("七人の侍", "十三人の刺客"),
]
LETTERLESS = ["???", "!!!", "★", "♥", "🎬", "$", "..."]


def _level(one: str, other: str) -> Level | None:
    return next((level for level in LEVELS if fold(one, level) == fold(other, level)), None)


@pytest.mark.parametrize(("title", "typed", "level"), ALIKE)
def test_alike(title: str, typed: str, level: Level) -> None:
    assert _level(title, typed) == level
    # Each level ignores what the one before it does.
    for later in LEVELS[LEVELS.index(level) :]:
        assert fold(title, later) == fold(typed, later) != ""


@pytest.mark.parametrize("sign", APOSTROPHES)
def test_every_apostrophe_joins(sign: str) -> None:
    assert fold(f"Schindler{sign}s List", "case") == "schindler's list"
    assert fold(f"Schindler{sign}s List") == "schindlers list"
    assert fold(f"Rock {sign}n{sign} Roll") == "rock n roll"


@pytest.mark.parametrize("sign", DASHES)
def test_every_dash_parts(sign: str) -> None:
    assert fold(f"Spider{sign}Man", "case") == "spider-man"
    assert fold(f"Spider {sign} Man") == fold(f"Spider{sign}Man") == "spider man"


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
@pytest.mark.parametrize("level", LEVELS)
def test_different(one: str, other: str, level: Level) -> None:
    assert fold(one, level) != fold(other, level)
    assert comparable(one, level) != comparable(other, level)


@pytest.mark.parametrize(
    "title",
    [
        "мой брат",
        "ガンダム",
        "हिन्दी",
        "தமிழ்",
        "ภาษาไทย",
        "기생충",
        "七人の侍",
        "שלום",
        "محمد",
        "ქართული",
    ],
)
def test_words_of_other_scripts_stay_whole(title: str) -> None:
    assert fold(title) == unicodedata.normalize("NFC", title)


def test_case_keeps_the_spelling() -> None:
    assert fold("Łódź & Co.: Ça va?", "case") == "łódź & co.: ça va?"
    assert fold("Amélie", "case") != fold("Amelie", "case")
    assert fold("Spider-Man", "case") != fold("Spider Man", "case")


@pytest.mark.parametrize("level", LEVELS)
def test_titles_without_letters_are_told_apart(level: Level) -> None:
    assert len({comparable(title, level) for title in LETTERLESS}) == len(LETTERLESS)
    assert fold("???") == fold("") == fold(" \x00\n") == ""


def test_one_article_goes_and_a_title_that_is_one_stays() -> None:
    assert fold("The The", "articles") == fold("The", "articles") == "the"
    assert fold("Theatre", "articles") == "theatre"
    assert fold("Largo", "articles") == "largo"
    assert fold("L'", "articles") == "l"
    assert without_article("the a team") == "a team"


def _texts() -> list[str]:
    """Every character among letters, and characters by chance, those that change most of all."""
    rng = random.Random(10)
    every = [chr(code) for code in range(sys.maxunicode + 1)]
    lively = [
        char
        for char in every
        if unicodedata.decomposition(char)
        or char.casefold() != char
        or unicodedata.category(char) in {"Cf", "Mn", "Mc", "Me", "Pd", "Lm", "Sk", "Cs"}
    ]
    pools = (lively, every[:0x3200], every)
    alone = [f"a{char}b" for char in (*every[:0x3400], *rng.sample(every, 3000))]
    return [
        *alone,
        *("".join(rng.choices(rng.choice(pools), k=rng.randint(1, 8))) for _ in range(10_000)),
    ]


@pytest.mark.slow
def test_whatever_is_typed_folds_and_folds_once() -> None:
    for text in _texts():
        case, marks, articles = (fold(text, level) for level in LEVELS)
        told = ascii(text)
        assert fold(case, "case") == case, told
        assert fold(marks) == fold(case) == fold(marks, "case") == marks, told
        assert fold(articles) == articles, told
        assert marks.endswith(articles), told
        # Composed or not, the text is the same.
        for form in ("NFC", "NFD"):
            assert fold(unicodedata.normalize(form, text), "case") == case, told
        for held in (case, marks):
            assert held == " ".join(held.split()), told


# ---- all who compare titles

EXAMPLES = [
    ("Łódź", "lodz"),
    ("Łódź", "ŁÓDŹ"),
    ("Łódź", "Lo\u0301dz\u0301"),
    ("Smørrebrød", "smorrebrod"),
    ("Smørrebrød", "SMØRREBRØD"),
    ("Schindler‘s List", "schindlers list"),
    ("Schindler‘s List", "Schindler's List"),
    ("Schindler‘s List", "schindler´s list"),
    ("Schindler's List", "Schindler’s list"),
    ("8½", "8 1/2"),
    ("8½", "8 ½"),
    ("8 1/2", "8½"),
    ("33⅓", "33 1/3"),
    ("33 1/3", "33⅓"),
    ("L’Avventura", "l'avventura"),
    ("Romeo + Juliet", "Romeo & Juliet"),
    ("Æon Flux", "aeon flux"),
    ("Đavolja Vodenica", "davolja vodenica"),
    ("Alien³", "alien 3"),
    ("हिन्दी मीडियम", "हिन्दी मीडियम"),
    ("Мой брат", "мой брат"),
]
# What more than folding tells to be one name.
WRITTEN = [
    ("Rocky II", "rocky 2"),
    ("Rocky II", "Rocky Two"),
    ("20,000 Leagues", "20000 leagues"),
    ("S.W.A.T.", "swat"),
    ("L.A. Story", "la story"),
    ("1984", "nineteen eighty four"),
]
OTHERS = [
    ("Мой брат", "мои брат"),
    ("ガン", "カン"),
    ("हिन्दी", "हद"),
    ("8½", "81/2"),
    ("Rocky II", "rocky 3"),
]
DECOY = Film("Quiet Acre", 1963, imdb_id="tt9999999")
USERS = itertools.count(11)
# How somebody compares: is what was typed the title?
Comparer = Callable[[str, str, Store], Awaitable[bool]]


async def _game(title: str, typed: str, store: Store) -> bool:
    return titles.check(Film(title), typed, found=()).right


async def _game_beside_the_catalogue(title: str, typed: str, store: Store) -> bool:
    found = TitleIndex([DECOY, Film(title)]).complete(typed)
    return titles.check(Film(title), typed, found=found).right


async def _same_name(title: str, typed: str, store: Store) -> bool:
    return names.same_name(title, typed) and names.like_name(title, typed)


async def _search(title: str, typed: str, store: Store) -> bool:
    found = TitleIndex([DECOY, Film(title)]).search(typed, 1)
    return [(item.film.title, item.score) for item in found] == [(title, 1.0)]


async def _completion(title: str, typed: str, store: Store) -> bool:
    found = TitleIndex([DECOY, Film(title)]).complete(typed, 1)
    return [(item.film.title, item.score) for item in found] == [(title, 1.0)]


async def _other_name(title: str, typed: str, store: Store) -> bool:
    found = TitleIndex([DECOY], {DECOY.key: [title]}).search(typed, 1)
    return [item.score for item in found] == [1.0]


async def _import(title: str, typed: str, store: Store) -> bool:
    # One TMDB id and no years: only the titles can tell that the two are one film.
    return same_film(Entry(1, None, 5, title, None), [typed], None)


async def _normalised(title: str, typed: str, store: Store) -> bool:
    return folded_title(f"{title} (Quiet Acre)") == folded_title(typed)


async def _on_a_list(title: str, store: Store) -> int:
    """Put the title on the watchlist of somebody who has none yet; return who that is."""
    user = next(USERS)
    async with store.session() as session:
        for film in (DECOY, Film(title)):
            await watchlist.add(session, user, user, film)
        await session.commit()
    return user


async def _watchlist(title: str, typed: str, store: Store) -> bool:
    user = await _on_a_list(title, store)
    async with store.session() as session:
        found = await watchlist.titles(session, user, typed)
    return [item.film.title for item in found] == [title]


def _asking(user: int, store: Store, *films: Film) -> Any:
    """An interaction of that member, with a client that knows these films by their titles."""
    index = TitleIndex(films)

    async def find(typed: str, *, limit: int) -> list[Found]:
        return index.complete(typed, limit)

    async def nobody(key: str) -> None:
        return None

    bot = SimpleNamespace(store=store, client=SimpleNamespace(titles=find, film=nobody))
    member = SimpleNamespace(id=user)
    locale = discord.Locale.british_english
    return cast(Any, SimpleNamespace(client=bot, guild_id=None, user=member, locale=locale))


async def _typed_in_full(title: str, typed: str, store: Store) -> bool:
    user = await _on_a_list(title, store)
    try:
        return (await watched_film(_asking(user, store), typed, user)).film.title == title
    except RequestError as error:
        assert error.code == "not_on_list"
        return False


async def _named_of_the_catalogue(title: str, typed: str, store: Store) -> bool:
    asking = _asking(next(USERS), store, DECOY, Film(title))
    try:
        return [film.title for film in await films_named(asking, typed)] == [title]
    except RequestError as error:
        assert error.code == "film_unknown"
        return False


COMPARERS: list[Comparer] = [
    _game,
    _game_beside_the_catalogue,
    _same_name,
    _search,
    _completion,
    _other_name,
    _import,
    _normalised,
    _watchlist,
    _typed_in_full,
    _named_of_the_catalogue,
]


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with await Store.open(tmp_path / "data" / "marquee.db") as opened:
        yield opened


@pytest.mark.parametrize("comparer", COMPARERS)
async def test_all_who_compare_titles_agree(comparer: Comparer, store: Store) -> None:
    # Who asks whether two films cannot be told apart by name goes by the very name.
    examples = EXAMPLES if comparer is _same_name else [*EXAMPLES, *WRITTEN]
    unlike = [pair for pair in examples if not await comparer(*pair, store)]
    assert unlike == []
    alike = [pair for pair in OTHERS if await comparer(*pair, store)]
    assert alike == []


async def test_a_title_as_it_is_spelt_comes_before_one_with_other_accents(store: Store) -> None:
    user = next(USERS)
    films = [Film("Amélie", 2001), Film("Amelie", 1960), Film("???", 1999)]
    async with store.session() as session:
        for film in films:
            await watchlist.add(session, user, user, film)
        await session.commit()
    asking = _asking(user, store, *films)
    assert (await watched_film(asking, "AMÉLIE", user)).film == films[0]
    assert (await watched_film(asking, "amelie (1960)", user)).film == films[1]
    assert (await watched_film(asking, "Ámelie 2001", user)).film == films[0]
    assert (await watched_film(asking, "???", user)).film == films[2]
    # Which of the two, or whether any, cannot be told.
    for typed in ("Àmelie", "1999", "!!!", " "):
        with pytest.raises(RequestError):
            await watched_film(asking, typed, user)
