"""A first poster looked at, as members will have theirs looked at."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from services.core.settings import Settings


def first_answer(settings: Settings) -> list[str]:
    """Return what a terminal shows of a poster of the catalogue's, or of a drawn one.

    Raises:
        MarqueeError: the model, its index or the picture cannot be opened.
    """
    from marquee.api import Catalogue  # noqa: PLC0415
    from marquee.identify import text_of  # noqa: PLC0415

    poster = asyncio.run(_some_poster(settings))
    with Catalogue(settings) as catalogue:
        return text_of(str(poster), catalogue.identify(poster)).splitlines()


async def _some_poster(settings: Settings) -> Path:
    """Return a poster of the catalogue's, else one of a film that does not exist."""
    from sqlalchemy import select  # noqa: PLC0415

    from services.store import Store  # noqa: PLC0415
    from services.store.models import PosterRow  # noqa: PLC0415

    async with await Store.open(settings.database_path) as store, store.session() as session:
        paths = await session.scalars(select(PosterRow.path).limit(50))
    return await asyncio.to_thread(_there_or_drawn, [*paths], settings.data_dir / "samples")


def _there_or_drawn(paths: Sequence[str], folder: Path) -> Path:
    from services.samples import SAMPLES, draw, poster_path  # noqa: PLC0415

    if there := next((path for path in map(Path, paths) if path.is_file()), None):
        return there
    drawn = poster_path(folder, SAMPLES[0])
    if not drawn.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        draw(SAMPLES[0]).save(drawn)
    return drawn
