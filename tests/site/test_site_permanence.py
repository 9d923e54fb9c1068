"""Old addresses: what follows from the lock, what its author says, and what a publication would lose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

import pytest

from knowbrand.audience import select
from knowbrand.formats.identity import check_identity
from knowbrand.model import Model
from knowbrand.model.lock import Lock, LockedFile
from knowbrand.problems import Problem
from knowbrand.publish.promises import list_promises
from knowbrand.site.collisions import check_addresses, check_collisions
from knowbrand.site.graph import Site, arrange
from knowbrand.site.kept_files import keep_files
from knowbrand.site.permanence import check_promises
from knowbrand.sources.lockfile import parse_lock

ModelMaker = Callable[[Mapping[str, str]], Model]
TODAY = dt.date(2026, 11, 23)
ID = "id: 6f4b1d0e-58f5-4c5c-9a43-2c4f2f3c9f10\n"
SETTINGS = f"title: A site\n{ID}languages: [en, nl]\nbase_url: https://me.example/\n"


def post(*lines: str) -> str:
    return "\n".join(["---", "title: T", "date: 2026-01-02", *lines, "---", "Text.\n"])


class Kept:
    """The public site of some files, held against the lines of a lock."""

    def __init__(self, model: Model, lines: Iterable[str], audience: str = "public") -> None:
        faults: list[Problem] = []
        self.lock: Lock = parse_lock("\n".join(lines), "urls.lock", faults)
        assert not faults
        selection = select(model, audience, today=TODAY)
        site = arrange(
            selection.model, audience=audience, base_url=model.settings.base_url, today=TODAY, lock=self.lock
        )
        self.site: Site = keep_files(site)
        self.redirects = {redirect.url: redirect.target for redirect in self.site.redirects}
        self.withdrawn = set(self.site.withdrawn)
        self.problems = check_promises(self.site, model, selection.withheld, publish=True)
        self.faults = [*check_addresses(model), *check_collisions(self.site)]

    def told(self) -> list[tuple[str, str, str | None]]:
        """Code, file with line, and hint of each promise that isn't kept."""
        return [
            (
                problem.code,
                f"{problem.place.path}:{problem.place.line or ''}" if problem.place else "",
                problem.hint,
            )
            for problem in self.problems
        ]


@pytest.fixture
def keep(make_model: ModelMaker) -> Callable[..., Kept]:
    """The site of these files and this lock."""

    def make(files: Mapping[str, str], *lines: str, audience: str = "public") -> Kept:
        return Kept(make_model({"knowbrand.yaml": SETTINGS, **files}), lines, audience)

    return make


Keep = Callable[..., Kept]


def test_another_slug_leads_from_the_old_address_to_the_new(keep: Keep) -> None:
    kept = keep(
        {"content/posts/a.md": post("slug: b")}, "page /posts/a/ post a en", "page /posts/c/ post a en"
    )
    assert kept.redirects == {"/posts/a/": "/posts/b/", "/posts/c/": "/posts/b/"}
    assert not kept.problems


def test_another_permalink_takes_posts_and_their_files_along(keep: Keep) -> None:
    settings = SETTINGS + "posts: {permalink: '/:year/:slug/'}\n"
    files = {
        "knowbrand.yaml": settings,
        "content/posts/a/index.md": post(),
        "content/posts/a/in/plan.pdf": "plan",
        "content/posts/a/index.nl.md": post(),
    }
    kept = keep(
        files,
        "page /posts/a/ post a en",
        "page /nl/posts/a/ post a nl",
        "file /posts/a/in/plan.pdf",
    )
    assert kept.redirects == {
        "/posts/a/": "/2026/a/",
        "/nl/posts/a/": "/nl/2026/a/",
        "/posts/a/in/plan.pdf": "/2026/a/in/plan.pdf",
    }
    assert not kept.problems


def test_a_language_that_became_the_first_is_led_to_from_its_old_address(keep: Keep) -> None:
    files = {
        "knowbrand.yaml": SETTINGS.replace("[en, nl]", "[nl]"),
        "content/posts/a.md": post("slug: één"),
    }
    kept = keep(files, "page /nl/posts/a/ post a nl", "feed /nl/feed.xml feed-atom - nl")
    assert kept.redirects == {"/nl/posts/a/": "/posts/één/", "/nl/feed.xml": "/feed.xml"}
    assert not kept.problems


def test_another_first_language_is_refused_where_its_addresses_are_taken(keep: Keep) -> None:
    files = {
        "knowbrand.yaml": SETTINGS.replace("[en, nl]", "[nl, en]"),
        "content/posts/a.md": post("lang: en"),
        "content/posts/a.nl.md": post(),
    }
    kept = keep(files, "page /posts/a/ post a en", "feed /feed.xml feed-atom - en")
    assert [code for code, _, _ in kept.told()] == ["KB324", "KB324"]
    assert all(
        hint == "let the site's first language stay the first: languages: [en, nl]"
        for _, _, hint in kept.told()
    )
    assert kept.problems[0].place
    assert kept.problems[0].place.line == 3


def test_a_taken_address_is_refused(keep: Keep) -> None:
    files = {"content/posts/a.md": post("slug: older"), "content/posts/b.md": post("slug: a")}
    kept = keep(files, "page /posts/a/ post a en")
    assert [(code, place) for code, place, _ in kept.told()] == [("KB324", "content/posts/a.md:4")]
    assert not keep(files, "page /posts/a/ post a en", "page /posts/a/ post b en").problems, (
        "promised for both"
    )


def test_an_address_that_answers_for_another_id_is_kept(keep: Keep) -> None:
    assert not keep({"content/posts/b.md": post("slug: a")}, "page /posts/a/ post a en").problems


@pytest.mark.parametrize("slug", ["Plan", "PLAN"])
def test_letter_case_alone_can_not_be_redirected(keep: Keep, slug: str) -> None:
    kept = keep({"content/posts/plan.md": post(f"slug: {slug}")}, "page /posts/plan/ post plan en")
    assert [code for code, _, _ in kept.told()] == ["KB324"]
    assert not kept.redirects


WITHDRAW = "write why at the end of knowbrand.yaml, with one 'withdrawn:' for all\nwithdrawn:\n"


def test_what_an_author_can_write_for_a_renamed_post(keep: Keep) -> None:
    line = "page /posts/old/ post old en"
    renamed = keep({"content/posts/onboarding.md": post()}, line)
    hint = (
        "if it is now content/posts/onboarding.md, write in that file id: old, or aliases: [/posts/old/]; if it is gone, "
        f"{WITHDRAW}  /posts/old/: because …"
    )
    assert renamed.told() == [("KB322", "urls.lock:1", hint)]
    assert not keep({"content/posts/onboarding.md": post("id: old")}, line).problems
    assert not keep({"content/posts/onboarding.md": post("aliases: [/posts/old/]")}, line).problems


def test_the_guess_is_the_nearest_of_what_is_new(keep: Keep) -> None:
    files = {f"content/posts/{name}.md": post() for name in ("onboarding-2", "ward", "onboard")}
    lines = ("page /posts/onboarding/ post onboarding en", "page /posts/onboarding-2/ post onboarding-2 en")
    (problem,) = keep(files, *lines).problems
    assert problem.hint
    assert "content/posts/onboard.md" in problem.hint


def test_one_new_post_is_taken_for_one_lost_post_at_most(keep: Keep) -> None:
    lines = ("page /posts/ward-rounds/ post ward-rounds en", "page /posts/ward-round/ post ward-round en")
    hints = [str(hint) for _, _, hint in keep({"content/posts/ward-round-7.md": post()}, *lines).told()]
    assert ["content/posts/ward-round-7.md" in hint for hint in hints].count(True) == 1


def test_a_name_that_is_like_neither_is_no_guess(keep: Keep) -> None:
    lines = ("page /posts/ward/ post ward en", "page /posts/care/ post care en")
    told = keep({"content/posts/xyz.md": post()}, *lines).told()
    assert not any("xyz" in str(hint) for _, _, hint in told)


@pytest.mark.parametrize("written", ["", "withdrawn:\n    /x/: because\n", "withdrawn: {\n /x/: because}\n"])
def test_the_lines_that_withdraw_can_be_pasted(keep: Keep, written: str) -> None:
    line = "page /posts/a/ post a en"
    kept = keep({"knowbrand.yaml": SETTINGS + written}, line, "page /x/ page x en")
    hint = next(str(hint) for _, _, hint in kept.told() if "/posts/a/" in str(hint))
    assert ("below 'withdrawn:'" in hint) == bool(written)
    if "{" not in written:
        pasted = SETTINGS + written + hint.partition("\n")[2] + "\n"
        assert "/posts/a/" in keep({"knowbrand.yaml": pasted}, line).withdrawn


@pytest.mark.parametrize(
    ("key", "place", "way"),
    [
        ("draft: true", 4, "take 'draft: true' out"),
        ("visibility: organisation", 4, "take the visibility out"),
        ("x-a: b", None, ""),
    ],
)
def test_what_is_withheld_again_is_told_at_its_line(
    keep: Keep, key: str, place: int | None, way: str
) -> None:
    kept = keep({"content/posts/a.md": post(key)}, "page /posts/a/ post a en")
    if place is None:
        assert not kept.problems
        return
    ((code, where, hint),) = kept.told()
    assert (code, where) == ("KB323", f"content/posts/a.md:{place}")
    assert hint == f"{way}; or {WITHDRAW}  /posts/a/: because …"


def test_a_date_to_come_takes_a_published_post_away(keep: Keep) -> None:
    text = "---\ntitle: T\ndate: 2027-01-02\n---\n"
    ((code, where, _),) = keep({"content/posts/a.md": text}, "page /posts/a/ post a en").told()
    assert (code, where) == ("KB323", "content/posts/a.md:3")


def test_a_language_that_was_taken_out(keep: Keep) -> None:
    settings = SETTINGS.replace("[en, nl]", "[en]")
    kept = keep(
        {"knowbrand.yaml": settings}, "page /nl/posts/a/ post a nl", "feed /nl/feed.xml feed-atom - nl"
    )
    assert [code for code, _, _ in kept.told()] == ["KB325", "KB326"]
    assert all(
        hint and hint.startswith("bring") and "languages: [en, nl]" in hint for _, _, hint in kept.told()
    )


def test_the_first_language_taken_out_while_its_translation_takes_its_place(keep: Keep) -> None:
    lines = (
        "page /posts/a/ post a nl",
        "page /en/posts/a/ post a en",
        "feed /feed.xml feed-atom - nl",
        "feed /en/feed.xml feed-atom - en",
        "page /posts/b/ post b nl",
    )
    settings = SETTINGS.replace("[en, nl]", "[en]")
    told = keep({"knowbrand.yaml": settings, "content/posts/a.en.md": post()}, *lines).told()
    assert sorted(code for code, _, _ in told) == ["KB325", "KB325", "KB326"]
    assert all(where == "knowbrand.yaml:3" and "languages: [nl, en]" in str(hint) for _, where, hint in told)
    back = {
        "knowbrand.yaml": SETTINGS.replace("[en, nl]", "[nl, en]"),
        "content/posts/a.nl.md": post(),
        "content/posts/b.md": post(),
    }
    assert not keep(back, *lines).problems


def test_a_language_that_had_the_wrong_code_loses_nothing(keep: Keep) -> None:
    lines = ("page /posts/a/ post a en", "entry tag:old post a en", "feed /feed.xml feed-atom - en")
    settings = SETTINGS.replace("[en, nl]", "[nl]")
    kept = keep({"knowbrand.yaml": settings, "content/posts/a.md": post()}, *lines)
    assert not kept.problems
    assert kept.site.entry_names == {("a", "nl"): "tag:old"}
    both = keep({"knowbrand.yaml": settings, "content/posts/a.md": post()}, *lines, "entry tag:nl post a nl")
    assert both.site.entry_names == {("a", "nl"): "tag:nl"}


def test_a_feed_needs_the_base_url_that_it_had(keep: Keep) -> None:
    settings = f"title: A site\n{ID}"
    ((code, _, hint),) = keep({"knowbrand.yaml": settings}, "feed /feed.xml feed-atom - en").told()
    assert code == "KB326"
    assert hint
    assert "base_url: https://…" in hint


CHAPTER = "basics: {{name: Kim}}\nexpertise:\n- {{id: nursing, name: Nursing{more}}}\n"


def test_a_chapter_with_another_id(keep: Keep) -> None:
    lines = (
        "page /expertise/care/ chapter care en",
        "page /nl/expertise/care/ chapter care nl",
        "feed /nl/expertise/care/feed.xml feed-chapter care nl",
    )
    kept = keep({"profile.yaml": CHAPTER.format(more="")}, *lines)
    assert [code for code, _, _ in kept.told()] == ["KB322", "KB322", "KB326"]
    assert all("aliases: [/expertise/care/]" in (hint or "") for _, _, hint in kept.told()[:2])
    kept = keep({"profile.yaml": CHAPTER.format(more=", aliases: [/expertise/care/]")}, *lines)
    assert kept.redirects == {
        "/expertise/care/": "/expertise/nursing/",
        "/nl/expertise/care/": "/nl/expertise/nursing/",
        "/nl/expertise/care/feed.xml": "/nl/expertise/nursing/feed.xml",
    }
    assert not kept.problems


def test_what_stood_below_a_lost_page_needs_no_line_of_its_own(keep: Keep) -> None:
    lines = ("page /posts/a/ post a en", "file /posts/a/plan.pdf")
    files = {"content/posts/b/index.md": post(), "content/posts/b/plan.pdf": "plan"}
    hints = {code: hint for code, _, hint in keep(files, *lines).told()}
    assert hints.keys() == {"KB322", "KB327"}
    assert hints["KB327"] == "see /posts/a/: what you write for that page counts for this, too"
    for line in ("id: a", "aliases: [/posts/a/]"):
        mended = keep({**files, "content/posts/b/index.md": post(line)}, *lines)
        assert not mended.problems
        assert not mended.faults
    settings = SETTINGS + "withdrawn: {/posts/a/: because}\n"
    assert not keep({**files, "knowbrand.yaml": settings}, *lines).problems
    chapter = ("page /expertise/care/ chapter care en", "feed /expertise/care/feed.xml feed-chapter care en")
    *_, (code, _, hint) = sorted(keep({"profile.yaml": CHAPTER.format(more="")}, *chapter).told())
    assert (code, str(hint)[:21]) == ("KB326", "see /expertise/care/:")


def test_a_withdrawn_chapter_leaves_nothing_but_its_reason(keep: Keep) -> None:
    more = ", withdrawn: {en: because, nl: omdat}, summary: secret"
    kept = keep(
        {"profile.yaml": CHAPTER.format(more=more)},
        "page /nl/expertise/nursing/ chapter nursing nl",
        "page /expertise/old/ chapter nursing en",
        "feed /expertise/nursing/feed.xml feed-chapter nursing en",
    )
    assert not kept.problems
    assert not kept.site.model.profile.expertise
    assert kept.withdrawn == {
        "/expertise/nursing/",
        "/nl/expertise/nursing/",
        "/expertise/nursing/feed.xml/",
    }
    assert kept.redirects == {"/expertise/old/": "/expertise/nursing/"}
    page = next(page for page in kept.site.pages if page.url == "/nl/expertise/nursing/")
    assert (page.kind, page.lang, page.unlisted) == ("withdrawn", "nl", True)


def test_a_withdrawn_post_takes_its_files_and_old_addresses_with_it(keep: Keep) -> None:
    files = {
        "content/posts/a/index.md": post("withdrawn: it was wrong", "aliases: [/imported/]", "tags: [x]"),
        "content/posts/a/plan.pdf": "plan",
    }
    kept = keep(
        files,
        "page /posts/a/ post a en",
        "page /old/ post a en",
        "file /old/plan.pdf",
        "file /posts/a/plan.pdf",
    )
    assert not kept.problems
    assert kept.redirects == {"/old/": "/posts/a/", "/imported/": "/posts/a/"}
    assert kept.withdrawn == {"/posts/a/", "/posts/a/plan.pdf/", "/old/plan.pdf/"}
    assert not kept.site.files
    assert not kept.site.shelves["en"].posts
    assert not any(page.kind == "tag" for page in kept.site.pages)


def test_the_settings_withdraw_what_was_deleted(keep: Keep) -> None:
    settings = SETTINGS + "withdrawn: {/posts/a/: because, /nl/posts/b: omdat, /x.pdf: because}\n"
    lines = ("page /posts/a/ post a en", "page /nl/posts/b/ post b nl", "file /x.pdf", "file /posts/a/y.pdf")
    kept = keep({"knowbrand.yaml": settings}, *lines)
    assert not kept.problems
    assert kept.withdrawn == {"/posts/a/", "/nl/posts/b/", "/x.pdf/", "/posts/a/y.pdf/"}
    assert kept.site.withdrawn["/nl/posts/b/"].lang == "nl"


def test_a_line_that_withdraws_what_stands_there_does_nothing_and_is_told(keep: Keep) -> None:
    files = {
        "knowbrand.yaml": SETTINGS + "withdrawn: {/posts/a/: because}\n",
        "content/posts/a.md": post("visibility: organisation"),
    }
    public = keep(files, "page /posts/a/ post a en")
    assert public.withdrawn == {"/posts/a/"}
    assert not public.problems
    assert not public.faults
    inner = keep(files, audience="organisation")
    assert not inner.withdrawn
    assert not inner.faults
    assert any(page.url == "/posts/a/" and page.kind == "post" for page in inner.site.pages)
    open_again = keep({**files, "content/posts/a.md": post()})
    assert [(fault.code, fault.severity) for fault in open_again.faults] == [("KB332", "warning")]


def test_who_may_not_see_the_reason_does_not_see_the_post(keep: Keep) -> None:
    kept = keep({"content/posts/a.md": post("withdrawn: because", "visibility: {withdrawn: private}")})
    assert not any(page.key == "a" for page in kept.site.pages)
    assert not kept.withdrawn
    chapter = CHAPTER.format(more=", withdrawn: because, visibility: {withdrawn: private}")
    assert not keep({"profile.yaml": chapter}).site.model.profile.expertise


def test_redirects_of_the_settings_are_flattened(keep: Keep) -> None:
    settings = (
        SETTINGS
        + "redirects: {/a/: /b/, /b/: /posts/x/, /old.pdf: /new.pdf, /report: /new.pdf, /x.php: /about/}\n"
    )
    files = {
        "knowbrand.yaml": settings,
        "content/posts/x.md": post("slug: y"),
        "content/pages/about.md": "---\ntitle: About\n---\n",
        "assets/new.pdf": "new",
    }
    kept = keep(files, "page /posts/x/ post x en", "file /old.pdf")
    assert kept.redirects == {
        "/posts/x/": "/posts/y/",
        "/a/": "/posts/y/",
        "/b/": "/posts/y/",
        "/old.pdf": "/new.pdf",
        "/report/": "/new.pdf",
        "/x.php/": "/about/",
    }
    assert not kept.problems
    assert not kept.faults


@pytest.mark.parametrize(
    ("redirects", "code", "hint"),
    [
        ("{/a.pdf: /b.pdf, /b.pdf: /a.pdf}", "KB330", "let one of them lead to a page"),
        ("{/a/: /a/}", "KB330", "let one of them lead to a page"),
        ("{/a/: /b/, /b/: /c/, /c/: /b/}", "KB330", "let one of them lead to a page"),
        ("{/a/: /folow/}", "KB331", "did you mean '/follow/'?"),
        ("{/a/../b/: /follow/}", "KB305", "write a path from the root of the site: /2015/old-name/"),
        ("{/follow/: /}", "KB303", "give one of them another slug, id or name"),
    ],
)
def test_redirects_that_can_not_be(keep: Keep, redirects: str, code: str, hint: str) -> None:
    faults = keep({"knowbrand.yaml": f"{SETTINGS}redirects: {redirects}\n"}).faults
    assert {(fault.code, fault.hint) for fault in faults} == {(code, hint)}
    assert all(fault.place and fault.place.path in ("knowbrand.yaml", "profile.yaml") for fault in faults)


def test_an_entry_without_an_id_has_no_page_to_lead_to(keep: Keep) -> None:
    profile = "basics: {name: Kim}\nprojects: [{name: P, aliases: [/p/]}, {name: Q, withdrawn: because}]\n"
    faults = keep({"profile.yaml": profile}).faults
    assert [fault.code for fault in faults] == ["KB331", "KB331"]


def test_a_file_goes_on_being_published_when_nothing_links_to_it(keep: Keep) -> None:
    files = {"content/posts/a.md": post(), "content/posts/plan.pdf": "plan"}
    kept = keep(files, "page /posts/a/ post a en", "file /posts/a/plan.pdf")
    assert [(file.url, file.source) for file in kept.site.files] == [
        ("/posts/a/plan.pdf", "content/posts/plan.pdf")
    ]
    assert not kept.problems


def test_a_file_that_is_gone(keep: Keep) -> None:
    kept = keep(
        {"assets/report-2026.pdf": "new", "assets/other.png": "x"}, "file /report.pdf", "file /other.png"
    )
    ((code, where, hint),) = kept.told()
    assert (code, where) == ("KB327", "urls.lock:1")
    assert hint
    assert "under redirects in knowbrand.yaml: /report.pdf: /report-2026.pdf;" in hint


@pytest.mark.parametrize("name", ["_headers", "_redirects", "CNAME", ".nojekyll"])
def test_a_file_for_the_host_alone_is_no_promise(keep: Keep, name: str) -> None:
    assert not keep({"content/posts/a.md": post()}, f"file /{name}").problems
    promised = list_promises(keep({f"assets/{name}": "x", "assets/a.pdf": "x"}).site, {})
    assert promised.of(LockedFile) == (LockedFile("/a.pdf"),)


def test_entry_ids_outlast_what_they_are_made_of(keep: Keep) -> None:
    line = "entry tag:old post a en"
    assert keep({"content/posts/a.md": post()}, line).site.entry_names == {("a", "en"): "tag:old"}
    assert not keep({"content/posts/a.md": post("entry_id: tag:old")}, line).problems
    ((code, where, hint),) = keep({"content/posts/a.md": post("entry_id: tag:new")}, line).told()
    assert (code, where) == ("KB328", "content/posts/a.md:4")
    assert hint == 'write entry_id: "tag:old", or take entry_id out'


@pytest.mark.parametrize("line", ["slug: a", "aliases: [/posts/a/]"])
def test_a_post_in_the_place_of_another_is_the_same_for_feed_readers(keep: Keep, line: str) -> None:
    lines = ("page /posts/a/ post a en", "entry tag:old post a en")
    kept = keep({"content/posts/b.md": post(line), "content/posts/c.md": post()}, *lines)
    assert kept.site.entry_names == {("b", "en"): "tag:old"}
    translated = {"content/posts/b.md": post(line, "lang: nl")}
    assert keep(translated, *lines).site.entry_names == {}, "another language is another entry"
    both = {"content/posts/a.md": post("slug: x"), "content/posts/b.md": post()}
    assert keep(both, *lines).site.entry_names == {("a", "en"): "tag:old"}, "it is there still"


def test_an_id_that_comes_back_after_another_post_took_its_place(keep: Keep) -> None:
    pages = ("page /posts/a/ post a en", "page /posts/b/ post b en")
    lines = (*pages, "entry tag:old post a en", "entry tag:old post b en")
    files = {"content/posts/b.md": post("aliases: [/posts/a/]"), "content/posts/a.md": post("slug: c")}
    ((code, hint),) = [(each.code, str(each.hint)) for each in check_identity(keep(files, *lines).site)]
    assert code == "KB523"
    line = hint.removeprefix("write in the newer of both: ")
    mended = keep({**files, "content/posts/a.md": post("slug: c", line)}, *lines)
    assert not mended.problems
    assert not check_identity(mended.site)


def test_a_post_with_the_same_old_address_twice_gives_its_entry_id_once(keep: Keep) -> None:
    lines = ("page /posts/a/ post a en", "page /posts/old/ post a en", "entry tag:old post a en")
    files = {"content/posts/b.md": post("slug: a"), "content/posts/c.md": post("aliases: [/posts/old/]")}
    names = keep(files, *lines).site.entry_names
    assert list(names.values()) == ["tag:old"]


def test_two_withdrawn_posts_at_one_address_are_one_page(keep: Keep) -> None:
    files = {
        "content/posts/a.md": post("slug: x", "withdrawn: because", "aliases: [/old/]"),
        "content/posts/b.md": post("slug: x", "withdrawn: because"),
    }
    kept = keep(files, "page /posts/a/ post a en", "page /posts/b/ post b en")
    assert not kept.problems
    assert kept.redirects == {"/old/": "/posts/x/", "/posts/a/": "/posts/x/", "/posts/b/": "/posts/x/"}


def test_a_post_at_the_address_of_a_withdrawn_one_is_refused(keep: Keep) -> None:
    files = {"content/posts/a.md": post("withdrawn: because"), "content/posts/b.md": post("slug: a")}
    assert [fault.code for fault in keep(files).faults] == ["KB303"]


def test_addresses_in_other_scripts_are_led_on_too(keep: Keep) -> None:
    kept = keep(
        {"content/posts/a.md": post("id: نص", "slug: ελ")},
        "page /posts/日本語/ post نص en",
        "page /posts/e%CC%81/ post نص en",
    )
    assert kept.redirects == {"/posts/日本語/": "/posts/ελ/", "/posts/e\u0301/": "/posts/ελ/"}


def test_a_hostile_line_can_not_take_an_address_of_the_site(keep: Keep) -> None:
    kept = keep({"content/posts/a.md": post()}, "page /follow/ post a en", "page /404.html/ post b en")
    assert "/follow/" not in kept.redirects
    assert [code for code, _, _ in kept.told()] == ["KB324", "KB322"]
