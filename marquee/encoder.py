"""`marquee encoder`: encoders as files that serve without torch."""

from __future__ import annotations

from typing import Annotated

import typer

from marquee.console import require_torch, told
from services.core.encoders import SPECS, encoder_spec
from services.core.errors import RequestError
from services.core.settings import get_settings

# What torch serves; the one that ships is such a file already.
NAMES = tuple(spec.name for spec in SPECS.values() if spec.extra is not None)

app = typer.Typer(
    help="Make encoders serve without torch.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


# The function that follows would be the only one, and lose its name.
@app.callback()
def _group() -> None:
    """Make encoders serve without torch."""


@app.command()
def export(
    name: Annotated[str, typer.Argument(metavar="NAME", help=f"{', '.join(NAMES)}.")],
) -> None:
    """Export an encoder to ONNX, so that serving it needs no torch; needs the `models` extra.

    Its weights are those in the data folder's `weights`, or are fetched. From then on the exported
    files are used, and embeddings that torch made before stay good: both are compared, and files
    that do not agree with torch are not kept. CLIP's search by words needs the `words` extra.
    """
    with told():
        if name in SPECS and name not in NAMES:
            raise RequestError("bad_request", f"{name} needs no torch as it is.")
        spec = encoder_spec(name)
        require_torch()
        settings = get_settings()
        from services.training.stock_export import export_stock  # noqa: PLC0415
        from services.vision.encoders import open_original  # noqa: PLC0415
        from services.vision.encoders.exported import exported_folder  # noqa: PLC0415
        from services.vision.encoders.torch_models import TorchEncoder  # noqa: PLC0415

        encoder = open_original(spec, settings)
        assert isinstance(encoder, TorchEncoder)
        folder = exported_folder(spec, settings)
        exported = export_stock(encoder, folder)
        typer.echo(
            f"{folder}: {exported.size / 1e6:.0f} MB, the lowest cosine with torch "
            f"{exported.agreement:.6f}"
        )
