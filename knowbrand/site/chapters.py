"""Which posts are about which chapter, and which claims are shown."""

from __future__ import annotations

from knowbrand.model import Post
from knowbrand.model.profile import Chapter, Claim
from knowbrand.site.evidence import is_claim_shown
from knowbrand.site.graph import Site


def posts_about(site: Site, chapter: Chapter, language: str) -> tuple[Post, ...]:
    """The listed posts in ``language`` that name ``chapter``, or are evidence of a claim of it, newest first."""
    proven = {
        piece.ref for claim in chapter.claims for piece in site.evidence.get((chapter.id, claim.id), ())
    }
    return tuple(
        post
        for post in site.shelves[language].posts
        if chapter.id in post.meta.expertise or f"posts/{post.id}" in proven
    )


def chapters_about(site: Site, post: Post) -> tuple[Chapter, ...]:
    """The chapters that ``post`` names, in its order, and then those that it is evidence in."""
    chapters: dict[str, Chapter] = {chapter.id: chapter for chapter in site.model.profile.expertise}
    ref = f"posts/{post.id}"
    proven = (key[0] for key, pieces in site.evidence.items() if any(piece.ref == ref for piece in pieces))
    named = dict.fromkeys((*post.meta.expertise, *proven))
    return tuple(chapters[found] for found in named if found in chapters)


def is_shown(site: Site, chapter: Chapter, claim: Claim) -> bool:
    """Whether the audience sees ``claim``: it sees evidence, or the claim says why there is none."""
    return is_claim_shown(claim, site.evidence.get((chapter.id, claim.id), ()))
