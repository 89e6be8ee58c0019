"""Which runtime is quickest on this machine, measured once and remembered in the data folder.

What is chosen gives the same embeddings as ever, or nearly: `LEAST_COSINE` alike on average.
So indexes, heads and rules stay as they are. Another machine, other weights or other versions of
the libraries, and what was chosen counts no more.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from PIL import Image

from services.core import foreign_json
from services.core.settings import Settings
from services.vision.encoders.base import Encoder
from services.vision.encoders.runtimes import USUAL, Runtime

FILE = "runtime.json"
LEAST_COSINE = 0.999
"""How alike embeddings are to those of the usual runtime, on average, at least."""

_BATCH = 8
_ROUNDS, _WARMING = 25, 4
# One poster may wait so much longer than with the quickest, where that saves processor time.
_MOST_WAIT = 1.2

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Measured:
    """How a runtime does.

    Attributes:
        runtime: Which.
        wait_ms: Until one poster is embedded, the median.
        processor_ms: Of the processor's time a poster, eight at a time.
        cosine: With the usual embeddings, the mean.
    """

    runtime: Runtime
    wait_ms: float
    processor_ms: float
    cosine: float


@dataclass(frozen=True, slots=True)
class _Chosen:
    machine: str
    encoder: str
    runtime: Runtime


def measure(
    encoders: Sequence[tuple[Runtime, Encoder]], posters: Sequence[Image.Image]
) -> list[Measured]:
    """Measure runtimes by turns, so that what else the machine does falls on all of them.

    Args:
        encoders: Each runtime with what it runs, the usual one first.
        posters: Eight or more.
    """
    eight = posters[:_BATCH]
    usual = encoders[0][1].embed(posters)
    cosines = {
        runtime: float((usual * encoder.embed(posters)).sum(axis=1).mean())
        for runtime, encoder in encoders
    }
    waits: dict[Runtime, list[float]] = {runtime: [] for runtime, _ in encoders}
    spent: dict[Runtime, list[float]] = {runtime: [] for runtime, _ in encoders}
    for turn in range(_WARMING + _ROUNDS):
        for runtime, encoder in encoders:
            began = time.perf_counter()
            encoder.embed(eight[:1])
            wait = time.perf_counter() - began
            began = time.process_time()
            encoder.embed(eight)
            if turn >= _WARMING:
                waits[runtime].append(wait)
                spent[runtime].append((time.process_time() - began) / len(eight))
    return [
        Measured(
            runtime,
            1000 * statistics.median(waits[runtime]),
            1000 * statistics.median(spent[runtime]),
            cosines[runtime],
        )
        for runtime, _ in encoders
    ]


def best(measured: Sequence[Measured]) -> Runtime:
    """Return the runtime that costs least among those that are as right and nearly as quick."""
    right = [each for each in measured if each.cosine >= LEAST_COSINE]
    quickest = min(each.wait_ms for each in right)
    quick = [each for each in right if each.wait_ms <= _MOST_WAIT * quickest]
    return min(quick, key=lambda each: each.processor_ms).runtime


def remember(settings: Settings, encoder: str, runtime: Runtime) -> None:
    """Write down what was chosen, whole or not at all. Raises OSError.

    Args:
        settings: Where the data folder is.
        encoder: The encoder's key.
        runtime: What was chosen.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    text = json.dumps(asdict(_Chosen(machine(), encoder, runtime)), indent=1)
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=settings.data_dir, prefix=f".{FILE}-", delete=False
    ) as work:
        work.write(text)
    os.replace(work.name, _path(settings))  # noqa: PTH105


def remembered(settings: Settings, encoder: str) -> Runtime:
    """Return what was chosen for an encoder's key on this machine, else the usual runtime."""
    path = _path(settings)
    if not path.is_file():
        return USUAL
    try:
        chosen = foreign_json.parse_as(_Chosen, path.read_bytes())
    except (OSError, ValueError) as error:
        _log.warning("%s cannot be read (%s): the encoder runs as usual", path, error)
        return USUAL
    if chosen.encoder != encoder or chosen.machine != machine():
        _log.info(
            "%s was chosen on another machine, for other weights or with other versions: "
            "the encoder runs as usual; `marquee serve --tune` chooses anew",
            chosen.runtime,
        )
        return USUAL
    return chosen.runtime


def machine() -> str:
    """Return what a choice hangs on: the processor's abilities, and the libraries' versions."""
    versions = [f"{name} {_version(name)}" for name in ("onnxruntime", "openvino")]
    facts = (platform.machine(), _processor(), *versions)
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:16]


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    # The first processor's, and not how quick it is at the moment.
    return "\n".join(dict.fromkeys(it for it in lines if it.startswith(("model name", "flags"))))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _path(settings: Settings) -> Path:
    return settings.data_dir / FILE
