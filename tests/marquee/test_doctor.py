"""`marquee doctor` names each misconfiguration that is staged here, and says what to do."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import discord
import pytest
from discord.http import Route
from typer.testing import CliRunner

from bot.app import COGS, Marquee
from bot.kit.asks import (
    PERMISSIONS,
    invite_link,
    missing_permissions,
    own_commands,
    told_commands,
)
from marquee import doctor
from marquee.__main__ import app
from marquee.checks import catalogue, machine
from marquee.checks import discord as asked
from marquee.checks.finding import Finding, State, ok
from services.core.settings import Settings, get_settings
from services.store import Store
from tests.catalogue.sources.stand_in import TOKEN as TMDB_TOKEN
from tests.catalogue.sources.stand_in import StandIn, make_films
from tests.fake_client import FakeClient
from tests.marquee.discord_stand_in import ALL, APPLICATION, TOKEN, DiscordStandIn

PLENTY = 2**40


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"MARQUEE_{name.upper()}", raising=False)
    monkeypatch.setattr(machine, "packages_distributions", dict)
    monkeypatch.setattr(machine, "available_memory", lambda: PLENTY)
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _: SimpleNamespace(free=PLENTY))
    monkeypatch.setattr(catalogue, "model_and_index", lambda _: [ok("model", "It opens.")])
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


@pytest.fixture
async def theirs(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DiscordStandIn]:
    async with DiscordStandIn(commands=own_commands()) as server:
        monkeypatch.setattr(Route, "BASE", server.base)
        yield server


@pytest.fixture
async def films() -> AsyncIterator[StandIn]:
    async with StandIn(make_films(5)) as server:
        yield server


@pytest.fixture
def settings(theirs: DiscordStandIn, films: StandIn, tmp_path: Path) -> Settings:
    return Settings.model_validate(
        {
            "data_dir": tmp_path / "data",
            "discord_token": TOKEN,
            "tmdb_token": TMDB_TOKEN,
            "tmdb_url": f"{films.url}/3",
        }
    )


def changed(settings: Settings, **given: Any) -> Settings:
    return Settings.model_validate({**dict(settings), **given})


async def found(settings: Settings) -> list[Finding]:
    return [finding async for finding in doctor.findings(settings)]


def only(findings: Sequence[Finding], check: str) -> Finding:
    """Return the one thing that is not well."""
    amiss = [each for each in findings if each.state in {State.WRONG, State.WARNING}]
    assert [each.check for each in amiss] == [check], amiss
    assert amiss[0].to_do
    # A token never stands in what a newcomer pastes into a channel to ask for help.
    assert TOKEN not in str(findings)
    assert TMDB_TOKEN not in str(findings)
    return amiss[0]


async def test_all_is_well(settings: Settings) -> None:
    findings = await found(settings)
    assert {each.state for each in findings} == {State.OK}
    assert {each.check for each in findings} == {
        "settings", "packages", "disk", "memory", "database", "model", "token", "intents",
        "permissions", "commands", "clock", "tmdb",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("token", "said"),
    [
        ("", "There is no token."),
        (str(APPLICATION), "a number"),
        (f"Bot {TOKEN}", 'begins with "Bot "'),
        ("x" * 32, "does not have the form"),
    ],
)
async def test_what_is_no_token(token: str, said: str, settings: Settings) -> None:
    finding = only(await found(changed(settings, discord_token=token)), "token")
    assert said in finding.said
    assert token not in finding.said or not token


async def test_a_token_that_was_reset(settings: Settings, theirs: DiscordStandIn) -> None:
    theirs.token = "another"
    assert "Reset Token" in only(await found(settings), "token").to_do


async def test_discord_cannot_be_reached(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Route, "BASE", "http://127.0.0.1:1/api/v10")
    assert only(await found(settings), "discord").state is State.WRONG


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_discord_is_down(status: int, settings: Settings, theirs: DiscordStandIn) -> None:
    theirs.status = status
    assert f"HTTP {status}" in only(await found(settings), "discord").said


async def test_an_intent_that_is_off(settings: Settings, theirs: DiscordStandIn) -> None:
    assert {each.state for each in await found(settings)} == {State.OK}
    settings = changed(settings, message_content=True)
    assert "message_content" in only(await found(settings), "intents").said
    for flag in (18, 19):
        theirs.application = {"flags": 1 << flag}
        assert {each.state for each in await found(settings)} == {State.OK}


async def test_commands_that_go_elsewhere(settings: Settings, theirs: DiscordStandIn) -> None:
    theirs.application = {"interactions_endpoint_url": "https://example.org"}
    assert "Interactions Endpoint URL" in only(await found(settings), "application").said


async def test_an_invite_that_does_not_work(settings: Settings, theirs: DiscordStandIn) -> None:
    theirs.application = {"bot_require_code_grant": True}
    assert "Code Grant" in only(await found(settings), "application").said


async def test_no_server_yet(settings: Settings, theirs: DiscordStandIn) -> None:
    theirs.servers = {}
    assert only(await found(settings), "servers").to_do.endswith(invite_link(APPLICATION))


async def test_permissions_that_a_server_did_not_give(
    settings: Settings, theirs: DiscordStandIn
) -> None:
    given = discord.Permissions(**dict.fromkeys(PERMISSIONS, True))
    given.update(attach_files=False, send_polls=False)
    theirs.servers = {"All": ALL, "Stern": given.value}
    finding = only(await found(settings), "permissions")
    assert finding.said == "In Stern the bot lacks Attach Files, Create Polls."
    theirs.servers = dict.fromkeys(map(str, range(401)), given.value)
    amiss = [each for each in await found(settings) if each.state is State.WARNING]
    assert len(amiss) == 11
    assert "391 more" in amiss[-1].said


@pytest.mark.parametrize(
    ("there", "said"),
    [
        ({}, "knows no command"),
        ({key: it for key, it in own_commands().items() if key != "game stop"}, "/game stop yet"),
        (own_commands() | {"identify": "Once."}, "still shows /identify"),
        (own_commands() | {"match": "Once."}, "describes /match as another version"),
    ],
)
async def test_commands_of_another_version(
    there: dict[str, str], said: str, settings: Settings, theirs: DiscordStandIn
) -> None:
    theirs.commands = there
    assert said in only(await found(settings), "commands").said


async def test_a_bot_that_was_started_too_often(settings: Settings, theirs: DiscordStandIn) -> None:
    theirs.logins_left = 0
    only(await found(settings), "logins")


@pytest.mark.parametrize(
    ("off", "state", "way"), [(40, State.WARNING, "slow"), (-4000, State.WRONG, "fast")]
)
async def test_a_clock_that_is_wrong(
    off: float, state: State, way: str, settings: Settings, theirs: DiscordStandIn
) -> None:
    theirs.seconds_off = off
    finding = only(await found(settings), "clock")
    assert finding.state is state
    assert f"seconds {way}" in finding.said


async def test_a_key_that_tmdb_refuses(settings: Settings) -> None:
    finding = only(await found(changed(settings, tmdb_token="eyJ.wrong.key")), "tmdb")
    assert "refused the key" in finding.said


async def test_tmdb_cannot_be_reached(settings: Settings) -> None:
    finding = only(await found(changed(settings, tmdb_url="http://127.0.0.1:1/3")), "tmdb")
    assert finding.said.startswith("TMDB cannot be reached")


async def test_a_service_that_is_not_there(settings: Settings) -> None:
    only(await found(changed(settings, inference_url="http://127.0.0.1:1")), "service")


@pytest.mark.parametrize(("free", "state"), [(2**20, State.WRONG), (2**30, State.WARNING)])
async def test_a_disk_that_is_full(
    free: int, state: State, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    assert only(await found(settings), "disk").state is state


async def test_a_data_folder_that_is_a_file(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    amiss = await found(changed(settings, data_dir=tmp_path / "taken"))
    assert only(amiss, "disk").state is State.WRONG


async def test_little_memory(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "available_memory", lambda: 200 * 2**20)
    only(await found(settings), "memory")


@pytest.mark.parametrize(
    ("modules", "said"),
    [
        ({"cv2": ["opencv-python", "opencv-python-headless"]}, "bring the module cv2"),
        ({"discord": ["discord.py", "py-cord"]}, "bring the module discord"),
        ({"bot": ["marquee-bot", "marquee"]}, "marquee brings bot"),
    ],
)
async def test_packages_that_clash(
    modules: dict[str, list[str]],
    said: str,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(machine, "packages_distributions", lambda: modules)
    assert said in only(await found(settings), "packages").said


async def test_a_setting_that_is_misspelt(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MARQUEE_TOKN", "x")
    assert "MARQUEE_TOKN" in only(await found(settings), "settings").said


async def test_an_env_file_that_others_read(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("")
    (tmp_path / ".env").chmod(0o644)
    assert only(await found(settings), ".env").to_do == "chmod 600 .env"
    (tmp_path / ".env").chmod(0o600)
    assert {each.state for each in await found(settings)} == {State.OK}


async def test_a_database_of_a_newer_marquee(settings: Settings) -> None:
    await (await Store.open(settings.database_path)).close()
    assert {each.state for each in await found(settings)} == {State.OK}
    with sqlite3.connect(settings.database_path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    assert "newer Marquee" in only(await found(settings), "database").said


async def test_a_database_of_an_older_marquee_is_well(settings: Settings) -> None:
    await (await Store.open(settings.database_path)).close()
    with sqlite3.connect(settings.database_path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0005'")
    connection.close()
    findings = await found(settings)
    assert {each.state for each in findings} == {State.OK}
    assert "of an older Marquee" in str(findings)


async def test_a_database_that_is_none(settings: Settings) -> None:
    settings.data_dir.mkdir()
    settings.database_path.write_bytes(b"no database" * 1000)
    before = settings.database_path.read_bytes()
    assert "no database" in only(await found(settings), "database").said
    assert settings.database_path.read_bytes() == before


@pytest.mark.slow
class TestModelAndIndex:
    """With the model that ships, opened."""

    @pytest.fixture(autouse=True)
    def _opened(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(catalogue, "model_and_index", self.looked)

    looked = staticmethod(catalogue.model_and_index)

    async def test_what_ships_is_well(self, settings: Settings) -> None:
        findings = await found(settings)
        assert {each.state for each in findings} == {State.OK}
        assert "films that ship" in str(findings)

    async def test_an_index_that_is_damaged(self, settings: Settings) -> None:
        shipped = Path(doctor.__file__).parents[1] / "services/starter/catalogue/poster-lite"
        shutil.copytree(shipped, settings.indexes_dir / "poster-lite")
        with (settings.indexes_dir / "poster-lite" / "vectors.npy").open("r+b") as file:
            file.truncate(1000)
        assert only(await found(settings), "index").to_do == "marquee catalogue build"

    async def test_a_model_file_that_is_damaged(self, settings: Settings) -> None:
        settings.weights_dir.mkdir(parents=True)
        (settings.weights_dir / "poster-lite.onnx").write_bytes(b"half a download")
        finding = only(await found(settings), "model")
        assert str(settings.weights_dir) in finding.to_do


async def test_the_commands_named_are_those_of_the_bot(tmp_path: Path) -> None:
    settings = Settings.model_validate({"data_dir": tmp_path})
    store = await Store.open(settings.database_path)
    async with Marquee(settings, FakeClient(), store) as bot:
        for cog in COGS:
            await bot.load_extension(cog)
        kinds = discord.AppCommandType
        tree = bot.tree
        payload = [each.to_dict(tree) for kind in kinds for each in tree.get_commands(type=kind)]
    assert told_commands(payload) == own_commands()


def test_an_administrator_lacks_nothing() -> None:
    assert missing_permissions(ALL) == []
    assert set(missing_permissions(0)) == {*PERMISSIONS.values()}


def test_the_first_steps_name_the_permissions() -> None:
    readme = (Path(doctor.__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    named = re.sub(r"\s+", " ", readme)
    for words in {*PERMISSIONS.values()} - {"Send Messages in Threads"}:
        assert words in named
    assert "Send Messages (also in Threads)" in named
    # What nothing here uses is not asked for.
    link = invite_link(APPLICATION)
    (value,) = parse_qs(urlsplit(link).query)["permissions"]
    assert discord.Permissions(int(value)) == discord.Permissions(
        **dict.fromkeys(PERMISSIONS, True)
    )


def test_the_application_stands_in_the_token() -> None:
    assert asked.application_of(TOKEN) == APPLICATION
    assert asked.application_of("nothing") is None


def test_on_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARQUEE_DATA_DIR", "data")
    result = CliRunner().invoke(app, ["doctor", "--offline"])
    assert result.exit_code == 0
    assert result.output.splitlines()[-1] == "All is well."
    result = CliRunner().invoke(app, ["doctor", "--json"])
    assert result.exit_code == 1
    lines = [json.loads(line) for line in result.output.splitlines()]
    assert {"check": "token", "state": "wrong"}.items() <= next(
        line for line in lines if line["check"] == "token"
    ).items()
