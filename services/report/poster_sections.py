"""The sections that show posters, and are for this machine alone: montage, map and neighbours."""

from __future__ import annotations

import numpy as np
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE

from services.core.likeness import likeness
from services.report import plots
from services.report.draft import Draft
from services.report.page import Picture, Section, Table
from services.report.pictures import grid
from services.vision.index import ExactIndex

MONTAGE, MONTAGE_COLUMNS = 100, 10
MAPPED = 4000
QUERIES, NEAREST = 8, 3


def montage_of(report: Draft) -> Section:
    """Return the films most probably of one genre."""
    rows = report.rows("test", "genres")
    column = report.heads.genre_names.index(report.montage)
    said = report.heads.genre_probabilities(report.data.embeddings[rows])[:, column]
    best = rows[np.argsort(-said)[:MONTAGE]]
    sheet, missing = grid([report.data.paths[row] for row in best], MONTAGE_COLUMNS)
    right = np.mean([report.montage in report.data.films[row].genres for row in best])
    parts: list[str | Picture | Table] = [
        f"The {len(best)} test posters most probably {report.montage}; {right:.0%} of them are.",
        report.picture("montage", sheet, f"Most probably {report.montage}, best first"),
    ]
    if missing:
        parts.append(f"{missing} pictures could not be read and are grey.")
    return Section(f"Most probably {report.montage}", parts)


def map_of(report: Draft) -> Section:
    """Return the map of the embeddings, coloured by genre and by decade."""
    data = report.data
    test = np.flatnonzero(data.splits == "test")
    rows = np.sort(np.random.default_rng(0).permutation(test)[:MAPPED])
    vectors = data.embeddings[rows]
    axes = PCA(min(50, *vectors.shape), random_state=0).fit_transform(vectors)
    points = TSNE(perplexity=min(30, max(2, len(rows) // 4)), random_state=0).fit_transform(axes)
    first = [film.genres[0] if (film := data.films[row]).genres else "" for row in rows]
    figure = plots.embedding_map(points, first, data.years[rows] // 10 * 10)
    words = f"t-SNE of {len(rows):,} test posters' embeddings, from their 50 principal axes."
    return Section("Map", [words, report.plot("map", figure, "Posters by first genre and decade")])


def neighbours_of(report: Draft) -> Section:
    """Return some posters, their nearest, and why these are near."""
    data = report.data
    test = np.flatnonzero(data.splits == "test")
    queries = np.random.default_rng(1).permutation(test)[:QUERIES]
    index = ExactIndex(data.embeddings, report.spec.metric)
    section = Section("Nearest neighbours", ["A test poster, then its three nearest."])
    for number, row in enumerate(queries):
        hits = index.search(data.embeddings[[row]], NEAREST + 1)[0]
        near = [hit.row for hit in hits if hit.row != row][:NEAREST]
        if not near:
            continue
        films = [data.films[other] for other in near]
        sheet, _ = grid([data.paths[row], *(data.paths[other] for other in near)], NEAREST + 1)
        labels = "; ".join(film.label for film in films)
        section.parts += [
            report.picture(
                f"neighbours-{number}", sheet, f"{data.films[row].label}, and nearest: {labels}"
            ),
            likeness(films),
        ]
    return section
