from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.games.draw import draw, pictures
from bot.games.likeness import choose_decoys
from bot.games.reveal import reveal
from bot.games.rules import decoys
from bot.games.rules.checking import FOUND, check
from bot.games.rules.options import DIFFICULTIES, KINDS, KNOWN, Options
from bot.games.rules.types import Guess, Played, Question
from services.core.errors import RequestError, UnavailableError
from services.core.types import Film, Neighbour
from services.inference.client import InferenceClient
from services.inference.embedded import EmbeddedClient
from services.samples import SAMPLES
from tests.bot.games.gallery import Gallery, client, films
from tests.inference.helpers import settings


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Gallery:
    return Gallery(tmp_path_factory.mktemp("gallery"), films())


@pytest.fixture
async def catalogue(tmp_path: Path, gallery: Gallery) -> AsyncIterator[InferenceClient]:
    opened = client(tmp_path, gallery)
    yield opened
    await opened.close()


@pytest.fixture
async def starter(tmp_path: Path) -> AsyncIterator[InferenceClient]:
    opened = EmbeddedClient(settings(tmp_path))
    yield opened
    await opened.close()


def shared_by_all(link: str, shown: tuple[Film, ...]) -> bool:
    way, _, value = link.partition(":")
    if way == "genre":
        return all(value in film.genres for film in shown)
    return all((film.year or 0) // 10 * 10 == int(value) for film in shown)


async def whole_game(catalogue: InferenceClient, options: Options, seed: int = 3) -> list[Question]:
    played: list[Played] = []
    while len(played) < options.rounds:
        asked = await draw(catalogue, options, seed=seed, played=played)
        played.append(Played(len(played) + 1, asked, skipped=len(played) % 3 == 2))
    return [round_.question for round_ in played]


@pytest.mark.parametrize("kind", KINDS)
async def test_no_poster_comes_twice_in_a_game(catalogue: InferenceClient, kind: str) -> None:
    options = Options(kind=kind, rounds=20)  # pyright: ignore
    shown = [key for asked in await whole_game(catalogue, options) for key in asked.keys]
    assert len(shown) >= 20
    assert len(shown) == len(set(shown))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("choice", [True, False])
async def test_questions_are_whole(catalogue: InferenceClient, kind: str, choice: bool) -> None:
    options = Options(kind=kind, rounds=8, choice=choice)  # pyright: ignore
    for asked in await whole_game(catalogue, options):
        assert not asked.sample
        assert len(await pictures(catalogue, asked)) == len(asked.shown)
        assert asked.hints
        if asked.kind == "film" and choice:
            assert len(asked.choices) == 4
            assert asked.answer is not None
            assert asked.choices[asked.answer] == asked.film
        if asked.kind == "film" and not choice:
            found = await catalogue.titles(asked.film.title, limit=FOUND)
            assert check(asked, Guess(1, 1.0, text=asked.film.title), found).right
        if asked.kind == "year":
            assert asked.year == pytest.approx((asked.film.year or 0) + 2.4)
        if asked.kind == "genres":
            assert set(asked.film.genres) <= set(asked.genres)
            assert set(asked.own_genres) <= set(asked.genres)
            assert len(asked.genres) <= 25
        if asked.kind == "decade":
            assert asked.answer is not None
            assert len(asked.decades) == 5
            assert asked.decades[asked.answer] == (asked.film.year or 0) // 10 * 10
        if asked.kind == "connect":
            truths = [shared_by_all(link, asked.shown) for link in asked.links]
            # One thing is true of all four, and the others of some of them.
            assert truths.count(True) == 1 and truths.index(True) == asked.answer
            assert len(truths) == len(asked.shown) == 4
        if asked.kind == "odd":
            assert asked.answer is not None
            assert asked.choices[asked.answer] == asked.film
            trio = [film for film in asked.shown if film != asked.film]
            assert all(set(asked.shared) <= set(film.genres) for film in trio)
            assert asked.shared
            assert not set(asked.shared) & set(asked.film.genres)


async def test_the_right_answer_stands_anywhere(catalogue: InferenceClient) -> None:
    options = Options(rounds=20)
    answers = [
        asked.answer for seed in range(4) for asked in await whole_game(catalogue, options, seed)
    ]
    counts = Counter(answers)
    assert set(counts) == {0, 1, 2, 3}
    assert max(counts.values()) < 40


async def test_hints_tell_the_truth_and_not_the_answer(catalogue: InferenceClient) -> None:
    for choice in (True, False):
        for asked in await whole_game(catalogue, Options(kind="mix", rounds=20, choice=choice)):
            told = {hint.kind: hint.value for hint in asked.hints}
            year = asked.film.year or 0
            if "decade" in told:
                assert told["decade"] == f"{year // 10 * 10}s"
            if "years" in told:
                first, last = map(int, told["years"].split("-"))
                assert first <= year <= last
            if "out" in told:
                assert 1 <= int(told["out"]) <= 4
                assert int(told["out"]) - 1 != asked.answer
            if asked.kind == "genres":
                assert told["count"] == str(len(asked.film.genres))
                assert told["genre"] in asked.film.genres
            if asked.kind == "year":
                assert "decade" not in told
            if asked.kind != "genres" and "genres" in told:
                assert told["genres"] == ", ".join(asked.film.genres)


async def test_filters_hold(catalogue: InferenceClient) -> None:
    options = Options(rounds=10, decade=1980, genre=" romance ", choice=False)
    with pytest.raises(RequestError) as caught:
        await whole_game(catalogue, replace(options, genre="Noir"))
    assert caught.value.code == "game_too_few"
    for asked in await whole_game(catalogue, replace(options, genre="Romance", rounds=5)):
        assert asked.film.year is not None
        assert 1980 <= asked.film.year <= 1989
        assert "Romance" in asked.film.genres
    for asked in await whole_game(catalogue, Options(kind="odd", genre="War", rounds=3)):
        trio = [film for film in asked.shown if film != asked.film]
        assert any("War" in film.genres for film in trio)


async def test_what_the_host_has_set_is_not_asked(catalogue: InferenceClient) -> None:
    for options, never in (
        (Options(kind="connect", genre="War", rounds=3), "genre:War"),
        (Options(kind="connect", decade=1980, rounds=3), "decade:1980"),
    ):
        for asked in await whole_game(catalogue, options):
            assert asked.links[asked.answer or 0] != never
    with pytest.raises(RequestError):
        await whole_game(catalogue, Options(kind="decade", decade=1980))


async def test_a_game_that_runs_out_of_films_says_so(tmp_path: Path) -> None:
    few = client(tmp_path, Gallery(tmp_path, films()[:6]))
    try:
        with pytest.raises(RequestError) as caught:
            await whole_game(few, Options(rounds=7, kind="year"))
        assert caught.value.code == "game_too_few"
        shown = await whole_game(few, Options(rounds=6, kind="year"))
        assert len({asked.film.key for asked in shown}) == 6
    finally:
        await few.close()


async def test_of_a_mix_another_game_takes_over(tmp_path: Path) -> None:
    """Of six films alike there is no stranger, but there are five other rounds."""
    few = client(tmp_path, Gallery(tmp_path, films()[:6]))
    try:
        kinds = [asked.kind for asked in await whole_game(few, Options(rounds=6, kind="mix"))]
        assert "odd" not in kinds
        assert len(kinds) == 6
    finally:
        await few.close()


async def test_films_without_a_picture_are_not_drawn(tmp_path: Path) -> None:
    gallery = Gallery(tmp_path, films()[:120], without=range(0, 120, 2))
    some = client(tmp_path, gallery)
    try:
        for kind in ("film", "odd"):
            options = Options(rounds=5, kind=kind)  # pyright: ignore
            for asked in await whole_game(some, options):
                assert all(film.key in gallery.pictures for film in asked.shown)
    finally:
        await some.close()


@pytest.mark.parametrize("kind", KINDS)
async def test_posters_that_are_not_for_everybody_are_in_no_question(
    tmp_path: Path, kind: str
) -> None:
    some_marked = [replace(film, marked=place % 3 == 0) for place, film in enumerate(films())]
    opened = client(tmp_path, Gallery(tmp_path, some_marked))
    marked = {film.key for film in some_marked if film.marked}
    try:
        options = Options(kind=kind, rounds=10)  # pyright: ignore
        asked = await whole_game(opened, options)
        told = {film.title for film in some_marked if film.marked}
        assert not any(set(one.keys) & marked or set(one.choices) & told for one in asked)
    finally:
        await opened.close()


async def test_where_they_may_be_shown_they_are_drawn(tmp_path: Path) -> None:
    opened = client(tmp_path, Gallery(tmp_path, [replace(it, marked=True) for it in films()]))
    try:
        asked = await draw(opened, Options(), seed=1, marked=True)
        assert len(asked.choices) == 4
        # Without them there are none: the drawn samples are shown in their place.
        assert (await draw(opened, Options(), seed=1)).sample
    finally:
        await opened.close()


async def test_a_poster_that_is_gone_is_told(tmp_path: Path) -> None:
    gallery = Gallery(tmp_path, films()[:30])
    some = client(tmp_path, gallery)
    try:
        asked = await draw(some, Options(), seed=1)
        gallery.pictures[asked.film.key].unlink()
        with pytest.raises(UnavailableError) as caught:
            await pictures(some, asked)
        assert caught.value.code == "gone"
        # ... and another film is drawn in its place.
        again = await draw(some, Options(), seed=1)
        assert again.film != asked.film
    finally:
        await some.close()


async def test_a_service_that_allows_few_neighbours_still_gives_decoys(
    tmp_path: Path, gallery: Gallery
) -> None:
    strict = client(tmp_path, gallery, max_k=3)
    try:
        asked = await draw(strict, Options(difficulty="easy"), seed=1)
        assert len(asked.choices) == 4
    finally:
        await strict.close()


async def test_decoys_fit_and_are_nearer_where_it_is_harder(
    catalogue: InferenceClient, gallery: Gallery
) -> None:
    places = {film.key: place for place, film in enumerate(gallery.films)}
    far: dict[str, float] = {}
    fitting = total = 0
    for difficulty in DIFFICULTIES:
        options = Options(difficulty=difficulty)
        distances = []
        for film in gallery.films[::8]:
            wrong = await choose_decoys(catalogue, film, options)
            assert len({film.key, *(other.key for other in wrong)}) == 4
            distances += [abs(places[other.key] - places[film.key]) for other in wrong]
            fitting += decoys.fit(film, wrong)
            total += 1
        far[difficulty] = sum(distances) / len(distances)
    assert fitting / total >= 0.9
    assert far["easy"] > far["medium"] > far["hard"]


def test_a_film_of_the_same_name_is_no_decoy() -> None:
    film = Film("The Heat", 2013, ("Comedy",), "tt1")
    near = [
        Film("Heat", 1995, ("Comedy",), "tt2"),
        Film("Spy", 2015, ("Comedy",), "tt3"),
        Film("The Spy", 2012, ("Comedy",), "tt4"),
        Film("Tammy", 2014, ("Comedy",), "tt5"),
        Film("Shaft", 1971, ("Action",), "tt6"),
        Film("Identity Thief", 2013, ("Comedy",), "tt7"),
    ]
    assert [other.key for other in decoys.choose(film, near)] == ["tt3", "tt5", "tt7"]
    # The last resort: the nearest, whatever they are.
    assert len(decoys.choose(Film("Alone"), near)) == 3
    assert decoys.choose(film, near[:1]) == ()


def measured(monkeypatch: pytest.MonkeyPatch, known: dict[str, float]) -> None:
    """Let the catalogue know how well known its films are."""
    monkeypatch.setattr("services.inference.film_library.how_known", lambda *_: known)


async def test_films_that_many_know_are_asked_for_and_offered(
    catalogue: InferenceClient, gallery: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every second film was counted, of every time; that is a pool large enough."""
    known = {film.key: 1 - place / 240 for place, film in enumerate(gallery.films) if place % 2}
    measured(monkeypatch, known)
    for difficulty in DIFFICULTIES:
        asked = await whole_game(catalogue, Options(rounds=10, difficulty=difficulty))
        assert {film.key for each in asked for film in each.choices} <= set(known)
    everything = await whole_game(catalogue, Options(rounds=20, kind="year", known=1.0))
    assert not {each.film.key for each in everything} <= set(known)


async def test_where_few_films_were_counted_the_others_are_played_too(
    catalogue: InferenceClient, gallery: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured(monkeypatch, {film.key: 0.5 for film in gallery.films[:9]})
    for known in KNOWN.values():
        options = Options(rounds=20, kind="year", known=known)
        assert len({each.film.key for each in await whole_game(catalogue, options)}) == 20


async def test_no_decoy_shows_the_same_picture_or_is_of_another_time(tmp_path: Path) -> None:
    pairs = [(number, number + 1) for number in range(0, 240, 2)]
    opened = client(tmp_path, Gallery(tmp_path, films(), twins=pairs))
    try:
        for place, film in list(enumerate(films()))[::12]:
            for difficulty in DIFFICULTIES:
                wrong = await choose_decoys(opened, film, Options(difficulty=difficulty))
                assert len(wrong) == 3
                assert films()[place ^ 1] not in wrong
                assert all(decoys.near(film, other) for other in wrong)
        for asked in await whole_game(opened, Options(kind="odd", rounds=8)):
            numbers = [films().index(film) for film in asked.shown]
            assert not any(number ^ 1 in numbers for number in numbers)
    finally:
        await opened.close()


@pytest.mark.parametrize("kind", ["film", "year", "decade"])
async def test_whose_poster_shows_another_film_too_is_asked_for_last(
    tmp_path: Path, kind: str
) -> None:
    """Who types the other one's title would be told that it is wrong."""
    made = films()[:20]
    opened = client(tmp_path, Gallery(tmp_path, made, twins=[(3, 9), (4, 12)]))
    both = {made[number].key for number in (3, 4, 9, 12)}
    try:
        options = Options(kind=kind, rounds=20, choice=False)  # pyright: ignore
        asked = [each.film.key for each in await whole_game(opened, options)]
        assert set(asked[16:]) == both
    finally:
        await opened.close()


@pytest.mark.parametrize(
    ("similarities", "count"),
    [
        # The nearest of films of 25,000: prints of one picture, and posters that are only alike.
        ((1.0, 0.66, 0.65, 0.65, 0.64), 1),
        ((0.883, 0.79, 0.758, 0.75, 0.74), 1),
        ((0.98, 0.8, 0.78, 0.77, 0.76), 1),
        ((0.934, 0.9, 0.898, 0.89, 0.88), 0),
        ((0.876, 0.85, 0.834, 0.83, 0.82), 0),
        ((1.0, 0.99, 0.99, 0.98, 0.98, 0.7), 5),
        ((), 0),
    ],
)
def test_the_same_picture_stands_out(similarities: tuple[float, ...], count: int) -> None:
    near = [Neighbour(film, value) for film, value in zip(films(), similarities, strict=False)]
    assert decoys.twins(near) == {each.film.key for each in near[:count]}


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("choice", [True, False])
async def test_without_pictures_the_drawn_samples_are_played(
    starter: InferenceClient, kind: str, choice: bool
) -> None:
    rounds = {"odd": 2, "connect": 1}.get(kind, 6)
    options = Options(kind=kind, rounds=rounds, choice=choice)  # pyright: ignore
    asked = await whole_game(starter, options)
    shown = [key for question in asked for key in question.keys]
    assert len(shown) == len(set(shown))
    assert set(shown) <= {sample.film.key for sample in SAMPLES}
    for question in asked:
        assert question.sample
        posters = await pictures(starter, question)
        assert reveal(posters, question).data.startswith(b"\xff\xd8")
        if question.kind == "year":
            assert question.year is not None
            assert 1900 < question.year < 2030
        if question.kind == "genres":
            assert question.own_genres
        if question.kind == "odd":
            trio = [film for film in question.shown if film != question.film]
            assert all(set(question.shared) <= set(film.genres) for film in trio)
            assert question.shared


@pytest.mark.slow
async def test_the_samples_are_enough_for_two_rounds_whatever_is_drawn(
    starter: InferenceClient,
) -> None:
    for seed in range(200):
        asked = await whole_game(starter, Options(kind="odd", rounds=2), seed)
        assert len(asked) == 2


async def test_samples_keep_to_the_filters_too(starter: InferenceClient) -> None:
    options = Options(kind="year", decade=1980)
    asked = await draw(starter, options, seed=1)
    assert asked.film.title == "Voltage Boulevard"
    with pytest.raises(RequestError):
        await draw(starter, options, seed=1, played=[Played(1, asked)])
