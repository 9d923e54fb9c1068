"""What the author's own HTML makes a reader's browser ask of other hosts, beside its pictures, media and scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape

REMOTE = re.compile(r"\s*(?:https?:)?//", re.IGNORECASE)
REMOTE_STYLE = re.compile(
    r"(?:url\(\s*[\"']?|@import\s*[\"']|[(,]\s*[\"'])\s*((?:https?:)?//[^\s\"')]+)", re.IGNORECASE
)
"""An address of another host in a style: in ``url()``, after ``@import``, or a text in ``image-set()`` and the like."""
TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*+(?=[\s/>]))((?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+)>")
ATTRIBUTE = re.compile(r"([^\s\"'<>/=]++)(?:\s*+=\s*+(\"[^\"]*+\"|'[^']*+'|[^\s\"'<>]++))?")

EVERY = "*"
REQUESTS: dict[tuple[str, str], str] = {
    ("script", "src"): "a script",
    ("script", "href"): "a script",
    ("link", "href"): "a link",
    (EVERY, "background"): "a picture",
    ("image", "href"): "a picture",
    ("feimage", "href"): "a picture",
    ("use", "href"): "a picture",
    ("a", "ping"): "a ping",
    ("area", "ping"): "a ping",
    ("base", "href"): "all that follows",
    ("form", "action"): "a form's answer",
    ("button", "formaction"): "a form's answer",
    ("input", "formaction"): "a form's answer",
    ("frame", "src"): "a medium",
    ("object", "codebase"): "a medium",
}
"""What is asked of the host of an attribute's address, by element and attribute, without the ``xlink:`` of SVG."""
FRAMED: dict[tuple[str, str], str] = {
    **REQUESTS,
    ("img", "src"): "a picture",
    ("img", "srcset"): "a picture",
    ("input", "src"): "a picture",
    ("source", "srcset"): "a picture",
    ("video", "poster"): "a picture",
    **{(tag, "src"): "a medium" for tag in ("source", "video", "audio", "track", "embed", "iframe")},
    ("object", "data"): "a medium",
}
"""The same within ``srcdoc``, where no addresses are resolved."""
_LISTS = {"srcset": ",", "ping": None}
_REFRESH = re.compile(r"[\s\d.;,]*(?:url\s*=)?\s*[\"']?\s*((?:https?:)?//[^\s\"']+)", re.IGNORECASE)


def find_requests(
    name: str, attributes: Mapping[str, str], table: Mapping[tuple[str, str], str] = REQUESTS
) -> Iterator[tuple[str, str]]:
    """What is asked by the start tag of an element ``name`` with these ``attributes`` (names in lower case), and of which
    address: only of other hosts."""
    for key, value in attributes.items():
        bare = key.removeprefix("xlink:")
        what = table.get((name, bare)) or table.get((EVERY, bare))
        if what:
            for address in value.split(_LISTS[bare]) if bare in _LISTS else (value,):
                if REMOTE.match(address):
                    yield what, address.split()[0]
        elif key != "srcdoc":
            yield from (("a picture", found[1]) for found in _find_in_style(key, value))
    if name == "meta" and attributes.get("http-equiv", "").strip().lower() == "refresh":
        refreshed = _REFRESH.match(attributes.get("content", ""))
        if refreshed:
            yield "another page", refreshed[1]
    if name == "iframe" and table is REQUESTS:
        yield from find_framed(attributes.get("srcdoc", ""))


def find_framed(document: str) -> Iterator[tuple[str, str]]:
    """What the HTML of a frame asks for, and that of frames in it."""
    documents = [document]
    while documents:
        text = documents.pop()
        for tag in TAG.finditer(text):
            attributes = read_attributes(tag[3])
            yield from find_requests(tag[2].lower(), attributes, FRAMED)
            documents += [attributes["srcdoc"]] if attributes.get("srcdoc") else []
        if "<style" in text.lower():
            yield from (("a style", found[1]) for found in REMOTE_STYLE.finditer(text))


def read_attributes(written: str) -> dict[str, str]:
    """The attributes of a start tag, by their names in lower case."""
    return {
        found[1].lower(): unescape(unquoted(found[2])) if found[2] else ""
        for found in ATTRIBUTE.finditer(written)
    }


def unquoted(value: str) -> str:
    """An attribute's value without the quotes around it."""
    return value[1:-1] if value[0] in "\"'" else value


def _find_in_style(key: str, value: str) -> Iterator[re.Match[str]]:
    """Addresses in ``style``, and in what SVG has of it as attributes of their own, such as ``fill``."""
    if key == "style" or value.lstrip()[:4].lower() == "url(":
        yield from REMOTE_STYLE.finditer(value)
