"""SVG (SVG 2): its source without metadata, comments and editors' data. All else stays byte for byte.

The source is read by expat, which fetches nothing and limits what entities unfold to; then stretches are cut out of it.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import re
from collections.abc import Callable
from typing import NamedTuple
from xml.parsers import expat

from knowbrand.pictures.faults import Damaged

SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_EDITORS = (
    "http://sodipodi.sourceforge.net/",
    "http://www.inkscape.org/",
    "http://ns.adobe.com/",
    "adobe:ns:",
    "http://www.bohemiancoding.com/",
    "http://www.figma.com/",
    "http://www.serif.com/",
    "http://vectornator.io",
    "http://boxy-svg.com",
    "http://krita.org/",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://purl.org/dc/",
    "http://creativecommons.org/ns#",
    "http://web.resource.org/cc/",
)
"""Vocabularies that say something about the drawing or its editor, and draw nothing."""
_SEPARATOR = "\n"
_MOST_DEPTH = 1000

_TAG = re.compile(rb"""<(?:[^"'>]++|"[^"]*+"|'[^']*+')*+>""")
_ATTRIBUTE = re.compile(rb"""(?<!\s)\s++([^\s=<>"'/]++)\s*+=\s*+("[^"]*+"|'[^']*+')""")
_EMBEDDED = re.compile(
    rb"(data:image/(?:png|jpe?g|webp|gif|avif|tiff|bmp)[^,\"'()<>]{0,100};base64,)((?:[A-Za-z0-9+/=\s]++|&\#x?[0-9aAdD]{1,3};)++)"
)
_REFERENCE = re.compile(rb"&#x?[0-9aAdD]{1,3};")
_FOREIGN_CSS = re.compile(r"""(?:url\(\s*["']?|@import\s+["'])(?:https?:)?//""", re.IGNORECASE)
_LENGTH = re.compile(r"\s*\+?(\d{1,9}(?:\.\d{0,9})?|\.\d{1,9})(?:px)?\s*", re.ASCII)
_HEAD = 65_536
_WIDE = 1200
"""CSS pixels: wider than the column of any theme."""


class _Cut(NamedTuple):
    start: int
    end: int
    instead: bytes = b""


def clean_svg(data: bytes, strip: Callable[[bytes], bytes]) -> tuple[bytes, list[str]]:
    """``data`` cleaned, and remarks on what in it would run or ask something of another site. Pictures within it go
    through ``strip``."""
    data = _in_utf8(data)
    scan = _Scan(data)
    clean = bytearray()
    position = 0
    for cut in scan.cuts:
        clean += data[position : cut.start] + cut.instead
        position = cut.end
    return _strip_embedded(bytes(clean + data[position:]), strip), scan.remarks


def measure_svg(data: bytes) -> tuple[int, int] | None:
    """Width and height as the root element gives them, in CSS pixels. One that says only its shape, by its ``viewBox``,
    has no size and fills what it stands in: it comes out wide enough to go on doing so."""
    found: list[dict[str, str]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda _, attributes: found.append(attributes) if not found else None
    data = _in_utf8(data)
    with contextlib.suppress(expat.ExpatError):  # a fault after the root is no matter here
        parser.Parse(data[:_HEAD], False)
        if not found:
            parser.Parse(data[_HEAD:], True)
    if not found:
        return None
    sides = _read_lengths(found[0].get("width", ""), found[0].get("height", ""))
    if sides:
        return round(sides[0]), round(sides[1])
    box = re.split(r"[\s,]+", found[0].get("viewBox", "").strip())
    shape = _read_lengths(*box[2:]) if len(box) == 4 else None
    if shape is None or not all(shape):
        return None
    scale = max(1, _WIDE / shape[0])
    return round(scale * shape[0]), round(scale * shape[1])


def _read_lengths(width: str, height: str) -> tuple[float, float] | None:
    """Both in CSS pixels; None where one isn't given so."""
    first, second = _LENGTH.fullmatch(width), _LENGTH.fullmatch(height)
    return (float(first[1]), float(second[1])) if first and second else None


class _Scan:
    """One reading of a source: what to cut, and what to remark on."""

    def __init__(self, data: bytes) -> None:
        self.cuts: list[_Cut] = []
        self._data = data
        self._remarks: dict[str, None] = {}
        self._depth = 0
        self._dropping: tuple[int, int] | None = None
        self._in_style = False
        self._parser = parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
        parser.namespace_prefixes = True
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CommentHandler = self._comment
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = self._entity
        parser.ProcessingInstructionHandler = self._instruction
        try:
            parser.Parse(data, True)
        except expat.ExpatError as fault:
            raise Damaged(f"line {fault.lineno}: {expat.ErrorString(fault.code)}") from None

    @property
    def remarks(self) -> list[str]:
        """What a reader should know, each once."""
        return list(self._remarks)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _MOST_DEPTH:
            raise Damaged("its elements are nested too deep")
        if self._dropping:
            return
        space, local, _ = _split(name)
        start = self._parser.CurrentByteIndex
        if self._depth > 1 and (_is_editors(space) or (space == SVG and local == "metadata")):
            self._dropping = (self._depth, start)
            return
        self._in_style = local == "style"
        if local == "script":
            self._remark("this SVG picture has a script in it")
        dropped = self._judge_attributes(local, attributes)
        if dropped:
            end = _end_of_tag(self._data, start)
            self.cuts.append(_Cut(start, end, _without(self._data[start:end], dropped)))

    def _judge_attributes(self, element: str, attributes: dict[str, str]) -> set[bytes]:
        dropped: set[bytes] = set()
        for key, value in attributes.items():
            space, local, prefix = _split(key)
            if _is_editors(space) or (self._depth == 1 and key == "content" and "mxfile" in value):
                dropped.add((f"{prefix}:{local}" if prefix else local).encode())
            elif not space and local.startswith("on"):
                self._remark(f"this SVG picture has a script in it ({local})")
            elif local in ("href", "src") and space in ("", _XLINK) and element != "a":
                if value.strip().lower().startswith(("http:", "https:", "//")):
                    self._remark(f"this SVG picture asks for {value.strip()[:80]}")
            elif _FOREIGN_CSS.search(value):
                self._remark("this SVG picture asks another site for something in its style")
        return dropped

    def _end(self, _name: str) -> None:
        if self._dropping and self._dropping[0] == self._depth:
            start = self._dropping[1]
            self.cuts.append(_Cut(start, self._end_of_element(start)))
            self._dropping = None
        self._in_style = False
        self._depth -= 1

    def _end_of_element(self, start: int) -> int:
        end = _end_of_tag(self._data, start)
        if self._data[end - 2 : end] == b"/>":
            return end
        return _end_of_tag(self._data, self._parser.CurrentByteIndex)

    def _comment(self, _: str) -> None:
        if not self._dropping:
            start = self._parser.CurrentByteIndex
            self.cuts.append(_Cut(start, self._data.index(b"-->", start + 4) + 3))

    def _text(self, text: str) -> None:
        if self._in_style and _FOREIGN_CSS.search(text):
            self._remark("this SVG picture asks another site for something in its style")

    def _instruction(self, target: str, text: str) -> None:
        if target == "xml-stylesheet" and re.search(r"""href\s*=\s*["'](?:https?:)?//""", text):
            self._remark("this SVG picture asks another site for its style")

    def _entity(self, name: str, is_parameter: bool, value: str | None, *_: object) -> None:
        if is_parameter or value is None or "<" in value or "&" in value:
            raise Damaged(f"it declares an entity that does more than stand for text ('{name}')")

    def _remark(self, remark: str) -> None:
        self._remarks[remark] = None


def _split(name: str) -> tuple[str, str, str]:
    """Namespace, local name and prefix of a name as expat gives it."""
    parts = name.split(_SEPARATOR)
    if len(parts) == 1:
        return "", parts[0], ""
    return parts[0], parts[1], parts[2] if len(parts) > 2 else ""


def _is_editors(space: str) -> bool:
    return space.startswith(_EDITORS)


def _end_of_tag(data: bytes, start: int) -> int:
    """Just after the ``>`` that closes the tag at ``start``; one in quotes doesn't."""
    found = _TAG.match(data, start)
    if not found:
        raise Damaged("it is cut off")
    return found.end()


def _without(tag: bytes, names: set[bytes]) -> bytes:
    return _ATTRIBUTE.sub(lambda match: b"" if match[1] in names else match[0], tag)


def _strip_embedded(data: bytes, strip: Callable[[bytes], bytes]) -> bytes:
    def replace(match: re.Match[bytes]) -> bytes:
        try:
            picture = base64.b64decode(_REFERENCE.sub(b"", match[2]))
        except binascii.Error:
            return match[0]
        clean = strip(picture)
        return match[0] if clean == picture else match[1] + base64.b64encode(clean)

    return _EMBEDDED.sub(replace, data)


def _in_utf8(data: bytes) -> bytes:
    """UTF-16 as UTF-8, so that markup is ASCII everywhere; other encodings hold ASCII already."""
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data
    try:
        text = data.decode("utf-16")
    except UnicodeDecodeError:
        raise Damaged("it isn't text") from None
    return re.sub(r"\A<\?xml[^>]*\?>", '<?xml version="1.0" encoding="UTF-8"?>', text, count=1).encode()
