"""Pictures as trees of named parts, which can be changed and put together again.

Lengths and checksums are made anew when a tree becomes bytes, so that a change reaches the reader
that it is meant for instead of ending at the first check. Some are made wrong on purpose.
"""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

# Numbers at which readers of lengths and sizes stumble.
ODD_NUMBERS = (
    0, 1, 2, 3, 4, 7, 8, 15, 16, 31, 32, 63, 64, 127, 128, 255, 256, 257, 1024, 4095, 4949, 16383,
    16384, 32767, 32768, 65535, 65536, 2**20, 2**24 - 1, 2**24, 2**28, 2**31 - 1, 2**31, 2**32 - 1,
)  # fmt: skip


@dataclass
class Part:
    """A named part of a file.

    Attributes:
        name: As the format has it; empty for what has none, such as the data of a scan.
        body: Its content, or what stands before its own parts.
        parts: The parts inside it.
    """

    name: bytes
    body: bytearray
    parts: list[Part] = field(default_factory=list)

    def copied(self) -> Part:
        """Return a copy that shares nothing."""
        return Part(self.name, bytearray(self.body), [part.copied() for part in self.parts])


@dataclass
class Tree:
    """A file taken apart: what stands first, its parts, and how a part becomes bytes."""

    head: bytearray
    parts: list[Part]
    join: Callable[[Tree], bytes]


def take_apart(data: bytes) -> Tree | None:
    """Return the tree of a sound file, None for a kind that has no parts worth the name."""
    if data.startswith(b"\xff\xd8"):
        return Tree(bytearray(data[:2]), _segments(data), _join_segments)
    if data.startswith(b"\x89PNG"):
        return Tree(bytearray(data[:8]), _chunks(data), _join_chunks)
    if data.startswith(b"RIFF"):
        return Tree(bytearray(data[:12]), _riff(data), _join_riff)
    if data[4:8] == b"ftyp":
        return Tree(bytearray(), _boxes(data), _join_boxes)
    if data.startswith(b"GIF8"):
        return Tree(bytearray(data[:13]), _blocks(data), _join_plain)
    if data.startswith((b"II", b"MM")):
        return Tree(bytearray(data[:8]), _entries(data), _join_entries)
    if data.startswith(b"BM"):
        parts = [Part(b"header", bytearray(data[14:54])), Part(b"rest", bytearray(data[54:]))]
        return Tree(bytearray(data[:14]), parts, _join_plain)
    return None


def mutate(tree: Tree, rng: random.Random, others: list[Part]) -> bytes:
    """Change a tree in one to four places, and return its bytes."""
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 4))):
        _change_parts(tree.parts, rng, others)
    if tree.head and rng.random() < 0.1:
        overwrite(tree.head, rng)
    return tree.join(tree)


def overwrite(body: bytearray, rng: random.Random, within: int | None = None) -> None:
    """Put an odd number of one to eight bytes somewhere into a body, or a byte by chance."""
    if not body:
        body += rng.randbytes(rng.randrange(1, 9))
        return
    at = rng.randrange(min(len(body), within or len(body)))
    width = rng.choice((1, 2, 2, 4, 4, 8))
    number = rng.choice(ODD_NUMBERS) if rng.random() < 0.8 else rng.getrandbits(8 * width)
    number &= (1 << 8 * width) - 1
    body[at : at + width] = number.to_bytes(width, rng.choice(("big", "little")))


def _change_parts(parts: list[Part], rng: random.Random, others: list[Part]) -> None:
    if not parts:
        return
    at = rng.randrange(len(parts))
    part = parts[at]
    if part.parts and rng.random() < 0.7:
        _change_parts(part.parts, rng, others)
        return
    match rng.randrange(14):
        case 0:
            del parts[at]
        case 1:
            copies = rng.choice((1, 1, 2, 5, 40, 300))
            parts[at:at] = [part.copied() for _ in range(copies)]
        case 2:
            other = rng.randrange(len(parts))
            parts[at], parts[other] = parts[other], parts[at]
        case 3:
            parts.insert(at, rng.choice(others).copied())
        case 4:
            part.name = rng.choice(
                [*(other.name for other in others), rng.randbytes(len(part.name))]
            )
        case 5:
            del part.body[rng.randrange(len(part.body) + 1) :]
        case 6:
            part.body += rng.randbytes(rng.choice((1, 2, 16, 300)))
        case 7:
            part.body = bytearray(rng.choice(others).body)
        case _:
            # Headers hold what readers trust: mostly there.
            within = None if rng.random() < 0.3 else 32
            for _ in range(rng.randrange(1, 4)):
                overwrite(part.body, rng, within)


def _segments(data: bytes) -> list[Part]:
    parts, at = [], 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xD9:
            break
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        part = Part(bytes([marker]), bytearray(data[at + 4 : end]))
        parts.append(part)
        at = end
        if marker == 0xDA:
            while at < len(data) - 1 and (
                data[at] != 0xFF or data[at + 1] in {0, *range(0xD0, 0xD8)}
            ):
                at += 1
            parts.append(Part(b"", bytearray(data[end:at])))
    parts.append(Part(b"", bytearray(data[at:])))  # the end, and pictures behind it
    return parts


def _join_segments(tree: Tree) -> bytes:
    out = bytearray(tree.head)
    for part in tree.parts:
        if part.name:
            out += b"\xff" + part.name[:1] + struct.pack(">H", (len(part.body) + 2) & 0xFFFF)
        out += part.body
    return bytes(out)


def _chunks(data: bytes) -> list[Part]:
    parts, at = [], 8
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        parts.append(Part(data[at + 4 : at + 8], bytearray(data[at + 8 : at + 8 + length])))
        at += 12 + length
    return parts


def _join_chunks(tree: Tree) -> bytes:
    out = bytearray(tree.head)
    for part in tree.parts:
        named = part.name + part.body
        out += struct.pack(">I", len(part.body)) + named + struct.pack(">I", zlib.crc32(named))
    return bytes(out)


def _riff(data: bytes, at: int = 12) -> list[Part]:
    parts = []
    while at + 8 <= len(data):
        (length,) = struct.unpack_from("<I", data, at + 4)
        body = data[at + 8 : at + 8 + length]
        if data[at : at + 4] == b"ANMF":
            parts.append(Part(b"ANMF", bytearray(body[:16]), _riff(body, 16)))
        else:
            parts.append(Part(data[at : at + 4], bytearray(body)))
        at += 8 + length + length % 2
    return parts


def _riff_part(part: Part) -> bytes:
    body = part.body + b"".join(map(_riff_part, part.parts))
    return part.name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def _join_riff(tree: Tree) -> bytes:
    body = b"".join(map(_riff_part, tree.parts))
    return bytes(tree.head[:4]) + struct.pack("<I", len(body) + 4) + bytes(tree.head[8:]) + body


_CONTAINERS = {b"meta": 4, b"iprp": 0, b"ipco": 0, b"moov": 0, b"trak": 0, b"mdia": 0, b"minf": 0,
               b"stbl": 0, b"dinf": 0, b"iref": 4, b"iinf": 6, b"grpl": 0}  # fmt: skip


def _boxes(data: bytes) -> list[Part]:
    parts, at = [], 0
    while at + 8 <= len(data):
        size, name = struct.unpack_from(">I4s", data, at)
        size = size if size >= 8 else len(data) - at
        body = data[at + 8 : at + size]
        if (before := _CONTAINERS.get(name)) is not None:
            parts.append(Part(name, bytearray(body[:before]), _boxes(body[before:])))
        else:
            parts.append(Part(name, bytearray(body)))
        at += size
    return parts


def _box(part: Part) -> bytes:
    body = part.body + b"".join(map(_box, part.parts))
    return struct.pack(">I", len(body) + 8) + part.name[:4].ljust(4) + body


def _join_boxes(tree: Tree) -> bytes:
    return b"".join(map(_box, tree.parts))


def _blocks(data: bytes) -> list[Part]:
    at = 13 + (3 << (data[10] & 7) + 1 if data[10] & 0x80 else 0)
    parts = [Part(b"palette", bytearray(data[13:at]))]
    while at < len(data) and data[at] in (0x21, 0x2C):
        begin = at
        if data[at] == 0x21:
            at += 2
        else:
            at += 10 + (3 << (data[at + 9] & 7) + 1 if data[at + 9] & 0x80 else 0) + 1
        while data[at]:
            at += 1 + data[at]
        at += 1
        parts.append(Part(b"block", bytearray(data[begin:at])))
    parts.append(Part(b"end", bytearray(data[at:])))
    return parts


def _join_plain(tree: Tree) -> bytes:
    return bytes(tree.head) + b"".join(bytes(part.body) for part in tree.parts)


def _entries(data: bytes) -> list[Part]:
    order = "<" if data[:2] == b"II" else ">"
    (at,) = struct.unpack_from(order + "I", data, 4)
    (count,) = struct.unpack_from(order + "H", data, at)
    entries = [
        Part(b"entry", bytearray(data[place : place + 12]))
        for place in range(at + 2, at + 2 + 12 * count, 12)
    ]
    rest = Part(b"rest", bytearray(data[at + 2 + 12 * count :]))
    # What stands before the directory stays where it is: offsets lead there.
    return [Part(b"before", bytearray(data[8:at])), *entries, rest]


def _join_entries(tree: Tree) -> bytes:
    order = "<" if tree.head[:2] == b"II" else ">"
    before = b"".join(bytes(part.body) for part in tree.parts if part.name == b"before")
    entries = [
        bytes(part.body[:12]).ljust(12, b"\0") for part in tree.parts if part.name == b"entry"
    ]
    rest = b"".join(
        bytes(part.body) for part in tree.parts if part.name not in (b"before", b"entry")
    )
    head = bytes(tree.head[:4]) + struct.pack(order + "I", 8 + len(before))
    count = struct.pack(order + "H", len(entries) & 0xFFFF)
    return head + before + count + b"".join(entries) + rest
