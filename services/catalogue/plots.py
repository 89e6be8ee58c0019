"""What the catalogue holds, drawn."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from services.catalogue.stats import CatalogueStats
from services.core.errors import RequestError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FORMATS = ("png", "svg", "pdf")


def plot_stats(path: Path, stats: CatalogueStats) -> None:
    """Draw films by year, by genre, what is missing, and what the posters came to.

    Needs matplotlib.

    Raises:
        RequestError: `bad_request`, the file's name ends in none of png, svg, pdf.
        OSError: the disk refuses.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    kind = path.suffix.lower().removeprefix(".") or "png"
    if kind not in FORMATS:
        raise RequestError(
            "bad_request", f"{path} should end in one of .{', .'.join(FORMATS)}, to be drawn."
        )
    if path.is_dir():
        raise RequestError("bad_request", f"{path} is a folder; please name a file to draw into.")
    figure = Figure(figsize=(11, 8), layout="constrained")
    FigureCanvasAgg(figure)
    (years, genres), (missing, posters) = figure.subplots(2, 2)
    years.bar(list(stats.years), list(stats.years.values()), width=1.0)
    years.set_title(f"{stats.films:,} films by year")
    _bars(genres, stats.genres, "Films by genre (one counts in each of its own)")
    _bars(missing, stats.missing, "Films without")
    counts = {"films": stats.films, "posters": stats.posters, "different": stats.pictures}
    counts |= {f"taken out: {reason}": count for reason, count in stats.rejected.items()}
    counts |= {f"embedded, {key}": count for key, count in stats.embeddings.items()}
    _bars(posters, counts, "Posters")
    path.parent.mkdir(parents=True, exist_ok=True)
    work = path.with_name(f".{path.name}.partial")
    try:
        figure.savefig(work, format=kind, dpi=120)
        os.replace(work, path)  # noqa: PTH105  (says that it replaces)
    finally:
        work.unlink(missing_ok=True)


def _bars(axes: Axes, counts: Mapping[str, int], title: str) -> None:
    names = list(counts)
    bars = axes.barh(names, [counts[name] for name in names])
    axes.bar_label(bars, labels=[f"{counts[name]:,}" for name in names], padding=3, fontsize=8)
    axes.invert_yaxis()
    axes.margins(x=0.15)
    axes.set_title(title)
