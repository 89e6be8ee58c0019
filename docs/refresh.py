"""`python -m docs.refresh`: write anew what the pages take from the code.

A page marks such a part by two comments; what stands around them is written by hand.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import typer
from typer.main import get_command

ROOT = Path(__file__).parents[1]
BEGIN = "<!-- Taken from the code by `make docs`; please change it there. -->\n"
END = "<!-- End of what is taken from the code. -->\n"
# What a terminal of 80 columns gets, whatever this one has.
WIDTH = 78
# The folders whose files are described, each with the packages below it.
FOLDERS = ("marquee", "bot", "services", "migrations", "requirements", "benchmarks", "docs")


def command_helps() -> str:
    """Return what every command of `marquee` says of itself when it is asked with `--help`."""
    # The whole command line, which the other pages do without.
    from marquee.__main__ import app  # noqa: PLC0415

    return "\n".join(
        f"{'#' * min(3, 2 + path.count(' '))} {path}\n\n```text\n{text}\n```\n"
        for path, text in _helps(get_command(app), "marquee", None)
    )


def _helps(command: Any, path: str, parent: typer.Context | None) -> Iterator[tuple[str, str]]:
    name = path.rpartition(" ")[2]
    context = typer.Context(
        command, info_name=name, parent=parent, terminal_width=WIDTH, color=False
    )
    yield path, "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    for name, below in getattr(command, "commands", {}).items():
        yield from _helps(below, f"{path} {name}", context)


def discord_commands() -> str:
    """Return the commands of the bot with what Discord says of each, in English."""
    from bot.kit.asks import own_commands  # noqa: PLC0415

    # A message's menu is told of by hand.
    rows = [f"| `/{words}` | {said} |\n" for words, said in own_commands().items() if said]
    return "| command | what Discord says of it |\n| --- | --- |\n" + "".join(rows)


def packages() -> list[Path]:
    """Return the packages under `FOLDERS`, outer before inner, by name."""
    return [
        path.parent
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("__init__.py"), key=lambda path: path.parent.parts)
    ]


def docstring(package: Path) -> str:
    """Return a package's docstring, without running the package."""
    tree = ast.parse((package / "__init__.py").read_text(encoding="utf-8"))
    return ast.get_docstring(tree) or ""


def folders() -> str:
    """Return every package's docstring, which names the package's files."""
    parts = []
    for package in packages():
        # As code: Markdown would make "__main__.py" bold.
        text = re.sub(
            r"^- [^:]+",
            lambda names: re.sub(r"[^\s,-][^\s,]*", r"`\g<0>`", names[0]),
            docstring(package),
            flags=re.MULTILINE,
        )
        parts.append(f"## {package.relative_to(ROOT).as_posix()}\n\n{text}\n")
    return "\n".join(parts)


PAGES: dict[str, Callable[[], str]] = {
    "docs/commands.md": command_helps,
    "docs/discord.md": discord_commands,
    "docs/architecture.md": folders,
}


def refreshed(text: str, written: str) -> str:
    """Return a page whose marked part is `written`."""
    before, _, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError("the page has no marked part")
    return f"{before}{BEGIN}\n{written}\n{END}{after}"


def main() -> None:
    """Refresh the pages."""
    for name, write in PAGES.items():
        page = ROOT / name
        page.write_text(refreshed(page.read_text(encoding="utf-8"), write()), encoding="utf-8")


if __name__ == "__main__":
    main()
