"""What the weights that ship name on the test pictures; nothing is chosen here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.lettering.picture_sets import Query, Shared, absent
from benchmarks.wild.catalogues import catalogue
from services.core.types import Film, Identification
from services.inference.title_reading import SOUGHT, with_title
from services.vision.heads import open_heads
from services.vision.lettering.decision import Verdict, shipped_decision
from services.vision.pipeline import Identifier


def measure(shared: Shared, index: Path | None) -> None:
    """Print what is named by title, and by recognition and title together.

    Args:
        shared: The picture sets and what was read.
        index: The folder in which `python -m benchmarks.wild` built its catalogues, or None.
    """
    queries = list(shared.queries("wild"))
    titles = [(query, *_said(verdict)) for query, verdict in _verdicts(shared, queries)]
    _print(shared, "by title alone", titles)
    if index is None:
        return
    folders = [shared.folder / name for name in ("posters", "more")]
    identifier = Identifier.open(catalogue(index, folders, encoder=None, again=False))
    answers = []
    for query, verdict in _verdicts(shared, queries):
        (answer,) = identifier.identify([shared.picture(query.file)], k=SOUGHT)
        if answer.match is None and verdict is not None:
            answer = with_title(answer, verdict, answer.neighbours, 0.0) or answer
        answers.append((query, *_answered(answer)))
    _print(shared, "by recognition and title", answers)


def _verdicts(shared: Shared, queries: list[Query]) -> Iterator[tuple[Query, Verdict | None]]:
    decision = shipped_decision()
    heads = open_heads(shared.settings, shared.encoder.spec)
    for query in queries:
        era = heads.years(query.embedding[None])[0] if heads else None
        first, both = shared.candidates(query, era)
        verdict = decision.verdict(first)
        yield query, verdict if verdict is not None and verdict.named else decision.verdict(both)


def _said(verdict: Verdict | None) -> tuple[str, Film | None]:
    if verdict is None:
        return "nothing", None
    return "named" if verdict.named else "perhaps", verdict.film


def _answered(answer: Identification) -> tuple[str, Film | None]:
    if answer.match is not None:
        return "named", answer.match.film
    return ("perhaps", answer.perhaps.film) if answer.perhaps else ("nothing", None)


def _print(shared: Shared, how: str, told: list[tuple[Query, str, Film | None]]) -> None:
    print(how)
    counts: Counter[tuple[str, str, str]] = Counter()
    for query, how_sure, film in told:
        row, words = shared.rows[query.file], how_sure
        if film is not None:
            words += " right" if film.key == query.film else " wrong"
            if film.key != query.film:
                print(f"  {row['title']} ({row['year']}) -> {film.label}: {words}")
        counts[row["what"], "absent" if absent(row) else row["artwork"], words] += 1
    for what, artwork in sorted({key[:2] for key in counts}):
        found = {words: n for (*kind, words), n in counts.items() if kind == [what, artwork]}
        print(f"{what}, {artwork}: {sum(found.values())}; {dict(sorted(found.items()))}")
