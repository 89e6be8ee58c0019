"""Films from a stand-in of TMDB, popular, by year and by id; merged with what is there."""

from __future__ import annotations

import gc
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.games.rules.titles import check
from bot.kit import i18n
from services.catalogue.block import block_films
from services.catalogue.search import TitleIndex, stored_films
from services.catalogue.sources.fetch import Patience
from services.catalogue.sources.folder import ImportReport, import_posters
from services.catalogue.sources.records import BLOCKED
from services.catalogue.sources.rows import read_csv
from services.catalogue.sources.tmdb_import import TmdbImport, open_tmdb
from services.catalogue.sources.tmdb_titles import LANGUAGES, other_language_titles
from services.core.errors import RequestError, UnavailableError
from services.core.film_details import KEEP, REFRESH
from services.core.types import Film
from services.store import Store, film_details
from services.store.models import EditionRow, FilmRow
from tests.catalogue.helpers import draw_films, write_csv
from tests.catalogue.sources.helpers import QUICK, catalogue, settings_for
from tests.catalogue.sources.stand_in import TOKEN, StandIn, StandInFilm, picture

pytestmark = pytest.mark.slow

FILM = StandInFilm(
    id=949,
    title="Heat",
    year=1995,
    imdb_id="tt0113277",
    genres=("Crime", "Science Fiction", "Family", "TV Movie"),
    poster="jpeg",
    popularity=61.5,
    original="Żar",
)


@dataclass(frozen=True)
class _Odd(StandInFilm):
    odd: dict[str, object] = field(default_factory=dict)

    def details(self) -> dict[str, object]:
        return super().details() | self.odd


async def bring(
    server: StandIn,
    data: Path,
    what: str = "popular",
    *,
    refresh: bool = False,
    editions: int = 0,
    languages: tuple[str, ...] = (),
    with_adult: bool = False,
    **given: object,
) -> ImportReport:
    """Run one import against the stand-in."""
    settings = settings_for(server, data)
    report = ImportReport()
    async with (
        await Store.open(settings.database_path) as store,
        open_tmdb(
            store,
            settings,
            patience=QUICK,
            report=report,
            refresh=refresh,
            editions=editions,
            languages=languages,
            with_adult=with_adult,
        ) as tmdb,
    ):
        await getattr(TmdbImport, what)(tmdb, **given)
    return report


async def further(data: Path) -> list[tuple[str | None, str]]:
    """Return the further pictures of all films, as languages and the bytes they begin with."""
    question = select(EditionRow).order_by(EditionRow.film_id, EditionRow.position)
    async with await Store.open(data / "marquee.db") as store, store.session() as session:
        return [
            (row.language, row.digest)
            for row in await session.scalars(question)
            if row.source == "tmdb"
        ]


def _drawn(number: int) -> str:
    return sha256(picture(1000 * number + FILM.id)).hexdigest()


async def test_further_posters_come_by_language(tmp_path: Path) -> None:
    film = replace(FILM, others=("en", "en", "en", None, "de", "fr", "de"))
    async with StandIn([film]) as server:
        report = await bring(server, tmp_path, editions=4)
        assert (report.added, report.editions, report.done, report.total) == (1, 4, 5, 5)
        # The best of each language before the second best of another.
        first = [("en", 1), (None, 4), ("de", 5), ("fr", 6)]
        there = [(language, _drawn(number)) for language, number in first]
        assert await further(tmp_path) == there
        assert [film[2] for film in await catalogue(tmp_path)] == ["Heat"]
        before = server.asked.total()
        again = await bring(server, tmp_path, editions=4)
        # The list alone is asked for.
        assert (again.unchanged, server.asked.total()) == (1, before + 1)
        more = await bring(server, tmp_path, editions=9, languages=("de", "fr"))
        assert (more.editions, more.new_editions) == (3, 1)
        assert await further(tmp_path) == [*there, ("de", _drawn(7))]
    assert server.leaks == []


async def test_a_further_poster_that_is_gone_is_told_and_the_film_stays(tmp_path: Path) -> None:
    class _Less(StandInFilm):
        def images(self) -> dict[str, object]:
            more = [{"file_path": f"/p{self.id}-{n}.jpg", "iso_639_1": "en"} for n in (1, 2)]
            wrong = [{"file_path": "../x"}, {}, 7, {"file_path": "/p949-1.jpg"}]
            return {"posters": [*more, *wrong]}

    async with StandIn([_Less(**asdict(replace(FILM, others=("en",))))]) as server:
        report = await bring(server, tmp_path, editions=5)
    assert (report.added, report.editions) == (1, 1)
    assert list(report.skipped) == ["further picture: HTTP 404"]
    assert len(await further(tmp_path)) == 1


async def test_a_films_facts_and_its_picture(tmp_path: Path) -> None:
    async with StandIn([FILM]) as server:
        report = await bring(server, tmp_path)
        ((*facts, poster),) = await catalogue(tmp_path)
        async with await Store.open(tmp_path / "marquee.db") as store:
            from services.store.films import load_posters

            async with store.session() as session:
                (entry,) = await load_posters(session)
    assert (report.added, report.total, report.skipped) == (1, 1, {})
    assert facts == [
        "tt0113277",
        949,
        "Heat",
        1995,
        ("Children", "Crime", "Sci-Fi"),
        None,
        False,
        "tmdb",
        61.5,
        ("Żar",),
        "/w500/p949.jpg",
    ]
    assert poster[1:3] == (40, 60)
    assert entry.film.poster_url == f"{server.url}/t/p/w500/p949.jpg"
    assert Path(entry.path).is_relative_to((tmp_path / "posters").resolve())


async def test_a_film_is_found_by_its_titles_in_other_languages(tmp_path: Path) -> None:
    film = replace(
        FILM,
        title="Spirited Away",
        original="千と千尋の神隠し",
        translated=(
            ("ja", "千と千尋の神隠し"),
            ("de", "Chihiros Reise ins Zauberland"),
            ("fr", "Le Voyage de Chihiro"),
            ("en", "Spirited Away"),
            ("pt", ""),
        ),
        also=("Sen to Chihiro", "SPIRITED AWAY"),
    )
    async with StandIn([film]) as server:
        await bring(server, tmp_path)
    ((*_, aliases, _, _),) = await catalogue(tmp_path)
    assert aliases == (
        "千と千尋の神隠し",
        "Chihiros Reise ins Zauberland",
        "Le Voyage de Chihiro",
        "Sen to Chihiro",
    )
    async with await Store.open(tmp_path / "marquee.db") as store:
        (stored,) = await stored_films(store)
    assert dict(stored.film.titles) == {
        "de": "Chihiros Reise ins Zauberland",
        "en": "Spirited Away",
        "fr": "Le Voyage de Chihiro",
    }
    index = TitleIndex([stored.film], {stored.film.key: stored.aliases})
    for typed in ("voyage de chihiro", "chihiros reise ins zauberland", "sen to chihiro"):
        found = index.complete(typed)
        assert [item.score for item in found] == [1.0]
        assert check(stored.film, typed, found=found).right


@pytest.mark.parametrize(
    "odd",
    [
        {"translations": 7, "alternative_titles": []},
        {"translations": {"translations": [7, {"data": 1}, {"iso_639_1": [], "data": {}}]}},
        {"alternative_titles": {"titles": [{"title": 5}, {"title": " "}, None]}},
        {"alternative_titles": {"titles": [{"title": "Heat 2", "type": "Working title"}]}},
    ],
)
def test_titles_that_are_none_are_passed_over(odd: dict[str, object]) -> None:
    assert other_language_titles(odd) == []


def test_titles_are_asked_for_in_the_languages_of_the_bot() -> None:
    assert set(LANGUAGES) == set(i18n.LANGUAGES)


async def test_what_is_left_out_is_told_by_reason(server: StandIn, tmp_path: Path) -> None:
    report = await bring(server, tmp_path)
    assert {reason: len(names) for reason, names in report.skipped.items()} == {
        "duplicate id": 2,
        "poster: empty file": 1,
        "poster: not an image": 1,
        "no poster": 1,
        "not on TMDB": 1,
        "adult film": 1,
    }
    assert report.added == 63 == len(await catalogue(tmp_path))
    assert report.done == report.total == 70
    # A PNG named .jpg is a picture like any other.
    assert any(film.poster == "png" for film in server.films)


async def test_a_second_import_asks_for_the_lists_and_the_left_out_alone(
    server: StandIn, tmp_path: Path
) -> None:
    await bring(server, tmp_path)
    before = await catalogue(tmp_path)
    server.asked.clear()
    report = await bring(server, tmp_path)
    assert (report.added, report.updated, report.unchanged) == (0, 0, 63)
    assert await catalogue(tmp_path) == before
    assert sum(name.startswith("/3/movie/popular") for name in server.asked) == 4
    posters = {name.rsplit("/p", 1)[-1] for name in server.asked if name.startswith("/t/")}
    assert posters == {
        f"{film.id}.jpg" for film in server.films if film.poster in {"empty", "html"}
    }


@pytest.mark.slow
async def test_misbehaviour_changes_nothing(tmp_path: Path, server: StandIn) -> None:
    await bring(server, tmp_path / "calm")
    async with StandIn(server.films, faulty=0.3, retry_after=1, seed=5) as bad:
        report = await bring(bad, tmp_path / "bad")
    assert {"500", "cut", "reset", "html"} <= set(bad.faults)
    assert await catalogue(tmp_path / "bad") == await catalogue(tmp_path / "calm")
    assert report.done == 70


async def test_a_page_that_stays_away_is_told_and_the_others_come(
    server: StandIn, tmp_path: Path
) -> None:
    fault = server._fault
    server._fault = lambda where: "500" if where.endswith("popular?page=3") else fault(where)
    report = await bring(server, tmp_path)
    assert report.skipped["list: HTTP 500"] == ["page 3"]
    ids = {row[1] for row in await catalogue(tmp_path)}
    assert ids & {film.id for film in server.films[60:]}
    assert not ids & {film.id for film in server.films[40:60]}


async def test_what_people_ask_of_a_film_is_kept_and_asked_anew_in_time(tmp_path: Path) -> None:
    told = {"runtime": 170, "credits": {"crew": [{"name": "Michael Mann", "job": "Director"}]}}
    heat = Film("Heat", 1995, (), "tt0113277", 949)
    async with StandIn([_Odd(**asdict(FILM), odd=told)]) as server:
        await bring(server, tmp_path)
        async with await Store.open(tmp_path / "marquee.db") as store, store.session() as session:
            found = await film_details.of(session, heat)
            assert found is not None
            assert (found.runtime, found.directors) == (170, ("Michael Mann",))
            assert (await bring(server, tmp_path)).unchanged == 1
            # As if five months had gone by, and then a month more.
            old = replace(found, fetched_at=found.fetched_at - REFRESH)
            await film_details.keep(session, {949: old})
            await film_details.keep(session, {7: replace(old, fetched_at=old.fetched_at - KEEP)})
            await session.commit()
            before = server.asked.total()
            await bring(server, tmp_path)
            # The list and the film; its picture is there.
            assert server.asked.total() == before + 2
            session.expire_all()
            again = await film_details.of(session, heat)
            assert again is not None and again.fetched_at > found.fetched_at
            assert await film_details.let_go(session) == 0


async def test_a_film_that_is_there_is_merged(tmp_path: Path) -> None:
    folder = tmp_path / "posters"
    (row,) = draw_films(folder, 1)
    row |= {"imdb_id": FILM.imdb_id, "tmdb_id": "", "title": "Heat, The", "split": "val"}
    async with StandIn([FILM]) as server:
        settings = settings_for(server, tmp_path / "data")
        async with await Store.open(settings.database_path) as store:
            csv = write_csv(tmp_path / "films.csv", [row])
            await import_posters(store, read_csv(csv, folder), settings)
        report = await bring(server, tmp_path / "data")
        ((*facts, poster),) = await catalogue(tmp_path / "data")
    assert (report.added, report.updated) == (0, 1)
    # Its split is left alone; its facts are TMDB's now, and so may not be shipped.
    assert facts[:3] == ["tt0113277", 949, "Heat"]
    assert facts[5:8] == ["val", False, "tmdb"]
    assert poster is not None


async def test_without_an_imdb_id_the_catalogues_own_counts(tmp_path: Path) -> None:
    folder = tmp_path / "posters"
    (row,) = draw_films(folder, 1)
    row |= {"imdb_id": "tt0113277", "tmdb_id": "949", "year": "1995"}
    async with StandIn([replace(FILM, imdb_id=None)]) as server:
        settings = settings_for(server, tmp_path / "data")
        async with await Store.open(settings.database_path) as store:
            csv = write_csv(tmp_path / "films.csv", [row])
            await import_posters(store, read_csv(csv, folder), settings)
        await bring(server, tmp_path / "data")
        (film,) = await catalogue(tmp_path / "data")
    assert film[:3] == ("tt0113277", 949, "Heat")


async def test_refresh_asks_anew_and_takes_new_facts_alone(tmp_path: Path) -> None:
    async with StandIn([FILM]) as server:
        await bring(server, tmp_path)
        server._by_id[949] = replace(FILM, popularity=70.0)
        assert (await bring(server, tmp_path)).unchanged == 1
        server.sent.clear()
        assert (await bring(server, tmp_path, refresh=True)).updated == 1
        # The picture was asked for with its ETag, and not sent again.
        assert server.asked["/t/p/w500/p949.jpg"] == 2
        assert server.sent["/t/p/w500/p949.jpg"] == 0
    assert (await catalogue(tmp_path))[0][8] == 70.0


async def test_single_films_by_id(server: StandIn, tmp_path: Path) -> None:
    wanted = [server.films[5].id, server.films[3].id, 77, server.films[5].id]
    report = await bring(server, tmp_path, "films", ids=wanted)
    assert report.skipped == {"not on TMDB": ["tmdb-77"]}
    assert [row[1] for row in await catalogue(tmp_path)] == wanted[:2]


async def test_years_are_filled_up_and_no_further(tmp_path: Path) -> None:
    films = [
        replace(
            FILM,
            id=number,
            imdb_id=f"tt{number:07}",
            year=(1930, 1931, 1932)[number % 3],
            poster="empty" if number in {33, 63} else "jpeg",
            popularity=200.0 - number,
        )
        # 1932 has three films in all.
        for number in range(30, 170)
        if number % 3 != 2 or number < 40
    ]
    async with StandIn(films) as server:
        await bring(server, tmp_path, "films", ids=[31, 34])
        report = await bring(server, tmp_path, "fill_years", target=25, years=range(1929, 1933))
        rows = await catalogue(tmp_path)
        again = await bring(server, tmp_path, "fill_years", target=25, years=range(1929, 1933))
    years = [row[3] for row in rows]
    assert {year: years.count(year) for year in set(years)} == {1930: 25, 1931: 25, 1932: 3}
    assert len(report.skipped["poster: empty file"]) == 2
    # The most popular first; those without a picture are made up for.
    assert [row[1] for row in rows if row[3] == 1930] == [
        number for number in range(30, 200, 3) if number not in {33, 63}
    ][:25]
    assert (again.added, again.updated) == (0, 0)


@pytest.mark.parametrize(
    "odd",
    [
        {"title": None, "original_title": None},
        {"title": 5, "original_title": " "},
        {"id": 950},
        {"poster_path": 5},
        {"poster_path": "//elsewhere.example/p.jpg"},
        {"poster_path": "/../../p.jpg"},
    ],
)
async def test_a_film_that_is_not_understood_is_left_out(
    tmp_path: Path, odd: dict[str, object]
) -> None:
    async with StandIn([_Odd(**asdict(FILM), odd=odd)]) as server:
        report = await bring(server, tmp_path, "films", ids=[949])
    assert (report.added, report.done) == (0, 1)


@pytest.mark.parametrize(
    ("odd", "place", "kept"),
    [
        ({"title": "He\ud800at\n 2"}, 2, "He?at 2"),
        ({"title": ""}, 2, "Żar"),
        ({"release_date": ""}, 3, None),
        ({"release_date": None}, 3, None),
        ({"release_date": "0195-01-01"}, 3, None),
        ({"genres": 5}, 4, ()),
        ({"genres": [5, {}, {"name": 5}, {"name": "War"}]}, 4, ("War",)),
        ({"imdb_id": "nm12"}, 0, None),
        ({"imdb_id": ""}, 0, None),
        ({"popularity": float("nan")}, 8, None),
        ({"popularity": "high"}, 8, None),
        ({"popularity": 7}, 8, 7.0),
    ],
)
async def test_odd_facts_are_left_out_and_the_film_taken(
    tmp_path: Path, odd: dict[str, object], place: int, kept: object
) -> None:
    async with StandIn([_Odd(**asdict(FILM), odd=odd)]) as server:
        await bring(server, tmp_path, "films", ids=[949])
        (film,) = await catalogue(tmp_path)
        assert film[place] == kept
        assert (await bring(server, tmp_path, "films", ids=[949])).unchanged == 1


@pytest.mark.parametrize("token", [None, "  ", "two words", "line\nbreak"])
async def test_no_key_no_import(server: StandIn, tmp_path: Path, token: str | None) -> None:
    settings = settings_for(server, tmp_path, token)
    async with await Store.open(settings.database_path) as store:
        with pytest.raises(RequestError, match="MARQUEE_TMDB_TOKEN"):
            async with open_tmdb(store, settings):
                pytest.fail("opened")
    assert not server.asked


async def test_an_older_key_goes_into_the_query(tmp_path: Path) -> None:
    key = "0123456789abcdef" * 2
    async with StandIn([FILM], token=key) as server:
        settings = settings_for(server, tmp_path, key)
        async with (
            await Store.open(settings.database_path) as store,
            open_tmdb(store, settings, patience=QUICK) as tmdb,
        ):
            await tmdb.popular()
            assert tmdb.report.added == 1
    assert not server.leaks


async def test_a_tmdb_that_fails_throughout_ends_the_import(
    server: StandIn, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    server._fault = lambda where: "500" if "/3/movie/" in where and "popular" not in where else None
    with pytest.raises(UnavailableError, match="goes on from there"):
        await bring(server, tmp_path)
    gc.collect()
    assert "never retrieved" not in caplog.text  # the chunk under way was ended, too
    # It gave up long before it had asked for every film in vain.
    assert sum(server.asked.values()) < 70 * QUICK.attempts
    server._fault = lambda where: None
    assert (await bring(server, tmp_path)).added == 63


async def test_nobody_listens(server: StandIn, tmp_path: Path) -> None:
    settings = settings_for(server, tmp_path).model_copy(
        update={"tmdb_url": "http://127.0.0.1:9/3", "tmdb_rate": 1000.0}
    )
    async with (
        await Store.open(settings.database_path) as store,
        open_tmdb(store, settings, patience=Patience(2, 0.01, 0.01)) as tmdb,
    ):
        with pytest.raises(UnavailableError, match="no connection"):
            await tmdb.popular()
    assert TOKEN not in str(settings.model_dump())


@pytest.mark.parametrize(
    ("facts", "certification", "marked"),
    [
        ({}, None, False),
        ({"certifications": (("DE", "18"), ("US", "R"))}, "R", False),
        ({"certifications": (("DE", "16"), ("US", "NC-17"))}, "NC-17", True),
        ({"certifications": (("GB", "R18"),)}, "R18", True),
        ({"adult": True}, None, True),
    ],
)
async def test_what_is_not_for_everybody_is_marked(
    tmp_path: Path, facts: dict[str, Any], certification: str | None, marked: bool
) -> None:
    async with StandIn([replace(FILM, **facts)]) as server:
        without = await bring(server, tmp_path)
        assert ("adult film" in without.skipped) is bool(facts.get("adult"))
        await bring(server, tmp_path, with_adult=True, refresh=True)
    async with await Store.open(tmp_path / "marquee.db") as store, store.session() as session:
        (row,) = await session.scalars(select(FilmRow))
        assert (row.certification, row.adult, row.marked) == (certification, marked, None)


async def test_a_blocked_film_is_not_even_fetched(server: StandIn, tmp_path: Path) -> None:
    film = server.films[0]
    async with await Store.open(tmp_path / "marquee.db") as store:
        await block_films(store, [f"tmdb-{film.id}"])
    report = await bring(server, tmp_path)
    assert [len(names) for reason, names in report.skipped.items() if reason == BLOCKED] == [1]
    assert not any(f"/p{film.id}." in name for name in server.asked)
