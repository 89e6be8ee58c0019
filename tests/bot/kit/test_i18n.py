"""What Marquee says: five languages say the same, in Discord's limits, and nothing is unsaid."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import discord
import pytest
from babel import Locale
from discord import app_commands
from fluent.runtime import FluentBundle
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

from bot.app import COGS, Marquee
from bot.kit import i18n as spoken
from bot.kit.i18n import DEFAULT, LANGUAGES, Translator, language_of, messages, say
from services.core.encoders import CHOICES

CODE = Path(spoken.__file__).parents[1]
OTHERS = tuple(language for language in LANGUAGES if language != DEFAULT)
# Discord's own languages that Marquee speaks.
LOCALES = tuple(
    locale for locale in discord.Locale if locale.value.partition("-")[0] in (*OTHERS, DEFAULT)
)
SPOKEN = tuple(locale.value for locale in LOCALES)
FOREIGN = tuple(locale for locale in SPOKEN if not locale.startswith(DEFAULT))
PLURALS = {"zero", "one", "two", "few", "many", "other"}
# So many of a thing that every plural form of the five languages has its turn.
NUMBERS = (0, 1, 2, 3, 5, 11, 21, 100, 1_000_000, 0.5)

COMMAND_NAME = re.compile(r"[-_'\w]{1,32}")
# What stands where Discord takes only so many characters, and what its numbers may become.
LONGEST = {
    45: (  # titles of forms and labels of their fields
        "game-modal-title",
        "game-modal-title-label",
        "game-modal-year",
        "game-modal-year-label",
        "settings-cooldown",
        "settings-cooldown-form-rate",
        "settings-cooldown-form-seconds",
        "settings-cooldown-form-server",
    ),
    80: (  # buttons
        "answer-keep",
        "answer-keep-film",
        "answer-right",
        "answer-show",
        "answer-wrong",
        "board-period-ever",
        "board-period-month",
        "board-period-week",
        "game-again",
        "game-answer-title",
        "game-answer-year",
        "game-begin",
        "game-hint",
        "game-join",
        "game-leave",
        "game-skip",
        "keep-button",
        "night-draft-again",
        "night-draft-drop",
        "night-draft-send",
        "page-next",
        "page-previous",
        "privacy-erase",
        "privacy-export",
        "privacy-forget",
        "settings-answers-make-private",
        "settings-answers-make-public",
        "settings-cooldown-change",
        "settings-defaults",
        "settings-games-switch-off",
        "settings-games-switch-on",
        "watchlist-show-all",
        "watchlist-show-unseen",
    ),
    100: (  # descriptions of fields, choices in a menu
        "game-modal-title-help",
        "game-modal-year-help",
        "settings-encoder-default",
        "settings-encoder-films",
        "settings-encoder-missing",
        "settings-encoder-own",
    ),
    150: ("answer-more", "game-pick-genres", "night-draft-menu", "settings-channels-all"),
    300: ("night-question",),
    512: ("night-event-reason",),
}
VALUES = {"most": 3600, "encoder": "clip-vit-b-32", "films": 1_000_000, "points": 100}


# The files


class _Variables(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()
        self.plurals: list[list[str]] = []

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:
        self.names.add(node.id.name)

    def visit_SelectExpression(self, node: ftl.SelectExpression) -> None:
        self.plurals.append(
            [v.key.name for v in node.variants if isinstance(v.key, ftl.Identifier)]
        )
        self.generic_visit(node)


@dataclass
class Written:
    """One message as its file has it."""

    variables: set[str]
    plurals: list[list[str]]


def read(language: str) -> dict[str, Written]:
    text = files("bot").joinpath("locales", f"{language}.ftl").read_text(encoding="utf-8")
    found: dict[str, Written] = {}
    for entry in FluentParser().parse(text).body:
        assert not isinstance(entry, ftl.Junk), f"{language}: {entry.content}"
        if isinstance(entry, ftl.Message):
            assert entry.value is not None, f"{language}: {entry.id.name} is empty"
            assert entry.id.name not in found, f"{language}: {entry.id.name} twice"
            seen = _Variables()
            seen.visit(entry)
            found[entry.id.name] = Written(seen.names, seen.plurals)
    return found


@pytest.fixture(scope="module")
def english() -> dict[str, Written]:
    return read(DEFAULT)


@pytest.mark.parametrize("language", OTHERS)
def test_no_message_is_missing_and_none_is_superfluous(language, english):
    own = read(language)
    assert not english.keys() - own.keys(), "missing"
    assert not own.keys() - english.keys(), "superfluous"
    assert messages(language) == own.keys()


@pytest.mark.parametrize("language", OTHERS)
def test_each_message_is_told_the_same(language, english):
    own = read(language)
    other = {
        key: own[key].variables ^ english[key].variables
        for key in own.keys() & english.keys()
        if own[key].variables != english[key].variables
    }
    assert not other


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_form_can_be_said(language, caplog):
    own = read(language)
    forms = {*Locale(language).plural_form.tags, "other"}
    for key, message in own.items():
        for plural in message.plurals:
            wrong = PLURALS & {*plural} - forms
            assert not wrong, f"{key}: no plural form of the language"
            assert "other" in plural, key
        for number in NUMBERS:
            text = say(language, key, **dict.fromkeys(message.variables, number))
            assert text.strip(), key
            assert "{" not in text and "}" not in text, f"{key}: {text}"
    assert not caplog.records


@pytest.mark.parametrize("language", OTHERS)
def test_no_sentence_was_left_in_english(language):
    same = {
        key
        for key, message in read(language).items()
        if len(re.findall(r"[^\W\d]{2,}", said(language, key, message))) > 3
        and said(language, key, message) == said(DEFAULT, key, message)
    }
    assert not same


def said(language: str, key: str, message: Written) -> str:
    return say(language, key, **dict.fromkeys(message.variables, 7))


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_fit_where_discord_takes_few(language):
    long = {
        key: say(language, key, **VALUES)
        for most, keys in LONGEST.items()
        for key in keys
        if not 1 <= len(say(language, key, **VALUES)) <= most
    }
    assert not long


# The commands


class Heard(Translator):
    """Remembers what was to be translated."""

    def __init__(self) -> None:
        self.strings: dict[str, set[str]] = {}
        self.english: dict[str, set[str]] = {}
        self.plain: set[str] = set()

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        key = string.extras.get("key")
        if key is None:
            self.plain.add(string.message)
        else:
            self.strings.setdefault(key, set()).add(string.message)
            if key in messages(DEFAULT):
                english = say(DEFAULT, key, **string.extras["values"])
                self.english.setdefault(key, set()).add(english)
        return await super().translate(string, locale, context)


@dataclass
class Tree:
    """The commands as Discord is told about them."""

    commands: list[dict[str, Any]]
    heard: Heard


@pytest.fixture
async def tree(bot: Marquee) -> Tree:
    heard = Heard()
    for cog in COGS:
        await bot.load_extension(cog)
    kinds = (
        discord.AppCommandType.chat_input,
        discord.AppCommandType.message,
        discord.AppCommandType.user,
    )
    commands = [
        await command.get_translated_payload(bot.tree, heard)
        for kind in kinds
        for command in bot.tree.get_commands(type=kind)
    ]
    assert len(commands) > 8
    return Tree(commands, heard)


def in_language(node: dict[str, Any], field: str, locale: str) -> str:
    return (node.get(f"{field}_localizations") or {}).get(locale, node[field])


def nodes(among: list[dict[str, Any]], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield commands, options and choices with where they stand."""
    for node in among:
        here = f"{path}/{node['name']}"
        yield here, node
        yield from nodes(node.get("options") or [], here)
        yield from nodes(node.get("choices") or [], here)


def same_everywhere(name: str) -> bool:
    """Whether a choice is called the same in all languages: encoders are."""
    return name in CHOICES


async def test_every_command_is_translated(tree):
    untold = [
        (path, field, locale)
        for path, node in nodes(tree.commands)
        for field in ("name", "description")
        if node.get(field)
        for locale in FOREIGN
        if locale not in (node.get(f"{field}_localizations") or {})
        and not ("value" in node and same_everywhere(node["name"]))
    ]
    assert not untold


async def test_what_the_code_calls_a_command_is_what_english_says(tree):
    heard = tree.heard.strings
    assert not [text for text in tree.heard.plain if not same_everywhere(text)], "without a key"
    assert not heard.keys() - messages(DEFAULT), "no such message"
    assert heard == tree.heard.english


async def test_every_name_of_a_command_is_one(tree):
    named = {key for key in messages(DEFAULT) if key.startswith("cmd-")}
    assert not named - tree.heard.strings.keys()


async def test_commands_are_as_discord_takes_them(tree):
    assert not {locale: wrong for locale in SPOKEN if (wrong := refused(tree, locale))}


def refused(tree: Tree, locale: str) -> list[tuple[str, str]]:
    wrong = []
    for path, node in nodes(tree.commands):
        name = in_language(node, "name", locale)
        if "value" in node:
            good = 1 <= len(name) <= 100
        elif "description" not in node or (node.get("type") in (2, 3) and path.count("/") == 1):
            good = 1 <= len(name) <= 32
        else:
            about = in_language(node, "description", locale)
            good = COMMAND_NAME.fullmatch(name) and name == name.lower() and 1 <= len(about) <= 100
            if not good:
                name = f"{name}: {about} ({len(about)})"
        if not good:
            wrong.append((path, name))
        for among in (node.get("options") or [], node.get("choices") or []):
            names = [in_language(one, "name", locale) for one in among]
            wrong += [(path, name) for name in set(names) if names.count(name) > 1]
    top = [(str(node.get("type", 1)), in_language(node, "name", locale)) for node in tree.commands]
    return wrong + [twice for twice in set(top) if top.count(twice) > 1]


async def test_no_command_has_more_text_than_discord_takes(tree):
    for locale, command in ((locale, one) for locale in SPOKEN for one in tree.commands):
        size = sum(
            len(in_language(node, "name", locale))
            + len(in_language(node, "description", locale) if "description" in node else "")
            + len(str(node.get("value", "")))
            for _, node in nodes([command])
        )
        assert size <= 8000, (command["name"], locale)


async def test_commands_that_are_named_in_a_sentence_exist(tree):
    lost = []
    for language in LANGUAGES:
        locale = next(locale for locale in SPOKEN if locale.startswith(language))
        for key, message in read(language).items():
            text = said(language, key, message)
            named = [path.split() for path in re.findall(r"`/([^`]+)`", text)]
            named += [[name] for name in re.findall(r"(?<![`\w/<])/([\w-]+)", text)]
            lost += [
                (language, key, path)
                for path in named
                if not any(follow(tree.commands, path, to) for to in (locale, "en-US"))
            ]
    assert not lost


def follow(among: list[dict[str, Any]], path: list[str], locale: str) -> bool:
    if not path:
        return True
    return any(
        in_language(node, "name", locale) == path[0]
        and follow(node.get("options") or [], path[1:], locale)
        for node in among
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("sentence", "name"),
    [("attachment-link-to-message", "cmd-match-message"), ("game-begun", "game-begin")],
)
def test_a_sentence_that_names_a_button_calls_it_what_it_is_called(language, sentence, name):
    assert say(language, name) in say(language, sentence)


# The code: which messages it asks for

# Where in a call the key stands.
SPEAKERS = {
    "Sentence": (0,),  # of the rules of the games
    "label": (0,),
    "named": (0,),
    "tell": (0,),  # a game's
    "say": (1,),
}
ANY = "*"  # in a key: what only the running code knows
_Function = ast.FunctionDef | ast.AsyncFunctionDef
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ListComp, ast.SetComp, ast.GeneratorExp)


@dataclass
class Speaker:
    """A function that hands one of its arguments on as a key, or as a part of one."""

    place: int
    name: str | None  # of the parameter
    shape: str  # the key, with `HOLE` for the argument


HOLE = "\0"


class Keys:
    """The keys that the code asks for, found without running it."""

    def __init__(self, paths: list[Path]) -> None:
        self.modules = {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}
        base = {
            name: [Speaker(place, None, HOLE) for place in places]
            for name, places in SPEAKERS.items()
        }
        self.public = base
        self.private: dict[Path, dict[str, list[Speaker]]] = {path: {} for path in paths}
        self.shapes: dict[str, str] = {}
        for _ in range(4):  # a function may hand on to another that hands on
            for path, module in self.modules.items():
                self._module(path, module)

    def constants(self) -> set[str]:
        return {
            node.value
            for module in self.modules.values()
            for node in ast.walk(module)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }

    def _module(self, path: Path, module: ast.Module) -> None:
        for scope, call in _calls(module):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
            name = call.func.id if isinstance(call.func, ast.Name) else name
            for speaker in (*self.private[path].get(name, ()), *self.public.get(name, ())):
                argument = _argument(call, speaker)
                if argument is None or ast.unparse(argument).endswith("interaction"):
                    continue
                for told in _texts(argument, scope, module):
                    self._asked(path, scope, call, speaker.shape.replace(HOLE, told))

    def _asked(self, path: Path, scope: list[ast.AST], call: ast.Call, shape: str) -> None:
        if HOLE not in shape:
            if re.fullmatch(r"[a-z0-9*-]+", shape) and shape.strip(ANY):
                self.shapes.setdefault(shape, f"{path.name}:{call.lineno}")
            return
        before, parameter, after = re.split(f"{HOLE}([^{HOLE}]*){HOLE}", shape, maxsplit=1)
        function = next(node for node in reversed(scope) if parameter in _parameters(node))
        assert isinstance(function, _Function)
        names = _parameters(function)
        speaker = Speaker(
            names.index(parameter) - (names[0] in ("self", "cls")),
            parameter,
            f"{before}{HOLE}{re.sub(f'{HOLE}[^{HOLE}]*{HOLE}', ANY, after)}",
        )
        if path.name == "i18n.py":
            return
        local = function.name.startswith("_") or function.name in SPEAKERS
        home = self.private[path] if local else self.public
        known = home.setdefault(function.name, [])
        if speaker not in known:
            known.append(speaker)


def _calls(module: ast.Module) -> Iterator[tuple[list[ast.AST], ast.Call]]:
    def walk(node: ast.AST, scope: list[ast.AST]) -> Iterator[tuple[list[ast.AST], ast.Call]]:
        if isinstance(node, ast.Call):
            yield scope, node
        inner = [*scope, node] if isinstance(node, _SCOPES) else scope
        for child in ast.iter_child_nodes(node):
            yield from walk(child, inner)

    return walk(module, [])


def _parameters(scope: ast.AST) -> list[str]:
    if not isinstance(scope, _Function):
        return []
    known = scope.args
    return [one.arg for one in (*known.posonlyargs, *known.args, *known.kwonlyargs)]


def _argument(call: ast.Call, speaker: Speaker) -> ast.expr | None:
    for keyword in call.keywords:
        if keyword.arg is not None and keyword.arg == speaker.name:
            return keyword.value
    if any(isinstance(argument, ast.Starred) for argument in call.args[: speaker.place + 1]):
        return None
    return call.args[speaker.place] if len(call.args) > speaker.place else None


def _texts(node: ast.expr, scope: list[ast.AST], module: ast.Module, depth: int = 0) -> list[str]:
    """Return what an expression may be: "game-*" where only running tells the rest."""

    def of(part: ast.expr) -> list[str]:
        return _texts(part, scope, module, depth + 1)

    if depth > 6:
        return [ANY]
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.IfExp(body=body, orelse=orelse):
            return of(body) + of(orelse)
        case ast.JoinedStr(values=values):
            parts = [of(value) for value in values]
            return ["".join(choice) for choice in product(*parts)]
        case ast.FormattedValue(value=value):
            return of(value)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return [a + b for a, b in product(of(left), of(right))]
        case ast.Subscript(value=ast.Name() as name):
            return [
                text
                for table in _assigned(name.id, scope, module)
                if isinstance(table, ast.Dict)
                for value in table.values
                for text in of(value)
            ] or [ANY]
        case ast.Name(id=name):
            return _named(name, scope, module, of)
    return [ANY]


def _named(name: str, scope: list[ast.AST], module: ast.Module, of: Any) -> list[str]:
    found = [text for value in _assigned(name, scope, module) for text in of(value)]
    for where in reversed(scope):
        added = any(
            isinstance(node, ast.AugAssign)
            and isinstance(node.target, ast.Name)
            and node.target.id == name
            for node in ast.walk(where)
        )
        if name in _parameters(where):
            return [*found, f"{HOLE}{name}{HOLE}{ANY if added else ''}"]
        if added:
            found = [f"{text}{ANY}" for text in found]
    return found or [ANY]


def _assigned(name: str, scope: list[ast.AST], module: ast.Module) -> list[ast.expr]:
    found: list[ast.expr] = []
    for where in (*reversed(scope), module):
        # Of the module, what its functions assign is their own.
        for node in ast.walk(where) if where is not module else module.body:
            match node:
                case ast.Assign(targets=targets, value=value):
                    if any(isinstance(to, ast.Name) and to.id == name for to in targets):
                        found.append(value)
                case ast.AnnAssign(target=ast.Name(id=to), value=ast.expr() as value) if to == name:
                    found.append(value)
                case ast.NamedExpr(target=ast.Name(id=to), value=value) if to == name:
                    found.append(value)
                case (
                    ast.For(target=ast.Name(id=to), iter=ast.Tuple() | ast.List() as among)
                    | ast.comprehension(
                        target=ast.Name(id=to), iter=ast.Tuple() | ast.List() as among
                    )
                ) if to == name:
                    found += among.elts
        if found or name in _parameters(where):
            break
    return found


@pytest.fixture(scope="module")
def keys() -> Keys:
    return Keys(sorted(CODE.rglob("*.py")))


def fits(shape: str, key: str) -> bool:
    return bool(re.fullmatch(".*".join(map(re.escape, shape.split(ANY))), key))


def test_every_message_that_the_code_asks_for_exists(keys):
    assert len(keys.shapes) > 200, "found too few: the search is broken"
    lost = {
        shape: where
        for shape, where in keys.shapes.items()
        if not any(fits(shape, key) for key in messages(DEFAULT))
    }
    assert not lost


async def test_every_message_is_asked_for(keys, tree):
    whole = {shape for shape in keys.shapes if ANY not in shape} | keys.constants()
    built = {shape for shape in keys.shapes if ANY in shape}
    used = whole | tree.heard.strings.keys()
    unsaid = {
        key
        for key in messages(DEFAULT)
        if key not in used and not any(fits(shape, key) for shape in built)
    }
    assert not unsaid


# How a message is found


def test_what_a_language_lacks_is_said_in_english(monkeypatch, caplog):
    find = spoken._bundle

    def bundle(language: str) -> FluentBundle:
        return FluentBundle([language]) if language == "de" else find(language)

    monkeypatch.setattr(spoken, "_bundle", bundle)
    assert say("de", "keep-button") == say(DEFAULT, "keep-button")
    assert say("de", "settings-encoder-films", films=2) == "2 films"
    assert say("fr", "keep-button") != say(DEFAULT, "keep-button")
    assert not caplog.records


@pytest.mark.parametrize(
    "locale", ["ja", "zh-CN", "en-GB", "sv-SE", "", "xx", discord.Locale.korean]
)
def test_a_language_that_marquee_does_not_speak_is_english(locale):
    assert say(locale, "keep-button") == "Keep this film"


@pytest.mark.parametrize(
    ("locale", "language"), [("pt-BR", "pt"), ("es-ES", "es"), ("es-419", "es"), ("de", "de")]
)
def test_a_countrys_language_is_the_language(locale, language):
    assert say(locale, "keep-button") == say(language, "keep-button") != "Keep this film"


def test_no_such_message():
    with pytest.raises(KeyError, match="no-such-message"):
        say("de", "no-such-message")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_forgotten_value_is_logged_and_does_not_stop_the_answer(language, caplog):
    assert say(language, "watchlist-page", page=1)
    assert "watchlist-page" in caplog.text and language in caplog.text


def test_one_member_and_a_whole_channel():
    asked = cast(Any, SimpleNamespace(locale=discord.Locale.german, guild_locale="fr"))
    assert say(asked, "keep-button") == say("de", "keep-button")
    assert say(language_of(asked, public=True), "keep-button") == say("fr", "keep-button")
    asked.guild_locale = None  # in a direct message
    assert say(language_of(asked, public=True), "keep-button") == say("de", "keep-button")


async def test_the_translator_leaves_to_english_what_is_english():
    context = cast(Any, None)
    told = spoken.label("cmd-film-description", "…")
    translate = Translator().translate
    assert await translate(told, discord.Locale.german, context) == say(
        "de", "cmd-film-description"
    )
    assert await translate(told, discord.Locale.british_english, context) is None
    assert await translate(told, discord.Locale.japanese, context) is None
    plain = app_commands.locale_str("poster-lite")
    assert await translate(plain, discord.Locale.german, context) is None
