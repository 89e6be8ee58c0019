"""`marquee watchlist`: a file's films onto a list and back, with the starter's catalogue."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from marquee.__main__ import app
from services.core.lists.reading import read_list
from services.core.settings import get_settings

pytestmark = pytest.mark.slow

WATCHLIST = """Date,Name,Year,Letterboxd URI
2024-03-01,Toy Story,1995,https://boxd.it/2aNE
2024-03-02,Lost Reels of Marquee,1931,https://boxd.it/2bqw
2024-03-03,,1931,https://boxd.it/2bqx
"""


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MARQUEE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("MARQUEE_INFERENCE_URL", raising=False)
    monkeypatch.chdir(tmp_path)
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


def run(*words: str):
    return CliRunner().invoke(app, ["watchlist", *words])


def test_a_file_goes_onto_a_servers_list_and_comes_back(tmp_path: Path) -> None:
    file, back = tmp_path / "watchlist.csv", tmp_path / "back.csv"
    file.write_text(WATCHLIST, encoding="utf-8")
    place = ("--server", "1180329423938785391", "--list", "From Letterboxd")
    taken = run("import", str(file), "--member", "11", *place)
    assert taken.exit_code == 0, taken.output
    assert "2 new on the list; 1 not in the catalogue, kept by name; 1 not read." in taken.stdout
    assert "line 4: no title" in taken.output
    given = run("export", str(back), *place)
    assert given.exit_code == 0, given.output
    films = {one.film.title: one for one in read_list(back.read_bytes(), back.name).films}
    assert films["Toy Story"].film.imdb_id == "tt0114709"
    assert f"{films['Toy Story'].added_at:%Y-%m-%d}" == "2024-03-01"
    assert "Lost Reels of Marquee" in films
    # The server's list without a name has none of it.
    assert run("export", str(back), "--server", "1180329423938785391").stdout.startswith("0 films")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("export", "a.csv"), "--server or --member"),
        (("export", "a.csv", "--member", "11", "--list", "x"), "There is no watchlist 'x'"),
        (("import", "no.csv", "--member", "11"), "No such file"),
        (("import", "odd.csv", "--member", "11"), "odd.csv has no column of titles"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(
    tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    (tmp_path / "odd.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    result = run(*words)
    assert result.exit_code == 1
    assert told in result.output
    assert not (tmp_path / "a.csv").exists()
