"""The shapes of answers for the OpenAPI description, and the pieces that it is put together of."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def ref(name: str) -> Json:
    """Point at a shape of `SCHEMAS`."""
    return {"$ref": f"#/components/schemas/{name}"}


def object_of(**properties: Json) -> Json:
    """Describe an object all of whose properties are always there."""
    return {"type": "object", "required": list(properties), "properties": properties}


def object_with(more: Json, **properties: Json) -> Json:
    """Describe an object with properties that are always there, and more that may be."""
    described = object_of(**properties)
    return described | {"properties": properties | more}


def list_of(items: Json) -> Json:
    """Describe a list."""
    return {"type": "array", "items": items}


def text(description: str) -> Json:
    """Describe a text."""
    return {"type": "string", "description": description}


def whole(description: str, least: int = 0) -> Json:
    """Describe a whole number from `least` on."""
    return {"type": "integer", "minimum": least, "description": description}


def share(description: str, least: int = 0) -> Json:
    """Describe a number from `least` to 1."""
    return {"type": "number", "minimum": least, "maximum": 1, "description": description}


def flag(description: str) -> Json:
    """Describe a yes or no."""
    return {"type": "boolean", "description": description}


def or_null(schema: Json) -> Json:
    """Describe what is null where it is not known."""
    if "$ref" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    return {**schema, "type": [schema["type"], "null"]}


def _by_code(value: Json, told: str) -> Json:
    return {"type": "object", "additionalProperties": value, "description": told}


def _film(**properties: Json) -> Json:
    titles = {
        "type": "object",
        "additionalProperties": {"type": "string"},
        "description": "By language, where it has titles in other ones.",
    }
    return object_with(
        {
            "titles": titles,
            "series": flag("True of a series of television; films have none."),
            "marked": flag("True of a film whose poster is not for everybody; others have none."),
            "tmdb_series_id": whole("TMDB's number of a series, where it is known."),
        },
        **properties,
    )


_YEAR: Json = {"type": "number"}
SCHEMAS: Json = {
    "Film": _film(
        key=text("What the routes call it; it stays when the film's facts change."),
        title=text("Display title, article first."),
        year=or_null(whole("Release year.")),
        genres=list_of({"type": "string"}),
        imdb_id=or_null(text('"tt" and at least seven digits.')),
        tmdb_id=or_null(whole("TMDB's number.")),
        poster_url=or_null(text("Where the poster can be fetched from.")),
    ),
    "Neighbour": object_of(film=ref("Film"), similarity=share("Cosine of the two embeddings.", -1)),
    "Match": {
        "description": "A film that a picture is taken for.",
        **object_of(
            film=ref("Film"),
            similarity=share("Cosine of the two embeddings.", -1),
            confidence=or_null(share("Probability that the picture shows this film.")),
            by=or_null(text("What decided: `picture`, `geometry` or `title`.")),
        ),
    },
    "SeenPoster": {
        "description": "A poster that was recognised in a picture.",
        **object_of(
            corners={
                "description": "Clockwise from its top left, in pixels of the upright picture.",
                "type": ["array", "null"],
                "items": {"type": "array", "items": {"type": "integer"}},
            },
            match=or_null(ref("Match")),
            perhaps=or_null(ref("Match")),
        ),
    },
    "YearEstimate": {
        "description": "The year that a poster looks like, with an interval of 80 %.",
        **object_of(estimate=_YEAR, low=_YEAR, high=_YEAR, era=text('Its decade: "1990s".')),
    },
    "GenreScore": object_of(
        name={"type": "string"},
        probability=share("How likely the poster's film is of this genre."),
        predicted=flag("Whether that passes the genre's own threshold."),
    ),
    "Identification": {
        "description": "The answer for one poster.",
        **object_of(
            encoder=text("The encoder that saw the poster."),
            id=or_null(text("A word with which the title may be asked for later.")),
            match={"description": "The film whose poster it is.", **or_null(ref("Match"))},
            perhaps={
                "description": "A film likelier meant than not; null beside a match.",
                **or_null(ref("Match")),
            },
            is_poster={
                "description": "False where the picture looks like no poster at all.",
                "type": ["boolean", "null"],
            },
            posters={
                "description": "Every poster recognised in the picture.",
                **list_of(ref("SeenPoster")),
            },
            neighbours={"description": "Nearest first.", **list_of(ref("Neighbour"))},
            year=or_null(ref("YearEstimate")),
            film_year={
                "description": "How old the film is likely to be, where that differs.",
                **or_null(ref("YearEstimate")),
            },
            genres={"description": "Most probable first.", **list_of(ref("GenreScore"))},
            timings_ms={
                "type": "object",
                "description": "Milliseconds by stage.",
                "additionalProperties": {"type": "number", "minimum": 0},
            },
        ),
    },
    "Comparison": object_of(
        similarity=share("Cosine of the two embeddings.", -1),
        first=ref("Identification"),
        second=ref("Identification"),
    ),
    "CatalogueFilm": object_with(
        {"details": ref("FilmDetails")},
        film=ref("Film"),
        has_poster=flag("Whether its own picture is at hand."),
        popularity=or_null({"type": "number", "description": "TMDB's measure."}),
        indexed=flag("Whether its poster was embedded, so that it has neighbours."),
        pictures=whole("How many pictures of it there are, its poster the first.", 1),
        known=or_null(share("How known it is beside the best known film of the catalogue.")),
    ),
    "FilmDetails": object_of(
        fetched_at={"type": "string", "format": "date-time", "description": "When TMDB told."},
        imdb_id=or_null({"type": "string"}),
        runtime=or_null(whole("Minutes.", 1)),
        directors=list_of({"type": "string"}),
        cast=list_of({"type": "string"}),
        certifications=_by_code({"type": "string"}, "Who may see it, by country."),
        overviews=_by_code({"type": "string"}, "What it is about, by language."),
        trailer=or_null({"type": "string", "description": "The id of a video on YouTube."}),
        streaming=_by_code(
            list_of({"type": "string"}),
            "Who streams it, by country; by JustWatch, who must be named with it.",
        ),
    ),
    "Search": object_of(
        by={"type": "string", "enum": ["title", "words"], "description": "What was compared."},
        films=list_of(ref("Found")),
    ),
    "Found": object_of(
        film=ref("Film"),
        score=share("0 to 1 for titles; the cosine, -1 to 1, for words.", -1),
        indexed=flag("Whether its poster was embedded, so that it has neighbours."),
        known=or_null(share("How known it is beside the best known film of the catalogue.")),
    ),
    "Encoder": object_of(
        name={"type": "string"},
        state={
            "type": "string",
            "enum": ["open", "built", "missing"],
            "description": "`built` is opened by the first request; `missing` has no index.",
        },
        films=whole("Films in its index."),
        metric={"type": "string", "enum": ["cosine", "euclidean"]},
        words=flag("Whether its space also holds words."),
        default=flag("Whether it answers where none is asked for."),
        build=text("The command that builds its index."),
    ),
    "Outdated": object_of(
        built_with=text("The weights that the index was built with, and answers with."),
        newest=text("Those that the next `marquee catalogue build` takes."),
    ),
    "EncoderName": object_of(
        name=text("As in `/v1/encoders`."),
        display_name=text("As the explorer's page has it."),
        outdated=or_null(ref("Outdated")),
    ),
    "Error": object_of(
        error=object_of(
            code=text("A name for programs, one of those listed with each status."),
            message=text("A sentence for people."),
        )
    ),
}
