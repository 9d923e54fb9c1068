"""Random edits with publications between: no address is ever lost without a stop, and every promise is kept.

The site under edit is plain data, written to disk anew for each build; the law is stated on the built files alone.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import random
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from knowbrand.build import Composition, compose
from knowbrand.model.dates import parse_moment
from knowbrand.problems import Problem
from knowbrand.publish import record_urls
from knowbrand.request import Request

NOW = parse_moment("2026-11-23")
WORDS = ("onboarding", "triage", "handover", "Été", "Ward", "night", "ward", "calm", "study")
SEED = 12
"""A sample in which much happens."""
LOST = {f"KB{number}" for number in range(320, 332)}
REFRESH = re.compile(r'<meta http-equiv="refresh" content="0; url=([^"]*)">')


@dataclasses.dataclass
class Post:
    """A post as its author keeps it: ``name`` is the file's, below ``folder``."""

    name: str
    folder: str = ""
    lang: str = "en"
    keys: dict[str, str] = dataclasses.field(default_factory=dict)
    headings: tuple[str, ...] = ("Why", "How")
    bundle: bool = False

    @property
    def path(self) -> str:
        below = f"content/posts/{self.folder}"
        return (
            f"{below}{self.name}/index.{self.lang}.md"
            if self.bundle
            else f"{below}{self.name}.{self.lang}.md"
        )

    def text(self) -> str:
        keys = {"title": "A title", "date": "2026-01-02", **self.keys}
        front = "\n".join(f"{key}: {value}" for key, value in keys.items())
        body = "\n\n".join(f"## {heading}\n\nText." for heading in self.headings)
        picture = "\n\n[A file](plan.pdf)\n" if self.bundle else "\n"
        return f"---\n{front}\n---\n{body}{picture}"


@dataclasses.dataclass
class Work:
    """The whole site."""

    posts: list[Post] = dataclasses.field(default_factory=list)
    chapters: dict[str, dict[str, str]] = dataclasses.field(default_factory=dict)
    assets: list[str] = dataclasses.field(default_factory=lambda: ["cv.pdf"])
    languages: tuple[str, ...] = ("en", "nl")
    permalink: str = "/posts/:slug/"
    base_url: str = "https://me.example/"
    site_id: str = "6f4b1d0e-58f5-4c5c-9a43-2c4f2f3c9f10"
    theme: str = "folio"
    redirects: dict[str, str] = dataclasses.field(default_factory=dict)
    withdrawn: dict[str, str] = dataclasses.field(default_factory=dict)

    def files(self) -> dict[str, str]:
        settings = {
            "title": "A site",
            "id": self.site_id,
            "base_url": self.base_url,
            "languages": list(self.languages),
            "posts": {"permalink": self.permalink},
            "theme": self.theme,
            "redirects": self.redirects,
            "withdrawn": self.withdrawn,
        }
        chapters = [{"id": key, "name": key, **more} for key, more in self.chapters.items()]
        profile = {"basics": {"name": "Kim"}, "expertise": chapters}
        files = {
            "knowbrand.yaml": json.dumps({key: value for key, value in settings.items() if value}),
            "profile.yaml": json.dumps({key: value for key, value in profile.items() if value}),
        }
        files |= {post.path: post.text() for post in self.posts}
        files |= {
            f"content/posts/{post.folder}{post.name}/plan.pdf": "a plan" for post in self.posts if post.bundle
        }
        return files | {f"assets/{name}": name for name in self.assets}


Edit = Callable[[random.Random, Work], None]


def add_post(dice: random.Random, work: Work) -> None:
    name = f"{dice.choice(WORDS)}-{dice.randrange(30)}"
    post = Post(name, lang=dice.choice(work.languages), bundle=dice.random() < 0.3)
    taken = {(other.name.casefold(), other.keys.get("id", other.name).casefold()) for other in work.posts}
    if (name.casefold(), name.casefold()) not in taken:
        work.posts.append(post)


def some_post(dice: random.Random, work: Work) -> Post:
    return dice.choice(work.posts or [Post("nobody")])


def add_chapter(dice: random.Random, work: Work) -> None:
    work.chapters[f"{dice.choice(WORDS)}-{dice.randrange(9)}"] = {}


def rename_chapter(dice: random.Random, work: Work) -> None:
    if work.chapters:
        old = dice.choice(list(work.chapters))
        work.chapters[f"renamed-{dice.randrange(9)}"] = work.chapters.pop(old)


def delete_chapter(dice: random.Random, work: Work) -> None:
    if work.chapters:
        del work.chapters[dice.choice(list(work.chapters))]


def withdraw_chapter(dice: random.Random, work: Work) -> None:
    if work.chapters:
        work.chapters[dice.choice(list(work.chapters))]["withdrawn"] = "because"


def translate(dice: random.Random, work: Work) -> None:
    post = some_post(dice, work)
    other = next((lang for lang in work.languages if lang != post.lang), None)
    if other and not any(each.name == post.name and each.lang == other for each in work.posts):
        copy = dataclasses.replace(post, lang=other, keys=dict(post.keys))
        copy.keys.pop("aliases", None)
        work.posts.append(copy)


def set_key(key: str, *values: str) -> Edit:
    def edit(dice: random.Random, work: Work) -> None:
        post = some_post(dice, work)
        value = dice.choice([*values, ""]).format(word=dice.choice(WORDS), number=dice.randrange(99))
        post.keys.pop(key, None)
        if value:
            post.keys[key] = value

    return edit


def rename(dice: random.Random, work: Work) -> None:
    some_post(dice, work).name = f"{dice.choice(WORDS)}-{dice.randrange(30, 60)}"


def rename_keeping_the_id(dice: random.Random, work: Work) -> None:
    post = some_post(dice, work)
    post.keys.setdefault("id", post.name)
    post.name = f"moved-{dice.randrange(1000)}"


def rename_with_alias(dice: random.Random, work: Work) -> None:
    post = some_post(dice, work)
    prefix = "" if post.lang == work.languages[0] else f"/{post.lang}"
    if "id" not in post.keys and "slug" not in post.keys and work.permalink == "/posts/:slug/":
        post.keys["aliases"] = f"[{prefix}/posts/{post.name}/]"
        post.name = f"aliased-{dice.randrange(1000)}"


def swap_slugs(dice: random.Random, work: Work) -> None:
    one, two = some_post(dice, work), some_post(dice, work)
    one.keys["slug"], two.keys["slug"] = (
        two.keys.get("slug", two.keys.get("id", two.name)),
        one.keys.get("slug", one.keys.get("id", one.name)),
    )


def change_case(dice: random.Random, work: Work) -> None:
    post = some_post(dice, work)
    post.keys["slug"] = post.keys.get("slug", post.name).swapcase()


def move_folder(dice: random.Random, work: Work) -> None:
    some_post(dice, work).folder = dice.choice(["", "2026/", "old/"])


def delete(dice: random.Random, work: Work) -> None:
    if work.posts:
        work.posts.remove(some_post(dice, work))


def withdraw_deleted(dice: random.Random, work: Work) -> None:
    if work.posts:
        post = some_post(dice, work)
        work.posts.remove(post)
        prefix = "" if post.lang == work.languages[0] else f"/{post.lang}"
        work.withdrawn[f"{prefix}/posts/{post.keys.get('slug', post.keys.get('id', post.name))}/"] = "because"


def change_headings(dice: random.Random, work: Work) -> None:
    some_post(dice, work).headings = tuple(
        dice.sample(("Why", "How", "When", "Where", "Why not"), dice.randrange(5))
    )


def set_languages(dice: random.Random, work: Work) -> None:
    work.languages = dice.choice([("en", "nl"), ("nl", "en"), ("en",), ("en", "nl", "de")])


def set_permalink(dice: random.Random, work: Work) -> None:
    work.permalink = dice.choice(
        ["/posts/:slug/", "/:year/:month/:slug/", "/notes/:slug/", "/writing/:year/:slug/"]
    )


def set_base_url(dice: random.Random, work: Work) -> None:
    work.base_url = dice.choice(["https://me.example/", "https://other.example/blog/", ""])


def set_theme(dice: random.Random, work: Work) -> None:
    work.theme = dice.choice(["folio", "plain"])


def set_site_id(dice: random.Random, work: Work) -> None:
    work.site_id = dice.choice(
        ["6f4b1d0e-58f5-4c5c-9a43-2c4f2f3c9f10", "11111111-58f5-4c5c-9a43-2c4f2f3c9f10"]
    )


def rename_asset(dice: random.Random, work: Work) -> None:
    old = work.assets.pop() if work.assets else "cv.pdf"
    new = f"cv-{dice.randrange(99)}.pdf"
    work.assets.append(new)
    if dice.random() < 0.6:
        work.redirects[f"/{old}"] = f"/{new}"


EDITS: tuple[Edit, ...] = (
    *(add_post,) * 4,
    add_chapter,
    rename_chapter,
    delete_chapter,
    withdraw_chapter,
    translate,
    set_key("slug", "{word}-{number}"),
    set_key("id", "{word}-{number}"),
    set_key("title", "{word} {number}"),
    set_key("draft", "true"),
    set_key("visibility", "organisation"),
    set_key("date", "2027-05-05", "2026-02-03"),
    set_key("withdrawn", "it was wrong & <b>old</b>"),
    set_key("entry_id", "tag:old,{number}"),
    set_key("unlisted", "true"),
    rename,
    rename_keeping_the_id,
    rename_with_alias,
    swap_slugs,
    change_case,
    move_folder,
    delete,
    withdraw_deleted,
    change_headings,
    set_languages,
    set_permalink,
    set_base_url,
    set_theme,
    set_site_id,
    rename_asset,
)


def write(work: Work, root: Path) -> None:
    """The site on disk; its lock stays."""
    for name in ("content", "assets"):
        shutil.rmtree(root / name, ignore_errors=True)
    for path, text in work.files().items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def publish(root: Path) -> Composition:
    """What ``build --publish`` makes of the site."""
    return compose(Request(root, publish=True, now=NOW))


class Promise:
    """A line of the lock, held against the files that were built."""

    def __init__(self, built: Mapping[str, bytes]) -> None:
        self.built = built

    def answers(self, line: str) -> bool:
        """Whether what the line promises is there."""
        kind, first, *_ = line.split(" ")
        if kind == "page":
            return self._page(self.path(first))
        if kind in ("feed", "file"):
            return self.path(first) in self.built or self._page(f"{self.path(first)}/index.html")
        return kind in ("entry", "anchors")

    @staticmethod
    def path(url: str) -> str:
        inner = url.replace("%20", " ").removeprefix("/")
        return f"{inner}index.html" if url.endswith("/") else inner

    def _page(self, path: str, hops: int = 0) -> bool:
        html = self.built.get(path, b"").decode()
        found = REFRESH.search(html)
        if not found:
            return '<main id="_main"' in html
        assert hops == 0, f"{path}: a redirect that leads to a redirect"
        folder = path.removesuffix("index.html")
        target = resolve(folder, found.group(1))
        return self._page(target, hops + 1) or target in self.built


def resolve(folder: str, link: str) -> str:
    """The file that ``link`` leads to, from a page in ``folder``."""
    from urllib.parse import unquote, urljoin

    return Promise.path(unquote(urljoin(f"/{folder}", link)))


def read_entries(built: Mapping[str, bytes]) -> dict[str, str]:
    """The ids in every Atom feed, by the address of the entry."""
    entries: dict[str, str] = {}
    for path, content in built.items():
        if path.endswith("feed.xml"):
            for entry in content.decode().split("<entry>")[1:]:
                address = re.search(r'rel="alternate" type="text/html" href="([^"]*)"', entry)
                name = re.search(r"<id>([^<]*)</id>", entry)
                assert address
                assert name
                entries[address.group(1)] = name.group(1)
    return entries


def check_publication(root: Path, composition: Composition, before: set[str]) -> set[str]:
    """The law, after an accepted publication: every line of the lock answers, and no post got a second name."""
    built = {output.path: output.content for output in composition.outputs}
    promise = Promise(built)
    silent = [line for line in sorted(before) if not promise.answers(line)]
    assert not silent, f"lost without a stop: {silent}"
    names = {tuple(line.split(" ")[2:]): line.split(" ")[1] for line in before if line.startswith("entry ")}
    for (_, key, lang), name in names.items():
        site = composition.site
        assert site
        post = next((post for post in site.model.posts if (post.id, post.lang) == (key, lang)), None)
        url = next(
            (page.url for page in site.pages if page.kind == "post" and (page.key, page.lang) == (key, lang)),
            "",
        )
        known = {
            line.split(" ")[1]
            for line in before
            if line.startswith("entry ") and line.endswith(f" {key} {lang}")
        }
        if post and site.base_url and not post.meta.unlisted:
            from urllib.parse import quote

            found = read_entries(built)[site.base_url.rstrip("/") + quote(url)]
            assert found in known, f"{url} was {name} for feed readers, and is {found}"
    for line in before:
        if line.startswith("anchors "):
            _, kind, key, lang, *ids = line.split(" ")
            check_anchors(composition, built, (kind, key, lang), ids)
    assert composition.promises is not None
    record_urls(root, composition.promises)
    after = read_lock_lines(root)
    assert before <= after, "a line went"
    text = (root / "urls.lock").read_bytes()
    again = publish(root)
    assert not [problem for problem in again.problems if problem.code in LOST], again.problems
    assert again.promises is not None
    assert record_urls(root, again.promises).added == 0
    assert (root / "urls.lock").read_bytes() == text
    return after


def check_anchors(
    composition: Composition, built: Mapping[str, bytes], shows: tuple[str, ...], ids: list[str]
) -> None:
    """Each published id is on its page once."""
    assert composition.site
    page = next((p for p in composition.site.pages if (p.kind, p.key, p.lang) == shows), None)
    html = built[Promise.path(page.url)].decode() if page else ""
    for name in ids if page else ():
        assert html.count(f'id="{name}"') == 1, (name, page)


def read_lock_lines(root: Path) -> set[str]:
    """The promises so far."""
    lock = root / "urls.lock"
    return (
        {line for line in lock.read_text("utf-8").splitlines() if line[:1] != "#"} if lock.exists() else set()
    )


def lost(problems: tuple[Problem, ...]) -> list[Problem]:
    """The errors that say what a publication would lose."""
    return [problem for problem in problems if problem.severity == "error" and problem.code in LOST]


class Story(NamedTuple):
    """What happened: publications that were accepted, the codes of those that were stopped, and what was kept."""

    accepted: int
    stopped: set[str]
    redirects: int
    anchors: int


def run(root: Path, seed: int, steps: int) -> Story:
    """Edit and publish, ``steps`` times; an author who is stopped takes the edits back."""
    dice = random.Random(seed)  # noqa: S311 - it plays, it guards nothing
    work, good = Work(), Work()
    story = Story(0, set(), 0, 0)
    promised: set[str] = set()
    for _ in range(steps):
        for _ in range(dice.randrange(1, 4)):
            dice.choice(EDITS)(dice, work)
        write(work, root)
        composition = publish(root)
        if composition.failed:
            assert composition.promises is None
            assert all(problem.hint for problem in lost(composition.problems))
            stopped = story.stopped | {problem.code for problem in lost(composition.problems)}
            story, work = story._replace(stopped=stopped), copy_work(good)
            continue
        promised = check_publication(root, composition, promised)
        good = copy_work(work)
        pages = [output.content for output in composition.outputs if output.path.endswith(".html")]
        story = Story(
            story.accepted + 1,
            story.stopped,
            story.redirects + sum(b'http-equiv="refresh"' in page for page in pages),
            story.anchors + sum(b'<span id="' in page for page in pages),
        )
    return story


def copy_work(work: Work) -> Work:
    """The same site, to go on from."""
    return dataclasses.replace(
        work,
        posts=[dataclasses.replace(post, keys=dict(post.keys)) for post in work.posts],
        chapters={key: dict(more) for key, more in work.chapters.items()},
        assets=list(work.assets),
        redirects=dict(work.redirects),
        withdrawn=dict(work.withdrawn),
    )


def test_no_address_is_lost_without_a_stop(tmp_path: Path) -> None:
    story = run(tmp_path, seed=SEED, steps=30)
    assert story.accepted > 5
    assert {"KB322", "KB326"} <= story.stopped
    assert story.redirects
    assert story.anchors


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 8))
def test_no_address_is_lost_in_200_edits(tmp_path: Path, seed: int) -> None:
    story = run(tmp_path, seed, steps=200)
    assert story.accepted > 30
    assert len(story.stopped) > 5
    assert story.redirects
    assert story.anchors


def test_a_day_later_nothing_is_lost(tmp_path: Path) -> None:
    """Time alone breaks no promise: what was published on a day is there on every later one."""
    work = Work(posts=[Post("one")])
    write(work, tmp_path)
    first = publish(tmp_path)
    assert first.promises is not None
    record_urls(tmp_path, first.promises)
    later = parse_moment((dt.date(2026, 11, 23) + dt.timedelta(days=4000)).isoformat())
    assert not lost(compose(Request(tmp_path, publish=True, now=later)).problems)
