"""What was measured, as tables for people and as ratios of one run."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median, quantiles
from typing import Any

from rich.console import Console
from rich.table import Table

Figures = dict[str, Any]


def load_figures(told: Mapping[str, Any], service_cpu_s: float, memory_mb: float) -> Figures:
    """Return the figures of one load.

    Args:
        told: What `benchmarks.serving.load` wrote.
        service_cpu_s: Processor seconds of the service meanwhile.
        memory_mb: Its memory at the end.
    """
    times, statuses = told["times_ms"], told["statuses"]
    answered = len(times)
    return {
        "answered": answered,
        "refused": sum(count for status, count in statuses.items() if status == "503"),
        "failed": sum(count for status, count in statuses.items() if status not in ("200", "503")),
        "a_second": answered / told["seconds"],
        "p50_ms": median(times) if times else None,
        "p99_ms": quantiles(times, n=100)[98] if answered > 1 else None,
        "cpu_ms": service_cpu_s / max(1, answered) * 1e3,
        "load_cpu_share": told["cpu_s"] / told["seconds"],
        "memory_mb": memory_mb,
        "stages_ms": {stage: median(times) for stage, times in told["stages_ms"].items()},
    }


def ratios(figures: Figures) -> dict[str, tuple[float, str]]:
    """Return what is to be shown, each with the bound that was asked for."""
    encoder, loads = figures["encoder"], figures["loads"]
    found: dict[str, tuple[float, str]] = {}
    embedded, published = figures["embedded"], figures["published"]
    if "p50_ms" in published:
        found["a poster embedded, of the published way's speed"] = (
            published["p50_ms"] / embedded["p50_ms"],
            ">= 15",
        )
    found["the encoder's share of a poster embedded"] = (
        encoder["one"]["p50_ms"] / embedded["p50_ms"],
        ">= 0.85",
    )
    one = loads["1 distinct"]
    around = sum(one["stages_ms"].get(stage, 0.0) for stage in ("decode", "search", "heads"))
    found["ms around the encoder, one client (decode, pixels, search, heads)"] = (
        around + encoder["pixels"]["p50_ms"],
        "<= 2",
    )
    busy, most = loads["32 distinct"], loads["128 distinct"]
    own = encoder["eights"]
    found["32 clients: processor seconds an answer, of the encoder's own"] = (
        busy["cpu_ms"] / own["cpu_ms"],
        "<= 1.18",
    )
    left = own["a_second"] * (1 - busy["load_cpu_share"] / figures["machine"]["cores"])
    found["32 clients: throughput, of the encoder's less what the load takes"] = (
        busy["a_second"] / left,
        ">= 0.85",
    )
    found["32 clients: p99, of 32 divided by the throughput"] = (
        busy["p99_ms"] / (32e3 / busy["a_second"]),
        "<= 1.4",
    )
    found["identical pictures, of the rate of a handler that reads and hashes"] = (
        loads["32 identical"]["a_second"] / figures["reader"]["a_second"],
        ">= 0.5",
    )
    found["identical pictures: that handler's processor seconds, of theirs"] = (
        figures["reader"]["cpu_ms"] / loads["32 identical"]["cpu_ms"],
        "",
    )
    found["128 clients: answered a second, of those at 32"] = (
        most["a_second"] / busy["a_second"],
        ">= 1",
    )
    rude = loads["128 distinct, asking again at once"]
    found["128 clients that ask again at once: answered a second, of those at 32"] = (
        rude["a_second"] / busy["a_second"],
        ">= 1",
    )
    found["memory after 128 clients, of that after 32"] = (
        rude["memory_mb"] / busy["memory_mb"],
        "flat",
    )
    crowd = figures["crowd"]
    found["a server's p50 while another floods, of its p50 alone"] = (
        crowd["other"]["p50_ms"] / crowd["alone"]["p50_ms"],
        "<= 2",
    )
    return found


def show(figures: Figures, console: Console) -> None:
    """Print all of it."""
    table = Table("clients, pictures", title="`marquee serve` over HTTP")
    for name in ("a second", "p50 ms", "p99 ms", "refused", "cpu ms an answer", "MB"):
        table.add_column(name, justify="right")
    reader = figures["reader"]
    for name, load in [*figures["loads"].items(), ("a handler that reads and hashes", reader)]:
        table.add_row(
            name,
            f"{load['a_second']:.1f}",
            _ms(load["p50_ms"]),
            _ms(load["p99_ms"]),
            f"{load['refused']:,}",
            f"{load['cpu_ms']:.2f}",
            f"{load['memory_mb']:.0f}",
        )
    console.print(table)
    table = Table("one after another, without HTTP", title="Beside it")
    for name in ("a second", "ms", "cpu ms"):
        table.add_column(name, justify="right")
    rows = {
        "the encoder alone": figures["encoder"]["one"],
        "the encoder alone, in eights": figures["encoder"]["eights"],
        "`marquee.open().identify`": figures["embedded"],
        "the published way (torch, cdist)": figures["published"],
    }
    for name, row in rows.items():
        if "p50_ms" in row:
            cells = (f"{row['a_second']:.1f}", f"{row['p50_ms']:.2f}", f"{row['cpu_ms']:.2f}")
            table.add_row(name, *cells)
        else:
            table.add_row(name, "not installed")
    console.print(table)
    table = Table("stage", "median ms, one client", title="A poster's stages")
    for stage, took_ms in figures["loads"]["1 distinct"]["stages_ms"].items():
        table.add_row(stage, f"{took_ms:.2f}")
    table.add_row("(of embed: pixels)", f"{figures['encoder']['pixels']['p50_ms']:.2f}")
    console.print(table)
    console.print(
        f"Ready after {figures['start']['ready_s']:.2f} s; {figures['start']['memory_mb']:.0f} MB "
        f"then; the light install takes {figures['install_mb']:.0f} MB."
    )
    for name, why in figures["others"].items():
        console.print(f"{name}: {why}")
    table = Table("ratio", "here", "asked for", title="Ratios of this run")
    for name, (value, bound) in ratios(figures).items():
        table.add_row(name, f"{value:.2f}", bound)
    console.print(table)


def _ms(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"
