"""A site's folder as it comes: what is a post, what stands beside it, what nothing shows, and what is refused."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from knowbrand.model import Model
from knowbrand.problems import KnowbrandError, Problem, Trouble
from knowbrand.sources.folder import read_file, read_settings, read_site
from knowbrand.sources.text import read_text

POST = "---\ntitle: T\ndate: 2026-01-01\n---\n"
PAGE = "---\ntitle: T\n---\n"


def lay_out(root: Path, *paths: str, settings: str = "title: T\nlanguages: [en, nl]\n") -> None:
    """A site with a file at each of ``paths``, each with text that fits."""
    (root / "knowbrand.yaml").write_text(settings, encoding="utf-8")
    (root / "profile.yaml").write_text("basics: {name: N}\n", encoding="utf-8")
    for path in paths:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        text = (POST if "posts/" in path else PAGE) if path.endswith(".md") else "x"
        file.write_text(text, encoding="utf-8")


def read(root: Path) -> tuple[Model, list[tuple[str, str]]]:
    """The model, and the code and path of every problem."""
    model, problems = read_site(root)
    assert model
    return model, tell(problems)


def tell(problems: list[Problem]) -> list[tuple[str, str]]:
    return sorted((problem.code, problem.place.path if problem.place else "") for problem in problems)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("content/posts/onboarding.md", ("onboarding", "en")),
        ("content/posts/2025-05-31-onboarding.md", ("onboarding", "en")),
        ("content/posts/2025-05-31-onboarding.nl.md", ("onboarding", "nl")),
        ("content/posts/2025/05/onboarding.NL.md", ("onboarding", "nl")),
        ("content/posts/2025-05-31-onboarding/index.nl.md", ("onboarding", "nl")),
        ("content/posts/my_post v1.2.md", ("my_post-v1.2", "en")),
        ("content/posts/Über-Café.md", ("Über-Café", "en")),
        ("content/posts/Cafe\u0301.md", ("Café", "en")),
        ("content/posts/2025-05-31.md", ("2025-05-31", "en")),
        ("content/posts/x.fr.md", ("x.fr", "en")),
        ("content/pages/about.nl.md", ("about", "nl")),
    ],
)
def test_names_say_id_and_language(tmp_path: Path, path: str, expected: tuple[str, str]) -> None:
    lay_out(tmp_path, path)
    model, problems = read(tmp_path)
    assert problems == []
    assert [(writing.id, writing.lang) for writing in (*model.posts, *model.pages)] == [expected]


def test_a_name_gives_the_date_where_the_front_matter_has_none(tmp_path: Path) -> None:
    lay_out(tmp_path)
    for name in ("2025-05-31-a", "2025-02-30-b", "c"):
        (tmp_path / "content/posts").mkdir(parents=True, exist_ok=True)
        (tmp_path / f"content/posts/{name}.md").write_text(PAGE, encoding="utf-8")
    model, problems = read(tmp_path)
    assert [str(post.date.day) for post in model.posts] == ["2025-05-31"]
    assert problems == [("KB203", "content/posts/c.md"), ("KB205", "content/posts/2025-02-30-b.md")]


def test_a_folder_with_an_index_is_one_post(tmp_path: Path) -> None:
    lay_out(
        tmp_path,
        "content/posts/one/index.md",
        "content/posts/one/index.nl.md",
        "content/posts/one/plan.pdf",
        "content/posts/one/deep/photo.jpg",
        "content/posts/one/part-two.md",
        "content/posts/one/own/index.md",
        "content/posts/one/own/mine.txt",
        "content/posts/loose.md",
        "content/posts/loose.png",
        "content/posts/images/shared.png",
    )
    model, problems = read(tmp_path)
    files = {post.path: post.files for post in model.posts}
    own = (
        "content/posts/one/deep/photo.jpg",
        "content/posts/one/part-two.md",
        "content/posts/one/plan.pdf",
    )
    assert files == {
        "content/posts/loose.md": ("content/posts/images/shared.png", "content/posts/loose.png"),
        "content/posts/one/index.md": own,
        "content/posts/one/index.nl.md": own,
        "content/posts/one/own/index.md": ("content/posts/one/own/mine.txt",),
    }
    assert problems == [("KB213", "content/posts/one/part-two.md")]


def test_what_nothing_shows_is_told(tmp_path: Path) -> None:
    lay_out(
        tmp_path,
        "content/posts/index.md",
        "content/posts/a.md",
        "content/posts/old.markdown",
        "content/posts/LOUD.MD",
        "content/notes.md",
        "content/.hidden",
    )
    model, problems = read(tmp_path)
    assert [post.id for post in model.posts] == ["a"]
    names = (
        "content/notes.md",
        "content/posts/LOUD.MD",
        "content/posts/index.md",
        "content/posts/old.markdown",
    )
    assert problems == [("KB213", name) for name in names]


def test_an_id_names_one_post_in_one_language(tmp_path: Path) -> None:
    lay_out(
        tmp_path,
        "content/posts/2025-01-01-a.md",
        "content/posts/2026-01-01-a.md",
        "content/posts/2026-01-01-a.nl.md",
        "content/pages/a.md",
        "content/pages/more/a.md",
    )
    _, problems = read(tmp_path)
    assert problems == [("KB211", "content/pages/more/a.md"), ("KB211", "content/posts/2026-01-01-a.md")]


def test_a_language_in_a_name_that_the_site_lacks(tmp_path: Path) -> None:
    lay_out(tmp_path, "content/posts/a.md", "content/posts/a.fr.md", "content/posts/b.fr.md")
    _, problems = read(tmp_path)
    assert problems == [("KB218", "content/posts/a.fr.md")]


def test_broken_settings_say_nothing_of_languages(tmp_path: Path) -> None:
    lay_out(tmp_path, "content/posts/a.md", "content/posts/a.nl.md", settings="languages: [en, nl]\n")
    (tmp_path / "content/posts/b.md").write_text(
        "---\ntitle: T\ndate: 2026-01-01\nlang: nl\n---\n", encoding="utf-8"
    )
    model, problems = read_site(tmp_path)
    assert model is None
    assert tell(problems) == [("KB103", "knowbrand.yaml")]


def test_files_of_systems_and_editors_are_passed_over(tmp_path: Path) -> None:
    names = (".DS_Store", "Thumbs.db", "a.txt~", "b.swp", ".git/config", ".well-known/security.txt", "c.txt")
    lay_out(tmp_path, *(f"assets/{name}" for name in names))
    model, _ = read(tmp_path)
    assert model.assets == ("assets/.well-known/security.txt", "assets/c.txt")


def test_rules_of_asset_folders(tmp_path: Path) -> None:
    lay_out(tmp_path, "assets/a/x.txt", "assets/b/x.txt", "assets/c/x.txt", "assets/d/x.txt")
    for name, text in {
        "a/visibility.yaml": "visibility: private",
        "b/Visibility.yml": "visibility: organisation",
        "c/visibility.yaml": "visibility: {x.txt: private}",
        "d/visibility.yaml": "visible: private",
    }.items():
        (tmp_path / "assets" / name).write_text(text, encoding="utf-8")
    model, problems = read(tmp_path)
    assert [(folder.path, folder.rule.visibility) for folder in model.asset_folders] == [
        ("assets/a", "private"),
        ("assets/b", "organisation"),
    ]
    assert [path for path in model.assets if "isibility" in path] == []
    assert problems == [
        ("KB101", "assets/d/visibility.yaml"),
        ("KB103", "assets/c/visibility.yaml"),
        ("KB103", "assets/d/visibility.yaml"),
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_links_that_leave_or_loop_are_refused(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    lay_out(site, "assets/real.txt", "assets/folder/x.txt", "content/posts/a.md")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    links = {
        "assets/inside.txt": "real.txt",
        "assets/outside.txt": "../../secret.txt",
        "assets/absolute.txt": "/etc/hostname",
        "assets/nowhere.txt": "gone.txt",
        "assets/circle.txt": "circle.txt",
        "assets/again": "folder",
        "assets/folder/up": "..",
        "content/posts/etc": "/etc",
    }
    for name, target in links.items():
        (site / name).symlink_to(target)
    model, problems = read(site)
    assert model.assets == ("assets/folder/x.txt", "assets/inside.txt", "assets/real.txt")
    refused = sorted(set(links) - {"assets/inside.txt"})
    assert problems == [("KB216", name) for name in refused]


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes there")
def test_names_that_cannot_be_shown_are_refused(tmp_path: Path) -> None:
    lay_out(tmp_path, "assets/a.txt")
    folder = os.fsencode(tmp_path / "assets")
    for name in (b"b\xff.txt", b"c\n.txt", b"d\x1b[31m.txt"):
        Path(os.fsdecode(folder + b"/" + name)).write_text("x", encoding="utf-8")
    model, problems = read(tmp_path)
    assert model.assets == ("assets/a.txt",)
    assert problems == [
        ("KB208", "assets/b?.txt"),
        ("KB208", "assets/c?.txt"),
        ("KB208", "assets/d?[31m.txt"),
    ]


def test_folders_without_end_are_refused(tmp_path: Path) -> None:
    lay_out(tmp_path, "assets/" + "a/" * 60 + "x.txt")
    model, problems = read(tmp_path)
    assert model.assets == ()
    assert [code for code, _ in problems] == ["KB210"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_what_may_not_be_read_is_told(tmp_path: Path) -> None:
    lay_out(tmp_path, "assets/shut/x.txt", "content/posts/a.md")
    (tmp_path / "assets/shut").chmod(0)
    (tmp_path / "content/posts/a.md").chmod(0)
    try:
        _, problems = read(tmp_path)
    finally:
        (tmp_path / "assets/shut").chmod(0o700)
    assert problems == [("KB208", "assets/shut"), ("KB208", "content/posts/a.md")]


def test_profiles_and_settings_that_are_not_there(tmp_path: Path) -> None:
    assert tell(read_site(tmp_path).problems) == [("KB116", "")]
    with pytest.raises(KnowbrandError) as raised:
        read_settings(tmp_path)
    assert raised.value.problems[0].code == "KB116"
    (tmp_path / "knowbrand.yml").write_text("title: T", encoding="utf-8")
    (problem,) = read_site(tmp_path).problems
    assert problem.hint == "rename knowbrand.yml to knowbrand.yaml"
    lay_out(tmp_path)
    (tmp_path / "profile.json").write_text('{"basics": {"name": "N"}}', encoding="utf-8")
    assert tell(read_site(tmp_path).problems) == [("KB117", "profile.json")]
    (tmp_path / "profile.json").unlink()
    (tmp_path / "profile.yaml").unlink()
    model, problems = read_site(tmp_path)
    assert model is None
    assert tell(problems) == [("KB117", "")]


def test_settings_alone_are_read_strictly(tmp_path: Path) -> None:
    lay_out(tmp_path)
    assert read_settings(tmp_path).languages == ("en", "nl")
    lay_out(tmp_path, settings="title: T\ntimezone: Mars\n")
    with pytest.raises(KnowbrandError) as raised:
        read_settings(tmp_path)
    assert [problem.code for problem in raised.value.problems] == ["KB105"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("assets/pipe", "KB208"),
        ("assets/visibility.yaml", "KB208"),
        ("content/posts/a.md", "KB208"),
        ("profile.yaml", "KB108"),
    ],
)
def test_a_pipe_is_told_and_never_waited_for(tmp_path: Path, path: str, code: str) -> None:
    lay_out(tmp_path)
    (tmp_path / path).unlink(missing_ok=True)
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(tmp_path / path)
    assert (code, path) in tell(read_site(tmp_path).problems)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_file_that_became_a_pipe_is_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.jpg")
    with pytest.raises(Trouble, match="a pipe"):
        read_file(tmp_path, "a.jpg")
    with pytest.raises(KnowbrandError, match="a pipe"):
        read_text(tmp_path / "a.jpg", "a.jpg", 1)
