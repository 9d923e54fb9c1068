"""Names into the last part of an address, and into a key to sort by."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SPELLED = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "þ": "th", "ð": "d", "ı": "i"}
)


def fold(text: str) -> str:
    """``text`` in lower case, without accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(
        _SPELLED
    )
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


@lru_cache(maxsize=4096)  # the same few tags are asked for on every page
def slugify(text: str) -> str:
    """``text`` as one segment of an address: letters and digits in lower case, joined by ``-``; empty where it has none.

    Letters of other scripts stay: an address in Arabic or Greek is an address.
    """
    return re.sub(r"[\W_]+", "-", fold(text)).strip("-")[:100].rstrip("-")


def sort_key(text: str, alphabet: str = "") -> tuple[object, ...]:
    """Sorts as a dictionary does: accents and case count only between words that are otherwise the same.

    ``alphabet`` gives letters that stand elsewhere, in their order (Swedish: ``zåäö``).
    """
    order = {letter: index for index, letter in enumerate(alphabet)}
    first = order and (alphabet[0])
    letters: list[tuple[str, int]] = []
    for character in unicodedata.normalize("NFC", text.casefold()):
        if character in order:
            letters.append((str(first), order[character]))
        else:
            letters.extend((plain, 0) for plain in fold(character) if plain.isalnum() or plain == " ")
    return (letters, unicodedata.normalize("NFC", text.casefold()), text)
