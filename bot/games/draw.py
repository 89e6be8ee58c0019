"""Draws questions from the catalogue, or from the drawn samples where it has no pictures."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence

from bot.games.rules import decoys, kinds
from bot.games.rules.kinds.base import Kind, Stranger
from bot.games.rules.options import Options
from bot.games.rules.standings import preferred_kind
from bot.games.rules.types import Played, Question
from bot.games.sample_draw import sample_poster, sample_question
from services.core.errors import RequestError, UnavailableError
from services.core.titles.names import part_names, same_name, whole_names
from services.core.types import Film, Identification
from services.inference.client import InferenceClient

_PAGE = 10  # neighbours asked for at a time; an admin may allow fewer
_SMALL_PAGE = 3
_BATCH = 12  # films drawn beyond those that were shown already
_MOST_DRAWN = 200
_RIVALS = 20  # titles asked for, for each name that may be typed
_MOST_RIVALS = 60
_STRANGERS = 40
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
    for kind in (first, *others):
        if pictured:
            source = _Catalogue(client, options, used, marked=marked)
            question = await _from_catalogue(source, kind, own_seed)
        else:
            question = await sample_question(client, options, kind, own_seed, used)
        if question is not None:
            return question
    raise RequestError(
        "game_too_few",
        "There are not enough films left for that. Please ask for fewer rounds, or for more films.",
    )


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


async def near(
    client: InferenceClient, film: Film, first: int, count: int, *, marked: bool = False
) -> tuple[list[Film], Identification | None]:
    """Return neighbours `first` to `first + count` of a film, and what Marquee thinks of it.

    Without those that are not for everybody, unless `marked`.
    """
    films: list[Film] = []
    seen, page = None, _PAGE
    while len(films) < count:
        try:
            answer = await client.neighbours(
                film.key, k=min(page, count - len(films)), skip=first + len(films)
            )
        except RequestError:
            if page == _SMALL_PAGE:
                raise
            page = _SMALL_PAGE
            continue
        if answer is None or not answer.neighbours:
            break
        seen = answer
        films += [neighbour.film for neighbour in answer.neighbours]
    return [each for each in films if marked or not each.marked], seen


async def choose_decoys(
    client: InferenceClient, film: Film, options: Options, *, marked: bool = False
) -> tuple[Film, ...]:
    """Return three wrong answers for a film of the catalogue; fewer where it is too small."""
    first = decoys.FROM[options.difficulty]
    films, _ = await near(client, film, first, decoys.WIDTH, marked=marked)
    found = decoys.choose(film, films)
    if first and not decoys.fit(film, found):
        # Nearer than wanted rather than such as nobody would choose.
        closer, _ = await near(client, film, 0, first, marked=marked)
        found = decoys.choose(film, [*films, *closer])
    return found


async def _from_catalogue(source: _Catalogue, kind: Kind, seed: int) -> Question | None:
    drawn = await source.sample(min(_BATCH + len(source.used), _MOST_DRAWN))
    for film in drawn:
        if film.key in source.used:
            continue
        question = await kind.question(source, film, source.options, seed)
        # A picture may be gone from disk, or of a box set that shows it under another film.
        if question is not None and await _complete(source.client, question):
            return question
    return None


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

    async def sample(self, count: int, *, any_genre: bool = False) -> list[Film]:
        options, decade = self.options, self.options.decade
        drawn = await self.client.sample(
            count,
            pictured=True,
            genre=None if any_genre or options.genre is None else options.genre.strip(),
            first_year=decade,
            last_year=None if decade is None else decade + 9,
            known=options.known,
            marked=self._marked,
        )
        # A service of before knows no such draw.
        return [item.film for item in drawn if self._marked or not item.film.marked]

    async def near(self, film: Film, count: int) -> tuple[list[Film], Identification | None]:
        return await near(self.client, film, 0, count, marked=self._marked)

    async def seen(self, film: Film) -> Identification | None:
        _, seen = await self.near(film, 1)
        return seen

    async def decoys(self, film: Film) -> Sequence[Film]:
        return await choose_decoys(self.client, film, self.options, marked=self._marked)

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
        family, _ = await self.near(film, _FAMILY)
        # Without pictures there is nothing to look at; a genre makes the answer one that can be
        # told.
        fresh = [other for other in family if other.key not in self.used and other.genres]
        for genre in film.genres:
            same = [other for other in fresh if genre in other.genres]
            two = [other for other in same if await self.client.poster(other) is not None][:2]
            if len(two) == 2:
                break
        else:
            return None
        trio = (film, *two)
        genres = {genre for other in trio for genre in other.genres}
        shared = set.intersection(*(set(other.genres) for other in trio))
        near_keys = {other.key for other in family} | {film.key, *self.used}
        drawn = await self.sample(_STRANGERS, any_genre=True)
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


async def _complete(client: InferenceClient, question: Question) -> bool:
    """Whether every poster is there and no two of them are the same picture."""
    found = [await client.poster(film) for film in question.shown]
    return all(found) and len(set(found)) == len(found)
