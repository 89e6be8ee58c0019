"""Where the model files of the extra `ocr` lie, and the runtime's sessions over them.

The files are those that the package `rapidocr` carries in its wheel. Only they are used: that
package's own code is never imported, for it would bring ten modules and threads of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from services.core.errors import UnavailableError

if TYPE_CHECKING:
    import onnxruntime

_INSTALL = 'Reading titles needs the extra: pip install "marquee-bot[ocr]"'
# Under which name a model's metadata lists its characters, one a line.
_CHARACTERS = "character"


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """The two models that read.

    Attributes:
        detection: Finds lines; DB, `(1, 3, h, w)` in, the share of text at each point out.
        recognition: Reads a line; CTC, its characters in its own metadata.
    """

    detection: Path
    recognition: Path


@cache
def model_files() -> ModelFiles | None:
    """Return the models that are installed, or None without the extra."""
    found = find_spec("rapidocr")
    for folder in (found.submodule_search_locations or ()) if found else ():
        models = Path(folder) / "models"
        detection = sorted(models.glob("*_det_*.onnx"))
        recognition = sorted(models.glob("*_rec_*.onnx"))
        if detection and recognition:
            # Where a later release brings several, the last name is that of the newest.
            return ModelFiles(detection[-1], recognition[-1])
    return None


def installed_models() -> ModelFiles:
    """Return the models; raises UnavailableError, which names the extra, where there are none."""
    if (files := model_files()) is None:
        raise UnavailableError("no_ocr", _INSTALL)
    return files


def open_session(model: Path, threads: int) -> onnxruntime.InferenceSession:
    """Open a model.

    Args:
        model: The ONNX file.
        threads: CPU threads of one run.

    Raises:
        UnavailableError: `no_ocr` where the file is no model that the runtime opens.
    """
    # Imported here: whether the extra is there is asked by processes that never read.
    import onnxruntime  # noqa: PLC0415

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # Every picture has another size, and the arena would keep the memory of the largest one.
    options.enable_cpu_mem_arena = False
    try:
        return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    # The runtime's own exceptions share no base class but Exception.
    except Exception as error:
        raise UnavailableError(
            "no_ocr", f"{model} is not a model that reads. {_INSTALL}"
        ) from error


def characters_of(session: onnxruntime.InferenceSession) -> tuple[str, ...]:
    """Return what a recognition model's outputs stand for; the first, none, is left out.

    Raises:
        UnavailableError: `no_ocr` where the model does not tell.
    """
    told = session.get_modelmeta().custom_metadata_map.get(_CHARACTERS)
    if not told:
        raise UnavailableError("no_ocr", f"The model does not tell its characters. {_INSTALL}")
    return (*told.splitlines(), " ")
