"""The words that a theme brings: which are shown in a language, and which it lacks there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from knowbrand.model.language import Language
from knowbrand.problems import Place, Problem, error, nearest, warning
from knowbrand.themes.layer import Layer

BORROWED_FROM = "en"
"""The language of the interface's words that a language lacks."""

_OWN_FILE = "overrides/languages/{}.yaml"
_SHOWN = 8


class ThemeWord(NamedTuple):
    """A word as it is shown, and the language that it is in."""

    text: str
    language: str


def choose_words(layers: Sequence[Layer], language: str, default: str) -> dict[str, ThemeWord]:
    """Every word of the chain for a page in ``language``; what the nearest theme that has the word lacks in it, in the
    site's ``default`` language, else in English, else in the first that the theme lists."""
    found: dict[str, ThemeWord] = {}
    for layer in reversed(layers):
        by_language = layer.manifest.words if layer.manifest else {}
        wanted = (language, language.partition("-")[0], default, BORROWED_FROM, *by_language)
        for code in reversed(wanted):
            found |= {name: ThemeWord(text, code) for name, text in by_language.get(code, {}).items()}
    return found


def join_words(spoken: Language, words: Mapping[str, ThemeWord]) -> dict[str, ThemeWord]:
    """All words for a page in the language ``spoken``: the interface's; the theme's, which come before them where they are
    in that language; and before both, what the site says itself."""
    code = spoken.code
    joined = dict(words)
    for name, text in spoken.words.items():
        joined[name] = ThemeWord(text, BORROWED_FROM if name in spoken.borrowed else code)
    joined |= {name: word for name, word in words.items() if is_spoken(code, word)}
    return joined | {name: ThemeWord(word.text, code) for name, word in spoken.own.items() if name in joined}


def check_words(
    layers: Sequence[Layer], languages: Mapping[str, Language], default: str
) -> Iterator[Problem]:
    """A warning for each of the site's ``languages`` that the theme lacks words in, and an error for each word of the
    site's own that neither the interface nor the theme has."""
    for code, spoken in languages.items():
        words = choose_words(layers, code, default)
        yield from _check_own(spoken, words)
        lacking = {
            name: word.language
            for name, word in words.items()
            if not is_spoken(code, word) and name not in spoken.words and name not in spoken.own
        }
        if lacking:
            more = f" and {len(lacking) - _SHOWN} more" if len(lacking) > _SHOWN else ""
            shown = ", ".join(sorted(lacking)[:_SHOWN]) + more
            stand_in = ", ".join(f"'{other}'" for other in sorted(set(lacking.values())))
            message = f"words of the theme that '{code}' lacks are shown in {stand_in}: {shown}"
            hint = f"add them to {_OWN_FILE.format(code)}, under words:"
            yield warning("KB118", message, Place("knowbrand.yaml"), hint)


def _check_own(spoken: Language, words: Mapping[str, ThemeWord]) -> Iterator[Problem]:
    known = {**spoken.words, **words}
    for name, word in spoken.own.items():
        if name not in known:
            guess = nearest(name, known)
            hint = f"did you mean '{guess}'?" if guess else None
            yield error("KB101", f"unknown field '{name}'", word.place, hint)


def is_spoken(code: str, word: ThemeWord) -> bool:
    """Whether ``word`` is in the language ``code``, or in the one that it is a form of."""
    return word.language in (code, code.partition("-")[0])
