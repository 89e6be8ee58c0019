"""What the service is compared with, each in a process of its own.

- `encoder`: the network that ships, one picture at a time and in eights, without what makes pixels
  of pictures.
- `published`: torch in float32 without any compiling, one picture at a time, from a JPEG to the
  nearest rows by `torch.cdist`; EfficientNet-Lite0, of which Marquee's own encoder is made.
- `embedded`: `marquee.open().identify`, from a decoded picture to the answer.
- `reader`: a handler over aiohttp that reads the upload as the service does, and takes its SHA-256.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

_THREADS = 2


def _repeated(work: Callable[[], object], seconds: float) -> dict[str, float]:
    for _ in range(3):
        work()
    times: list[float] = []
    began, cpu = perf_counter(), process_time()
    while not times or perf_counter() - began < seconds:
        start = perf_counter()
        work()
        times.append((perf_counter() - start) * 1e3)
    return {
        "p50_ms": median(times),
        "a_second": len(times) / (perf_counter() - began),
        "cpu_ms": (process_time() - cpu) / len(times) * 1e3,
    }


def encoder(data_dir: Path, pictures: Path, seconds: float) -> dict[str, Any]:
    """Return figures of the network alone, one at a time and in eights."""
    from PIL import Image  # noqa: PLC0415

    from services.core.settings import Settings  # noqa: PLC0415
    from services.vision.encoders.poster_lite import PosterLite  # noqa: PLC0415
    from services.vision.encoders.preprocessing import preprocess  # noqa: PLC0415

    settings = Settings(data_dir=data_dir, threads=_THREADS)  # pyright: ignore[reportCallIssue]
    opened = PosterLite.open(settings)
    images = [Image.open(path).convert("RGB") for path in sorted(pictures.glob("*.jpg"))[:8]]
    some = {"one": images[:1], "eights": images}
    figures: dict[str, Any] = {}
    for name, batch in some.items():
        count, how = len(batch), opened.spec.preprocessing
        whole = _repeated(lambda batch=batch: opened.look(batch), seconds)
        pixels = _repeated(lambda batch=batch, how=how: preprocess(batch, how), seconds / 4)
        # What is looked at is made of the pictures in the same call: that is not the network's.
        own = {key: (whole[key] - pixels[key]) / count for key in ("p50_ms", "cpu_ms")}
        figures[name] = own | {"a_second": 1e3 / own["p50_ms"]}
        figures["pixels"] = {key: pixels[key] / count for key in ("p50_ms", "cpu_ms")}
    return figures


def embedded(data_dir: Path, pictures: Path, seconds: float) -> dict[str, Any]:
    """Return figures of a poster through the Python API, and its stages."""
    from PIL import Image  # noqa: PLC0415

    import marquee  # noqa: PLC0415

    path = sorted(pictures.glob("*.jpg"))[0]
    stages: dict[str, list[float]] = {}
    with marquee.open(data_dir) as catalogue:

        def work() -> None:
            answer = catalogue.identify(Image.open(path))
            for stage, took_ms in answer.timings_ms.items():
                stages.setdefault(stage, []).append(took_ms)

        whole = _repeated(work, seconds)
    return whole | {"stages_ms": {stage: median(times) for stage, times in stages.items()}}


def published(rows: int, pictures: Path, seconds: float) -> dict[str, Any]:
    """Return figures of the published way over so many rows; raises ImportError without torch."""
    import numpy as np  # noqa: PLC0415
    import torch  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    from services.core.encoders import IMAGENET_LITE0  # noqa: PLC0415
    from services.vision.encoders.lite import LITE0, imagenet_lite  # noqa: PLC0415
    from services.vision.encoders.preprocessing import preprocess  # noqa: PLC0415

    torch.set_num_threads(_THREADS)
    network = imagenet_lite(LITE0)
    catalogue = torch.from_numpy(np.random.default_rng(1).normal(size=(rows, 1280))).float()
    data = sorted(pictures.glob("*.jpg"))[0].read_bytes()

    def work() -> object:
        with torch.inference_mode():
            image = Image.open(BytesIO(data)).convert("RGB")
            pixels = preprocess([image], IMAGENET_LITE0.preprocessing)
            embedding = network(torch.from_numpy(pixels))
            return torch.cdist(embedding, catalogue).topk(3, largest=False)

    return _repeated(work, seconds)


async def reader() -> None:
    """Serve the handler that only reads, until it is ended."""
    from aiohttp import web  # noqa: PLC0415

    from services.inference.upload import read_poster  # noqa: PLC0415
    from services.inference.upload_limits import UploadMemory  # noqa: PLC0415

    room = UploadMemory(2**28)

    async def handler(request: web.Request) -> web.Response:
        with room.hold() as held:
            poster = await read_poster(request, held, max_bytes=2**25, timeout_s=20)
        return web.json_response({"digest": hashlib.sha256(poster).hexdigest()})

    app = web.Application()
    app.router.add_post("/v1/identify", handler)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    await asyncio.Event().wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["encoder", "embedded", "published", "reader"])
    parser.add_argument("--data-dir", type=Path)
    parser.add_argument("--pictures", type=Path)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=5.0)
    given = parser.parse_args()
    if given.what == "reader":
        asyncio.run(reader())
    elif given.what == "published":
        try:
            figures = published(given.rows, given.pictures, given.seconds)
        except ImportError as error:
            figures = {"missing": str(error)}
        print(json.dumps(figures))
    else:
        work = {"encoder": encoder, "embedded": embedded}[given.what]
        print(json.dumps(work(given.data_dir, given.pictures, given.seconds)))


if __name__ == "__main__":
    main()
