from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import pytest
import simcord
from PIL import Image
from simcord import ChannelHandle, GuildHandle, MemberActor

from bot.app import Marquee
from services.settings import Settings
from services.store import QueryRecord, Store
from services.types import Film, GenreScore, Identification, Neighbour, YearEstimate

HEAT = Film("Heat", 1995, ("Action", "Crime", "Thriller"), "tt0113277", 949)
NEAR = (
    Film("Ronin", 1998, ("Action", "Crime", "Thriller"), "tt0122690"),
    Film("Thief", 1981, ("Crime", "Drama", "Thriller"), "tt0083190"),
    Film("Collateral", 2004, ("Action", "Crime", "Drama", "Thriller"), None, 1538),
    Film("[Rec]_*2*", None, (), "tt1245112"),
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
        return identification(match=self.match, k=k)

    async def poster(self, film: Film) -> bytes | None:
        return self.posters.get(film.key)


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
    env = simcord.Env(bot, shard_count=1, check_errors=False, settle_timeout=30)
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
