"""`marquee serve`: the inference service."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import signal
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from marquee.console import told
from marquee.tune import tune_encoder
from services.core.errors import UnavailableError
from services.core.json_log import formatter
from services.core.settings import Settings, get_settings

if TYPE_CHECKING:
    from services.inference.embedded import EmbeddedClient

log = logging.getLogger(__name__)

# After an early refusal the rest of an upload is read and dropped this long, so that the client
# sees the answer and not a reset connection.
_LINGER_S = 2.0


def serve(
    host: Annotated[
        str | None, typer.Option(help="Address to listen on; default: MARQUEE_HOST.")
    ] = None,
    socket: Annotated[
        Path | None,
        typer.Option(help="Unix socket, in place of host and port; default: MARQUEE_SOCKET."),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(min=0, max=65535, help="Port; 0 takes a free one; default: MARQUEE_PORT."),
    ] = None,
    tune: Annotated[
        bool,
        typer.Option(
            help="First measure what runs the encoder quickest on this machine, and remember it."
        ),
    ] = False,
) -> None:
    """Serve identifications over HTTP, until SIGTERM or Ctrl-C.

    Where others than this machine can reach it, it needs MARQUEE_SECRET or MARQUEE_SECRET_FILE.
    """
    settings = get_settings()
    asked = {"host": host, "port": port, "socket": socket}
    settings = settings.model_copy(update={k: v for k, v in asked.items() if v is not None})
    logging.basicConfig(
        level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    if as_json := formatter(settings.log_format):
        for handler in logging.getLogger().handlers:
            handler.setFormatter(as_json)
    # It tells of its plugins whenever the database is opened.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with told():
        if tune:
            tune_encoder(settings)
        asyncio.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    # Imported late, so that `marquee --help` and the other commands start without it.
    from services.inference.connections import Runner  # noqa: PLC0415
    from services.inference.embedded import EmbeddedClient  # noqa: PLC0415
    from services.inference.guard import require_secret  # noqa: PLC0415
    from services.inference.server import AccessLogger, create_app  # noqa: PLC0415

    require_secret(settings)
    client = EmbeddedClient(settings)
    runner = Runner(
        create_app(settings, client),
        access_log_class=AccessLogger,
        handler_cancellation=True,
        lingering_time=_LINGER_S,
        shutdown_timeout=settings.timeout_s,
    )
    stop = _stop_event()
    made: Path | None = None
    await runner.setup()
    try:
        try:
            await _listen(runner, settings)
            made = settings.socket
        except OSError as error:
            raise UnavailableError("unavailable", _listen_problem(error, settings)) from error
        # Listening comes first, so that `/healthz` answers while the model is loading.
        await _until_open(client, stop)
        if (served := client.pipeline) is not None:
            typer.echo(
                f"Marquee listens on {_shown(runner.addresses[0])}, "
                f"with {served.encoder_name} over {served.size:,} films."
            )
        await stop.wait()
        log.info("closing: the running requests are finished, new ones are refused")
    finally:
        await runner.cleanup()
        if made is not None:
            made.unlink(missing_ok=True)


async def _listen(runner: Any, settings: Settings) -> None:
    from aiohttp import web  # noqa: PLC0415

    if settings.socket is None:
        await web.TCPSite(runner, settings.host, settings.port).start()
        return
    # Only this user may ask by it.
    before = os.umask(0o177)
    try:
        await web.UnixSite(runner, settings.socket).start()
    except NotImplementedError as error:
        raise UnavailableError("unavailable", "This system has no Unix sockets.") from error
    finally:
        os.umask(before)


async def _until_open(client: EmbeddedClient, stop: asyncio.Event) -> None:
    opening = asyncio.create_task(client.start())
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({opening, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if opening.done():
        await opening
    else:
        opening.cancel()


def _stop_event() -> asyncio.Event:
    loop, stop = asyncio.get_running_loop(), asyncio.Event()

    def begin() -> None:
        stop.set()
        # A second signal ends the process at once, as people expect of a second Ctrl-C.
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)

    with suppress(NotImplementedError):  # Windows: Ctrl-C still raises KeyboardInterrupt
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, begin)
    return stop


def _shown(address: Any) -> str:
    if isinstance(address, str):
        return f"unix:{address}"
    host, port = address[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _listen_problem(error: OSError, settings: Settings) -> str:
    if settings.socket is not None:
        reason = error.strerror or type(error).__name__
        return f"Marquee cannot listen on {settings.socket}: {reason}."
    where = f"{settings.host}:{settings.port}"
    if error.errno == errno.EADDRINUSE:
        return f"Something else already listens on {where}. Choose another port with --port."
    if error.errno == errno.EACCES:
        return f"Listening on {where} is not permitted. Choose a port above 1023 with --port."
    return f"Marquee cannot listen on {where}: {error.strerror or type(error).__name__}."
