"""The Python API: public names, kinds of images, catalogues, threads, and the page about it."""

from __future__ import annotations

import asyncio
import copy
import doctest
import gc
import inspect
import os
import re
import subprocess
import sys
import threading
import tomllib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from importlib.resources import files
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import marquee
from services.core.encoders import SPECS
from services.samples import SAMPLES, draw
from services.vision.encoders import open_encoder
from services.vision.index import IndexEntry, write_index
from services.vision.lettering.decision import Verdict
from tests.inference.explorer.catalogue import DrawnCatalogue, settings_for
from tests.inference.explorer.test_routes import Colours

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
QUIET_ACRE = 10


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test a working folder of its own, and none of this machine's settings."""
    for name in os.environ:
        if name.startswith("MARQUEE_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> DrawnCatalogue:
    drawn = DrawnCatalogue(tmp_path_factory.mktemp("drawn"), width=160)
    drawn.build()
    return drawn


@pytest.fixture(scope="module")
def catalogue(drawn: DrawnCatalogue) -> Iterator[marquee.Catalogue]:
    with marquee.open(drawn.settings.data_dir) as catalogue:
        yield catalogue


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "poster.jpg"
    draw(SAMPLES[QUIET_ACRE], 200).save(path, quality=70)
    return path


def search_threads() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if thread.name == "marquee-search"}


def test_the_public_names() -> None:
    assert marquee.__all__ == [
        "Catalogue",
        "Film",
        "Found",
        "GenreScore",
        "Identification",
        "MarqueeError",
        "Match",
        "Neighbour",
        "PosterError",
        "RequestError",
        "Search",
        "SeenPoster",
        "UnavailableError",
        "YearEstimate",
        "open",
    ]
    assert set(marquee.__all__) <= set(dir(marquee))
    assert [name for name in dir(marquee.Catalogue) if not name.startswith("_")] == [
        "close",
        "encoder",
        "identify",
        "nearest",
        "search",
        "size",
    ]


@pytest.mark.parametrize(
    ("function", "signature"),
    [
        (
            lambda: marquee.open,
            "(data_dir: 'str | os.PathLike[str] | None' = None, encoder: 'str | None' = None)"
            " -> 'Catalogue'",
        ),
        (
            lambda: marquee.Catalogue.identify,
            "(self, image: 'ImageSource', k: 'int' = 3, *, read_title: 'bool' = False)"
            " -> 'Identification'",
        ),
        (
            lambda: marquee.Catalogue.nearest,
            "(self, image: 'ImageSource', k: 'int' = 3) -> 'tuple[Neighbour, ...]'",
        ),
        (
            lambda: marquee.Catalogue.search,
            "(self, words: 'str', k: 'int' = 10, *,"
            " by: \"Literal['auto', 'title', 'words']\" = 'auto') -> 'Search'",
        ),
    ],
    ids=["open", "identify", "nearest", "search"],
)
def test_the_public_parameters(function: Callable[[], Any], signature: str) -> None:
    assert str(inspect.signature(function())) == signature


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        (
            "Identification",
            "encoder match neighbours year genres timings_ms perhaps is_poster posters film_year"
            " id",
        ),
        ("Neighbour", "film similarity"),
        ("Match", "film similarity confidence by"),
        ("SeenPoster", "corners match perhaps"),
        ("Film", "title year genres imdb_id tmdb_id poster_url"),
        ("YearEstimate", "estimate low high"),
        ("GenreScore", "name probability predicted"),
        ("Search", "by found"),
        ("Found", "film score indexed"),
    ],
)
def test_the_public_fields(name: str, fields: str) -> None:
    has = list(getattr(marquee, name).__dataclass_fields__)
    # There may be further ones behind them.
    assert has[: len(fields.split())] == fields.split()


_LAZY = """
import sys
import marquee
heavy = {"numpy", "PIL", "onnxruntime", "annoy", "cv2", "discord", "sqlalchemy", "torch", "aiohttp"}
print(sorted(heavy & sys.modules.keys()), "services" in sys.modules)
for name in marquee.__all__:
    assert getattr(marquee, name).__name__ == name
print(sorted(heavy & sys.modules.keys()))
"""


def test_importing_it_loads_nothing_heavy() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _LAZY],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
        cwd=ROOT,
    )
    assert done.stdout.split("\n") == ["[] False", "[]", ""]


def test_a_name_that_it_does_not_have() -> None:
    with pytest.raises(AttributeError, match="module 'marquee' has no attribute 'embed'"):
        marquee.embed  # type: ignore[attr-defined]  # noqa: B018


def test_every_shipped_package_is_typed() -> None:
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    shipped = [name.rstrip("*") for name in tools["setuptools"]["packages"]["find"]["include"]]
    assert "marquee" in shipped
    for name in shipped:
        assert (files(import_module(name)) / "py.typed").is_file()
        assert "py.typed" in tools["setuptools"]["package-data"][name]


def test_the_examples_of_the_page(
    drawn: DrawnCatalogue, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").symlink_to(drawn.settings.data_dir, target_is_directory=True)
    page = (ROOT / "docs" / "python-api.md").read_text(encoding="utf-8")
    # What stands outside of the examples is no output of theirs; the lines keep their numbers.
    parts = re.split(r"^(```python\n.*?^```)$", page, flags=re.MULTILINE | re.DOTALL)
    plain = [re.sub(r"^```.*", "", part, flags=re.MULTILINE) for part in parts[1::2]]
    blank = ["\n" * part.count("\n") for part in parts[::2]]
    text = blank[0] + "".join(a + b for a, b in zip(plain, blank[1:], strict=True))
    test = doctest.DocTestParser().get_doctest(text, {}, "python-api.md", "python-api.md", 0)
    assert len(test.examples) > 15
    told = StringIO()
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    runner.run(test, out=told.write)
    assert told.getvalue() == ""
    assert path.is_file()


def test_every_kind_of_image_gets_the_same_answer(catalogue: marquee.Catalogue, path: Path) -> None:
    data = path.read_bytes()
    want = catalogue.nearest(path)
    assert len(want) == 3
    with path.open("rb") as file, path.open("rb", buffering=0) as raw, Image.open(path) as image:
        for given in (str(path), data, bytearray(data), memoryview(data), BytesIO(data), file, raw):
            assert catalogue.nearest(given) == want
        assert catalogue.nearest(image) == want
    answer = catalogue.identify(path)
    assert answer.neighbours == want
    assert answer.match is not None
    assert answer.match.film.title == "The Quiet Acre"
    assert set(answer.timings_ms) == {"decode", "embed", "search", "geometry", "heads"}


def test_a_file_is_read_from_where_it_stands(catalogue: marquee.Catalogue, path: Path) -> None:
    file = BytesIO(b"a header" + path.read_bytes())
    file.seek(len(b"a header"))
    assert catalogue.nearest(file) == catalogue.nearest(path)


class Endless:
    """A file without an end, which counts what was read of it."""

    def __init__(self) -> None:
        self.given = 0

    def read(self, size: int = -1) -> bytes:
        assert size > 0
        part = bytes(min(size, 1000))
        self.given += len(part)
        return part


def test_what_is_refused(catalogue: marquee.Catalogue, path: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no picture")
    images: list[tuple[Any, str]] = [
        ("missing.jpg", "unreadable"),
        (tmp_path, "unreadable"),
        (tmp_path / "notes.txt", "not_an_image"),
        (b"", "empty"),
        (BytesIO(), "empty"),
        (path.read_bytes()[:-2000], "truncated"),
        (Image.new("RGB", (8, 8)), "too_small"),
    ]
    for image, code in images:
        with pytest.raises(marquee.PosterError) as caught:
            catalogue.identify(image)
        assert caught.value.code == code
        assert caught.value.message.endswith(".")
    with path.open(encoding="latin-1") as text, pytest.raises(TypeError, match="binary mode"):
        catalogue.identify(text)  # type: ignore[arg-type]
    for none in (None, 3, ["poster.jpg"]):
        with pytest.raises(TypeError, match="An image is a path"):
            catalogue.identify(none)  # type: ignore[arg-type]


def test_the_limits_are_those_of_the_settings(
    drawn: DrawnCatalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MARQUEE_MAX_BYTES", "5000")
    monkeypatch.setenv("MARQUEE_MAX_PIXELS", "10000")
    (tmp_path / "large.jpg").write_bytes(bytes(5001))
    with marquee.open(drawn.settings.data_dir) as catalogue:
        endless = Endless()
        for image in (tmp_path / "large.jpg", bytes(5001), BytesIO(bytes(5001)), endless):
            with pytest.raises(marquee.PosterError) as caught:
                catalogue.identify(image)  # type: ignore[arg-type]
            assert caught.value.code == "too_large"
        assert endless.given == 5001
        with pytest.raises(marquee.PosterError) as caught:
            catalogue.identify(Image.new("RGB", (101, 100)))
        assert caught.value.code == "too_many_pixels"


def test_how_many_neighbours(catalogue: marquee.Catalogue, path: Path) -> None:
    assert len(catalogue.nearest(path, k=1)) == 1
    # The film itself is none of them.
    assert len(catalogue.nearest(path, k=1000)) == len(SAMPLES) - 1
    with pytest.raises(marquee.RequestError):
        catalogue.nearest(path, k=0)


def test_what_ships_answers_without_a_data_folder(path: Path, tmp_path: Path) -> None:
    with marquee.open() as catalogue:
        assert catalogue.size > 4000
        assert catalogue.encoder == "poster-lite"
        answer = catalogue.identify(path)
        assert answer.match is None
        assert len(answer.neighbours) == 3
        assert catalogue.search("casablanca 1942", k=1).found[0].film.year == 1942
    assert [item.name for item in tmp_path.iterdir()] == ["poster.jpg"]


def test_the_environment_says_which_catalogue(
    drawn: DrawnCatalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MARQUEE_DATA_DIR", str(drawn.settings.data_dir))
    with marquee.open() as catalogue:
        assert catalogue.size == len(SAMPLES)
    monkeypatch.setenv("MARQUEE_ENCODER", "vgg16")
    with pytest.raises(marquee.UnavailableError) as caught:
        marquee.open()
    assert caught.value.code == "no_catalogue"
    with marquee.open(encoder="poster-lite") as catalogue:
        assert catalogue.size == len(SAMPLES)
    with pytest.raises(marquee.UnavailableError) as caught:
        marquee.open(encoder="dall-e")
    assert caught.value.code == "unknown_encoder"


def test_it_stays_as_it_was_opened(drawn: DrawnCatalogue, tmp_path: Path, path: Path) -> None:
    changing = copy.copy(drawn)
    changing.settings = settings_for(tmp_path / "data")
    changing.build([0, 1, 2])
    with marquee.open(tmp_path / "data") as catalogue:
        assert len(catalogue.search("the", k=50).found) == 3
        changing.build()
        assert (catalogue.size, len(catalogue.nearest(path, k=50))) == (3, 3)
        assert catalogue.search("pigeon").found == ()
    with marquee.open(tmp_path / "data") as catalogue:
        assert catalogue.size == len(SAMPLES)
        assert catalogue.search("pigeon").found


def test_searching(catalogue: marquee.Catalogue) -> None:
    found = catalogue.search("voltage bulevard")
    assert (found.by, found.found[0].film.title) == ("title", "Voltage Boulevard")
    assert catalogue.search("  ").found == ()
    assert len(catalogue.search("the", k=2).found) == 2
    for words, k in (("x", 0), ("x", 51), ("x" * 201, 10)):
        with pytest.raises(marquee.RequestError):
            catalogue.search(words, k)
    with pytest.raises(marquee.RequestError):
        catalogue.search("x", by="smell")  # type: ignore[arg-type]
    with pytest.raises(marquee.UnavailableError) as caught:
        catalogue.search("blue", by="words")
    assert caught.value.code == "no_catalogue"


def test_a_title_is_read_where_nothing_else_tells_and_it_is_wished(
    catalogue: marquee.Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = catalogue.search("quiet acre").found[0].film

    class Reader:
        def read(self, *_: Any) -> Verdict:
            return Verdict(film, 0.97, True)

    monkeypatch.setattr(catalogue, "_title_reader", Reader)
    picture = Image.new("RGB", (60, 90), "teal")
    assert catalogue.identify(picture).match is None
    answer = catalogue.identify(picture, 2, read_title=True)
    assert answer.match is not None
    assert (answer.match.film, answer.match.by) == (film, "title")
    assert len(answer.neighbours) <= 2


def test_words_find_posters_unless_another_encoder_was_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = Colours(SPECS["clip-vit-b-32"])
    entries = [IndexEntry(marquee.Film(name)) for name in ("Fire", "Meadow", "Sea")]
    images = [Image.new("RGB", (20, 30), c) for c in ((230, 9, 9), (9, 220, 9), (9, 9, 240))]
    root = tmp_path / "data" / "indexes" / "clip-vit-b-32"
    write_index(root, encoder.spec, entries, encoder.embed(images))
    monkeypatch.setattr(
        "services.vision.pipeline.open_encoder",
        lambda name, settings, revision="": (
            encoder if name == encoder.spec.name else open_encoder(name, settings)
        ),
    )
    with marquee.open() as catalogue:
        found = catalogue.search("something blue", k=1)
        assert (found.by, found.found[0].film.title) == ("words", "Sea")
        assert catalogue.search("the big blue", by="title").by == "title"
    with marquee.open(encoder="poster-lite") as catalogue:
        assert catalogue.search("something blue").by == "title"
    with marquee.open(encoder="clip-vit-b-32") as catalogue:
        assert catalogue.size == 3
        assert catalogue.search("green", k=1).found[0].film.title == "Meadow"


def test_many_threads_at_once(catalogue: marquee.Catalogue, drawn: DrawnCatalogue) -> None:
    want = [catalogue.nearest(path) for path in drawn.paths]
    titles = [sample.film.title for sample in SAMPLES]
    with ThreadPoolExecutor(8) as threads:
        found = [threads.submit(catalogue.search, title, 1) for title in titles * 4]
        near = list(threads.map(catalogue.nearest, drawn.paths * 4))
    assert near == want * 4
    assert [item.result().found[0].film.title for item in found] == titles * 4


async def test_a_running_event_loop_is_no_hindrance(
    catalogue: marquee.Catalogue, path: Path
) -> None:
    assert catalogue.search("quiet acre", k=1).found[0].film.title == "The Quiet Acre"
    here, there = catalogue.identify(path), await asyncio.to_thread(catalogue.identify, path)
    assert here.neighbours == there.neighbours


def test_a_closed_catalogue_says_so(drawn: DrawnCatalogue, path: Path) -> None:
    others = search_threads()
    catalogue = marquee.open(drawn.settings.data_dir)
    catalogue.search("pigeon")
    assert len(search_threads() - others) == 1
    catalogue.close()
    catalogue.close()
    assert search_threads() == others
    for ask in (lambda: catalogue.identify(path), lambda: catalogue.search("pigeon")):
        with pytest.raises(marquee.UnavailableError) as caught:
            ask()
        assert caught.value.code == "unavailable"


def test_closing_waits_for_the_searches_that_run(
    drawn: DrawnCatalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go = threading.Event(), threading.Event()
    from services.catalogue.search import TitleIndex

    search = TitleIndex.search

    def slowly(self: TitleIndex, words: str, limit: int) -> Any:
        begun.set()
        assert go.wait(30)
        return search(self, words, limit)

    monkeypatch.setattr(TitleIndex, "search", slowly)
    catalogue = marquee.open(drawn.settings.data_dir)
    with ThreadPoolExecutor(2) as threads:
        found = threads.submit(catalogue.search, "pigeon")
        assert begun.wait(30)
        closed = threads.submit(catalogue.close)
        assert not closed.done()
        go.set()
        assert found.result(30).found
        closed.result(30)


def test_one_that_nobody_closes_lets_its_thread_go(drawn: DrawnCatalogue) -> None:
    others = search_threads()
    catalogue = marquee.open(drawn.settings.data_dir)
    catalogue.search("pigeon")
    (thread,) = search_threads() - others
    del catalogue
    gc.collect()
    thread.join(30)
    assert not thread.is_alive()


def test_a_script_that_forgets_to_close_ends_quietly(drawn: DrawnCatalogue) -> None:
    script = (
        "import marquee, sys\n"
        "catalogue = marquee.open(sys.argv[1])\n"
        "print(catalogue, catalogue.search('pigeon').found[0].film.label)\n"
    )
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-c", script, str(drawn.settings.data_dir)],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
        cwd=ROOT,
    )
    assert done.stdout == (
        "<marquee.Catalogue: 12 films, poster-lite> Pigeon Pigeon Pigeon (2022)\n"
    )
    for noise in ("Traceback", "destroyed", "unclosed", "Exception"):
        assert noise not in done.stderr
