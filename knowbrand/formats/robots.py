"""``robots.txt`` (RFC 9309)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from knowbrand.model.output import Output
from knowbrand.site.addresses import absolute
from knowbrand.site.bodies import Body
from knowbrand.site.graph import Site
from knowbrand.site.urls import output_path


def make_robots(site: Site, _bodies: Mapping[str, Body]) -> Iterator[Output]:
    """Everything may be read, and the sitemap says where it is. The site of a narrower audience asks to be left out:
    it isn't meant for search engines. The author's own file of that name counts instead."""
    url = site.urls.of("robots", site.languages[0])
    if any(file.url == url for file in site.files):
        return
    if site.audience != site.model.settings.audiences[0].name:
        lines = ["User-agent: *", "Disallow: /"]
    else:
        lines = ["User-agent: *", "Allow: /"]
        if site.base_url:
            sitemap = absolute(site.urls.of("sitemap", site.languages[0]), site.base_url)
            lines += ["", f"Sitemap: {sitemap}"]
    yield Output(output_path(url), "".join(f"{line}\n" for line in lines).encode())
