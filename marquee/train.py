"""`marquee train`: an encoder and its heads, from the catalogue's own films."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from marquee.console import parsed_size, progress, require_sklearn, require_torch, told
from services.core.settings import Settings, get_settings

OWN = "own"
INTERRUPTED = 130

app = typer.Typer(
    help="Train the encoder, and its year and genre heads.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command()
def encoder(
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="The run's folder; default: <data>/runs/own."),
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option(
            "--config",
            metavar="FILE",
            help="A JSON file with the settings that shall differ from the usual ones; "
            "`config.json` in a run's folder shows them all.",
        ),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where a run was interrupted.")
    ] = False,
    workers: Annotated[
        int, typer.Option(min=0, max=64, help="Processes that decode and distort posters.")
    ] = 1,
) -> None:
    """Fine-tune the encoder on the catalogue's posters; on a GPU where there is one.

    From ImageNet weights, on the films of the train split; val is looked at after every epoch.
    Hours on two cores: it can be stopped at any time, --resume goes on from the last checkpoint.
    `marquee train export` then puts the encoder to use.
    """
    with told():
        _encoder(out, config, get_settings(), resume=resume, workers=workers)


@app.command()
def export(
    run: Annotated[
        Path | None,
        typer.Argument(metavar="DIR", help="The run's folder; default: <data>/runs/own."),
    ] = None,
    size: Annotated[
        str | None,
        typer.Option("--size", metavar="HxW", help="The posters it shall see, such as 278x185."),
    ] = None,
) -> None:
    """Put a trained encoder to use in this data folder, in place of the one that ships.

    `marquee catalogue build` embeds the posters with it, `marquee train heads --run DIR` brings its
    heads.
    """
    with told():
        require_torch()
        from services.training.encoder import open_trained  # noqa: PLC0415
        from services.training.export import export_trained  # noqa: PLC0415
        from services.vision.encoders.poster_lite import MODEL_FILE  # noqa: PLC0415

        settings = get_settings()
        run = run or settings.runs_dir / OWN
        path = settings.weights_dir / MODEL_FILE
        export_trained(open_trained(run)[0], path, parsed_size(size))
        typer.echo(
            f"{path}: {path.stat().st_size / 1e6:.1f} MB. Next: `marquee catalogue build` and "
            f"`marquee train heads --run {run}`."
        )


@app.command()
def heads(
    encoder: Annotated[
        str | None, typer.Option(metavar="NAME", help="Which encoder; default: MARQUEE_ENCODER.")
    ] = None,
    run: Annotated[
        Path | None,
        typer.Option(
            "--run",
            metavar="DIR",
            help="Take the heads that this run of `train encoder` learnt, and calibrate them.",
        ),
    ] = None,
) -> None:
    """Fit the year head and the genre head on the catalogue's embeddings.

    Fitted on the films of the train split, chosen on val; films without a split get one by their
    picture's checksum. The heads are kept in the data folder and used from the next start on.
    """
    with told():
        asyncio.run(_heads(encoder, run, get_settings()))


@app.command("not-a-poster")
def not_a_poster(
    others: Annotated[
        Path,
        typer.Argument(
            metavar="DIR",
            help="Pictures of other things, in folders that a sources.csv gives to train, val and "
            "test; `python -m benchmarks.other_things fetch DIR` makes one.",
        ),
    ],
    encoder: Annotated[
        str | None, typer.Option(metavar="NAME", help="Which encoder; default: MARQUEE_ENCODER.")
    ] = None,
    starter: Annotated[
        bool, typer.Option("--starter", help="Keep it in the package, among what ships.")
    ] = False,
) -> None:
    """Fit what tells posters from pictures of other things.

    The catalogue's posters are drawn as people attach them, pictures of other things as well; the
    threshold is chosen on val so that at most 0.8 % of the posters are told to be none. Fit it
    again for other weights of an encoder; until then nothing is told to be no poster.
    """
    with told():
        asyncio.run(_not_a_poster(others, encoder, get_settings(), starter=starter))


def _encoder(
    out: Path | None, config: Path | None, settings: Settings, *, resume: bool, workers: int
) -> None:
    require_torch()
    require_sklearn()
    from services.store import Store  # noqa: PLC0415
    from services.training.data import Labels, load_labels  # noqa: PLC0415
    from services.training.encoder import CURVES, Config, train_encoder  # noqa: PLC0415

    async def load() -> Labels:
        async with await Store.open(settings.database_path) as store:
            return await load_labels(store, editions=True)

    chosen = Config.from_json(config.read_text(encoding="utf-8")) if config else Config()
    folder = out or settings.runs_dir / OWN
    posters = asyncio.run(load())
    console = Console()
    try:
        with progress("Training") as on_progress:
            train_encoder(
                posters,
                chosen,
                folder,
                resume=resume,
                workers=workers,
                on_progress=on_progress,
                on_epoch=lambda row: console.print(_epoch(row)),
            )
    except KeyboardInterrupt:
        typer.echo(f"Stopped; `marquee train encoder --out {folder} --resume` goes on.", err=True)
        raise typer.Exit(INTERRUPTED) from None
    typer.echo(
        f"Kept in {folder}, the curves in {CURVES}. `marquee train export {folder}` puts it to use."
    )


def _epoch(row: Mapping[str, float]) -> str:
    return (
        f"epoch {row['epoch']:.0f} at {row['height']:.0f} x {row['width']:.0f}: val six-genre AUC "
        f"{row['val_six_auc']:.3f}, all genres {row['val_auc']:.3f}, years off {row['val_mae']:.2f}"
        f" (by decade {row['val_decades']:.2f}), hard copies found {row['val_hard']:.1%}"
        f", other editions {row['val_editions']:.1%}"
    )


async def _heads(encoder: str | None, run: Path | None, settings: Settings) -> None:
    require_sklearn()
    from services.store import Store  # noqa: PLC0415
    from services.training.data import load_labelled  # noqa: PLC0415
    from services.training.heads import train_heads  # noqa: PLC0415
    from services.training.year_calibration import calibrate  # noqa: PLC0415
    from services.vision.encoders import open_encoder  # noqa: PLC0415
    from services.vision.heads import put_aside  # noqa: PLC0415

    spec = open_encoder(encoder or settings.encoder, settings).spec
    async with await Store.open(settings.database_path) as store:
        pictures = await load_labelled(store, spec, editions=True)
    data = pictures.posters
    if run is None:
        with progress("Fitting") as on_progress:
            trained, report = train_heads(data, spec, on_progress=on_progress)
    else:
        require_torch()
        from services.training.encoder import open_trained  # noqa: PLC0415
        from services.training.trained_heads import trained_heads  # noqa: PLC0415

        network, names, edges = open_trained(run)
        trained, report = trained_heads(network, names, edges, data, spec)
    trained, report = calibrate(trained, report, pictures)
    folder = settings.heads_dir / spec.name
    put_aside(folder, spec)
    trained.write(folder, splits=report.splits, metrics=report.metrics())

    table = Table("Genre", title="On the validation split", title_justify="left")
    table.add_column("AUC", justify="right")
    for genre, auc in report.genre_auc.items():
        table.add_row(genre, f"{auc:.3f}")
    table.add_row("macro", f"{sum(report.genre_auc.values()) / len(report.genre_auc):.3f}")
    Console().print(table)
    for genre, (train, val) in report.too_few.items():
        typer.echo(
            f"{genre} was left out: {train} films to learn from and {val} to choose on are too few."
        )
    typer.echo(
        f"Year: mean absolute error {report.year['mae']:.1f} years; the 80 % interval covers "
        f"{report.year['coverage']:.1%} and is {report.year['mean_width']:.0f} years wide."
    )
    typer.echo(f"Kept in {folder}. `marquee evaluate` shows the test split.")


async def _not_a_poster(
    others: Path, encoder: str | None, settings: Settings, *, starter: bool
) -> None:
    require_sklearn()
    from services.store import Store  # noqa: PLC0415
    from services.training.data import load_labelled  # noqa: PLC0415
    from services.training.not_posters import gather  # noqa: PLC0415
    from services.training.poster_head import fit_poster_head  # noqa: PLC0415
    from services.vision.encoders import open_encoder  # noqa: PLC0415
    from services.vision.heads import put_aside  # noqa: PLC0415
    from services.vision.heads.poster_head import folder_of, shipped_folder  # noqa: PLC0415

    opened = open_encoder(encoder or settings.encoder, settings)
    async with await Store.open(settings.database_path) as store:
        posters = await load_labelled(store, opened.spec, editions=True)
    with progress("Drawing") as on_progress:
        examples = gather(opened, posters, others, on_progress=on_progress)
    with progress("Fitting") as on_progress:
        head, report = fit_poster_head(examples, opened.spec, on_progress=on_progress)
    name = opened.spec.name
    folder = shipped_folder(name) if starter else folder_of(settings, name)
    if not starter:
        put_aside(folder, opened.spec)
    head.write(folder, pictures=report.pictures, metrics=report.metrics())
    console = Console()
    for title, rows in (
        ("Test posters told to be none", report.posters["test"]),
        (
            "Other things told to be no poster, of sources that nothing was fitted on",
            report.others["test"],
        ),
    ):
        table = Table("", title=title, title_justify="left")
        table.add_column("pictures", justify="right")
        table.add_column("told", justify="right")
        for row in rows:
            table.add_row(row.name, f"{row.pictures:,}", f"{row.share:.1%}")
        console.print(table)
    for way, share in report.tried.items():
        typer.echo(f"{way}: {share:.1%} of val's other things")
    typer.echo(f"Kept in {folder}.")
