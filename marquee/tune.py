"""`marquee serve --tune`: what runs the encoder quickest on this machine."""

from __future__ import annotations

import logging
from importlib.util import find_spec
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.table import Table

from services.core.encoders import POSTER_LITE
from services.core.errors import UnavailableError
from services.core.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.vision.encoders.runtimes import Runtime
    from services.vision.encoders.tuning import Measured

# As wide as a catalogue's poster, so that the network is measured and not the resizing.
_WIDTH = 200

log = logging.getLogger(__name__)


def tune_encoder(settings: Settings) -> Runtime:
    """Measure the runtimes that are installed; remember and return the best for this machine.

    Raises:
        UnavailableError: `no_choice` where the encoder runs in one way only, or `no_weights`.
        OSError: the data folder cannot be written.
    """
    # Imported late, so that `marquee --help` and the other commands start without them.
    from services.samples import SAMPLES, draw  # noqa: PLC0415
    from services.vision.encoders import kept  # noqa: PLC0415
    from services.vision.encoders.poster_lite import PosterLite  # noqa: PLC0415
    from services.vision.encoders.runtimes import USUAL, available  # noqa: PLC0415
    from services.vision.encoders.tuning import best, measure, remember  # noqa: PLC0415

    if settings.encoder != POSTER_LITE.name:
        raise UnavailableError(
            "no_choice", f"{settings.encoder} runs in one way only: there is nothing to tune."
        )
    encoders: list[tuple[Runtime, PosterLite]] = []
    with kept.newest_model(settings) as model:
        for runtime in available():
            try:
                encoders.append((runtime, PosterLite(model, settings.threads, runtime)))
            except UnavailableError:
                if runtime == USUAL:
                    raise
                log.exception("%s cannot run the encoder here", runtime)
    measured = measure(encoders, [draw(sample, _WIDTH) for sample in SAMPLES])
    chosen = best(measured)
    remember(settings, encoders[0][1].spec.key, chosen)
    _print(measured, chosen)
    return chosen


def _print(measured: Sequence[Measured], chosen: Runtime) -> None:
    table = Table(box=None)
    for column in ("Runtime", "One poster, ms", "Processor, ms a poster", "Likeness"):
        table.add_column(column, justify="left" if column == "Runtime" else "right")
    for each in measured:
        sign = " <-" if each.runtime == chosen else ""
        figures = (f"{each.wait_ms:.1f}", f"{each.processor_ms:.1f}", f"{each.cosine:.5f}{sign}")
        table.add_row(str(each.runtime), *figures)
    Console(stderr=True).print(table)
    typer.echo(f"The encoder runs by {chosen} from now on.", err=True)
    if find_spec("openvino") is None:
        typer.echo("With the extra `openvino` there is more to choose from.", err=True)
