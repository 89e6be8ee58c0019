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
    """Export a trained encoder to the ONNX file that ships; needs the `models` extra.

    The encoder of the last release stays beside it, for catalogues that were built with it.
    """
    with told():
        require_torch()
        from services.training.encoder import open_trained  # noqa: PLC0415
        from services.training.export import export_trained  # noqa: PLC0415
        from services.training.starter import keep_released  # noqa: PLC0415
        from services.vision.encoders.poster_lite import MODEL_FILE  # noqa: PLC0415

        path = _starter() / MODEL_FILE
        keep_released(_starter())
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


@app.command()
def recognition(
    pictures: Annotated[
        int, typer.Option(min=100, help="Pictures of val that are asked about, at most.")
    ] = 3000,
) -> None:
    """Fit the rules by which films are recognised, on the data folder's catalogue.

    Needs posters of the val split, and local features, which `marquee catalogue build` reads.
    """
    with told():
        require_sklearn()
        asyncio.run(_recognition(pictures, get_settings()))


@app.command()
def catalogue() -> None:
    """Write the starter catalogue anew from the data folder's, with the encoder as it is."""
    with told():
        asyncio.run(_catalogue(get_settings()))


@app.command()
def popularity(
    csv: Annotated[
        Path, typer.Argument(metavar="FILE", help="A CSV with the columns imdb_id and ratings.")
    ],
) -> None:
    """Write how known the starter's films are: how many people rated each."""
    with told():
        from services.catalogue.popularity import FILE  # noqa: PLC0415
        from services.training.starter import write_popularity  # noqa: PLC0415
        from services.vision.encoders import open_encoder  # noqa: PLC0415
        from services.vision.index import open_index  # noqa: PLC0415

        path = _starter() / FILE
        spec = open_encoder(ENCODER, get_settings()).spec
        entries = open_index(_starter() / "catalogue" / ENCODER, spec).entries
        count = write_popularity(path, csv, [it.film.imdb_id for it in entries if it.film.imdb_id])
        typer.echo(f"{path}: {count:,} films")


@app.command()
def years() -> None:
    """Calibrate the years of the heads that ship on val, with the data folder's embeddings."""
    with told():
        asyncio.run(_years(get_settings()))


@app.command()
def projection() -> None:
    """Fit the projection of local features on train posters; makes every catalogue's stale."""
    with told():
        asyncio.run(_projection(get_settings()))


async def _recognition(pictures: int, settings: Settings) -> None:
    from services.store import Store  # noqa: PLC0415
    from services.training.data import load_labelled  # noqa: PLC0415
    from services.training.recognition import fit, gather, write  # noqa: PLC0415
    from services.vision.encoders import open_encoder  # noqa: PLC0415
    from services.vision.pipeline import Identifier  # noqa: PLC0415

    spec = open_encoder(ENCODER, settings).spec
    identifier = Identifier.open(settings, ENCODER)
    async with await Store.open(settings.database_path) as store:
        labels = await load_labelled(store, spec, editions=True)
    with progress("Asking") as on_progress:
        evidence = gather(
            identifier.recogniser,
            labels,
            pictures=pictures,
            on_progress=on_progress,
        )
    decision = fit(evidence, spec.key)
    path = _starter() / "recognition" / "decision.json"
    write(path, decision)
    for name, figures in decision.figures.items():
        typer.echo(f"{name}: {figures}")
    typer.echo(f"Kept in {path}.")


async def _catalogue(settings: Settings) -> None:
    from services.store import Store, local_features  # noqa: PLC0415
    from services.training.data import load_labelled  # noqa: PLC0415
    from services.training.starter import write_starter_catalogue  # noqa: PLC0415
    from services.vision.encoders import open_encoder  # noqa: PLC0415
    from services.vision.recognition.features import (  # noqa: PLC0415
        KeptFeatures,
        projection,
    )

    spec = open_encoder(ENCODER, settings).spec
    async with await Store.open(settings.database_path) as store:
        data = await load_labelled(store, spec, editions=True)
        async with store.session() as session:
            kept = await local_features.by_digest(session, projection().key, data.digests)
    features = [
        KeptFeatures.from_bytes(kept[digest]) if digest in kept else None for digest in data.digests
    ]
    folder = _starter() / "catalogue" / ENCODER
    manifest = write_starter_catalogue(folder, data, spec, features)
    typer.echo(f"{folder}: {manifest.film_count:,} films, {manifest.items:,} pictures")
    _check_size()


async def _years(settings: Settings) -> None:
    require_sklearn()
    from services.store import Store  # noqa: PLC0415
    from services.training.data import load_labelled  # noqa: PLC0415
    from services.training.heads import HeadsReport  # noqa: PLC0415
    from services.training.year_calibration import calibrate, groups  # noqa: PLC0415
    from services.vision.encoders import open_encoder  # noqa: PLC0415
    from services.vision.heads import Heads  # noqa: PLC0415
    from services.vision.heads.heads import read_manifest  # noqa: PLC0415

    spec = open_encoder(ENCODER, settings).spec
    async with await Store.open(settings.database_path) as store:
        data = await load_labelled(store, spec, editions=True)
    folder = _starter() / "heads" / ENCODER
    before = read_manifest(folder)
    report = HeadsReport(year=dict(before.metrics["val_year"]))
    heads, report = calibrate(Heads.read(folder, spec), report, data)
    metrics = {**before.metrics, "val_year": report.year}
    heads.write(folder, splits=before.splits, metrics=metrics)
    for group in groups(Heads.read(folder, spec), data, "test"):
        typer.echo(
            f"{group.name}: {group.pictures:,}, {group.mae:.1f} years off ({group.bias:+.1f}), "
            f"{group.coverage:.1%} in {group.width:.0f} years"
        )
    typer.echo(f"Kept in {folder}.")


async def _projection(settings: Settings) -> None:
    from services.store import Store  # noqa: PLC0415
    from services.training.data import load_labels  # noqa: PLC0415
    from services.training.projection import fit_projection, write  # noqa: PLC0415

    async with await Store.open(settings.database_path) as store:
        labels = await load_labels(store)
    with progress("Reading spots") as on_progress:
        mean, planes = fit_projection(labels, on_progress=on_progress)
    path = _starter() / "recognition" / "projection.npz"
    write(path, mean, planes)
    typer.echo(f"Kept in {path}; run `marquee catalogue build` and `marquee starter catalogue`.")


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
    from services.training.trained_heads import trained_heads  # noqa: PLC0415
    from services.training.year_calibration import calibrate  # noqa: PLC0415
    from services.vision.encoders import open_encoder  # noqa: PLC0415
    from services.vision.heads import Heads  # noqa: PLC0415
    from services.vision.index.manifest import Manifest  # noqa: PLC0415

    encoder = open_encoder(ENCODER, settings)
    spec = encoder.spec
    async with await Store.open(settings.database_path) as store:
        pictures = await load_labelled(store, spec, editions=True)
    data = pictures.posters
    network, names, edges = open_trained(run)
    with progress("Fitting") as on_progress:
        learnt = trained_heads(network, names, edges, data, spec)
        fitted = train_heads(data, spec, on_progress=on_progress)
    heads, report = calibrate(*mixed_heads(learnt, fitted, data), pictures)
    starter = _starter()
    folder = starter / "heads" / ENCODER
    heads.write(folder, splits=report.splits, metrics=report.metrics())
    # The card tells of the heads as they ship, rounded to half precision.
    heads = Heads.read(folder, spec)
    await _catalogue(settings)
    manifest = Manifest.read(starter / "catalogue" / ENCODER)
    with progress("Copies") as on_progress:
        copies = find_copies(encoder, data, COPIES, on_progress=on_progress)
    figures = evaluate(data, heads, spec, copies)
    card = model_card(data, figures, spec, manifest, report)
    (starter / CARD).write_text(card, encoding="utf-8")
    _check_size()


def _check_size() -> None:
    from services.training.starter import MAX_BYTES, size_of  # noqa: PLC0415

    starter = _starter()
    size = size_of(starter)
    typer.echo(f"{starter}: {size / 1e6:.1f} MB")
    if size > MAX_BYTES:
        raise UnavailableError(
            "too_large", f"That is more than the {MAX_BYTES / 1e6:.0f} MB that may ship."
        )


def _starter() -> Path:
    return Path(str(files("services.starter")))
