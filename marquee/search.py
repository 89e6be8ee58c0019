"""`marquee search`: words in, films out."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Annotated

import typer

from marquee.console import plain, told
from services.core.encoders import WORDS_ENCODER
from services.core.settings import Settings, get_settings

if TYPE_CHECKING:
    from services.core.types import Search


def search(
    words: Annotated[
        list[str],
        typer.Argument(metavar="WORDS...", help='"heat", or "lonely astronaut, blue, minimalist".'),
    ],
    limit: Annotated[int, typer.Option(min=1, max=50, help="How many films, at most.")] = 10,
    by: Annotated[
        str,
        typer.Option(
            help="title, words (what posters show), or auto: words where "
            f"{WORDS_ENCODER.display_name} can."
        ),
    ] = "auto",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Find films by what their posters show, or by title where CLIP has no index.

    Titles may be misspelt, without accents or article; a year behind the title helps.
    """
    from services.vision.pipeline import build_command  # noqa: PLC0415

    asked = " ".join(words)
    with told():
        answer = asyncio.run(_search(asked, limit, by, get_settings()))
    for item in answer.found:
        if as_json:
            facts = {"film": item.film.to_json(), "score": round(item.score, 4), "by": answer.by}
            typer.echo(json.dumps(facts, ensure_ascii=False))
        else:
            genres = f"  {', '.join(item.film.genres)}" if item.film.genres else ""
            typer.echo(plain(f"{item.score:.2f}  {item.film.label}{genres}"))
    if not answer.found:
        typer.echo(f"No film here is called anything like {asked!r}.", err=True)
    if answer.by == "title" and by == "auto":
        typer.echo(
            f"By title; `{build_command(WORDS_ENCODER.name)}` lets words find posters.", err=True
        )


async def _search(words: str, limit: int, by: str, settings: Settings) -> Search:
    from services.inference.embedded import EmbeddedClient  # noqa: PLC0415

    client = EmbeddedClient(settings)
    try:
        return await client.search(words, k=limit, by=by)
    finally:
        await client.close()
