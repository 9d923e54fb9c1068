"""The small values that views are made of: text, prose, dates, links. Each prints itself as HTML."""

from __future__ import annotations

import msgspec
from markupsafe import escape


def mark_language(html: str, tag: str, lang: str | None, direction: str | None) -> str:
    """``html`` within ``tag`` where it isn't in the page's language."""
    if lang is None:
        return html
    turned = f' dir="{escape(direction)}"' if direction else ""
    return f'<{tag} lang="{escape(lang)}"{turned}>{html}</{tag}>'


class TextView(msgspec.Struct, frozen=True):
    """A text of the author's without marks. Printed in a page it says its language where that isn't the page's; for an
    attribute write `.text`."""

    text: str
    """The text alone, for attributes and titles."""
    lang: str | None = None
    """Its language (BCP 47); nothing when it is the page's."""
    direction: str | None = None
    """`ltr` or `rtl` where that isn't the page's; else nothing."""

    def __html__(self) -> str:
        return mark_language(str(escape(self.text)), "span", self.lang, self.direction)

    def __str__(self) -> str:
        return self.text


class ProseView(msgspec.Struct, frozen=True):
    """A text of the author's with Markdown in it, as paragraphs of HTML: print it inside a `div`."""

    html: str
    """The HTML, links resolved for the page."""
    text: str
    """The same without marks, for attributes."""
    lang: str | None = None
    """Its language (BCP 47); nothing when it is the page's."""
    direction: str | None = None
    """`ltr` or `rtl` where that isn't the page's; else nothing."""

    def __html__(self) -> str:
        return mark_language(self.html, "div", self.lang, self.direction)

    def __str__(self) -> str:
        return self.text


class HeadingView(msgspec.Struct, frozen=True):
    """A heading of a body, for a table of contents."""

    text: str
    """Its text."""
    url: str
    """The link to it: `#` and its id."""
    headings: tuple[HeadingView, ...] = ()
    """The headings one level below it."""


class BodyView(msgspec.Struct, frozen=True):
    """What a post or page says, as HTML. Its headings begin at level 2."""

    html: str
    """The HTML, links resolved for the page."""
    text: str
    """The same without marks."""
    toc: tuple[HeadingView, ...] = ()
    """Its headings of levels 2 and 3, nested; empty where there are fewer than three."""

    def __html__(self) -> str:
        return self.html

    def __str__(self) -> str:
        return self.text


class DateView(msgspec.Struct, frozen=True):
    """A date with the precision it has. Printed it is a `time` element."""

    iso: str
    """`2014`, `2014-05` or `2014-05-31`."""
    text: str
    """The same as people write it in the page's language."""

    def __html__(self) -> str:
        return f'<time datetime="{escape(self.iso)}">{escape(self.text)}</time>'

    def __str__(self) -> str:
        return self.text


class PeriodView(msgspec.Struct, frozen=True):
    """A stretch of time. Printed it is its dates as `time` elements, in the words of the page's language."""

    html: str
    """Both dates as HTML."""
    text: str
    """Both dates as text."""
    start: DateView | None = None
    """When it began, or will begin."""
    end: DateView | None = None
    """When it ended; nothing while it goes on."""

    def __html__(self) -> str:
        return self.html

    def __str__(self) -> str:
        return self.text


class LinkView(msgspec.Struct, frozen=True):
    """A page of the site. Printed it is its title, not a link."""

    url: str
    """The link, for where it stands."""
    title: TextView
    """What the page is called."""
    current: bool = False
    """Whether this is the page itself, or the section that the page is in."""

    def __html__(self) -> str:
        return self.title.__html__()

    def __str__(self) -> str:
        return self.title.text


class ScriptData(msgspec.Struct, frozen=True):
    """JSON that is safe inside a `script` element."""

    json: str
    """The JSON."""

    def __html__(self) -> str:
        return self.json


class MetaView(msgspec.Struct, frozen=True):
    """One Open Graph property (https://ogp.me)."""

    property: str
    """Its name, such as `og:title`."""
    content: str
    """Its value."""


class ImageView(msgspec.Struct, frozen=True):
    """A picture of the site's."""

    url: str
    """The link, for where it stands."""
    alt: str = ""
    """What it shows; empty when the author doesn't say."""
    width: int | None = None
    """Its width in pixels, as it is published; nothing where that can't be told."""
    height: int | None = None
    """Its height in pixels, as it is published; nothing where that can't be told."""
