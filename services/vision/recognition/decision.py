"""From evidence to a probability, and from a probability to a word: match, perhaps, or nothing.

Logistic regressions over a few numbers: for what the embeddings alone say, for what they say
where local features were looked for and agree with no film, for local features that do, and for
what a second look at the straightened poster adds where those leave doubt. They are fitted on val
pictures and drawn copies of them, half of which have their film left out of the catalogue
(`services/training/recognition.py`); what ships also holds the figures they were chosen by.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

from services.core import foreign_json
from services.core.errors import UnavailableError
from services.core.settings import Settings
from services.vision.encoders.kept import DECISION_FILE, companions
from services.vision.recognition.checking import Check


@dataclass(frozen=True, slots=True)
class Likeness:
    """What the embeddings say of a film, measured against the catalogue's own crowding.

    Attributes:
        similarity: Cosine with the film's nearest picture.
        rival: Cosine with the nearest picture of another film that does not share a picture with
            it; -1 where there is none.
        crowd: The cosine that one in 200 of the catalogue's pictures reaches with another film,
            see `services.vision.index.calibration`.
    """

    similarity: float
    rival: float
    crowd: float

    @property
    def height(self) -> float:
        """How far the similarity lies on the way from the crowd, 0, to a faultless copy, 1."""
        return (self.similarity - self.crowd) / _room(self.crowd)

    @property
    def gap(self) -> float:
        """How much nearer the film is than its rival, on the same scale.

        A small catalogue has no near rivals, which says nothing: as in a large one, a rival is
        taken to be there.
        """
        room = _room(self.crowd)
        return (self.similarity - max(self.rival, self.crowd - _CROWDED * room)) / room


# Where a rival lies at least, below the crowd and on the scale of `Likeness.height`: the median of
# the starter's films.
_CROWDED = 3.0


def _room(crowd: float) -> float:
    return max(1.0 - crowd, 0.02)


@dataclass(frozen=True, slots=True)
class Geometry:
    """What local features say of a film.

    Attributes:
        inliers: Spots that agree.
        pairs: Spots that looked alike.
        spots: Spots that the film's picture has where it is to be seen.
        spread: Share of what is to be seen of the film's picture that the agreeing spots span.
        likeness: What the embedding says of the film: of the straightened poster, or of the whole
            picture where that says more, as for a detail of a poster.
        check: What the straightened poster's spots say; None where they were not asked.
    """

    inliers: int
    pairs: int
    spots: int
    spread: float
    likeness: Likeness
    check: Check | None = None


Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Rule:
    """A logistic regression and where it is sure.

    Attributes:
        weights: By the name of the number they weigh; `bias` stands alone.
        sure: Probability from which at most one picture in 200 whose film is absent is named.
        floors: Numbers below which it is never sure: what a regression weighs can be outweighed.
    """

    weights: Weights
    sure: float
    floors: Weights = field(default_factory=dict)

    def probability(self, numbers: Mapping[str, float]) -> float:
        """Return the probability, 0 to 1, that the film is the picture's."""
        score = self.weights.get("bias", 0.0) + sum(
            weight * numbers[name] for name, weight in self.weights.items() if name != "bias"
        )
        return 1 / (1 + math.exp(-min(max(score, -30.0), 30.0)))

    def is_sure(self, probability: float, numbers: Mapping[str, float]) -> bool:
        """Return whether a probability of these numbers is enough to name the film."""
        above = all(numbers[name] > floor for name, floor in self.floors.items())
        return above and probability >= self.sure


@dataclass(frozen=True, slots=True)
class Decision:
    """The rules.

    Attributes:
        likeness: For the embeddings alone.
        unagreed: The same where local features were looked for and agree with no film.
        geometry: Where local features agree.
        checked: Where they do, are not sure, and the straightened poster was looked at again.
        figures: What they were chosen by; for people.
        encoder: The key of the encoder that they were fitted with; empty in rules of before.
    """

    likeness: Rule
    unagreed: Rule
    geometry: Rule
    checked: Rule
    figures: Mapping[str, Any]
    encoder: str = ""

    @property
    def measures(self) -> tuple[frozenset[str], ...]:
        """The names of what each rule weighs or bounds."""
        rules = (self.likeness, self.unagreed, self.geometry, self.checked)
        return tuple(frozenset(rule.weights) | frozenset(rule.floors) for rule in rules)


def likeness_numbers(seen: Likeness) -> dict[str, float]:
    """Return what `Decision.likeness` and `Decision.unagreed` weigh."""
    return {
        "height": min(max(seen.height, -4.0), 1.0),
        "gap": min(max(seen.gap, 0.0), 4.0),
    }


def geometry_numbers(seen: Geometry) -> dict[str, float]:
    """Return what `Decision.geometry` weighs."""
    return {
        "inliers": math.log(seen.inliers),
        "agreeing": seen.inliers / max(seen.pairs, 1),
        "share": seen.inliers / max(seen.spots, 1),
        "spread": math.sqrt(seen.spread),
        "height": min(max(seen.likeness.height, -6.0), 1.0),
        "gap": min(max(seen.likeness.gap, -4.0), 4.0),
    }


def checked_numbers(seen: Geometry) -> dict[str, float]:
    """Return what `Decision.checked` weighs. Raises ValueError where nothing was checked."""
    if seen.check is None:
        raise ValueError("the straightened poster was not looked at")
    return {
        **geometry_numbers(seen),
        "placed": seen.check.placed / max(seen.check.visible, 1),
        "agreeing cells": seen.check.agreeing,
        "firm cells": seen.check.firm,
        "other cells": seen.check.cells - seen.check.agreeing,
        "agreeing inside": seen.check.agreeing_inside,
        "other inside": seen.check.inside - seen.check.agreeing_inside,
    }


def shifted(probability: float, absent: float) -> float:
    """Return a probability, told for half of the films absent, where `absent` of them are."""
    odds = probability / max(1 - probability, 1e-12) * (1 - absent) / absent
    return odds / (1 + odds)


@lru_cache(maxsize=1)
def decision() -> Decision:
    """Return the rules that ship. Raises UnavailableError, `bad_model`, where they are gone."""
    path = files("services.starter").joinpath(*DECISION_FILE.parts)
    try:
        return foreign_json.parse_as(Decision, path.read_bytes())
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnavailableError(
            "bad_model", "Marquee's rules of recognition are missing; install it anew."
        ) from error


def decision_for(settings: Settings, key: str) -> Decision:
    """Return the rules for an encoder: those that ship, or those that were used with its weights.

    Raises:
        UnavailableError: `bad_model`, those that ship are gone.
    """
    shipped = decision()
    if shipped.encoder == key:
        return shipped
    for folder in companions(settings, key):
        try:
            kept = foreign_json.parse_as(Decision, (folder / DECISION_FILE).read_bytes())
        except (OSError, ValueError, KeyError, TypeError):
            continue
        # Rules of another release may weigh what this one does not measure.
        if kept.measures == shipped.measures:
            return kept
    return shipped
