"""What a preview shows after each save."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from knowbrand.build import Composition
from knowbrand.check.substance.opinions import Judge, Opinion, Passage
from knowbrand.model.dates import parse_moment
from knowbrand.problems import Place, Trouble, error
from knowbrand.request import Request
from knowbrand.serve import Change, Preview, compose_anew
from knowbrand.serve.snapshot import Snapshot, make_snapshot
from tests.serve.live_preview import FILES, NOW, Listener, LivePreview, post, write_files

Start = Callable[..., LivePreview]
FIRST = "/site/posts/first/"


def test_a_save_is_shown(site: Path, start: Start) -> None:
    live = start(site)
    assert "The first words." in live.read(FIRST)
    live.save("content/posts/first.md", post("Better words."))
    live.wait_for(FIRST, lambda text: "Better words." in text)
    rebuild = live.next_rebuild()
    assert rebuild.paths == {"content/posts/first.md"}
    assert 1 <= rebuild.pages <= 5
    assert live.is_quiet()


def test_a_page_that_comes_and_goes(site: Path, start: Start) -> None:
    live = start(site)
    assert live.ask("/site/posts/third/")[0] == 404
    live.save("content/posts/third.md", post("Third.", "Third"))
    live.wait_for("/site/posts/third/", lambda text: "Third." in text)
    (site / "content/posts/third.md").unlink()
    live.wait_for("/site/posts/third/", lambda text: "Third." not in text)
    assert live.ask("/site/posts/third/")[0] == 404


def test_an_error_leaves_the_last_good_page_and_goes_when_it_is_mended(site: Path, start: Start) -> None:
    live = start(site)
    with live.news(FIRST) as news:
        assert news()["errors"] == []
        live.save("content/posts/first.md", "---\ntitel: <b>First</b>\ndate: 2026-01-02\n---\nBroken.\n")
        told = news()
        assert "The first words." in live.read(FIRST)
        found = next(one for one in told["errors"] if one["code"] == "KB201")
        assert found["where"] == "content/posts/first.md:2:1"
        assert found["excerpt"].splitlines() == [
            "  1 | ---",
            "> 2 | titel: <b>First</b>",
            "    | ^^^^^",
            "  3 | date: 2026-01-02",
            "  4 | ---",
        ]
        assert "title" in found["hint"]
        live.save("content/posts/first.md", post("Mended."))
        told = news()
        assert told["errors"] == []
    assert "Mended." in live.read(FIRST)


def test_a_site_with_errors_from_the_start_shows_them_alone(tmp_path: Path, start: Start) -> None:
    broken = {**FILES, "profile.yaml": "basics:\n  name: Kim\nexpertise:\n  - '<script>': 1\n"}
    live = start(write_files(tmp_path / "site", broken))
    status, headers, body = live.ask("/anything/")
    assert status == 503
    assert headers["content-type"] == "text/html; charset=utf-8"
    text = body.decode()
    assert "profile.yaml:4" in text
    assert "&lt;script&gt;" in text
    assert "<script>'" not in text
    with live.news("/anything/") as news:
        assert news()["page"] is None
        live.save("profile.yaml", FILES["profile.yaml"])
        assert news()["page"]
    assert live.ask("/site/")[0] == 200


def test_findings_are_those_of_the_page_in_view(site: Path, start: Start) -> None:
    live = start(site)
    live.save("content/posts/first.md", post("Text.\n\n#### Too deep"))
    live.next_rebuild()
    with live.news(FIRST) as here, live.news("/site/about/") as there:
        own, other = here(), there()
    assert own["findings"]
    assert all(one["where"].startswith("content/posts/first.md") for one in own["findings"])
    assert other["findings"] == []
    assert other["elsewhere"] == len(own["findings"]) + own["elsewhere"]


def test_filler_in_the_page_in_view_is_told_after_the_page(site: Path, start: Start) -> None:
    live = start(site)
    live.save("content/posts/first.md", post("My talk went viral."))
    live.next_rebuild()
    with live.news(FIRST) as news:
        assert "KB624" not in [one["code"] for one in news()["findings"]]
        [found] = [one for one in news()["findings"] if one["code"] == "KB624"]
        assert found["where"] == "content/posts/first.md:5:9"
        live.save("content/posts/first.md", post("A line more.\n\nMy talk went viral."))
        assert "KB624" not in [one["code"] for one in news()["findings"]]  # the page comes first
        [found] = [one for one in news()["findings"] if one["code"] == "KB624"]
        assert found["where"] == "content/posts/first.md:7:9"
        live.save("content/posts/first.md", post("A line more."))
        assert news()["findings"] == []


def test_filler_is_looked_for_in_the_page_in_view_alone(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(site, {"content/pages/about.md": "---\ntitle: About\n---\nMy talk went viral.\n"})
    seen: list[str] = []
    weigh = Judge._weigh

    def note(judge: Judge, passage: Passage) -> Opinion:
        seen.append(passage.text)
        return weigh(judge, passage)

    monkeypatch.setattr(Judge, "_weigh", note)
    preview = Preview(Request(site, now=NOW), Listener())
    preview.rebuild()
    assert seen == []
    assert preview.read_prose(preview.state, FIRST) == ()
    assert seen == ["The first words.\n"]
    (site / "content/pages/about.md").write_text("---\ntitle: About\n---\nHi.\n\nMy talk went viral.\n")
    preview.rebuild()
    assert preview.read_prose(preview.state, FIRST) == ()
    assert seen == ["The first words.\n"]
    [found] = preview.read_prose(preview.state, "/site/about/")
    assert found.place == Place("content/pages/about.md", 6, 9, 6, 19)


def test_drafts_are_marked_and_shown_on_request_only(site: Path, start: Start) -> None:
    live = start(site)
    assert live.ask("/site/posts/second/")[0] == 404
    live = start(site, drafts=True)
    assert live.ask("/site/posts/second/")[0] == 200
    with live.news("/site/posts/second/") as draft, live.news(FIRST) as done:
        assert draft()["draft"]
        assert not done()["draft"]


def test_a_change_of_style_leaves_the_body_of_the_page(site: Path, start: Start) -> None:
    live = start(site)
    with live.news(FIRST) as news:
        before = news()["page"]
        live.save("overrides/custom.css", "body { color: #456 }\n")
        after = news()["page"]
    assert after["body"] == before["body"]
    assert after["assets"] == before["assets"]
    assert len(after["styles"]) == len(before["styles"]) == 1
    assert after["styles"] != before["styles"]


def test_a_changed_picture_is_news_for_every_page(site: Path, start: Start) -> None:
    write_files(site, {"assets/a.css": "p {}"})
    live = start(site)
    with live.news(FIRST) as news:
        before = news()["page"]
        live.save("assets/a.css", "b {}")
        after = news()["page"]
    assert (after["body"], after["styles"]) == (before["body"], before["styles"])
    assert after["assets"] != before["assets"]


def test_a_page_that_stayed_the_same_hears_nothing(site: Path, start: Start) -> None:
    live = start(site)
    with live.news("/site/about/") as news:
        before = news()
        live.save("content/posts/first.md", post("Better words."))
        live.next_rebuild()
        live.save("content/pages/about.md", "---\ntitle: About\n---\nMore about me.\n")
        assert news()["page"] != before["page"]


def test_a_new_base_url_moves_the_site(site: Path, start: Start) -> None:
    live = start(site)
    assert live.ask("/")[1]["location"] == "/site/"
    live.save("knowbrand.yaml", FILES["knowbrand.yaml"].replace("/site/", "/other%20place/"))
    live.next_rebuild()
    assert live.ask("/")[1]["location"] == "/other%20place/"
    assert live.ask("/other%20place/")[0] == 200
    assert live.ask("/site/")[0] == 404


def test_a_site_that_is_gone_is_said_in_the_page_and_found_again(site: Path, start: Start) -> None:
    live = start(site)
    with live.news(FIRST) as news:
        news()
        site.rename(site.with_name("away"))
        assert [one["code"] for one in news()["errors"]] == ["KB592"]
        assert "The first words." in live.read(FIRST)
        site.with_name("away").rename(site)
        assert news()["errors"] == []
    assert any("is gone" in line for line in live.listener.lines)


def test_what_is_known_is_told_to_the_composer(site: Path, start: Start) -> None:
    changes: list[Change] = []

    def compose(request: Request, change: Change) -> Composition:
        changes.append(change)
        return compose_anew(request, change)

    live = start(site, composer=compose)
    with live.news(FIRST) as news:
        news()
        live.save("content/posts/first.md", post("Better words."))
        news()
    assert changes[0] == Change()
    assert changes[1] == Change(frozenset({"content/posts/first.md"}), frozenset({"posts/first/index.html"}))


def test_the_page_that_is_viewed_is_shown_before_the_others_are_made(site: Path) -> None:
    during: list[list[bool]] = []

    def follow(composition: Composition, before: Snapshot | None) -> Snapshot:
        shown = preview.state.snapshot
        if shown is not None:
            pages = ("posts/first/index.html", "index.html")
            during.append([b"Anew" in shown.resources[path].content for path in pages])
        return make_snapshot(composition, before)

    preview = Preview(Request(site, now=NOW), Listener(), framer=follow)
    preview.rebuild()
    edit = (site / "profile.yaml").read_text("utf-8").replace("name: ", "name: Anew ")
    (site / "profile.yaml").write_text(edit, encoding="utf-8")
    number = preview.state.number
    with preview.viewing(FIRST):
        preview.rebuild(frozenset({"profile.yaml"}))
    assert during == [[True, False]]
    assert preview.state.number == number + 2
    assert preview.state.snapshot is not None
    assert b"Anew" in preview.state.snapshot.resources["index.html"].content


def test_a_page_that_was_shown_first_goes_again_with_a_fault_in_another(site: Path) -> None:
    preview = Preview(Request(site, now=NOW), Listener())
    preview.rebuild()
    snapshot = preview.state.snapshot
    (site / "overrides").mkdir(exist_ok=True)
    (site / "overrides" / "posts.html").write_text("{{ nothing_of_this_name }}", encoding="utf-8")
    (site / "overrides" / "post.html").write_text("Another post page", encoding="utf-8")
    with preview.viewing(FIRST):
        assert preview.rebuild(frozenset({"overrides/posts.html"})).failed
    assert preview.state.snapshot is snapshot


def test_no_fault_ends_the_preview(site: Path) -> None:
    faults: list[Exception | None] = [
        None,
        Trouble(error("KB208", "can't be read")),
        FileNotFoundError(2, "No such file", "x.md"),
        RuntimeError("oh"),
        None,
    ]

    def compose(request: Request, change: Change) -> Composition:
        fault = faults.pop(0)
        if fault:
            raise fault
        return compose_anew(request, change)

    preview = Preview(Request(site), Listener(), compose)
    good = preview.rebuild()
    assert not good.failed
    snapshot = preview.state.snapshot
    for code in ("KB208", "KB593", "KB594"):
        rebuild = preview.rebuild()
        assert rebuild.failed
        assert [one.code for one in preview.state.errors] == [code]
        assert preview.state.snapshot is snapshot
        assert (rebuild.defect is not None) == (code == "KB594")
    assert not preview.rebuild().failed
    assert preview.state.errors == ()


def test_what_did_not_change_is_kept(site: Path) -> None:
    preview = Preview(Request(site, now=parse_moment("2026-11-23")), Listener())
    preview.rebuild()
    before = preview.state.snapshot
    rebuild = preview.rebuild()
    after = preview.state.snapshot
    assert before
    assert after
    assert rebuild.pages == 0
    assert all(after.resources[path] is resource for path, resource in before.resources.items())


def test_the_day_that_begins_is_news(site: Path, start: Start) -> None:
    live = start(site)
    assert live.is_quiet()
    live.preview.request = replace(live.preview.request, now=parse_moment("2026-11-24"))
    assert live.next_rebuild().paths == frozenset()
    assert live.is_quiet()
