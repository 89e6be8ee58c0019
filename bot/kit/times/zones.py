"""Time zones as people name them: by city in five languages, by an abbreviation, by an offset.

The cities are those that the zones are named after, as CLDR calls them, and some that are larger.
Of abbreviations only those are here that mean one zone, and those that mean several, which are
asked back. PST is taken for the Pacific's and MST for the mountains', as nearly everybody means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import cast
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale

from bot.kit.times.words import LANGUAGES, folded

_OFFSET = re.compile(r"^(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?$", re.IGNORECASE)
# Offered before anything is typed: one for each part of the world.
_OFFERED = (
    "UTC",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Paris",
    "Europe/Madrid",
    "Europe/Lisbon",
    "America/New_York",
    "America/Chicago",
    "America/Los_Angeles",
    "America/Mexico_City",
    "America/Sao_Paulo",
    "America/Argentina/Buenos_Aires",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Australia/Sydney",
)
# Zones that an abbreviation may stand for, each with the hours that it says by the letter. In
# summer many say EST and mean the clock on the wall: where both differ, it is asked.
_ABBREVIATIONS: dict[str, tuple[tuple[str, float], ...]] = {
    "utc": (("UTC", 0),),
    "gmt": (("UTC", 0),),
    "cet": (("Europe/Berlin", 1),),
    "mez": (("Europe/Berlin", 1),),
    "cest": (("Europe/Berlin", 2),),
    "mesz": (("Europe/Berlin", 2),),
    "wet": (("Europe/Lisbon", 0),),
    "west": (("Europe/Lisbon", 1),),
    "eet": (("Europe/Helsinki", 2),),
    "oez": (("Europe/Helsinki", 2),),
    "eest": (("Europe/Helsinki", 3),),
    "msk": (("Europe/Moscow", 3),),
    "est": (("America/New_York", -5),),
    "edt": (("America/New_York", -4),),
    "mst": (("America/Denver", -7),),
    "mdt": (("America/Denver", -6),),
    "pst": (("America/Los_Angeles", -8),),
    "pdt": (("America/Los_Angeles", -7),),
    "akst": (("America/Anchorage", -9),),
    "akdt": (("America/Anchorage", -8),),
    "hst": (("Pacific/Honolulu", -10),),
    "brt": (("America/Sao_Paulo", -3),),
    "art": (("America/Argentina/Buenos_Aires", -3),),
    "jst": (("Asia/Tokyo", 9),),
    "kst": (("Asia/Seoul", 9),),
    "hkt": (("Asia/Hong_Kong", 8),),
    "sgt": (("Asia/Singapore", 8),),
    "awst": (("Australia/Perth", 8),),
    "acst": (("Australia/Adelaide", 9.5),),
    "acdt": (("Australia/Adelaide", 10.5),),
    "aest": (("Australia/Sydney", 10),),
    "aedt": (("Australia/Sydney", 11),),
    "nzst": (("Pacific/Auckland", 12),),
    "nzdt": (("Pacific/Auckland", 13),),
    "sast": (("Africa/Johannesburg", 2),),
    "cst": (("America/Chicago", -6), ("Asia/Shanghai", 8), ("America/Havana", -5)),
    "cdt": (("America/Chicago", -5), ("America/Havana", -4)),
    "ist": (("Asia/Kolkata", 5.5), ("Asia/Jerusalem", 2), ("Europe/Dublin", 1)),
    "bst": (("Europe/London", 1), ("Asia/Dhaka", 6)),
    "ast": (("America/Halifax", -4), ("Asia/Riyadh", 3)),
    "gst": (("Asia/Dubai", 4), ("Atlantic/South_Georgia", -2)),
}
# Without an S or a D they are the clock on the wall. Words of other languages, so English alone.
_ENGLISH_WALL = {
    "et": "America/New_York",
    "eastern": "America/New_York",
    "eastern time": "America/New_York",
    "ct": "America/Chicago",
    "central time": "America/Chicago",
    "mt": "America/Denver",
    "mountain time": "America/Denver",
    "pt": "America/Los_Angeles",
    "pacific": "America/Los_Angeles",
    "pacific time": "America/Los_Angeles",
    "uk": "Europe/London",
    "uk time": "Europe/London",
}
# Larger than many a city that has a zone's name.
_FURTHER = {
    "Europe/Berlin": "München Munich Hamburg Köln Cologne Colonia Frankfurt Stuttgart Leipzig",
    "Europe/Zurich": "Genève Geneva Genf Ginebra Basel Bern",
    "Europe/Vienna": "Graz Salzburg Linz",
    "Europe/Paris": "Lyon Marseille Toulouse Bordeaux Lille Nantes Strasbourg",
    "Europe/Madrid": "Barcelona Sevilla Valencia Bilbao Málaga Zaragoza",
    "Europe/Rome": "Milano Milan Mailand Milán Milão",
    "Europe/Lisbon": "Porto Coimbra Braga",
    "America/Sao_Paulo": "Brasília Rio_de_Janeiro Curitiba Belo_Horizonte Porto_Alegre",
    "America/New_York": "NYC Boston Washington Miami Atlanta Philadelphia",
    "America/Los_Angeles": "LA San_Francisco Seattle",
    "America/Chicago": "Houston Dallas",
    "America/Mexico_City": "CDMX Guadalajara",
    "America/Bogota": "Medellín",
    "Asia/Kolkata": "Delhi New_Delhi Mumbai Bangalore Bengaluru",
    "Asia/Shanghai": "Beijing Peking Pekín Pequim Pékin",
    "America/Toronto": "Montréal Montreal Québec Ottawa",
}


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone that was meant.

    Attributes:
        name: As it is kept, such as "Europe/Berlin" or "UTC+2".
        clock: What the clocks there show.
    """

    name: str
    clock: tzinfo


def zone_of(name: str) -> tzinfo | None:
    """Return the zone of that name ("Europe/Berlin", "UTC+2"), or None where there is none."""
    text = name.strip()
    if text.upper() in ("UTC", "GMT"):
        return UTC
    if found := _OFFSET.match(text):
        hours, minutes = int(found[2]), int(found[3] or 0)
        if hours > 14 or minutes > 59:
            return None
        ahead = timedelta(hours=hours, minutes=minutes)
        return timezone(-ahead if found[1] == "-" else ahead)
    known = {zone.casefold(): zone for zone in _names()}.get(text.replace(" ", "_").casefold())
    return ZoneInfo(known) if known else None


def zones_named(phrase: str, language: str) -> tuple[Zone, ...]:
    """Return the zones that a folded phrase may mean; of an abbreviation by the letter and by use.

    Args:
        phrase: Such as "lissabon", "new york" or "est".
        language: One of `LANGUAGES`.
    """
    if phrase in _ABBREVIATIONS:
        places = [
            Zone(name, ZoneInfo(name)) if name != "UTC" else Zone("UTC", UTC)
            for name, _ in _ABBREVIATIONS[phrase]
        ]
        # Where the place is asked, the clock on its wall is meant.
        by_letter = [_fixed(_ABBREVIATIONS[phrase][0][1])] if len(places) == 1 else []
        return tuple(dict.fromkeys((*by_letter, *places)))
    name = (_ENGLISH_WALL.get(phrase) if language == "en" else None) or _cities().get(phrase)
    return (Zone(name, ZoneInfo(name)),) if name else ()


def zones_typed(typed: str, language: str) -> tuple[Zone, ...]:
    """Return the zones that a member may mean who names one alone; none where nobody knows it."""
    name = typed.strip()
    if (clock := zone_of(name)) is not None:
        return (Zone(name, clock),)
    return zones_named(" ".join(folded(name).split()), language)


def suggested(typed: str, limit: int = 25) -> list[str]:
    """Return the names of zones that half a name may become."""
    wanted = typed.strip().replace(" ", "_").casefold()
    if not wanted:
        return list(_OFFERED)
    found = [zone for zone in _names() if wanted in zone.casefold()]
    city = " ".join(folded(typed).split())
    if len(city) > 2:
        found += [zone for name, zone in _cities().items() if name.startswith(city)]
    if zone_of(typed) is not None and typed.strip() not in found:
        found.insert(0, typed.strip())
    return list(dict.fromkeys(found))[:limit]


def _fixed(hours: float) -> Zone:
    if not hours:
        return Zone("UTC", UTC)
    whole, minutes = divmod(round(abs(hours) * 60), 60)
    name = f"UTC{'-' if hours < 0 else '+'}{whole}" + (f":{minutes:02}" if minutes else "")
    return Zone(name, timezone(timedelta(hours=hours)))


@lru_cache(maxsize=1)
def _names() -> tuple[str, ...]:
    # "Etc/GMT+5" means five hours behind, and "posix/..." is for machines.
    return tuple(
        sorted(
            zone
            for zone in available_timezones()
            if "/" in zone and not zone.startswith(("Etc/", "posix/", "right/", "SystemV/"))
        )
    )


@lru_cache(maxsize=1)
def _cities() -> dict[str, str]:
    """Return the zone of each folded name of a city."""
    known = set(_names())
    found: dict[str, str] = {}
    for zone, city in (*_told_by_names(), *_told_by_cldr()):
        if zone in known:
            found.setdefault(" ".join(folded(city).split()), zone)
    for zone, cities in _FURTHER.items():
        for city in cities.split():
            found[" ".join(folded(city.replace("_", " ")).split())] = zone
    return found


def _told_by_cldr() -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        zones = cast(dict[str, dict[str, str]], Locale.parse(language).time_zones)
        for zone, told in zones.items():
            if "city" in told:
                yield zone, told["city"]


def _told_by_names() -> Iterator[tuple[str, str]]:
    for zone in _names():
        # "US/Eastern" and "Brazil/East" name no city.
        if zone.split("/")[0] not in ("US", "Brazil", "Canada", "Chile", "Mexico"):
            yield zone, zone.rsplit("/", 1)[1].replace("_", " ")
