"""What can be drawn of a picture from what is kept of it, and what is to be recognised there.

The attack is the classical one (Weinzaepfel, Jegou and Perez, CVPR 2011): for each spot the patch
of another picture whose code is nearest, turned and enlarged as the spot is, blended in order of
size; beside it the mean of the 20 nearest, and a ridge regression from the bits to the patch. A
network that was taught to draw pictures from spots (Pittaluga et al., CVPR 2019) may show more;
none is measured here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from rapidfuzz import fuzz

from benchmarks.recognition.catalogue import Catalogue, rgb
from benchmarks.recognition.patches import Library, Pixels, drawn
from benchmarks.wild.catalogues import Picture
from benchmarks.wild.figures import Row, count
from services.core.errors import MarqueeError
from services.vision.lettering.reader import Reader

_LOOKED_AT = (120, 180)
_SHOWN = 10
_READ = 640
_LEAST_LETTERS = 4
_SAME_WORD = 85


def measure(
    catalogue: Catalogue,
    *,
    pictures: int,
    library: int,
    sheet: Path | None,
    on_progress: Callable[[int, int], None],
) -> Mapping[str, list[Row]]:
    """Draw val pictures again from what the catalogue keeps of them.

    Args:
        catalogue: The catalogue.
        pictures: How many.
        library: Train pictures that patches are cut out of.
        sheet: Where to write a sheet of some of them, true and drawn; keep it to yourself.
        on_progress: Called with (done, total).
    """
    cv2.setNumThreads(1)
    known = Library.of(catalogue.train(library, seed=14))
    try:
        reader = Reader.open()
    except MarqueeError:
        reader = None
    looks: dict[str, list[Pixels]] = {}
    chosen: list[Picture] = []
    for number, (picture, *_) in enumerate(catalogue.val(pictures, several=False, seed=15)):
        image = rgb(picture)
        row = catalogue.row_of(picture, image)
        if row is not None:
            chosen.append(picture)
            for name, look in _looks(catalogue, known, row, image).items():
                looks.setdefault(name, []).append(look)
        on_progress(number + 1, pictures)
    if sheet is not None:
        _write(sheet, looks)
    return {
        f"{len(chosen)} pictures drawn again from {library} others": [
            _row(catalogue, name, looks, chosen, reader) for name in looks
        ]
    }


_TRUE = "the picture itself"


def _looks(
    catalogue: Catalogue, known: Library, row: int, image: Image.Image
) -> Mapping[str, Pixels]:
    places, frame = catalogue.features.places(row)
    size = round(frame[0]), round(frame[1])
    codes, poses = catalogue.features.codes(row), catalogue.features.poses(row)
    resized = cv2.resize(np.asarray(image), size, interpolation=cv2.INTER_AREA)
    return {
        _TRUE: resized.astype(np.float64),
        "nearest patch": drawn(known.nearest(codes, 1), places, poses, size),
        "mean of 20 patches": drawn(known.nearest(codes, 20), places, poses, size),
        "regression": drawn(known.told(codes), places, poses, size),
        "the mean of the others": np.asarray(cv2.resize(known.mean, size), np.float64),
    }


def _row(
    catalogue: Catalogue,
    name: str,
    looks: Mapping[str, Sequence[Pixels]],
    chosen: Sequence[Picture],
    reader: Reader | None,
) -> Row:
    true = [_small(look) for look in looks[_TRUE]]
    these = [_small(look) for look in looks[name]]
    # The next picture's drawing is as good a guess as any that knows nothing of this one.
    others = [*these[1:], these[0]]
    row: dict[str, object] = {"drawn by": name}
    for what, measured in (("grey", _alike), ("edges", _edges_alike), ("SSIM", _ssim)):
        row[what] = float(np.mean([measured(*two) for two in zip(true, these, strict=True)]))
        row[f"{what}, another's"] = float(
            np.mean([measured(*two) for two in zip(true, others, strict=True)])
        )
    ranks = []
    for picture, look in zip(chosen, looks[name], strict=True):
        similar = catalogue.vectors @ catalogue.embed(_image(look))
        best = similar[catalogue.rows[picture.imdb_id]].max()
        ahead = {catalogue.films[place].key for place in np.flatnonzero(similar > best).tolist()}
        ranks.append(1 + len(ahead))
    row["film is nearest"] = count([rank == 1 for rank in ranks])
    row["of the nearest 10"] = count([rank <= 10 for rank in ranks])
    row["median rank"] = int(np.median(ranks))
    # Means are blurred beyond letters, and reading takes a third of a second.
    if reader is not None and "mean" not in name:
        words = [
            fuzz.partial_ratio(word, text) >= _SAME_WORD
            for picture, look in zip(chosen, looks[name], strict=True)
            for text in [_read(reader, look)]
            for word in _words(picture.title)
        ]
        row["title words read"] = count(words)
    return row


def _words(title: str) -> list[str]:
    without_year = title.rsplit("(", 1)[0].lower()
    return [word for word in re.findall(r"\w+", without_year) if len(word) >= _LEAST_LETTERS]


def _read(reader: Reader, look: Pixels) -> str:
    image = _image(look)
    scale = _READ / max(image.size)
    larger = image.resize((round(image.width * scale), round(image.height * scale)))
    return " ".join(line.text.lower() for line in reader.read(larger))


def _image(look: Pixels) -> Image.Image:
    return Image.fromarray(look.round().clip(0, 255).astype(np.uint8))


def _small(look: Pixels) -> NDArray[np.float32]:
    gray = cv2.cvtColor(look.astype(np.float32), cv2.COLOR_RGB2GRAY)
    return np.asarray(cv2.resize(gray, _LOOKED_AT, interpolation=cv2.INTER_AREA), np.float32)


def _alike(one: NDArray[np.float32], two: NDArray[np.float32]) -> float:
    return float(np.corrcoef(one.ravel(), two.ravel())[0, 1]) if two.std() > 0 else 0.0


def _edges_alike(one: NDArray[np.float32], two: NDArray[np.float32]) -> float:
    return _alike(_edges(one), _edges(two))


def _edges(look: NDArray[np.float32]) -> NDArray[np.float32]:
    down, across = np.gradient(look)
    return np.hypot(down, across)


def _ssim(one: NDArray[np.float32], two: NDArray[np.float32]) -> float:
    """Return the structural similarity (Wang et al., 2004) of two grey pictures."""

    def mean(values: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray(cv2.GaussianBlur(values, (11, 11), 1.5), np.float32)

    steady, contrast = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    a, b = mean(one), mean(two)
    spread_a, spread_b = mean(one * one) - a * a, mean(two * two) - b * b
    both = mean(one * two) - a * b
    light = (2 * a * b + steady) / (a * a + b * b + steady)
    return float((light * (2 * both + contrast) / (spread_a + spread_b + contrast)).mean())


def _write(sheet: Path, looks: Mapping[str, Sequence[Pixels]]) -> None:
    width, height = 180, 270
    rows = min(_SHOWN, len(looks[_TRUE]))
    page = Image.new("RGB", (width * len(looks), height * rows))
    for column, found in enumerate(looks.values()):
        for place, look in enumerate(found[:rows]):
            page.paste(_image(look).resize((width, height)), (column * width, place * height))
    page.save(sheet)
