"""Files in ``content/`` that nothing shows: a text of another program, a picture that no post has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import quote

from knowbrand.model import Model
from knowbrand.problems import Place, Problem, warning
from knowbrand.site.page import list_writings


def check_files(model: Model) -> Iterator[Problem]:
    """Each file beside a post or page that none of them names; those in a post's own folder are published as they are."""
    texts: dict[str, list[str]] = {}
    for writing in list_writings(model):
        text = f"{writing.text()}\n{writing.meta.image or ''}"
        for file in writing.files:
            texts.setdefault(file, []).append(text)
    bundles = {
        folder
        for folder, _, name in (writing.path.rpartition("/") for writing in list_writings(model))
        if name.startswith("index.")
    }
    for file, near in sorted(texts.items()):
        name = PurePosixPath(file).name
        if any(str(parent) in bundles for parent in PurePosixPath(file).parents):
            continue
        if not any(name in text or quote(name) in text for text in near):
            hint = "link to it, save it as .md if it is to be a post, or move it to assets/"
            yield warning("KB213", "nothing uses this file", Place(file), hint)
