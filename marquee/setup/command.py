"""`marquee setup`: the command, its flags and its steps."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from marquee.console import plain, told
from marquee.setup import env_file, secrets
from marquee.setup.answers import Answers, require, somebody_is_there
from marquee.setup.first_answer import first_answer
from marquee.setup.service_files import KINDS, NONE, WORDS, service_file, usual
from services.core.errors import RequestError
from services.core.settings import Settings, get_settings, read_settings
from services.core.settings_errors import ENV_FILE
from services.core.settings_files import in_a_file

# TMDB's list of popular films has so many, 20 a page.
MOST_FILMS = 10_000
_USUAL_FILMS = 1_000
_A_PAGE = 20
_TOKEN_PAGE = "https://discord.com/developers/applications"
_KEY_PAGE = "https://www.themoviedb.org/settings/api"


@dataclass(slots=True)
class _Setup:
    """One run: what was asked for, and what is known so far."""

    answers: Answers
    offline: bool
    settings: Settings
    began: float = field(default_factory=perf_counter)

    def step(self, title: str) -> None:
        typer.echo(f"\n{title}  ({perf_counter() - self.began:.0f} s)")

    def keep(self, **values: str) -> None:
        """Write settings into `.env`, and go by them from now on."""
        env_file.write(ENV_FILE, {f"MARQUEE_{name.upper()}": it for name, it in values.items()})
        get_settings.cache_clear()
        self.settings = read_settings()
        for name, value in values.items():
            if _shown(self.settings, name) != value:
                say(
                    f"MARQUEE_{name.upper()} in the environment says something else, and is taken "
                    f"before {ENV_FILE}."
                )


def setup(
    *,
    token_file: Annotated[
        Path | None,
        typer.Option(
            "--token-file",
            metavar="FILE",
            help="A file with the bot's token, - for standard input; default: "
            "MARQUEE_DISCORD_TOKEN.",
        ),
    ] = None,
    tmdb_key_file: Annotated[
        Path | None,
        typer.Option(
            "--tmdb-key-file",
            metavar="FILE",
            help="The same of TMDB's key; default: MARQUEE_TMDB_TOKEN. From standard input it is "
            "the line after the token.",
        ),
    ] = None,
    data_dir: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where database and index go.")
    ] = None,
    films: Annotated[
        int | None,
        typer.Option(
            min=0,
            max=MOST_FILMS,
            help="How many popular films come from TMDB, by twenties; 0 for none.",
        ),
    ] = None,
    build: Annotated[
        bool | None,
        typer.Option("--build/--no-build", help="Whether an index is built of one's own films."),
    ] = None,
    service: Annotated[
        str | None,
        typer.Option(metavar="KIND", help=f"What starts the bot: {', '.join(KINDS)}."),
    ] = None,
    service_path: Annotated[
        Path | None,
        typer.Option("--service-file", metavar="FILE", help="Where that is written."),
    ] = None,
    test: Annotated[
        bool, typer.Option("--test/--no-test", help="Whether a first poster is looked at.")
    ] = True,
    offline: Annotated[
        bool, typer.Option("--offline", help="Ask nobody: neither Discord nor TMDB.")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Ask no questions: flags, and what is usual.")
    ] = False,
) -> None:
    """Set Marquee up, step by step: token, invite link, films, index, service, a first answer.

    What is not given by a flag is asked, where there is a terminal. Settings go into .env, which
    nobody else can read then; what else stands there stays. It can be run again at any time: what
    is there is kept, and films that came already are not fetched again.

    Tokens and keys come from files, from the environment or from standard input, and are checked
    with Discord and TMDB.
    """
    with told():
        if service is not None and service not in KINDS:
            raise RequestError("bad_request", f"--service takes {', '.join(KINDS)}.")
        given_token, given_key = secrets.read(token_file), secrets.read(tmdb_key_file)
        asks = not yes and somebody_is_there() and secrets.STDIN not in (token_file, tmdb_key_file)
        run = _Setup(Answers(asks=asks), offline, get_settings())
        _data_folder(run, data_dir)
        invite = _token(run, given_token)
        _films(run, given_key, films)
        _build(run, build)
        _service(run, service, service_path)
    if test:
        run.step("6. A first answer")
        with told():
            for line in first_answer(run.settings):
                say(line)
    run.step("Done")
    if invite:
        say(f"Let the bot into your server: {invite}")
    say("`marquee doctor` says at any time whether all is well.")


def say(text: str) -> None:
    """Print a line that belongs to a step."""
    typer.echo(f"  {plain(text)}")


def _shown(settings: Settings, name: str) -> str:
    value = getattr(settings, name)
    return value.get_secret_value() if hasattr(value, "get_secret_value") else str(value)


def _data_folder(run: _Setup, given: Path | None) -> None:
    run.step("1. Where the films go")
    there = run.settings.data_dir
    folder = given or Path(run.answers.text("Folder for the data:", default=str(there)))
    folder = folder.expanduser()
    folder.mkdir(parents=True, exist_ok=True)
    run.keep(data_dir=str(folder))
    say(f"{folder.absolute()}")


def _token(run: _Setup, given: str) -> str | None:
    """Get a token, check it and keep it; return the invite link."""
    from marquee.checks.discord import token_of, token_problem  # noqa: PLC0415
    from marquee.setup.tokens import check_token  # noqa: PLC0415

    run.step("2. The bot's token")
    token = given or token_of(run.settings)
    while True:
        if not token and run.answers.asks:
            say(f"Make an application at {_TOKEN_PAGE}, page Bot: Reset Token, copy it.")
            token = run.answers.secret("Token (empty for later):", token_problem)
        if not token:
            say("None yet: `marquee setup` asks again, and `marquee demo` needs none.")
            return None
        checked = asyncio.run(check_token(token, offline=run.offline))
        say(checked.said)
        if checked.good:
            break
        require("yes" * run.answers.asks, "A token that works", f"make one at {_TOKEN_PAGE}")
        token = ""
    _keep_secret(run, "discord_token", token, given)
    if checked.invite:
        say(f"Invite link, with the permissions it needs and no others: {checked.invite}")
    return checked.invite


def _films(run: _Setup, given: str, wanted: int | None) -> None:
    from marquee.import_web import import_tmdb  # noqa: PLC0415
    from marquee.setup.tokens import check_tmdb  # noqa: PLC0415

    run.step("3. Films")
    there = run.settings.tmdb_token
    key = given or (there.get_secret_value().strip() if there else "")
    if wanted == 0 and not given:
        say("None are fetched; the 7,862 that ship are known in any case.")
        return
    while True:
        if not key and run.answers.asks:
            say(f"A key of TMDB's is free: {_KEY_PAGE}, API Read Access Token.")
            key = run.answers.secret("Key (empty for the 7,862 films that ship):", lambda _: None)
        if not key:
            if wanted:
                require("", "A key for TMDB", "--tmdb-key-file or MARQUEE_TMDB_TOKEN")
            say("No key for TMDB: the 7,862 films that ship are known, without their pictures.")
            return
        checked = asyncio.run(check_tmdb(run.settings, key, offline=run.offline))
        say(checked.said)
        if checked.good:
            break
        require("yes" * run.answers.asks, "A key that TMDB takes", f"make one at {_KEY_PAGE}")
        key = ""
    _keep_secret(run, "tmdb_token", key, given)
    if wanted is None:
        question = "How many popular films shall be fetched?"
        usual = _USUAL_FILMS if run.answers.asks else 0
        wanted = run.answers.number(question, default=usual, most=MOST_FILMS)
    if wanted and run.offline:
        say("Nothing is fetched with --offline; `marquee catalogue import-tmdb` does it later.")
    elif wanted:
        import_tmdb(pages=-(-wanted // _A_PAGE))


def _keep_secret(run: _Setup, name: str, value: str, given: str) -> None:
    """Write a secret into `.env`, unless a file that another variable names holds it already."""
    there = getattr(run.settings, name)
    same = there is not None and there.get_secret_value().strip() == value
    if same and not given and in_a_file(Settings, name):
        say(f"It stays in the file that MARQUEE_{name.upper()}_FILE names.")
        return
    run.keep(**{name: value})
    say(f"Kept in {ENV_FILE}, which only you can read.")


def _build(run: _Setup, wanted: bool | None) -> None:
    from marquee.catalogue import build  # noqa: PLC0415

    run.step("4. The index")
    films = asyncio.run(_films_stored(run.settings))
    if not films:
        say("There are no films of your own; what ships needs no build.")
        return
    if wanted is None:
        wanted = run.answers.yes(f"Build the index of {films:,} films now?", default=True)
    if not wanted:
        say("Not built; `marquee catalogue build` does it later.")
        return
    build()


async def _films_stored(settings: Settings) -> int:
    from services.catalogue.stats import catalogue_stats  # noqa: PLC0415
    from services.store import Store  # noqa: PLC0415

    async with await Store.open(settings.database_path) as store:
        return (await catalogue_stats(store)).posters


def _service(run: _Setup, kind: str | None, path: Path | None) -> None:
    run.step("5. What starts the bot")
    if kind is None:
        default = usual() if run.answers.asks else NONE
        question = "What shall start it with the machine?"
        kind = run.answers.choice(question, WORDS, default=default)
    if kind == NONE:
        say("Nothing; `marquee bot` starts it.")
        return
    made = service_file(kind, Path.cwd(), run.settings.data_dir.absolute())
    path = path or made.path
    path.parent.mkdir(parents=True, exist_ok=True)
    # The scheduler of Windows reads no other letters beyond ASCII than UTF-16's.
    path.write_text(made.text, encoding="utf-16" if kind == "windows" else "utf-8")
    say(f"Written: {path}")
    say(f"Start it: {made.start.replace(str(made.path), str(path))}")
