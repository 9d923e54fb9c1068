"""Which new page is probably one that is gone, under another name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from knowbrand.model.lock import Identity

_LONGEST, _LIKE, _MOST = 200, 0.6, 3
"""So much of a name is compared, so alike names are (as for a misspelt one), and so many are weighed for each."""


def pair_likely(gone: Collection[Identity], new: Collection[Identity]) -> dict[Identity, Identity]:
    """For what is ``gone``, the one of ``new`` that it probably is now: the likeliest pairs first, and none of them twice.

    Only a kind and a language alike are paired. Names that differ wholly are, where one of each is left.
    """
    groups: defaultdict[tuple[str, str], tuple[list[Identity], list[Identity]]] = defaultdict(
        lambda: ([], [])
    )
    for side, identities in enumerate((gone, new)):
        for identity in sorted(identities):
            groups[identity.kind, identity.lang][side].append(identity)
    found: dict[Identity, Identity] = {}
    for lost, candidates in groups.values():
        if lost and candidates:
            found |= _pair(lost, candidates)
    return found


def _pair(lost: list[Identity], new: list[Identity]) -> dict[Identity, Identity]:
    from difflib import SequenceMatcher, get_close_matches  # costs an import that a clean build never needs

    names = {_fold(each): each for each in reversed(new)}
    likely = [
        (-SequenceMatcher(None, name, _fold(old)).ratio(), old, names[name])
        for old in lost
        for name in get_close_matches(_fold(old), list(names), n=_MOST, cutoff=_LIKE)
    ]
    found: dict[Identity, Identity] = {}
    for _, old, candidate in sorted(likely):
        if old not in found and candidate not in found.values():
            found[old] = candidate
    left = [old for old in lost if old not in found], [each for each in new if each not in found.values()]
    if len(left[0]) == len(left[1]) == 1:
        found[left[0][0]] = left[1][0]
    return found


def _fold(identity: Identity) -> str:
    return identity.key.casefold()[:_LONGEST]
