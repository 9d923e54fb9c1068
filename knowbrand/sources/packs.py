"""Packs of rules into the model: those of knowbrand, of extensions and of the site's ``checks/``."""

from __future__ import annotations

import re
from collections import abc
from collections.abc import Iterable, Iterator
from importlib import resources
from importlib.util import find_spec
from pathlib import Path

import msgspec

from knowbrand.model.memory import Remember, make_anew
from knowbrand.model.pack import Pack, Rule
from knowbrand.problems import KnowbrandError, Place, Problem, error, nearest, warning
from knowbrand.sources.backtracking import estimate
from knowbrand.sources.nodes import Mapping, parse_yaml
from knowbrand.sources.reader import Reader
from knowbrand.sources.text import read_text

FOLDER = "checks"
GROUP = "knowbrand.checks"
"""The entry points of packs that others ship: each names a package with YAML files in it."""

Extensions = abc.Mapping[str, Place | None]
"""Installed packs that a site uses, by name, and where it names them."""
_NO_EXTENSIONS: Extensions = {}

_BUILT_IN = "packs/"
_ID = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)+")
_FAMILY = 6


class ReadPack(msgspec.Struct, frozen=True, array_like=True):
    """A file of rules, as far as it could be read, and what is wrong with it."""

    pack: Pack | None
    problems: tuple[Problem, ...]


def read_packs(
    root: Path | None,
    languages: Iterable[str],
    problems: list[Problem],
    extensions: Extensions = _NO_EXTENSIONS,
    remember: Remember = make_anew,
) -> dict[str, tuple[Rule, ...]]:
    """The rules for each of ``languages``: the built-in packs, those of ``extensions``, then the site's own, which may
    disable or override earlier ones. Faults are added to ``problems``, and such rules left out. ``remember`` may know what
    a file says."""
    wanted = {language: language.split("-")[0] for language in languages}
    texts = [*_built_in(sorted(set(wanted.values()))), *_shipped(extensions, problems)]
    if root is not None:
        for file_path in sorted((root / FOLDER).glob("*.yaml")):
            path = f"{FOLDER}/{file_path.name}"
            try:
                texts.append((path, read_text(file_path, path, _FAMILY)))
            except KnowbrandError as fault:
                problems.extend(fault.problems)
    read = remember(_parse, texts, ReadPack, tuple)
    problems += [problem for one in read for problem in one.problems]
    rules = _combine([one.pack for one in read if one.pack], problems)
    return {
        language: tuple(rule for lang, rule in rules.values() if lang in (language, short))
        for language, short in wanted.items()
    }


def _built_in(languages: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Path and text of each pack that comes with knowbrand."""
    for lang in languages:
        file = resources.files("knowbrand") / "check" / "packs" / f"{lang}.yaml"
        if file.is_file():
            yield f"{_BUILT_IN}{lang}.yaml", file.read_text("utf-8")


def _shipped(extensions: Extensions, problems: list[Problem]) -> Iterator[tuple[str, str]]:
    """Path and text of each pack that the installed ``extensions`` have."""
    if not extensions:
        return
    from importlib import metadata  # a site with none of them doesn't pay for it

    points = {point.name: point for point in metadata.entry_points(group=GROUP)}
    for name, place in extensions.items():
        point = points.get(name)
        if point is None:
            guess = nearest(name, points)
            hint = f"did you mean '{guess}'?" if guess else "install the package that brings it"
            problems.append(
                warning("KB645", f"no installed package brings checks called '{name}'", place, hint)
            )
            continue
        folder = _find_folder(point.module)
        if folder is None:
            hint = "tell whoever made it; or take it out of extensions"
            problems.append(error("KB646", f"the package '{point.module}' can't be read", place, hint))
            continue
        for file in sorted(folder.glob("*.yaml")):
            path = f"{name}:{file.name}"
            try:
                yield path, read_text(file, path, _FAMILY)
            except KnowbrandError as fault:
                problems += fault.problems


def _find_folder(package: str) -> Path | None:
    """The folder of an installed package, whose code isn't run; None where there is none."""
    try:
        spec = find_spec(package)
    except (ImportError, ValueError):
        return None
    places = spec.submodule_search_locations if spec else None
    return Path(next(iter(places))) if places else None


def _parse(file: tuple[str, str]) -> ReadPack:
    path, text = file
    problems: list[Problem] = []
    try:
        node = parse_yaml(text, path, _FAMILY, problems)
    except KnowbrandError as fault:
        return ReadPack(None, (*problems, *fault.problems))
    found = Reader(_FAMILY, problems).read(node or Mapping({}, {}, Place(path, 1, 1)), Pack)
    return ReadPack(found, tuple(problems))


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
    if (rule.where() or Place("")).path.startswith(_BUILT_IN):  # a test has looked for danger in them
        return
    for name in ("patterns", "terms"):
        for number, text in enumerate(getattr(rule, name)):
            place = rule.where(f"{name}.{number}")
            try:
                re.compile(text)
                fault = find_danger(text)
            except (re.error, OverflowError, RecursionError) as wrong:
                fault = f"it is no regular expression: {wrong}"
            if fault:
                yield error("KB613", f"this can't be searched for: {fault}", place, "take a simpler one")


_LONGEST = 2000
"""Characters of a pattern, and of a text that it is tried on."""
_MOST_STEPS = 1e13
"""As counted for the worst of texts. Two repetitions in a row that take each other's characters stay below, three don't."""


def find_danger(pattern: str) -> str | None:
    """Why matching ``pattern`` could take for ever, or None: too many ways to read one text, a back reference, its length.
    Raises re.error, OverflowError where it is no pattern."""
    if len(pattern) > _LONGEST:
        return f"it is longer than {_LONGEST} characters"
    try:
        steps = estimate(pattern, _LONGEST)
    except RecursionError:
        return "its groups stand too deep in each other"
    return (
        None
        if steps < _MOST_STEPS
        else "its repetitions and alternatives give too many ways to read one text"
    )
