"""What an audience sees of a profile and of posts."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from textwrap import dedent

import msgspec
import pytest

from knowbrand.audience import Selection, buildable, check_visibility, select, selection
from knowbrand.model import Model
from knowbrand.problems import KnowbrandError
from knowbrand.sources.folder import read_site

TODAY = dt.date(2026, 6, 1)


def make_model(root: Path, profile: str = "basics: {name: Noor}\n", **files: str) -> Model:
    """A site of a profile and of posts (by keyword) in ``root``, read without a problem."""
    (root / "content/posts").mkdir(parents=True)
    (root / "knowbrand.yaml").write_text("title: T\ntimezone: Europe/Amsterdam\n", encoding="utf-8")
    (root / "profile.yaml").write_text(dedent(profile), encoding="utf-8")
    for name, text in files.items():
        (root / "content/posts" / f"{name}.md").write_text(dedent(text), encoding="utf-8")
    model, problems = read_site(root)
    assert not [problem for problem in problems if problem.severity == "error"]
    assert model
    return model


def see(model: Model, audience: str = "public") -> Selection:
    return select(model, audience, today=TODAY)


def show(model: Model, audience: str = "public") -> str:
    """The selected model as text, without positions."""
    return msgspec.json.encode(see(model, audience).model).decode()


PRIVATE = """
    basics:
      name: Noor
      email: noor@example.org
      phone: "0612345678"
      location: {address: Kade 1, postalCode: 1234 AB, city: Utrecht, region: Midden, countryCode: NL}
    references:
      - {name: Sam, reference: Works well}
    """


def test_contact_details_start_private(tmp_path: Path) -> None:
    text = show(make_model(tmp_path, PRIVATE), "organisation")
    for secret in ("noor@example.org", "0612345678", "Kade 1", "1234 AB", "Midden", "Sam", "Works well"):
        assert secret not in text
    for word in ("Utrecht", "NL"):
        assert word in text


@pytest.mark.parametrize(
    ("opening", "seen", "unseen"),
    [
        ("  visibility: {email: public}", ["noor@example.org"], ["0612345678", "Kade 1"]),
        ("  visibility: {email: organisation}", [], ["noor@example.org"]),
        ("  visibility: public", ["Noor"], ["noor@example.org", "0612345678"]),
        ("  visibility: {location: public}", ["Kade 1", "1234 AB", "Utrecht"], ["0612345678"]),
        ("  visibility: {location: organisation}", ["Noor"], ["Kade 1", "Utrecht"]),
        ("  location: {address: Kade 1, city: Utrecht, visibility: public}", ["Kade 1", "Utrecht"], []),
        ("  location: {address: Kade 1, postalCode: P1, visibility: {address: public}}", ["Kade 1"], ["P1"]),
    ],
)
def test_visibility_opens_what_is_private(
    tmp_path: Path, opening: str, seen: list[str], unseen: list[str]
) -> None:
    profile = dedent(PRIVATE)
    if "location: {" in opening:
        profile = "\n".join(line for line in profile.splitlines() if "postalCode" not in line)
    model = make_model(tmp_path, profile.replace("  phone:", f"{opening}\n  phone:"))
    text = show(model)
    assert [word for word in seen if word not in text] == []
    assert [word for word in unseen if word in text] == []


def test_an_opened_reference_is_seen_alone(tmp_path: Path) -> None:
    model = make_model(
        tmp_path,
        """
        basics: {name: Noor}
        references:
          - {name: Sam, reference: Hidden}
          - {name: Kim, reference: Shown, visibility: public}
          - {name: Bo, reference: Half, visibility: {reference: public}}
        """,
    )
    references = see(model).model.profile.references
    assert [reference.name for reference in references] == ["Kim", None]
    assert references[1].where("reference") == model.profile.references[2].where("reference")


def test_places_follow_the_entries_that_are_left(tmp_path: Path) -> None:
    model = make_model(
        tmp_path,
        """
        basics: {name: Noor}
        expertise:
          - id: a
            name: A
            visibility: {summary: private}
            summary: S
            claims:
              - id: c
                text: C
                evidence:
                  - {url: "https://one.example/", visibility: organisation}
                  - posts/two
                  - {url: "https://three.example/", visibility: organisation}
                  - posts/four
        """,
    )
    chapter = see(model).model.profile.expertise[0]
    claim = chapter.claims[0]
    assert [piece.ref for piece in claim.evidence] == ["posts/two", "posts/four"]
    original = model.profile.expertise[0].claims[0]
    assert claim.places["evidence.0"] == original.places["evidence.1"]
    assert claim.places["evidence.1"] == original.places["evidence.3"]
    assert "evidence.2" not in claim.places
    assert "summary" not in chapter.places
    assert chapter.summary is None


def test_a_required_field_withheld_drops_the_entry(tmp_path: Path) -> None:
    model = make_model(
        tmp_path,
        """
        basics: {name: Noor}
        people:
          - {name: Sam Other, url: "https://sam.example/", visibility: {name: organisation}}
        """,
    )
    assert see(model).model.profile.people == ()
    assert len(see(model, "organisation").model.profile.people) == 1


def test_nothing_says_that_something_was_withheld(tmp_path: Path) -> None:
    with_secrets = make_model(
        tmp_path / "a",
        """
        basics: {name: Noor, location: {address: Kade 1}}
        work:
          - {name: Secret, position: Spy, visibility: {name: private, position: private}}
        x-odd: {note: N, visibility: private}
        references: [{name: Sam}]
        """,
    )
    without = make_model(tmp_path / "b", "basics: {name: Noor}\n")

    def strip(model: Model) -> object:
        return {
            key: value
            for key, value in msgspec.to_builtins(model.profile).items()
            if key not in {"places", "basics"}
        } | {"location": model.profile.basics.location}

    assert strip(see(with_secrets).model) == strip(see(without).model)


def test_unknown_keys_obey_visibility(tmp_path: Path) -> None:
    model = make_model(
        tmp_path,
        """
        basics: {name: Noor, birthday: May, hobby: H, visibility: {birthday: private}}
        patents:
          - {name: Open}
          - {name: Closed, visibility: organisation}
          - {name: Partly, number: N1, visibility: {number: private}}
        """,
    )
    profile = see(model).model.profile
    assert profile.basics.extra == {"hobby": "H"}
    assert profile.extra == {"patents": [{"name": "Open"}, {"name": "Partly"}]}


def test_flags_stay_what_they_are(tmp_path: Path) -> None:
    post = "---\ntitle: T\ndate: 2026-01-01\nunlisted: true\nvisibility: {unlisted: organisation}\n---\n"
    model = make_model(tmp_path, a=post)
    assert see(model).model.posts[0].meta.unlisted
    assert [problem.code for problem in check_visibility(model)] == ["KB205"]


@pytest.mark.parametrize(
    ("basics", "how", "left"),
    [
        ("visibility: {email: public}", "email", True),
        ("visibility: {email: organisation}", "email", False),
        ("label: L", "phone", False),
        ("label: L", "https://example.org/form", True),
        ("profiles: [{network: Mastodon, url: 'https://m.example/@n'}]", "mastodon", True),
        (
            "profiles: [{network: Mastodon, url: 'https://m.example/@n', visibility: organisation}]",
            "Mastodon",
            False,
        ),
    ],
)
def test_contact_stands_only_where_it_leads_somewhere(
    tmp_path: Path, basics: str, how: str, left: bool
) -> None:
    profile = (
        f"basics:\n  name: N\n  email: n@example.org\n  phone: '06'\n  {basics}\ncontact: {{how: '{how}'}}\n"
    )
    selected = see(make_model(tmp_path, profile)).model.profile
    assert (selected.contact is not None) == left
    assert ("contact" in selected.places) == left


BODY = """\
---
title: T
date: 2026-01-01
---
One

::: visibility organisation
Secret
second
:::

Two
"""


def test_blocks_become_empty_lines(tmp_path: Path) -> None:
    model = make_model(tmp_path, a=BODY)
    body = see(model).model.posts[0].text()
    assert body == "One\n\n\n\n\n\n\nTwo\n"
    assert see(model, "organisation").model.posts[0].text() == "One\n\n\nSecret\nsecond\n\n\nTwo\n"


def test_a_block_in_a_block_is_never_wider(tmp_path: Path) -> None:
    nested = (
        BODY.replace("Secret", "::: visibility public\nSecret\n:::")
        .replace("organisation", "private")
        .replace("public", "organisation")
    )
    model = make_model(tmp_path, a=nested)
    assert "Secret" not in show(model, "organisation")
    problems = check_visibility(model)
    assert [(problem.code, problem.place and problem.place.line) for problem in problems] == [("KB219", 8)]


def test_posts_that_are_left_out_are_counted(tmp_path: Path) -> None:
    def post(more: str) -> str:
        return f"---\ntitle: T\n{more}\n---\n"

    model = make_model(
        tmp_path,
        now=post("date: 2026-06-01"),
        draft=post("date: 2026-01-01\ndraft: true"),
        secret_draft=post("date: 2026-01-01\ndraft: true\nvisibility: organisation"),
        late=post("date: 2026-09-01"),
        later=post("date: 2026-08-01"),
        secret=post("date: 2026-01-01\nvisibility: private"),
        dateless=post("date: 2026-01-01\nvisibility: {date: organisation}"),
    )
    selection = see(model)
    assert [post.id for post in selection.model.posts] == ["now"]
    assert (selection.drafts, selection.scheduled, selection.next_date) == (1, 2, dt.date(2026, 8, 1))
    assert {Path(path).stem: reason for path, reason in selection.withheld.items()} == {
        "draft": "draft",
        "secret_draft": "audience",
        "late": "scheduled",
        "later": "scheduled",
        "secret": "audience",
        "dateless": "audience",
    }
    everything = select(model, "organisation", today=TODAY, drafts=True, future=True)
    assert len(everything.model.posts) == 6
    assert (everything.drafts, everything.scheduled, everything.next_date) == (0, 0, None)


def test_a_post_appears_on_its_day_in_the_sites_zone(tmp_path: Path) -> None:
    model = make_model(tmp_path, a="---\ntitle: T\ndate: 2026-05-31T22:30:00Z\n---\n")  # 00:30 in Amsterdam
    assert select(model, "public", today=dt.date(2026, 5, 31)).scheduled == 1
    assert select(model, "public", today=dt.date(2026, 6, 1)).scheduled == 0


def test_files_and_folders_are_withheld_with_their_owner(tmp_path: Path) -> None:
    files = {
        "knowbrand.yaml": "title: T\nlanguages: [en, nl]\n",
        "profile.yaml": "basics: {name: N}\n",
        "content/posts/open/index.md": "---\ntitle: T\ndate: 2026-01-01\n---\n",
        "content/posts/open/index.nl.md": (
            "---\ntitle: T\ndate: 2026-01-01\nvisibility: organisation\n---\n"
        ),
        "content/posts/open/plan.pdf": "x",
        "content/posts/closed/index.md": "---\ntitle: T\ndate: 2026-01-01\nvisibility: organisation\n---\n",
        "content/posts/closed/plan.pdf": "x",
        "assets/a.txt": "x",
        "assets/team/visibility.yaml": "visibility: organisation\n",
        "assets/team/b.txt": "x",
        "assets/team/deep/c.txt": "x",
        "assets/teams/d.txt": "x",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    model, _ = read_site(tmp_path)
    assert model
    selection = see(model)
    assert selection.model.assets == ("assets/a.txt", "assets/teams/d.txt")
    assert selection.model.asset_folders == ()
    assert selection.withheld == {
        "content/posts/open/index.nl.md": "audience",
        "content/posts/closed/index.md": "audience",
        "content/posts/closed/plan.pdf": "audience",
        "assets/team/b.txt": "audience",
        "assets/team/deep/c.txt": "audience",
    }
    assert len(see(model, "organisation").model.assets) == 4


def test_the_last_audience_is_never_built(tmp_path: Path) -> None:
    model = make_model(tmp_path)
    assert buildable(model.settings) == ("public", "organisation")
    for name, hint in (("private", "public, organisation"), ("publc", "'public'")):
        with pytest.raises(KnowbrandError) as caught:
            see(model, name)
        problem = caught.value.problems[0]
        assert problem.code == "KB124"
        assert problem.hint
        assert hint in problem.hint


def test_nobody_is_shown_a_site_without_a_name(tmp_path: Path) -> None:
    model = make_model(tmp_path, "basics: {name: N, visibility: organisation}\n")
    with pytest.raises(KnowbrandError) as caught:
        see(model)
    assert caught.value.problems[0].code == "KB123"
    assert see(model, "organisation").model.profile.basics.name.texts() == ("N",)


OPEN_AND_CLOSED = {
    "plain": "",
    "summed-up": "summary: In short\ntags: [a, b]\nwith: [Sam Other]\nimage: a.png",
    "whole": "visibility: organisation",
    "field": "summary: In short\nvisibility: {summary: organisation}",
    "empty": "visibility:",
    "own": "x-mood: {visibility: private, is: good}",
    "support": "supports: [{claim: floors/sound, visibility: organisation}]",
    "series": "series: {id: floors, title: Floors}",
    "changed": "changes: [{date: 2025-02, reason: Wrong, visibility: private}]",
}


@pytest.mark.parametrize("audience", ["public", "organisation"])
def test_what_says_nothing_of_visibility_is_kept_as_the_filter_would_keep_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, audience: str
) -> None:
    files = {"knowbrand.yaml": "title: Kim\n", "profile.yaml": "basics: {name: Kim}\n"}
    for name, lines in OPEN_AND_CLOSED.items():
        head = f"---\ntitle: {name}\ndate: 2025-01-01\n{lines}\n---\n"
        files[f"content/posts/{name}.md"] = f"{head}Words.\n"
        files[f"content/posts/{name}-block.md"] = f"{head}Words.\n\n::: visibility organisation\nMore.\n:::\n"
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    model, _ = read_site(tmp_path)
    assert model is not None
    assert len(model.posts) == 2 * len(OPEN_AND_CLOSED)
    quick = select(model, audience, today=dt.date(2026, 1, 1))
    monkeypatch.setattr(selection, "is_open", lambda _: False)
    assert quick == select(model, audience, today=dt.date(2026, 1, 1))
