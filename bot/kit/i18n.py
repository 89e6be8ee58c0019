"""What Marquee says, in the languages it speaks: one Fluent file a language in `bot/locales`.

    say(interaction, "access-cooldown", seconds=12)

Replies that only one member sees are in that member's language, those for a channel in the
server's (`language_of`). A message that a language lacks is said in English.
"""

from __future__ import annotations

import logging
from functools import lru_cache
from importlib.resources import files
from typing import Any

import discord
from discord import app_commands
from fluent.runtime import FluentBundle, FluentResource

log = logging.getLogger(__name__)

DEFAULT = "en"
LANGUAGES = ("en", "de", "es", "fr", "pt")


def say(to: discord.Interaction[Any] | discord.Locale | str, key: str, **values: Any) -> str:
    """Return a message in a language.

    Args:
        to: Who asked, which means their own language; or Discord's locale ("de", "pt-BR"), of which
            one that Marquee does not speak is English.
        key: The message's name in the Fluent files.
        values: What its placeables are called with; numbers choose plural forms.

    Raises:
        KeyError: no file has the message.
    """
    locale = to if isinstance(to, discord.Locale | str) else to.locale
    for spoken in (_language(str(locale)), DEFAULT):
        text = _format(spoken, key, values)
        if text is not None:
            return text
    raise KeyError(key)


def language_of(interaction: discord.Interaction[Any], *, public: bool) -> discord.Locale:
    """Return the language of an answer: the server's where everyone sees it, else the member's."""
    return (interaction.guild_locale if public else None) or interaction.locale


def label(key: str, default: str, **values: Any) -> app_commands.locale_str:
    """Return a command's name or description that Discord shows in each member's language.

    Args:
        key: The message's name; English has it too, and a test compares it with `default`.
        default: The English text.
        values: What its placeables are called with.
    """
    return app_commands.locale_str(default, key=key, values=values)


def named(key: str) -> app_commands.locale_str:
    """Return the same of something that is not known by name here: its English is in the file."""
    return label(key, say(DEFAULT, key))


class Translator(app_commands.Translator):
    """Hands the names and descriptions of the commands to Discord, at the sync."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """Return the text in `locale`, or None where English serves."""
        key = string.extras.get("key")
        spoken = _language(str(locale))
        if not key or spoken == DEFAULT:
            return None
        return _format(spoken, key, string.extras.get("values") or {})


def spoken(locale: discord.Locale) -> str:
    """Return the language, of those that Marquee speaks, that a locale is answered in."""
    return _language(str(locale))


def messages(language: str) -> frozenset[str]:
    """Return the names of the messages that a language's file has."""
    # The public way asks for one message at a time.
    return frozenset(_bundle(language)._messages)  # pyright: ignore[reportPrivateUsage]


def _language(locale: str) -> str:
    language = locale.split("-", maxsplit=1)[0]
    return language if language in LANGUAGES else DEFAULT


def _format(language: str, key: str, values: dict[str, Any]) -> str | None:
    bundle = _bundle(language)
    if not bundle.has_message(key):
        return None
    pattern = bundle.get_message(key).value
    if pattern is None:
        return None
    text, errors = bundle.format_pattern(pattern, values)
    for error in errors:
        log.error("message %s in %s: %s", key, language, error)
    return str(text)


@lru_cache(maxsize=len(LANGUAGES))
def _bundle(language: str) -> FluentBundle:
    # No isolation marks: Discord shows them as boxes on some phones.
    bundle = FluentBundle([language], use_isolating=False)
    text = files("bot").joinpath("locales", f"{language}.ftl").read_text(encoding="utf-8")
    bundle.add_resource(FluentResource(text))
    return bundle
