from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer

from services.inference.embedded import EmbeddedClient
from services.inference.server import create_app
from tests.inference.helpers import FakePipeline, settings

Serve = Callable[..., Awaitable[TestServer]]


@pytest.fixture
def pipeline() -> FakePipeline:
    return FakePipeline()


@pytest.fixture(autouse=True)
def _no_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse at once: nothing that a test waits for would come meanwhile."""
    monkeypatch.setattr("services.inference.embedded._HOLD_S", 0.0)


@pytest.fixture
async def serve(tmp_path: Path, pipeline: FakePipeline) -> AsyncIterator[Serve]:
    """Starts the service on a loopback port, with settings changed as a test wants them."""
    servers: list[TestServer] = []

    async def start(*, opened: bool = True, **changes: Any) -> TestServer:
        chosen = settings(tmp_path, **changes)
        client = EmbeddedClient(chosen, open_pipeline=lambda _settings, _encoder: pipeline)
        if opened:
            await client.start()
        server = TestServer(create_app(chosen, client))
        await server.start_server(lingering_time=0.5)
        servers.append(server)
        return server

    yield start
    pipeline.go.set()
    for server in servers:
        await server.close()


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session
