"""SVG pictures lose what tells about their maker; what they draw stays byte for byte."""

from __future__ import annotations

import base64
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from knowbrand.pictures import measure, publish_picture

HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 30 20" '
    'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" '
    'xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" '
    'xmlns:i="http://ns.adobe.com/AdobeIllustrator/10.0/"'
)


def publish(inside: str, root: str = "") -> tuple[str, list[str]]:
    published, problems = publish_picture(f"{HEAD}{root}>{inside}</svg>".encode(), "a.svg")
    return published.decode(), [problem.code for problem in problems]


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<metadata><a/><b>Noor</b></metadata><g/>", "<g/>"),
        ("<metadata/><g/>", "<g/>"),
        ("<g><!-- Noor > --></g>", "<g></g>"),
        ("<sodipodi:namedview a='>'/><g/>", "<g/>"),
        ("<i:pgf><!-- x --><g>Noor</g></i:pgf><g/>", "<g/>"),
        ("<g inkscape:label='>Noor' id=\"a\"/>", '<g id="a"/>'),
        ("<g id='a' \n inkscape:label = \"Noor\"/>", "<g id='a'/>"),
        ("<g><metadata inkscape:x='1'/></g><path d='M0 0'/>", "<g></g><path d='M0 0'/>"),
        ("<title>Noor</title><desc>a &amp; b</desc>", "<title>Noor</title><desc>a &amp; b</desc>"),
        ("<text><![CDATA[<!-- no -->]]></text>", "<text><![CDATA[<!-- no -->]]></text>"),
    ],
)
def test_what_draws_nothing_is_cut_out(inside: str, expected: str) -> None:
    assert publish(inside) == (f"{HEAD}>{expected}</svg>", [])


def test_names_of_files_on_the_makers_disk_are_removed() -> None:
    published, _ = publish("<g/>", ' sodipodi:docname="x.svg" inkscape:export-filename="/home/noor/x.png"')
    assert "noor" not in published
    assert published == f"{HEAD}><g/></svg>"


def test_a_diagrams_source_in_the_root_is_removed() -> None:
    published, _ = publish("<g/>", ' content="&lt;mxfile host=&quot;noor&quot;&gt;"')
    assert "mxfile" not in published


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "iso-8859-1"])
def test_any_encoding_is_read(encoding: str) -> None:
    declared = "" if encoding == "utf-8-sig" else f'<?xml version="1.0" encoding="{encoding}"?>'
    given = f"{declared}{HEAD}><!-- Noor --><text>né</text></svg>"
    published, problems = publish_picture(given.encode(encoding), "a.svg")
    assert problems == []
    assert b"Noor" not in published
    assert publish_picture(published, "a.svg") == (published, [])
    assert measure(given.encode(encoding)) == (1200, 800)


@pytest.mark.parametrize("newline", ["", "&#10;", "\n"])
def test_a_photo_within_it_loses_its_place(newline: str) -> None:
    exif = Image.Exif()
    exif[0x010E] = "Zwolle"
    written = io.BytesIO()
    Image.new("RGB", (8, 4)).save(written, "JPEG", exif=exif)
    coded = base64.b64encode(written.getvalue()).decode()
    lines = newline.join(coded[start : start + 76] for start in range(0, len(coded), 76))
    published, _ = publish(f'<image xlink:href="data:image/jpeg;base64,{lines}"/>')
    inner = base64.b64decode(published.split("base64,")[1].split('"')[0])
    assert b"Zwolle" not in inner
    assert Image.open(io.BytesIO(inner)).size == (8, 4)


@pytest.mark.parametrize(
    "inside",
    [
        "<script>1</script>",
        "<g onclick='x()'/>",
        "<image href='https://example.org/x.png'/>",
        "<use xlink:href='//example.org/x.svg#a'/>",
        "<style>@import 'https://example.org/x.css';</style>",
        "<rect style='fill: url(http://example.org/x)'/>",
    ],
)
def test_what_runs_or_asks_elsewhere_is_a_warning(inside: str) -> None:
    published, found = publish(inside)
    assert inside in published
    assert found == ["KB543"]


@pytest.mark.parametrize(
    "inside", ["<a href='https://example.org/'><g/></a>", "<use href='#a'/>", "<rect fill='url(#a)'/>"]
)
def test_what_asks_nothing_is_no_warning(inside: str) -> None:
    assert publish(inside)[1] == []


@pytest.mark.parametrize(
    "document",
    [
        "<svg xmlns='http://www.w3.org/2000/svg'><g></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'>",
        "<!DOCTYPE svg [<!ENTITY a 'aa'><!ENTITY b '&a;&a;'>]><svg xmlns='http://www.w3.org/2000/svg'>&b;</svg>",
        "<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>",
        "<!DOCTYPE svg [<!ENTITY a '<metadata/>'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'>" + "<g>" * 2000 + "</g>" * 2000 + "</svg>",
    ],
)
def test_broken_and_hostile_sources_are_refused(document: str) -> None:
    published, problems = publish_picture(document.encode(), "a.svg")
    assert published == b""
    assert [(problem.code, problem.place and problem.place.path) for problem in problems] == [
        ("KB541", "a.svg")
    ]


def test_names_for_vocabularies_may_be_entities() -> None:
    document = (
        "<!DOCTYPE svg [<!ENTITY ns_ai 'http://ns.adobe.com/AdobeIllustrator/10.0/'>]>"
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:i='&ns_ai;'><i:pgf>Noor</i:pgf><g i:layer='yes'/></svg>"
    )
    published, problems = publish_picture(document.encode(), "a.svg")
    assert problems == []
    assert b"Noor" not in published
    assert b"<g/>" in published


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["<g>", "</g>", "<!--", "-->", "<metadata>", "</metadata>", " inkscape:a='>'", "x", ">"]
        )
    )
)
def test_no_source_makes_it_crash(parts: list[str]) -> None:
    published, problems = publish_picture(f"{HEAD}>{''.join(parts)}</svg>".encode(), "a.svg")
    if problems:
        assert [problem.code for problem in problems] == ["KB541"]
    else:
        assert publish_picture(published, "a.svg") == (published, [])


@pytest.mark.parametrize(
    ("root", "size"),
    [
        ("width='40' height='30px'", (40, 30)),
        ("width='100%' height='30' viewBox='0 0 8 4'", (1200, 600)),
        ("viewBox='-1,-2, 12.4,\t9.3'", (1200, 900)),
        ("viewBox='0 0 1800.2 600'", (1800, 600)),
        ("width='0' height='30' viewBox='0 0 8 4'", None),
        ("width='4cm' height='3cm'", None),
        ("", None),
        ("viewBox='0 0 0 4'", None),
    ],
)
def test_measures_by_its_root(root: str, size: tuple[int, int] | None) -> None:
    assert measure(f"<svg xmlns='http://www.w3.org/2000/svg' {root}><g/></svg>".encode()) == size
