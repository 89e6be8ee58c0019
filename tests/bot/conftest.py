from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path

import pytest
import simcord
from PIL import Image
from simcord import ChannelHandle, GuildHandle, MemberActor

from bot.app import Marquee
from services.core.settings import Settings
from services.core.types import (
    Comparison,
    Film,
    Found,
    GenreScore,
    Identification,
    Neighbour,
    Search,
    YearEstimate,
)
from services.store import QueryRecord, Store
from tests.bot.once import QuickEnv, bots_made_alike

HEAT = Film("Heat", 1995, ("Action", "Crime", "Thriller"), "tt0113277", 949)
NEAR = (
    Film("Ronin", 1998, ("Action", "Crime", "Thriller"), "tt0122690"),
    Film("Thief", 1981, ("Crime", "Drama", "Thriller"), "tt0083190"),
    Film("Collateral", 2004, ("Action", "Crime", "Drama", "Thriller"), None, 1538),
    Film("[Rec]_*2*", None, (), "tt1245112"),
)

# What the catalogue of `FakeClient` holds, nearest first whatever is asked.
SHELF = NEAR + tuple(
    Film(f"Film {number}", 1950 + number, ("Drama",), f"tt99{number:05}") for number in range(4, 8)
)


def identification(*, match: bool = False, k: int = 3) -> Identification:
    return Identification(
        encoder="poster-lite",
        match=Neighbour(HEAT, 0.97) if match else None,
        neighbours=tuple(Neighbour(film, 0.83 - i / 10) for i, film in enumerate(NEAR[:k])),
        year=YearEstimate(1994.2, 1986.6, 2001.2),
        genres=(
            GenreScore("Crime", 0.71, True),
            GenreScore("Thriller", 0.55, True),
            GenreScore("Drama", 0.2, False),
        ),
        timings_ms={"decode": 1.0, "embed": 2.0},
    )


def picture(colour: str = "teal", size: tuple[int, int] = (60, 90), kind: str = "PNG") -> bytes:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return out.getvalue()


def as_png(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@dataclass
class FakeClient:
    """An `InferenceClient` that returns, or raises, what a test put into it."""

    match: bool = False
    error: Exception | None = None
    posters: dict[str, bytes] = field(default_factory=dict)
    asked: list[tuple[bytes, int]] = field(default_factory=list)
    unseen: list[Film] = field(default_factory=list)
    near: tuple[Neighbour, ...] | None = None
    similarity: float = 0.5
    waiting: int = 0
    closed: bool = False

    async def start(self) -> None:
        return None

    async def close(self) -> None:
        self.closed = True

    async def identify(
        self, poster: bytes, *, k: int = 3, encoder: str | None = None
    ) -> Identification:
        self.asked.append((poster, k))
        if self.error:
            raise self.error
        answer = identification(match=self.match, k=k)
        return replace(answer, neighbours=self.near[:k]) if self.near is not None else answer

    async def poster(self, film: Film) -> bytes | None:
        return self.posters.get(film.key)

    async def film(self, key: str) -> Film | None:
        if self.error:
            raise self.error
        return next((film for film in (HEAT, *SHELF) if film.key == key), None)

    async def neighbours(
        self, key: str, *, k: int = 3, skip: int = 0, encoder: str | None = None
    ) -> Identification | None:
        film = await self.film(key)
        if film is None or film in self.unseen:
            return None
        near = [Neighbour(other, 0.8 - i / 20) for i, other in enumerate(SHELF) if other != film]
        return replace(
            identification(), match=Neighbour(film, 1.0), neighbours=tuple(near[skip : skip + k])
        )

    async def titles(self, typed: str, *, limit: int = 10) -> tuple[Found, ...]:
        if self.error:
            raise self.error
        films = [film for film in (HEAT, *SHELF) if film.title.lower().startswith(typed.lower())]
        return tuple(Found(film, 0.9) for film in films[:limit])

    async def search(
        self, words: str, *, k: int = 10, by: str = "auto", encoder: str | None = None
    ) -> Search:
        if self.error:
            raise self.error
        films = [film for film in (HEAT, *SHELF) if words.lower() in film.title.lower()]
        score = 0.9 if words.lower() in (film.title.lower() for film in films) else 0.6
        found = tuple(Found(film, score, film not in self.unseen) for film in films[:k])
        return Search("title", found)

    async def compare(
        self, first: bytes, second: bytes, *, encoder: str | None = None
    ) -> Comparison:
        if self.error:
            raise self.error
        return Comparison(self.similarity, identification(match=self.match), identification())


@pytest.fixture(scope="session", autouse=True)
def _alike() -> Iterator[None]:
    with bots_made_alike():
        yield


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.delenv("MARQUEE_INFERENCE_URL", raising=False)
    return Settings(_env_file=None, data_dir=tmp_path, max_bytes=100_000, max_k=4)  # pyright: ignore[reportCallIssue]


@pytest.fixture
def client() -> FakeClient:
    return FakeClient()


@pytest.fixture
async def bot(settings: Settings, client: FakeClient) -> AsyncIterator[Marquee]:
    store = await Store.open(settings.database_path)
    # What `/match` asks of a client is all that this one can.
    async with Marquee(settings, client, store) as bot:  # pyright: ignore[reportArgumentType]
        yield bot


@pytest.fixture
async def env(bot: Marquee) -> AsyncIterator[simcord.Env]:
    # check_errors would fail every test of a refusal: those errors are meant to reach the handler.
    env = QuickEnv(bot, shard_count=1, check_errors=False, settle_timeout=30)
    await env.start()
    yield env
    await env.shutdown()


@pytest.fixture
def guild(env: simcord.Env) -> GuildHandle:
    return env.create_guild("Movie night")


@pytest.fixture
def channel(guild: GuildHandle) -> ChannelHandle:
    return guild.create_text_channel("posters")


@pytest.fixture
def alice(env: simcord.Env, guild: GuildHandle) -> MemberActor:
    return guild.add_member(env.create_user("alice"))


@pytest.fixture
def row(bot: Marquee):
    """The one row that the query log holds."""

    async def read() -> QueryRecord:
        rows = await bot.store.recent_queries()
        assert len(rows) == 1
        return rows[0]

    return read
