"""What the rules say of a text, wherever it stands: this depends on nothing but the text and the rules, and is
remembered by them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from knowbrand.check.substance.praise import ENOUGH
from knowbrand.model.entry import INTERNAL_FIELDS
from knowbrand.model.memory import Remember
from knowbrand.model.pack import Rule
from knowbrand.model.settings import CheckSettings
from knowbrand.problems import Problem, Severity

if TYPE_CHECKING:
    from knowbrand.check.substance.reading import Finding, Reader, Where

_SILENT = INTERNAL_FIELDS | {"tests", "teach", "source", "override", "aliases"}
"""Fields of a rule that no opinion depends on."""


class Passage(NamedTuple):
    """A text to be read: its language, what kind of text it is (``markdown`` where it isn't a field), whether the profile
    has evidence for what it says, and whether its facts are asked for."""

    text: str
    lang: str
    where: Where
    markdown: bool = False
    vouched: bool = False
    central: bool = False


class Remark(msgspec.Struct, frozen=True, array_like=True):
    """What a rule says of the characters from ``start`` to ``end`` of a passage."""

    rule: str
    start: int
    end: int
    severity: Severity
    message: str


class Opinion(msgspec.Struct, frozen=True, array_like=True):
    """What is said of a passage, and how many facts it holds, where that was asked."""

    remarks: tuple[Remark, ...] = ()
    facts: float = ENOUGH


class Judge:
    """Has an opinion of passages, by the rules that are in force for each language; ``names`` are what the author is
    called. ``remember`` may know it already."""

    def __init__(
        self,
        settings: CheckSettings,
        rules: Mapping[str, tuple[Rule, ...]],
        names: tuple[str, ...],
        remember: Remember,
    ) -> None:
        self._settings = settings
        self._rules = rules
        self._names = names
        self._remember = remember
        self._readers: dict[str, Reader] = {}
        self._contexts: dict[str, bytes] = {}

    def read(self, passages: Iterable[Passage]) -> dict[Passage, Opinion]:
        """The opinion of each passage in a language that can be read."""
        known = [one for one in dict.fromkeys(passages) if _digest_words(one.lang)]
        return dict(zip(known, self._remember(self._weigh, known, Opinion, self._depend), strict=True))

    def check_examples(self, rules: Mapping[str, Iterable[Rule]]) -> list[Problem]:
        """What is wrong with the examples of ``rules``, by language."""
        from knowbrand.check.substance.examples import check_examples  # see _weigh

        items = [(lang, rule) for lang, found in rules.items() for rule in found]

        def check(item: tuple[str, Rule]) -> tuple[Problem, ...]:
            return tuple(check_examples([item[1]], item[0], self._rules.get(item[0], ())))

        def depend(item: tuple[str, Rule]) -> tuple[object, ...]:
            return item[0], self._context(item[0]), msgspec.msgpack.encode(item[1])

        told = self._remember(check, items, tuple[Problem, ...], depend)
        return [problem for some in told for problem in some]

    def _weigh(self, passage: Passage) -> Opinion:
        # a build that has nothing new to read doesn't wait for what reading takes
        from knowbrand.check.substance.praise import weigh_facts
        from knowbrand.check.substance.reading import LEVELS, Reader
        from knowbrand.check.substance.runs import read_field, read_markdown

        if passage.lang not in self._readers:
            self._readers[passage.lang] = Reader(
                passage.lang, self._rules.get(passage.lang, ()), self._settings.allow, self._names
            )
        reader = self._readers[passage.lang]
        found = reader.read(
            read_markdown(passage.text) if passage.markdown else read_field(passage.text),
            passage.where,
            LEVELS[self._settings.level],
            vouched=passage.vouched,
        )
        mine = reader.owner.say_me(passage.text, follows=False)  # the author's own name is no fact
        facts = weigh_facts(mine, passage.lang) if passage.central else ENOUGH
        return Opinion(tuple(map(_to_remark, found)), facts)

    def _depend(self, passage: Passage) -> tuple[object, ...]:
        return (*passage, self._context(passage.lang))

    def _context(self, lang: str) -> bytes:
        """The same as long as whatever else a passage is read by is the same."""
        if lang not in self._contexts:
            rules = [
                [getattr(rule, name) for name in rule.__struct_fields__ if name not in _SILENT]
                for rule in self._rules.get(lang, ())
            ]
            context = (_digest_words(lang), self._settings.level, self._settings.allow, self._names, rules)
            digest = hashlib.blake2b(msgspec.msgpack.encode(context), digest_size=16)
            self._contexts[lang] = digest.digest()
        return self._contexts[lang]


@cache
def _digest_words(lang: str) -> bytes:
    """A digest of the files by which a language is read, which aren't code and keep no version of their own; empty where
    it can't be read."""
    short = lang.split("-")[0]
    folder = resources.files("knowbrand.check.substance")
    lexicon = folder / "lexica" / f"{short}.yaml"
    weights = (folder / "weights.json").read_bytes()
    if not lexicon.is_file() or short not in json.loads(weights):
        return b""
    digest = hashlib.blake2b(weights, digest_size=16)
    digest.update(lexicon.read_bytes())
    return digest.digest()


def _to_remark(finding: Finding) -> Remark:
    origin = finding.run.origin
    start, end = origin(finding.start), origin(max(finding.start, finding.end - 1)) + 1
    return Remark(finding.rule.id, start, end, finding.severity, finding.message)
