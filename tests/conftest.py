"""What all tests share: what is made once, which modules a selection reads, what it may import."""

from __future__ import annotations

import gc
import re
import signal
import sys
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
from _pytest.mark.expression import Expression

from bot.kit import pictures
from services import samples
from services.core.settings import Settings
from services.inference import embedded
from services.pictures.pool import DecodePool
from services.samples import posters
from services.store import store
from services.store.database import migrate
from tests.once import copied, fingerprint, kept

# Seconds to import, or a browser's driver: the fast tests do without.
HEAVY = frozenset({"onnx", "onnxscript", "open_clip", "playwright", "timm", "torch", "torchvision"})
# A test with one of these marks is not among the fast ones.
MARKS = frozenset({"browser", "models", "shared", "slow"})
# ... and these marks' tests take longest, in this order.
_LONGEST = ("browser", "models", "slow")

_FAST_ALONE = pytest.StashKey[bool]()


@cache
def _marks_of_module(path: Path) -> frozenset[str]:
    """Return the marks in a module's `pytestmark`, as far as they concern the selection."""
    found = re.search(r"^pytestmark = (.*?)\n(?=\S)", path.read_text(encoding="utf-8"), re.M | re.S)
    return MARKS & set(re.findall(r"pytest\.mark\.(\w+)", found[1])) if found else frozenset()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave a module unread that the selection excludes as a whole: reading it may import torch."""
    selection = config.option.markexpr
    if not selection or not collection_path.match("test_*.py"):
        return None
    if set(re.findall(r"\w+", selection)) - MARKS - {"and", "not", "or"}:
        return None
    own = _marks_of_module(collection_path)
    others = MARKS - own
    chosen = Expression.compile(selection).evaluate
    # A test may have more marks than its module.
    for number in range(len(others) + 1):
        for more in combinations(others, number):
            if chosen(lambda name, **_: name in own or name in more):  # noqa: B023
                return None
    return True


def _is_fast(item: pytest.Item) -> bool:
    return not any(mark.name in MARKS for mark in item.iter_markers())


def _weight(item: pytest.Item) -> int:
    marks = {mark.name for mark in item.iter_markers()}
    return next((rank for rank, name in enumerate(_LONGEST) if name in marks), len(_LONGEST))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the modules that take longest: at the end each would keep one worker alone."""
    weights: dict[Path, int] = {}
    for item in items:
        weights[item.path] = min(weights.get(item.path, len(_LONGEST)), _weight(item))
    items.sort(key=lambda item: weights[item.path])


def pytest_collection_finish(session: pytest.Session) -> None:
    """Note whether only fast tests were selected; let the collector pass over what stays."""
    session.stash[_FAST_ALONE] = all(map(_is_fast, session.items))
    # A million objects of the libraries and the tests themselves, looked through for every few
    # hundred new ones, were an eighth of the time.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(autouse=True)
def _light(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a fast test in whose time a heavy module was imported.

    Among other tests the module may have been there before; where all are fast, nothing may have
    brought it in, reading the test modules included.
    """
    alone = request.session.stash[_FAST_ALONE]
    before = frozenset() if alone else HEAVY & sys.modules.keys()
    yield
    if _is_fast(request.node) and (brought := (HEAVY & sys.modules.keys()) - before):
        pytest.fail(f"a fast test imported {', '.join(sorted(brought))}")


@pytest.fixture(scope="session", autouse=True)
def _interruptible() -> None:
    """Let what the tests start hear Ctrl-C: in a shell's background it is ignored, by heirs too.

    A handler is not inherited; the default is, in its place.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def _made_once(
    pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Let no worker paint a sample or migrate an empty database more than once.

    What is about painting or migrating itself asks for `painted` or `migrated`.
    """
    cache: pytest.Cache | None = getattr(pytestconfig, "cache", None)
    sheets = f"samples-{fingerprint()}"
    folder = cache.mkdir(sheets) if cache else tmp_path_factory.mktemp(sheets)
    empty = tmp_path_factory.mktemp("empty") / "marquee.db"
    migrate(empty)
    with pytest.MonkeyPatch.context() as patch:
        painters = {slug: kept(paint, folder) for slug, paint in samples.PAINTERS.items()}
        patch.setattr(samples, "PAINTERS", painters)
        patch.setattr(store, "migrate", copied(empty))
        yield


class _SharedPool(DecodePool):
    """What clients close on their way, and what goes on for the next test."""

    def start(self) -> None:
        """Start nothing: most tests look at no picture."""

    def close(self) -> None:
        """Go on."""

    def end(self) -> None:
        super().close()


@pytest.fixture(scope="session", autouse=True)
def _decoders() -> Iterator[None]:
    """Let clients and bot share two workers, for each takes as long to start as a dozen tests."""
    pool = _SharedPool(Settings(_env_file=None, threads=2))  # pyright: ignore[reportCallIssue]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(embedded, "open_pool", lambda _settings: pool)
        patch.setattr(pictures, "decoders", lambda: pool)
        yield
    pool.end()


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Paint samples anew in this test."""
    monkeypatch.setattr(samples, "PAINTERS", posters.PAINTERS)


@pytest.fixture
def migrated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Migrate new databases in this test."""
    monkeypatch.setattr(store, "migrate", migrate)
