"""Examples of posters and of other things, as they are attached, with their embeddings."""

from __future__ import annotations

import csv
import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image

from services.core.errors import RequestError
from services.training.attached import FORMS, attached
from services.training.data import Labels, open_poster
from services.training.other_things import KINDS, captioned, drawn
from services.vision.encoders.base import Embeddings, Encoder, look
from services.vision.heads.poster_head import features
from services.vision.heads.statistics import statistics

SPLITS = ("train", "val", "test")
SOURCES = "sources.csv"
AS_IT_IS = "as it is"
_MEME = "meme"
_BATCH = 32
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many pictures are made of each split.

    Attributes:
        posters: Posters, each in one form.
        drawn: Pictures of each kind that is drawn.
        rounds: How often each picture of the folder is taken, in another form each time.
    """

    posters: int
    drawn: int
    rounds: int


COUNTS = {
    "train": Counts(posters=4500, drawn=70, rounds=2),
    "val": Counts(posters=1600, drawn=30, rounds=1),
    "test": Counts(posters=1600, drawn=30, rounds=1),
}


@dataclass(frozen=True, slots=True)
class Examples:
    """n pictures.

    Attributes:
        embeddings: Of each, (n, d).
        inside: What earlier layers of the encoder saw, (n, m).
        measures: `services.vision.heads.statistics` of each, (n, 13).
        posters: Whether it shows a poster, (n,).
        splits: `train`, `val` or `test`, (n,).
        sources: `posters`, the kind that was drawn, or the folder of a package, (n,).
        forms: In which form it is attached, (n,).
    """

    embeddings: Embeddings
    inside: NDArray[np.float32]
    measures: NDArray[np.float32]
    posters: NDArray[np.bool_]
    splits: NDArray[np.str_]
    sources: NDArray[np.str_]
    forms: NDArray[np.str_]

    @property
    def seen(self) -> NDArray[np.float32]:
        """What a head reads of each picture."""
        return features(self.embeddings, self.inside, self.measures)

    def rows(self, split: str, *, posters: bool) -> NDArray[np.int64]:
        """Return the rows of a split that show posters, or other things."""
        return np.flatnonzero((self.splits == split) & (self.posters == posters))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A picture to be made."""

    split: str
    source: str
    form: str
    make: Callable[[], Image.Image]


def gather(
    encoder: Encoder,
    posters: Labels,
    others: Path,
    *,
    counts: dict[str, Counts] | None = None,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> Examples:
    """Make the pictures and embed them.

    Args:
        encoder: Sees them.
        posters: The catalogue's pictures, with their splits and paths.
        others: A folder with `sources.csv`, as `python -m benchmarks.other_things fetch` makes it:
            its columns `folder` and `part` name folders of pictures and their splits.
        counts: How many, by split.
        on_progress: Called with (done, total).

    Raises:
        RequestError: `bad_request`, the folder has no `sources.csv`.
    """
    counts = counts or COUNTS
    wanted = [
        *(item for split in SPLITS for item in _posters(posters, split, counts[split].posters)),
        *(item for split in SPLITS for item in _drawn(split, counts[split].drawn)),
        *_fetched(others, counts),
    ]
    kept: list[_Wanted] = []
    parts: list[Embeddings] = []
    insides: list[NDArray[np.float32]] = []
    measures: list[NDArray[np.float32]] = []
    with ThreadPoolExecutor(2, thread_name_prefix="marquee-draw") as pool:
        for start in range(0, len(wanted), _BATCH):
            batch = wanted[start : start + _BATCH]
            images = list(pool.map(_made, batch))
            pairs = [(item, image) for item, image in zip(batch, images, strict=True) if image]
            if pairs:
                shown = [image for _, image in pairs]
                embeddings, inside = look(encoder, shown)
                parts.append(embeddings)
                insides.append(inside)
                measures.append(statistics(shown))
                kept += [item for item, _ in pairs]
            on_progress(start + len(batch), len(wanted))
    return Examples(
        np.concatenate(parts),
        np.concatenate(insides),
        np.concatenate(measures),
        np.array([item.source == "posters" for item in kept], dtype=bool),
        np.array([item.split for item in kept]),
        np.array([item.source for item in kept]),
        np.array([item.form for item in kept]),
    )


def _made(item: _Wanted) -> Image.Image | None:
    try:
        return item.make()
    except OSError as error:
        _log.warning("left out a picture of %s: %s", item.source, error)
        return None


def _posters(posters: Labels, split: str, count: int) -> Iterator[_Wanted]:
    """Return posters of a split: one in five as it is, the others in every form alike."""
    rng = np.random.default_rng(SPLITS.index(split))
    rows = rng.permutation(np.flatnonzero(posters.splits == split))
    names = list(FORMS)
    for place, row in enumerate(rows[:count].tolist()):
        form = AS_IT_IS if place % 5 == 0 else names[int(rng.integers(len(names)))]
        # A form of two shows the next one as well.
        rows_shown = np.roll(rows, -place)[: FORMS[form].posters if form in FORMS else 1]
        paths = [posters.paths[shown] for shown in rows_shown.tolist()]
        yield _Wanted(split, "posters", form, _attaching(form, paths, f"{split} {row}"))


def _attaching(form: str, paths: Sequence[str], key: str) -> Callable[[], Image.Image]:
    def make() -> Image.Image:
        images = [open_poster(path) for path in paths]
        return images[0] if form == AS_IT_IS else attached(form, images, key).image

    return make


def _drawn(split: str, count: int) -> Iterator[_Wanted]:
    rng = np.random.default_rng(10 + SPLITS.index(split))
    for kind in KINDS:
        # No number is drawn for two splits.
        for number in range(SPLITS.index(split), 3 * count, 3):
            form = _other_form(rng, memes=False)
            yield _Wanted(split, kind, form, _other(form, f"{kind} {number}", kind, number))


def _fetched(folder: Path, counts: dict[str, Counts]) -> Iterator[_Wanted]:
    table = folder / SOURCES
    if not table.is_file():
        raise RequestError("bad_request", f"There is no {SOURCES} in {folder}.")
    with table.open(encoding="utf-8", newline="") as lines:
        sources = [(row["folder"], row["part"]) for row in csv.DictReader(lines)]
    for name, split in sources:
        for number in range(counts[split].rounds):
            rng = np.random.default_rng([20 + number, len(name)])
            for path in sorted((folder / name).glob("*.jpg")):
                form = _other_form(rng, memes=True)
                key = f"{name} {path.name} {number}"
                yield _Wanted(split, name, form, _other(form, key, path, number))


def _other_form(rng: Generator, *, memes: bool) -> str:
    """Return the form in which another thing is attached: half of them as they are.

    The forms of posters are among them, or whatever is photographed would count as a poster.
    """
    if rng.random() < 0.5:
        return AS_IT_IS
    if memes and rng.random() < 0.3:
        return _MEME
    names = [name for name, form in FORMS.items() if form.posters == 1]
    return names[int(rng.integers(len(names)))]


def _other(form: str, key: str, what: str | Path, number: int) -> Callable[[], Image.Image]:
    def make() -> Image.Image:
        image = drawn(what, number) if isinstance(what, str) else open_poster(str(what))
        if form == AS_IT_IS:
            return image
        if form == _MEME:
            return captioned(image, np.random.default_rng(list(key.encode())))
        return attached(form, [_as_large_as_posters(image)], key).image

    return make


def _as_large_as_posters(image: Image.Image) -> Image.Image:
    image = image.copy()
    image.thumbnail((300, 300))
    return image
