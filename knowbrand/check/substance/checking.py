"""The whole check: the author's prose, read by the rules, less what the author asked to leave alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from knowbrand.check.substance.alignment import SourceText, align
from knowbrand.check.substance.examples import check_examples
from knowbrand.check.substance.praise import ENOUGH, Line, weigh_facts
from knowbrand.check.substance.prose import Prose, list_fields, list_summaries, list_texts
from knowbrand.check.substance.reading import LEVELS, Finding, Reader, readable
from knowbrand.check.substance.runs import read_field, read_markdown
from knowbrand.check.substance.suppression import Suppression, check_ids, read_comments, read_waivers
from knowbrand.check.walk import walk_entries
from knowbrand.model import Model, Page, Post
from knowbrand.model.pack import Rule
from knowbrand.model.profile import Claim
from knowbrand.model.resume import VisibleEntry
from knowbrand.problems import Place, Problem, error, info, nearest
from knowbrand.site.graph import Site

CODES = {
    "buzzword": "KB620",
    "empty-adjective": "KB621",
    "self-praise": "KB622",
    "superlative": "KB623",
    "vanity-metric": "KB624",
    "humblebrag": "KB625",
    "name-dropping": "KB626",
    "third-person-myth": "KB627",
    "hype": "KB628",
    "self-rating": "KB629",
    "solo-wording": "KB630",
    "other": "KB632",
}
"""The problem code of each category."""
_LONGEST_FIELD = 10_000
"""So far from a field's begin, where only that is known, its text is looked for."""
SWAP, LEVEL, SOLO = "ALL-SWAP-001", "ALL-RATE-001", "ALL-SOLO-001"
"""Ids of the rules that are no pack's: the swap test, the level that JSON Resume gives a skill, and shared work that is told
as one's own."""
_SOLO = re.compile(
    r"\bI (?:built|made|designed|created|wrote|developed|led|organi[sz]ed|founded|invented|set up)\b"
    r"|\b[Ii]k (?:bouwde|maakte|ontwierp|schreef|ontwikkelde|leidde|organiseerde|bedacht|richtte)\b"
)
_SHARED = re.compile(r"\b(?:we|us|our|together|with|wij|ons|onze|samen|met)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Substance:
    """What the check found, every suppression, and the strongest line of the profile."""

    problems: tuple[Problem, ...]
    suppressions: tuple[Suppression, ...]
    strongest: Line | None


def check_substance(
    model: Model,
    site: Site,
    rules: Mapping[str, Iterable[Rule]],
    read: Callable[[str], str],
    *,
    everything: bool,
    imported: bool = False,
) -> Substance:
    """What in the author's prose says nothing. ``site`` is what the widest audience sees: its evidence counts. ``rules``
    are by language; ``read`` gives a source file's text. Posts and pages are read only where ``everything`` says so."""
    checking = _Checking(model, site, rules, read)
    problems = [*checking.check_settings(), *checking.check_fields()]
    problems += checking.check_summaries(imported=imported)
    if everything:
        problems += checking.check_own_rules()
        for writing in list_texts(model, imported=imported):
            problems += checking.check_text(writing)
    kept = [problem for problem in problems if not checking.is_silenced(problem)]
    if everything:  # else a comment may silence what wasn't looked at
        kept += check_ids(checking.suppressions, checking.known)
    return Substance((*checking.faults, *kept), tuple(checking.suppressions), checking.strongest())


class _Checking:
    def __init__(
        self, model: Model, site: Site, rules: Mapping[str, Iterable[Rule]], read: Callable[[str], str]
    ) -> None:
        self.model, self.site, self.read = model, site, read
        self.settings = model.settings.checks
        self.level = LEVELS[self.settings.level]
        self.rules = {lang: tuple(found) for lang, found in rules.items()}
        everyone = [rule for found in self.rules.values() for rule in found]
        self.names = {rule.id: {rule.id, *rule.aliases} for rule in everyone} | {
            name: {name} for name in (SWAP, LEVEL, SOLO)
        }
        self.known = {name for names in self.names.values() for name in names}
        self.readers: dict[str, Reader | None] = {}
        self.sources: dict[str, SourceText] = {}
        self.faults: list[Problem] = []
        self.lines: list[Line] = []
        self.suppressions = [
            one
            for top in (model.profile, *(writing.meta for writing in list_texts(model, imported=True)))
            for entry in walk_entries(top)
            if isinstance(entry, VisibleEntry)
            for one in read_waivers(entry, entry.check_ok)
        ]

    def check_settings(self) -> Iterator[Problem]:
        """``checks.only`` that names no rule."""
        for number, identity in enumerate(self.settings.only):
            if identity not in self.known:
                guess = nearest(identity, self.known)
                hint = f"did you mean '{guess}'?" if guess else "an id is written EN-BUZZ-001"
                yield error(
                    "KB612", f"there is no rule '{identity}'", self.settings.where(f"only.{number}"), hint
                )

    def check_own_rules(self) -> Iterator[Problem]:
        """Rules of the site that fail their own examples."""
        for lang, rules in self.rules.items():
            own = [rule for rule in rules if (rule.where() or Place("")).path.startswith("checks/")]
            yield from check_examples(own, lang)

    def check_fields(self) -> Iterator[Problem]:
        """Findings in the profile, the swap test, and skills with a level."""
        swapped = []
        for prose in list_fields(self.model):
            evidence = self._count_evidence(prose)
            found = list(self._check_field(prose, "profile", vouched=evidence > 0))
            yield from found
            if prose.central and self._reader(prose.lang):
                line = Line(
                    " ".join(prose.text.split()), prose.place, weigh_facts(prose.text, prose.lang), evidence
                )
                self.lines.append(line)
                if not found and line.facts < ENOUGH and not evidence:
                    swapped.append(line)
        if self._wanted(SWAP):
            yield from (self._swap(line) for line in swapped)
        if self._wanted(SOLO):
            yield from self._check_solo(list_fields(self.model))
        if self._wanted(LEVEL):
            yield from self._check_levels()

    def check_summaries(self, *, imported: bool) -> Iterator[Problem]:
        """Findings in the summaries of posts and pages."""
        for prose in list_summaries(self.model, imported=imported):
            yield from self._check_field(prose, "post", vouched=False)
        if self._wanted(SOLO):
            yield from self._check_solo(list_summaries(self.model, imported=imported))

    def check_text(self, writing: Post | Page) -> Iterator[Problem]:
        """Findings in a post or page."""
        reader = self._reader(writing.lang)
        text = writing.text()
        self.suppressions += read_comments(text, writing.path, writing.first_line, self.faults)
        if reader is None:
            return
        source: SourceText | None = None
        for finding in reader.read(read_markdown(text), "post", self.level):
            source = source or SourceText(text)
            spot = source.place(writing.path, *_span(finding))
            lines = writing.first_line - 1
            place = replace(spot, line=(spot.line or 1) + lines, end_line=(spot.end_line or 1) + lines)
            yield _to_problem(finding, place, f"<!-- knowbrand: ok {finding.rule.id} why -->")

    def is_silenced(self, problem: Problem) -> bool:
        """Whether the author asked for it; the suppression counts as used then."""
        place = problem.place
        if problem.rule is None or place is None:
            return False
        names = self.names.get(problem.rule, {problem.rule})
        covering = [one for one in self.suppressions if one.covers(place.path, names, place.line or 1)]
        for one in covering:
            one.used = True
        return bool(covering)

    def strongest(self) -> Line | None:
        """The line of the profile that a stranger can hold on to best."""
        lines = [line for line in self.lines if line.facts >= ENOUGH]
        return max(lines, key=lambda line: line.strength, default=None)

    def _check_field(self, prose: Prose, where: str, *, vouched: bool) -> Iterator[Problem]:
        reader = self._reader(prose.lang)
        if reader is None:
            return
        for finding in reader.read(
            read_field(prose.text), "profile" if where == "profile" else "post", self.level, vouched=vouched
        ):
            place = self._locate(prose, *_span(finding))
            yield _to_problem(
                finding, place, f"check_ok: [{{rule: {finding.rule.id}, reason: …}}] beside the field"
            )

    def _locate(self, prose: Prose, start: int, end: int) -> Place:
        """Where characters of a field stand in its file; the field where that can't be told."""
        path, line = prose.place.path, prose.place.line
        if line is None or prose.place.column is None:
            return prose.place
        if path not in self.sources:
            self.sources[path] = SourceText(self.read(path))
        source = self.sources[path]
        begin = source.text.find(prose.text[:1], source.offset(line, prose.place.column))
        closed = prose.place.end_line
        last = source.offset(closed, prose.place.end_column or 1) if closed else begin + _LONGEST_FIELD
        while 0 <= begin <= last:
            offsets = align(prose.text, source.text, begin)
            if offsets and end <= len(offsets):
                return source.place(path, offsets[start], offsets[max(start, end - 1)] + 1)
            begin = source.text.find(prose.text[:1], begin + 1)
        return prose.place

    def _reader(self, lang: str) -> Reader | None:
        if lang not in self.readers:
            rules = [rule for rule in self.rules.get(lang, ()) if self._wanted(rule.id)]
            self.readers[lang] = Reader(lang, rules, self.settings.allow) if readable(lang) else None
        return self.readers[lang]

    def _wanted(self, identity: str) -> bool:
        return not self.settings.only or bool(self.names[identity] & set(self.settings.only))

    def _count_evidence(self, prose: Prose) -> int:
        if not isinstance(prose.entry, Claim):
            return 0
        claim = prose.entry
        chapter = next((one.id for one in self.model.profile.expertise if claim in one.claims), "")
        return len(self.site.evidence.get((chapter, claim.id), ()))

    def _swap(self, line: Line) -> Problem:
        own = sorted(
            (other for other in self.lines if other.facts >= ENOUGH), key=lambda other: -other.strength
        )
        hint = "say for whom, how much, since when or under which conditions"
        if own:
            hint += f"; a line that only you could write: “{_shorten(own[0].text)}”"
        message = "would this still be true with a colleague's name in it?"
        return replace(info("KB631", message, line.place, hint), rule=SWAP, category="self-praise")

    def _check_solo(self, fields: Iterable[Prose]) -> Iterator[Problem]:
        for prose in fields:
            others = getattr(prose.entry, "with_", ())
            match = _SOLO.search(prose.text) if others and not getattr(prose.entry, "my_part", None) else None
            if match and not _SHARED.search(prose.text):
                hint = "say we, and what was yours in my_part"
                message = f"“{match.group()}”, and {', '.join(others)}?"
                problem = info("KB630", message, self._locate(prose, *match.span()), hint)
                yield replace(problem, rule=SOLO, category="solo-wording")

    def _check_levels(self) -> Iterator[Problem]:
        for skill in self.model.profile.skills:
            if skill.level is not None:
                hint = "knowbrand doesn't show it; write what you did with it instead"
                message = f"'{_shorten(str(skill.level))}' is a mark that one gives oneself"
                problem = info("KB629", message, skill.where("level"), hint)
                yield replace(problem, rule=LEVEL, category="self-rating")


def _span(finding: Finding) -> tuple[int, int]:
    """From where to where in the source a finding reaches."""
    return finding.run.origin(finding.start), finding.run.origin(max(finding.start, finding.end - 1)) + 1


def _to_problem(finding: Finding, place: Place, silence: str) -> Problem:
    rule = finding.rule
    hint = f"{rule.teach}\n{silence}" if rule.teach else silence
    code = CODES[rule.category]
    return Problem(code, finding.severity, finding.message, place, hint, rule.id, rule.category)


def _shorten(text: str) -> str:
    return text if len(text) <= 70 else text[:67].rsplit(" ", 1)[0] + " …"
