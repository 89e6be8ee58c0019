"""What is the same for every bot that a test starts, made once: its modules and its commands."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

import pytest
import simcord
from discord import app_commands
from discord.ext.commands.bot import BotBase

from bot.kit.i18n import Translator

# SimCord looks every 0.05 seconds whether the bot has come to rest, which it does much sooner.
_IDLE_SECONDS = 0.01

_EXTENSIONS = "_BotBase__extensions"


class QuickEnv(simcord.Env):
    """Discord as SimCord plays it, looking at the bot more often."""

    async def _settle_internal(self, *, idle: float = _IDLE_SECONDS, **options: Any) -> None:
        await super()._settle_internal(idle=idle, **options)


class _Told(dict[str, Any]):
    """What Discord is told of a command: read by all, changed by nobody, so a copy is itself."""

    def __deepcopy__(self, memo: object) -> _Told:
        return self


async def _load(self: BotBase, spec: ModuleSpec, key: str) -> None:
    lib = importlib.import_module(spec.name)
    await lib.setup(self)
    getattr(self, _EXTENSIONS)[key] = lib


async def _finish(self: BotBase, lib: ModuleType, key: str) -> None:
    if (teardown := getattr(lib, "teardown", None)) is not None:
        await teardown(self)
    getattr(self, _EXTENSIONS).pop(key, None)


def _translated_once(kind: type[Any]) -> Any:
    original = kind.get_translated_payload
    told: dict[tuple[Any, ...], _Told] = {}

    async def translated(
        self: Any, tree: app_commands.CommandTree[Any], translator: app_commands.Translator
    ) -> dict[str, Any]:
        if type(translator) is not Translator:
            return await original(self, tree, translator)
        # How many neighbours may be asked for is a setting, and stands in a command's options.
        settings = getattr(tree.client, "settings", None)
        key = (self.qualified_name, self.module, getattr(settings, "max_k", None))
        if key not in told:
            told[key] = _Told(await original(self, tree, translator))
        return told[key]

    return translated


@contextmanager
def bots_made_alike() -> Iterator[None]:
    """Let bots share the modules of their cogs, and tell Discord what an earlier one told it.

    discord.py runs each module anew for each bot and translates each command into thirty languages,
    which is most of what it costs to start one.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BotBase, "_load_from_module_spec", _load)
        patch.setattr(BotBase, "_call_module_finalizers", _finish)
        for kind in (app_commands.Command, app_commands.Group):
            patch.setattr(kind, "get_translated_payload", _translated_once(kind))
        yield
