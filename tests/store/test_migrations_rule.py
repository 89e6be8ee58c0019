"""What a migration may do: the version before goes on working, and PostgreSQL understands it.

CONTRIBUTING.md has the rule for people. What can be told from a migration's text and from the SQL
that it becomes is told here; the example there is one of the cases.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from types import ModuleType

import pytest
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from packaging.version import Version
from sqlalchemy import create_engine, text

from services.core.types import Film
from services.store import Store, watchlist
from services.store.database import alembic_config

pytestmark = pytest.mark.usefixtures("migrated")

ROOT = Path(__file__).parents[2]
# What was written before the rule was: for SQLite alone.
BEFORE_THE_RULE = ("0001", "0002", "0003", "0004")

# In PostgreSQL's words.
TAKES_AWAY = re.compile(r"\bDROP (TABLE|COLUMN|CONSTRAINT|INDEX)\b")
NEVER = {
    "renames": r"\bRENAME\b",
    "changes a column": r"\bALTER COLUMN\b",
    "adds a column that an old process leaves empty": (
        r"\bADD COLUMN (?!.*\bDEFAULT\b).*\bNOT NULL\b"
    ),
    "has a constraint without a name": r"^\s*(PRIMARY KEY|UNIQUE|CHECK|FOREIGN KEY)\b",
    "gives a yes or no a number": r"\bBOOLEAN DEFAULT (?!true\b|false\b)",
}
# Of a table that was there before: rows of an old process may not obey.
BINDS = re.compile(r"ALTER TABLE (?P<a>\S+) ADD CONSTRAINT|CREATE UNIQUE INDEX .* ON (?P<b>\S+)")


def breaches(source: str, released: set[str]) -> Iterator[str]:
    """Tell what in a migration's text breaks the rule."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        imports = isinstance(node, ast.ImportFrom | ast.Import)
        if imports and "sqlalchemy.dialects" in ast.unparse(node):
            yield "takes a type of one database alone"
        if isinstance(node, ast.Call):
            named = {keyword.arg for keyword in node.keywords}
            if ("sqlite_where" in named) != ("postgresql_where" in named):
                yield "makes an index of some rows in one database and of all in the other"
    module = loaded(source)
    sql = in_postgresql(module)
    made = set(re.findall(r"CREATE TABLE (\S+)", sql))
    for line in sql.splitlines():
        yield from (told for told, pattern in NEVER.items() if re.search(pattern, line))
        binds = BINDS.search(line)
        if binds and (binds["a"] or binds["b"]) not in made:
            yield "asks more of a table that an old process writes to"
        if TAKES_AWAY.search(line) and getattr(module, "unused_since", None) not in released:
            yield "takes away what the version before may use"


def loaded(source: str) -> ModuleType:
    """Return the module that a migration's text makes."""
    module = ModuleType("migration")
    exec(source, vars(module))
    return module


def in_postgresql(module: ModuleType) -> str:
    """Return the SQL that PostgreSQL would be given."""
    written = StringIO()
    context = MigrationContext.configure(
        dialect_name="postgresql", opts={"as_sql": True, "output_buffer": written}
    )
    with Operations.context(context):
        module.upgrade()
    return written.getvalue()


def released() -> set[str]:
    """Return the versions before this one, as the changelog has them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    headings = re.findall(
        r"^## \[(\d[\w.]*)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    return {version for version in headings if Version(version) < Version(project["version"])}


def example() -> str:
    """Return the migration that CONTRIBUTING.md shows."""
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (found,) = (it for it in re.findall(r"```python\n(.*?)```", page, re.S) if "revision = " in it)
    return found


def test_every_migration_since_obeys() -> None:
    scripts = list(ScriptDirectory.from_config(alembic_config()).walk_revisions())
    assert {script.revision for script in scripts} >= set(BEFORE_THE_RULE)
    for script in scripts:
        if script.revision not in BEFORE_THE_RULE:
            source = Path(script.path).read_text(encoding="utf-8")
            assert list(breaches(source, released())) == [], script.path


def test_every_migration_is_sql_that_can_be_written_for_postgresql() -> None:
    for script in ScriptDirectory.from_config(alembic_config()).walk_revisions():
        assert re.search(r"CREATE|ALTER", in_postgresql(script.module)), script.path


COLUMN = "op.add_column('films', sa.Column('a', {}))"
TABLE = "op.create_table('new', sa.Column('a', sa.Integer()), {})"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (COLUMN.format("sa.String()"), None),
        (COLUMN.format("sa.String(), nullable=False, server_default=''"), None),
        (COLUMN.format("sa.String(), nullable=False"), "leaves empty"),
        (COLUMN.format("sa.Boolean(), nullable=False, server_default=sa.false()"), None),
        (COLUMN.format("sa.Boolean(), nullable=False, server_default=sa.text('0')"), "a number"),
        (TABLE.format("sa.PrimaryKeyConstraint('a', name='pk_new')"), None),
        (TABLE.format("sa.PrimaryKeyConstraint('a')"), "without a name"),
        (TABLE.format("sa.CheckConstraint('a > 0')"), "without a name"),
        (TABLE.format("sa.UniqueConstraint('a', name='uq_new_a')"), None),
        (TABLE.format("") + "; op.create_index('uq_new_a', 'new', ['a'], unique=True)", None),
        ("op.create_index('ix_films_year', 'films', ['year'])", None),
        ("op.create_index('uq_films_year', 'films', ['year'], unique=True)", "asks more"),
        ("op.create_unique_constraint('uq_films_year', 'films', ['year'])", "asks more"),
        ("op.create_check_constraint('ck_films_year', 'films', 'year > 0')", "asks more"),
        (
            "op.create_index('ix_a', 'films', ['year'], sqlite_where=sa.text('year > 0'))",
            "of some rows",
        ),
        (
            "op.create_index('ix_a', 'films', ['year'], sqlite_where=sa.text('year > 0'),"
            " postgresql_where=sa.text('year > 0'))",
            None,
        ),
        ("op.alter_column('films', 'year', new_column_name='made')", "renames"),
        ("op.rename_table('films', 'movies')", "renames"),
        ("op.alter_column('films', 'year', nullable=False)", "changes a column"),
        ("op.alter_column('films', 'year', type_=sa.Float())", "changes a column"),
        ("op.drop_column('films', 'year')", "takes away"),
        ("op.drop_table('films')", "takes away"),
        ("op.drop_index('ix_films_tmdb_id')", "takes away"),
        ("op.drop_constraint('uq_films_imdb_id', 'films')", "takes away"),
        ("from sqlalchemy.dialects import sqlite; op.drop_table('films')", "one database alone"),
    ],
)
def test_what_breaks_the_rule(line: str, told: str | None) -> None:
    source = f"import sqlalchemy as sa\nfrom alembic import op\ndef upgrade():\n    {line}\n"
    found = list(breaches(source, set()))
    assert any(told in breach for breach in found) if told else found == []


@pytest.mark.parametrize(("since", "fine"), [("0.1.0", True), ("0.2.0", False)])
def test_what_no_released_version_uses_may_go(since: str, fine: bool) -> None:
    source = (
        f"from alembic import op\nunused_since = '{since}'\n"
        "def upgrade():\n    op.drop_column('films', 'a')\n"
    )
    assert (list(breaches(source, {"0.1.0"})) == []) is fine


def test_the_versions_that_were_released() -> None:
    assert "0.1.0" in released()


def test_the_example_obeys() -> None:
    assert list(breaches(example(), released())) == []


async def test_what_does_not_know_the_examples_columns_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    heat, alien = Film("Heat", 1995, ("Crime",)), Film("Alien", 1979, ())
    async with await Store.open(path) as store, store.session() as session:
        await watchlist.add(session, 1, 2, heat)
        await session.commit()
        with (
            create_engine(f"sqlite:///{path}").begin() as connection,
            Operations.context(MigrationContext.configure(connection)),
        ):
            loaded(example()).upgrade()
        await watchlist.add(session, 1, 2, alien)
        await session.commit()
        assert [watched.film for watched in await watchlist.page(session, 1)] == [alien, heat]
        columns = "SELECT note, pinned FROM watchlist"
        assert (await session.execute(text(columns))).all() == [(None, False), (None, False)]
