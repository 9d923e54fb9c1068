"""The person, how to reach them, and those they work with."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote, urlsplit

from knowbrand.model.profile import Basics, Contact
from knowbrand.render.dates import country_name
from knowbrand.render.values import LinkView, TextView
from knowbrand.render.viewer import Viewpoint
from knowbrand.render.views import CollaborationView, ContactView, OnlineProfileView, PersonCard, PersonLink
from knowbrand.site.evidence import entry_title
from knowbrand.site.page import ENTRY_SECTIONS


def owner_card(view: Viewpoint) -> PersonCard:
    """The person as every page names them."""
    profile = view.site.model.profile
    return PersonCard(
        name=view.text(profile.basics.name) or TextView(""),
        url=view.link_to("home") or view.link(view.site.pages[0].url),
        label=view.text(profile.basics.label),
        profiles=online_profiles(profile.basics),
        contact=contact_view(view, profile.basics, profile.contact),
    )


def person_card(view: Viewpoint) -> PersonCard:
    """The person, whole."""
    model = view.site.model
    basics = model.profile.basics
    location = basics.location
    owner = owner_card(view)
    image = None
    if basics.image:
        alt = view.text(basics.image_alt)
        image = view.image(basics.image, alt, model.profile_path, basics.where("image"))
    return PersonCard(
        name=owner.name,
        url=owner.url,
        label=owner.label,
        summary=view.prose(basics.summary, basics.where("summary")),
        image=image,
        email=basics.email or "",
        phone=basics.phone or "",
        website=_other_site(view, basics),
        street=(location.address or "") if location else "",
        postal_code=(location.postal_code or "") if location else "",
        city=view.text(location.city) if location else None,
        region=view.text(location.region) if location else None,
        country=view.viewer.phrase(country_name, location.country_code, view.lang)
        if location and location.country_code
        else "",
        profiles=owner.profiles,
        contact=owner.contact,
    )


def _other_site(view: Viewpoint, basics: Basics) -> str:
    """``basics.url``, unless it is this very site."""
    here = (view.site.base_url or "").rstrip("/")
    return basics.url if basics.url and basics.url.rstrip("/") != here else ""


def online_profiles(basics: Basics) -> tuple[OnlineProfileView, ...]:
    """The person on other sites that have an address."""
    return tuple(
        OnlineProfileView(profile.network or host_of(profile.url), profile.url, profile.username or "")
        for profile in basics.profiles
        if profile.url
    )


def host_of(url: str) -> str:
    """The host of an address, for people to read."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


def contact_view(view: Viewpoint, basics: Basics, contact: Contact | None) -> ContactView | None:
    """The one way to reach the person; None where the audience sees none."""
    if contact is None:
        return None
    line = view.text(contact.line) or view.words["contact_line"]
    how = contact.how.casefold()
    if how == "email" and basics.email:
        return ContactView(f"mailto:{quote(basics.email, safe='@+')}", line, "email", basics.email)
    if how == "phone" and basics.phone:
        number = "".join(character for character in basics.phone if character.isdigit() or character == "+")
        return ContactView(f"tel:{number}", line, "phone", basics.phone)
    if ":" in contact.how:
        return ContactView(contact.how, line, "url", host_of(contact.how))
    for profile in basics.profiles:
        if profile.network and profile.network.casefold() == how and profile.url:
            return ContactView(profile.url, line, "url", profile.username or profile.network)
    return None


def collaboration_view(view: Viewpoint) -> CollaborationView | None:
    """What to ask the person for."""
    found = view.site.model.profile.collaboration
    if found is None:
        return None
    coming = found.available_from and found.available_from.first() > view.site.today
    shown = CollaborationView(
        wanted=view.prose(found.for_, found.where("for_")),
        unwanted=view.prose(found.not_for, found.where("not_for")),
        available_from=view.date(found.available_from) if coming else None,
    )
    return None if shown == CollaborationView() else shown


def link_people(view: Viewpoint, names: Sequence[str]) -> tuple[PersonLink, ...]:
    """People by name, with their addresses where ``people`` has them."""
    if not names:
        return ()
    urls = {person.name: person.url or "" for person in view.site.model.profile.people}
    return tuple(PersonLink(name, urls.get(name, "")) for name in names)


def list_people(view: Viewpoint) -> tuple[PersonLink, ...]:
    """Everybody under ``people``."""
    return tuple(
        PersonLink(person.name, person.url or "", view.text(person.line), _works_with(view, person.name))
        for person in view.site.model.profile.people
    )


def _works_with(view: Viewpoint, name: str) -> tuple[LinkView, ...]:
    """The works that were made with ``name`` and have a page: those of the profile, then posts in the page's language."""
    found = [
        LinkView(view.link_to(kind, entry.id), view.text(entry_title(entry)) or TextView(entry.id))
        for section, kind in ENTRY_SECTIONS
        for entry in getattr(view.site.model.profile, section)
        if entry.id and name in entry.with_
    ]
    posts = [post for post in view.shelf.posts if name in post.meta.with_]
    return (*found, *(LinkView(view.post_url(post), TextView(post.meta.title)) for post in posts))
