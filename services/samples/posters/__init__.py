"""The posters, one module a film, each named after its film.

- *.py: the films
"""

from __future__ import annotations

from collections.abc import Callable

from services.samples.canvas import Canvas
from services.samples.films import Sample
from services.samples.posters import (
    beast_of_belfry_moor,
    blackout_convoy,
    colossus_of_crater_nine,
    dead_extension,
    gilded_elevator,
    kiss_me_at_gate_nine,
    nobody_leaves_vesper_street,
    pigeon_pigeon_pigeon,
    quiet_acre,
    six_wrong_keys,
    voltage_boulevard,
    widow_of_windlass_quay,
)

Painter = Callable[[Sample, int], Canvas]
"""Paints a sample's poster on a canvas that is fit to be printed at a width in pixels."""

PAINTERS: dict[str, Painter] = {
    "the-widow-of-windlass-quay": widow_of_windlass_quay.paint,
    "the-gilded-elevator": gilded_elevator.paint,
    "the-beast-of-belfry-moor": beast_of_belfry_moor.paint,
    "nobody-leaves-vesper-street": nobody_leaves_vesper_street.paint,
    "colossus-of-crater-nine": colossus_of_crater_nine.paint,
    "six-wrong-keys": six_wrong_keys.paint,
    "dead-extension": dead_extension.paint,
    "voltage-boulevard": voltage_boulevard.paint,
    "kiss-me-at-gate-nine": kiss_me_at_gate_nine.paint,
    "blackout-convoy": blackout_convoy.paint,
    "the-quiet-acre": quiet_acre.paint,
    "pigeon-pigeon-pigeon": pigeon_pigeon_pigeon.paint,
}
"""Every sample's painter, by its slug."""
