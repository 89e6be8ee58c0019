import pytest

from services.core.likeness import join, likeness
from services.core.types import Film


def film(year: int | None, *genres: str) -> Film:
    return Film("A film", year, genres)


@pytest.mark.parametrize(
    ("films", "sentence"),
    [
        (
            [film(1990, "Crime"), film(1985, "Crime", "Drama"), film(2001, "Comedy", "Crime")],
            "All three share Crime, and they span 1985 to 2001.",
        ),
        (
            [
                film(1991, "Crime", "Drama"),
                film(1998, "Drama", "Crime"),
                film(1995, "Crime", "Drama"),
            ],
            "All three share Crime and Drama, and all three date from the 1990s (1991 to 1998).",
        ),
        (
            [film(1990, "Crime"), film(1985, "War"), film(2001, "Comedy", "Crime")],
            "Two of the three share Crime, and they span 1985 to 2001.",
        ),
        (  # a tie goes to the nearer films, with all that those share
            [film(1990, "War"), film(1985, "War", "Drama", "Epic"), film(2001, "Drama", "Epic")],
            "Two of the three share War, and they span 1985 to 2001.",
        ),
        (
            [film(1995, "Crime"), film(1995, "War"), film(1995)],
            "No two share a genre, and all three date from 1995.",
        ),
        (
            [film(1995, "Crime"), film(1991, "War")],
            "The two share no genre, and both date from the 1990s (1991 to 1995).",
        ),
        (
            [film(1995, "Crime"), film(2001, "Crime")],
            "Both share Crime, and they span 1995 to 2001.",
        ),
        (
            [film(None), film(None), film(None)],
            "Their genres are not known, and their years are not known.",
        ),
        (
            [film(None, "War"), film(1961, "War"), film(None, "War")],
            "All three share War, and the one whose year is known dates from 1961.",
        ),
        (
            [film(1944, "War"), film(1961, "War"), film(None, "War")],
            "All three share War, and those whose year is known span 1944 to 1961.",
        ),
        (
            [film(1961, "War"), film(1961, "War"), film(None, "War")],
            "All three share War, and those whose year is known date from 1961.",
        ),
        (
            [film(1995, "Crime", "Drama", "War")],
            "The nearest is filed under Crime, Drama and War, and dates from 1995.",
        ),
        ([film(None)], "The nearest has no genre on file, and its year is not known."),
        (
            [film(1900 + i, "War") for i in range(12)],
            "All 12 share War, and they span 1900 to 1911.",
        ),
    ],
)
def test_sentence(films: list[Film], sentence: str):
    assert likeness(films) == sentence


def test_nothing_to_compare():
    with pytest.raises(ValueError, match="at least one film"):
        likeness([])


@pytest.mark.parametrize(
    ("words", "joined"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_join(words: list[str], joined: str):
    assert join(words) == joined
