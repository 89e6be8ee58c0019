"""`marquee starter`: make what ships with Marquee."""

from __future__ import annotations

import asyncio
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from marquee.catalogue import build as build_index
from marquee.catalogue import import_folder
from marquee.console import parsed_size, progress, require_sklearn, require_torch, told
from services.core.encoders import POSTER_LITE
from services.core.errors import UnavailableError
from services.core.settings import Settings, get_settings

ENCODER = POSTER_LITE.name
CARD = "MODEL_CARD.md"
# Test posters distorted for the card.
COPIES = 500

app = typer.Typer(
    help="Make what ships: encoder, heads, starter catalogue.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


Run = Annotated[
    Path, typer.Option("--run", metavar="DIR", help="The run of `train encoder` that shall ship.")
]
Size = Annotated[
    str | None,
    typer.Option("--size", metavar="HxW", help="The posters it shall see, such as 278x185."),
]


@app.command()
def export(run: Run, size: Size = None) -> None:
    """Export a trained encoder to the ONNX file that ships; needs the `models` extra."""
    with told():
        require_torch()
        from services.training.encoder import open_trained  # noqa: PLC0415
        from services.training.export import export_trained  # noqa: PLC0415
        from services.vision.encoders.poster_lite import MODEL_FILE  # noqa: PLC0415

        path = _starter() / MODEL_FILE
        export_trained(open_trained(run)[0], path, parsed_size(size))
        typer.echo(f"{path}: {path.stat().st_size / 1e6:.1f} MB")


@app.command()
def build(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder with the posters.")],
    run: Run,
    csv: Annotated[
        Path | None,
        typer.Option("--csv", metavar="FILE", help="Its CSV; default: DIR/posters.csv."),
    ] = None,
    size: Size = None,
) -> None:
    """Make all that ships from a folder of posters and a trained encoder, in one go.

    Exports the encoder, imports and embeds the posters (what the data folder already holds is not
    done again), mixes the run's heads with heads fitted anew, as val decides, and writes heads,
    starter catalogue and model card into services/starter. Only facts of films that the CSV calls
    redistributable are written, and no picture.
    """
    export(run, size)
    import_folder(folder, csv or folder / "posters.csv")
    build_index(ENCODER)
    with told():
        asyncio.run(_build(run, get_settings()))


async def _build(run: Path, settings: Settings) -> None:
    require_sklearn()
    from services.store import Store  # noqa: PLC0415
    from services.training.data import load_labelled  # noqa: PLC0415
    from services.training.encoder import open_trained  # noqa: PLC0415
    from services.training.evaluate import evaluate  # noqa: PLC0415
    from services.training.heads import train_heads  # noqa: PLC0415
    from services.training.mixed_heads import mixed_heads  # noqa: PLC0415
    from services.training.model_card import model_card  # noqa: PLC0415
    from services.training.reidentify import find_copies  # noqa: PLC0415
    from services.training.starter import (  # noqa: PLC0415
        MAX_BYTES,
        size_of,
        write_starter_catalogue,
    )
    from services.training.trained_heads import trained_heads  # noqa: PLC0415
    from services.vision.encoders import open_encoder  # noqa: PLC0415
    from services.vision.heads import Heads  # noqa: PLC0415

    encoder = open_encoder(ENCODER, settings)
    spec = encoder.spec
    async with await Store.open(settings.database_path) as store:
        data = await load_labelled(store, spec)
    network, names, edges = open_trained(run)
    with progress("Fitting") as on_progress:
        learnt = trained_heads(network, names, edges, data, spec)
        fitted = train_heads(data, spec, on_progress=on_progress)
    heads, report = mixed_heads(learnt, fitted, data)
    starter = _starter()
    folder = starter / "heads" / ENCODER
    heads.write(folder, splits=report.splits, metrics=report.metrics())
    # The card tells of the heads as they ship, rounded to half precision.
    heads = Heads.read(folder, spec)
    manifest = write_starter_catalogue(starter / "catalogue" / ENCODER, data, spec)
    with progress("Copies") as on_progress:
        copies = find_copies(encoder, data, COPIES, on_progress=on_progress)
    figures = evaluate(data, heads, spec, copies)
    card = model_card(data, figures, spec, manifest, report)
    (starter / CARD).write_text(card, encoding="utf-8")
    size = size_of(starter)
    typer.echo(f"{starter}: {manifest.items:,} films, {size / 1e6:.1f} MB")
    if size > MAX_BYTES:
        raise UnavailableError(
            "too_large", f"That is more than the {MAX_BYTES / 1e6:.0f} MB that may ship."
        )


def _starter() -> Path:
    return Path(str(files("services.starter")))
