"""A film's details are checked as what a stranger tells, and are let go in time."""

from datetime import UTC, datetime, timedelta

from services.core.film_details import KEEP, FilmDetails

NOW = datetime(2026, 5, 1, tzinfo=UTC)
DETAILS = FilmDetails(
    NOW,
    "tt0113277",
    170,
    ("Michael Mann",),
    ("Al Pacino", "Robert De Niro"),
    (("DE", "16"), ("US", "R")),
    (("de", "Ein Dieb."), ("en", "A thief.")),
    "2GfZl4kuVNI",
    (("DE", ("Netflix", "WOW")),),
)


def test_they_are_read_as_they_were_written() -> None:
    assert FilmDetails.from_json(DETAILS.to_json()) == DETAILS


def test_they_are_by_country_and_by_language() -> None:
    assert DETAILS.certification("US") == "R"
    assert DETAILS.certification("FR") is None
    assert (DETAILS.streamed("DE"), DETAILS.streamed("US")) == (("Netflix", "WOW"), ())
    assert (DETAILS.overview("de"), DETAILS.overview("fr")) == ("Ein Dieb.", "A thief.")
    assert DETAILS.trailer_url == "https://www.youtube.com/watch?v=2GfZl4kuVNI"


def test_what_is_wrong_is_left_out() -> None:
    odd = {
        "fetched_at": "2026-05-01T00:00:00",
        "imdb_id": "nm1",
        "runtime": "170",
        "directors": "Mann",
        "cast": ["A\nB", 5, ""],
        "certifications": {"DE": 16, "Germany": "16", "US": "R\u202e"},
        "overviews": ["x"],
        "trailer": "x&list=y",
        "streaming": {"DE": "Netflix", "US": ["Max"], 5: ["x"]},
    }
    assert FilmDetails.from_json(odd) == FilmDetails(
        NOW, cast=("A B",), certifications=(("US", "R"),), streaming=(("US", ("Max",)),)
    )


def test_they_are_old_after_six_months() -> None:
    assert not DETAILS.is_old(NOW + KEEP)
    assert DETAILS.is_old(NOW + KEEP + timedelta(seconds=1))
    assert timedelta(days=181) > KEEP
