"""One poster's time in the encoder: ONNX Runtime as served, against torch on the same weights.

    python -m benchmarks.encoder_latency [--rounds 200]

Needs the `models` extra. Both run in one process, in turn, on the same drawn poster and the same
number of threads; the ratio is of the medians.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from time import perf_counter

import numpy as np
import torch
from rich.console import Console
from rich.table import Table

from services.encoders.lite0 import imagenet_lite0
from services.encoders.poster_lite import PosterLite
from services.samples import SAMPLES, draw
from services.settings import Settings, get_settings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    settings: Settings = get_settings().model_copy(update={"threads": args.threads})
    torch.set_num_threads(args.threads)
    encoder, network = PosterLite.open(settings), imagenet_lite0()
    poster = draw(SAMPLES[0], 400)

    def eager() -> np.ndarray:
        with torch.inference_mode():
            return network(torch.from_numpy(encoder.spec.preprocessing([poster]))).numpy()

    ways: dict[str, Callable[[], np.ndarray]] = {
        "torch, eager": eager,
        "ONNX Runtime, as served": lambda: encoder.embed([poster]),
        "of which preparing the pixels": lambda: encoder.spec.preprocessing([poster]),
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(args.rounds + 10):
        for name, way in ways.items():
            start = perf_counter()
            way()
            if number >= 10:
                times[name].append((perf_counter() - start) * 1000)
    base = float(np.median(times["torch, eager"]))
    table = Table("Encoder", title=f"{encoder.spec.key}, {args.threads} threads, one poster")
    table.add_column("median ms", justify="right")
    table.add_column("95 % ms", justify="right")
    table.add_column("of torch", justify="right")
    for name, values in times.items():
        median = float(np.median(values))
        p95 = float(np.quantile(values, 0.95))
        table.add_row(name, f"{median:.2f}", f"{p95:.2f}", f"{median / base:.2f}")
    Console().print(table)


if __name__ == "__main__":
    main()
