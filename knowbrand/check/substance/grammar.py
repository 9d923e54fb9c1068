"""The few words of a language that say who speaks, about whom, and how: closed classes, written out."""

from __future__ import annotations

from dataclasses import dataclass

from knowbrand.check.substance.sieve import Sieve


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


@dataclass(frozen=True, slots=True)
class Grammar:
    """The closed classes of a language."""

    me: frozenset[str]
    we: frozenset[str]
    you: frozenset[str]
    third: frozenset[str]
    articles: frozenset[str]
    questions: frozenset[str]
    links: frozenset[str]
    kin: frozenset[str]
    superlative: Sieve
    comparison: Sieve
    finished: Sieve
    denial: Sieve
    mention: Sieve
    source: Sieve


_EN = Grammar(
    me=_set("i me my mine myself i'm i've i'd i'll"),
    we=_set("we us our ours ourselves we're we've we'd we'll"),
    you=_set("you your yours yourself yourselves you're you'll you'd you've"),
    third=_set("he she him her his hers himself herself he's she's he'd she'd"),
    articles=_set("the a an this that these those some each every"),
    questions=_set(
        "what why how when where who which if whether because although while since as after before"
    ),
    links=_set("is are was were be am i'm been"),
    kin=_set(
        "colleague colleagues teacher mentor brother sister father mother uncle aunt grandmother grandfather neighbour "
        "neighbor friend predecessor boss wife husband son daughter apprentice assistant editor translator supervisor "
        "caretaker dishwasher contractor professor successor parents intern trainee secretary accountant dog cat"
    ),
    superlative=Sieve(
        r"\b(?:most|best|finest|greatest|leading|top|foremost|number one|first-rate|unmatched|"
        r"(?:strong|high|bright|great|bold|fast|smart|rich)est)\b"
    ),
    comparison=Sieve(
        r"\b(?:better than|more than (?:any|most|every)|than (?:anyone|others|most|ever|any)|like no|no(?:body|one)? else|"
        r"no other|where others|other people|nobody (?:\w+ )?(?:can|does|as)|second to none|ahead of|than you)\b"
    ),
    finished=Sieve(
        r"\b(?:since|in|from|until|on|at|for) (?:(?:early|late|the) )?(?:\d|[a-z]+ \d{4}|monday|friday)"
    ),
    denial=Sieve(
        r"^(?:not?|never|without)\b|\b(?:i|we) (?:am|are|was|were|do|did|would|will|could|have|can) (?:not|never|no)\b|"
        r"\b(?:i|we) (?:don't|didn't|won't|can't|couldn't|wouldn't|never|cannot)\b|\b(?:i'm|we're) (?:not|no)\b|"
        r"\bnot an? \w+|\bnor\b|\bneither\b|\bnothing (?:\w+ )?about\b|\bnothing (?:i|we) \w+ is\b|\bfar from\b|\bhardly an?\b|"
        r"\bi (?:would|could) never (?:call|say)\b|\byou (?:will|won't) (?:not )?find\b|\bdon't expect\b|\bit(?: is|'s) not\b"
    ),
    mention=Sieve(
        r"\b(?:words?|phrases?|terms?|vacanc\w+|adverts?|ads|brochures?|tenders?|jargon|slogans?|clich\S+|buzzwords?|"
        r"profiles?|headlines?|adjectives?|press releases?|mission statements?|annual reports?|sentences?)\b"
    ),
    source=Sieve(
        r"\b(?:according to|says? (?:the|an?)|measured by|chosen by|voted|listed in|accredited|by the)\b"
    ),
)

_NL = Grammar(
    me=_set("ik mij me mijn m'n mezelf mijzelf 'k"),
    we=_set("wij we ons onze onszelf"),
    you=_set("jij je jou jouw jezelf jullie u uw gij ge uzelf"),
    third=_set("hij zij ze hem haar hun zichzelf"),
    articles=_set("de het een deze dit die dat elk elke ieder iedere sommige 't"),
    questions=_set(
        "wat waarom hoe wanneer waar wie welke als omdat hoewel terwijl sinds toen nadat voordat of"
    ),
    links=_set(
        "is was waren wordt worden werd heeft hebben had kan kunnen moet moeten mag geeft krijgt kost zegt staat"
    ),
    kin=_set(
        "collega collega's leraar lerares leermeester mentor broer zus vader moeder oom tante oma opa buurman buurvrouw "
        "vriend vriendin voorganger baas vrouw man zoon dochter leerling assistent redacteur vertaalster vertaler "
        "conciërge afwasser aannemer professor opvolger ouders stagiair secretaresse accountant hond kat"
    ),
    superlative=Sieve(
        r"\b(?:meest|beste|allerbeste|mooiste|grootste|leukste|knapste|sterkste|hoogste|lekkerste|fijnste|slimste|"
        r"nummer één|nummer een|toonaangevend\w*|onovertroffen|ongeëvenaard\w*|bij uitstek|[dh]é\w?|beter\w*|"
        r"(?:de|het|onze|ons|mijn) (?!eer|laat|rus|verwoe|inge|toege)\w{3,}ste)\b"
    ),
    comparison=Sieve(
        r"\b(?:beter dan|meer dan (?:wie|welke|elk)|dan (?:anderen|een ander|ooit|wie)|als geen ander|zoals (?:ik|wij) |niemand "
        r"(?:anders|zo|kan)|waar anderen|waar een ander|geen ander|nergens anders|geen (?:betere|tweede))\b"
    ),
    finished=Sieve(
        r"\b(?:sinds|in|van|tot|op|om|vanaf|na|voor) (?:(?:begin|eind|het|de) )?(?:\d|[a-z]+ \d{4}|maandag|vrijdag)"
    ),
    denial=Sieve(
        r"^(?:geen (?!enkele?\b)(?!\w+ (?:kent|komt|haalt|zo))|niets |nergens |niet (?:elke?|iedere?|alle|iedereen)\b)|\bnoch\b|"
        r"\b(?:ik|wij|we) (?:ben|zijn|was|waren|heb|hebben|kan|kunnen|doe|doen|werd|won|verkoop|verkopen|geloof|vertrouw|"
        r"beloof|beloofden?|beloven|ontzorg\w*|weet|weten|win|lees|ken|gebruik|inspireer\w*|verander\w*) (?:\w+ ){0,2}"
        r"(?:niet|geen|nooit|niemand|niets)\b|"
        r"\b(?:heb|hebben|ben|zijn|kan|kunnen|doe|doen|zou|zouden|wordt?|ga|gaan|beloof|moet) "
        r"(?:ik|wij|we|je|u|het) (?:\w+ ){0,3}(?:niet|geen|nooit|niemand)\b|"
        r"\b(?:niets|iets) (?!moois|groots|unieks|bijzonders)\w{4,}s\b|\bis het niet\b|\b(?:hoef|hoeft|moet) (?:je|u) (?:\w+ ){0,2}niet\b"
    ),
    mention=Sieve(
        r"\b(?:(?<!neemt het )(?<!neem het )(?<!half )woord|woorden|zin(?:nen)? over|termen|vacature\w*|advertentie\w*|brochure\w*|folders?|bestek\w*|jargon|leus|"
        r"slogans?|clich\S+|profiel\w*|persbericht\w*|jaarverslag|missies|motto|nota|alsjeblieft geen)\b"
    ),
    source=Sieve(r"\b(?:volgens|vond (?:de|het)|mat (?:de|het)|gekozen door|erkend|blijkens|staat in)\b"),
)

GRAMMARS = {"en": _EN, "nl": _NL}
