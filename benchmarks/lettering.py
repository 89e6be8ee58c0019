"""Titles read on real posters: what was fitted on val, and what it names.

    python -m benchmarks.lettering read ../shared CACHE [--pictures 600] [--photos 200]
    python -m benchmarks.lettering fit ../shared CACHE [--write]
    python -m benchmarks.lettering wild ../shared CACHE

Needs the `ocr` extra, and `train` for scipy. `read` takes a second a picture, keeps what it read in
the folder CACHE and goes on where it was stopped. `fit` weighs the evidence for titles on val
pictures, each once with its film in the catalogue (under another picture) and once without, and
tells by four folds of films what would be named; `--write` stores the weights that ship. `wild`
says what they name on the test pictures, and chooses nothing.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.optimize import minimize

from services.catalogue.titles import display_title
from services.core.settings import Settings
from services.core.types import Film, YearEstimate
from services.vision.encoders import open_encoder
from services.vision.encoders.base import normalise
from services.vision.heads import open_heads
from services.vision.lettering.decision import WEIGHTS, Decision, shipped_decision
from services.vision.lettering.reader import Line, Reader
from services.vision.lettering.titles import EVIDENCE, NEIGHBOURS, Candidate, TitleReading

_SHIPPED = Path(__file__).parents[1] / "services/vision/lettering" / WEIGHTS
# Of pictures whose film the catalogue lacks, at most so many may be named.
_WRONG = 0.01
_PERHAPS = 0.5
_FOLDS = 4


@dataclass(frozen=True)
class Query:
    """A picture that was read; `film` is the key of its film, or empty."""

    file: str
    film: str
    lines: list[Line]
    embedding: NDArray[np.float32]


@dataclass(frozen=True)
class Example:
    """The candidates of a picture; `right` is the place of its film among them."""

    query: Query
    known: bool
    candidates: list[Candidate]
    right: int | None


class Shared:
    """The picture sets, their embeddings and what was read of them."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self.folder, self.cache = folder, cache
        cache.mkdir(parents=True, exist_ok=True)
        self.rows = {
            f"{name}/{row['file']}": row
            for name in ("posters", "more", "wild")
            for row in csv.DictReader((folder / name / f"{name}.csv").open(encoding="utf-8"))
        }
        self.catalogue = [file for file in self.rows if not file.startswith("wild/")]
        self.films: dict[str, Film] = {}
        for file in self.catalogue:
            row = self.rows[file]
            year = int(row["year"]) if row["year"] else None
            film = Film(display_title(row["title"]), year, imdb_id=row["imdb_id"])
            self.films.setdefault(film.key, film)
        self.keys = np.array([self.rows[file]["imdb_id"] for file in self.catalogue])
        self.titles = TitleReading(list(self.films.values()))
        self.settings = Settings(_env_file=None, data_dir=cache)  # pyright: ignore[reportCallIssue]
        self.encoder = open_encoder("poster-lite", self.settings)

    @cached_property
    def embeddings(self) -> NDArray[np.float32]:
        """The catalogue's, one a picture."""
        path = self.cache / f"{self.encoder.spec.key}.npy"
        if not path.is_file():
            parts = [self.embed([self.picture(file)]) for file in self.catalogue]
            np.save(path, np.concatenate(parts))
        return normalise(np.load(path))

    def picture(self, file: str) -> Image.Image:
        """Open a picture."""
        return Image.open(self.folder / file).convert("RGB")

    def embed(self, images: Sequence[Image.Image]) -> NDArray[np.float32]:
        """Return the embeddings of pictures."""
        return np.asarray(self.encoder.embed(images), dtype=np.float32)

    def near(self, query: Query, without: str = "") -> list[str]:
        """Return the nearest films, by other pictures than the query's own."""
        order = np.argsort(-(self.embeddings @ query.embedding))[: 8 * NEIGHBOURS]
        near = (
            self.keys[place]
            for place in order
            if self.catalogue[place] != query.file and self.keys[place] != without
        )
        return list(dict.fromkeys(map(str, near)))[:NEIGHBOURS]

    def val(self) -> list[str]:
        """Return val pictures in the order in which they are read: two in three have a second."""
        files = [file for file in self.catalogue if self.rows[file]["split"] == "val"]
        count = Counter(self.rows[file]["imdb_id"] for file in files)
        random.Random(11).shuffle(files)
        several = [file for file in files if count[self.rows[file]["imdb_id"]] > 1]
        single = [file for file in files if count[self.rows[file]["imdb_id"]] == 1]
        pairs = zip(several[::2], several[1::2], single, strict=False)
        return [file for three in pairs for file in three]

    def wild(self) -> list[str]:
        """Return the test pictures whose artwork was judged, and those of absent films."""
        rows = {file: row for file, row in self.rows.items() if file.startswith("wild/")}
        return [file for file, row in rows.items() if row["artwork"] or _absent(row)]

    def read(self, kind: str, files: Sequence[str]) -> None:
        """Read pictures that are not in the cache, and keep what they say."""
        done = {query.file for query in self.queries(kind)}
        reader = Reader.open(threads=self.settings.threads)
        with (self.cache / f"{kind}.jsonl").open("a", encoding="utf-8") as out:
            for file in files:
                if file in done:
                    continue
                image = self.picture(file)
                if kind == "photos":
                    image = photographed(image, np.random.default_rng(zlib.crc32(file.encode())))
                lines = [[each.text, each.confidence, each.corners] for each in reader.read(image)]
                embedding = self.embed([image])[0].round(5).tolist()
                out.write(json.dumps({"file": file, "lines": lines, "e": embedding}) + "\n")
                out.flush()

    def queries(self, kind: str) -> Iterator[Query]:
        """Return what was read."""
        path = self.cache / f"{kind}.jsonl"
        for text in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
            data: dict[str, Any] = json.loads(text)
            lines = [Line(said, sure, tuple(map(tuple, at))) for said, sure, at in data["lines"]]
            embedding = normalise(np.array([data["e"]], dtype=np.float32))[0]
            yield Query(data["file"], self.rows[data["file"]]["imdb_id"], lines, embedding)

    def examples(self, queries: Sequence[Query]) -> list[Example]:
        """Return each picture without its film; with it as well where that has another picture."""
        heads = open_heads(self.settings, self.encoder.spec)
        stacked = np.stack([query.embedding for query in queries])
        eras: Sequence[YearEstimate | None] = (
            heads.years(stacked) if heads else [None] * len(queries)
        )
        pictures, found = Counter(self.keys.tolist()), []
        for query, era in zip(queries, eras, strict=True):
            without = frozenset({query.film})
            absent = self.titles.candidates(
                query.lines, self.near(query, query.film), era=era, without=without
            )
            found.append(Example(query, False, absent, None))
            own = query.file in self.rows and not query.file.startswith("wild/")
            if pictures[query.film] > (1 if own else 0):
                candidates = self.titles.candidates(query.lines, self.near(query), era=era)
                keys = [candidate.film.key for candidate in candidates]
                right = keys.index(query.film) if query.film in keys else None
                found.append(Example(query, True, candidates, right))
        return found


def photographed(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Return a poster as a cover on a desk: askew, in bad light, with glare, blur and noise."""
    poster = np.asarray(image)
    height, width = poster.shape[:2]
    spine, top = int(width * rng.uniform(0.02, 0.08)), int(height * rng.uniform(0, 0.09))
    edge = [int(value) for value in rng.integers(0, 60, 3)]
    poster = cv2.copyMakeBorder(
        poster, top, spine, 2 * spine, spine, cv2.BORDER_CONSTANT, value=edge
    )
    height, width = poster.shape[:2]
    w, h = 640, 480
    patches = rng.integers(60, 230, (*rng.integers(2, 5, 2), 3)).astype(np.uint8)
    desk = cv2.resize(patches, (w, h), interpolation=cv2.INTER_CUBIC)
    scale = h * rng.uniform(0.7, 1.0) / height
    half = np.array([width, height]) * scale / 2
    angle = np.radians(rng.normal(0, 8) if rng.random() < 0.8 else rng.uniform(-60, 60))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * half
    corners *= 1 + rng.uniform(-0.07, 0.07, (4, 2))
    middle = [w / 2 + rng.uniform(-60, 60), h / 2 + rng.uniform(-15, 15)]
    target = (corners @ turn.T + middle).astype(np.float32)
    source = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(source, target)
    inside = cv2.warpPerspective(np.full((height, width), 255, np.uint8), matrix, (w, h))
    placed = cv2.warpPerspective(poster, matrix, (w, h), flags=cv2.INTER_CUBIC)
    out = np.where(inside[..., None] > 128, placed, desk).astype(np.float32)
    glare = np.zeros((h, w), np.float32)
    spot = (int(middle[0] + rng.normal(0, 80)), int(middle[1] + rng.normal(0, 120)))
    axes = (int(rng.uniform(20, 120)), int(rng.uniform(10, 50)))
    cv2.ellipse(glare, spot, axes, float(rng.uniform(0, 180)), 0, 360, 1, -1)
    glare = cv2.GaussianBlur(glare, (0, 0), rng.uniform(10, 40)) * rng.uniform(0, 220)
    out = out * rng.uniform(0.55, 1.05) * rng.uniform(0.85, 1.1, 3) + glare[..., None]
    out = cv2.GaussianBlur(out + rng.uniform(0, 25), (0, 0), rng.uniform(0.5, 1.5))
    out += rng.normal(0, rng.uniform(2, 7), out.shape)
    _, jpeg = cv2.imencode(
        ".jpg",
        np.clip(out, 0, 255).astype(np.uint8)[:, :, ::-1],
        [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(60, 90))],
    )
    seen = cv2.imdecode(jpeg, cv2.IMREAD_COLOR)
    assert seen is not None
    return Image.fromarray(np.ascontiguousarray(seen[:, :, ::-1]))


def fitted(examples: Sequence[Example], ridge: float = 1.0) -> Decision:
    """Return the weights under which what is right is likeliest.

    Pictures with and without their film count the same, however many there are of each.
    """
    known = sum(example.known for example in examples)
    share = known / max(1, len(examples) - known)
    rows = [np.array([each.evidence for each in example.candidates]) for example in examples]
    rows = [row.reshape(-1, len(EVIDENCE)) for row in rows]
    spread = np.concatenate(rows).std(axis=0) + 1e-6

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, slope = 0.0, np.zeros_like(weights)
        for row, example in zip(rows, examples, strict=True):
            counts = 1.0 if example.known else share
            scores = np.append(row / spread @ weights[:-1], weights[-1])
            shares = np.exp(scores - scores.max())
            shares /= shares.sum()
            right = len(row) if example.right is None else example.right
            total -= counts * np.log(shares[right] + 1e-12)
            shares[right] -= 1
            slope[:-1] += counts * (shares[:-1] @ (row / spread))
            slope[-1] += counts * shares[-1]
        total += ridge / 2 * float(weights[:-1] @ weights[:-1])
        return total, slope + np.append(ridge * weights[:-1], 0)

    found = minimize(loss, np.zeros(len(EVIDENCE) + 1), jac=True, method="L-BFGS-B").x
    return Decision(tuple(found[:-1] / spread), float(found[-1]), 1.0, _PERHAPS)


@dataclass(frozen=True)
class Outcome:
    """What a decision says of an example: its likeliest film, and whether that is right."""

    example: Example
    likely: float
    right: bool


def outcomes(decision: Decision, examples: Sequence[Example]) -> list[Outcome]:
    """Return what a decision says of examples."""
    found = []
    for example in examples:
        shares = decision.probabilities(example.candidates)
        best = int(shares.argmax()) if len(shares) else -1
        likely = float(shares[best]) if len(shares) else 0.0
        found.append(Outcome(example, likely, example.right == best))
    return found


def fit(shared: Shared, write: bool) -> None:
    """Print what is named by folds, and store the weights where that is wanted."""
    queries = [*shared.queries("pictures"), *shared.queries("photos")]
    examples = shared.examples(queries)
    fold = [zlib.crc32(example.query.film.encode()) % _FOLDS for example in examples]
    told: list[Outcome] = []
    for held in range(_FOLDS):
        rest = [each for each, place in zip(examples, fold, strict=True) if place != held]
        part = [each for each, place in zip(examples, fold, strict=True) if place == held]
        told += outcomes(fitted(rest), part)
    known = [each for each in told if each.example.known]
    absent = sorted((each.likely for each in told if not each.example.known), reverse=True)
    named_from = max(_PERHAPS + 0.05, round(absent[int(_WRONG * len(absent))] + 0.001, 3))
    print(f"{len(queries)} pictures, {len(known)} of them with their film in the catalogue")
    for least in (_PERHAPS, 0.8, 0.9, named_from, 0.95, 0.97):
        right = sum(each.right and each.likely >= least for each in known)
        wrong = sum(not each.right and each.likely >= least for each in known)
        false = sum(likely >= least for likely in absent)
        print(
            f"from {least:.3f}: {right} right, {wrong} wrong of {len(known)}; "
            f"{false} of {len(absent)} absent ones"
        )
    weights = [1.0 if each.example.known else len(known) / len(absent) for each in told]
    for low, high in ((0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 0.97), (0.97, 1.01)):
        inside = [place for place, each in enumerate(told) if low <= each.likely < high]
        counts = [weights[place] for place in inside]
        said = np.average([told[place].likely for place in inside], weights=counts)
        true = np.average([told[place].right for place in inside], weights=counts)
        print(f"said {said:.3f}, true {true:.3f} ({len(inside)})")
    decision = fitted(examples)
    data = {
        "weights": dict(zip(EVIDENCE, (round(each, 4) for each in decision.weights), strict=True)),
        "none": round(decision.none, 4),
        "named_from": named_from,
        "perhaps_from": _PERHAPS,
    }
    print(json.dumps(data, indent=1))
    if write:
        _SHIPPED.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def wild(shared: Shared) -> None:
    """Print what the weights that ship name on the test pictures, by kind."""
    decision = shipped_decision()
    queries = list(shared.queries("wild"))
    heads = open_heads(shared.settings, shared.encoder.spec)
    counts: Counter[tuple[str, str, str]] = Counter()
    for query in queries:
        row = shared.rows[query.file]
        era = heads.years(query.embedding[None])[0] if heads else None
        candidates = shared.titles.candidates(query.lines, shared.near(query), era=era)
        verdict = decision.verdict(candidates)
        said = "nothing"
        if verdict is not None:
            right = verdict.film.key == query.film
            said = f"{'named' if verdict.named else 'perhaps'} {'right' if right else 'wrong'}"
            if not right:
                print(f"{row['title']} ({row['year']}) -> {verdict.film.label}: {said}")
        counts[row["what"], "absent" if _absent(row) else row["artwork"], said] += 1
    for what, artwork in sorted({key[:2] for key in counts}):
        told = {said: n for (*kind, said), n in counts.items() if kind == [what, artwork]}
        print(f"{what}, {artwork}: {sum(told.values())}; {dict(sorted(told.items()))}")


def _absent(row: dict[str, str]) -> bool:
    return row["in_posters_csv"] == "0" and row["in_more"] == "0"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("read", "fit", "wild"))
    parser.add_argument("shared", type=Path)
    parser.add_argument("cache", type=Path)
    parser.add_argument("--pictures", type=int, default=600)
    parser.add_argument("--photos", type=int, default=200)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    shared = Shared(args.shared, args.cache)
    if args.what == "read":
        shared.read("pictures", shared.val()[: args.pictures])
        shared.read("photos", shared.val()[::-1][: args.photos])
        shared.read("wild", shared.wild())
    elif args.what == "fit":
        fit(shared, args.write)
    else:
        wild(shared)


if __name__ == "__main__":
    main()
