"""The person for other programs: the résumé against JSON Resume's schema, the card in two address books' parsers."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.outside.sites import BuiltSite, build_site, report

pytestmark = pytest.mark.outside

NpmFile = Callable[[str], Path]
SAMPLES = [
    "sample.resume.json",
    *(f"examples/{who}.resume.json" for who in ("new-grad", "career-changer", "senior-engineer")),
]
READ_CARD = """
import ICAL from "ical.js";
import { readFileSync } from "node:fs";
console.log(JSON.stringify(ICAL.parse(readFileSync(0, "utf8"))));
"""


def schema_faults(resume: Path, npm_file: NpmFile) -> list[str]:
    """Where the résumé differs from the schema."""
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema isn't installed")
    schema = json.loads(npm_file("@jsonresume/schema/schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.validators.validator_for(schema)
    validator.check_schema(schema)
    judge = validator(schema, format_checker=validator.FORMAT_CHECKER)
    found = judge.iter_errors(json.loads(resume.read_text(encoding="utf-8")))
    return [f"{resume.name}: {fault.json_path}: {fault.message}" for fault in found]


@pytest.mark.parametrize("path", ["resume.json", "nl/resume.json"])
@pytest.mark.parametrize("variant", ["site", "repository_site", "offline_site"])
def test_the_resume_is_valid(
    path: str, variant: str, request: pytest.FixtureRequest, npm_file: NpmFile
) -> None:
    site: BuiltSite = request.getfixturevalue(variant)
    report(schema_faults(site.folder / path, npm_file))
    resume = json.loads((site.folder / path).read_text(encoding="utf-8"))
    assert resume["basics"]["name"] == "Marijn Eskelhof"
    assert resume["work"]
    assert "phone" not in resume["basics"]


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_resume_from_elsewhere_builds_and_comes_out_valid(
    sample: str, npm_file: NpmFile, tmp_path: Path
) -> None:
    given = npm_file(f"@jsonresume/schema/{sample}")
    source = tmp_path / "site"
    source.mkdir()
    shutil.copyfile(given, source / "profile.json")
    (source / "knowbrand.yaml").write_text(
        "title: A résumé\nid: 7f0d6c5e-3f58-4b76-9a2c-6a8f0c1f3b11\n", encoding="utf-8"
    )
    site = build_site(source, tmp_path / "out", "")
    report(schema_faults(site.folder / "resume.json", npm_file))
    before: dict[str, Any] = json.loads(given.read_text(encoding="utf-8"))
    after: dict[str, Any] = json.loads((site.folder / "resume.json").read_text(encoding="utf-8"))
    assert after["basics"]["name"] == before["basics"]["name"]
    for section, entries in before.items():
        if isinstance(entries, list) and section != "references":  # these are private until opened
            assert len(after.get(section, [])) == len(entries), section
    assert "references" not in after
    assert not {"email", "phone"} & after["basics"].keys()


@pytest.mark.parametrize("path", ["me.vcf", "nl/me.vcf"])
def test_an_address_book_reads_the_card(site: BuiltSite, path: str) -> None:
    vobject = pytest.importorskip("vobject", reason="vobject isn't installed")
    card = vobject.readOne((site.folder / path).read_bytes().decode("utf-8"))
    assert card.version.value == "4.0"
    assert card.fn.value == "Marijn Eskelhof"
    assert card.n.value.family == "Eskelhof"
    assert card.email.value == "marijn@eskelhof.example"


@pytest.mark.parametrize("path", ["me.vcf", "nl/me.vcf"])
def test_a_vcard_4_parser_reads_the_card(
    site: BuiltSite, path: str, npm_file: NpmFile, tmp_path: Path
) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node.js on this machine")
    program = npm_file("ical.js/package.json").parents[2] / "tests" / "outside"
    content = (site.folder / path).read_bytes()
    done = subprocess.run(
        [node, "--input-type=module", "--eval", READ_CARD], input=content, capture_output=True, cwd=program
    )
    assert done.returncode == 0, done.stderr.decode()
    name, properties, _ = json.loads(done.stdout)
    assert name == "vcard"
    found = {prop[0]: prop[3] for prop in properties}
    kinds = {prop[0]: prop[2] for prop in properties}
    assert found["version"] == "4.0"
    assert found["fn"] == "Marijn Eskelhof"
    assert kinds["url"] == "uri"
    assert "tel" not in found


@pytest.mark.parametrize("path", ["me.vcf", "nl/me.vcf"])
def test_the_card_has_the_form_that_the_standard_asks(site: BuiltSite, path: str) -> None:
    content = (site.folder / path).read_bytes()
    lines = content.split(b"\r\n")
    assert lines[-1] == b""
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode("utf-8")  # no character is cut by the folding
