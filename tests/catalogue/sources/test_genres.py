"""Every genre of IMDb, TMDB and MovieLens has a place, or is known to have none."""

import pytest

from services.catalogue.genres import GENRES, NO_GENRE, canonical_genres, unknown_genres

TMDB = [
    "Action",
    "Adventure",
    "Animation",
    "Comedy",
    "Crime",
    "Documentary",
    "Drama",
    "Family",
    "Fantasy",
    "History",
    "Horror",
    "Music",
    "Mystery",
    "Romance",
    "Science Fiction",
    "TV Movie",
    "Thriller",
    "War",
    "Western",
]
IMDB = [
    "Action",
    "Adult",
    "Adventure",
    "Animation",
    "Biography",
    "Comedy",
    "Crime",
    "Documentary",
    "Drama",
    "Family",
    "Fantasy",
    "Film-Noir",
    "Game-Show",
    "History",
    "Horror",
    "Music",
    "Musical",
    "Mystery",
    "News",
    "Reality-TV",
    "Romance",
    "Sci-Fi",
    "Short",
    "Sport",
    "Talk-Show",
    "Thriller",
    "War",
    "Western",
]
MOVIELENS = [*GENRES, "IMAX", "(no genres listed)"]


@pytest.mark.parametrize("vocabulary", [TMDB, IMDB, MOVIELENS])
def test_a_whole_vocabulary_is_known(vocabulary: list[str]) -> None:
    assert unknown_genres(vocabulary) == ()
    assert set(canonical_genres(vocabulary)) <= set(GENRES)


def test_movielens_genres_stay_as_they_are() -> None:
    assert canonical_genres(reversed(GENRES)) == GENRES
    for genre in GENRES:
        assert canonical_genres([genre]) == (genre,)


@pytest.mark.parametrize(
    ("name", "genres"),
    [
        ("Family", ("Children",)),
        ("Science Fiction", ("Sci-Fi",)),
        ("Music", ("Musical",)),
        ("Children's", ("Children",)),
        ("film noir", ("Film-Noir",)),
        (" SCI-FI ", ("Sci-Fi",)),
        ("Action & Adventure", ("Action", "Adventure")),
        ("TV Movie", ()),
        ("Biography", ()),
        ("Quux", ()),
        ("", ()),
    ],
)
def test_one_name(name: str, genres: tuple[str, ...]) -> None:
    assert canonical_genres([name]) == genres


def test_each_genre_once_and_sorted() -> None:
    assert canonical_genres(["Music", "Drama", "Musical", "drama"]) == ("Drama", "Musical")


def test_what_nobody_knows_is_told() -> None:
    assert unknown_genres(["Drama", "Quux", "Short", ""]) == ("Quux",)
    assert not NO_GENRE & {name.casefold() for name in GENRES}
