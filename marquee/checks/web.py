"""TMDB and the inference service, asked once."""

from __future__ import annotations

from marquee.checks.finding import Finding, ok, skipped, wrong
from services.core.errors import MarqueeError, RequestError
from services.core.settings import Settings


async def tmdb(settings: Settings) -> Finding:
    """Ask TMDB for one page with the key that is set."""
    if settings.tmdb_token is None or not settings.tmdb_token.get_secret_value().strip():
        return skipped(
            "tmdb", "There is no key for TMDB; the films that ship need none.", "marquee setup"
        )
    # Imported late: the sources bring the store along.
    from services.catalogue.sources.fetch import Fetcher, FetchError, Patience  # noqa: PLC0415
    from services.catalogue.sources.tmdb import Tmdb  # noqa: PLC0415

    patience = Patience(attempts=2, longest_wait_s=5.0)
    try:
        async with Fetcher(concurrency=1, patience=patience, redirects=False) as fetcher:
            page = await Tmdb(settings, fetcher).popular(1)
    except RequestError as error:
        return wrong("tmdb", error.message, "marquee setup asks for the key again.")
    except (MarqueeError, FetchError) as error:
        reason = error.reason if isinstance(error, FetchError) else "there is no connection"
        return wrong(
            "tmdb",
            f"TMDB cannot be reached ({reason}).",
            "Look at this machine's network, at MARQUEE_TMDB_URL and at https://status.themoviedb.org.",
        )
    return ok("tmdb", f"TMDB answers, and offers {page.total:,} popular films.")


async def service(settings: Settings) -> Finding:
    """Ask the inference service what it serves."""
    from services.inference.http import HttpClient  # noqa: PLC0415

    client = HttpClient(settings)
    try:
        await client.start()
        await client.encoders()
    except MarqueeError as error:
        return wrong(
            "service",
            error.message,
            "Start `marquee serve` there, and give both the same MARQUEE_SECRET.",
        )
    finally:
        await client.close()
    return ok("service", "The inference service answers.")
