"""The person for other programs: résumé and vCard."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowbrand.formats.vcard import escape, fold_line
from tests.formats.formats_site import SETTINGS, Maker

PROFILE = """\
basics:
  name: Kim van Example
  label: {en: "Adviser; floors, walls", nl: Adviseur vloeren}
  image: assets/kim.png
  email: kim@example.org
  phone: "+31 6 0000 0000"
  visibility: {email: public, phone: organisation}
  summary: {en: "I make *floors* quiet.", nl: Ik maak vloeren stil.}
  location: {address: Street 1, city: Utrecht, countryCode: NL}
  profiles:
    - {network: 'Masto"don', username: kim, url: "https://social.example/@kim"}
work:
  - {id: now, name: Second, position: Owner, startDate: 2020-03, x_team: 4}
  - {name: First, startDate: 2010, endDate: 2020-02, highlights: [a, "b [c](https://c.example/)"]}
skills:
  - {name: Welding, level: Master, keywords: [steel]}
projects:
  - {id: ward, name: Ward, with: [Sam], my_part: The floor, visibility: public, url: "https://ward.example/é"}
talks:
  - id: quiet
    title: Quiet
    deliveries:
      - {event: Day, place: Ghent, date: 2024-11-07, video: "https://video.example/1"}
      - {event: Night, date: 2025-02}
expertise:
  - id: floors
    name: {en: Floors, nl: Vloeren}
    claims:
      - {id: a, text: {en: I make floors quiet, nl: Ik maak vloeren stil}, evidence: [projects/ward]}
      - {id: b, text: No evidence}
      - {id: c, text: Still learning, learning: true}
      - {id: d, text: On request, on_request: true}
  - {id: walls, name: Walls}
meta: {lastModified: "2026-01-02T10:00:00"}
"""
SOURCES = {"profile.yaml": PROFILE, "assets/kim.png": "x"}


def resume(made: Any, path: str = "resume.json") -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(made.files[path])
    return loaded


def test_the_resume_holds_what_this_audience_sees_in_its_language(make: Maker) -> None:
    made = make(SOURCES)
    english, dutch = resume(made), resume(made, "nl/resume.json")
    assert english["basics"] == {
        "name": "Kim van Example",
        "label": "Adviser; floors, walls",
        "image": "https://kim.example/site/kim.png",
        "email": "kim@example.org",
        "url": "https://kim.example/site/",
        "summary": "I make floors quiet.",
        "location": {"city": "Utrecht", "countryCode": "NL"},
        "profiles": [{"network": 'Masto"don', "username": "kim", "url": "https://social.example/@kim"}],
    }
    assert dutch["basics"]["label"] == "Adviseur vloeren"
    assert dutch["basics"]["url"] == "https://kim.example/site/nl/"
    assert resume(make(SOURCES, audience="organisation"))["basics"]["phone"] == "+31 6 0000 0000"


def test_unknown_keys_travel_on_and_own_ones_stay(make: Maker) -> None:
    work = resume(make(SOURCES))["work"]
    assert list(work[0]) == ["name", "position", "startDate", "x_team"]
    assert work[1]["highlights"] == ["a", "b c"]
    assert work[1]["startDate"] == "2010"


def test_shared_work_stays_shared(make: Maker) -> None:
    ward = resume(make(SOURCES))["projects"][0]
    assert ward == {
        "name": "Ward",
        "url": "https://ward.example/%C3%A9",
        "with": ["Sam"],
        "my_part": "The floor",
    }


def test_the_picture_of_a_project_has_its_public_address(make: Maker) -> None:
    profile = PROFILE.replace("id: ward, name: Ward,", "id: ward, name: Ward, image: assets/kim.png,")
    ward = resume(make({**SOURCES, "profile.yaml": profile}))["projects"][0]
    assert ward["image"] == "https://kim.example/site/kim.png"


def test_talks_are_projects_of_their_type(make: Maker) -> None:
    talk = resume(make(SOURCES))["projects"][1]
    assert talk == {
        "name": "Quiet",
        "highlights": ["Day, Ghent, 2024-11-07", "Night, 2025-02"],
        "startDate": "2024-11-07",
        "endDate": "2025-02",
        "url": "https://video.example/1",
        "type": "talk",
    }


def test_chapters_that_show_what_they_claim_are_skills_after_the_authors(make: Maker) -> None:
    made = make(SOURCES)
    assert resume(made)["skills"] == [
        {"name": "Welding", "level": "Master", "keywords": ["steel"]},
        {"name": "Floors", "keywords": ["I make floors quiet", "On request"]},
    ]
    assert resume(made, "nl/resume.json")["skills"][1]["name"] == "Vloeren"


def test_a_date_of_change_is_only_ever_the_authors(make: Maker) -> None:
    assert resume(make(SOURCES))["meta"] == {
        "version": "v1.0.0",
        "canonical": "https://kim.example/site/resume.json",
        "lastModified": "2026-01-02T10:00:00",
    }
    assert resume(make({}))["meta"].get("lastModified") is None


def test_a_resume_has_the_shape_of_the_standard(make: Maker) -> None:
    """A small check of our own; the whole schema is for outside."""
    for path in ("resume.json", "nl/resume.json"):
        found = resume(make(SOURCES), path)
        assert found["$schema"].endswith("/schema.json")
        for section, entries in found.items():
            if section in ("basics", "meta", "$schema"):
                continue
            assert isinstance(entries, list)
            for entry in entries:
                for key, value in entry.items():
                    if key in ("highlights", "keywords", "courses", "roles", "with"):
                        assert all(isinstance(item, str) for item in value)
                    elif "Date" in key or key == "date":
                        assert re.fullmatch(r"[12]\d{3}(-[01]\d(-[0-3]\d)?)?", value)
                    elif not key.startswith("x_"):
                        assert isinstance(value, str)


@pytest.mark.outside
def test_a_resume_validates_against_the_published_schema(make: Maker) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    path = Path(__file__).parents[2] / "node_modules" / "@jsonresume" / "schema" / "schema.json"
    if not path.exists():
        pytest.skip("the schema isn't installed: npm ci --ignore-scripts")
    schema = json.loads(path.read_text(encoding="utf-8"))
    for name in ("resume.json", "nl/resume.json"):
        jsonschema.validate(resume(make(SOURCES), name), schema, format_checker=jsonschema.FormatChecker())


def unfold(data: bytes) -> list[str]:
    assert data.endswith(b"\r\n")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", data)
    lines = data.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    for line in lines:
        line.decode()  # no character is cut in two
    return data.replace(b"\r\n ", b"").decode().removesuffix("\r\n").split("\r\n")


def test_a_vcard_holds_what_this_audience_sees(make: Maker) -> None:
    made = make(SOURCES)
    assert unfold(made.files["me.vcf"]) == [
        "BEGIN:VCARD",
        "VERSION:4.0",
        "KIND:individual",
        "FN:Kim van Example",
        "N:van Example;Kim;;;",
        "TITLE;LANGUAGE=en:Adviser\\; floors\\, walls",
        "ORG:Second",
        "EMAIL:kim@example.org",
        "ADR:;;;Utrecht;;;NL",
        "URL:https://kim.example/site/",
        "PHOTO:https://kim.example/site/kim.png",
        'SOCIALPROFILE;SERVICE-TYPE="Masto^\'don":https://social.example/@kim',
        "SOURCE:https://kim.example/site/me.vcf",
        "LANG;PREF=1:en",
        "LANG;PREF=2:nl",
        "UID:urn:uuid:22ddea47-9df4-5217-856c-5d87a984d49f",
        "END:VCARD",
    ]
    assert "TITLE;LANGUAGE=nl:Adviseur vloeren" in unfold(made.files["nl/me.vcf"])
    assert "TEL:+31 6 0000 0000" in unfold(make(SOURCES, audience="organisation").files["me.vcf"])


def test_a_vcard_without_address_and_id_is_still_one(make: Maker) -> None:
    settings = "\n".join(line for line in SETTINGS.splitlines() if not line.startswith("id:")) + "\n"
    lines = unfold(make({"knowbrand.yaml": settings}, base_url=None).files["me.vcf"])
    assert lines[3:-1] == ["FN:Kim Example", "N:Example;Kim;;;", "LANG;PREF=1:en", "LANG;PREF=2:nl"]


@given(st.text(st.characters(exclude_categories=["Cs"])))
@example("a" * 500)
@example("é" * 100)
@example("𐀀," * 60)
def test_any_value_survives_folding_and_escaping(value: str) -> None:
    folded = fold_line(f"NOTE:{escape(value)}")
    (line,) = unfold(folded)
    read = re.sub(r"\\(.)", lambda match: "\n" if match[1] == "n" else match[1], line.removeprefix("NOTE:"))
    kept = value.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    assert read == re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", kept)


@pytest.mark.outside
def test_an_outside_parser_reads_the_vcard(make: Maker) -> None:
    vobject = pytest.importorskip("vobject")
    card = vobject.readOne(make(SOURCES).text("me.vcf"))
    assert card.fn.value == "Kim van Example"
    assert card.title.value == "Adviser; floors, walls"
