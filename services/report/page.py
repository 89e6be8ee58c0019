"""The report's page: sections of text, tables and pictures -> one HTML file that needs no other."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from string import Template


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG of the page.

    Attributes:
        name: Its file's name beside the page.
        png: Its bytes.
        caption: What it shows; its alternative text as well.
    """

    name: str
    png: bytes
    caption: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table of words: a caption, the columns' heads, the rows; the first cell heads its row."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass
class Section:
    """A part of the page, in the order in which it is told."""

    title: str
    parts: list[str | Picture | Table] = field(default_factory=list)


_PAGE = Template("""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>$title</title>
<style>
:root { color-scheme: light dark; }
body { font: 16px/1.55 system-ui, sans-serif; max-width: 62rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.7rem; } h2 { font-size: 1.3rem; margin-top: 2.5rem; }
nav ul { columns: 2; padding-left: 1.2rem; }
figure { margin: 1.5rem 0; }
img { max-width: 100%; height: auto; background: white; border-radius: 4px; }
figcaption, caption { font-size: .9rem; text-align: left; padding: .3rem 0; }
.scroll { overflow-x: auto; margin: 1.5rem 0; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .9rem; }
th, td { padding: .2rem .7rem; text-align: right; border-bottom: 1px solid #8884; }
th:first-child { text-align: left; }
@media print { figure, tr { break-inside: avoid; } h2 { break-after: avoid; }
  nav { display: none; } .scroll { overflow: visible; } }
</style>
</head>
<body>
<header><h1>$title</h1><p>$intro</p></header>
<nav aria-label="Contents"><ul>
$contents
</ul></nav>
<main>
$sections
</main>
</body>
</html>
""")


def page(title: str, intro: str, sections: Sequence[Section]) -> str:
    """Return the page as HTML; every text is escaped, every picture inlined."""
    contents = [
        f'<li><a href="#s{number}">{escape(section.title)}</a></li>'
        for number, section in enumerate(sections)
    ]
    bodies = [
        f'<section id="s{number}"><h2>{escape(section.title)}</h2>\n'
        + "\n".join(map(_part, section.parts))
        + "\n</section>"
        for number, section in enumerate(sections)
    ]
    return _PAGE.substitute(
        title=escape(title),
        intro=escape(intro),
        contents="\n".join(contents),
        sections="\n".join(bodies),
    )


def _part(part: str | Picture | Table) -> str:
    if isinstance(part, str):
        return f"<p>{escape(part)}</p>"
    if isinstance(part, Picture):
        data = b64encode(part.png).decode("ascii")
        caption = escape(part.caption)
        return (
            f'<figure><img src="data:image/png;base64,{data}" alt="{caption}">'
            f"<figcaption>{caption}</figcaption></figure>"
        )
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in part.columns)
    rows = "\n".join(_row(row) for row in part.rows)
    return (
        f'<div class="scroll"><table><caption>{escape(part.caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody></table></div>"
    )


def _row(cells: tuple[str, ...]) -> str:
    head, *others = cells
    return (
        f'<tr><th scope="row">{escape(head)}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in others)
        + "</tr>"
    )
