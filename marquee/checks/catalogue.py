"""Model files, index and database, opened as the bot opens them."""

from __future__ import annotations

from collections.abc import Iterator

from marquee.checks.finding import Finding, ok, skipped, warning, wrong
from services.core.errors import MarqueeError
from services.core.settings import Settings

_INDEX_CODES = frozenset({"bad_index", "no_catalogue"})
_REBUILD = "marquee catalogue build"


def model_and_index(settings: Settings) -> Iterator[Finding]:
    """Open the encoder and its index; nothing is opened where a service does that."""
    if settings.inference_url is not None:
        yield skipped("model", "The model is the inference service's.")
        return
    # Imported late, for it brings the model's libraries.
    from services.vision.pipeline import Identifier  # noqa: PLC0415

    try:
        opened = Identifier.open(settings)
    except MarqueeError as error:
        if error.code in _INDEX_CODES:
            yield wrong("index", error.message, _REBUILD)
        else:
            yield wrong("model", error.message, _without_the_model(settings))
        return
    # ONNX Runtime's errors share no class of their own.
    except Exception as error:
        said = f"The model cannot be opened ({type(error).__name__})."
        yield wrong("model", said, _without_the_model(settings))
        return
    yield ok("model", f"{opened.encoder_name} opens.")
    if (outdated := opened.outdated) is not None:
        yield _next_build(settings, outdated.built_with)
    own = (settings.indexes_dir / settings.encoder).is_dir()
    whose = "of your own" if own else "that ship (no index of your own yet)"
    yield ok("index", f"{opened.size:,} films {whose} can be recognised.")


def _next_build(settings: Settings, built_with: str) -> Finding:
    """Look whether the model that indexes are built with from now on opens at all."""
    from services.vision.encoders import open_encoder  # noqa: PLC0415

    try:
        open_encoder(settings.encoder, settings)
    except Exception as error:
        said = f"The next build cannot open its model ({type(error).__name__})."
        return wrong("model", said, _without_the_model(settings))
    return warning(
        "index", f"It was built with {built_with}, and newer weights are here.", _REBUILD
    )


def database(settings: Settings) -> Finding:
    """Look whether this Marquee knows the database's version; nothing is changed."""
    from services.store.database import Standing, standing  # noqa: PLC0415

    path = settings.database_path
    if not path.is_file():
        return ok("database", f"{path} does not exist yet; it is made at the first start.")
    match standing(path):
        case Standing.CURRENT:
            return ok("database", f"{path} is up to date.")
        case Standing.OLDER:
            return ok(
                "database", f"{path} is of an older Marquee and is renewed at the next start."
            )
        case Standing.NEWER:
            return wrong(
                "database",
                f"{path} was written by a newer Marquee.",
                "Update Marquee, or name another folder with MARQUEE_DATA_DIR.",
            )
        case Standing.UNREADABLE:
            return wrong(
                "database",
                f"{path} cannot be read, or is no database.",
                "Put a copy of it back, or move it away: an empty one is made at the next start.",
            )


def _without_the_model(settings: Settings) -> str:
    return (
        f"Take away what lies in {settings.weights_dir}, if you put nothing there on purpose; else "
        "install Marquee anew: pip install --force-reinstall."
    )
