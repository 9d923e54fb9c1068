"""The law of the memory: what is built with it is, byte for byte, what is built without."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from knowbrand import build as building
from knowbrand.build import Composition, compose
from knowbrand.cli import main
from knowbrand.memo import FILE
from knowbrand.model.dates import parse_moment
from knowbrand.problems.report import to_json
from knowbrand.publish import Published, folder
from knowbrand.publish.owned import write_list
from knowbrand.publish.paths import LIST_PATH
from knowbrand.render.page_views import Shell
from knowbrand.request import Request
from knowbrand.serve import Change
from knowbrand.serve.composing import Recomposer
from knowbrand.themes import Theme

DAY = dt.date(2026, 6, 1)
PROFILE = """\
basics: {name: Kim Example, label: Tester}
expertise:
  - {id: floors, name: Floors, from: 2014, claims: [{id: sound, text: I measure floors, evidence: [posts/post-1]}]}
"""
SETTINGS = """\
title: Kim
id: 9c0e8f0e-6c5b-4c3f-9f7e-0c8c1f4f0a11
base_url: https://kim.example/
languages: [en, nl]
"""

POST = """\
---
title: A post
date: 2025-05-01
---
{}

## More

Text.
"""


def write_post(path: Path, words: random.Random) -> None:
    """A post with some of everything that a text may hold."""
    text = " ".join(
        words.choices(["“floor”", "it's", "*loud*", "`code`", "[away](https://a.example/)", "50 Hz"], k=20)
    )
    heading = words.choice(["## One", "## Two\n\n### Three", ""])
    path.write_text(
        f"---\ntitle: {path.stem}\ndate: 2025-0{words.randint(1, 9)}-01\ntags: [t{words.randint(1, 3)}]\n---\n"
        f"{heading}\n\n{text}\n\n```python\nx = {words.randint(1, 99)}\n```\n",
        "utf-8",
    )


def edit_text(site: Path, words: random.Random) -> None:
    write_post(words.choice(sorted(site.glob("content/posts/*.md"))), words)


def edit_beginning(site: Path, words: random.Random) -> None:
    """What lists show, while the front matter stays."""
    path = words.choice(sorted(site.glob("content/posts/*.md")))
    head, body = path.read_text("utf-8").rsplit("---\n", 1)
    path.write_text(f"{head}---\n{words.choice(['Floors', 'Roofs', 'Walls'])} first. {body}", "utf-8")


def keep_size_and_time(site: Path, words: random.Random) -> None:
    """Another text of the same length at the same time, as a restored backup may have it."""

    path = words.choice(sorted(site.glob("content/posts/*.md")))
    status = path.stat()
    text = path.read_text("utf-8")
    path.write_text(text.replace("floor", "roofs" if "floor" in text else "floor"), "utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def add(site: Path, words: random.Random) -> None:
    write_post(site / f"content/posts/new-{words.randint(1, 999)}{words.choice(['', '.nl'])}.md", words)


def rename(site: Path, words: random.Random) -> None:
    path = words.choice(sorted(site.glob("content/posts/*.md")))
    path.rename(path.with_name(f"renamed-{words.randint(1, 999)}.md"))


def delete(site: Path, words: random.Random) -> None:
    posts = sorted(site.glob("content/posts/*.md"))
    if len(posts) > 3:
        words.choice(posts).unlink()


def change_settings(site: Path, words: random.Random) -> None:
    languages = words.choice(["[en, nl]", "[nl, en]"])
    theme = words.choice(["folio", "plain"])
    lines = [line for line in SETTINGS.splitlines() if not line.startswith("languages")]
    (site / "knowbrand.yaml").write_text(
        "\n".join([*lines, f"languages: {languages}", f"theme: {theme}", ""]), "utf-8"
    )


def change_language(site: Path, words: random.Random) -> None:
    folder = site / "overrides/languages"
    folder.mkdir(parents=True, exist_ok=True)
    word = words.choice(["Notes", "Voetnoten", "Remarks"])
    (folder / "en.yaml").write_text(f"words: {{markup_footnotes: {word}}}\n", "utf-8")


def touch(site: Path, words: random.Random) -> None:
    words.choice(sorted(site.glob("content/posts/*.md"))).touch()


def pass_a_day(site: Path, words: random.Random) -> None:
    """A file counts the days, beside the sources."""
    (site / f".day-{len(list(site.glob('.day-*')))}").touch()


def change_profile(site: Path, words: random.Random) -> None:
    label = words.choice(["Tester", "Builder", "Tester of *floors*"])
    (site / "profile.yaml").write_text(PROFILE.replace("label: Tester", f"label: {label}"), "utf-8")


def change_template(site: Path, words: random.Random) -> None:
    folder = site / "overrides"
    folder.mkdir(exist_ok=True)
    block = words.choice(["toc", "claims"])
    text = f"{{% extends 'parent:post.html' %}}{{% block {block} %}}{words.randint(1, 3)}{{% endblock %}}"
    (folder / "post.html").write_text(text, "utf-8")


def change_style(site: Path, words: random.Random) -> None:
    folder = site / "overrides"
    folder.mkdir(exist_ok=True)
    (folder / "custom.css").write_text(f"p {{ margin: {words.randint(1, 3)}em }}\n", "utf-8")


def change_asset(site: Path, words: random.Random) -> None:
    folder = site / "assets/files"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{words.randint(1, 3)}.txt").write_text(str(words.random()), "utf-8")


def change_picture(site: Path, words: random.Random) -> None:
    """Another picture under the same name: of another size, or of the same with other bytes, or on its side; or another
    post that shows it."""
    folder = site / "assets"
    folder.mkdir(exist_ok=True)
    path = words.choice(sorted(site.glob("content/posts/*.md")))
    if words.random() < 0.3 or not (folder / "floor.jpg").exists():
        path.write_text(f"{path.read_text('utf-8')}\n![A floor](/floor.jpg)\n", "utf-8")
    exif = Image.Exif()
    exif[0x0112] = words.choice([1, 6])
    exif[0x010E] = words.choice(["Kim", "Somebody"])
    picture = Image.new("RGB", (words.choice([20, 30]), 10), words.choice(["red", "blue"]))
    picture.save(folder / "floor.jpg", exif=exif)


def tell_apart(site: Path, words: random.Random) -> None:
    """Front matter that lists show, and a page, and an address that leads on."""
    path = words.choice(sorted(site.glob("content/posts/*.md")))
    more = words.choice(
        ["summary: In short", f"aliases: [/old/{words.randint(1, 9)}/]", "draft: true", "x-mood: good"]
    )
    path.write_text(path.read_text("utf-8").replace("---\n", f"---\n{more}\n", 1), "utf-8")


def change_page(site: Path, words: random.Random) -> None:
    folder = site / "content/pages"
    folder.mkdir(parents=True, exist_ok=True)
    title, text = (
        words.choice(["About", "On me"]),
        words.choice(["I am *here*.", "See [it](../posts/post-1.md)."]),
    )
    (folder / "about.md").write_text(f"---\ntitle: {title}\nmenu: 1\n---\n{text}\n", "utf-8")


def harm_output(site: Path, words: random.Random) -> None:
    """Somebody edits, deletes or adds nothing in the output folder."""
    files = sorted(path for path in site.glob("_site/**/*") if path.is_file() and path.name != "owned")
    if files and words.random() < 0.5:
        words.choice(files).unlink()
    elif files:
        words.choice(files).write_text("harm", "utf-8")


EDITS: tuple[Callable[[Path, random.Random], None], ...] = (
    edit_text,
    edit_beginning,
    edit_beginning,
    keep_size_and_time,
    add,
    rename,
    delete,
    change_settings,
    change_language,
    change_profile,
    change_template,
    change_style,
    change_asset,
    change_picture,
    change_picture,
    change_page,
    tell_apart,
    harm_output,
    pass_a_day,
    touch,
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small site in two languages."""
    folder = tmp_path / "site"
    (folder / "content/posts").mkdir(parents=True)
    (folder / "profile.yaml").write_text(PROFILE, "utf-8")
    (folder / "knowbrand.yaml").write_text(SETTINGS, "utf-8")
    words = random.Random(0)  # noqa: S311
    for number in range(5):
        write_post(folder / f"content/posts/post-{number}.md", words)
    return folder


Found = tuple[dict[str, bytes], list[object]]
"""The files of a site, and what was said of it."""


def present(site: Path) -> str:
    """The day that the site has reached."""
    return str(DAY + dt.timedelta(days=len(list(site.glob(".day-*")))))


def ask(site: Path) -> Request:
    """A build on that day."""
    return Request(site, now=parse_moment(present(site)), prose="summaries")


def build_warm(site: Path) -> Found:
    """As the command does, with all that earlier builds remember."""
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.suppress(SystemExit):
        main(["build", str(site), "--json", "--now", present(site)])
    return read_folder(site / "_site"), json.loads(out.getvalue())["problems"]


def read_folder(folder: Path) -> dict[str, bytes]:
    """Every file by its path."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def build_whole(site: Path) -> Found:
    """As the command does where the first stage can't tell that nothing has changed."""
    for record in site.glob(".knowbrand/unchanged-*"):
        record.unlink()
    return build_warm(site)


def build_cold(site: Path, before: dict[str, bytes]) -> Found:
    """With nothing remembered; where that fails, what stood before stands on."""
    composition = compose(ask(site))
    if composition.failed:
        return before, tell(composition)
    files = {output.path: output.content for output in composition.outputs}
    return {**files, LIST_PATH: write_list(files)}, tell(composition)


def tell(composition: Composition) -> list[object]:
    """What is wrong, as the command says it."""
    return [to_json(problem) for problem in composition.problems]


def walk(site: Path, steps: int, seed: int) -> None:
    words = random.Random(seed)  # noqa: S311
    for number in range(steps):
        edit = words.choice(EDITS)
        edit(site, words)
        cold = build_cold(site, read_folder(site / "_site"))
        warm = build_warm(site)
        assert warm == build_warm(site) == build_whole(site), (number, edit.__name__)
        assert warm[1] == cold[1], (number, edit.__name__)
        assert warm[0].keys() == cold[0].keys(), (number, edit.__name__)
        assert not [path for path in cold[0] if warm[0][path] != cold[0][path]], (number, edit.__name__)


def test_warm_is_cold(site: Path) -> None:
    walk(site, 30, 1)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4))
def test_warm_is_cold_for_long(site: Path, seed: int) -> None:
    walk(site, 250, seed)


def walk_preview(site: Path, steps: int, seed: int) -> None:
    words, recompose = random.Random(seed), Recomposer()  # noqa: S311
    for number in range(steps):
        edit = words.choice(EDITS)
        edit(site, words)
        warm, cold = recompose(ask(site), Change()), compose(ask(site))
        assert warm.problems == cold.problems, (number, edit.__name__)
        assert warm.outputs == cold.outputs, (number, edit.__name__)
        assert warm.bodies == cold.bodies, (number, edit.__name__)


def test_a_preview_is_what_a_build_makes(site: Path) -> None:
    walk_preview(site, 30, 2)


@pytest.mark.long
def test_a_preview_is_what_a_build_makes_for_long(site: Path) -> None:
    walk_preview(site, 400, 3)


def test_a_preview_forgets(site: Path) -> None:
    """As many results stay in mind after the thirtieth edit as after the tenth."""
    recompose, kept = Recomposer(), []
    for number in range(30):
        (site / "content/posts/post-1.md").write_text(POST.format(f"Number {number:03}."), "utf-8")
        assert not recompose(ask(site), Change()).failed
        kept.append(len(recompose._memo._fresh))
    assert kept[-1] == kept[9]


def made_again(site: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses of the pages that a build of ``site`` makes."""
    made = []
    render = Theme.render

    def note(theme: Theme, template: str, view: Shell) -> str:
        made.append(view.page.canonical.removeprefix("https://kim.example"))
        return render(theme, template, view)

    monkeypatch.setattr(Theme, "render", note)
    building.build(replace(ask(site), jobs=1))
    monkeypatch.setattr(Theme, "render", render)
    return made


def test_a_text_is_rendered_once(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = build_warm(site)
    monkeypatch.setattr("knowbrand.build.render_document", None)
    assert build_whole(site) == first


def test_what_is_unchanged_is_not_made_again(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert made_again(site, monkeypatch)
    assert made_again(site, monkeypatch) == []


def test_an_edit_makes_the_pages_that_show_the_text(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (site / "content/posts/post-1.md").write_text(POST.format("Some beginning."), "utf-8")
    made_again(site, monkeypatch)
    with (site / "content/posts/post-1.md").open("a", encoding="utf-8") as post:
        post.write("\nMore at the end.\n")
    assert made_again(site, monkeypatch) == ["/posts/post-1/"]
    (site / "content/posts/post-1.md").write_text(POST.format("Another beginning."), "utf-8")
    assert {"/", "/posts/", "/posts/post-1/", "/archive/"} <= set(made_again(site, monkeypatch))


def test_an_edit_asks_no_library_for_what_was_written_before(site: Path) -> None:
    post = site / "content/posts/post-1.md"
    post.write_text(POST.format("Some beginning."), "utf-8")
    build_warm(site)
    post.write_text(POST.format("Some beginning.\n\nMore at the end."), "utf-8")
    code = (
        "import sys\nfrom knowbrand.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    print('babel.dates' in sys.modules)"
    )
    words = [sys.executable, "-c", code, "build", str(site), "--json", "--now", present(site)]
    told, loaded = subprocess.run(words, check=True, capture_output=True, text=True).stdout.splitlines()
    assert json.loads(told)["written"] > 0
    assert loaded == "False"


def test_a_new_title_makes_the_pages_that_show_it(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (site / "content/posts/post-1.md").write_text(POST.format("Text."), "utf-8")
    made_again(site, monkeypatch)
    text = POST.format("Text.").replace("A post", "Another title")
    (site / "content/posts/post-1.md").write_text(text, "utf-8")
    made = made_again(site, monkeypatch)
    assert {"/", "/posts/", "/posts/post-1/", "/archive/"} <= set(made)
    assert not {"/follow/", "/cv/", "/tags/"} & set(made)


@pytest.mark.parametrize("damage", [b"", b"not what was built"])
def test_what_was_damaged_in_the_output_is_put_right(site: Path, damage: bytes) -> None:
    first = build_warm(site)
    page = site / "_site/posts/post-1/index.html"
    page.write_bytes(damage)
    (site / "_site/index.html").unlink()
    assert build_warm(site) == first


def test_a_page_of_the_same_size_and_time_is_put_right(site: Path) -> None:
    first = build_warm(site)
    page = site / "_site/posts/post-1/index.html"
    status = page.stat()
    page.write_bytes(page.read_bytes().swapcase())
    os.utime(page, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert build_warm(site) == first


def test_an_output_that_changes_during_the_build_is_made_again(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build_warm(site)
    publish = folder.publish

    def disturb(*arguments: Any, **options: Any) -> Published:
        (site / "_site/posts/post-1/index.html").write_bytes(b"disturbed")
        monkeypatch.setattr(building, "publish", publish)
        return publish(*arguments, **options)

    monkeypatch.setattr(building, "publish", disturb)
    assert build_whole(site) == first


def test_without_the_cache_the_output_is_the_same(site: Path) -> None:
    first = build_warm(site)
    (site / ".knowbrand" / FILE).unlink()
    assert build_whole(site) == first
