"""Packs of rules into the model: those of knowbrand, of extensions and of the site's ``checks/``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path

from knowbrand.model.pack import Pack, Rule
from knowbrand.problems import KnowbrandError, Place, Problem, error, nearest
from knowbrand.sources.nodes import Mapping, parse_yaml
from knowbrand.sources.reader import Reader
from knowbrand.sources.text import decode, read_text

FOLDER = "checks"
GROUP = "knowbrand.checks"
"""The entry points of packs that others ship: each names a package with YAML files in it."""

_ID = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)+")
_FAMILY = 6


def read_packs(
    root: Path | None, languages: Iterable[str], problems: list[Problem], extensions: Iterable[str] = ()
) -> dict[str, tuple[Rule, ...]]:
    """The rules for each of ``languages``: the built-in packs, those of ``extensions``, then the site's own, which may
    disable or override earlier ones. Faults of the latter are added to ``problems``, and such rules left out."""
    wanted = {language: language.split("-")[0] for language in languages}
    packs: list[Pack] = []
    for lang in sorted(set(wanted.values())):
        file = resources.files("knowbrand") / "check" / "packs" / f"{lang}.yaml"
        if file.is_file():
            packs += _parse(file.read_text("utf-8"), f"packs/{lang}.yaml", problems)
    for path, text in _shipped(extensions):
        packs += _parse(text, path, problems)
    if root is not None:
        for file_path in sorted((root / FOLDER).glob("*.yaml")):
            path = f"{FOLDER}/{file_path.name}"
            try:
                packs += _parse(read_text(file_path, path, _FAMILY), path, problems)
            except KnowbrandError as fault:
                problems.extend(fault.problems)
    rules = _combine(packs, problems)
    return {
        language: tuple(rule for lang, rule in rules.values() if lang in (language, short))
        for language, short in wanted.items()
    }


def _shipped(extensions: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Path and text of each pack that the installed ``extensions`` have."""
    for point in metadata.entry_points(group=GROUP) if extensions else ():
        if point.name in extensions:
            for file in sorted(resources.files(point.value).iterdir(), key=lambda file: file.name):
                if file.name.endswith(".yaml"):
                    path = f"{point.name}:{file.name}"
                    yield path, decode(file.read_bytes(), path, "KB608")


def _parse(text: str, path: str, problems: list[Problem]) -> list[Pack]:
    try:
        node = parse_yaml(text, path, _FAMILY, problems)
    except KnowbrandError as fault:
        problems.extend(fault.problems)
        return []
    found = Reader(_FAMILY, problems).read(node or Mapping({}, {}, Place(path, 1, 1)), Pack)
    return [found] if found else []


def _combine(packs: Iterable[Pack], problems: list[Problem]) -> dict[str, tuple[str, Rule]]:
    rules: dict[str, tuple[str, Rule]] = {}
    for pack in packs:
        for number, identity in enumerate(pack.disable):
            if rules.pop(identity, None) is None:
                problems.append(_unknown(identity, pack.where(f"disable.{number}"), rules))
        for rule in pack.rules:
            faults = [*_check_rule(rule, pack), *_check_id(rule, rules)]
            problems += faults
            if not faults:
                rules[rule.id] = (pack.lang, rule)
    return rules


def _unknown(identity: str, place: Place | None, rules: Iterable[str]) -> Problem:
    guess = nearest(identity, rules)
    hint = f"did you mean '{guess}'?" if guess else "the ids stand behind the messages of `knowbrand check`"
    return error("KB612", f"there is no rule '{identity}'", place, hint)


def _check_id(rule: Rule, rules: dict[str, tuple[str, Rule]]) -> Iterator[Problem]:
    place = rule.where("id")
    if not _ID.fullmatch(rule.id):
        yield error(
            "KB605", f"'{rule.id}' is no id", place, "write capitals, digits and hyphens: MY-WORD-001"
        )
    taken = {alias for _, other in rules.values() for alias in other.aliases} | rules.keys()
    if rule.override and rule.id not in rules:
        yield _unknown(rule.id, place, rules)
    elif not rule.override and rule.id in taken:
        yield error("KB611", f"the id '{rule.id}' is taken", place, "choose another; or say override: true")


def _check_rule(rule: Rule, pack: Pack) -> Iterator[Problem]:
    if not 0 <= rule.sureness <= 1:
        yield error("KB605", "'sureness' is from 0 to 1", rule.where("sureness"), "write 0.9")
    if rule.kind in ("phrase", "pattern", "claim") and not (rule.terms or rule.patterns):
        yield error(
            "KB603", "the rule has nothing to look for", rule.where("id"), "add terms: […] or patterns: […]"
        )
    if rule.source is not None and rule.source not in pack.sources:
        yield error("KB605", f"'{rule.source}' is not among the pack's sources", rule.where("source"), None)
    for name in ("patterns", "terms"):
        for number, text in enumerate(getattr(rule, name)):
            place = rule.where(f"{name}.{number}")
            fault = find_danger(text)
            try:
                re.compile(text)
            except (re.error, OverflowError) as wrong:
                fault = f"it is no regular expression: {wrong}"
            if fault:
                yield error("KB613", f"this can't be searched for: {fault}", place, "take a simpler one")


_LONGEST = 1000
_FEW = 8
_TOKEN = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?(?:P?<[^>]*>|<?[=!:]|[a-z]+[):])?|\)|[*+?]|\{\d*,?\d*\}|.", re.DOTALL
)
_PARTING = frozenset(" ,-'\"")
"""A group that ends in one of these can be repeated a few times: where it ends is plain."""


@dataclass(slots=True)
class _Group:
    """What stands in a group of a regular expression: something that varies in length, another such group that comes
    again; how it begins and ends."""

    varies: bool = False
    deep: bool = False
    first: str = ""
    last: str = ""

    @property
    def plain(self) -> bool:
        """Whether it can come a few times without there being many ways to read it."""
        return not self.deep and (self.first in _PARTING or self.last in _PARTING)


def find_danger(pattern: str) -> str | None:
    """Why matching ``pattern`` could take for ever, or None: a repetition of what varies itself, unless it begins or
    ends with a space or the like and comes at most eight times; a back reference; or its length."""
    if len(pattern) > _LONGEST:
        return f"it is longer than {_LONGEST} characters"
    groups = [_Group()]
    closed: _Group | None = None
    for sign in _TOKEN.findall(pattern):
        group, most = groups[-1], _most(sign)
        if sign[0] == "(":
            groups.append(_Group())
        elif sign == ")" and len(groups) > 1:
            closed = groups.pop()
            groups[-1].varies |= closed.varies
            groups[-1].deep |= closed.deep
            groups[-1].last = sign
            continue
        elif most:
            if closed and closed.varies and most > 1:
                if not closed.plain or most > _FEW:
                    return "a repetition stands in a repetition"
                group.deep = True
            group.varies = True
        elif sign[0] == "\\" and sign[1:].isdigit():
            return "it refers back to a group"
        else:
            group.varies |= sign == "|"
            group.first = group.first or sign
            group.last = sign
        closed = None
    return None


def _most(sign: str) -> int:
    """How often a sign makes what stands before it come, at most; 0 where it is no repetition."""
    if sign in ("*", "+"):
        return 1_000_000
    if sign == "?":
        return 1
    if sign[0] == "{" and len(sign) > 2:
        return int(sign[1:-1].rpartition(",")[2] or 1_000_000)
    return 0
