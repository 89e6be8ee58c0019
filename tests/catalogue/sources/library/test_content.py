"""Files whose kind only their content tells, imported: read, or left out with the reason."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from services.catalogue.sources.folder import ImportReport, import_posters
from services.catalogue.sources.library.layout import read_library
from services.core.settings import Settings
from services.pictures import heif
from services.store import Store
from tests.pictures import hostile

# A box that says HEIC, and nothing behind it.
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 400


async def taken(store: Store, folder: Path, settings: Settings) -> ImportReport:
    return await import_posters(store, read_library(folder).items, settings, library=folder)


def picture(number: int, kind: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 60), (number, 40, 90)).save(out, kind)
    return out.getvalue()


async def test_every_kind_by_its_content(store: Store, folder: Path, settings: Settings) -> None:
    kinds = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF", "MPO")
    suffixes = (".jfif", ".JPE", "", ".mpo", ".AVIF", ".tbn", ".jpg", ".heic")
    for number, (kind, suffix) in enumerate(zip(kinds, suffixes, strict=True)):
        (folder / f"Film {number} (1990){suffix}").write_bytes(picture(number, kind))
    report = await taken(store, folder, settings)
    assert (report.added, report.skipped) == (8, {})


async def test_what_cannot_be_read_is_counted_with_its_reason(
    store: Store, folder: Path, settings: Settings
) -> None:
    (folder / "Good (1990).jpg").write_bytes(picture(1, "JPEG"))
    (folder / "Text (1990).jpg").write_text("<html>")
    (folder / "Empty (1990).jfif").write_bytes(b"")
    (folder / "Cut (1990).png").write_bytes(picture(2, "PNG")[:60])
    (folder / "Layers (1990).psd").write_bytes(b"8BPS")
    (folder / "Phone (1990).heic").write_bytes(HEIC)
    report = await taken(store, folder, settings)
    assert report.added == 1
    assert report.skipped.pop("truncated or damaged image")[0] == "Cut (1990).png"
    assert report.skipped == {
        "not an image": ["Text (1990).jpg"],
        "empty file": ["Empty (1990).jfif"],
        "a kind of picture that is not read (.psd)": ["Layers (1990).psd"],
        **report.skipped,
    }


async def test_heic_is_named_with_the_extra_that_reads_it(
    store: Store, folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "Phone (1990).heic").write_bytes(HEIC)
    for name in ("services.catalogue.pictures", "services.catalogue.sources.folder"):
        monkeypatch.setattr(f"{name}.register", lambda: False)
    report = await taken(store, folder, settings)
    assert report.skipped == {heif.MISSING: ["Phone (1990).heic"]}
    assert "marquee-bot[heif]" in heif.MISSING


async def test_heic_is_read_where_the_extra_is_installed(
    store: Store, folder: Path, settings: Settings
) -> None:
    pytest.importorskip("pi_heif")
    assert heif.register()
    (folder / "Phone (1990).heic").write_bytes(hostile.HEIC)
    assert (await taken(store, folder, settings)).added == 1
