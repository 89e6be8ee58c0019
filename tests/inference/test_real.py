"""The service with the real pipeline over the starter that ships, in a process of its own."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pytest

from services.core.errors import PosterError
from services.inference.embedded import EmbeddedClient
from services.inference.http import HttpClient
from services.samples import SAMPLES, draw
from tests.inference.helpers import settings

ROOT = Path(__file__).parents[2]
STARTER = ROOT / "services" / "starter"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (STARTER / "catalogue" / "poster-lite").is_dir(),
        reason="services/starter holds no catalogue yet (`marquee starter build`)",
    ),
]


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[str]:
    environment = {name: v for name, v in os.environ.items() if not name.startswith("MARQUEE_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "marquee", "serve", "--port", "0"),
        cwd=tmp_path,
        env={**environment, "MARQUEE_DATA_DIR": str(tmp_path / "data")},
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    async with asyncio.timeout(60):
        line = (await process.stdout.readline()).decode()
    assert line.startswith("Marquee listens on http://127.0.0.1:")
    try:
        yield line.split()[3].rstrip(",")
    finally:
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(30):
            assert await process.wait() == 0


def drawn(number: int) -> bytes:
    out = BytesIO()
    draw(SAMPLES[number], 200).save(out, "PNG")
    return out.getvalue()


async def test_the_service_answers_as_the_pipeline_in_this_process(
    service: str, tmp_path: Path
) -> None:
    remote = HttpClient(settings(tmp_path, inference_url=service))
    here = EmbeddedClient(settings(tmp_path))
    await here.start()
    posters = [drawn(number) for number in range(len(SAMPLES))]
    theirs = await asyncio.gather(*(remote.identify(data, k=5) for data in posters))
    for data, answer in zip(posters, theirs, strict=True):
        ours = await here.identify(data, k=5)
        assert answer.encoder == ours.encoder == "poster-lite"
        assert len(answer.neighbours) == 5
        # Alone here, in a group there: a model's sums may differ in their last digits.
        for a, b in zip(answer.neighbours, ours.neighbours, strict=True):
            assert a.similarity == pytest.approx(b.similarity, abs=2e-3)
        assert answer.neighbours[0].film == ours.neighbours[0].film
        assert answer.year is not None
        assert ours.year is not None
        assert answer.year.estimate == pytest.approx(ours.year.estimate, abs=0.2)
        assert {"decode", "embed", "search", "heads"} <= set(answer.timings_ms)
    with pytest.raises(PosterError) as refusal:
        await remote.identify(posters[0][:-500])
    assert refusal.value.code == "truncated"
    await remote.close()
    await here.close()
