"""The country that a server or a member is in, as far as their language tells."""

from __future__ import annotations

from typing import Any

import discord

# Discord's languages without a country in their name; Spanish of 419 is that of Latin America.
_COUNTRIES = {
    "bg": "BG",
    "cs": "CZ",
    "da": "DK",
    "de": "DE",
    "el": "GR",
    "es-419": "MX",
    "fi": "FI",
    "fr": "FR",
    "hi": "IN",
    "hr": "HR",
    "hu": "HU",
    "id": "ID",
    "it": "IT",
    "ja": "JP",
    "ko": "KR",
    "lt": "LT",
    "nl": "NL",
    "no": "NO",
    "pl": "PL",
    "ro": "RO",
    "ru": "RU",
    "th": "TH",
    "tr": "TR",
    "uk": "UA",
    "vi": "VN",
}


def country_of(interaction: discord.Interaction[Any]) -> str:
    """Return the code of the server's country, by its language; outside of servers the member's."""
    return country_by(interaction.guild_locale or interaction.locale)


def country_by(locale: discord.Locale) -> str:
    """Return the code of the country that a language tells of."""
    code = str(locale)
    return _COUNTRIES.get(code) or code.rpartition("-")[2].upper()
