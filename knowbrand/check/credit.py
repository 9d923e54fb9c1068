"""Who a work was made with: names that ``people`` doesn't have."""

from __future__ import annotations

from collections.abc import Iterator

from knowbrand.model import Model
from knowbrand.model.entry import Entry
from knowbrand.problems import Place, Problem, info, nearest


def check_credit(model: Model) -> Iterator[Problem]:
    """Each name in a ``with`` that isn't one of ``people``, once: it is shown without a link. Nothing is said where the
    profile has no ``people`` at all."""
    known = {person.name for person in model.profile.people}
    told: set[str] = set()
    for name, place in _list_names(model):
        if not known or name in known or name in told:
            continue
        told.add(name)
        guess = nearest(name, known)
        hint = f"did you mean '{guess}'?" if guess else f"add {{name: {name}, url: …}} to people"
        yield info("KB133", f"'{name}' isn't among the people, so the name leads nowhere", place, hint)


def _list_names(model: Model) -> Iterator[tuple[str, Place | None]]:
    profile = model.profile
    works: list[tuple[tuple[str, ...], Entry]] = [
        *((project.with_, project) for project in profile.projects),
        *((talk.with_, talk) for talk in profile.talks),
        *((publication.with_, publication) for publication in profile.publications),
        *((post.meta.with_, post.meta) for post in model.posts),
    ]
    for names, work in works:
        for number, name in enumerate(names):
            yield name, work.where(f"with_.{number}", "with_")
