"""Every form in which posters are attached, by name.

The mild and hard ones are `services.training.distort`'s, with the same seeds: those that the
model card and `marquee evaluate` tell of. Seeds are fixed by the form's name and the film's key.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.random import Generator
from PIL import Image

from services.training.attached.camera import Attached
from services.training.attached.places import (
    cover_in_poor_light,
    cover_on_a_desk,
    poster_on_a_wall,
    side_by_side,
)
from services.training.attached.screens import phone_screenshot, photo_of_a_screen
from services.training.attached.turned import turned
from services.training.distort import HARD, MILD, distorted

_Draw = Callable[[Sequence[Image.Image], str], Attached]


@dataclass(frozen=True, slots=True)
class Form:
    """A form.

    Attributes:
        name: What it is called.
        group: Forms that are reported together.
        posters: How many posters it shows.
        draw: Posters and what they are known by in, the picture out.
    """

    name: str
    group: str
    posters: int
    draw: _Draw


def attached(name: str, posters: Sequence[Image.Image], key: str) -> Attached:
    """Return posters as they are attached in one of `FORMS`, always the same for the same key.

    Args:
        name: The form.
        posters: RGB, as many as the form shows.
        key: What the film, or the films, are known by.
    """
    form = FORMS[name]
    if len(posters) != form.posters:
        raise ValueError(f"{name} shows {form.posters} posters, not {len(posters)}")
    return form.draw(posters, key)


def _seeded(name: str, draw: Callable[..., Attached]) -> _Draw:
    def drawn(posters: Sequence[Image.Image], key: str) -> Attached:
        seed = hashlib.sha256(f"attached {name} {key}".encode()).digest()[:8]
        rng: Generator = np.random.default_rng(int.from_bytes(seed, "little"))
        return draw(*posters, rng)

    return drawn


def _distortion(name: str) -> _Draw:
    return lambda posters, key: Attached(distorted(posters[0], name, key), (None,))


def _turned(degrees: int) -> _Draw:
    return lambda posters, key: turned(posters[0], degrees)


def _forms() -> Mapping[str, Form]:
    one = partial(Form, posters=1)
    forms = [
        *(one(name, "mild", draw=_distortion(name)) for name in MILD),
        *(one(name, "hard", draw=_distortion(name)) for name in HARD),
        one("turned to the right", "turned", draw=_turned(90)),
        one("upside down", "turned", draw=_turned(180)),
        one("turned to the left", "turned", draw=_turned(270)),
    ]
    drawn: tuple[tuple[str, int, Callable[..., Attached]], ...] = (
        ("photo of a page on a screen", 1, photo_of_a_screen),
        ("screenshot of a phone", 1, phone_screenshot),
        ("cover on a desk", 1, cover_on_a_desk),
        ("cover in poor light", 1, cover_in_poor_light),
        ("poster on a wall", 1, poster_on_a_wall),
        ("two side by side", 2, side_by_side),
    )
    forms += [Form(name, name, count, _seeded(name, draw)) for name, count, draw in drawn]
    return {form.name: form for form in forms}


FORMS: Mapping[str, Form] = _forms()
GROUPS: tuple[str, ...] = tuple(dict.fromkeys(form.group for form in FORMS.values()))
