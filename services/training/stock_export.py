"""Stock encoders as ONNX files: CLIP's two towers with its tokenizer, ResNet50, VGG16."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import torch
from PIL import Image
from tokenizers import Regex, Tokenizer
from tokenizers.models import BPE
from tokenizers.pre_tokenizers import ByteLevel, Sequence, Split
from tokenizers.processors import TemplateProcessing
from torch import nn

from services.core.encoders import EncoderSpec
from services.core.errors import UnavailableError
from services.samples import SAMPLES, draw
from services.training.export import write_onnx
from services.vision.encoders.base import Embeddings, normalise
from services.vision.encoders.exported import (
    KEY,
    PICTURES,
    TOKENIZER,
    WORDS,
    ExportedEncoder,
    ExportedTextEncoder,
)
from services.vision.encoders.onnx_network import PIXELS, TOKENS
from services.vision.encoders.torch_models import ClipEncoder, TorchEncoder
from services.vision.heads.heads import put_in_place

# Stored embeddings of both are mixed, so they must be the same to every neighbour search.
AGREEMENT = 0.9999
TEXTS = ("a western", "Lonely astronaut, blue", "l’été d'amour — it's 1999!", "rain " * 100, "")


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export came to.

    Attributes:
        size: Bytes of all files.
        agreement: The lowest cosine between what torch and the files give for drawn posters, and
            for some words where there are any.
    """

    size: int
    agreement: float


def export_stock(encoder: TorchEncoder, folder: Path) -> Exported:
    """Write an encoder's files into a folder, whole or not at all; replaces what was there.

    Single precision: what is embedded by torch and by the files lies in one index.

    Args:
        encoder: From its own weights.
        folder: Where `services.vision.encoders.exported` looks for them.

    Raises:
        UnavailableError: `bad_model`, the files do not agree with torch.
    """
    spec = encoder.spec
    folder.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    work.chmod(0o755)
    try:
        how = spec.preprocessing
        pixels = torch.zeros(1, 3, how.height, how.width)
        _write(encoder.network, pixels, PIXELS, work / PICTURES, spec)
        if isinstance(encoder, ClipEncoder):
            _write(encoder.text_network, encoder.tokenise([""]), TOKENS, work / WORDS, spec)
            tokenizer_of(encoder).save(str(work / TOKENIZER))
        agreement = _agreement(encoder, work)
        if not agreement >= AGREEMENT:
            raise UnavailableError(
                "bad_model",
                f"What was exported of {spec.name} does not agree with torch: a cosine of "
                f"{agreement:.6f}. Nothing was kept.",
            )
        size = sum(path.stat().st_size for path in work.iterdir())
        put_in_place(work, folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return Exported(size, agreement)


def tokenizer_of(encoder: ClipEncoder) -> Tokenizer:
    """Return CLIP's tokenizer for texts that are cleaned, without torch."""
    theirs = encoder.tokenise
    length = theirs.context_length
    assert length is not None
    ranks = theirs.bpe_ranks
    merges = [(first, second) for first, second in sorted(ranks, key=ranks.__getitem__)]
    tokenizer = Tokenizer(BPE(vocab=dict(theirs.encoder), merges=merges, end_of_word_suffix="</w>"))
    start, end = (theirs.decoder[place] for place in theirs.all_special_ids)
    words = Regex(r"""'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+""")
    tokenizer.pre_tokenizer = Sequence(
        [
            Split(words, behavior="removed", invert=True),
            ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.add_special_tokens([start, end])
    tokenizer.post_processor = TemplateProcessing(
        single=f"{start} $A {end}",
        special_tokens=[(start, theirs.sot_token_id), (end, theirs.eot_token_id)],
    )
    tokenizer.enable_truncation(length)
    tokenizer.enable_padding(pad_id=0, pad_token=theirs.decoder[0], length=length)
    return tokenizer


def _write(
    network: nn.Module, example: torch.Tensor, port: str, path: Path, spec: EncoderSpec
) -> None:
    write_onnx(network, example, port, path)
    model = onnx.load(path)
    onnx.helper.set_model_props(model, {KEY: spec.key})
    onnx.checker.check_model(model)
    onnx.save(model, path)


def _agreement(encoder: TorchEncoder, folder: Path) -> float:
    images: list[Image.Image] = [draw(sample, 240) for sample in SAMPLES[:8]]
    threads = torch.get_num_threads()
    if isinstance(encoder, ClipEncoder):
        exported = ExportedTextEncoder(encoder.spec, folder, threads)
        words = _lowest(encoder.embed_text(TEXTS), exported.embed_text(TEXTS))
    else:
        exported, words = ExportedEncoder(encoder.spec, folder, threads), 1.0
    return min(words, _lowest(encoder.embed(images), exported.embed(images)))


def _lowest(ours: Embeddings, theirs: Embeddings) -> float:
    return float(np.einsum("ij,ij->i", normalise(ours), normalise(theirs)).min())
