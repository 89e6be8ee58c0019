"""Draws questions from the catalogue, or from the drawn samples where it has no pictures."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Collection, Sequence

from bot.games.likeness import choose_decoys, near, neighbours
from bot.games.rules import decoys, kinds
from bot.games.rules.daily import stepped
from bot.games.rules.kinds.base import Kind, Stranger
from bot.games.rules.kinds.film import GuessFilm
from bot.games.rules.options import Options
from bot.games.rules.standings import preferred_kind
from bot.games.rules.types import Played, Question
from bot.games.sample_draw import sample_poster, sample_question
from services.core.errors import RequestError, UnavailableError
from services.core.titles.names import part_names, same_name, whole_names
from services.core.types import Film, Identification
from services.inference.client import InferenceClient

_MOST_DRAWN = 200
_RIVALS = 20  # titles asked for, for each name that may be typed
_MOST_RIVALS = 60
_ENOUGH = 60  # films that are drawn from, at least: with fewer the same ones would soon come again
_LINKED = 60
_FAMILY = 30  # neighbours that are too near to be a stranger


async def draw(
    client: InferenceClient,
    options: Options,
    *,
    seed: int,
    played: Sequence[Played] = (),
    marked: bool = False,
) -> Question:
    """Draw the next round's question; no poster comes twice in a game.

    Args:
        client: The catalogue.
        options: The game's.
        seed: The game's.
        played: The rounds before, skipped ones among them.
        marked: Whether posters that are not for everybody may be shown there.

    Raises:
        RequestError: `game_too_few`: no film is left that fits the options.
        UnavailableError: Marquee is busy, unreachable or not set up.
    """
    number = 1 + max((round_.number for round_ in played), default=0)
    own_seed = random.Random(f"{seed}/{number}").getrandbits(48)
    used = {key for round_ in played for key in round_.question.keys}
    first = kinds.named(preferred_kind(options, number, seed))
    # Of a mix another kind will do where one has run out of films.
    others = [kind for kind in kinds.among(options.kind) if kind is not first]
    pictured = bool(await client.sample(1, pictured=True, marked=marked))
    source = _Catalogue(client, options, used, marked=marked)
    for kind in (first, *others):
        if pictured:
            question = await _from_catalogue(source, kind, own_seed)
        else:
            question = await sample_question(client, options, kind, own_seed, used)
        if question is not None:
            return question
    raise RequestError(
        "game_too_few",
        "There are not enough films left for that. Please ask for fewer rounds, or for more films.",
    )


async def daily(client: InferenceClient, *, seed: int, used: Collection[str]) -> Question:
    """Draw a film that many know as a daily poster.

    Args:
        client: The catalogue.
        seed: What chance goes by.
        used: Keys of films that are left out.

    Raises:
        RequestError: `game_too_few`: no film is left.
        UnavailableError: Marquee is busy, unreachable or not set up.
    """
    options, kind = Options(choice=False), GuessFilm()
    if await client.sample(1, pictured=True):
        source = _Catalogue(client, options, used, marked=False)
        question = await _from_catalogue(source, kind, seed)
    else:
        question = await sample_question(client, options, kind, seed, used)
    if question is None:
        raise RequestError("game_too_few", "There is no film left for a daily poster.")
    return stepped(question)


async def pictures(client: InferenceClient, question: Question) -> tuple[bytes, ...]:
    """Return the untouched poster of each film in `question.shown`, for `reveal.reveal`.

    Raises:
        UnavailableError: `gone`: a poster is not there any more; skip the round.
    """
    found = [await poster(client, film) for film in question.shown]
    if any(data is None for data in found):
        raise UnavailableError("gone", "That poster is not there any more.")
    return tuple(data for data in found if data is not None)


async def poster(client: InferenceClient, film: Film) -> bytes | None:
    """Return a film's poster: the catalogue's, or a sample's drawn one, or None."""
    return await sample_poster(film) or await client.poster(film)


async def _from_catalogue(source: _Catalogue, kind: Kind, seed: int) -> Question | None:
    async for film in _by_themselves(source, kind):
        question = await kind.question(source, film, source.options, seed)
        # A picture may be gone from disk, or of a box set that shows it under another film.
        if question is not None and await _complete(source.client, question):
            return question
    return None


async def _by_themselves(source: _Catalogue, kind: Kind) -> AsyncIterator[Film]:
    """Yield films to ask about; last those whose poster shows another film as well.

    Who names that film, or its year, would be told that it is wrong. A question that shows several
    posters sees to it by itself.
    """
    shared: list[Film] = []
    for film in await source.fresh():
        if kind.posters == 1 and await source.twins(film):
            shared.append(film)
        else:
            yield film
    for film in shared:
        yield film


class _Catalogue:
    """The catalogue as the `Source` of a round's question."""

    genres: Sequence[str] = ()  # Marquee always tells

    def __init__(
        self, client: InferenceClient, options: Options, used: Collection[str], *, marked: bool
    ) -> None:
        self.client = client
        self.options = options
        self.used = used
        self._marked = marked
        self._known = None if options.known == 1 else options.known

    async def fresh(self) -> list[Film]:
        """Return films to ask about, by chance, that were not shown yet.

        Where too few are as well known as the options want, less known ones are among them: a
        small catalogue, or one of which nobody told how known its films are, is played all the
        same.
        """
        while True:
            drawn = [film for film in await self._sample() if film.key not in self.used]
            if self._known is None or len(drawn) >= _ENOUGH:
                return drawn
            self._known = None if 2 * self._known >= 1 else 2 * self._known

    async def _sample(self, *, any_genre: bool = False) -> list[Film]:
        options, decade = self.options, self.options.decade
        drawn = await self.client.sample(
            _MOST_DRAWN,
            pictured=True,
            genre=None if any_genre or options.genre is None else options.genre.strip(),
            first_year=decade,
            last_year=None if decade is None else decade + 9,
            known=self._known,
            marked=self._marked,
        )
        # A service of before knows no such draw.
        return [item.film for item in drawn if self._marked or not item.film.marked]

    async def seen(self, film: Film) -> Identification | None:
        _, seen = await near(self.client, film, 0, 1, marked=self._marked)
        return seen

    async def twins(self, film: Film) -> set[str]:
        """Return the keys of films whose posters show the same picture."""
        return decoys.twins(await neighbours(self.client, film, 0, decoys.BESIDE))

    async def decoys(self, film: Film) -> Sequence[Film]:
        return await choose_decoys(
            self.client, film, self.options, marked=self._marked, known=self._known
        )

    async def rivals(self, film: Film) -> Sequence[str]:
        names = dict.fromkeys(name.folded for name in whole_names(film.title))
        names |= dict.fromkeys(part.folded for part in part_names(film.title))
        rivals: dict[str, None] = {}
        for typed in list(names)[:6]:
            for item in await self.client.titles(typed[:100], limit=_RIVALS):
                if item.film.key != film.key and not same_name(item.film.title, film.title):
                    rivals.setdefault(item.film.title)
        return list(rivals)[:_MOST_RIVALS]

    async def stranger(self, film: Film) -> Stranger | None:
        """Return the stranger among the film, two of its neighbours and one that is neither."""
        around = await neighbours(self.client, film, 0, _FAMILY)
        twins = decoys.twins(around)
        near_keys = {neighbour.film.key for neighbour in around} | {film.key, *self.used}
        family = [
            neighbour.film
            for neighbour in around
            if neighbour.film.key not in twins and (self._marked or not neighbour.film.marked)
        ]
        # Without pictures there is nothing to look at; a genre makes the answer one that can be
        # told.
        fresh = [other for other in family if other.key not in self.used and other.genres]
        for genre in film.genres:
            same = [other for other in fresh if genre in other.genres]
            if len(two := await self._pictures_of_their_own(same, 2)) == 2:
                break
        else:
            return None
        trio = (film, *two)
        genres = {genre for other in trio for genre in other.genres}
        shared = set.intersection(*(set(other.genres) for other in trio))
        drawn = await self._sample(any_genre=True)
        strangers = [
            other
            for other in drawn
            if other.key not in near_keys and other.genres and not genres & set(other.genres)
        ]
        if not strangers:
            return None
        # The harder, the nearer in time: then the genre alone tells.
        strangers.sort(key=lambda other: abs((other.year or 0) - (film.year or 0)))
        place = {"hard": 0, "medium": len(strangers) // 2, "easy": len(strangers) - 1}
        return Stranger(strangers[place[self.options.difficulty]], trio, sorted(shared))

    async def linked(self, film: Film, *, genre: str | None, decade: int | None) -> Sequence[Film]:
        first = self.options.decade if decade is None else decade
        drawn = await self.client.sample(
            _LINKED,
            pictured=True,
            genre=self.options.genre if genre is None else genre,
            first_year=first,
            last_year=None if first is None else first + 9,
            known=self._known,
            marked=self._marked,
        )
        films = [item.film for item in drawn if self._marked or not item.film.marked]
        return [other for other in films if other.key not in {film.key, *self.used}]

    async def _pictures_of_their_own(self, films: Sequence[Film], count: int) -> list[Film]:
        """Return the first films with a picture that none before them shows as well."""
        found: list[Film] = []
        twins: set[str] = set()
        for film in films:
            if film.key not in twins and await self.client.poster(film) is not None:
                found.append(film)
                if len(found) == count:
                    break
                twins |= await self.twins(film)
        return found


async def _complete(client: InferenceClient, question: Question) -> bool:
    """Whether every poster is there and no two of them are the same picture."""
    found = [await client.poster(film) for film in question.shown]
    return all(found) and len(set(found)) == len(found)
