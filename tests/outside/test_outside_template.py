"""A repository made from each template and filled in: what its own workflow publishes under ``/repo/``, before the judges."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from knowbrand.author.template import TEMPLATES
from tests.e2e.machine import REPOSITORY, build_wheel, commit, fill_in, make_host, make_programs
from tests.e2e.workflow import BASE_URL
from tests.outside import test_outside_feeds as feeds
from tests.outside import test_outside_json_ld as linked_data
from tests.outside import test_outside_microformats as microformats
from tests.outside.browser import watched_tab
from tests.outside.links import link_faults, reachable, style_faults
from tests.outside.server import serve
from tests.outside.sites import BuiltSite, report
from tests.outside.test_outside_browser import RUN_AXE, STANDARDS, describe
from tests.outside.test_outside_html import ALLOWED, judge
from tests.outside.test_outside_person import schema_faults

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [
    pytest.mark.outside,
    pytest.mark.skipif(sys.platform != "linux", reason="the workflow runs on Linux"),
    pytest.mark.xdist_group("template"),  # each worker would make its own wheel and sites
]

NpmFile = Callable[[str], Path]
MOUNT = "/repo/"
NAMES = {"en": "Your Name", "nl": "Je naam"}
"""The person's name in each template once its marks are taken out."""


@pytest.fixture(scope="module", params=TEMPLATES)
def published(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """What visitors get once each step of the workflow has run in a repository made from the template."""
    language: str = request.param
    scratch = tmp_path_factory.mktemp(language)
    wheel = build_wheel(tmp_path_factory.mktemp("wheel"))
    programs = make_programs(tmp_path_factory.mktemp("python"))
    host = make_host(scratch, REPOSITORY / TEMPLATES[language], programs, wheel)
    commit(host, fill_in)
    done = host.run()
    assert done["deploy"].result == "success", "".join(job.log for job in done.values())
    return BuiltSite(host.www, f"{BASE_URL}/", language)


@pytest.mark.parametrize("kind", ["html", "css", "svg"])
def test_the_checker_finds_nothing(kind: str, published: BuiltSite, npm_file: NpmFile) -> None:
    if kind == "html" or published.files(f"*.{kind}"):
        found = judge(npm_file("vnu-jar/build/dist/vnu.jar"), published.folder, kind)
        report(line for line in found if not any(re.search(pattern, line) for pattern in ALLOWED))


def test_every_link_leads_somewhere(published: BuiltSite) -> None:
    root = f"http://host.example{MOUNT}"
    report(fault for page in published.pages for fault in link_faults(published, page, root))
    report(style_faults(published))
    report({page.url for page in published.real_pages() if not page.hidden} - reachable(published))


def test_a_feed_parser_reads_every_feed(published: BuiltSite) -> None:
    found = []
    files = [*feeds.atom_feeds(published), *feeds.rss_feeds(published)]
    assert len(files) >= 3, "the site's two, and the chapter's"
    for file in files:
        feed, name = feeds.parse(file), file.relative_to(published.folder)
        found += [f"{name}: {feed.bozo_exception!r}"] if feed.bozo else []
        found += [] if feed.version in {"atom10", "rss20"} else [f"{name}: read as {feed.version!r}"]
        for entry in feed.entries:
            path = published.path_of(entry.link)
            found += [] if path and published.exists(path) else [f"{name}: links to {entry.link}"]
            for content in entry.get("content", []):
                found += [f"{name}: {fault}" for fault in feeds.body_faults(published, content.value)]
    assert any(feeds.parse(file).entries for file in files), "the welcome post stands in them"
    report(found)


def test_a_microformats_parser_finds_the_person_and_the_post(published: BuiltSite) -> None:
    [home] = published.of_kind("home")
    cards = microformats.representative_cards(microformats.parse(published, home), published.absolute(home))
    assert [microformats.values(card, "name") for card in cards] == [[NAMES[published.default_language]]]
    [post] = published.of_kind("post")
    [entry] = microformats.of_type(microformats.parse(published, post), "h-entry")
    assert microformats.values(entry, "url") == [published.absolute(post)]
    for name in ("name", "content", "published", "author"):
        assert len(microformats.values(entry, name)) == 1, name


def test_a_json_ld_processor_reads_every_page(published: BuiltSite) -> None:
    found = []
    for page in published.real_pages():
        nodes = linked_data.expand(published, page)
        found += [] if linked_data.of_type(nodes, "Person") else [f"{page.url}: no person"]
        for node in nodes:
            found += [f"{page.url}: {key}" for key in node if not key.startswith(("@", linked_data.SCHEMA))]
            path = published.path_of(node.get("@id", ""))
            found += (
                [f"{page.url}: {node['@id']} leads nowhere"] if path and not published.exists(path) else []
            )
    report(found)


def test_the_resume_is_valid(published: BuiltSite, npm_file: NpmFile) -> None:
    resume = published.folder / "resume.json"
    report(schema_faults(resume, npm_file))
    assert json.loads(resume.read_text("utf-8"))["basics"]["name"] == NAMES[published.default_language]


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_barrier(
    scheme: Literal["light", "dark"], width: int, published: BuiltSite, browser: Browser, npm_file: NpmFile
) -> None:
    axe = npm_file("axe-core/axe.min.js").read_text(encoding="utf-8")
    with (
        serve(published.folder, MOUNT) as root,
        browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900}) as context,
        watched_tab(context, root) as (tab, found),
    ):
        for page in published.pages:
            tab.goto(root + page.file.removesuffix("index.html"))
            tab.evaluate(axe)
            result = tab.evaluate(RUN_AXE, STANDARDS)
            assert result["passes"], "axe looked at nothing"
            found += [line for violation in result["violations"] for line in describe(page.url, violation)]
    report(found)
