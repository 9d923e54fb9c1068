"""Runs of prose into findings: match, guard, weigh, and keep what reaches the level."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from knowbrand.check.substance.emptiness import (
    Weights,
    load_weights,
    name_category,
    say_what_lacks,
    weigh_emptiness,
    weigh_others,
)
from knowbrand.check.substance.evidence import is_evidence, weigh_evidence
from knowbrand.check.substance.features import SOFT, TOKEN, mask_quotes, read_traits
from knowbrand.check.substance.grammar import GRAMMARS
from knowbrand.check.substance.guards import (
    is_denied,
    is_mention,
    is_of_others,
    is_post,
    is_title,
    weigh_subject,
)
from knowbrand.check.substance.lexicon import Lexicon, load_lexicon
from knowbrand.check.substance.marks import MATCHER, OWN, Marks
from knowbrand.check.substance.matching import Hit, Matcher, is_cleared
from knowbrand.check.substance.owner import Owner
from knowbrand.check.substance.runs import OBJECT, Run
from knowbrand.check.substance.sentences import Sentence, split_sentences
from knowbrand.check.substance.sieve import list_keys
from knowbrand.check.substance.traits import Traits
from knowbrand.model.pack import Rule
from knowbrand.problems import Severity

LEVELS = {"gentle": 1.6, "normal": 0.8, "firm": 0.5}
"""From which score a finding is reported."""
_SEVERITY = {"info": 1.0, "warning": 2.0, "error": 4.0}
_LOG_ODDS = 0.7
"""How much a unit of log odds adds to the score of emptiness, which is 0.8 at even odds."""

_FACT_NEARBY, _MOST_NEARBY = 0.5, 2.0
"""What a number or a name elsewhere in the paragraph takes off, and the most that they do."""
_PLAINLY, _PLAIN = {"phrase": -2.0, "claim": -4.0}, 0.4
"""Below such log odds a sentence is plain talk, and what a word in it weighs is lowered: it may be meant literally."""
_LONG, _IN_LONG_TEXT = 1000, 3.2
"""From so many characters on a text is long; most sentences of a long text are there to lead to the next."""
_TOGETHER, _FRAGMENT = 30, 3
"""Sentences of so many words in all are also read as one; so few words are a fragment."""
_FACT = re.compile(r"\d+|(?<=[\w,] )[A-Z][a-z]+|" + OBJECT)

Where = Literal["profile", "post"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule has to say about a stretch of a run."""

    rule: Rule
    run: Run
    start: int
    end: int
    score: float
    message: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class _Read:
    """A sentence as the rules see it."""

    sentence: Sentence
    masked: str
    folded: str
    traits: Traits
    subject: float


class _Setting(NamedTuple):
    """What surrounds a sentence: the kind of text, whether there is evidence for it, whether it is a long one, whether
    the sentence is alone in its paragraph, and that paragraph."""

    where: Where
    vouched: bool
    long: bool
    lone: bool
    paragraph: str


class Reader:
    """Reads prose in one language by ``rules``. ``allowed`` are terms that are fine, ``names`` what the author is called in
    a profile."""

    def __init__(
        self, lang: str, rules: Iterable[Rule], allowed: Iterable[str] = (), names: Iterable[str] = ()
    ) -> None:
        self.lang = lang.split("-")[0]
        lexicon, weights = load_lexicon(self.lang), load_weights(self.lang)
        assert lexicon is not None  # noqa: S101 - readable() said so
        assert weights is not None  # noqa: S101
        self.lexicon: Lexicon = lexicon
        self.weights: Weights = weights
        self.rules = rules = tuple(rules)
        self.matcher = Matcher(rules)
        self.marks = Marks(lexicon, GRAMMARS[self.lang], self.matcher)
        self.empty = [rule for rule in rules if rule.kind == "emptiness"]
        self.dense = [rule for rule in rules if rule.kind == "density"]
        self.allowed = [term.lower() for term in allowed]
        self.owner = Owner(names, self.lang, lexicon)

    def read(
        self, runs: Iterable[Run], where: Where, level: float, *, vouched: bool = False
    ) -> list[Finding]:
        """The findings in the runs of one text, at most one a sentence. ``vouched`` where the profile has evidence for
        what the text says."""
        runs = list(runs)
        long = sum(len(run.text) for run in runs) > _LONG
        return [
            finding
            for run in runs
            for finding in self._read_run(run, where, level, vouched=vouched, long=long)
        ]

    def _read_run(
        self, run: Run, where: Where, level: float, *, vouched: bool, long: bool
    ) -> Iterator[Finding]:
        found: list[Finding] = []
        weak: list[Finding] = []
        sentences = list(split_sentences(run, self.lang))
        setting = _Setting(where, vouched, long, len(sentences) == 1, run.text)
        follows = False
        for sentence in sentences:
            masked = mask_quotes(sentence.text)
            mine = self.owner.say_me(masked, follows=follows) if where == "profile" else masked
            follows = mine != masked
            told = list(self._read_sentence(sentence, masked, mine, setting))
            if told:
                best = max(told, key=lambda finding: _rank(finding, level))
                if best.score >= level:
                    found.append(best)
                elif best.score >= LEVELS["firm"]:  # below, evidence speaks for it
                    weak.append(best)
        if not found and len(sentences) > 1 and not long:
            found += self._read_together(run, setting, level)
        yield from found
        yield from self._count(run, [*found, *weak], where)

    def _read_together(self, run: Run, setting: _Setting, level: float) -> Iterator[Finding]:
        """The finding, if any, in a few short sentences that only say something as one: “Honest. Calm. Yours.”"""
        masked = mask_quotes(run.text)
        if len(TOKEN.findall(masked)) <= _TOGETHER:
            mine = self.owner.say_me(masked, follows=False) if setting.where == "profile" else masked
            told = self._read_sentence(Sentence(run.text, 0, run), masked, mine, setting._replace(lone=True))
            best = max(told, key=lambda finding: finding.score, default=None)
            if best is not None and best.score >= level:
                yield best

    def _read_sentence(
        self, sentence: Sentence, masked: str, mine: str, setting: _Setting
    ) -> Iterator[Finding]:
        """The findings in a sentence without its quotations, as it is written and as the author would say it."""
        folded = _fold(mine)
        words = TOKEN.findall(folded)
        if len(words) < 2 or "⟨" in masked:  # nothing, or still to be written
            return
        marks = self.marks.unite(words)
        hits = self._find(mine, folded, words, marks, setting.where)
        if mine != masked:
            written = _fold(masked)
            more = TOKEN.findall(written)
            hits += self._find(masked, written, more, self.marks.unite(more), setting.where)
        linked = any(is_evidence(link.target) for link in sentence.links) if sentence.run.links else False
        shown = linked or sentence.run.kind == "heading" or mine.endswith(":")
        if not hits and (shown or not self._may_be_empty(words, marks, setting)):
            return
        keys = {key for word in words for key in list_keys(word)}
        if is_mention(folded, self.lang, keys) or is_of_others(folded, self.lang, keys):
            return
        quoted = masked != sentence.text
        traits = read_traits(mine, TOKEN.findall(mine), self.lexicon, quoted=quoted, linked=linked)
        if is_title(folded, traits) or is_post(folded, traits, self.lang):
            return
        read = _Read(sentence, mine, folded, traits, weigh_subject(traits, folded, self.lang))
        for hit in hits:
            finding = self._weigh_hit(hit, read, setting)
            if finding:
                yield finding
        if not setting.vouched and sentence.run.kind != "heading":
            yield from self._weigh_emptiness(read, setting)

    def _find(self, text: str, folded: str, words: Sequence[str], marks: int, where: Where) -> list[Hit]:
        return [
            hit
            for hit in self.matcher.find(text, folded, words, marks >> MATCHER)
            if where in hit.rule.places_ and not is_cleared(hit, folded)
        ]

    def _may_be_empty(self, words: Sequence[str], marks: int, setting: _Setting) -> bool:
        """Whether it is worth looking: in running text, a sentence without a subject isn't about its author, and a
        plain one is only there to lead to the next; a few words (“About me.”) without any praise are a label."""
        if not self.empty or setting.vouched:
            return False
        own = bool(marks & OWN)
        if not own and not setting.lone:
            return False
        said = len(words) > _FRAGMENT
        return (said and not setting.long) or bool(marks & SOFT)

    def _weigh_hit(self, hit: Hit, read: _Read, setting: _Setting) -> Finding | None:
        rule = hit.rule
        match = read.sentence.text[hit.start : hit.end]
        if any(term in match.lower() for term in self.allowed):
            return None
        if is_denied(read.folded, hit.start, self.lang):
            return None
        subject = read.subject if rule.subject == "self" else 1.0
        have = read.traits.values
        if (
            not setting.lone and "me" not in have and "we" not in have
        ):  # running text has its subject elsewhere
            subject *= 0.5
        evidence = weigh_evidence(rule, read.traits, read.sentence, vouched=setting.vouched)
        score = rule.sureness * _SEVERITY[rule.severity] * subject * (1 - evidence)
        if rule.kind in _PLAINLY and rule.subject == "self":
            score *= _PLAIN if weigh_emptiness(read.traits, self.weights) < _PLAINLY[rule.kind] else 1.0
        return self._finding(
            rule, read, hit.start, hit.end, score, rule.message.replace("{match}", match.strip())
        )

    def _weigh_emptiness(self, read: _Read, setting: _Setting) -> Iterator[Finding]:
        have = read.traits.values
        if read.subject == 0 and "kin" in have:  # a colleague, a teacher
            return
        if "link" in have or any(term in read.folded for term in self.allowed):
            return
        if read.masked.rstrip().endswith(":"):  # it only leads to what follows
            return
        odds = weigh_emptiness(read.traits, self.weights)
        odds -= weigh_others(read.traits, read.subject, lone=setting.lone)
        if not setting.lone:
            nearby = _count_facts(setting.paragraph) - _count_facts(read.sentence.text)
            odds -= min(_MOST_NEARBY, _FACT_NEARBY * nearby)
        if setting.long:
            odds -= _IN_LONG_TEXT
        score = max(0.0, min(2.0, LEVELS["normal"] + _LOG_ODDS * odds))
        if score < LEVELS["firm"]:
            return
        category, words = name_category(read.traits)
        rule = next((rule for rule in self.empty if category in rule.of), None)
        rule = rule or next((rule for rule in self.empty if not rule.of), None)
        if rule is None or setting.where not in rule.places_:
            return
        message = rule.message.replace("{words}", ", ".join(dict.fromkeys(words)))
        message = message.replace("{lacks}", say_what_lacks(read.traits, self.lang))
        finding = self._finding(rule, read, 0, len(read.sentence.text), score, message)
        yield replace(finding, severity="info") if setting.long and rule.severity == "warning" else finding

    def _finding(self, rule: Rule, read: _Read, start: int, end: int, score: float, message: str) -> Finding:
        begin = read.sentence.start
        return Finding(rule, read.sentence.run, begin + start, begin + end, score, message, rule.severity)

    def _count(self, run: Run, found: list[Finding], where: Where) -> Iterator[Finding]:
        for rule in self.dense if found else ():
            hits = [finding for finding in found if finding.rule.category in rule.of]
            words = len(run.text.split())
            if (
                where in rule.places_
                and len(hits) >= rule.limit.hits
                and words <= rule.limit.per_words * len(hits) / rule.limit.hits
            ):
                message = rule.message.replace("{match}", str(len(hits)))
                score = rule.sureness * _SEVERITY[rule.severity]
                yield Finding(rule, run, 0, len(run.text), score, message, rule.severity)


def _fold(text: str) -> str:
    """In lower case, as long as before."""
    folded = text.lower().replace("’", "'")
    return folded if len(folded) == len(text) else text  # a letter whose lower case is longer


def _rank(finding: Finding, level: float) -> tuple[bool, float, int]:
    """What is told of a sentence, where several rules found something: rather which words it was than how empty it is."""
    return finding.score >= level and finding.rule.kind != "emptiness", finding.score, -finding.start


def readable(lang: str) -> bool:
    """Whether there is a reader for the language."""
    short = lang.split("-")[0]
    return load_lexicon(short) is not None and load_weights(short) is not None


def _count_facts(text: str) -> int:
    return len(_FACT.findall(text))
