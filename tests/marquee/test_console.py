"""What comes from a stranger's file neither colours a terminal nor is read as markup."""

from __future__ import annotations

import pytest
import typer

from marquee.console import told
from marquee.import_report import print_reasons
from services.core.errors import RequestError


def test_an_error_that_quotes_a_file_commands_no_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(typer.Exit), told():
        raise RequestError("bad_package", "its layout is version \x1b]0;owned\x07\u202e.")
    assert capsys.readouterr().err == "its layout is version ?]0;owned??.\n"


def test_reasons_and_names_are_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    print_reasons("Skipped", {"[red]bad[/nonsense]": ["[bold]a[/]\x1b[31m"]})
    shown = capsys.readouterr().out
    assert "[red]bad[/nonsense]" in shown
    assert "[bold]a[/]?[31m" in shown


def test_a_reader_that_leaves_is_not_the_disk() -> None:
    with pytest.raises(BrokenPipeError), told():
        raise BrokenPipeError
