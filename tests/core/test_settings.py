"""Secrets come from files as well, and are shown by nothing."""

from __future__ import annotations

import subprocess
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from services.core.errors import UnavailableError
from services.core.settings import Settings, get_settings, read_settings
from services.core.settings_errors import unknown_variables
from services.core.settings_files import is_secret

SECRETS = ("discord_token", "tmdb_token", "inference_url", "secret")
VALUE = "http://someone:p4ssw0rd-of-nobody@127.0.0.1:1"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    for name in SECRETS:
        monkeypatch.delenv(f"MARQUEE_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


def value(name: str) -> str | None:
    found = getattr(read_settings(), name)
    return found.get_secret_value() if found is not None else None


def test_every_secret_is_one_that_is_known_here() -> None:
    # Whoever adds a token makes it a SecretStr; this list then names it.
    assert {name for name, field in Settings.model_fields.items() if is_secret(field)} == {*SECRETS}
    names = [name for name in Settings.model_fields if any(x in name for x in ("token", "secret"))]
    assert {*names} <= {*SECRETS}


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_is_read_from_the_file_that_its_variable_names(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a secret"
    file.write_text(f"{VALUE}\n")
    assert value(name) is None
    monkeypatch.setenv(f"MARQUEE_{name.upper()}_FILE", str(file))
    assert value(name) == VALUE
    # Where both are set the file counts: a container's file before what `.env` brought along.
    monkeypatch.setenv(f"MARQUEE_{name.upper()}", "another")
    assert value(name) == VALUE
    monkeypatch.setenv(f"MARQUEE_{name.upper()}_FILE", "")
    assert value(name) == "another"


def test_a_file_may_be_named_in_the_env_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(VALUE)
    (tmp_path / ".env").write_text("MARQUEE_DISCORD_TOKEN_FILE=token\n")
    assert value("discord_token") == VALUE


def test_only_secrets_are_looked_for_in_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "port").write_text("1")
    monkeypatch.setenv("MARQUEE_PORT_FILE", "port")
    assert read_settings().port == 8080


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "cannot be read: No such file or directory."),
        (b"", "names an empty file."),
        (b" \n", "names an empty file."),
        (b"\xff\xfe", "cannot be read: it is no text."),
        (b"x" * 70_000, "too long to hold a secret."),
    ],
)
def test_a_file_that_holds_no_secret_is_told_without_its_name(
    content: bytes | None, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Somebody wrote the secret itself where the file's name belongs.
    if content is not None:
        (tmp_path / VALUE.replace("/", "")).write_bytes(content)
    monkeypatch.setenv("MARQUEE_TMDB_TOKEN_FILE", VALUE.replace("/", ""))
    with pytest.raises(UnavailableError) as raised:
        read_settings()
    assert raised.value.code == "bad_settings"
    assert raised.value.message.startswith("MARQUEE_TMDB_TOKEN_FILE names ")
    assert raised.value.message.endswith(told)
    assert "p4ssw0rd" not in "".join(traceback.format_exception(raised.value))


def test_nothing_that_settings_print_holds_a_secret() -> None:
    settings = Settings.model_validate(dict.fromkeys(SECRETS, VALUE))
    printed = repr(settings) + str(settings) + settings.model_dump_json() + str(settings.__dict__)
    assert "p4ssw0rd" not in printed
    assert settings.secret == SecretStr(VALUE)


def test_a_wrong_setting_is_told_without_what_was_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARQUEE_PORT", VALUE)
    monkeypatch.setenv("MARQUEE_DISCORD_TOKEN", VALUE)
    with pytest.raises(UnavailableError) as raised:
        read_settings()
    assert raised.value.message == "MARQUEE_PORT must be a whole number from 0 to 65535."
    assert "p4ssw0rd" not in "".join(traceback.format_exception(raised.value))


@pytest.mark.parametrize(
    ("name", "given", "sentence"),
    [
        ("PORT", "abc", "a whole number from 0 to 65535."),
        ("PORT", "70000", "a whole number from 0 to 65535."),
        ("MAX_K", "0", "a whole number from 1 to 50."),
        ("MAX_BYTES", "-1", "a whole number above 0."),
        ("THREADS", "two", "a whole number, 1 or more."),
        ("TMDB_RATE", "nan", "a number above 0."),
        ("TIMEOUT_S", "inf", "a number above 0."),
        ("READ_TITLES", "perhaps", "true or false."),
        ("ENCODER", "dall-e", "poster-lite, imagenet-lite0, clip-vit-b-32, resnet50 or vgg16."),
        ("LOG_LEVEL", "LOUD", "DEBUG, INFO, WARNING or ERROR."),
    ],
)
def test_a_wrong_setting_is_one_sentence(
    name: str, given: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"MARQUEE_{name}", given)
    with pytest.raises(UnavailableError) as raised:
        read_settings()
    assert raised.value.message == f"MARQUEE_{name} must be {sentence}"


def test_every_wrong_setting_has_its_sentence(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("MARQUEE_MAX_K=none\nMARQUEE_LOG_LEVEL=LOUD\n")
    with pytest.raises(UnavailableError) as raised:
        read_settings()
    assert raised.value.message == (
        "MARQUEE_MAX_K must be a whole number from 1 to 50. "
        "MARQUEE_LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR."
    )


@pytest.mark.parametrize("level", ["debug", "Warn", "CRITICAL"])
def test_levels_are_taken_in_any_case(level: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARQUEE_LOG_LEVEL", level)
    assert read_settings().log_level == level.upper()


def test_an_env_file_that_is_no_text_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"MARQUEE_DISCORD_TOKEN=\xff\xfe\n")
    with pytest.raises(UnavailableError, match=r"^\.env cannot be read: it is no text in UTF-8\.$"):
        read_settings()


@pytest.mark.parametrize(
    ("variable", "told"),
    [
        ("MARQUEE_PROT", "; did you mean MARQUEE_PORT?"),
        ("MARQUEE_DISCORD_TOKN", "; did you mean MARQUEE_DISCORD_TOKEN?"),
        ("MARQUEE_TOKEN", "; did you mean MARQUEE_DISCORD_TOKEN?"),
        ("MARQUEE_TMDB_API_TOKEN", "; did you mean MARQUEE_TMDB_TOKEN?"),
        ("MARQUEE_SECRETFILE", "; did you mean MARQUEE_SECRET_FILE?"),
        ("MARQUEE_PORT_FILE", ": only secrets are read from files; please set MARQUEE_PORT."),
        ("MARQUEE_XYZZY", "; .env.example has them all."),
    ],
)
def test_a_variable_that_is_no_setting_is_named_with_the_nearest(
    variable: str,
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    sentence = f"{variable} is no setting of Marquee's and is ignored{told}"
    (tmp_path / ".env").write_text(f"{variable}={VALUE}\nMARQUEE_QUIET=\nSOMETHING=else\n")
    get_settings()
    (record,) = (record for record in caplog.records if variable in record.message)
    assert record.message == sentence
    (tmp_path / ".env").unlink()
    monkeypatch.setenv(variable, VALUE)
    assert sentence in [*unknown_variables(Settings)]


def test_every_setting_of_the_example_is_one(tmp_path: Path) -> None:
    example = (Path(__file__).parents[2] / ".env.example").read_text(encoding="utf-8")
    (tmp_path / ".env").write_text(example, encoding="utf-8")
    assert [*unknown_variables(Settings)] == []


@pytest.mark.slow
@pytest.mark.parametrize("command", [["-m", "marquee", "serve"], ["-m", "bot"]])
def test_commands_tell_it_in_one_sentence(command: list[str], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, *command],
        env={"PYTHONPATH": str(Path(__file__).parents[2]), "MARQUEE_SECRET_FILE": "nowhere"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == (
        "MARQUEE_SECRET_FILE names a file that cannot be read: No such file or directory.\n"
    )
