"""The key of a film that has no id of IMDb's or TMDB's: a name made of where it came from."""

from __future__ import annotations

import hashlib

LENGTH = 400  # the longest title and its year, with room


def file_key(name: str) -> str:
    """Return the key of the film whose source calls its picture by that name.

    Args:
        name: Such as the file's path below the imported folder. The same name gives the same key,
            so that a film that was removed comes back under its own.
    """
    # A name need be no text, on disks that are older than Unicode.
    return f"file-{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def is_key(value: object) -> bool:
    """Return whether this may be a film's key: one line that can be shown."""
    return isinstance(value, str) and 0 < len(value) <= LENGTH and value.isprintable()
