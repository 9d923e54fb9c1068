"""The guard of written paths, and paths that would meet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowbrand.model.filenames import fold_name
from knowbrand.publish.paths import check_paths

GOOD = [
    "index.html",
    ".nojekyll",
    "posts/een-twee/index.html",
    "_/style.0a1b.css",
    "assets/Foto van Noor.jpg",
    "assets/naïef—€.pdf",
    "talks/auxiliary/index.html",
    "console.log",
    "com10",
    "a..b/...c",
    "x" * 255,
]

BAD = [
    ("", "empty"),
    ("/etc/passwd", "absolute"),
    ("//host/share", "absolute"),
    ("../up.html", "lead out"),
    ("posts/../../up.html", "lead out"),
    ("posts/./a.html", "lead out"),
    ("posts//a.html", "empty"),
    ("posts/", "empty"),
    ("posts\\a.html", "backslash"),
    ("C:/a.html", "Windows allows no :"),
    ("a\0b", "control"),
    ("a\nb", "control"),
    ("a\x1b[31mb", "control"),
    ("a\x9bb", "control"),
    ("con", "device"),
    ("posts/NUL/index.html", "device"),
    ("aux.html", "device"),
    ("com1.tar.gz", "device"),
    ("lpt¹", "device"),
    ("con .txt", "device"),
    ("posts/etc./index.html", "ends in a dot"),
    ("posts/a /index.html", "ends in a space"),
    ("what?.html", "Windows allows no ?"),
    ('a"<b>|*.html', 'Windows allows no " * < > |'),
    (".git/hooks/post-checkout", "repository"),
    ("assets/.GIT/config", "repository"),
    ("x" * 256, "256 bytes"),
    ("é" * 128, "256 bytes"),
    ("broken\udc80.html", "valid Unicode"),
]


@pytest.mark.parametrize("path", GOOD)
def test_a_path_that_works_everywhere_passes(path: str) -> None:
    assert check_paths([path]) == []


@pytest.mark.parametrize(("path", "words"), BAD)
def test_a_path_that_fails_somewhere_is_refused(path: str, words: str) -> None:
    (problem,) = check_paths([path])
    assert (problem.code, problem.severity) == ("KB500", "error")
    assert words in problem.message
    assert problem.message.isprintable()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("about/index.html", "about/index.html"),
        ("Photo.jpg", "photo.jpg"),
        ("caf\u00e9.html", "cafe\u0301.html"),
        ("stra\u00dfe.html", "STRASSE.html"),
        ("\u03b1\u0301\u0345.html", "\u03b1\u0345\u0301.html"),
        ("assets/Talks/a.pdf", "assets/talks/b.pdf"),
        ("a/B/c/d/e.html", "A/b/c/d/f.html"),
    ],
)
def test_two_names_for_one_file_are_refused(first: str, second: str) -> None:
    (problem,) = check_paths([first, second])
    assert problem.code == "KB501"
    assert first in problem.message
    assert second in problem.message


@pytest.mark.parametrize(
    ("file", "inside"),
    [
        ("a", "a/b"),
        ("a", "a/b/c"),
        ("A", "a/b"),
        ("x/talks", "x/talks/index.html"),
        ("talks-b/x", "talks-b/x/y"),
    ],
)
def test_a_file_where_a_folder_is_needed_is_refused(file: str, inside: str) -> None:
    for order in ([file, inside], [inside, file]):
        (problem,) = check_paths(order)
        assert problem.code == "KB502"
        assert f"'{file}'" in problem.message
        assert f"'{inside}'" in problem.message


@pytest.mark.parametrize(
    ("path", "code"), [("_/owned", "KB501"), ("_/OWNED", "KB501"), ("_", "KB502"), ("_/owned/x", "KB502")]
)
def test_the_lists_own_place_is_taken(path: str, code: str) -> None:
    assert [problem.code for problem in check_paths([path])] == [code]


def test_all_faults_come_at_once_in_a_stable_order() -> None:
    paths = ["ok.html", "nul", "../x", "A.html", "a.html", "b", "b/c"]
    expected = check_paths(paths)
    assert sorted(problem.code for problem in expected) == ["KB500", "KB500", "KB501", "KB502"]
    assert check_paths(reversed(paths)) == expected


@given(st.lists(st.text(st.sampled_from("aAeéE\u0301ßsİıǅ/."), min_size=1, max_size=6), max_size=6))
def test_paths_that_pass_meet_under_no_folding(paths: list[str]) -> None:
    if check_paths(paths):
        return
    folded = {fold_name(path) for path in paths}
    assert len(folded) == len(paths)
    for path in paths:
        above = path.rpartition("/")[0]
        assert not above or fold_name(above) not in folded
