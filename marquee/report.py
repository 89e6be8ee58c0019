"""`marquee report`: one page with the plots, pictures and tables of an encoder."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from marquee.console import progress, require_matplotlib, require_sklearn, told
from services.core.errors import RequestError, UnavailableError
from services.core.settings import Settings, get_settings


def report(
    encoder: Annotated[
        str | None, typer.Option(metavar="NAME", help="Which encoder; default: MARQUEE_ENCODER.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Where to write it; default: <data>/report."),
    ] = None,
    run: Annotated[
        Path | None,
        typer.Option("--run", metavar="DIR", help="A run of `train encoder`, for its curves."),
    ] = None,
    montage: Annotated[
        str | None,
        typer.Option(
            "--montage",
            metavar="GENRE",
            help="Whose most probable films to show; default: the most frequent genre.",
        ),
    ] = None,
) -> None:
    """Write a page on what an encoder and its heads see, with its pictures, for this machine.

    One self-contained report.html, its PNGs beside it: genres, years, training curves, ROC and
    precision-recall, thresholds, calibration, errors by decade, a montage, a map of the embeddings,
    neighbours. It shows posters, so keep it to yourself.
    """
    with told():
        path = asyncio.run(_report(encoder, out, run, montage, get_settings()))
    typer.echo(f"{path}: {path.stat().st_size / 1e6:.1f} MB. It shows posters: keep it here.")


async def _report(
    encoder: str | None, out: Path | None, run: Path | None, montage: str | None, settings: Settings
) -> Path:
    require_sklearn()
    require_matplotlib()
    from services.report.build import build_report  # noqa: PLC0415
    from services.store import Store  # noqa: PLC0415
    from services.training.data import load_labelled  # noqa: PLC0415
    from services.vision.encoders import open_encoder  # noqa: PLC0415
    from services.vision.heads import open_heads  # noqa: PLC0415

    spec = open_encoder(encoder or settings.encoder, settings).spec
    heads = open_heads(settings, spec)
    if heads is None:
        raise UnavailableError(
            "no_heads",
            f"{spec.name} has no heads yet: `marquee train heads --encoder {spec.name}`.",
        )
    if montage is not None and montage not in heads.genre_names:
        raise RequestError(
            "bad_request",
            f"The heads know no {montage!r}; they know {', '.join(heads.genre_names)}.",
        )
    async with await Store.open(settings.database_path) as store:
        data = await load_labelled(store, spec)
    with progress("Writing") as on_progress:
        return build_report(
            data,
            heads,
            spec,
            out or settings.data_dir / "report",
            run=run,
            montage=montage,
            on_progress=on_progress,
        )
