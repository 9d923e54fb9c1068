"""Writes ``template/`` and ``template-nl/`` from the starters of `knowbrand new` and the workflow of `knowbrand deploy init`:
``python docs/make_template.py``. Their READMEs are written by hand."""

from __future__ import annotations

from pathlib import Path

from knowbrand.author.template import OWN, TEMPLATES, compose_template

REPOSITORY = Path(__file__).resolve().parents[1]


def read_template(folder: Path) -> dict[str, bytes]:
    """The files that stand in a template, but for the one written by hand."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path != folder / OWN
    }


def main() -> None:
    """Write what differs, and remove what a template has no more."""
    for language, name in TEMPLATES.items():
        folder, files = REPOSITORY / name, compose_template(language)
        for path in read_template(folder).keys() - files.keys():
            (folder / path).unlink()
        for path, content in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)


if __name__ == "__main__":
    main()
