"""The rules of recognition: fitted on val pictures and copies of them as people attach them.

Every picture is asked for twice, once with its film in the catalogue and once without, so that
half of the films are absent; what comes back either way is evidence for or against a film.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from PIL import Image
from sklearn.linear_model import LogisticRegression

from services.core.errors import UnavailableError
from services.core.types import Film
from services.training.attached.forms import FORMS, attached
from services.training.data import Labels
from services.training.twins import same_picture
from services.vision.recognition.decision import (
    Decision,
    Rule,
    geometry_numbers,
    likeness_numbers,
)
from services.vision.recognition.recogniser import Recogniser, Seen, Sighting

# Of pictures whose film is absent, at most this share may be named by each of the rules; together
# they stay within one in 200.
FALSE_NAMES = 0.002
PLAIN = "plain"
# Never sure, so that everything is looked at.
_UNSURE = 2.0
_START = Decision(
    Rule({"bias": -5.0, "height": 5.0, "gap": 5.0}, _UNSURE),
    Rule({"bias": -7.0, "height": 5.0, "gap": 5.0}, _UNSURE),
    Rule({"bias": -8.5, "inliers": 3.0, "spread": 2.0, "height": 1.0, "gap": 1.0}, _UNSURE),
    {},
)
_RULES = ("likeness", "unagreed", "geometry")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one rule was shown of one picture.

    Attributes:
        rule: Which.
        form: As what the picture was drawn.
        absent: Whether the picture's film was left out of the catalogue.
        right: Whether the evidence is for the film that the picture shows.
        numbers: What the rule weighs.
    """

    rule: str
    form: str
    absent: bool
    right: bool
    numbers: dict[str, float]


def gather(
    recogniser: Recogniser,
    film_of: Callable[[int], Film],
    labels: Labels,
    *,
    pictures: int,
    seed: int = 0,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[Evidence]:
    """Ask about val pictures and drawn copies of them.

    Args:
        recogniser: Over an index of all of `labels`.
        film_of: The film of one of the index's rows.
        labels: The catalogue's pictures, editions too.
        pictures: How many are asked about, at most.
        seed: Chooses them.
        on_progress: Called with (done, total).

    Raises:
        UnavailableError: `no_catalogue`, there is no picture of val.
    """
    asking = recogniser.deciding(_START)
    val = np.flatnonzero(labels.splits == "val")
    if not len(val):
        raise UnavailableError("no_catalogue", "The catalogue has no pictures of val.")
    rng = np.random.default_rng(seed)
    chosen = rng.permutation(val)[:pictures]
    beside = rng.choice(val, len(chosen))
    forms = (PLAIN, *FORMS)
    evidence: list[Evidence] = []
    for number, (row, other) in enumerate(zip(chosen, beside, strict=True)):
        form = forms[number % len(forms)]
        shown = [int(row)] if form == PLAIN or FORMS[form].posters == 1 else [int(row), int(other)]
        originals = [_opened(labels.paths[item]) for item in shown]
        image = originals[0]
        if form != PLAIN:
            image = attached(form, originals, labels.films[row].key).image
        keys = frozenset(labels.films[item].key for item in shown)
        for absent in (False, True):
            if form == PLAIN and not absent:
                # The catalogue's own file says nothing of what people attach.
                continue
            (seen,), _ = asking.recognise([image], 3, without=[keys if absent else frozenset()])
            for rule, sighting in _shown(seen):
                film = film_of(sighting.row)
                right = film.key in keys
                if absent and _twin(sighting, labels, originals, film):
                    continue
                evidence.append(Evidence(rule, form, absent, right, _numbers(sighting)))
        on_progress(number + 1, len(chosen))
    return evidence


def fit(evidence: Sequence[Evidence]) -> Decision:
    """Fit the rules, and choose from which probability each is sure.

    Args:
        evidence: See `gather`.
    """
    queries = sum(item.rule == "likeness" and item.absent for item in evidence)
    rules: dict[str, Rule] = {}
    figures: dict[str, object] = {"pictures whose film was absent": queries}
    for name in _RULES:
        mine = [item for item in evidence if item.rule == name]
        rule = _fitted(mine)
        told = np.array([rule.probability(item.numbers) for item in mine])
        absent = np.array([item.absent for item in mine])
        right = np.array([item.right for item in mine])
        wrong = np.sort(told[~right & absent])[::-1]
        # The lowest probability that few enough of all absent pictures exceed.
        allowed = int(FALSE_NAMES * queries)
        floor = float(wrong[allowed]) if len(wrong) > allowed else 0.5
        sure = max(float(np.nextafter(floor, 1.0)), 0.9)
        rules[name] = Rule(rule.weights, sure)
        figures[name] = {
            "evidence": len(mine),
            "named of those that are right": round(float((told[right] >= sure).mean()), 4),
            "named of absent films": int((told[~right & absent] >= sure).sum()),
        }
    return Decision(rules["likeness"], rules["unagreed"], rules["geometry"], figures)


def write(path: Path, decision: Decision) -> None:
    """Write the rules as they ship."""
    path.write_text(json.dumps(asdict(decision), indent=2) + "\n", encoding="utf-8")


def _shown(seen: Seen) -> Iterator[tuple[str, Sighting]]:
    """Yield what each rule was shown: the whole always, the same again where no spots agree."""
    agreeing = [item for item in seen.considered if item.geometry]
    whole = seen.considered[:1]
    for sighting in whole:
        yield "likeness", sighting
        if not agreeing:
            yield "unagreed", sighting
    for sighting in agreeing:
        yield "geometry", sighting


def _numbers(sighting: Sighting) -> dict[str, float]:
    if sighting.geometry:
        return geometry_numbers(sighting.geometry)
    return likeness_numbers(sighting.likeness)


def _twin(sighting: Sighting, labels: Labels, originals: Sequence[Image.Image], film: Film) -> bool:
    """Return whether the film that is told has the very picture: no rule can tell those apart."""
    if not (sighting.geometry or sighting.similarity > 0.8):
        return False
    rows = [row for row, item in enumerate(labels.films) if item.key == film.key]
    return any(
        same_picture(_opened(labels.paths[row]), original) for row in rows for original in originals
    )


def _fitted(evidence: Sequence[Evidence]) -> Rule:
    names = list(evidence[0].numbers)
    numbers = np.array([[item.numbers[name] for name in names] for item in evidence])
    right = np.array([item.right for item in evidence])
    mean, scale = numbers.mean(axis=0), numbers.std(axis=0) + 1e-9
    model = LogisticRegression(C=1.0, max_iter=2000)
    model.fit((numbers - mean) / scale, right)
    weights = model.coef_[0] / scale
    bias = float(model.intercept_[0] - weights @ mean)
    named = {name: round(float(value), 5) for name, value in zip(names, weights, strict=True)}
    return Rule({"bias": round(float(bias), 5), **named}, _UNSURE)


def _opened(path: str) -> Image.Image:
    with Image.open(path) as file:
        return file.convert("RGB")
