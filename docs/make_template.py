"""Writes ``template/`` from the starter of `knowbrand new` and the workflow of `knowbrand deploy init`:
``python docs/make_template.py``. Its two READMEs are written by hand."""

from __future__ import annotations

from pathlib import Path

from knowbrand.author.template import OWN, compose_template

TEMPLATE = Path(__file__).resolve().parents[1] / "template"


def read_template() -> dict[str, bytes]:
    """The files that stand in the template, but for those written by hand."""
    return {
        path.relative_to(TEMPLATE).as_posix(): path.read_bytes()
        for path in sorted(TEMPLATE.rglob("*"))
        if path.is_file() and path.relative_to(TEMPLATE).as_posix() not in OWN
    }


def main() -> None:
    """Write what differs, and remove what the template has no more."""
    files = compose_template()
    for path in read_template().keys() - files.keys():
        (TEMPLATE / path).unlink()
    for path, content in files.items():
        (TEMPLATE / path).parent.mkdir(parents=True, exist_ok=True)
        (TEMPLATE / path).write_bytes(content)


if __name__ == "__main__":
    main()
