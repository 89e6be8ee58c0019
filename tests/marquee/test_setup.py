"""`marquee setup`, from an empty folder to the first answer, against stand-ins; and once more."""

from __future__ import annotations

import plistlib
import stat
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from discord.http import Route
from dotenv import dotenv_values
from prompt_toolkit.application import create_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output
from typer.testing import CliRunner

from bot.kit.asks import invite_link
from marquee.__main__ import app
from marquee.checks.discord import token_problem
from marquee.setup import answers, command, env_file
from marquee.setup.service_files import KINDS, NONE, WORDS, service_file
from services.core.settings import Settings, get_settings
from tests.catalogue.sources.stand_in import TOKEN as KEY
from tests.catalogue.sources.stand_in import StandIn, make_films
from tests.marquee.discord_stand_in import APPLICATION, TOKEN, DiscordStandIn, in_a_thread


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in Settings.model_fields:
        monkeypatch.delenv(f"MARQUEE_{name.upper()}", raising=False)
        monkeypatch.delenv(f"MARQUEE_{name.upper()}_FILE", raising=False)
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


@pytest.fixture
def theirs(monkeypatch: pytest.MonkeyPatch) -> Iterator[DiscordStandIn]:
    with in_a_thread(DiscordStandIn()) as server:
        monkeypatch.setattr(Route, "BASE", server.base)
        yield server


@pytest.fixture
def films(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    with in_a_thread(StandIn(make_films(10))) as server:
        monkeypatch.setenv("MARQUEE_TMDB_URL", f"{server.url}/3")
        monkeypatch.setenv("MARQUEE_TMDB_IMAGE_URL", f"{server.url}/t/p")
        monkeypatch.setenv("MARQUEE_TMDB_RATE", "1000")
        yield server


def run(*words: str, stdin: str = "") -> Any:
    return CliRunner().invoke(app, ["setup", *words], input=stdin)


def kept() -> dict[str, str | None]:
    return dotenv_values(".env")


def mode(path: str) -> int:
    return stat.S_IMODE(Path(path).stat().st_mode)


def test_a_token_from_standard_input(theirs: DiscordStandIn) -> None:
    result = run("--token-file", "-", "--no-test", stdin=f"{TOKEN}\n")
    assert result.exit_code == 0, result.output
    assert kept() == {"MARQUEE_DATA_DIR": "data", "MARQUEE_DISCORD_TOKEN": TOKEN}
    assert mode(".env") == 0o600
    assert "the bot is called Projectionist" in result.output
    assert invite_link(APPLICATION) in result.output
    assert TOKEN not in result.output
    assert theirs.asked == {"/users/@me": 1, "/applications/@me": 1}


def test_both_secrets_from_standard_input(theirs: DiscordStandIn, films: StandIn) -> None:
    words = ("--token-file", "-", "--tmdb-key-file", "-", "--no-test")
    result = run(*words, stdin=f"{TOKEN}\n{KEY}\n")
    assert result.exit_code == 0, result.output
    assert kept()["MARQUEE_TMDB_TOKEN"] == KEY
    assert KEY not in result.output
    # Nobody was asked how many films, and no flag said it.
    assert not any("/movie/popular?page=2" in asked for asked in films.asked)


def test_a_token_from_the_environment(
    theirs: DiscordStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What starts the bot later does not have this shell's environment.
    monkeypatch.setenv("MARQUEE_DISCORD_TOKEN", TOKEN)
    assert run("--yes", "--no-test").exit_code == 0
    assert kept()["MARQUEE_DISCORD_TOKEN"] == TOKEN


def test_a_token_in_a_file_of_ones_own_stays_there(
    theirs: DiscordStandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "token").write_text(TOKEN)
    monkeypatch.setenv("MARQUEE_DISCORD_TOKEN_FILE", str(tmp_path / "token"))
    assert run("--yes", "--no-test").exit_code == 0
    assert "MARQUEE_DISCORD_TOKEN" not in kept()


def test_a_token_that_discord_refuses_is_not_kept(theirs: DiscordStandIn, tmp_path: Path) -> None:
    theirs.token = "another"
    (tmp_path / "token").write_text(TOKEN)
    result = run("--token-file", "token", "--no-test")
    assert result.exit_code == 1
    assert "does not accept" in result.output
    assert "MARQUEE_DISCORD_TOKEN" not in kept()


def test_without_discord_the_token_is_kept_and_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(Route, "BASE", "http://127.0.0.1:1/api/v10")
    (tmp_path / "token").write_text(TOKEN)
    result = run("--token-file", "token", "--no-test")
    assert result.exit_code == 0
    assert "could not be asked" in result.output
    assert invite_link(APPLICATION) in result.output
    assert kept()["MARQUEE_DISCORD_TOKEN"] == TOKEN


def test_a_key_is_kept_though_no_films_are_wanted_now(films: StandIn, tmp_path: Path) -> None:
    (tmp_path / "key").write_text(KEY)
    result = run("--tmdb-key-file", "key", "--films", "0", "--no-test")
    assert result.exit_code == 0, result.output
    assert kept()["MARQUEE_TMDB_TOKEN"] == KEY


def test_a_misspelt_setting_is_told_of_once(
    theirs: DiscordStandIn,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("MARQUEE_DATADIR", "x")
    (tmp_path / "token").write_text(TOKEN)
    assert run("--token-file", "token", "--no-test").exit_code == 0
    assert sum("MARQUEE_DATA_DIR?" in record.message for record in caplog.records) == 1


def test_a_key_that_tmdb_refuses(films: StandIn, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("eyJ.wrong.key")
    result = run("--tmdb-key-file", "key", "--no-test")
    assert result.exit_code == 1
    assert "MARQUEE_TMDB_TOKEN" not in kept()


def test_films_without_a_key_are_refused(tmp_path: Path) -> None:
    result = run("--yes", "--films", "20", "--no-test")
    assert result.exit_code == 1
    assert result.stderr.startswith("A key for TMDB is missing")


def test_an_empty_file_is_refused_without_its_name(tmp_path: Path) -> None:
    (tmp_path / "s3cret").write_text("\n")
    for name in ("s3cret", "s3cret-that-is-not-there"):
        result = run("--token-file", name)
        assert result.exit_code == 1
        assert "s3cret" not in result.output


def test_no_secret_can_stand_on_the_command_line() -> None:
    text = run("--help").output
    assert "--token " not in text
    assert "--tmdb-key " not in text
    assert run("--token", TOKEN).exit_code == 2


def test_a_terminal_is_asked(
    theirs: DiscordStandIn, films: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    secrets = iter([TOKEN[:-1] + "y", TOKEN, KEY])

    class Somebody(answers.Answers):
        def secret(self, question: str, problem: Any) -> str:
            asked.append(question)
            return next(secrets)

        def text(self, question: str, *, default: str) -> str:
            asked.append(question)
            return "films"

        def number(self, question: str, *, default: int, most: int) -> int:
            asked.append(question)
            return 0

        def choice(self, question: str, choices: Any, *, default: str) -> str:
            assert {*choices} == {*KINDS}
            asked.append(question)
            return "systemd"

    monkeypatch.setattr(command, "Answers", lambda asks: Somebody(asks=True))
    result = run("--no-test")
    assert result.exit_code == 0, result.output
    # The wrong token was asked for again.
    assert [text.split()[0] for text in asked] == ["Folder", "Token", "Token", "Key", "How", "What"]
    assert kept()["MARQUEE_DATA_DIR"] == "films"
    assert Path("config/systemd/user/marquee.service").is_file()


def test_what_is_typed_in_a_terminal() -> None:
    somebody = answers.Answers(asks=True)
    seen = StringIO()
    output = Vt100_Output(seen, lambda: Size(rows=40, columns=80))
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=output):
        pipe.send_text("12345\r\x15" + TOKEN + "\r")
        assert somebody.secret("Token:", token_problem) == TOKEN
        pipe.send_text("\r")
        assert somebody.secret("Token:", token_problem) == ""
        pipe.send_text("\x15many\r\x15" + "40\r")
        assert somebody.number("Films:", default=5, most=50) == 40
        pipe.send_text("n")
        assert not somebody.yes("Build?", default=True)
        pipe.send_text("\r")
        assert somebody.choice("Service?", WORDS, default="compose") == "compose"
        pipe.send_text("\x15\r")
        assert somebody.text("Folder:", default="data") == "data"
        pipe.send_text("\x03")
        with pytest.raises(KeyboardInterrupt):
            somebody.text("Folder:", default="data")
    assert TOKEN not in seen.getvalue()


def test_where_nobody_can_be_asked_the_default_is_the_answer() -> None:
    nobody = answers.Answers(asks=False)
    assert nobody.secret("Token:", token_problem) == ""
    assert nobody.number("Films:", default=5, most=50) == 5
    assert nobody.yes("Build?", default=True)
    assert nobody.choice("Service?", WORDS, default="compose") == "compose"
    assert nobody.text("Folder:", default="data") == "data"


@pytest.mark.slow
def test_from_nothing_to_the_first_answer_and_again(
    theirs: DiscordStandIn, films: StandIn, tmp_path: Path
) -> None:
    (tmp_path / "token").write_text(TOKEN)
    (tmp_path / "key").write_text(KEY)
    flags = ["--token-file", "token", "--tmdb-key-file", "key", "--films", "20"]
    result = run(*flags, "--service", "systemd", "--service-file", "marquee.service")
    assert result.exit_code == 0, result.output
    assert "6. A first answer" in result.output
    assert "This is " in result.output
    assert mode(".env") == 0o600
    before = Path(".env").read_bytes()
    fetched = sum(films.sent.values())
    # Run again, nothing is asked for, nothing fetched twice, nothing lost.
    with Path(".env").open("a", encoding="utf-8") as file:
        file.write("MARQUEE_THREADS=3\n")
    again = run("--yes", "--films", "20")
    assert again.exit_code == 0, again.output
    assert Path(".env").read_bytes() == before + b"MARQUEE_THREADS=3\n"
    posters = [name for name, count in films.sent.items() if "/t/p" in name and count > 1]
    assert posters == []
    assert sum(films.sent.values()) > fetched
    assert "This is " in again.output


def test_the_env_file_keeps_what_else_stands_in_it(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text("# mine\nexport OTHER=1\nMARQUEE_PORT=1\n")
    path.chmod(0o644)
    assert env_file.write(path, {"MARQUEE_PORT": "2", "MARQUEE_SECRET": "it's # \\ $x"})
    assert path.read_text().startswith("# mine\nexport OTHER=1\nMARQUEE_PORT=2\n")
    assert dotenv_values(path)["MARQUEE_SECRET"] == "it's # \\ $x"
    assert mode(str(path)) == 0o600
    assert env_file.write(path, {"MARQUEE_DISCORD_TOKEN": TOKEN})
    assert path.read_text().endswith(f"\nMARQUEE_DISCORD_TOKEN={TOKEN}\n")
    path.chmod(0o640)
    assert not env_file.write(path, {"MARQUEE_PORT": "2"})
    assert mode(str(path)) == 0o600
    assert [*tmp_path.iterdir()] == [path]


@pytest.mark.parametrize("kind", sorted({*KINDS} - {NONE}))
def test_service_files_are_what_their_systems_read(kind: str, tmp_path: Path) -> None:
    folder, data = tmp_path / 'a "b" & 100% <c>', tmp_path / "d & e"
    made = service_file(kind, folder, data, python="/opt/my python/bin/python")
    if kind == "systemd":
        assert 'ExecStart="/opt/my python/bin/python" -m marquee bot' in made.text
        assert f"WorkingDirectory={str(folder).replace('%', '%%')}\n" in made.text
    elif kind == "launchd":
        read = plistlib.loads(made.text.encode())
        assert read["ProgramArguments"][1:] == ["-m", "marquee", "bot"]
        assert read["WorkingDirectory"] == str(folder)
    elif kind == "windows":
        text = made.text.split("?>", 1)[1]
        found = ElementTree.fromstring(text).find(".//{*}WorkingDirectory")
        assert found is not None
        assert found.text == str(folder)
    else:
        bot = yaml.safe_load(made.text)["services"]["bot"]
        assert bot["volumes"] == [f"{data}:{data}"]
        assert bot["environment"]["MARQUEE_DATA_DIR"] == str(data)
    assert made.start
    assert TOKEN not in made.text


def test_the_service_runs_this_python(tmp_path: Path) -> None:
    assert sys.executable in service_file("systemd", tmp_path, tmp_path).text


def test_an_unknown_service_is_refused() -> None:
    result = run("--service", "cron")
    assert result.exit_code == 1
    assert result.stderr == "--service takes none, systemd, launchd, windows, compose.\n"


def test_a_container_keeps_its_database_whatever_the_env_file_says() -> None:
    # `setup` and `.env.example` name a folder of the machine's.
    text = (Path(command.__file__).parents[2] / "compose.yaml").read_text(encoding="utf-8")
    for name, service in yaml.safe_load(text)["services"].items():
        if "env_file" in service:
            assert service["environment"]["MARQUEE_DATA_DIR"] == "/data", name
            assert "marquee:/data" in service["volumes"], name
