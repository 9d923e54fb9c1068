"""Who is described, and whether it is said in earnest."""

from __future__ import annotations

import re

from knowbrand.check.substance.features import Traits

_MENTION = {
    "en": re.compile(
        r"\b(?:vacanc(?:y|ies)|(?:job )?adverts?|advertisements?|brochures?|tender (?:text|says)|jargon|slogans?|clich\S+|"
        r"buzzwords?|press releases?|mission statements?|annual reports?|the (?:word|term|phrase)s?|words? (?:such as|like)|"
        r"(?:himself|herself|themselves|yourself) an?\b|call yourself|write that you|writes? that|claim(?:s|ed)? to|"
        r"a profile|profiles|stop (?:writing|saying)|without (?:the )?(?:words|stakeholders)|used to (?:write|say|call)|"
        r"what i called|so-called|is a story that|my own (?:page|profile))"
    ),
    "nl": re.compile(
        r"\b(?:vacatures?|advertenties?|brochures?|bestek(?:ken)?|jargon|leus|leuzen|slogans?|clich\S+|modewoord(?:en)?|"
        r"persbericht(?:en)?|jaarverslag(?:en)?|missies|het woord|de (?:term|kreet|zin)\b|woorden (?:als|zoals|met)|"
        r"noem (?:het|jezelf|uzelf)|noemde zichzelf|deze (?:nota|folder|pagina)|een profiel|vroeger schreef|"
        r"wat ik \w+ noemde|zogenaamd\w*|zogeheten|vakgenoten belo\w+|van mijn eigen pagina)"
    ),
}
_NEGATION = {
    "en": re.compile(
        r"\b(?:not|no|never|nor|neither|without|don't|doesn't|didn't|won't|isn't|wasn't|cannot|can't|less)\b"
    ),
    "nl": re.compile(r"\b(?:niet|geen|nooit|noch|zonder|nauwelijks)\b"),
}
_COPULA = {
    "en": re.compile(r"\b(?:is|are|was|were|has|had|costs?|fell|goes|comes|shows?|reads?|keeps?)\b"),
    "nl": re.compile(
        r"\b(?:is|zijn|was|waren|heeft|had|hadden|viel|valt|staat|zit|kost|komt|ging|houdt|leest)\b"
    ),
}
_TITLE = re.compile(
    r"^(?:[\w-]+ ){0,4}(?:manager|officer|lead|director|head|partner|champion|witness|adviser|advisor|coordinator|"
    r"specialist|architect|fellow|ambassador|scout|secretary|president|chair|editor|analyst|consultant|hoofd|"
    r"directeur|leider|adviseur|coördinator|ambassadeur|voorzitter|secretaris|\w+manager|\w+leider|\w+officier)"
    r"(?: \w+)?(?:,| (?:at|of|for|in|on|until|with|bij|van|voor|op|tot|to)\b)"
)
_EARLIER = 60


def is_title(folded: str, traits: Traits) -> bool:
    """Whether the line is a plain job title, with where or for whom the job is."""
    have = traits.values
    return (
        not have.keys() & {"praise", "universal", "feeling", "me", "we", "superlative"}
        and bool(have.keys() & {"names", "specific", "numbers"})
        and bool(_TITLE.match(folded))
    )


def is_mention(folded: str, lang: str) -> bool:
    """Whether the sentence, in lower case, looks at such words rather than uses them."""
    return bool(_MENTION[lang].search(folded))


def is_denied(folded: str, start: int, lang: str) -> bool:
    """Whether a denial stands shortly before the hit at ``start``, in the same clause."""
    before = folded[max(0, start - _EARLIER) : start]
    clause = re.split(r"[;:]|, (?:but|just|maar|wel)\b", before)[-1]
    return bool(_NEGATION[lang].search(clause))


def weigh_subject(traits: Traits, folded: str, lang: str) -> float:
    """How far the sentence is about its author: 1 for me and us and for a line without a subject, 0.6 where it isn't
    clear, 0 for somebody or something else."""
    have = traits.values
    own = "me" in have or "we" in have
    if "kin" in have and "starts third" not in have and ("me" in have) + ("we" in have) < 2:
        return 0.0
    if "starts third" in have:
        return 0.0
    if "starts with a name" in have and own:
        return 0.3
    if own:
        return 1.0
    copula = bool(_COPULA[lang].search(folded))
    if "thing is" in have:
        return 0.0 if copula else 0.8
    if "full name" in have:
        return 0.6
    return 0.6 if copula and "fragment" not in have else 1.0
