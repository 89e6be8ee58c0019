"""Connect: four posters, of which one thing is true of all: what is it?"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

from bot.games.rules.hints import wrong_ones
from bot.games.rules.kinds.base import Controls, Kind, Source
from bot.games.rules.phrases import Decade, Genres, Sentence, Term
from bot.games.rules.types import Question, RoundOptions
from services.core.types import Film

_SHOWN = 4
_OFFERED = 4
_ATTEMPTS = 60  # threes by chance, until one shares with the film one thing and no other
_GENRE, _DECADE = "genre", "decade"
_Link = tuple[str, str]


class Connect(Kind):
    """What do these four share?"""

    name = "connect"
    posters = _SHOWN

    async def question(
        self, source: Source, film: Film, options: RoundOptions, seed: int
    ) -> Question | None:
        """Ask what a film and three others share; None where there are no such three."""
        rng = random.Random(f"connect/{seed}")
        for link in _asked_for(film, options, rng):
            way, value = link
            genre, decade = (value, None) if way == _GENRE else (None, int(value))
            pool = await source.linked(film, genre=genre, decade=decade)
            four = _four(film, pool, link, options, rng)
            if four is None:
                continue
            counts = _counted(four, options)
            wrong = [each for each in rng.sample(list(counts), len(counts)) if each != link]
            # What is true of three of the four is the harder to see through.
            wrong.sort(key=lambda each: counts[each], reverse=options.difficulty != "easy")
            offered = [link, *wrong[: _OFFERED - 1]]
            rng.shuffle(offered)
            answer = offered.index(link)
            return Question(
                self.name,
                film,
                seed,
                effect="four",
                shown=tuple(four),
                answer=answer,
                links=tuple(":".join(each) for each in offered),
                hints=tuple(wrong_ones(len(offered), answer, rng)[:2]),
            )
        return None

    def controls(self, question: Question) -> Controls:
        """Return a button for each thing that they may share."""
        return Controls.WORDS

    def choices(self, question: Question) -> tuple[Term, ...]:
        """Return genres and decades."""
        return tuple(map(_term, question.links))

    def truth(self, question: Question) -> tuple[Sentence, ...]:
        """Return what they share, and which they are."""
        shared = _term(question.links[question.answer or 0])
        films: dict[str, Term] = {
            f"film{place}": film for place, film in enumerate(question.shown, 1)
        }
        return (
            Sentence("game-truth-connect", {"link": shared}),
            Sentence("game-truth-connect-films", films),
        )


def _asked_for(film: Film, options: RoundOptions, rng: random.Random) -> list[_Link]:
    """Return what may be asked about a film, a genre first as often as a decade."""
    links = _links(film, options)
    first = rng.choice((_GENRE, _DECADE))
    return sorted(rng.sample(links, len(links)), key=lambda link: link[0] != first)


def _four(
    film: Film, pool: Sequence[Film], link: _Link, options: RoundOptions, rng: random.Random
) -> list[Film] | None:
    """Return the film and three others, in any order, that share this and nothing else."""
    others = [other for other in pool if other.key != film.key]
    for _ in range(_ATTEMPTS if len(others) >= _SHOWN - 1 else 0):
        four = [film, *rng.sample(others, _SHOWN - 1)]
        counts = _counted(four, options)
        shared = [each for each, count in counts.items() if count == _SHOWN]
        if shared == [link] and len(counts) >= _OFFERED:
            rng.shuffle(four)
            return four
    return None


def _counted(four: Sequence[Film], options: RoundOptions) -> Counter[_Link]:
    return Counter(each for film in four for each in _links(film, options))


def _links(film: Film, options: RoundOptions) -> list[_Link]:
    """Return what may be true of another film as well, each once.

    What the host has set for all films is no question, and is left out.
    """
    given = (options.genre or "").strip().casefold()
    links = [(_GENRE, name) for name in dict.fromkeys(film.genres) if name.casefold() != given]
    decade = None if film.year is None else film.year // 10 * 10
    if decade is not None and decade != options.decade:
        links.append((_DECADE, str(decade)))
    return links


def _term(link: str) -> Term:
    way, _, value = link.partition(":")
    return Decade(int(value)) if way == _DECADE else Genres((value,))
