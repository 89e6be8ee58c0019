"""Can somebody who knows the film guess it from what a round shows, and at which step?

    python -m benchmarks.reveals --split val --levels
    python -m benchmarks.reveals --split test

The encoder plays: it knows the posters of the films that many know, sees what `bot.games.reveal`
shows of one of them, and says which it is; at large pixels it looks as people do, who half shut
their eyes, for it takes their edges for lines of the poster. Films come from the catalogue of
`MARQUEE_DATA_DIR`. Printed are how often the right film is its first guess, and among its first
ten; and how often it is the likeliest of four films of one time and genre, as they are offered to
choose from, of which chance has a quarter. With `--levels` each number of columns and each share of
a poster by itself, from which the steps were chosen on val films; else the steps of the games.
"""

from __future__ import annotations

import argparse
import asyncio
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from bot.games.reveal import reveal
from bot.games.rules import decoys
from bot.games.rules.kinds.film import DETAIL
from bot.games.rules.options import DIFFICULTIES, KNOWN
from bot.games.rules.types import Effect, Question
from services.catalogue.popularity import shipped
from services.core.settings import get_settings
from services.store import Store
from services.store.films import CatalogueEntry, load_posters
from services.vision.encoders import open_encoder

_BATCH = 32
_FIRST = 10
_EFFECTS: tuple[Effect, ...] = ("pixels", "crop")
_LEVELS: dict[Effect, tuple[int, ...]] = {
    "pixels": (6, 8, 10, 12, 14, 16, 20, 24, 28, 36, 44, 60),
    "crop": (4, 6, 8, 11, 15, 20, 27, 36, 48, 62, 80),
}


@dataclass(frozen=True)
class Player:
    """The encoder as a player: the posters that it knows, as an array of shape (n, d)."""

    films: Sequence[CatalogueEntry]
    vectors: NDArray[np.float32]

    def ranks(self, seen: NDArray[np.float32], places: Sequence[int]) -> NDArray[np.int64]:
        """Return the place of the right film among all, from 1, for each picture seen."""
        likeness = seen @ self.vectors.T
        right = likeness[np.arange(len(places)), places][:, None]
        return 1 + (likeness > right).sum(axis=1)

    def of_four(
        self, seen: NDArray[np.float32], fours: Sequence[Sequence[int]]
    ) -> NDArray[np.bool_]:
        """Return whether the first of four films is the likeliest, for each picture seen."""
        return np.array(
            [
                bool(np.argmax(self.vectors[list(four)] @ vector) == 0)
                for vector, four in zip(seen, fours, strict=True)
            ]
        )


def main(split: str, count: int, *, levels: bool, seed: int) -> None:
    settings = get_settings()
    encoder = open_encoder("poster-lite", settings)

    def embed(pictures: Iterator[Image.Image]) -> NDArray[np.float32]:
        blocks, batch = [], []
        for picture in pictures:
            batch.append(picture)
            if len(batch) == _BATCH:
                blocks.append(encoder.embed(batch))
                batch = []
        return np.concatenate([*blocks, encoder.embed(batch)] if batch else blocks)

    known = asyncio.run(_known(settings.database_path))
    player = Player(known, embed(Image.open(entry.path).convert("RGB") for entry in known))
    rng = random.Random(seed)
    among = [place for place, entry in enumerate(known) if entry.split == split]
    asked = rng.sample(among, min(count, len(among)))
    fours = [_four(known, place, rng) for place in asked]
    posters = [_as_png(known[place].path) for place in asked]
    print(f"{len(asked)} {split} films of {len(known):,} that many know")
    print("shown                        first guess   first ten   of four")

    def show(name: str, effect: Effect, detail: Sequence[int], step: int) -> None:
        seen = embed(
            _shown(poster, known[place], effect, detail, step)
            for poster, place in zip(posters, asked, strict=True)
        )
        ranks = player.ranks(seen, asked)
        print(
            f"{name:28} {(ranks == 1).mean():10.0%} {(ranks <= _FIRST).mean():11.0%}"
            f" {player.of_four(seen, fours).mean():9.0%}",
            flush=True,
        )

    for effect in _EFFECTS:
        if levels:
            for level in _LEVELS[effect]:
                first = (_LEVELS[effect][2], level)
                show(f"{effect} {level}", effect, first, 2)
            continue
        for difficulty in DIFFICULTIES:
            detail = DETAIL[effect][difficulty]
            for step, level in enumerate(detail, 1):
                show(f"{effect} {difficulty} {step}: {level}", effect, detail, step)


async def _known(database: Path) -> list[CatalogueEntry]:
    """Return the films that many know, the best known first."""
    async with await Store.open(database) as store, store.session() as session:
        entries = await load_posters(session)
    counts = shipped()
    measured = [entry for entry in entries if entry.film.imdb_id in counts]
    measured.sort(key=lambda entry: -counts[entry.film.imdb_id or ""])
    return measured[: round(KNOWN["many"] * len(entries))]


def _four(known: Sequence[CatalogueEntry], place: int, rng: random.Random) -> list[int]:
    film = known[place].film
    others = [other for other in range(len(known)) if other != place]
    rng.shuffle(others)
    fit = [
        other
        for other in others
        if decoys.near(film, known[other].film) and decoys.shared(film, known[other].film)
    ]
    return [place, *[*fit, *others][: decoys.WRONG]]


def _shown(
    poster: bytes, entry: CatalogueEntry, effect: Effect, detail: Sequence[int], step: int
) -> Image.Image:
    seed = int(entry.digest[:12], 16)
    question = Question(
        "film", entry.film, seed, effect=effect, steps=len(detail), detail=tuple(detail)
    )
    picture = Image.open(BytesIO(reveal([poster], question, step).data)).convert("RGB")
    if effect != "pixels":
        return picture
    size = (detail[step - 1], max(1, round(detail[step - 1] * picture.height / picture.width)))
    small = picture.resize(size, Image.Resampling.BOX)
    return small.resize(picture.size, Image.Resampling.BICUBIC)


def _as_png(path: str) -> bytes:
    out = BytesIO()
    Image.open(path).convert("RGB").save(out, "PNG")
    return out.getvalue()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", choices=("train", "val", "test"), default="test")
    parser.add_argument("--films", type=int, default=250)
    parser.add_argument("--levels", action="store_true", help="each level by itself")
    parser.add_argument("--seed", type=int, default=5)
    given = parser.parse_args()
    main(given.split, given.films, levels=given.levels, seed=given.seed)
