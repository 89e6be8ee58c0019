"""A small pipeline whose answers can be told apart, and posters that carry a number."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from services.core.settings import Settings
from services.core.types import (
    Comparison,
    Film,
    GenreScore,
    Identification,
    Match,
    Neighbour,
    Outdated,
    YearEstimate,
)

HEAT = Film("Heat", 1995, ("Action", "Crime"), "tt0113277", 949)
FACE_OFF = Film("Face/Off? 100%", 1997, ("Action",))
POISON = 255


def settings(folder: Path, **changes: Any) -> Settings:
    given = {"data_dir": folder, "inference_url": None, "encoder": "poster-lite", "threads": 2}
    return Settings(_env_file=None, **{**given, **changes})  # pyright: ignore[reportCallIssue]


def poster(number: int = 1, size: tuple[int, int] = (24, 36), kind: str = "PNG") -> bytes:
    """A picture that the fake pipeline reads `number` (0 to 255) from."""
    out = BytesIO()
    Image.new("RGB", size, (number, 0, 0)).save(out, kind)
    return out.getvalue()


@dataclass
class FakePipeline:
    """Reads a number off each picture; film n is the match, the films after it the neighbours."""

    films: tuple[Film, ...] = (HEAT, FACE_OFF)
    pictures: dict[str, Path] = field(default_factory=dict)
    editions: dict[str, Path] = field(default_factory=dict)
    encoder_name: str = "poster-lite"
    groups: list[list[int]] = field(default_factory=list)
    threads: set[str] = field(default_factory=set)
    begun: threading.Event = field(default_factory=threading.Event)
    # Cleared by a test that wants the model to take its time.
    go: threading.Event = field(default_factory=threading.Event)
    absent: float = 0.5
    version: object = field(default_factory=object)

    def __post_init__(self) -> None:
        self.go.set()

    @property
    def size(self) -> int:
        return 1234

    def identify(self, images: Sequence[Image.Image], *, k: int = 3) -> list[Identification]:
        numbers = [number_of(image) for image in images]
        self.groups.append(numbers)
        self.threads.add(threading.current_thread().name)
        self.begun.set()
        if not self.go.wait(30):
            raise TimeoutError("a test forgot to let the model go")
        if POISON in numbers:
            raise ZeroDivisionError("a picture that the model chokes on")
        return [self.answer(number, k) for number in numbers]

    def answer(self, number: int, k: int) -> Identification:
        return Identification(
            encoder=self.encoder_name,
            match=Match(Film(f"Film {number}", 1900 + number), 0.99),
            neighbours=tuple(
                Neighbour(Film(f"Film {number}.{i}"), 0.9 - i / 100) for i in range(k)
            ),
            year=YearEstimate(1994.2, 1987.0, 2001.0),
            genres=(GenreScore("Crime", 0.71, True), GenreScore("Drama", 0.2, False)),
            timings_ms={"embed": 3.4, "search": 0.2, "heads": 0.1},
        )

    def neighbours(self, key: str, *, k: int = 3, skip: int = 0) -> Identification | None:
        return self.answer(skip, k) if self.film(key) else None

    def compare(self, first: Image.Image, second: Image.Image) -> Comparison:
        a, b = number_of(first), number_of(second)
        return Comparison(1 - abs(a - b) / 255, self.answer(a, 3), self.answer(b, 3))

    def search_words(self, words: str, *, k: int = 3) -> list[Neighbour]:
        return [Neighbour(film, 0.3) for film in self.films[:k]]

    def standing(self, image: Image.Image) -> Callable[[str], float | None]:
        return lambda key: 0.5

    @property
    def outdated(self) -> Outdated | None:
        return None

    def expect_absent(self, share: float) -> None:
        self.absent = share

    def is_stale(self) -> bool:
        return False

    def renewed(self) -> FakePipeline:
        return self

    def film(self, key: str) -> Film | None:
        return next((film for film in self.films if film.key == key), None)

    def picture_count(self, film: Film) -> int:
        return int(film.key in self.pictures) + int(film.key in self.editions)

    def poster_path(self, film: Film, picture: int = 1) -> Path | None:
        return {1: self.pictures, 2: self.editions}.get(picture, {}).get(film.key)


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    """Waits for what only another process or thread can bring about, half a minute at most."""
    async with asyncio.timeout(30):
        while not await condition():  # noqa: ASYNC110 (nobody there could set an event)
            await asyncio.sleep(0.005)


def number_of(image: Image.Image) -> int:
    pixel = image.getpixel((0, 0))
    assert isinstance(pixel, tuple)
    return int(pixel[0])
