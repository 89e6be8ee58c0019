"""The rules of recognition: fitted on val pictures and copies of them as people attach them.

Every picture is asked for twice, once with its film in the catalogue and once without, so that
half of the films are absent; what comes back either way is evidence for or against a film.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image
from sklearn.linear_model import LogisticRegression

from services.core.errors import UnavailableError
from services.core.types import Film
from services.training.attached.forms import FORMS, attached
from services.training.data import Labels
from services.training.twins import same_picture
from services.vision.index.by_film import FilmRows
from services.vision.recognition.decision import (
    Decision,
    Rule,
    checked_numbers,
    geometry_numbers,
    likeness_numbers,
)
from services.vision.recognition.recogniser import Recogniser
from services.vision.recognition.sightings import Seen, Sighting

# Of pictures whose film is absent, at most this share may be named by each of the rules. What the
# check names wrongly holds most of what geometry alone does: together they stay within one in 200.
FALSE_NAMES = {"likeness": 0.001, "unagreed": 0.0005, "geometry": 0.001, "checked": 0.0035}
# Numbers below which a rule is never sure. Films that share no more than a frame, a laurel or a
# logo with a picture look otherwise once it is straightened: of val's right ones six in 1,300 do.
FLOORS = {"likeness": {}, "unagreed": {}, "geometry": {"height": -5.0}, "checked": {}}
# However few are wrong, a film is not named below this probability.
LEAST_SURE = 0.75
PLAIN, EDITION = "plain", "edition"
# For each drawn copy so many pictures are asked about as they are, without their film.
_PLAIN_TOO = 3
# As what editions are drawn as well: people photograph the cover that they have.
PHOTOS = ("cover in poor light", "cover on a desk", "cover in poor light", "poster on a wall")
# Below this cosine two pictures are not compared by their pixels.
_LEAST_ALIKE = 0.7
# Never sure, so that everything is looked at.
_UNSURE = 2.0
_START = Decision(
    Rule({"bias": -5.0, "height": 5.0, "gap": 5.0}, _UNSURE),
    Rule({"bias": -7.0, "height": 5.0, "gap": 5.0}, _UNSURE),
    Rule({"bias": -2.5, "inliers": 0.5, "agreeing": 6.0, "gap": 1.0}, _UNSURE),
    Rule({"bias": -2.5, "inliers": 0.5, "agreeing": 6.0, "gap": 1.0}, _UNSURE),
    {},
)


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


@dataclass(frozen=True, slots=True)
class Asked:
    """A picture to ask about.

    Attributes:
        form: As what it is drawn.
        rows: The catalogue's pictures that it is drawn of.
        hidden: Keys that count as absent where its film shall be found.
    """

    form: str
    rows: tuple[int, ...]
    hidden: frozenset[str] = frozenset()


def gather(
    recogniser: Recogniser,
    labels: Labels,
    *,
    pictures: int,
    seed: int = 0,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[Evidence]:
    """Ask about val pictures, drawn copies of them, and editions.

    Args:
        recogniser: Over an index whose rows are those of `labels`.
        labels: The catalogue's pictures, editions too.
        pictures: How many copies are drawn, at most; as many editions are asked about, each as
            it is and photographed.
        seed: Chooses them.
        on_progress: Called with (done, total).

    Raises:
        UnavailableError: `no_catalogue`, there is no picture of val.
    """
    # A film of its own for each picture, so that an edition can be hidden from its film.
    numbered = [
        replace(film, stored_key=_numbered(film, position))
        for film, position in zip(labels.films, labels.positions, strict=True)
    ]
    asking = recogniser.deciding(_START, FilmRows(numbered))
    asked = _asked(labels, numbered, pictures, seed)
    all_keys: dict[str, set[str]] = {}
    for film, one in zip(labels.films, numbered, strict=True):
        all_keys.setdefault(film.key, set()).add(one.key)
    evidence: list[Evidence] = []
    for number, item in enumerate(asked):
        originals = [_opened(labels.paths[row]) for row in item.rows]
        image = originals[0]
        if item.form in FORMS:
            image = attached(item.form, originals, labels.films[item.rows[0]].key).image
        shown = {labels.films[row].key for row in item.rows}
        without = frozenset().union(*(all_keys[key] for key in shown))
        for absent in (False, True):
            if item.form == PLAIN and not absent:
                # The catalogue's own file says nothing of what people attach.
                continue
            (seen,), _ = asking.recognise([image], 3, without=[without if absent else item.hidden])
            for rule, sighting in _shown(seen):
                film = labels.films[sighting.row]
                if absent and _twin(sighting, labels, originals):
                    continue
                right = film.key in shown
                numbers = _numbers(rule, sighting)
                evidence.append(Evidence(rule, item.form, absent, right, numbers))
        on_progress(number + 1, len(asked))
    return evidence


def _asked(labels: Labels, numbered: Sequence[Film], pictures: int, seed: int) -> list[Asked]:
    val = np.flatnonzero(labels.splits == "val")
    if not len(val):
        raise UnavailableError("no_catalogue", "The catalogue has no pictures of val.")
    rng = np.random.default_rng(seed)
    chosen = rng.permutation(val)[:pictures].tolist()
    beside = rng.choice(val, len(chosen)).tolist()
    forms = tuple(FORMS)
    asked = []
    for number, (row, other) in enumerate(zip(chosen, beside, strict=True)):
        form = forms[number % len(forms)]
        two = FORMS[form].posters == 2
        asked.append(Asked(form, (row, other) if two else (row,)))
    # False names come from what the catalogue's pictures share: most of all is asked of those.
    asked += [
        Asked(PLAIN, (row,)) for row in rng.permutation(val)[: _PLAIN_TOO * len(chosen)].tolist()
    ]
    own: dict[str, list[int]] = {}
    for row in val.tolist():
        own.setdefault(labels.films[row].key, []).append(row)
    several = [rows for rows in own.values() if len(rows) > 1]
    editions = []
    for number in rng.permutation(len(several))[:pictures].tolist():
        rows = several[number]
        # One is asked about, one stays in the catalogue: what people attach is seldom its file.
        query, kept = rng.permutation(rows)[:2].tolist()
        hidden = frozenset(numbered[row].key for row in rows if row != kept)
        editions.append((query, hidden))
    asked += [Asked(EDITION, (query,), hidden) for query, hidden in editions]
    asked += [
        Asked(PHOTOS[number % len(PHOTOS)], (query,), hidden)
        for number, (query, hidden) in enumerate(editions)
    ]
    return asked


def _numbered(film: Film, position: int) -> str:
    return f"{film.key}#{position}"


def fit(evidence: Sequence[Evidence], encoder: str = "") -> Decision:
    """Fit the rules, and choose from which probability each is sure.

    Args:
        evidence: See `gather`.
        encoder: The key of the encoder that it was gathered with.
    """
    queries = sum(item.rule == "likeness" and item.absent for item in evidence)
    rules: dict[str, Rule] = {}
    figures: dict[str, object] = {"pictures whose film was absent": queries}
    for name, share in FALSE_NAMES.items():
        mine = [item for item in evidence if item.rule == name]
        rule = _fitted(mine)
        told = np.array([rule.probability(item.numbers) for item in mine])
        absent = np.array([item.absent for item in mine])
        right = np.array([item.right for item in mine])
        wrong = np.sort(told[~right & absent])[::-1]
        # The lowest probability that few enough of all absent pictures exceed.
        allowed = int(share * queries)
        floor = float(wrong[allowed]) if len(wrong) > allowed else 0.5
        sure = max(float(np.nextafter(floor, 1.0)), LEAST_SURE)
        rules[name] = Rule(rule.weights, sure, FLOORS[name])
        named = np.array(
            [
                rules[name].is_sure(float(chance), item.numbers)
                for chance, item in zip(told, mine, strict=True)
            ]
        )
        figures[name] = {
            "evidence": len(mine),
            "named of those that are right": round(float(named[right].mean()), 4),
            "named of absent films": int(named[~right & absent].sum()),
        }
    return Decision(
        rules["likeness"],
        rules["unagreed"],
        rules["geometry"],
        rules["checked"],
        figures,
        encoder,
    )


def write(path: Path, decision: Decision) -> None:
    """Write the rules as they ship."""
    path.write_text(json.dumps(asdict(decision), indent=2) + "\n", encoding="utf-8")


def _shown(seen: Seen) -> Iterator[tuple[str, Sighting]]:
    """Yield what each rule was shown: the whole always, the same again where no spots agree.

    What spots agree with is shown to both rules for those: which of them decides, the other
    one's threshold says.
    """
    agreeing = [item for item in seen.considered if item.geometry]
    whole = seen.considered[:1]
    for sighting in whole:
        yield "likeness", sighting
        if not agreeing:
            yield "unagreed", sighting
    for sighting in agreeing:
        yield "geometry", sighting
        if sighting.geometry and sighting.geometry.check:
            yield "checked", sighting


def _numbers(rule: str, sighting: Sighting) -> dict[str, float]:
    if sighting.geometry is None:
        return likeness_numbers(sighting.likeness)
    of = {"geometry": geometry_numbers, "checked": checked_numbers}
    return of[rule](sighting.geometry)


def _twin(sighting: Sighting, labels: Labels, originals: Sequence[Image.Image]) -> bool:
    """Return whether the picture that is told is the very same: no rule can tell those apart."""
    if not sighting.geometry and sighting.similarity < _LEAST_ALIKE:
        return False
    told = _opened(labels.paths[sighting.row])
    return any(same_picture(told, original) for original in originals)


def _fitted(evidence: Sequence[Evidence]) -> Rule:
    names = list(evidence[0].numbers)
    numbers = np.array([[item.numbers[name] for name in names] for item in evidence])
    right = np.array([item.right for item in evidence])
    mean, scale = numbers.mean(axis=0), numbers.std(axis=0) + 1e-9
    model = LogisticRegression(C=1.0, max_iter=2000)
    # Unweighted, though two of three are of absent films: by half of each, weak evidence would be
    # told for twice of what it is worth where pictures are mostly clean (calibration of val).
    model.fit((numbers - mean) / scale, right)
    weights = np.asarray(model.coef_)[0] / scale
    bias = float(np.asarray(model.intercept_)[0] - weights @ mean)
    named = {name: round(float(value), 5) for name, value in zip(names, weights, strict=True)}
    return Rule({"bias": round(float(bias), 5), **named}, _UNSURE)


def _opened(path: str) -> Image.Image:
    with Image.open(path) as file:
        return file.convert("RGB")
