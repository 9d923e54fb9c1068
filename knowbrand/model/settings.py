"""The settings of a site: ``knowbrand.yaml``."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

import msgspec

from knowbrand.model.entry import Entry, UnknownKeys, says
from knowbrand.model.kinds import AudienceName, BaseUrl, LanguageCode, RootPath, TimeZone, Uuid
from knowbrand.model.text import Localized


class ThemeChoice(Entry, frozen=True, kw_only=True):
    """Which theme, and the options that it offers."""

    shorthand: ClassVar[str | None] = "name"

    name: Annotated[
        str, says("The theme's name: `folio`, `atlas`, `carte`, `plain`, or a folder in `themes/`.", "atlas")
    ] = "folio"
    options: Annotated[dict[str, Any], says("The theme's own options; its documentation lists them.")] = (
        msgspec.field(default_factory=dict)
    )


class PostSettings(Entry, frozen=True, kw_only=True):
    """How posts are listed and where they live."""

    per_page: Annotated[int, msgspec.Meta(ge=1, le=1000, description="Posts on one page of a list.")] = 10
    permalink: Annotated[
        str, says("The address of a post, made of `:year`, `:month`, `:day` and `:slug`.", "/posts/:slug/")
    ] = "/posts/:slug/"


class FeedSettings(Entry, frozen=True, kw_only=True):
    """How much the feeds carry."""

    entries: Annotated[
        int, msgspec.Meta(ge=1, le=1000, description="The newest entries that a feed holds.")
    ] = 30


class Audience(Entry, frozen=True, kw_only=True):
    """One circle of readers; each sees itself and all that is wider."""

    shorthand: ClassVar[str | None] = "name"

    name: Annotated[AudienceName, says("A lower-case word.", "organisation")]
    base_url: Annotated[BaseUrl | None, says("Where this audience's site stands.")] = None


class CheckSettings(Entry, frozen=True, kw_only=True):
    """How strictly the substance check reads."""

    level: Annotated[Literal["gentle", "normal", "firm"], says("How soon a finding is reported.")] = "normal"
    only: Annotated[tuple[str, ...], says("Check these rules alone.")] = ()
    allow: Annotated[tuple[str, ...], says("Terms that are fine on this site.")] = ()


class DeploySettings(Entry, frozen=True, kw_only=True):
    """Where `knowbrand deploy push` sends the site."""

    remote: Annotated[str, says("The repository's remote, by name; or an address.", "origin")] = "origin"
    branch: Annotated[str, says("The branch that the host publishes.", "gh-pages")] = "gh-pages"


DEFAULT_AUDIENCES = tuple(Audience(name=AudienceName(name)) for name in ("public", "organisation", "private"))


class Settings(Entry, frozen=True, kw_only=True):
    """All settings of a site."""

    unknown_keys: ClassVar[UnknownKeys] = "error"

    title: Annotated[Localized, says("The site's name.")]
    id: Annotated[Uuid | None, says("A UUID that `knowbrand new` wrote; feed entries are known by it.")] = (
        None
    )
    base_url: Annotated[
        BaseUrl | None, says("Where the site will stand; may have a path.", "https://me.github.io/site/")
    ] = None
    languages: Annotated[
        tuple[LanguageCode, ...],
        says("The site's languages; the first is the default.", ["en", "nl"], fewest=1),
    ] = (LanguageCode("en"),)
    timezone: Annotated[TimeZone, says("The zone in which dates are meant.", "Europe/Amsterdam")] = TimeZone(
        "UTC"
    )
    theme: Annotated[ThemeChoice, says("How the site looks.")] = ThemeChoice()
    posts: Annotated[PostSettings, says("Lists and addresses of posts.")] = PostSettings()
    feeds: Annotated[FeedSettings, says("The feeds.")] = FeedSettings()
    audiences: Annotated[
        tuple[Audience, ...], says("Who may see what, widest first; the last is never built.", fewest=2)
    ] = DEFAULT_AUDIENCES
    redirects: Annotated[
        dict[RootPath, str],
        says("Old addresses without a page of their own, and where each leads.", {"/old.pdf": "/new.pdf"}),
    ] = msgspec.field(default_factory=dict)
    withdrawn: Annotated[
        dict[RootPath, Localized],
        says(
            "Addresses of what was deleted, each on a line of its own, and why: each shows a page that says so.",
            {"/posts/gone/": "It was wrong."},
        ),
    ] = msgspec.field(default_factory=dict)
    withdrawn_languages: Annotated[
        dict[str, Localized],
        says(
            "Languages that the site had and has no more, and why: each of their pages shows one that says so.",
            {"nl": "I write in English alone now."},
        ),
    ] = msgspec.field(default_factory=dict)
    checks: Annotated[CheckSettings, says("The substance check.")] = CheckSettings()
    deploy: Annotated[DeploySettings, says("Hosting.")] = DeploySettings()
    extensions: Annotated[tuple[str, ...], says("Installed extensions that this site uses, by name.")] = ()

    @property
    def language(self) -> str:
        """The default language."""
        return self.languages[0]

    @property
    def ended_languages(self) -> dict[str, Localized]:
        """The languages that were withdrawn, and why; one that the site has is none of them."""
        given_up = self.withdrawn_languages.items()
        return {language: reason for language, reason in given_up if language not in self.languages}
