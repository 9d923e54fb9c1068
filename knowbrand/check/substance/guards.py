"""Who is described, and whether it is said in earnest."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from knowbrand.check.substance.sieve import Sieve
from knowbrand.check.substance.traits import Traits

_MENTION = {
    "en": Sieve(
        r"\b(?:vacanc(?:y|ies)|(?:job )?adverts?\b|advertisements?|brochures?|tender (?:text|says)|jargon|slogans?|clich\S+|"
        r"buzzwords?|superlatives|press releases?|mission statements?|annual reports?|covering letters?|cover letters?|"
        r"the (?:word|term|phrase|adjective)s?\b|words? (?:such as|like)|(?:himself|herself|themselves|yourself|oneself) an?\b|"
        r"call yourself|write that you|writes? that|claim(?:s|ed|ing)? to|(?<!my )(?<!our )profiles? (?:that|which|says?|full)|"
        r"half the profiles|(?<!never )stop (?:writing|saying|calling|telling|promising)|without (?:the )?(?:words?\b|stakeholders)|"
        r"used to (?:write|say|call|describe|sign)|what i called|once (?:described|called|introduced|wrote)|"
        r"so-called|self-(?:proclaimed|styled|declared|appointed|described)|supposedly|is a story that|"
        r"my (?:own|old|first|former|previous) (?:page|profile|cv|website|bio)|"
        r"(?:anyone|people|those|everyone|somebody|someone|employers|recruiters|vendors|coaches|consultants|candidates|managers) "
        r"who (?:call|claim|say|promise|describe|write|boast|advertise)s?|(?:recruiters|employers|vendors|managers) who |"
        r"(?:recruiters|employers|vendors|vendor|agencies|candidates|dashboards|pitch decks?|websites?|leaflets?|posters?|menus?|"
        r"emails?|applications?|letters?|profiles?) (?:\w+ )?"
        r"(?:full of|promis\w+|talks?|asks?|claim\w*|speaks?|(?:that|which|who) (?:promise|claim|talk|say|boast|ask|speak|call|sell)s?)\b|"
        r"i (?:distrust|deleted?|skip(?:ped)?|bann?e?d?|removed?|cross(?:ed)? out|strike|dislike) |"
        r"(?:is|are) (?:mostly|usually|merely) (?:an?|the) |(?:is|are) (?:what (?:employers|managers|people|they)|"
        r"another (?:word|name)|a (?:polite|fancy|nice|big|posh) (?:word|name|way))|"
        r"(?:sold|marketed|advertised|billed) as|being called|what (?:is|gets|they) (?:sold|called?)|"
        r"(?:nobody|no one) (?:has ever been|(?:can|could) (?:name|define|tell what|say what))|"
        r"(?:if|when|once) (?:every\w*|all of us|everyone|somebody|someone) (?:is|are|calls?|says|claims|promises|describes)\b)"
    ),
    "nl": Sieve(
        r"\b(?:vacatures?|advertenties?|brochures?|bestek(?:ken)?|jargon|leus|leuzen|slogans?|clich\S+|modewoord(?:en)?|"
        r"persbericht(?:en)?|jaarverslag(?:en)?|missies|het woord|de (?:term|kreet|zin)\b|woorden (?:als|zoals|met)|"
        r"noem (?:het|jezelf|uzelf)|noemde zichzelf|deze (?:nota|folder|pagina)|een profiel|vroeger schreef|"
        r"wat ik \w+ noemde|zogenaamd\w*|zogeheten|vakgenoten belo\w+|van (?:mijn eigen|mijn|onze) (?:pagina|site) gehaald|"
        r"rotwoord(?:en)?|sollicitatiebrief|bijvoeglijke? naamwoord(?:en)?|noemt zich(?:zelf)?\b|wie zichzelf|(?<!sommigen )(?<!anderen )noemen het\b|"
        r"(?:uit|in|van) (?:de|mijn|zijn|haar) (?:oude )?(?:offerte|bio|catalogus)\b|"
        r"op (?:de|het) (?:gevel|bordje|bus|doos|hek|vrachtwagen)\b|zei dat (?:hij|zij|ze)\b|teksten waarin)"
    ),
}
_NEGATION = {
    "en": re.compile(
        r"\b(?:not|no|never|nor|neither|without|don't|doesn't|didn't|won't|isn't|wasn't|cannot|can't|less|hardly an?|far from|"
        r"anything but|instead of|rather than)\b"
    ),
    "nl": re.compile(r"\b(?:niet|geen|nooit|noch|zonder|nauwelijks)\b"),
}
_COPULA = {
    "en": re.compile(r"\b(?:is|are|was|were|has|had|costs?|fell|goes|comes|shows?|reads?|keeps?)\b"),
    "nl": re.compile(
        r"\b(?:is|zijn|was|waren|heeft|had|hadden|viel|valt|staat|zit|kost|komt|ging|houdt|leest)\b"
    ),
}
_SPEAKER = {"en": re.compile(""), "nl": re.compile(r"\b(?:ik|wij|we)\b")}
"""Who speaks, as the subject of the sentence; in English not looked for."""
_TITLE = re.compile(
    r"^(?:[\w-]+ ){0,4}(?:manager|officer|lead|director|head|partner|champion|witness|adviser|advisor|coordinator|"
    r"specialist|architect|fellow|ambassador|scout|secretary|president|chair|editor|analyst|consultant|hoofd|"
    r"directeur|leider|adviseur|coördinator|ambassadeur|voorzitter|secretaris|\w+manager|\w+leider|\w+officier|"
    r"engineer|developer|designer|strategist|trainer|coach|owner|craftsman|leader|planner|associate|executive|recruiter|"
    r"master|evangelist|storyteller|hacker|hero|in residence)"
    r"(?: \w+)?(?:,| (?:at|of|for|in|on|until|during|with|bij|van|voor|op|tot|to)\b)"
)
_IN_TITLES = frozenset(
    (
        "quality",
        "strategic",
        "creative",
        "digital",
        "global",
        "professional",
        "innovative",
        "visual",
        "personal",
        "social",
    )
)
"""Praise that stands in the names of jobs."""
_NAMED_POST = re.compile(r"^(?:[\w-]+,? ){1,5}(?:bij|aan|van|voor|namens|in|op|boven) ")
_OF_OTHERS = {
    "en": Sieve(
        r"\b(?:kudos|hats off to (?!ourselves|us |me |my )|three cheers for (?!our|us |me |my )|all (?:the )?credit|credit (?:goes )?to|shout-?out to|i owe (?!it all)|"
        r"taught (?:me|us) (?!everything|that nothing)|i admire|i have rarely (?:seen|met|heard)|"
        r"i (?:have )?learn(?:ed|t) (?:\w+ ){0,4}from (?!the (?:best|greats?|masters)|my (?:clients|students)|them|each)|"
        r"(?:nobody|no one) (?:[\w ]+ )?better than (?:the|mr|mrs|dr|our)\b|"
        r"(?:best|finest|greatest|most \w+) (?:\w+ ){1,2}(?:i|we) (?:have )?(?:ever |once )?(?:had|met|known|knew|saw|read|heard|worked)|"
        r"works? for an? \w+|next to (?:two|three|four|excellent)|share an? \w+ with|"
        r"in our (?:studio|team|firm|office|ward|kitchen|shop|workshop|practice) is (?!that)|"
        r"my (?:deputy|successor|predecessor|apprentice|boss) (?:is|was|does|did|has|had|knows|knew)|"
        r"(?:drawings|photographs|pictures|songs|designs|music|score|film|book) by (?!me\b|my\b|an? )\w+)"
    ),
    "nl": Sieve(
        r"\b(?:wier|wiens|hulde aan|chapeau (?!voor (?:ons|mij))|petje af|met pensioen|standbeeld|in de leer (?:\w+ )?bij|geluk gewenst)\b|"
        r"\bmag ik (?:\w+ )?(?:even|hier|eens) (?:\w+ )?(?:zeggen|bedanken|noemen)\b|\bleerden? (?:\w+ ){0,3}(?:van|bij) |\bde \w+ die (?:mij|me|ons) (?:\w+ ){0,2}(?:leerde|bijbracht|bijstond|opving|inwerkte)\b|"
        r"\b(?:de|een) \w+ (?:\w+ )?die ik (?:ken|kende|las|gelezen|hoorde)\b|\bdie (?:wij|we|ik) ooit (?:had|hadden|zag)\b"
    ),
}
"""Words with which somebody else is praised, or remembered."""
_EARLIER = 60


def is_title(folded: str, traits: Traits) -> bool:
    """Whether the line is a plain job title, with where or for whom the job is."""
    have = traits.values
    return (
        not have.keys() & {"universal", "feeling", "me", "we", "superlative"}
        and set(traits.words.get("praise", ())) <= _IN_TITLES
        and "idiom" not in have
        and have.get("praise", 0) + have.get("quality", 0) < 2
        and bool(have.keys() & {"names", "specific", "numbers", "concrete"})
        and bool(_TITLE.match(folded))
    )


def is_post(folded: str, traits: Traits, lang: str) -> bool:
    """Whether the line is a Dutch job title with a name in it: of where, or for whom."""
    have = traits.values
    empty = have.keys() & {
        "feeling",
        "me",
        "we",
        "you",
        "superlative",
        "idiom",
        "prestige",
        "universal",
        "hype",
    }
    titled = bool(have.keys() & {"trade", "identity"}) and have.get("praise", 0) + have.get("quality", 0) < 2
    return lang == "nl" and titled and not empty and "names" in have and bool(_NAMED_POST.match(folded))


def is_of_others(folded: str, lang: str, keys: AbstractSet[str]) -> bool:
    """Whether the sentence, in lower case and by the ``keys`` of its words, says what somebody else did well."""
    return bool(_OF_OTHERS[lang].search(folded, keys))


def is_mention(folded: str, lang: str, keys: AbstractSet[str]) -> bool:
    """Whether the sentence, in lower case and by the ``keys`` of its words, looks at such words rather than uses them."""
    return bool(_MENTION[lang].search(folded, keys))


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
    if (
        own
        and "starts article" in have
        and not _SPEAKER[lang].search(folded)
        and _COPULA[lang].search(folded)
    ):
        return 0.4  # a thing of mine is described
    if own:
        return 1.0
    copula = bool(_COPULA[lang].search(folded))
    if "thing is" in have:
        return 0.0 if copula else 0.8
    if "full name" in have:
        return 0.6
    return 0.6 if copula and "fragment" not in have else 1.0
