"""The whole check: the author's prose, read by the rules, less what the author asked to leave alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from knowbrand.check.substance.alignment import SourceText, align
from knowbrand.check.substance.opinions import Judge, Opinion, Passage, Remark
from knowbrand.check.substance.owner import list_names
from knowbrand.check.substance.praise import ENOUGH, Line
from knowbrand.check.substance.prose import Prose, list_fields, list_summaries, list_texts
from knowbrand.check.substance.suppression import Suppression, check_ids, read_comments, read_waivers
from knowbrand.check.walk import walk_entries
from knowbrand.model import Model, Page, Post
from knowbrand.model.memory import Remember, make_anew
from knowbrand.model.pack import Rule
from knowbrand.model.profile import Claim
from knowbrand.model.resume import VisibleEntry
from knowbrand.model.writing import PageMeta, PostMeta
from knowbrand.problems import Place, Problem, error, info, nearest
from knowbrand.site.graph import Site

if TYPE_CHECKING:
    from knowbrand.check.substance.reading import Where

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
    files: Collection[str] | None = None,
    remember: Remember = make_anew,
) -> Substance:
    """What in the author's prose says nothing. ``site`` is what the widest audience sees: its evidence counts. ``rules``
    are by language; ``read`` gives a source file's text. Posts and pages are read only where ``everything`` says so, and
    only what stands in ``files`` where they are given. ``remember`` may know what the rules say of a text."""
    scope = _Scope(
        tuple(list_fields(model)) if files is None or model.profile_path in files else (),
        tuple(one for one in list_texts(model, imported=imported) if files is None or one.path in files),
        everything,
    )
    checking = _Checking(model, site, rules, read, scope, remember)
    problems = [*checking.check_settings(), *checking.check_fields(), *checking.check_summaries()]
    if everything:
        problems += checking.check_own_rules()
        for writing in scope.writings:
            problems += checking.check_text(writing)
    kept = [problem for problem in problems if not checking.is_silenced(problem)]
    if everything:  # else a comment may silence what wasn't looked at
        kept += check_ids(checking.suppressions, checking.known)
    return Substance((*checking.faults, *kept), tuple(checking.suppressions), checking.strongest())


class _Scope(NamedTuple):
    """What is read: fields of the profile, and of posts and pages the summaries, and the texts where asked."""

    fields: tuple[Prose, ...]
    writings: tuple[Post | Page, ...]
    texts: bool


class _Checking:
    def __init__(
        self,
        model: Model,
        site: Site,
        rules: Mapping[str, Iterable[Rule]],
        read: Callable[[str], str],
        scope: _Scope,
        remember: Remember,
    ) -> None:
        self.model, self.site, self.read = model, site, read
        self.settings = model.settings.checks
        self.rules = {lang: tuple(found) for lang, found in rules.items()}
        everyone = [rule for found in self.rules.values() for rule in found]
        self.by_id = {rule.id: rule for rule in everyone}
        self.names = {rule.id: {rule.id, *rule.aliases} for rule in everyone} | {
            name: {name} for name in (SWAP, LEVEL, SOLO)
        }
        self.known = {name for names in self.names.values() for name in names}
        self.sources: dict[str, SourceText] = {}
        self.faults: list[Problem] = []
        self.lines: list[Line] = []
        self.scope = scope
        self.summaries = tuple(list_summaries(scope.writings))
        wanted = {
            lang: tuple(rule for rule in found if self._wanted(rule.id)) for lang, found in self.rules.items()
        }
        names = list_names(model.profile.basics.name.texts())
        self.judge = Judge(self.settings, wanted, names, remember)
        self.opinions = self.judge.read(self._list_passages())
        tops = [model.profile] if scope.fields else []
        self.suppressions = [
            one
            for top in (*tops, *(writing.meta for writing in scope.writings))
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

    def check_own_rules(self) -> list[Problem]:
        """Rules of the site that fail their own examples."""
        return self.judge.check_examples(
            {
                lang: [rule for rule in rules if (rule.where() or Place("")).path.startswith("checks/")]
                for lang, rules in self.rules.items()
            }
        )

    def check_fields(self) -> Iterator[Problem]:
        """Findings in the profile, the swap test, and skills with a level."""
        swapped = []
        for prose in self.scope.fields:
            opinion = self.opinions.get(self._passage(prose))
            if opinion is None:
                continue
            yield from self._tell(prose, opinion)
            if prose.central:
                evidence = self._count_evidence(prose)
                line = Line(" ".join(prose.text.split()), prose.place, opinion.facts, evidence)
                self.lines.append(line)
                if not opinion.remarks and line.facts < ENOUGH and not evidence:
                    swapped.append(line)
        if self._wanted(SWAP):
            yield from (self._swap(line) for line in swapped)
        if self._wanted(SOLO):
            yield from self._check_solo(self.scope.fields)
        if self._wanted(LEVEL) and self.scope.fields:
            yield from self._check_levels()

    def check_summaries(self) -> Iterator[Problem]:
        """Findings in the summaries of posts and pages."""
        for prose in self.summaries:
            opinion = self.opinions.get(self._passage(prose))
            if opinion is not None:
                yield from self._tell(prose, opinion)
        if self._wanted(SOLO):
            yield from self._check_solo(self.summaries)

    def check_text(self, writing: Post | Page) -> Iterator[Problem]:
        """Findings in a post or page."""
        text = writing.text()
        self.suppressions += read_comments(text, writing.path, writing.first_line, self.faults)
        opinion = self.opinions.get(_passage_of(writing))
        if opinion is None or not opinion.remarks:
            return
        source = SourceText(text)
        for remark in opinion.remarks:
            spot = source.place(writing.path, remark.start, remark.end)
            lines = writing.first_line - 1
            place = replace(spot, line=(spot.line or 1) + lines, end_line=(spot.end_line or 1) + lines)
            yield _to_problem(
                remark, self.by_id[remark.rule], place, f"<!-- knowbrand: ok {remark.rule} why -->"
            )

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

    def _list_passages(self) -> Iterator[Passage]:
        yield from map(self._passage, (*self.scope.fields, *self.summaries))
        if self.scope.texts:
            yield from map(_passage_of, self.scope.writings)

    def _passage(self, prose: Prose) -> Passage:
        where: Where = "post" if isinstance(prose.entry, PostMeta | PageMeta) else "profile"
        vouched = self._count_evidence(prose) > 0
        return Passage(prose.text, prose.lang, where, vouched=vouched, central=prose.central)

    def _tell(self, prose: Prose, opinion: Opinion) -> Iterator[Problem]:
        for remark in opinion.remarks:
            place = self._locate(prose, remark.start, remark.end)
            silence = f"check_ok: [{{rule: {remark.rule}, reason: …}}] beside the field"
            yield _to_problem(remark, self.by_id[remark.rule], place, silence)

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


def _passage_of(writing: Post | Page) -> Passage:
    return Passage(writing.text(), writing.lang, "post", markdown=True)


def _to_problem(remark: Remark, rule: Rule, place: Place, silence: str) -> Problem:
    hint = f"{rule.teach}\n{silence}" if rule.teach else silence
    code = CODES[rule.category]
    return Problem(code, remark.severity, remark.message, place, hint, rule.id, rule.category)


def _shorten(text: str) -> str:
    return text if len(text) <= 70 else text[:67].rsplit(" ", 1)[0] + " …"
