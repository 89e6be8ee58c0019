"""The Python API: a catalogue that is opened once and asked about posters.

`marquee` gives what is public in here; the heavy libraries load when a catalogue is opened.
"""

from __future__ import annotations

import asyncio
import os
import threading
import weakref
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import IO, TYPE_CHECKING, Literal, TypeAlias

from services.core.errors import PosterError, UnavailableError
from services.core.settings import Settings, read_settings
from services.core.types import Identification, Neighbour, Search

if TYPE_CHECKING:
    from PIL.Image import Image

    from services.inference.film_library import FilmLibrary
    from services.vision.lettering.title_reader import TitleReader
    from services.vision.pipeline import Identifier

    FileSource: TypeAlias = str | os.PathLike[str] | bytes | bytearray | memoryview | IO[bytes]
    ImageSource: TypeAlias = FileSource | Image


def open(data_dir: str | os.PathLike[str] | None = None, encoder: str | None = None) -> Catalogue:
    """Open a catalogue with the model that sees its posters.

    Args:
        data_dir: Folder with the indexes and the database of one's own films; None: what
            `MARQUEE_DATA_DIR` says, else `data`. Where it has no index of the encoder's, the
            films that ship with Marquee are the catalogue.
        encoder: Encoder's name; None: what `MARQUEE_ENCODER` says, else `poster-lite`.

    Returns:
        The catalogue as it is now; a later build is seen by opening it again. Close it, or use it
        as a context manager.

    Raises:
        UnavailableError: the encoder, its index or its heads are missing or damaged; the message
            names the command that mends it.
    """
    # Read anew each time: a notebook may set variables long after it imported Marquee.
    settings = read_settings()
    if data_dir is not None:
        settings = settings.model_copy(update={"data_dir": Path(data_dir)})
    return Catalogue(settings, encoder)


class Catalogue:
    """A catalogue of films with the model that sees their posters; `open` gives one.

    Its methods block until they have the answer, and may be called from several threads. After
    `close` they raise UnavailableError.
    """

    def __init__(self, settings: Settings, encoder: str | None = None) -> None:
        """Open the catalogue of these settings; raises as `open`."""
        # Imported here, since it brings the model's libraries.
        from services.vision.pipeline import Identifier  # noqa: PLC0415

        self._asked_encoder = encoder
        self._settings = settings.model_copy(update={"encoder": encoder or settings.encoder})
        self._identifier = Identifier.open(self._settings)
        self._lock = threading.Lock()
        self._search: _SearchThread | None = None
        self._reader: TitleReader | None = None
        self._closed = False

    @property
    def encoder(self) -> str:
        """The name of the encoder that sees the posters."""
        return self._identifier.encoder_name

    @property
    def size(self) -> int:
        """The number of films whose posters were embedded."""
        return self._identifier.size

    def identify(
        self, image: ImageSource, k: int = 3, *, read_title: bool = False
    ) -> Identification:
        """Say which film a poster belongs to, its nearest neighbours, its era and its genres.

        Args:
            image: A file's path, its bytes, a file opened in binary mode, or a PIL image, which
                stays as it is. Larger files and pictures than `MARQUEE_MAX_BYTES` and
                `MARQUEE_MAX_PIXELS` say are refused.
            k: Neighbours wanted, at least 1; fewer come back where the catalogue has fewer.
            read_title: Whether the title is read where no film is recognised else; that takes a
                second or two, and without the extra `ocr` it is not read.

        Raises:
            PosterError: the image cannot be read, or is no picture that can be looked at.
            RequestError: k is below 1.
            TypeError: the image is none of these.
        """
        self._check_open()
        began = perf_counter()
        picture, shrunk = _picture(image, self._settings)
        decoded = (perf_counter() - began) * 1000
        reader, sought = (self._title_reader() if read_title else None), k
        if reader is not None:
            from services.inference.title_reading import SOUGHT  # noqa: PLC0415

            sought = max(k, SOUGHT) if k >= 1 else k
        (found,) = self._identifier.identify([picture], k=sought)
        found = found.drawn_out(*shrunk)
        answer = replace(
            found,
            neighbours=found.neighbours[:k],
            timings_ms={"decode": decoded, **found.timings_ms},
        )
        if reader is None or answer.match is not None:
            return answer
        return self._with_title(reader, picture, answer, found.neighbours)

    def nearest(self, image: ImageSource, k: int = 3) -> tuple[Neighbour, ...]:
        """Return the k films whose posters are nearest, nearest first; see `identify`.

        The film whose own poster this is, is not among them.
        """
        return self.identify(image, k).neighbours

    def search(
        self, words: str, k: int = 10, *, by: Literal["auto", "title", "words"] = "auto"
    ) -> Search:
        """Find films by title, or by what their posters show.

        Args:
            words: A title, misspelt or not, with a year or not; or a description such as "lonely
                astronaut, blue".
            k: Films wanted, 1 to 50.
            by: `title`; `words`, what the posters show, by CLIP; or `auto`: words where CLIP has
                an index and no other encoder was asked for in `open`, else titles.

        Returns:
            The films, best first, and which of the two was compared.

        Raises:
            RequestError: k is out of its range, or `words` has more than 200 characters.
            UnavailableError: `words` were asked for and CLIP has no index.
        """
        with self._lock:
            finding = self._searching().submit(words, k, by, self._asked_encoder)
        return finding.result()

    def close(self) -> None:
        """Finish the searches that run, and let go of their thread. Safe to call twice."""
        with self._lock:
            self._closed = True
            search, self._search = self._search, None
        if search is not None:
            search.close()

    def __enter__(self) -> Catalogue:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<marquee.Catalogue: {self.size:,} films, {self.encoder}>"

    def _searching(self) -> _SearchThread:
        self._check_open()
        if self._search is None:
            self._search = _SearchThread(self._settings, self._identifier)
            # Stops the thread where nobody closed the catalogue.
            weakref.finalize(self, self._search.abandon)
        return self._search

    def _title_reader(self) -> TitleReader | None:
        from services.vision.lettering.models import model_files  # noqa: PLC0415

        if not self._settings.read_titles or model_files() is None:
            return None
        from services.vision.lettering.title_reader import TitleReader  # noqa: PLC0415

        with self._lock:
            if self._reader is None:
                self._reader = TitleReader(threads=self._settings.threads)
            return self._reader

    def _with_title(
        self,
        reader: TitleReader,
        picture: Image,
        answer: Identification,
        near: tuple[Neighbour, ...],
    ) -> Identification:
        from services.inference.title_reading import with_title  # noqa: PLC0415

        with self._lock:
            finding = self._searching().library()
        library = finding.result()
        titles, began = library.lettering, perf_counter()
        keys = [neighbour.film.key for neighbour in near]
        read = reader.read(picture, titles, keys, answer.year, library.standing(picture))
        if read is None:
            return answer
        return with_title(answer, read, near, (perf_counter() - began) * 1000) or answer

    def _check_open(self) -> None:
        if self._closed:
            raise UnavailableError("unavailable", "This catalogue is closed; please open it again.")


class _SearchThread:
    """The search in an event loop of its own: the caller's thread may run one, a notebook's does.

    Args:
        settings: The catalogue's.
        identifier: The catalogue's; CLIP is opened beside it where words ask for it.
    """

    def __init__(self, settings: Settings, identifier: Identifier) -> None:
        from services.inference.registry import PipelineRegistry  # noqa: PLC0415
        from services.inference.search import FilmSearch  # noqa: PLC0415
        from services.vision.pipeline import Identifier  # noqa: PLC0415

        def opened(settings: Settings, encoder: str | None) -> Identifier:
            if encoder in (None, identifier.encoder_name):
                return identifier
            return Identifier.open(settings, encoder)

        self._film_search = FilmSearch(settings, PipelineRegistry(settings, opened, watch_s=None))
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(
            target=_run_and_close, args=(self._loop,), name="marquee-search", daemon=True
        )
        self._thread.start()

    def submit(self, words: str, k: int, by: str, encoder: str | None) -> Future[Search]:
        """Begin a search."""
        return asyncio.run_coroutine_threadsafe(
            self._film_search.search(words, k=k, by=by, encoder=encoder), self._loop
        )

    def library(self) -> Future[FilmLibrary]:
        """Begin to read the films' titles."""
        return asyncio.run_coroutine_threadsafe(self._film_search.library(), self._loop)

    def close(self) -> None:
        """Finish what was submitted, then end the thread."""
        asyncio.run_coroutine_threadsafe(_all_done(), self._loop).result()
        self.abandon()
        self._thread.join()

    def abandon(self) -> None:
        """End the thread without waiting for it: this may be called while memory is collected."""
        with suppress(RuntimeError):  # it has ended already
            self._loop.call_soon_threadsafe(self._loop.stop)


def _run_and_close(loop: asyncio.AbstractEventLoop) -> None:
    try:
        loop.run_forever()
    finally:
        loop.close()


async def _all_done() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    if others:
        await asyncio.wait(others)


def _picture(image: ImageSource, settings: Settings) -> tuple[Image, tuple[float, float]]:
    """Return a picture as the model sees it, and how much wider and higher it was given."""
    from PIL import Image as pil  # noqa: PLC0415

    from services.pictures.images import decode, shrunk_by, upright_rgb  # noqa: PLC0415

    if isinstance(image, pil.Image):
        picture = upright_rgb(image, max_pixels=settings.max_pixels)
        sides = sorted(image.size)
        width, height = sides if picture.width <= picture.height else reversed(sides)
        return picture, (max(width / picture.width, 1.0), max(height / picture.height, 1.0))
    data = _bytes(image, settings.max_bytes)
    picture = decode(data, max_bytes=settings.max_bytes, max_pixels=settings.max_pixels)
    return picture, shrunk_by(data, picture.size)


def _bytes(image: FileSource, max_bytes: int) -> bytes:
    if isinstance(image, bytes | bytearray | memoryview):
        return bytes(image)
    try:
        if isinstance(image, str | os.PathLike):
            with Path(image).open("rb") as file:
                return _whole(file, max_bytes, os.fstat(file.fileno()).st_size)
        if hasattr(image, "read"):
            return _whole(image, max_bytes)
    except OSError as error:
        raise PosterError(
            "unreadable", f"The file cannot be read: {error.strerror or error}."
        ) from error
    raise TypeError(
        "An image is a path, bytes, a file opened in binary mode or a PIL image, not "
        f"{type(image).__name__}."
    )


def _whole(file: IO[bytes], max_bytes: int, size: int | None = None) -> bytes:
    from services.pictures.images import too_large  # noqa: PLC0415

    if size is not None and size > max_bytes:
        raise too_large(size, max_bytes)
    # What a file says of its size need not be so: a device or a pipe has none.
    parts: list[bytes] = []
    left = max_bytes
    while part := file.read(left + 1):
        if not isinstance(part, bytes):
            raise TypeError("The file gives text; please open it in binary mode.")
        left -= len(part)
        if left < 0:
            raise too_large(None, max_bytes)
        parts.append(part)
    return b"".join(parts)
