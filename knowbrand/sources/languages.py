"""Language files: the site's words, quotation marks and order of letters. A further language is one file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import yaml

from knowbrand.model.direction import read_direction
from knowbrand.model.language import Language, OwnWord, Quotes
from knowbrand.problems import KnowbrandError, Place, Problem, error, nearest, warning
from knowbrand.sources.nodes import Mapping, Scalar, is_empty, parse_yaml
from knowbrand.sources.text import read_text

OWN_LANGUAGES = "overrides/languages"
"""Where a site keeps language files of its own; they come before the built-in ones, word by word."""

_FALLBACK = "en"
_FIELDS = ("name", "direction", "locale", "quotes", "alphabet", "words")
_PLACE = re.compile(r"\{([a-z_]+)\}")
_QUOTES = ("open", "close", "inner_open", "inner_close")


def read_languages(root: Path, codes: tuple[str, ...], problems: list[Problem]) -> dict[str, Language]:
    """The languages ``codes`` of the site in ``root``.

    Words that a language lacks are English; one warning a language names them.
    """
    english = _builtin(_FALLBACK)
    assert english is not None  # noqa: S101 - it is part of the package
    return {code: _read_language(root, code, english, problems) for code in codes}


def _read_language(root: Path, code: str, english: Language, problems: list[Problem]) -> Language:
    base = _builtin(code) or _builtin(code.split("-")[0])
    own_path = f"{OWN_LANGUAGES}/{code}.yaml"
    own = _read_own(root, code, base, english, problems) if (root / own_path).is_file() else None
    found = own or base
    if found is None:
        hint = f"write {own_path} with words: in it, or mend the code"
        problems.append(
            warning(
                "KB118",
                f"there is no language file for '{code}', so the interface is in English",
                Place("knowbrand.yaml"),
                hint,
            )
        )
        return Language(
            code=code,
            name=code,
            direction=read_direction(code) or "ltr",
            locale=code,
            quotes=english.quotes,
            words=english.words,
            borrowed=frozenset(english.words),
        )
    missing = [word for word in english.words if word not in found.words]
    if missing:
        shown = ", ".join(missing[:8]) + (f" and {len(missing) - 8} more" if len(missing) > 8 else "")
        path = own_path if own else "knowbrand.yaml"
        message = f"the language '{code}' lacks {len(missing)} words, which are shown in English: {shown}"
        problems.append(warning("KB118", message, Place(path), f"add them to {own_path}"))
    words = {**english.words, **found.words}
    return Language(
        code=code,
        name=found.name,
        direction=found.direction,
        locale=found.locale if own or found.code == code else code,
        quotes=found.quotes,
        alphabet=found.alphabet,
        words=words,
        own=found.own,
        borrowed=frozenset(missing),
    )


def _builtin(code: str) -> Language | None:
    file = resources.files("knowbrand") / "languages" / f"{code}.yaml"
    if not file.is_file():
        return None
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data = yaml.load(file.read_text("utf-8"), Loader=loader)  # noqa: S506 - a safe loader
    return Language(
        code=code,
        name=data["name"],
        direction=data.get("direction", "ltr"),
        locale=data.get("locale", code),
        quotes=Quotes(**data["quotes"]),
        alphabet=data.get("alphabet", ""),
        words=data["words"],
    )


def _read_own(
    root: Path, code: str, builtin: Language | None, english: Language, problems: list[Problem]
) -> Language | None:
    path, base = f"{OWN_LANGUAGES}/{code}.yaml", builtin or english
    try:
        node = parse_yaml(read_text(root / path, path, 1), path, 1, problems)
    except KnowbrandError as fault:
        problems.extend(fault.problems)
        return None
    if not isinstance(node, Mapping):
        problems.append(
            error("KB104", "a language file should hold fields", Place(path, 1, 1), "name: …, words: …")
        )
        return None
    _check_fields(node, english, problems)
    fields = _read_texts(node, ("name", "direction", "locale", "alphabet"), problems)
    quotes = _texts(node, "quotes", _QUOTES, problems)
    own = _read_words(node, problems)
    words = {name: word.text for name, word in own.items() if name in english.words}
    problems += _check_places(own, english)
    usual = read_direction(code)
    direction = fields.get("direction", base.direction if builtin else usual or "ltr")
    if direction not in ("ltr", "rtl"):
        problems.append(error("KB105", "'direction' is ltr or rtl", node.entries["direction"].place, None))
        return None
    if usual and direction != usual:
        message, hint = (
            f"'{code}' is mostly written {usual}, not {direction}",
            "leave direction out, or mend the code",
        )
        problems.append(warning("KB150", message, (node.entries.get("direction") or node).place, hint))
    if "locale" in fields and not _is_locale(fields["locale"]):
        message, hint = (
            f"there is no locale '{fields['locale']}'",
            "one that is known is en_001; or leave it out",
        )
        problems.append(error("KB105", message, node.entries["locale"].place, hint))
        return None
    return Language(
        code=base.code,
        name=fields.get("name", base.name),
        direction="rtl" if direction == "rtl" else "ltr",
        locale=fields.get("locale", base.locale if base.code == code else code),
        quotes=Quotes(**quotes) if len(quotes) == len(_QUOTES) else base.quotes,
        alphabet=fields.get("alphabet", base.alphabet),
        words={**builtin.words, **words} if builtin else words,
        own=own,
    )


def _is_locale(name: str) -> bool:
    from babel import localedata  # not for every command: it takes its time

    return name.replace("_", "").replace("-", "").isalnum() and localedata.exists(name.replace("-", "_"))


def _read_words(node: Mapping, problems: list[Problem]) -> dict[str, OwnWord]:
    """The words, whosever they are: what the theme calls its own isn't known here."""
    inner = node.entries.get("words")
    if inner is None or is_empty(inner):
        return {}
    if not isinstance(inner, Mapping):
        problems.append(error("KB104", "'words' should hold fields", inner.place, "menu: …"))
        return {}
    found = _read_texts(inner, tuple(inner.entries), problems)
    return {name: OwnWord(text, inner.keys[name]) for name, text in found.items()}


def _texts(node: Mapping, key: str, known: tuple[str, ...], problems: list[Problem]) -> dict[str, str]:
    inner = node.entries.get(key)
    if inner is None or is_empty(inner):
        return {}
    if not isinstance(inner, Mapping):
        problems.append(error("KB104", f"'{key}' should hold fields", inner.place, f"{known[0]}: …"))
        return {}
    _check_keys(inner, known, problems)
    return _read_texts(inner, known, problems)


def _read_texts(node: Mapping, names: tuple[str, ...], problems: list[Problem]) -> dict[str, str]:
    """The fields ``names`` of ``node`` that are texts; the others are added to ``problems``."""
    found = {name: value for name, value in node.entries.items() if name in names}
    problems += [
        error("KB104", f"'{name}' should be one text", value.place, f"{name}: …")
        for name, value in found.items()
        if not isinstance(value, Scalar)
    ]
    return {name: value.text for name, value in found.items() if isinstance(value, Scalar)}


def _check_places(words: dict[str, OwnWord], english: Language) -> Iterator[Problem]:
    """Places such as ``{count}`` in a word of the interface that nothing fills in there."""
    for name, word in words.items():
        if name not in english.words:
            continue
        known = set(_PLACE.findall(english.words[name]))
        for stray in sorted(set(_PLACE.findall(word.text)) - known):
            hint = f"known here: {', '.join(f'{{{place}}}' for place in sorted(known)) or 'none'}"
            yield error("KB105", f"nothing is given for {{{stray}}} in '{name}'", word.place, hint)


def _check_fields(node: Mapping, english: Language, problems: list[Problem]) -> None:
    """Fields of the file that there aren't: a word, mostly, that stands where fields do."""
    for key, place in node.keys.items():
        if key not in _FIELDS:
            guess = None if key in english.words else nearest(key, _FIELDS)
            hint = f"did you mean '{guess}'?" if guess else "if it is a word, write it under words:"
            problems.append(error("KB101", f"unknown field '{key}'", place, hint))


def _check_keys(node: Mapping, known: tuple[str, ...], problems: list[Problem]) -> None:
    for key, place in node.keys.items():
        if key not in known:
            guess = nearest(key, known)
            problems.append(
                error("KB101", f"unknown field '{key}'", place, f"did you mean '{guess}'?" if guess else None)
            )
