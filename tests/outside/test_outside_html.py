"""The Nu Html Checker on every page, style sheet and drawing."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.outside.sites import BuiltSite, report

pytestmark = pytest.mark.outside

ALLOWED: dict[str, str] = {
    "CSS: .*(anchor|“inset-block-start”: Parse Error. «-note end)": "anchor positioning, and only within @supports; the checker doesn't know it yet",
    "CSS: Unrecognized at-rule “@container”": "in all browsers since 2023; the checker doesn't know it yet",
    "(external stylesheet|image) “(?!\\w+:|//)[^”]+” blocked by “(style|img)-src”": "it reads from a disk, where 'self' is no host; the browser's test judges the policy",
    'Inline script violates Content Security Policy.*<script type="application/ld\\+json">': "a block of data is no script (HTML 4.12.1), and no policy concerns it (CSP 3, 4.2.3)",
}
"""What the checker may say (a pattern), and why."""


def judge(jar: Path, folder: Path, kind: str) -> list[str]:
    """Everything that the checker has to say of the files ``*.KIND`` in ``folder``, each with its place."""
    java = shutil.which("java")
    if java is None:
        pytest.skip("no Java on this machine")
    files = sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob(f"*.{kind}") if path.is_file()
    )
    assert files, f"there is no .{kind} file to judge"
    options = ["--format", "json", "--stdout", "--exit-zero-always", f"--{kind}"]
    done = subprocess.run(
        [java, "-jar", str(jar), *options, *files],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return [
        f"{message.get('url', '').partition(f'{folder.name}/')[2]}:{message.get('lastLine', '?')}: "
        f"{message.get('subType') or message['type']}: {message['message']} «{' '.join(message.get('extract', '').split())}»"
        for message in json.loads(done.stdout)["messages"]
    ]


@pytest.mark.parametrize(
    ("variant", "kind"),
    [
        ("site", "html"),
        ("repository_site", "html"),
        ("offline_site", "html"),
        ("site", "svg"),
        ("site", "css"),
    ],
)
def test_the_checker_finds_nothing(
    variant: str, kind: str, request: pytest.FixtureRequest, npm_file: Callable[[str], Path]
) -> None:
    site: BuiltSite = request.getfixturevalue(variant)
    found = judge(npm_file("vnu-jar/build/dist/vnu.jar"), site.folder, kind)
    report(line for line in found if not any(re.search(pattern, line) for pattern in ALLOWED))


def test_the_checker_sees_a_fault(npm_file: Callable[[str], Path], tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<!doctype html><title>x</title><p id=a>x<b id=a>y</b>")
    found = judge(npm_file("vnu-jar/build/dist/vnu.jar"), tmp_path, "html")
    assert any("Duplicate ID" in line for line in found)
