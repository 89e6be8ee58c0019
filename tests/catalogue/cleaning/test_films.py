"""Films that came twice become one; titles and genres take one form."""

import pytest
from sqlalchemy import update

from services.catalogue.normalise import folded_title, other_titles, tidy_genres
from services.store.models import FilmRow
from tests.catalogue.cleaning.helpers import PosterCatalogue, draw, film
from tests.catalogue.helpers import TinyEncoder


async def _change(catalogue: PosterCatalogue, number: int, **facts: object) -> None:
    """Make a row what another source would have written."""
    async with catalogue.store.session() as session:
        await session.execute(update(FilmRow).where(FilmRow.id == number).values(**facts))
        await session.commit()


async def _take(catalogue: PosterCatalogue, *rows: dict[str, str]) -> None:
    for row in rows:
        draw(catalogue.folder / row["file"], int(row["file"].split(".")[0]))
    await catalogue.import_rows(list(rows))


async def test_one_tmdb_film_of_two_sources_becomes_one(catalogue: PosterCatalogue) -> None:
    await _take(
        catalogue,
        film(1, tmdb_id="949", title="Heat", year="", genres=""),
        film(2, imdb_id="", title="Fever (Heat)", tmdb_id="5", year="1995", genres="Crime"),
    )
    await _change(catalogue, 2, tmdb_id=949, popularity=7.5)
    report = await catalogue.clean()
    assert report.merged == ["Heat [tt0000001] <- Fever (Heat) (1995) [tmdb-5]"]
    (row,) = await catalogue.films()
    assert (row.title, row.year, row.genres, row.popularity) == ("Heat", 1995, ["Crime"], 7.5)
    assert row.aliases == ["Fever (Heat)", "Fever"]
    encoder = TinyEncoder()
    # The picture of the other stays, as another one of the film.
    assert (await catalogue.build(encoder)).embedded == 2
    assert (await catalogue.clean()).merged == []


async def test_the_source_of_a_merged_film_finds_it_again(catalogue: PosterCatalogue) -> None:
    second = film(2, imdb_id="", title="Heat (Fever)", tmdb_id="949", year="1995")
    await _take(catalogue, film(1, tmdb_id="5", title="Heat", year="1995"), second)
    await _change(catalogue, 1, tmdb_id=949)
    assert len((await catalogue.clean()).merged) == 1
    report = await catalogue.import_rows([second])
    assert (report.added, report.updated) == (0, 1)
    (row,) = await catalogue.films()
    assert row.imdb_id == "tt0000001"
    stranger = film(3, imdb_id="", tmdb_id="949", title="Frost", year="1931")
    draw(catalogue.folder / "3.jpg", 3)
    assert (await catalogue.import_rows([stranger])).added == 1


async def test_an_import_after_cleaning_does_not_undo_it(catalogue: PosterCatalogue) -> None:
    row = film(1, title="Wildcat;The (Die Bergkatze)", genres="Sci Fi|Kaiju|(no genres listed)")
    await _take(catalogue, row)
    await catalogue.clean()
    assert (await catalogue.import_rows([row])).unchanged == 1
    report = await catalogue.clean()
    assert (report.renamed, report.relabelled, report.aliased) == (0, 0, 0)


async def test_one_imdb_film_written_twice_becomes_one(catalogue: PosterCatalogue) -> None:
    await _take(catalogue, film(113277), film(3))
    await _change(catalogue, 2, imdb_id="tt00113277")
    assert len((await catalogue.clean()).merged) == 1
    assert [row.imdb_id for row in await catalogue.films()] == ["tt0113277"]


async def test_a_film_with_one_id_and_one_with_both_become_one_and_stay_so(
    catalogue: PosterCatalogue,
) -> None:
    by_tmdb = film(1, imdb_id="", tmdb_id="949", title="Heat", year="1995", genres="Crime")
    by_both = film(2, imdb_id="tt0113277", tmdb_id="949", title="Heat", year="1996", genres="")
    by_imdb = film(3, imdb_id="tt0113277", title="Heat", year="1995", genres="")
    for row in (by_tmdb, by_both, by_imdb):
        await _take(catalogue, row)
    assert len(await catalogue.films()) == 2
    assert (await catalogue.clean()).merged == ["Heat (1995) [tt0113277] <- Heat (1995) [tmdb-949]"]
    for row in (by_tmdb, by_both, by_imdb):
        await _take(catalogue, row)
    (row,) = await catalogue.films()
    assert (row.imdb_id, row.tmdb_id) == ("tt0113277", 949)
    assert (await catalogue.clean()).merged == []


async def test_a_tmdb_id_that_came_with_the_other_spelling_counts(
    catalogue: PosterCatalogue,
) -> None:
    await _take(
        catalogue,
        film(113277, title="Heat", year="1995"),
        film(2, tmdb_id="949", title="Heat", year="1995"),
        film(3, imdb_id="", tmdb_id="949", title="Heat", year="1995"),
    )
    await _change(catalogue, 2, imdb_id="tt00113277")
    assert len((await catalogue.clean()).merged) == 1
    (row,) = await catalogue.films()
    assert (row.imdb_id, row.tmdb_id) == ("tt0113277", 949)


async def test_another_title_of_the_second_film_speaks_for_it(catalogue: PosterCatalogue) -> None:
    await _take(
        catalogue,
        film(1, tmdb_id="23", title="Der müde Tod", year=""),
        film(2, imdb_id="", tmdb_id="23", title="Destiny", year="1921"),
    )
    await _change(catalogue, 2, aliases=["Der müde Tod"])
    assert len((await catalogue.clean()).merged) == 1
    (row,) = await catalogue.films()
    assert row.aliases == ["Destiny"]


async def test_the_poster_of_the_other_takes_the_place_of_one_that_is_gone(
    catalogue: PosterCatalogue,
) -> None:
    await _take(catalogue, film(1, tmdb_id="9"), film(2, imdb_id="", tmdb_id="8", title="Film 1"))
    await _change(catalogue, 2, tmdb_id=9, year=1951)
    (catalogue.folder / "1.jpg").unlink()
    await catalogue.clean()
    encoder = TinyEncoder()
    await catalogue.build(encoder)
    assert catalogue.indexed(encoder) == ["Film 1"]


async def test_films_that_only_share_a_tmdb_id_stay_two_and_are_told(
    catalogue: PosterCatalogue,
) -> None:
    await _take(
        catalogue,
        film(1, tmdb_id="11115", title="Deal", year="2008"),
        film(2, tmdb_id="11115", title="The Deal", year="2008"),
        film(3, imdb_id="", tmdb_id="4", title="Something else", year="1930"),
    )
    await _change(catalogue, 3, tmdb_id=11115)
    report = await catalogue.clean()
    assert report.merged == []
    (conflict,) = report.conflicts
    assert conflict.startswith("TMDB 11115: Deal (2008) [tt0000001], The Deal (2008) [tt0000002]")
    assert "Something else" in conflict
    assert len(await catalogue.films()) == 3


async def test_titles_genres_and_aliases_take_one_form(catalogue: PosterCatalogue) -> None:
    await _take(catalogue, film(1), film(2))
    await _change(
        catalogue, 1, title="Wildcat, The (Die Bergkatze)", genres=["Science Fiction", "Kaiju"]
    )
    report = await catalogue.clean()
    assert (report.renamed, report.relabelled, report.aliased) == (1, 1, 1)
    assert report.unknown_genres == {"Kaiju": 1}
    row, other = await catalogue.films()
    assert row.title == "The Wildcat (Die Bergkatze)"
    assert row.genres == ["Kaiju", "Sci-Fi"]
    assert row.aliases == ["The Wildcat", "Die Bergkatze"]
    assert other.aliases == []
    again = await catalogue.clean()
    assert (again.renamed, again.relabelled, again.aliased) == (0, 0, 0)


@pytest.mark.parametrize(
    ("title", "others"),
    [
        ("Heat", ()),
        ("The Wildcat (Die Bergkatze)", ("The Wildcat", "Die Bergkatze")),
        ("Destiny (a.k.a. Between Two Worlds) (Der müde Tod)",
         ("Destiny", "Between Two Worlds", "Der müde Tod")),
        ("Mother (Mat) (1926)", ("Mother", "Mat")),
        ("Kill Bill (Part 2)", ("Kill Bill",)),
        ("Schindler's List (Schindler’s List)", ("Schindler's List",)),
        ("8½ (8 1/2) (Otto e mezzo)", ("8½", "Otto e mezzo")),
        ("Amélie (Amelie)", ("Amélie", "Amelie")),
        ("()", ()),
    ],
)  # fmt: skip
def test_other_titles(title: str, others: tuple[str, ...]) -> None:
    assert other_titles(title) == others


def test_folding_leaves_what_two_spellings_share() -> None:
    assert folded_title("L'Avventura (The Adventure)") == folded_title("AVVENTURA")
    assert folded_title("Amélie!") == "amelie"
    assert folded_title("The") == "the"


async def test_names_set_otherwise_go_with_the_next_cleaning_and_stay_gone(
    catalogue: PosterCatalogue,
) -> None:
    row = film(1, title="Schindler's List")
    await _take(catalogue, row)
    await _change(catalogue, 1, aliases=["Schindler’s List", "Schindlers Liste"])
    assert (await catalogue.clean()).aliased == 1
    assert [row.aliases for row in await catalogue.films()] == [["Schindlers Liste"]]
    assert (await catalogue.import_rows([row])).unchanged == 1
    assert (await catalogue.clean()).aliased == 0


def test_genres_that_are_none_go_and_unknown_ones_stay() -> None:
    assert tidy_genres(["IMAX", "family", "Giallo"]) == ("Children", "Giallo")
