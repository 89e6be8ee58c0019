"""Encoders that catalogues were built with, kept so that these go on when Marquee brings another.

What belongs to one set of weights lies in a folder named by their key, "poster-lite@9c00a191", as
it lies in the starter: the model, the heads that shipped for it, and the rules of recognition that
were used with it. There are such folders in two places: `<data>/encoders`, for what the indexes of
this data folder were built with, and `services/starter/former`, for the encoder that the release
before shipped, since a data folder of that time may have kept nothing.
"""

from __future__ import annotations

import hashlib
import logging
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from importlib.resources import as_file, files
from pathlib import Path

from services.core import foreign_json
from services.core.encoders import SPECS, EncoderSpec
from services.core.settings import Settings
from services.core.types import Outdated

MODEL_FILE = "poster-lite.onnx"
DECISION_FILE = Path("recognition", "decision.json")
FORMER = "former"

_log = logging.getLogger(__name__)


def starter() -> Path:
    """Return the folder that ships, where Marquee is plain files."""
    return Path(str(files("services.starter")))


def revision_of(model: Path) -> str:
    """Return the revision of a model file, the beginning of its checksum. Raises OSError."""
    return hashlib.sha256(model.read_bytes()).hexdigest()[:8]


def kept_folder(settings: Settings, key: str) -> Path:
    """Return where the data folder keeps what belongs to an encoder's key."""
    return settings.encoders_dir / key


def companions(settings: Settings, key: str) -> tuple[Path, Path]:
    """Return the folders, laid out as the starter, that may hold what belongs to a key."""
    return kept_folder(settings, key), starter() / FORMER / key


@contextmanager
def newest_model(settings: Settings) -> Iterator[Path]:
    """Give the model that indexes are built with: one's own, else the one that ships."""
    own = settings.weights_dir / MODEL_FILE
    if own.is_file():
        yield own
    else:
        with as_file(files("services.starter") / MODEL_FILE) as shipped:
            yield shipped


@contextmanager
def model_of(settings: Settings, key: str) -> Iterator[Path | None]:
    """Give the model file of an encoder's key, or None where there is none any more.

    It is looked for among one's own weights, what ships, what the data folder kept, and what the
    release before shipped.
    """
    with ExitStack() as stack:
        shipped = stack.enter_context(as_file(files("services.starter") / MODEL_FILE))
        models = [settings.weights_dir / MODEL_FILE, shipped]
        models += [folder / MODEL_FILE for folder in companions(settings, key)]
        yield next((model for model in models if _is(model, key)), None)


def is_gone(settings: Settings, spec: EncoderSpec) -> bool:
    """Return whether the weights of an encoder are nowhere any more."""
    with model_of(settings, spec.key) as model:
        return _is_a_file(spec) and model is None


def outdated(settings: Settings, spec: EncoderSpec) -> Outdated | None:
    """Return what is to be said of an index of this encoder; None where its weights are newest.

    Args:
        settings: Where newer weights would lie.
        spec: The encoder that answers, as it was opened.
    """
    if not _is_a_file(spec):
        return None
    with newest_model(settings) as model:
        newest = f"{spec.name}@{revision_of(model)}"
    if newest == spec.key:
        return None
    _log.warning(
        "%s: the index goes on with the weights that it was built with, %s; `marquee catalogue "
        "build --encoder %s` renews it for %s",
        spec.name,
        spec.key,
        spec.name,
        newest,
    )
    return Outdated(spec.key, newest)


def keep(settings: Settings, spec: EncoderSpec) -> None:
    """Keep what belongs to an encoder in the data folder, where that is not done yet.

    A disk that refuses is no reason to answer nothing: it is said, and tried again next time.
    """
    key = spec.key
    folder, former = companions(settings, key)
    if not _is_a_file(spec) or _is(folder / MODEL_FILE, key):
        return
    try:
        with model_of(settings, key) as model:
            if model is not None:
                # What is there by that name is damaged.
                shutil.rmtree(folder, ignore_errors=True)
                _write(folder, model, former if model.parent == former else starter())
    except OSError as error:
        _log.warning("%s cannot be kept in %s: %s", key, folder, error)


def keep_former(ships: Path, key: str) -> None:
    """Put the encoder that ships among the former ones, for the release that brings another.

    Those of earlier releases go: data folders have had a release's time to keep theirs.

    Args:
        ships: The folder that ships, in a checkout.
        key: The key of its encoder.
    """
    folder = ships / FORMER / key
    if not folder.is_dir():
        _write(folder, ships / MODEL_FILE, ships)
    forget(folder.parent, keep={key})


def forget(folder: Path, *, keep: Iterable[str], name: str = "*") -> None:
    """Remove what belongs to an encoder's keys, but for those to be kept.

    Args:
        folder: What holds a folder a key.
        keep: The keys that stay.
        name: Of which encoder; all by default.
    """
    stay = set(keep)
    for each in folder.glob(f"{name}@*"):
        if each.name not in stay:
            shutil.rmtree(each, ignore_errors=True)
            _log.info("removed the encoder %s, which no index needs any more", each.name)


def key_told(manifest: Path) -> str | None:
    """Return the key of the encoder that a manifest of heads is for; None where it tells none."""
    try:
        told = foreign_json.parse(manifest.read_bytes())
        name, revision = told["encoder"], told["revision"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return f"{name}@{revision}" if revision else name


def _write(folder: Path, model: Path, beside: Path) -> None:
    """Write the folder of a key whole: a model, and what belongs to it of a starter's layout."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    work.chmod(0o755)
    try:
        shutil.copyfile(model, work / MODEL_FILE)
        if not _is(work / MODEL_FILE, folder.name):
            raise OSError(f"{model} was replaced meanwhile")
        for manifest in (beside / "heads").glob("**/manifest.json"):
            if key_told(manifest) == folder.name:
                heads = manifest.parent
                shutil.copytree(heads, work / heads.relative_to(beside))
        if (beside / DECISION_FILE).is_file():
            (work / DECISION_FILE).parent.mkdir()
            shutil.copyfile(beside / DECISION_FILE, work / DECISION_FILE)
        # Another process may have been quicker; its folder is the same.
        if not folder.is_dir():
            work.rename(folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _is_a_file(spec: EncoderSpec) -> bool:
    """Return whether an encoder's revision is its file's, and no fact of this version."""
    known = SPECS.get(spec.name)
    return known is not None and not known.revision


def _is(model: Path, key: str) -> bool:
    try:
        return revision_of(model) == key.partition("@")[2]
    except OSError:
        return False
