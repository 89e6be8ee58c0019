"""Which films pictures show, on drawn posters, with the model and the rules that ship."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter

from services.core.settings import Settings
from services.core.types import Film, Identification
from services.samples import SAMPLES
from services.vision.encoders import open_encoder
from services.vision.index import IndexEntry, write_index
from services.vision.index.folder import current_build
from services.vision.pipeline import Identifier
from services.vision.recognition.feature_files import FeaturesWriter
from tests.vision.recognition.helpers import drawn, kept, laid

ABSENT = 11
ON_A_TABLE = [(190.0, 60.0), (400.0, 80.0), (385.0, 420.0), (165.0, 390.0)]


@pytest.fixture(scope="module")
def posters() -> list[Image.Image]:
    return drawn()


def _built(
    folder: Path, posters: list[Image.Image], *, features: bool, lacking: int = 0
) -> Identifier:
    settings = Settings(data_dir=folder)  # pyright: ignore[reportCallIssue]
    encoder = open_encoder("poster-lite", settings)
    films = [Film(sample.film.title, sample.film.year) for sample in SAMPLES[: len(posters)]]
    root = settings.indexes_dir / "poster-lite"
    write_index(root, encoder.spec, [IndexEntry(film) for film in films], encoder.embed(posters))
    build = current_build(root)
    assert build is not None
    if features:
        with FeaturesWriter(build) as writer:
            writer.add([None] * lacking + kept(posters)[lacking:])
            writer.finish()
    return Identifier.open(settings)


@pytest.fixture(scope="module")
def identifier(tmp_path_factory: pytest.TempPathFactory, posters: list[Image.Image]) -> Identifier:
    """A catalogue of every drawn poster but the last."""
    return _built(tmp_path_factory.mktemp("with"), posters[:ABSENT], features=True)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory, posters: list[Image.Image]) -> Identifier:
    """The same without local features."""
    return _built(tmp_path_factory.mktemp("plain"), posters[:ABSENT], features=False)


def _titles(answers: list[Identification]) -> list[str | None]:
    return [answer.match.film.title if answer.match else None for answer in answers]


def test_a_poster_lying_on_a_table_is_named_and_outlined(
    identifier: Identifier, posters: list[Image.Image]
) -> None:
    answers = identifier.identify([laid(poster, ON_A_TABLE, (600, 480)) for poster in posters])
    assert _titles(answers[:ABSENT]) == [item.film.title for item in SAMPLES[:ABSENT]]
    assert answers[ABSENT].match is None
    for answer in answers[:ABSENT]:
        assert answer.match is not None
        assert answer.match.confidence is not None and answer.match.confidence > 0.9
        assert answer.perhaps is None
        assert answer.posters[0].match == answer.match
    # In so small a catalogue a few stand out by their embeddings alone.
    outlined = [answer for answer in answers if answer.match and answer.match.by == "geometry"]
    assert len(outlined) >= 5
    for answer in outlined:
        corners = answer.posters[0].corners
        assert corners is not None
        assert np.abs(np.array(corners) - np.array(ON_A_TABLE)).max() < 15


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_poster_is_named(
    identifier: Identifier, posters: list[Image.Image], degrees: int
) -> None:
    turned = [poster.rotate(degrees, expand=True) for poster in posters]
    titles = _titles(identifier.identify(turned))
    assert titles == [*(item.film.title for item in SAMPLES[:ABSENT]), None]


def test_of_two_posters_side_by_side_both_are_told(
    identifier: Identifier, posters: list[Image.Image]
) -> None:
    width, height = posters[2].size
    both = Image.new("RGB", (2 * width + 60, height + 40), (120, 110, 100))
    both.paste(posters[2], (20, 20))
    both.paste(posters[7], (width + 40, 20))
    (answer,) = identifier.identify([both])
    told = {poster.match.film.title for poster in answer.posters if poster.match}
    assert told == {SAMPLES[2].film.title, SAMPLES[7].film.title}
    assert answer.match == answer.posters[0].match


def test_the_clean_poster_is_told_by_its_embedding_alone(
    identifier: Identifier, posters: list[Image.Image]
) -> None:
    for answer in identifier.identify(posters[:ABSENT]):
        assert answer.match is not None
        assert answer.match.by == "picture"
        assert answer.timings_ms["geometry"] == 0
        assert answer.posters[0].corners is None


def test_a_blurred_copy_without_spots_is_still_known(
    identifier: Identifier, posters: list[Image.Image]
) -> None:
    blurred = [poster.filter(ImageFilter.GaussianBlur(2)) for poster in posters[:ABSENT]]
    titles = _titles(identifier.identify(blurred))
    assert sum(title == item.film.title for title, item in zip(titles, SAMPLES, strict=False)) >= 8


def test_a_film_without_features_is_told_as_in_a_catalogue_without(
    plain: Identifier, posters: list[Image.Image], tmp_path: Path
) -> None:
    lacking = _built(tmp_path, posters[:ABSENT], features=True, lacking=ABSENT - 1)
    soft = [poster.filter(ImageFilter.GaussianBlur(3)) for poster in posters[: ABSENT - 1]]
    (mixed, _), (without, _) = (each.recogniser.recognise(soft, 3) for each in (lacking, plain))
    for seen, told in zip(mixed, without, strict=True):
        # The first that is considered is the whole picture; views differ between the two.
        assert seen.posters[0].probability >= told.considered[0].probability


def test_a_film_that_is_left_out_is_absent(
    identifier: Identifier, posters: list[Image.Image]
) -> None:
    keys = [frozenset({film.key}) for film in identifier.films]
    shown = [laid(poster, ON_A_TABLE, (600, 480)) for poster in posters[:ABSENT]]
    for pictures in (posters[:ABSENT], shown):
        for answer, hidden in zip(identifier.identify(pictures, without=keys), keys, strict=True):
            assert answer.match is None
            assert not hidden & {neighbour.film.key for neighbour in answer.neighbours}
            assert len(answer.neighbours) == 3


def test_without_features_copies_are_known_by_embeddings(
    plain: Identifier, posters: list[Image.Image]
) -> None:
    smaller = [poster.resize((120, 180)) for poster in posters]
    titles = _titles(plain.identify(smaller))
    assert titles == [*(item.film.title for item in SAMPLES[:ABSENT]), None]


def test_together_equals_one_by_one(identifier: Identifier, posters: list[Image.Image]) -> None:
    pictures = [posters[0], laid(posters[1], ON_A_TABLE, (600, 480)), posters[ABSENT]]
    together = identifier.identify(pictures)
    for picture, batched in zip(pictures, together, strict=True):
        (alone,) = identifier.identify([picture])
        assert alone.match == batched.match
        assert alone.posters == batched.posters


@pytest.mark.parametrize(
    "picture",
    [
        Image.new("RGB", (300, 450), "white"),
        Image.new("RGB", (1, 1), "black"),
        Image.new("RGB", (1200, 4), "red"),
    ],
    ids=["sheet", "dot", "strip"],
)
def test_nothing_is_named_where_nothing_is_shown(
    identifier: Identifier, picture: Image.Image
) -> None:
    (answer,) = identifier.identify([picture])
    assert answer.match is None
    assert answer.posters == ()


@pytest.mark.parametrize("features", [True, False], ids=["features", "none"])
def test_a_catalogue_of_one_picture(
    tmp_path: Path, posters: list[Image.Image], features: bool
) -> None:
    alone = _built(tmp_path, posters[:1], features=features)
    answers = alone.identify(posters[:3])
    assert _titles(answers) == [SAMPLES[0].film.title, None, None]
    assert answers[1].perhaps is None


def test_two_posters_of_one_film_are_compared_without_their_surroundings(
    identifier: Identifier, posters: list[Image.Image]
) -> None:
    comparison = identifier.compare(posters[3], laid(posters[3], ON_A_TABLE, (600, 480)))
    assert comparison.similarity > 0.8
    assert comparison.first.match is not None
    assert comparison.second.match is not None
    assert comparison.first.match.film == comparison.second.match.film


def test_what_is_perhaps_meant_depends_on_how_many_films_are_absent(
    identifier: Identifier, posters: list[Image.Image]
) -> None:
    blurred = [poster.filter(ImageFilter.GaussianBlur(4)) for poster in posters[:ABSENT]]
    told = {}
    for share in (0.1, 0.5, 0.9):
        identifier.expect_absent(share)
        answers = identifier.identify(blurred)
        told[share] = [answer.perhaps.film.key if answer.perhaps else None for answer in answers]
        assert all(answer.perhaps is None or answer.match is None for answer in answers)
    identifier.expect_absent(0.5)
    counts = [sum(key is not None for key in told[share]) for share in (0.1, 0.5, 0.9)]
    assert counts[0] >= counts[1] >= counts[2]
    assert counts[0] > counts[2]
