"""What makes a feed readable where somebody opens it in a browser: a style sheet, as browsers drop XSLT."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from knowbrand.formats.elements import instruction
from knowbrand.model.output import Output
from knowbrand.site.addresses import Spot, locate
from knowbrand.site.bodies import Body
from knowbrand.site.graph import Site
from knowbrand.site.urls import GLOBAL_PATTERNS, output_path

_STYLE = """\
/* For people who open this feed in a browser. Feed readers don't see it. */
feed, rss {
  color-scheme: light dark;
  display: block;
  max-width: 40rem;
  margin: 0 auto;
  padding: 2rem 1.25rem 4rem;
  font: 1.0625rem/1.6 system-ui, sans-serif;
  direction: %(direction)s;
}
feed::before, rss::before {
  content: "%(explanation)s";
  display: block;
  margin-bottom: 2.5rem;
  padding: 1rem 1.25rem;
  border: 1px solid;
  border-radius: .5rem;
  overflow-wrap: anywhere;
  white-space: pre-line;
}
feed *, rss * { display: none; }
channel, entry, item,
feed > title, channel > title, feed > subtitle, channel > description,
entry > title, item > title, entry > summary, item > description { display: block; }
feed > title, channel > title { font-size: 1.75rem; font-weight: 700; line-height: 1.25; }
feed > subtitle, channel > description { margin-top: .25rem; opacity: .8; }
entry, item { margin-top: 2.25rem; padding-top: 1.25rem; border-top: 1px solid; }
entry > title, item > title { font-size: 1.1875rem; font-weight: 600; line-height: 1.35; }
entry > summary, item > description { margin-top: .375rem; }
/* only the day: as many characters as it has */
entry > published, item > pubDate {
  display: block;
  width: 10ch;
  overflow: hidden;
  white-space: nowrap;
  font: .875rem/1.6 ui-monospace, monospace;
  direction: ltr;
  opacity: .8;
}
item > pubDate { width: 16ch; }
"""
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\a ", "\r": "", "\f": "", "\0": ""})


def make_feed_styles(site: Site, _bodies: Mapping[str, Body]) -> Iterator[Output]:
    """The style sheet of each language's feeds; its name changes with what is in it."""
    for language in site.languages:
        yield Output(output_path(_url(site, language)), _write(site, language))


def link_style(site: Site, language: str, url: str) -> str:
    """The processing instruction for the feed at ``url`` (Associating Style Sheets with XML documents, 1.0)."""
    href = Spot(url).link(_url(site, language))
    return instruction("xml-stylesheet", {"type": "text/css", "href": href})


def _url(site: Site, language: str) -> str:
    digest = hashlib.sha256(_write(site, language)).hexdigest()[:10]
    return GLOBAL_PATTERNS["derived"].format(name=f"feed.{digest}.css")


def _write(site: Site, language: str) -> bytes:
    spoken = site.model.languages[language]
    explanation = spoken.words["feed_explanation"].replace("{url}", locate(site, "follow", language))
    values = {"direction": spoken.direction, "explanation": explanation.translate(_ESCAPES)}
    return (_STYLE % values).encode("utf-8", "replace")
