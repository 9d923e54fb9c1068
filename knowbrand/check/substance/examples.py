"""The examples that every rule has to bring: they run as tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from knowbrand.check.substance.reading import LEVELS, Reader, readable
from knowbrand.check.substance.runs import read_field
from knowbrand.model.pack import Rule
from knowbrand.problems import Problem, error


def check_examples(rules: Iterable[Rule], lang: str, among: Iterable[Rule] = ()) -> Iterator[Problem]:
    """Each sentence that a rule of ``lang`` promises to report and doesn't, or reports and promises not to. A rule that
    counts what others find is tried ``among`` them."""
    if not readable(lang):
        return
    for rule in rules:
        others = [other for other in among if other.id != rule.id] if rule.kind == "density" else []
        reader = Reader(lang, [*others, rule])
        for name, sentences in (("flag", rule.tests.flag), ("pass_", rule.tests.pass_)):
            for number, sentence in enumerate(sentences):
                found = any(
                    finding.rule is rule
                    for where in rule.places_
                    for finding in reader.read(read_field(sentence), where, LEVELS["firm"])
                )
                if found != (name == "flag"):
                    message = "the rule doesn't report this" if name == "flag" else "the rule reports this"
                    place = rule.tests.where(f"{name}.{number}", name)
                    yield error("KB614", f"{message}: {sentence}", place, "change the rule, or the example")
