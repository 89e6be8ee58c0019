"""Weights fitted on val pictures, and by folds of films what they name there."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.lettering.picture_sets import Example, Shared
from services.vision.lettering.decision import WEIGHTS, Decision, Verdict
from services.vision.lettering.titles import EVIDENCE

_SHIPPED = Path(__file__).parents[2] / "services/vision/lettering" / WEIGHTS
# Of pictures whose film the catalogue lacks, at most so many may be named.
_WRONG = 0.01
_PERHAPS = 0.5
_FOLDS = 4


def fitted(examples: Sequence[Example], ridge: float = 1.0) -> Decision:
    """Return the weights under which what is right is likeliest.

    Pictures with and without their film count the same, however many there are of each.
    """
    known = sum(example.known for example in examples)
    # A picture is one, however often it was read.
    share = {True: 0.5, False: 0.5 * known / max(1, len(examples) - known)}
    told = [(each, found) for each in examples for found in (each.first, each.both)]
    most = max(len(found) for _, found in told)
    evidence = np.zeros((len(told), most, len(EVIDENCE)))
    # The last column is none of the candidates.
    there = np.zeros((len(told), most + 1), dtype=bool)
    there[:, most] = True
    right = np.full(len(told), most)
    for place, (example, found) in enumerate(told):
        for column, candidate in enumerate(found):
            evidence[place, column] = candidate.evidence
            if example.is_right(candidate):
                right[place] = column
        there[place, : len(found)] = True
    counts = np.array([share[example.known] for example, _ in told])
    spread = evidence[there[:, :most]].std(axis=0) + 1e-6
    scaled, every = evidence / spread, np.arange(len(told))

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        none = np.full((len(told), 1), weights[-1])
        scores = np.where(there, np.hstack([scaled @ weights[:-1], none]), -np.inf)
        shares = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        total = -(counts * np.log(shares[every, right] + 1e-12)).sum()
        shares[every, right] -= 1
        shares *= counts[:, None]
        slope = np.einsum("nc,nce->e", shares[:, :-1], scaled) + ridge * weights[:-1]
        total += ridge / 2 * float(weights[:-1] @ weights[:-1])
        return total, np.append(slope, shares[:, -1].sum())

    found = minimize(loss, np.zeros(len(EVIDENCE) + 1), jac=True, method="L-BFGS-B").x
    return Decision(tuple(found[:-1] / spread), float(found[-1]), 1.0, _PERHAPS)


@dataclass(frozen=True)
class Outcome:
    """What a decision says of an example after one reading and after both, however unlikely."""

    example: Example
    first: Verdict | None
    both: Verdict | None

    def said(self, named_from: float) -> Verdict | None:
        """Return what is said: a picture whose film was named is not read again."""
        first = _at(self.first, named_from)
        return first if first is not None and first.named else _at(self.both, named_from)

    @property
    def surest(self) -> float:
        """The probability from which on a film is no longer named."""
        told = [each for each in (self.first, self.both) if each is not None and each.named]
        return max((each.confidence for each in told), default=0.0)


def outcomes(decision: Decision, examples: Sequence[Example]) -> list[Outcome]:
    """Return what a decision says of examples."""
    always = replace(decision, named_from=0.0, perhaps_from=0.0)
    return [
        Outcome(each, always.verdict(each.first), always.verdict(each.both)) for each in examples
    ]


def fit(shared: Shared, write: bool) -> None:
    """Print what is named by folds, and store the weights where that is wanted."""
    queries = [*shared.queries("pictures"), *shared.queries("photos")]
    examples = shared.examples(queries)
    fold = [zlib.crc32(example.query.film.encode()) % _FOLDS for example in examples]
    told: list[Outcome] = []
    for held in range(_FOLDS):
        rest = [each for each, place in zip(examples, fold, strict=True) if place != held]
        part = [each for each, place in zip(examples, fold, strict=True) if place == held]
        told += outcomes(fitted(rest), part)
    absent = sorted((each.surest for each in told if not each.example.known), reverse=True)
    named_from = max(_PERHAPS + 0.05, round(absent[int(_WRONG * len(absent))] + 0.001, 3))
    print(f"{len(queries)} pictures")
    for least in sorted({0.6, 0.7, 0.8, 0.9, 0.95, 0.97, named_from}):
        print(f"named from {least:.3f}: {_counts(told, least)}")
    _calibration(told, named_from)
    decision = fitted(examples)
    data = {
        "weights": dict(zip(EVIDENCE, (round(each, 4) for each in decision.weights), strict=True)),
        "none": round(decision.none, 4),
        "named_from": named_from,
        "perhaps_from": _PERHAPS,
    }
    print(json.dumps(data, indent=1))
    if write:
        _SHIPPED.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def _at(verdict: Verdict | None, named_from: float) -> Verdict | None:
    if verdict is None:
        return None
    return replace(verdict, named=verdict.named and verdict.confidence >= named_from)


def _counts(told: Sequence[Outcome], named_from: float) -> str:
    found: dict[tuple[bool, str], int] = {}
    for each in told:
        said = each.said(named_from)
        words = "nothing"
        if said is not None and (said.named or said.confidence >= _PERHAPS):
            how = "named" if said.named else "perhaps"
            words = f"{how} {'right' if each.example.is_right(said) else 'wrong'}"
        found[each.example.known, words] = found.get((each.example.known, words), 0) + 1
    once = sum(bool((first := _at(each.first, named_from)) and first.named) for each in told)
    parts = [f"{once} of {len(told)} at the first reading"]
    for known, name in ((True, "film there"), (False, "film absent")):
        counts: dict[str, Any] = {
            words: n for (is_known, words), n in found.items() if is_known is known
        }
        parts.append(f"{name}, {sum(counts.values())}: {dict(sorted(counts.items()))}")
    return "; ".join(parts)


def _calibration(told: Sequence[Outcome], named_from: float) -> None:
    known = sum(each.example.known for each in told)
    said = [(each, verdict) for each in told if (verdict := each.said(named_from)) is not None]
    likely = np.array([verdict.confidence for _, verdict in said])
    right = np.array([each.example.is_right(verdict) for each, verdict in said], dtype=float)
    counts = np.array(
        [1.0 if each.example.known else known / (len(told) - known) for each, _ in said]
    )
    for low, high in ((0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 0.97), (0.97, 1.01)):
        inside = (likely >= low) & (likely < high)
        means = [np.average(each[inside], weights=counts[inside]) for each in (likely, right)]
        print(f"said {means[0]:.3f}, true {means[1]:.3f} ({inside.sum()})")
