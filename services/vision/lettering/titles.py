"""Lines of text -> the films of a catalogue whose titles they may be, with what speaks for each."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz, process

from services.core.types import Film, YearEstimate
from services.vision.lettering.forms import Form, forms_of
from services.vision.lettering.reader import Line
from services.vision.lettering.runs import Run, alike, numbers_in, runs_of, years_in

if TYPE_CHECKING:
    from services.vision.index.standing import Standing

# A run that is less like a title than this is another text.
_LEAST_LIKE = 82
_LEAST_LIKE_NEAR = 60
# Titles of fewer letters are compared letter by letter only.
_FUZZY_FROM = 5
# A candidate's neighbours are looked at so far.
NEIGHBOURS = 50
_MOST_CANDIDATES = 12
# Titles of at most so many letters want further evidence: a neighbour, a year, or large lettering
# in which little else stands.
_SHORT = 5
_LARGE = 0.7
# Words that are rarer than this all together are as good as none that is shared.
_RAREST = 25.0
# Numbers of parts; others beside a title are dates and prices, or an O.
_PARTS = frozenset(range(2, 14))
# What stands for where a film is not known to lie, as a logarithm: farther off than most.
_NOWHERE = 1.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A film whose title a picture may hold.

    Attributes:
        film: The film.
        evidence: What speaks for it; see `EVIDENCE`.
    """

    film: Film
    evidence: tuple[float, ...]


# What `Candidate.evidence` holds, in order.
EVIDENCE = (
    "letters",  # of the title, as a logarithm
    "rarity",  # of its words
    "unlike",  # share of letters that were read otherwise
    "other_words",  # 1 where it is unlike, and yet all that was read are words of other titles
    "covered",  # share of the lines' letters that are the title's
    "height",  # of its lines beside the highest of the picture
    "explained",  # share of the letters of all lines as high that are its own
    "era",  # how far its year is from the one that the picture looks like, in its interval's widths
    "part",  # 1 where only a part of the title was read
    "both",  # 1 where another part of it was read as well
    "near",  # 1 for the nearest neighbour of the picture, less behind, 0 beyond the first 50
    "among",  # 1 where it is among the first 50
    "standing",  # how few of the catalogue's films are nearer: its share's logarithm, negative
    "short_far",  # 1 where the title is short and the film not among the first 50
    "year",  # 1 where its year is printed, -1 where only others are
    "number_lacks",  # 1 where the title has a number that was not read
    "number_more",  # 1 where a part's number stands beside it that the title lacks
    "twins",  # how many films of the catalogue are called so, as a logarithm
    "one_word",  # 1 where it is one word
    "contained",  # 1 where a longer title was read that holds this one
    "mention",  # 1 where other films are said to be meant: "from the director of", a trilogy's box
)


@dataclass(frozen=True, slots=True)
class _Finding:
    """A title found in a run of lines.

    Attributes:
        form: How it is set.
        run: Where it was found.
        like: How like both are, 0 to 1.
    """

    form: Form
    run: Run
    like: float

    @property
    def covered(self) -> float:
        """The share of the run's letters that are the title's."""
        return min(1.0, len(self.form.squeezed) / max(1, len(self.run.squeezed)))

    @property
    def weight(self) -> float:
        """What the findings of a film, and the films, are put in order by: long titles first."""
        letters = len(self.form.squeezed) * (0.6 if self.form.part else 1.0)
        return letters * (self.like - 0.5) * (0.5 + 0.5 * self.covered) * (0.3 + self.run.height)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a picture shows beside a title: its neighbours' ranks, printed years, its era.

    And where films stand that are no neighbours.
    """

    ranks: Mapping[str, int]
    years: frozenset[int]
    era: YearEstimate | None
    standing: Standing | None

    def stands(self, film: Film) -> float:
        """Return how few films are nearer than this one, as the negative logarithm of a share."""
        share = self.standing(film.key) if self.standing is not None else None
        return _NOWHERE if share is None else -math.log(share)

    def dated(self, film: Film) -> float:
        """Return 1 where the film's year is printed, -1 where only others are, else 0."""
        if film.year is None or not self.years:
            return 0.0
        year = film.year
        return 1.0 if any(abs(printed - year) <= 1 for printed in self.years) else -1.0


class TitleReading:
    """The titles of a catalogue, ready to be found among lines.

    Args:
        films: The films.
        aliases: Other names by `Film.key`.
    """

    def __init__(
        self, films: Sequence[Film], aliases: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        self._films = films
        named = [
            (place, words, part)
            for place, film in enumerate(films)
            for words, part in forms_of((film.title, *(aliases or {}).get(film.key, ())))
        ]
        counts = Counter(word for _, words, part in named if not part for word in set(words))
        self._words = frozenset(counts)
        everything = math.log(1 + len(films))
        self._forms = [
            Form(
                place,
                words,
                "".join(words),
                part,
                numbers_in(words),
                sum(max(0.0, everything - math.log(1 + counts[word])) for word in words),
            )
            for place, words, part in named
        ]
        self._by_squeezed: dict[str, list[int]] = defaultdict(list)
        self._of_film: list[list[int]] = [[] for _ in films]
        for number, form in enumerate(self._forms):
            self._of_film[form.film].append(number)
            self._by_squeezed[form.squeezed].append(number)
        self._fuzzy = [
            number for number, form in enumerate(self._forms) if len(form.squeezed) >= _FUZZY_FROM
        ]
        self._fuzzy_texts = [alike(self._forms[number].squeezed) for number in self._fuzzy]
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, film in enumerate(films):
            self._places[film.key].append(place)

    def candidates(
        self,
        lines: Sequence[Line],
        neighbours: Sequence[str] = (),
        *,
        era: YearEstimate | None = None,
        standing: Standing | None = None,
        again: Sequence[Line] = (),
        without: frozenset[str] = frozenset(),
    ) -> list[Candidate]:
        """Return the films whose titles the lines may be, those with the longest titles first.

        Args:
            lines: What was read.
            neighbours: Keys of the films whose posters are nearest, nearest first.
            era: The year that the picture looks like.
            standing: How near films lie beside all the others; None: not known.
            again: What was read of the same picture at another size.
            without: Keys of films that are passed over.
        """
        runs = [*runs_of(lines), *runs_of(again)]
        if not runs:
            return []
        ranks = {key: rank for rank, key in reversed(list(enumerate(neighbours[:NEIGHBOURS])))}
        seen = _Seen(ranks, years_in([*lines, *again]), era, standing)
        by_film: dict[int, list[_Finding]] = defaultdict(list)
        for finding in (*self._found(runs), *self._found_near(runs, ranks)):
            place = finding.form.film
            if self._films[place].key not in without and self._is_enough(finding, seen):
                by_film[place].append(finding)
        best = [max(findings, key=lambda each: each.weight) for findings in by_film.values()]
        best = sorted(best, key=lambda each: -each.weight)[:_MOST_CANDIDATES]
        titles = [each.form.squeezed for each in best]
        candidates = []
        for each in best:
            own = each.form.squeezed
            parts = {other.form.squeezed for other in by_film[each.form.film] if other.form.part}
            candidates.append(
                self._candidate(
                    each,
                    seen,
                    both=each.form.part and len(parts) > 1,
                    contained=any(own != longer and own in longer for longer in titles),
                    twins=titles.count(own),
                )
            )
        return candidates

    def _is_enough(self, finding: _Finding, seen: _Seen) -> bool:
        """Return whether a short title may be meant at all: "It" stands on every other poster."""
        film, run = self._films[finding.form.film], finding.run
        if len(finding.form.squeezed) > _SHORT or film.key in seen.ranks:
            return True
        large = run.height >= _LARGE and run.explained * finding.covered >= _LARGE
        return large or seen.dated(film) > 0

    def _found(self, runs: Sequence[Run]) -> Iterable[_Finding]:
        for run in runs:
            yield from (_Finding(self._forms[number], run, 1.0) for number in self._inside(run))
        long = [run for run in runs if len(run.squeezed) >= _FUZZY_FROM]
        if not long or not self._fuzzy:
            return
        likes = process.cdist(
            [alike(run.squeezed) for run in long],
            self._fuzzy_texts,
            scorer=fuzz.ratio,
            score_cutoff=_LEAST_LIKE,
            dtype=np.uint8,
        )
        for row, column in zip(*np.nonzero(likes), strict=True):
            form = self._forms[self._fuzzy[int(column)]]
            yield _Finding(form, long[int(row)], float(likes[row, column]) / 100)

    def _found_near(self, runs: Sequence[Run], ranks: Mapping[str, int]) -> Iterable[_Finding]:
        """Give less like forms, of the nearest films: there they say much, elsewhere nothing."""
        numbers = [
            number
            for key in ranks
            for place in self._places.get(key, ())
            for number in self._of_film[place]
            if len(self._forms[number].squeezed) >= _FUZZY_FROM
        ]
        texts = [alike(self._forms[number].squeezed) for number in numbers]
        said = [alike(run.squeezed) for run in runs]
        if not texts:
            return
        likes = process.cdist(said, texts, scorer=fuzz.ratio, score_cutoff=_LEAST_LIKE_NEAR)
        for row, column in zip(*np.nonzero((likes > 0) & (likes < _LEAST_LIKE)), strict=True):
            form = self._forms[numbers[int(column)]]
            yield _Finding(form, runs[int(row)], float(likes[row, column]) / 100)

    def _inside(self, run: Run) -> Iterable[int]:
        """Give the forms that are whole words of a run."""
        count = len(run.words)
        for start in range(count):
            text = ""
            for end in range(start, count):
                text += run.words[end]
                yield from self._by_squeezed.get(text, ())

    def _candidate(
        self, finding: _Finding, seen: _Seen, *, both: bool, contained: bool, twins: int
    ) -> Candidate:
        form, run, like = finding.form, finding.run, finding.like
        film = self._films[form.film]
        rank = seen.ranks.get(film.key)
        near = 0.0 if rank is None else 1.0 - math.log1p(rank) / math.log1p(NEIGHBOURS)
        return Candidate(
            film,
            (
                math.log(max(1, len(form.squeezed))),
                min(form.rarity, _RAREST) / 10,
                1.0 - like,
                float(like < 1.0 and all(word in self._words for word in run.words)),
                finding.covered,
                run.height,
                run.explained * finding.covered,
                _era_gap(film.year, seen.era),
                float(form.part),
                float(both),
                near,
                float(rank is not None),
                seen.stands(film),
                float(rank is None and len(form.squeezed) <= _SHORT),
                seen.dated(film),
                # What was read letter by letter has its numbers, however they are spelt.
                float(like < 1.0 and bool(form.numbers - run.numbers)),
                float(not _PARTS.isdisjoint(run.numbers - form.numbers)),
                math.log(max(1, twins)),
                float(len(form.words) == 1),
                float(contained),
                float(run.mention or not run.boxes.issubset(form.words)),
            ),
        )


def _era_gap(year: int | None, era: YearEstimate | None) -> float:
    if year is None or era is None:
        return 0.5
    width = max(5.0, (era.high - era.low) / 2)
    return min(3.0, abs(year - era.estimate) / width)
