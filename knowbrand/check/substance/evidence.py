"""What in a sentence a stranger could check."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from knowbrand.check.substance.sentences import Sentence
from knowbrand.check.substance.traits import Traits
from knowbrand.model.pack import Rule

LINK, NUMBER, AWARD, NEARBY = 1.0, 0.8, 0.8, 0.5
"""What each kind of evidence weighs."""

_SOCIAL = re.compile(
    r"(?:^|\.)(?:linkedin|facebook|instagram|twitter|x|tiktok|youtube|threads|bsky|medium|github|xing|pinterest)\.(?:com|app|de)$"
)


def is_evidence(target: str) -> bool:
    """Whether a link can show something: not to a home page, a social profile, an address or a part of this page."""
    if target.startswith(("#", "mailto:", "tel:")) or not target:
        return False
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    if not parts.netloc:
        return bool(parts.path.strip("/."))
    path = parts.path.strip("/")
    if not path:
        return False
    return not (_SOCIAL.search(parts.netloc.lower()) and path.count("/") < 2)


def weigh_evidence(rule: Rule, traits: Traits, sentence: Sentence, *, vouched: bool) -> float:
    """From 0 to 1, how far the sentence shows what it claims, as far as ``rule`` lets it count. ``vouched`` where the
    profile has evidence for it."""
    if rule.evidence == "ignores":
        return 0.0
    found = max(
        (weight for need, weight in _present(traits, sentence, vouched=vouched) if _counts(rule, need)),
        default=0.0,
    )
    return (
        min(found, 0.5)
        if rule.evidence == "lowers" and not vouched and "link" not in traits.values
        else found
    )


def _counts(rule: Rule, need: str) -> bool:
    return not rule.needs or need in rule.needs


def _present(traits: Traits, sentence: Sentence, *, vouched: bool) -> list[tuple[str, float]]:
    have = traits.values
    found: list[tuple[str, float]] = []
    if vouched:
        found.append(("evidence-ref", 1.0))
    if any(is_evidence(link.target) for link in sentence.links):
        found.append(("link", LINK))
    elif any(is_evidence(link.target) for link in sentence.run.links):
        found.append(("link", NEARBY))
    if "numbers" in have and "vanity number" not in have and "rating" not in have:
        if "source" in have or "year" in have or "dated" in have:
            found.append(("number-with-source", NUMBER))
        if "year" in have and "names" in have:
            found.append(("named-award-with-year", AWARD))
    return found
