"""The report from an encoder's figures: which section says what."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from services.core.encoders import EncoderSpec
from services.report import plots
from services.report.draft import Draft
from services.report.page import Picture, Section, Table, page
from services.report.poster_sections import map_of, montage_of, neighbours_of
from services.training.data import Labelled
from services.training.era_study import EraFigures, paragraph
from services.training.genre_study import GenreStudy
from services.training.rebalance import rebalance
from services.training.study import era, genres, six_genres
from services.vision.heads import Heads

PAGE = "report.html"


def build_report(
    data: Labelled,
    heads: Heads,
    spec: EncoderSpec,
    out: Path,
    *,
    run: Path | None = None,
    montage: str | None = None,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> Path:
    """Write `report.html` and its PNGs.

    Args:
        data: Embeddings, labels and paths.
        heads: The encoder's.
        spec: The encoder.
        out: The folder; made where it is missing, files of the same names are replaced.
        run: A folder with the `curves.csv` of a training run.
        montage: The genre whose most probable films are shown; default: the most frequent one.
        on_progress: Called with (sections done, sections in all).

    Returns:
        The page.
    """
    counts = _counts(data)
    known = montage if montage in heads.genre_names else None
    report = Draft(data, heads, spec, run, known or max(heads.genre_names, key=counts.__getitem__))
    sections: list[Section] = []
    for done, make in enumerate(_SECTIONS):
        sections.append(make(report))
        on_progress(done + 1, len(_SECTIONS))
    test = int((data.splits == "test").sum())
    html = page(
        f"Marquee: what {spec.key} sees",
        f"{len(data.films):,} posters, {test:,} of them in the test split, which every figure is "
        "of unless it says otherwise. This page shows posters: it is for this machine, not for "
        "publishing.",
        sections,
    )
    out.mkdir(parents=True, exist_ok=True)
    for picture in report.pictures:
        _replace(out / picture.name, picture.png)
    _replace(out / PAGE, html.encode())
    return out / PAGE


def _catalogue(report: Draft) -> Section:
    counts = _counts(report.data)
    return Section(
        "The catalogue",
        [
            report.plot("genres-bar", plots.genre_bars(counts), "Films by genre"),
            report.plot("genres-pie", plots.genre_pie(counts), "Share of all genre labels"),
        ],
    )


def _years(report: Draft) -> Section:
    drawn = rebalance(report.data)
    short = int((drawn.missing > 0).sum())
    return Section(
        "Films per year",
        [
            f"{short} of {len(drawn.years)} years have fewer than {drawn.wanted} films to learn "
            f"from; {int(drawn.missing.sum()):,} more would fill them. `marquee catalogue "
            "rebalance` weights what there is.",
            report.plot("years", plots.films_per_year(drawn), "Films per year, before and after"),
        ],
    )


def _curves(report: Draft) -> Section:
    path = report.run / "curves.csv" if report.run else None
    if path is None or not path.is_file():
        return Section("Training", ["No training run was given, so there are no curves to show."])
    with path.open(encoding="utf-8", newline="") as file:
        rows = [{name: float(value) for name, value in row.items()} for row in csv.DictReader(file)]
    if not rows:
        return Section("Training", ["The run has not finished an epoch, so it has no curves yet."])
    hours = sum(row["seconds"] for row in rows) / 3600
    return Section(
        "Training",
        [
            f"{len(rows)} epochs in {hours:.1f} hours; pictures grew from "
            f"{rows[0]['height']:.0f} x {rows[0]['width']:.0f} to "
            f"{rows[-1]['height']:.0f} x {rows[-1]['width']:.0f} pixels.",
            report.plot("curves", plots.curves(rows), "Losses and metrics by epoch"),
        ],
    )


def _genre_section(report: Draft) -> Section:
    names, rows = report.heads.genre_names, report.rows("test", "genres")
    truth = report.data.genre_matrix(names)[rows]
    said = report.heads.genre_probabilities(report.data.embeddings[rows])
    section = Section("Genres", [*_genre_words("All genres", genres(report.data, report.heads))])
    six = six_genres(report.data, report.heads)
    if six:
        section.parts += _genre_words("The six-genre rule", six)
    section.parts += [
        report.plot(
            "roc", plots.roc(names, truth, said), "ROC curves by genre, with the area under each"
        ),
        report.plot(
            "precision-recall",
            plots.precision_recall(names, truth, said),
            "Precision and recall by genre, with average precision",
        ),
    ]
    return section


def _genre_words(title: str, study: GenreStudy) -> list[str | Picture | Table]:
    parts: list[str | Picture | Table] = [
        f"{title}, {study.films:,} films: macro AUC {study.macro_auc:.3f}, micro AUC "
        f"{study.micro_auc:.3f}."
    ]
    columns = ("genre", "films", "AUC", "threshold", "accuracy", "F1", "precision", "recall")
    for table in study.tables:
        rows = [
            (
                row.genre,
                f"{row.films:,}",
                _figure(study.auc.get(row.genre)),
                *map(_figure, (row.threshold, row.accuracy, row.f1, row.precision, row.recall)),
            )
            for row in table.rows
        ]
        caption = (
            f"{title}, thresholds chosen on val for {table.rule.replace('f1', 'F1')}: "
            f"Jaccard {table.jaccard:.3f}, all genres right {table.subset_accuracy:.1%}"
        )
        parts.append(Table(caption, columns, tuple(rows)))
    return parts


def _calibration(report: Draft) -> Section:
    curve = genres(report.data, report.heads).reliability
    return Section(
        "Calibration",
        [
            f"Expected calibration error over all genres: {curve.error:.3f}.",
            report.plot("calibration", plots.calibration(curve), "Said against happened"),
        ],
    )


def _era(report: Draft) -> Section:
    ways = era(report.data, report.heads, report.spec)
    return Section(
        "Era",
        [
            paragraph({way.name: way for way in ways}),
            Table(
                "Ways to guess the year",
                ("way", "mean error", "median error", "R2", "80 % interval covers", "mean width"),
                tuple(_way(item) for item in ways),
            ),
            report.plot("decades", plots.decade_errors(ways), "Mean error of the year by decade"),
        ],
    )


def _way(item: EraFigures) -> tuple[str, ...]:
    return (
        item.name,
        f"{item.mae:.2f}",
        f"{item.median_error:.2f}",
        f"{item.r2:.3f}",
        "" if item.coverage is None else f"{item.coverage:.1%}",
        "" if item.mean_width is None else f"{item.mean_width:.1f}",
    )


_SECTIONS: Sequence[Callable[[Draft], Section]] = (
    _catalogue,
    _years,
    _curves,
    _genre_section,
    _calibration,
    _era,
    montage_of,
    map_of,
    neighbours_of,
)


def _counts(data: Labelled) -> Mapping[str, int]:
    matrix = data.genre_matrix(data.vocabulary)
    return dict(zip(data.vocabulary, matrix.sum(axis=0).tolist(), strict=True))


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _replace(path: Path, content: bytes) -> None:
    work = path.with_name(f".{path.name}.partial")
    work.write_bytes(content)
    os.replace(work, path)  # noqa: PTH105
