from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import simcord
from simcord import ChannelHandle, GuildHandle, MemberActor

from bot.app import Marquee
from services.core.settings import Settings
from services.store import QueryRecord, Store
from tests.bot.once import QuickEnv, bots_made_alike
from tests.discord_api.check import complaints
from tests.fake_client import (
    HEAT,
    NEAR,
    SHELF,
    FakeClient,
    as_png,
    identification,
    perhaps,
    picture,
)

__all__ = [
    "HEAT",
    "NEAR",
    "SHELF",
    "FakeClient",
    "as_png",
    "identification",
    "perhaps",
    "picture",
]


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
    async with Marquee(settings, client, store) as bot:
        yield bot


@pytest.fixture
async def env(bot: Marquee) -> AsyncIterator[simcord.Env]:
    # check_errors would fail every test of a refusal: those errors are meant to reach the handler.
    env = QuickEnv(bot, shard_count=1, check_errors=False, settle_timeout=30)
    await env.start()
    yield env
    await env.shutdown()
    assert complaints(env.http_requests) == []


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
