"""`python -m benchmarks.decoding`: what opening pictures in processes of their own costs and saves.

A plain poster through the whole of `identify`, decoded in this process and in a worker by turns;
then the memory of this process and its workers (PSS) while bombs are opened, one alone and twelve
at once; then pyvips beside Pillow, where it is installed.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from statistics import median

from PIL import Image

from services.core.errors import MarqueeError
from services.core.settings import Settings
from services.inference.embedded import EmbeddedClient
from services.pictures.images import decode
from services.pictures.pool import DecodePool


class InProcess(DecodePool):
    """Decodes in the thread that asks, as it was before there were workers."""

    def start(self) -> None:
        """Start nothing."""

    def decode(self, data: bytes, *, max_bytes: int, max_pixels: int) -> Image.Image:
        """Decode a picture here."""
        return decode(data, max_bytes=max_bytes, max_pixels=max_pixels)


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def poster() -> bytes:
    noise = Image.effect_noise((100, 150), 90).resize((300, 450), Image.Resampling.BICUBIC)
    return encoded(noise.convert("RGB"), "JPEG", quality=88)


def scans(times: int, side: int) -> bytes:
    data = encoded(Image.new("RGB", (side, side), (90, 20, 20)), "JPEG", progressive=True)
    last, end = data.rindex(b"\xff\xda"), data.rindex(b"\xff\xd9")
    return data[:last] + data[last:end] * times + data[end:]


def bombs() -> Iterator[tuple[str, bytes]]:
    noise = Image.effect_noise((500, 500), 90)
    yield "JPEG, 3,000 scans", scans(3_000, 7_000)
    yield "JPEG, 20 scans, 24 MP", scans(11, 4_900)
    yield "JPEG, 49 MP", encoded(noise.resize((7_000, 7_000)).convert("RGB"), "JPEG")
    yield "PNG, 16-bit grey, 24 MP", encoded(Image.new("I;16", (4_949, 4_949)), "PNG")
    yield "PNG, 16-bit grey, 49 MP", encoded(Image.new("I;16", (7_000, 7_000)), "PNG")
    yield "PNG, RGBA, 24 MP", encoded(Image.new("RGBA", (4_949, 4_949), (9, 9, 9, 90)), "PNG")
    yield "WebP, lossless, 9.8 MP", encoded(Image.new("RGB", (3_130, 3_130)), "WEBP", lossless=True)
    yield "WebP, lossless, 49 MP", encoded(Image.new("RGB", (7_000, 7_000)), "WEBP", lossless=True)
    see_through = noise.resize((3_130, 3_130)).convert("RGBA")
    yield "AVIF, alpha, 9.8 MP", encoded(see_through, "AVIF", speed=10)
    yield "GIF, 24 MP", encoded(Image.new("P", (4_949, 4_949)), "GIF")
    yield "TIFF, RGB, 6 MP", encoded(noise.resize((2_500, 2_500)).convert("RGB"), "TIFF")


async def latency(settings: Settings, rounds: int) -> None:
    here = EmbeddedClient(settings, pool=InProcess(settings))
    beside = EmbeddedClient(settings, pool=DecodePool(settings))
    times: dict[str, list[float]] = {"in this process": [], "in a worker": []}
    decoding: dict[str, list[float]] = {name: [] for name in times}
    clients = dict(zip(times, (here, beside), strict=True))
    data = poster()
    for client in clients.values():
        await client.start()
        for _ in range(10):
            await client.identify(data)
    for _ in range(rounds):
        for name, client in clients.items():
            answer = await client.identify(data)
            times[name].append(answer.timings_ms["total"])
            decoding[name].append(answer.timings_ms["decode"])
    print(f"A JPEG of 300 x 450, {len(data) / 1e3:.0f} kB, {rounds} times each by turns, p50:")
    for name, whole in times.items():
        print(f"  {name}: {median(whole):.2f} ms, decoding {median(decoding[name]):.2f} ms")
    ratio = median(times["in a worker"]) / median(times["in this process"])
    print(f"  ratio of the whole: {ratio:.3f}")
    for client in clients.values():
        await client.close()


def pss(pids: list[int]) -> float:
    total = 0
    for pid in pids:
        with suppress(OSError, IndexError):
            text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
            total += int(text.split("\nPss:", 1)[1].split()[0])
    return total / 1024


@contextmanager
def peak(pids: Callable[[], list[int]]) -> Iterator[list[float]]:
    """Give the highest PSS in MB that was seen inside, as the only element of a list."""
    seen, done = [0.0], threading.Event()

    def watch() -> None:
        while not done.wait(0.003):
            seen[0] = max(seen[0], pss(pids()))

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield seen
    finally:
        done.set()
        thread.join()


async def memory(settings: Settings) -> None:
    decoders = DecodePool(settings)
    client = EmbeddedClient(settings, pool=decoders)
    await client.start()
    for _ in range(20):
        await client.identify(poster())

    def pids() -> list[int]:
        return [os.getpid(), *(worker.pid for worker in decoders.workers)]

    async def asked(data: bytes) -> str:
        try:
            await client.identify(data)
        except MarqueeError as error:
            return error.code
        return "read"

    print(f"Memory above the idle {pss(pids()):.0f} MB (PSS of this process and its workers):")
    for name, data in bombs():
        idle = pss(pids())
        began = time.perf_counter()
        with peak(pids) as one:
            outcome = await asked(data)
        took = time.perf_counter() - began
        middle = pss(pids())
        with peak(pids) as twelve:
            outcomes = await asyncio.gather(*(asked(data) for _ in range(12)))
        print(
            f"  {name}, {len(data) / 1e3:,.0f} kB: {outcome} after {took:.2f} s, "
            f"{one[0] - idle:.0f} MB; twelve: {twelve[0] - middle:.0f} MB "
            f"({', '.join(sorted(set(outcomes)))})"
        )
    await client.close()


def vips(rounds: int) -> None:
    try:
        import pyvips  # noqa: PLC0415  # pyright: ignore[reportMissingImports]
    except (ImportError, OSError):
        print("pyvips is not installed (pip install 'pyvips[binary]').")
        return
    large = Image.effect_noise((500, 500), 90).resize((4_000, 3_000)).convert("RGB")
    files = {"JPEG 300 x 450": poster(), "JPEG 12 MP": encoded(large, "JPEG")}
    files["PNG 12 MP"] = encoded(large, "PNG", compress_level=1)
    for name, data in files.items():
        ours, theirs = [], []
        for _ in range(rounds if len(data) < 10**6 else 5):
            began = time.perf_counter()
            image = decode(data, max_bytes=2**26, max_pixels=10**8)
            between = time.perf_counter()
            pyvips.Image.thumbnail_buffer(
                data, image.width, height=image.height, size="force"
            ).write_to_memory()
            ours.append(between - began)
            theirs.append(time.perf_counter() - between)
        print(
            f"  {name}: Pillow {median(ours) * 1e3:.2f} ms, pyvips {median(theirs) * 1e3:.2f} ms, "
            f"pyvips / Pillow {median(theirs) / median(ours):.2f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # pyright: ignore[reportOptionalMemberAccess]
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--only", choices=["latency", "memory", "vips"])
    given = parser.parse_args()
    settings = Settings()  # pyright: ignore[reportCallIssue]
    if given.only in {None, "latency"}:
        asyncio.run(latency(settings, given.rounds))
    if given.only in {None, "memory"}:
        asyncio.run(memory(settings))
    if given.only in {None, "vips"}:
        vips(given.rounds)


if __name__ == "__main__":
    main()
