"""One poster's time in the encoder as served, against the ImageNet model it began as.

    python -m benchmarks.encoder_latency [--rounds 200]

Needs the `models` extra. All run in one process, in turn, on the same drawn poster and the same
number of threads, from image to embedding; the ratio is of the medians. The ImageNet model is
EfficientNet-Lite0 at 272 x 184 pixels, exported and served the same way, and in torch.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np
import torch
from rich.console import Console
from rich.table import Table

from services.core.encoders import IMAGENET_LITE0
from services.core.settings import Settings, get_settings
from services.samples import SAMPLES, draw
from services.training.export import export_onnx
from services.vision.encoders.lite import LITE0, imagenet_lite
from services.vision.encoders.poster_lite import PosterLite
from services.vision.encoders.preprocessing import preprocess


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    settings: Settings = get_settings().model_copy(update={"threads": args.threads})
    torch.set_num_threads(args.threads)
    encoder, network = PosterLite.open(settings), imagenet_lite(LITE0)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "imagenet.onnx"
        export_onnx(network, path, IMAGENET_LITE0)
        imagenet = PosterLite(path, args.threads)
    poster = draw(SAMPLES[0], 400)

    def eager() -> np.ndarray:
        with torch.inference_mode():
            pixels = preprocess([poster], IMAGENET_LITE0.preprocessing)
            return network(torch.from_numpy(pixels)).numpy()

    base_name = "ImageNet model, ONNX Runtime"
    ways: dict[str, Callable[[], np.ndarray]] = {
        base_name: lambda: imagenet.embed([poster]),
        "ImageNet model, torch eager": eager,
        "poster-lite, as served": lambda: encoder.embed([poster]),
        "of which preparing the pixels": lambda: preprocess([poster], encoder.spec.preprocessing),
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(args.rounds + 10):
        for name, way in ways.items():
            start = perf_counter()
            way()
            if number >= 10:
                times[name].append((perf_counter() - start) * 1000)
    base = float(np.median(times[base_name]))
    table = Table("Encoder", title=f"{encoder.spec.key}, {args.threads} threads, one poster")
    table.add_column("median ms", justify="right")
    table.add_column("95 % ms", justify="right")
    table.add_column("of the ImageNet model", justify="right")
    for name, values in times.items():
        median = float(np.median(values))
        p95 = float(np.quantile(values, 0.95))
        table.add_row(name, f"{median:.2f}", f"{p95:.2f}", f"{median / base:.2f}")
    Console().print(table)


if __name__ == "__main__":
    main()
