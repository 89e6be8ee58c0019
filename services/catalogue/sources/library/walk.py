"""The files of a folder that may be pictures, by their first bytes where a name does not tell."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from fnmatch import translate
from pathlib import Path
from re import IGNORECASE, Pattern, compile

from services.catalogue.sources.library.words import SYSTEM_FILES, SYSTEM_FOLDERS
from services.catalogue.sources.records import Skipped
from services.pictures.checks import kind_of

# Named so, a file is looked at when it is imported, and told of where it is no picture.
SUFFIXES = frozenset(
    {
        ".jpg", ".jpeg", ".jpe", ".jfif", ".mpo", ".png", ".apng", ".webp", ".gif", ".bmp", ".dib",
        ".tif", ".tiff", ".avif", ".heic", ".heif", ".hif",
    }
)  # fmt: skip
# Pictures that nothing here reads.
UNREAD = frozenset(
    {
        ".jxl", ".jp2", ".j2k", ".psd", ".psb", ".svg", ".tga", ".xcf", ".ai", ".eps", ".pdf",
        ".raw", ".dng", ".cr2", ".cr3", ".nef", ".arw", ".pcx", ".ppm",
    }
)  # fmt: skip
# What lies beside films, and is opened by nobody who looks for posters.
_OTHERS = frozenset(
    {
        ".nfo", ".txt", ".srt", ".sub", ".idx", ".ass", ".ssa", ".vtt", ".sup", ".smi", ".mkv",
        ".mp4", ".m4v", ".avi", ".mov", ".wmv", ".ts", ".m2ts", ".mpg", ".mpeg", ".flv", ".webm",
        ".iso", ".vob", ".ifo", ".bup", ".strm", ".mp3", ".flac", ".m4a", ".ogg", ".wav", ".dts",
        ".csv", ".tsv", ".xml", ".json", ".jsonl", ".yml", ".yaml", ".html", ".htm", ".md", ".log",
        ".ini", ".db", ".bif", ".edl", ".url", ".lnk", ".zip", ".rar", ".7z", ".part", ".bak",
        ".torrent", ".sfv", ".py", ".sh", ".exe", ".edition", ".ignore", ".plexignore", ".mpls",
    }
)  # fmt: skip
_SUFFIXES = SUFFIXES | UNREAD | _OTHERS | {".tbn", ".img", ".image", ".pic", ".bin", ".dat", ".tmp"}
_SNIFFED = 256


@dataclass(slots=True)
class Folder:
    """A folder of a library.

    Attributes:
        parts: The names on the way to it from the library's root; none for the root itself.
        pictures: Names of its files that may be pictures, sorted.
        others: Names of its other files.
        folders: Names of the folders in it, systems' own left out.
    """

    parts: tuple[str, ...]
    pictures: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Walk:
    """What lies below a folder.

    Attributes:
        root: The folder, absolute and without links.
        folders: Every folder, each before those in it.
        skipped: Folders and pictures that cannot be looked at, and why.
        passed: What nobody would miss, counted by kind: systems' folders, hidden files, others.
    """

    root: Path
    folders: list[Folder] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    passed: Counter[str] = field(default_factory=Counter)


def walk(root: Path, exclude: Sequence[str] = ()) -> Walk:
    """Look through a folder and all below it; links to folders are named, not followed.

    Args:
        root: The folder, resolved.
        exclude: Patterns of `fnmatch`, of names or of paths below the folder.
    """
    found = Walk(root)
    patterns = [compile(translate(pattern.rstrip("/")), IGNORECASE) for pattern in exclude]
    waiting: list[tuple[str, ...]] = [()]
    while waiting:
        folder = Folder(waiting.pop())
        try:
            entries = sorted(os.scandir(root.joinpath(*folder.parts)), key=lambda entry: entry.name)
        except OSError as error:
            name = "/".join(folder.parts)
            reason = f"unreadable folder ({error.strerror or type(error).__name__})"
            found.skipped.append(Skipped(reason, told(f"{name or '.'}/")))
            continue
        for entry in entries:
            _sort_in(entry, folder, found, patterns)
        found.folders.append(folder)
        waiting += [(*folder.parts, name) for name in reversed(folder.folders)]
    return found


def is_system(parts: Sequence[str]) -> bool:
    """Return whether a path leads through what a system keeps for itself."""
    return any(
        part.lower() in SYSTEM_FOLDERS or part.lower() in SYSTEM_FILES or part.startswith(".")
        for part in parts
    )


def _sort_in(
    entry: os.DirEntry[str], folder: Folder, found: Walk, patterns: Sequence[Pattern[str]]
) -> None:
    name = "/".join((*folder.parts, entry.name))
    try:
        is_folder = entry.is_dir()
        is_link = is_folder and (entry.is_symlink() or _is_junction(entry))
    except OSError as error:
        found.skipped.append(Skipped(f"unreadable file ({error.strerror})", told(name)))
        return
    if is_system((entry.name,)):
        found.passed["system folder" if is_folder else "hidden file"] += 1
    elif any(pattern.match(it) for pattern in patterns for it in (entry.name, name)):
        found.passed["excluded folder" if is_folder else "excluded file"] += 1
    elif is_link:
        found.skipped.append(Skipped("folder link, not followed", told(f"{name}/")))
    elif is_folder:
        folder.folders.append(entry.name)
    else:
        _sort_file_in(entry, name, folder, found)


def _sort_file_in(entry: os.DirEntry[str], name: str, folder: Folder, found: Walk) -> None:
    suffix = suffix_of(entry.name)
    if suffix in SUFFIXES:
        folder.pictures.append(entry.name)
        return
    if suffix in UNREAD:
        found.skipped.append(Skipped(f"a kind of picture that is not read ({suffix})", told(name)))
        return
    # A film's name may end in what looks like a suffix: "Mr. Nobody".
    if suffix not in _OTHERS:
        try:
            # Not a pipe, which would never end.
            if not entry.is_file():
                found.skipped.append(Skipped("not a file", told(name)))
                return
            with open(entry.path, "rb") as file:  # noqa: PTH123
                if kind_of(file.read(_SNIFFED)) is not None:
                    folder.pictures.append(entry.name)
                    return
        except OSError as error:
            reason = f"unreadable file ({error.strerror or type(error).__name__})"
            found.skipped.append(Skipped(reason, told(name)))
            return
    folder.others.append(entry.name)
    found.passed["other file"] += 1


def suffix_of(name: str) -> str:
    """Return a file's suffix in small letters; none where that is no suffix."""
    suffix = Path(name).suffix.lower()
    return suffix if suffix[1:].isalnum() else ""


def stem_of(name: str) -> str:
    """Return a file's name without its suffix, where that is one."""
    suffix = suffix_of(name)
    return name[: -len(suffix)] if suffix in _SUFFIXES else name


def told(name: str) -> str:
    """Return a name as a report can show it."""
    # A name need be no text, on disks that are older than Unicode.
    return name.encode("utf-8", "replace").decode()


def _is_junction(entry: os.DirEntry[str]) -> bool:
    is_junction = getattr(entry, "is_junction", None)  # since Python 3.12
    return bool(is_junction and is_junction())
