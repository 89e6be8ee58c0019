"""A JPEG that lacks its last bytes: read where its lowest rows alone, or its last bits, are gone.

Cards that are full and copies that broke off leave such files, and every viewer shows them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO

from PIL import Image, ImageChops, ImageFile

# Of a picture's rows, the share that may be missing: of a poster, the credits.
MOST_MISSING = 0.1
# What a single byte may cost: a row of blocks, and what is blended with it.
_ROWS = 24
_END = b"\xff\xd9"
_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_FRAMES = frozenset({*range(0xC0, 0xD0)}) - {0xC4, 0xC8, 0xCC}
_LAST = 63  # the finest of a block's frequencies


def completed(
    data: bytes, broken: ImageFile.ImageFile, prepared: Callable[[Image.Image], None]
) -> Image.Image | None:
    """Return the picture of a JPEG whose end is missing, None where too much of it is.

    Args:
        data: The file's bytes.
        broken: What was opened of them; its pixels could not all be read.
        prepared: What is done with a picture between opening it and reading its pixels.

    Raises:
        OSError: there is nothing that could be read even so.
    """
    scans = _Scans.of(data)
    if not scans.starts:
        return None
    whole = _read(data + _END, prepared)
    if len(scans.starts) == 1:
        # What was read stays; without tiles left, nobody tries to read on.
        broken.tile = []
        if broken.size != whole.size or broken.mode != whole.mode:
            return None
        differs = ImageChops.difference(broken, whole).getbbox(alpha_only=False)
        missing = 0 if differs is None else whole.height - differs[1]
    elif not scans.is_last:
        return None
    elif scans.refines:
        missing = 0  # the last bit of each number: nobody sees it
    else:
        before = _read(data[: scans.starts[-1]] + _END, prepared)
        differs = ImageChops.difference(before, whole).getbbox(alpha_only=False)
        missing = whole.height if differs is None else whole.height - differs[3]
    return whole if missing <= max(MOST_MISSING * whole.height, _ROWS) else None


def _read(data: bytes, prepared: Callable[[Image.Image], None]) -> Image.Image:
    image = Image.open(BytesIO(data), formats=("JPEG",))
    prepared(image)
    image.load()
    return image


@dataclass(slots=True)
class _Scans:
    """The passes over a JPEG that were begun.

    Attributes:
        starts: Where each of them begins.
        refines: Whether the last one adds a bit to numbers that are there.
        lacking: Of each component, which of its ends no pass has come to: 0 and 63.
    """

    starts: list[int] = field(default_factory=list)
    refines: bool = False
    lacking: set[tuple[int, int]] = field(default_factory=set)

    @property
    def is_last(self) -> bool:
        """Whether no other pass would follow."""
        return not self.lacking

    @classmethod
    def of(cls, data: bytes) -> _Scans:
        """Walk over the markers; how many there may be was checked before."""
        scans, at = cls(), 2
        while found := _MARKER.search(data, at):
            marker, at = data[found.start() + 1], found.end()
            if marker in {0x01, 0xD8, 0xD9}:
                continue
            length = int.from_bytes(data[at : at + 2], "big")
            body = data[at + 2 : at + length]
            if marker in _FRAMES and len(body) >= 6:
                scans.lacking = {(part, end) for part in body[6::3] for end in (0, _LAST)}
            elif marker == 0xDA and len(body) == length - 2 and len(body) >= 4:
                scans._begin(found.start(), body)
            at += length
        return scans

    def _begin(self, start: int, body: bytes) -> None:
        self.starts.append(start)
        first, last, bits = body[-3:]
        self.refines = bits >> 4 > 0
        if bits & 15 == 0:
            parts = body[1:-3:2]
            self.lacking -= {(part, end) for part in parts for end in (first, last)}
