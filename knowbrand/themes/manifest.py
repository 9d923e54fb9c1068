"""``theme.yaml``: what a theme says about itself."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import msgspec
import yaml

from knowbrand.problems import KnowbrandError, Place, Problem, error, nearest
from knowbrand.themes.options import OPTION_TYPES, MisfitError, Option, read_option

API = 1
"""The version of the views that this knowbrand gives to templates."""

_KEYS = (
    "name",
    "version",
    "parent",
    "author",
    "licence",
    "description",
    "screenshot",
    "api",
    "options",
    "contrast",
    "languages",
)
_OPTION_KEYS = ("type", "default", "choices", "description")
_DEEPEST = 6
_PAIR = re.compile(r"--([\w-]{1,60}) on --([\w-]{1,60})(?: at ([0-9]{1,2}(?:\.[0-9]{1,2})?))?", re.ASCII)
TEXT_CONTRAST = 4.5
"""What text of any size needs (WCAG 2.2, 1.4.3)."""


class ColourPair(NamedTuple):
    """Two design tokens that meet on a page: what is written or drawn, the ground, and the contrast they need."""

    ink: str
    ground: str
    least: float


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """A theme's ``theme.yaml``. ``words`` holds the words that it brings itself, by language; ``contrast`` the pairs of
    colours that its style sheet lets meet; ``screenshot`` is a picture of it, in its folder."""

    name: str
    version: str = ""
    parent: str | None = None
    author: str = ""
    licence: str = ""
    description: str = ""
    screenshot: str = ""
    contrast: tuple[ColourPair, ...] = ()
    options: dict[str, Option] = {}
    words: dict[str, dict[str, str]] = {}


def read_manifest(text: str, path: str, folder_name: str) -> Manifest:
    """The manifest in ``text``. Raises KnowbrandError with everything that is wrong with it."""
    return _Reader(path).read(text, folder_name)


class _Reader:
    """Reads one manifest and collects what is wrong with it."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.places: dict[tuple[str, ...], Place] = {}

    def read(self, text: str, folder_name: str) -> Manifest:
        data = self._parse(text)
        self._check_keys(data, _KEYS, ())
        version = str(data.get("api", "")).strip()
        if version != str(API):
            hint = (
                f"add api: {API}" if not version else "look for a newer version of the theme, or of knowbrand"
            )
            message = (
                f"this theme is made for templates of version {version or '(none named)'}; here it is {API}"
            )
            self._report(message, ("api",), hint, "KB403")
        manifest = Manifest(
            name=self._text(data, "name") or folder_name,
            parent=self._text(data, "parent") or None,
            author=self._text(data, "author"),
            licence=self._text(data, "licence"),
            description=self._text(data, "description"),
            version=self._text(data, "version"),
            screenshot=self._text(data, "screenshot"),
            contrast=self._contrast(data.get("contrast", [])),
            options=self._options(data.get("options", {})),
            words=self._words(data.get("languages", {})),
        )
        if self.problems:
            raise KnowbrandError(*self.problems)
        return manifest

    def _parse(self, text: str) -> dict[str, Any]:
        try:
            for event in yaml.parse(text, Loader=yaml.SafeLoader):
                if isinstance(event, yaml.events.AliasEvent):
                    raise KnowbrandError(
                        error(
                            "KB402",
                            "an alias (*) can't stand in theme.yaml",
                            self._place(event),
                            "write it out",
                        )
                    )
            node = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.YAMLError as fault:
            mark = getattr(fault, "problem_mark", None)
            place = Place(self.path, mark.line + 1, mark.column + 1) if mark else Place(self.path)
            message = str(getattr(fault, "problem", None) or "this is not YAML")
            raise KnowbrandError(error("KB402", f"this can't be read as YAML: {message}", place)) from None
        except RecursionError:
            raise KnowbrandError(error("KB402", "this is nested too deep", Place(self.path))) from None
        data = self._plain(node, ()) if node else {}
        if not isinstance(data, dict):
            raise KnowbrandError(
                error("KB402", "theme.yaml should hold fields", Place(self.path, 1, 1), "name: …")
            )
        return data

    def _plain(self, node: yaml.Node, where: tuple[str, ...]) -> Any:
        self.places[where] = self._place(node)
        if len(where) > _DEEPEST:
            raise KnowbrandError(error("KB402", "this is nested too deep", self.places[where]))
        if isinstance(node, yaml.MappingNode):
            return {str(key.value): self._plain(value, (*where, str(key.value))) for key, value in node.value}
        if isinstance(node, yaml.SequenceNode):
            return [self._plain(item, (*where, str(number))) for number, item in enumerate(node.value)]
        return node.value

    def _place(self, node: Any) -> Place:
        return Place(self.path, node.start_mark.line + 1, node.start_mark.column + 1)

    def _report(self, message: str, where: tuple[str, ...], hint: str | None, code: str = "KB402") -> None:
        place = self.places.get(where) or self.places.get(()) or Place(self.path)
        self.problems.append(error(code, message, place, hint))

    def _check_keys(self, data: dict[str, Any], known: tuple[str, ...], where: tuple[str, ...]) -> None:
        for key in data:
            if key not in known:
                guess = nearest(key, known)
                hint = f"did you mean '{guess}'?" if guess else f"known here: {', '.join(known)}"
                self._report(f"unknown field '{key[:60]}'", (*where, key), hint)

    def _text(self, data: dict[str, Any], key: str) -> str:
        value = data.get(key, "")
        if not isinstance(value, str):
            self._report(f"'{key}' should be one text", (key,), None)
            return ""
        return value.strip()

    def _options(self, data: Any) -> dict[str, Option]:
        if not isinstance(data, dict):
            self._report(
                "'options' should hold options by name", ("options",), "accent: {type: colour, default: …}"
            )
            return {}
        found = {name: self._option(name, option) for name, option in data.items()}
        return {name: option for name, option in found.items() if option}

    def _option(self, name: str, data: Any) -> Option | None:
        where = ("options", name)
        if not isinstance(data, dict) or "default" not in data or data.get("type") not in OPTION_TYPES:
            self._report(
                f"the option '{name}' needs a type and a default", where, f"types: {', '.join(OPTION_TYPES)}"
            )
            return None
        self._check_keys(data, _OPTION_KEYS, where)
        choices = data.get("choices", [])
        option = Option(
            type=data["type"],
            default="",
            choices=tuple(map(str, choices)) if isinstance(choices, list) else (),
            description=str(data.get("description", "")),
        )
        try:
            return msgspec.structs.replace(option, default=read_option(option, name, data["default"]))
        except MisfitError as fault:
            for part, message, hint in fault.faults:
                self._report(f"the default of {message}", (*where, "default", *filter(None, [part])), hint)
            return None

    def _contrast(self, data: Any) -> tuple[ColourPair, ...]:
        hint = 'contrast: ["--text on --ground", "--line on --ground at 3"]'
        if not isinstance(data, list):
            self._report("'contrast' should be a list of colours that meet", ("contrast",), hint)
            return ()
        found = [(number, _PAIR.fullmatch(str(pair).strip())) for number, pair in enumerate(data)]
        for number, pair in found:
            if pair is None:
                self._report("this should say which colour stands on which", ("contrast", str(number)), hint)
        return tuple(
            ColourPair(pair[1], pair[2], float(pair[3] or TEXT_CONTRAST)) for _, pair in found if pair
        )

    def _words(self, data: Any) -> dict[str, dict[str, str]]:
        languages = data if isinstance(data, dict) else {}
        if languages is not data or not all(isinstance(words, dict) for words in languages.values()):
            self._report(
                "'languages' should hold words by language", ("languages",), "nl: {turn_page: Sla om}"
            )
            return {}
        return {
            language: {name: text for name, text in words.items() if isinstance(text, str)}
            for language, words in languages.items()
        }
