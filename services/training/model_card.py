"""The model card of what ships, its figures filled in from an evaluation."""

from __future__ import annotations

from string import Template

from services.core.encoders import EncoderSpec
from services.training.data import Labelled
from services.training.evaluate import Evaluation
from services.training.heads import HeadsReport
from services.vision.index.manifest import Manifest

_CARD = Template(
    """\
# Model card: the starter of Marquee

Written by `marquee starter build`; every figure below comes from that run.

## What it is

| part | what |
| --- | --- |
| `poster-lite.onnx` | EfficientNet-Lite0, from ImageNet weights, fine-tuned on posters by \
`marquee train encoder`, with a projection. A poster of $height x $width pixels in, $dimension \
numbers out. Weights kept in half precision, computed in single. Revision `$revision`. |
| `heads/poster-lite/` | a softmax over $bins bins of years and a logistic output a genre, linear \
in the embedding: genres the mean, in shares chosen on val, of the heads learnt with the encoder \
and of heads fitted on its embeddings; years the better of the two |
| `catalogue/poster-lite/` | facts of $starter films, and 8-bit embeddings and local \
features of $pictures pictures of them; no picture |
| `recognition/` | how local features are coded, and the rules by which films are named, \
fitted by `marquee starter recognition` on val |

Meant for: finding posters that look alike, guessing at a poster's decade and genres, for fun and
for films. Not for: anything about the people on a poster, or any decision that matters to someone.

## Data

$films posters (182 x 268 pixels) of the set of Kaggle's "Movie Genre from its Poster", with titles,
years and genres from MovieLens. Split by a fixed hash of the IMDb id: $train train, $val val, $test
test. Encoder and heads learnt on train alone, from distorted views of each poster: its genres, its
year as a distribution, its own other views among all posters' (likeness), and the films of its
genre and era. Input size, calibration, thresholds, the interval and the match threshold were chosen
on val; the figures below are of test. It took two runs, the second from where the first ended,
with the settings in `services/training/recipes/`. Then the embeddings were whitened by what
distorted copies of train posters differ in.

Only the facts of the films of MovieLens ml-latest-small are shipped (see `NOTICE`).

## Figures on the test split

Printed by `marquee evaluate`.

| what | figure |
| --- | --- |
| macro AUC, six genres (Drama, Comedy, Romance, Thriller, Horror, Action) | $six_auc |
| macro AUC, $genres genres | $macro_auc |
$year_rows
| 80 % interval covers | $coverage, $interval_width years wide on average |
| shared genres of the three nearest (Jaccard), at random | $jaccard, $jaccard_random |
| years between a poster and its three nearest, at random | $apart, $apart_random |
| match threshold (cosine) | $threshold |
| posters taken for another film when their own is missing, whole picture only | $false_matches |
$copy_rows

| genre | films | AUC | F1 | precision | recall |
| --- | --- | --- | --- | --- | --- |
$genre_rows

## Limits

- Most of the films are Drama or Comedy and from after 1990; old films and rare genres are guessed
  worse, and a genre with few films (see the table) hardly at all.
- Many old films show a DVD cover, so the era of the picture is not always that of the film.
- Films that share one picture cannot be told apart.
- What a copy of a poster may suffer is in the table: where few copies are found, a photo of a
  poster can miss its film.
- The embeddings keep 8 bits a number, so a poster's cosine with itself is 0.999, not 1.
"""
)


def model_card(
    data: Labelled,
    figures: Evaluation,
    spec: EncoderSpec,
    starter: Manifest,
    report: HeadsReport,
) -> str:
    """Return the card as Markdown."""
    year, likeness = figures.years[0], figures.likeness
    year_rows = [
        f"| year: mean (median) absolute error, {item.name} | "
        f"{item.mae:.2f} ({item.median_error:.2f}) years |"
        for item in figures.years
    ]
    copy_rows = []
    if copies := figures.copies:
        among = f"found first among all posters ({copies.posters:,} test posters)"
        copy_rows = [
            f"| the same with trimmed and middle views ({copies.strangers:,} posters), as served | "
            f"{copies.false_match_rate:.2%} |",
            f"| mildly distorted copies {among} | {copies.mild_mean:.1%} |",
            *(f"| ... {name} | {share:.1%} |" for name, share in copies.mild.items()),
            f"| badly distorted copies {among} | {copies.hard_mean:.1%} |",
            *(f"| ... {name} | {share:.1%} |" for name, share in copies.hard.items()),
        ]
    genre_rows = [
        f"| {item.name} | {item.films:,} | {item.auc:.3f} | {item.f1:.3f} | "
        f"{item.precision:.3f} | {item.recall:.3f} |"
        for item in figures.genres
    ]
    return _CARD.substitute(
        height=spec.preprocessing.height,
        width=spec.preprocessing.width,
        interval_width=f"{year.mean_width:.1f}",
        dimension=f"{spec.dimension:,}",
        revision=spec.revision,
        starter=f"{starter.film_count:,}",
        pictures=f"{starter.items:,}",
        films=f"{figures.films:,}",
        **{split: f"{int((data.splits == split).sum()):,}" for split in ("train", "val", "test")},
        six_auc=f"{figures.six_genre_auc:.3f}",
        macro_auc=f"{figures.macro_auc:.3f}",
        genres=len(figures.genres),
        year_rows="\n".join(year_rows),
        coverage=f"{year.coverage:.1%}",
        jaccard=f"{likeness.genre_jaccard:.3f}",
        jaccard_random=f"{likeness.genre_jaccard_random:.3f}",
        apart=f"{likeness.years_apart:.1f}",
        apart_random=f"{likeness.years_apart_random:.1f}",
        threshold=f"{likeness.threshold:.3f}",
        false_matches=f"{likeness.false_match_rate:.2%}",
        copy_rows="\n".join(copy_rows),
        bins=f"{report.year['bins']:.0f}",
        genre_rows="\n".join(genre_rows),
    )
