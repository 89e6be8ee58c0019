"""What people ask of a film, in TMDB's answer about it."""

from datetime import UTC, datetime

from services.catalogue.sources.tmdb_details import details_of
from services.core.film_details import FilmDetails

NOW = datetime(2026, 5, 1, tzinfo=UTC)
ANSWER = {
    "runtime": 170,
    "overview": "A thief.",
    "credits": {
        "cast": [{"name": f"Actor {number}"} for number in range(9)],
        "crew": [
            {"name": "Dante Spinotti", "job": "Director of Photography"},
            {"name": "Michael Mann", "job": "Director"},
        ],
    },
    "release_dates": {
        "results": [
            {"iso_3166_1": "US", "release_dates": [{"certification": ""}, {"certification": "R"}]},
            {"iso_3166_1": "DE", "release_dates": [{"certification": "16"}]},
            {"iso_3166_1": "FR", "release_dates": [{"certification": ""}]},
        ]
    },
    "videos": {
        "results": [
            {"site": "Vimeo", "type": "Trailer", "key": "vimeo"},
            {"site": "YouTube", "type": "Teaser", "key": "teaser", "official": True},
            {"site": "YouTube", "type": "Trailer", "key": "fans"},
            {"site": "YouTube", "type": "Trailer", "key": "official", "official": True},
        ]
    },
    "watch/providers": {
        "results": {
            "DE": {
                "flatrate": [{"provider_name": "Netflix"}, {"provider_name": "WOW"}],
                "ads": [{"provider_name": "Netflix"}],
                "buy": [{"provider_name": "Apple TV"}],
            },
            "US": {"rent": [{"provider_name": "Apple TV"}]},
        }
    },
    "translations": {
        "translations": [
            {"iso_639_1": "de", "data": {"overview": "Ein Dieb."}},
            {"iso_639_1": "ja", "data": {"overview": "x"}},
            {"iso_639_1": "fr", "data": {"overview": ""}},
        ]
    },
}


def test_a_films_details() -> None:
    assert details_of(ANSWER, "tt0113277", NOW) == FilmDetails(
        NOW,
        "tt0113277",
        170,
        ("Michael Mann",),
        tuple(f"Actor {number}" for number in range(5)),
        (("US", "R"), ("DE", "16")),
        (("en", "A thief."), ("de", "Ein Dieb.")),
        "official",
        (("DE", ("Netflix", "WOW")),),
    )


def test_a_series_details() -> None:
    answer = {
        "created_by": [{"name": "Vince Gilligan"}],
        "episode_run_time": [49],
        "content_ratings": {"results": [{"iso_3166_1": "US", "rating": "TV-MA"}]},
    }
    found = details_of(answer, None, NOW)
    assert (found.directors, found.runtime) == (("Vince Gilligan",), 49)
    assert found.certifications == (("US", "TV-MA"),)


def test_an_answer_that_is_not_as_tmdb_says_has_none() -> None:
    names = ("credits", "videos", "watch/providers", "release_dates", "translations")
    for odd in (None, 5, [], {"results": 5, "cast": 5}, {"results": [5], "crew": [5]}):
        assert details_of(dict.fromkeys(names, odd), None, NOW) == FilmDetails(NOW)
