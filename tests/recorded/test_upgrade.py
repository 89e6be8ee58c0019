"""Data folders of before under a release with another encoder: they go on, and are renewed."""

from __future__ import annotations

import json
import logging
import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer

from services.catalogue.build import build_index
from services.catalogue.verify import verify_catalogue
from services.core.errors import UnavailableError
from services.core.settings import Settings
from services.inference.embedded import EmbeddedClient
from services.inference.server import create_app
from services.samples import SAMPLES, draw
from services.store import Store
from services.training.starter import RELEASED, keep_released
from services.vision.encoders import kept, open_encoder
from services.vision.heads import heads as heads_module
from services.vision.heads import open_heads, open_poster_head, poster_head, put_aside
from services.vision.pipeline import Identifier
from services.vision.recognition import decision as rules
from services.vision.recognition.decision import decision_for
from tests.inference.helpers import until
from tests.recorded.store import HERE
from tests.recorded.test_data_folder import put_back

pytestmark = pytest.mark.slow

BEFORE = f"poster-lite@{RELEASED}"
STARTER = kept.starter()
SAMPLE = SAMPLES[4]


@pytest.fixture(params=["0.1.0", "0.2.0"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """A data folder as that version left it, which kept no encoder."""
    folder = shutil.copytree(HERE / f"data-{request.param}", tmp_path / "data")
    return settings_for(folder)


def settings_for(folder: Path) -> Settings:
    return Settings(_env_file=None, data_dir=folder, inference_url=None)  # pyright: ignore[reportCallIssue]


def ship(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let a folder be the starter."""
    for module in (kept, heads_module, poster_head, rules):
        monkeypatch.setattr(module, "files", lambda _: folder)
    rules.decision.cache_clear()


@pytest.fixture
def release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Path:
    """The starter of a release with another encoder, made as `marquee starter` makes it."""
    folder = tmp_path / "starter"
    shutil.copytree(STARTER, folder, ignore=shutil.ignore_patterns("catalogue", "former", "*.py*"))
    keep_released(folder)
    model = bytearray((folder / kept.MODEL_FILE).read_bytes())
    for place in range(6_000_000, 6_500_000, 2):
        model[place] ^= 1  # a little of the weights, as another training would
    (folder / kept.MODEL_FILE).write_bytes(model)
    revision = kept.revision_of(folder / kept.MODEL_FILE)
    for manifest in (folder / "heads").glob("**/manifest.json"):
        facts = json.loads(manifest.read_text(encoding="utf-8"))
        manifest.write_text(json.dumps(facts | {"revision": revision}), encoding="utf-8")
    path = folder / kept.DECISION_FILE
    facts = json.loads(path.read_text(encoding="utf-8")) | {"encoder": f"poster-lite@{revision}"}
    facts["geometry"]["sure"] = 0.9
    path.write_text(json.dumps(facts), encoding="utf-8")
    ship(monkeypatch, folder)
    request.addfinalizer(rules.decision.cache_clear)
    return folder


def newest(release: Path) -> str:
    return f"poster-lite@{kept.revision_of(release / kept.MODEL_FILE)}"


def told(identifier: Identifier) -> tuple[Any, ...]:
    """What an answer about a drawn poster says; it would be another in another space."""
    (answer,) = identifier.identify([draw(SAMPLE, 160)], k=3)
    assert answer.match is not None and answer.match.film == SAMPLE.film
    assert answer.match.similarity > 0.9999
    return answer.neighbours, answer.year, answer.genres, answer.is_poster


async def renew(settings: Settings) -> int:
    async with await Store.open(settings.database_path) as store:
        report = await build_index(store, open_encoder("poster-lite", settings), settings)
    return report.embedded


async def test_it_goes_on_with_the_encoder_of_before_and_says_so(
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    request: pytest.FixtureRequest,
) -> None:
    before = told(Identifier.open(settings_for(shutil.copytree(settings.data_dir, tmp_path / "x"))))
    release: Path = request.getfixturevalue("release")
    with caplog.at_level(logging.WARNING):
        identifier = Identifier.open(settings)
    (line,) = caplog.messages
    assert BEFORE in line and newest(release) in line
    assert "`marquee catalogue build --encoder poster-lite`" in line
    assert told(identifier) == before
    assert decision_for(settings, BEFORE).geometry.sure != 0.9
    # The release after that no longer brings it: it was kept.
    shutil.rmtree(release / kept.FORMER)
    assert told(Identifier.open(settings)) == before
    assert decision_for(settings, BEFORE).geometry.sure != 0.9
    spec = open_encoder("poster-lite", settings, RELEASED).spec
    assert spec.key == BEFORE and open_poster_head(settings, spec) is not None
    # Without it, it is refused as ever, with what mends it.
    shutil.rmtree(settings.encoders_dir)
    with pytest.raises(UnavailableError, match="`marquee catalogue build` writes it") as caught:
        Identifier.open(settings)
    assert caught.value.code == "bad_index"


async def test_a_first_start_before_the_upgrade_keeps_all_that_is_needed(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    before = told(Identifier.open(settings))
    release: Path = request.getfixturevalue("release")
    shutil.rmtree(release / kept.FORMER)
    identifier = Identifier.open(settings)
    assert identifier.outdated is not None
    assert (identifier.outdated.built_with, identifier.outdated.newest) == (BEFORE, newest(release))
    assert told(identifier) == before


async def test_a_build_renews_it_beside_and_is_taken(
    settings: Settings, release: Path, tmp_path: Path
) -> None:
    put_back(settings.data_dir, tmp_path / "pictures")
    client = EmbeddedClient(settings, watch_s=0.01)
    await client.start()
    async with TestServer(create_app(settings, client)) as server, ClientSession() as http:

        async def asked(path: str) -> Any:
            async with http.get(server.make_url(path)) as response:
                return await response.json()

        said = {"built_with": BEFORE, "newest": newest(release)}
        assert (await asked("/readyz"))["outdated"] == said
        names = (await asked("/v1/encoders/names"))["encoders"]
        assert {each["name"]: each["outdated"] for each in names}["poster-lite"] == said
        # A build that was stopped half way changes nothing.
        work = settings.indexes_dir / "poster-lite" / ".half"
        work.mkdir()
        assert (await asked("/readyz"))["films"] == len(SAMPLES)
        assert await renew(settings) == len(SAMPLES)

        async def renewed() -> bool:
            return (await asked("/readyz"))["outdated"] is None

        await until(renewed)
        assert client.pipeline is not None
        (answer,) = client.pipeline.identify([draw(SAMPLE, 160)])
        assert answer.match is not None and answer.match.similarity > 0.9999
        assert answer.year is not None and answer.genres
    # Who still opens the build of before finds its encoder; with the next build it goes.
    assert kept_keys(settings) == {BEFORE, newest(release)}
    assert await renew(settings) == 0
    assert kept_keys(settings) == {newest(release)}


def kept_keys(settings: Settings) -> set[str]:
    return set(os.listdir(settings.encoders_dir))  # noqa: PTH208


async def test_heads_trained_at_home_go_with_their_encoder(
    settings: Settings, release: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def shouting(genre: str) -> None:
        """Write heads for the newest weights, or those of the index, that are sure of one genre."""
        spec = open_encoder("poster-lite", settings, RELEASED if genre == "Western" else "").spec
        shipped = open_heads(settings, spec)
        assert shipped is not None
        bias = np.where(np.array(shipped.genre_names) == genre, 9.0, -9.0).astype(np.float32)
        weight = np.zeros_like(shipped.genre_weight)
        folder = settings.heads_dir / spec.name
        put_aside(folder, spec)
        replace(shipped, genre_bias=bias, genre_weight=weight).write(folder, splits={}, metrics={})

    def surest() -> str:
        (answer,) = Identifier.open(settings).identify([draw(SAMPLE, 160)])
        return answer.genres[0].name if answer.genres[0].probability > 0.99 else "none"

    shouting("Western")
    assert surest() == "Western"
    before = shutil.copytree(settings.data_dir, tmp_path / "before")
    put_back(settings.data_dir, tmp_path / "pictures")
    await renew(settings)
    # Those for the weights of before are not for these; what ships is.
    assert surest() == "none"
    shouting("Musical")
    assert surest() == "Musical"
    # Trained before the build, they wait for it, and the index goes on with its own.
    settings = settings_for(before)
    assert surest() == "Western"
    shouting("Musical")
    assert surest() == "Western"
    put_back(settings.data_dir, tmp_path / "again")
    await renew(settings)
    assert surest() == "Musical"


async def test_verify_tells_where_the_encoder_is_gone(settings: Settings, release: Path) -> None:
    async def problems() -> dict[str, list[str]]:
        async with await Store.open(settings.database_path) as store:
            return (await verify_catalogue(store, settings)).problems

    gone = "index whose encoder is gone (build)"
    assert gone not in await problems()
    shutil.rmtree(release / kept.FORMER)
    assert (await problems())[gone] == [BEFORE]


def test_the_encoder_of_the_last_release_ships() -> None:
    """As it is, or beside another one."""
    shipped = kept.revision_of(STARTER / kept.MODEL_FILE)
    assert shipped == RELEASED or (STARTER / kept.FORMER / BEFORE / kept.MODEL_FILE).is_file()


@pytest.mark.parametrize("refuse", ["mkdir", "copyfile"])
def test_a_disk_that_refuses_is_no_reason_to_answer_nothing(
    refuse: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    settings = settings_for(shutil.copytree(HERE / "data-0.2.0", tmp_path / "data"))

    def refused(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "Permission denied")

    target = Path if refuse == "mkdir" else kept.shutil
    monkeypatch.setattr(target, refuse, refused)
    told(Identifier.open(settings))
    assert "cannot be kept" in caplog.text
    assert not (settings.encoders_dir.exists() and any(settings.encoders_dir.iterdir()))
