"""References by id: what points nowhere is told with the nearest known id, at its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from knowbrand.model import Model
from knowbrand.site.references import check_references

BASE = """\
basics: {name: Kim}
projects:
  - {id: ward-7, name: Ward 7, endDate: 2021-03}
expertise:
  - id: learning
    name: Learning
    carries_over: [{from: nursing, what: calm}]
    claims:
      - id: onboarding
        text: I do this
        evidence:
          - posts/first
          - projects/ward-7
  - {id: nursing, name: Nursing}
"""
POST = "---\ntitle: First\ndate: 2026-01-01\n---\n"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "posts/first",
            "posts/frist",
            "KB112 profile.yaml:12:13 no post or entry 'posts/frist'|did you mean 'posts/first'?",
        ),
        (
            "projects/ward-7",
            "projects/ward7",
            "KB112 profile.yaml:13:13 no post or entry 'projects/ward7'|did you mean",
        ),
        (
            "from: nursing",
            "from: nursng",
            "KB112 profile.yaml:7:27 no chapter 'nursng'|did you mean 'nursing'?",
        ),
        (
            "from: nursing",
            "from: learning",
            "KB112 profile.yaml:7:27 a chapter can't carry over from itself|name another",
        ),
        (
            "- posts/first",
            "- https://a.example/x.pdf",
            "KB112 profile.yaml:12:13 an address as evidence goes into 'url'|write - {url: \"https://…\"",
        ),
        (
            "- posts/first",
            "-posts/first",
            "KB112 profile.yaml:12:11 no post or entry '-posts/first|put a space after the '-'",
        ),
        ("- posts/first", "- {title: A}", "KB112 profile.yaml:12:13 evidence that points nowhere|add ref"),
        (
            "- posts/first",
            "- {ref: posts/first, url: 'https://a.example/'}",
            "KB112 profile.yaml:12:19 evidence with both|keep one",
        ),
        (
            "- posts/first",
            "- {ref: posts/first, voucher: client}",
            "KB122 profile.yaml:12:41 'client' vouches for this, but nobody is named|add by:",
        ),
        (
            "endDate: 2021-03",
            "visibility: public",
            "KB130 profile.yaml:13:13 this evidence has no date|say when it was made",
        ),
        (
            "- posts/first",
            "- {url: 'https://a.example/x.pdf'}",
            "KB130 profile.yaml:12:19 this evidence has no date|say when it was made",
        ),
        (
            "- posts/first",
            "- {ref: posts/first, voucher: client, by: kim}",
            "KB131 profile.yaml:12:53 you vouch for this yourself|name somebody else",
        ),
        (
            "- posts/first",
            "- {ref: projects/ward-7, kind: report}",
            "KB132 profile.yaml:13:13 this evidence stands twice in this claim (line 12)|take one of them out",
        ),
        (
            "name: Nursing}",
            "name: Nursing, carries_over: [{from: learning, what: x}]}",
            "a circle: 'nursing'|direction",
        ),
    ],
)
def test_a_dangling_reference_in_the_profile(
    make_model: Callable[[Mapping[str, str]], Model], old: str, new: str, expected: str
) -> None:
    assert old in BASE
    model = make_model({"profile.yaml": BASE.replace(old, new, 1), "content/posts/first.md": POST})
    problems = check_references(model)
    told = [
        f"{p.code} {p.place.path}:{p.place.line}:{p.place.column} {p.message}|{p.hint}"
        for p in problems
        if p.place
    ]
    message, hint = expected.split("|")
    assert any(message in line and hint in line for line in told), told


def test_a_sound_profile_has_no_problem(make_model: Callable[[Mapping[str, str]], Model]) -> None:
    assert check_references(make_model({"profile.yaml": BASE, "content/posts/first.md": POST})) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "supports: [learning/onbording]",
            "no claim 'learning/onbording'|did you mean 'learning/onboarding'?",
        ),
        ("expertise: [learing]", "no chapter 'learing'|did you mean 'learning'?"),
    ],
)
def test_a_dangling_reference_in_a_post(
    make_model: Callable[[Mapping[str, str]], Model], line: str, expected: str
) -> None:
    post = f"---\ntitle: First\ndate: 2026-01-01\n{line}\n---\n"
    (problem,) = check_references(make_model({"profile.yaml": BASE, "content/posts/first.md": post}))
    assert f"{problem.message}|{problem.hint}" == expected
    assert problem.place is not None
    assert (problem.code, problem.place.path, problem.place.line) == ("KB215", "content/posts/first.md", 4)


def test_two_ends_that_tell_different_vouchers(make_model: Callable[[Mapping[str, str]], Model]) -> None:
    profile = BASE.replace("- posts/first", "- {ref: posts/first, voucher: client, by: Ann}")
    post = (
        "---\ntitle: First\ndate: 2026-01-01\nsupports:\n"
        "  - {claim: learning/onboarding, voucher: reviewed, by: Bo}\n---\n"
    )
    (problem,) = check_references(make_model({"profile.yaml": profile, "content/posts/first.md": post}))
    assert problem.message == "'reviewed' vouches for this here, 'client' at profile.yaml:12"


@pytest.mark.parametrize(
    ("evidence", "supports", "told"),
    [
        (
            "{ref: posts/first, voucher: client, by: Ann}",
            "{voucher: client, by: Bo}",
            "'Bo' vouches for this here, 'Ann' at profile.yaml:12",
        ),
        ("{ref: posts/first, voucher: client, by: {en: Ann, nl: An}}", "{voucher: client, by: An}", None),
        ("{ref: posts/first, voucher: client, by: Ann}", "{kind: report}", None),
        ("posts/first", "{voucher: client, by: Ann}", None),
        (
            "{ref: posts/first, voucher: self}",
            "{voucher: client, by: Ann}",
            "'client' vouches for this here, 'self' at profile.yaml:12",
        ),
        ("posts/first", "{voucher: client, by: KIM}", "you vouch for this yourself, so it counts as 'self'"),
    ],
)
def test_what_two_ends_may_tell(
    make_model: Callable[[Mapping[str, str]], Model], evidence: str, supports: str, told: str | None
) -> None:
    profile = BASE.replace("- posts/first", f"- {evidence}")
    support = supports.replace("{", "{claim: learning/onboarding, ")
    post = f"---\ntitle: First\ndate: 2026-01-01\nsupports: [{support}]\n---\n"
    problems = check_references(make_model({"profile.yaml": profile, "content/posts/first.md": post}))
    assert [problem.message for problem in problems] == ([told] if told else [])


def test_two_languages_of_a_post_tell_the_same(make_model: Callable[[Mapping[str, str]], Model]) -> None:
    post = "---\ntitle: First\ndate: 2026-01-01\nsupports: [{claim: learning/onboarding, voucher: VOUCHER, by: Bo}]\n---\n"
    files = {
        "profile.yaml": BASE,
        "content/posts/first.md": post.replace("VOUCHER", "client"),
        "content/posts/first.nl.md": post.replace("VOUCHER", "reviewed"),
    }
    (problem,) = check_references(make_model(files))
    assert problem.message == "'reviewed' vouches for this here, 'client' at content/posts/first.md:4"
    assert problem.place
    assert problem.place.path == "content/posts/first.nl.md"


@pytest.mark.parametrize(
    ("contact", "message"),
    [
        ("{how: email}", "the way to get in touch is 'email', which basics lacks"),
        ("{how: mastodn}", "no way to get in touch 'mastodn'"),
        ("{how: Mastodon}", None),
        ("{how: 'https://a.example/'}", None),
    ],
)
def test_the_way_to_get_in_touch(
    make_model: Callable[[Mapping[str, str]], Model], contact: str, message: str | None
) -> None:
    profile = (
        "basics:\n  name: Kim\n  profiles: [{network: Mastodon, url: 'https://m.example/@kim'}]\n"
        + f"contact: {contact}\n"
    )
    assert [problem.message for problem in check_references(make_model({"profile.yaml": profile}))] == (
        [message] if message else []
    )


UNLISTED = POST.replace("date:", "unlisted: true\ndate:")
SUPPORTING = UNLISTED.replace("---\n", "---\nsupports: [learning/onboarding]\n", 1)


@pytest.mark.parametrize(
    ("posts", "place"),
    [
        ({"first": UNLISTED}, "profile.yaml:12:13"),
        ({"first": SUPPORTING}, "profile.yaml:12:13"),
        ({"first": POST, "second": SUPPORTING}, "content/posts/second.md:2:12"),
        ({"first": POST, "second": UNLISTED}, None),
        ({"first": POST, "first.nl": UNLISTED}, None),
    ],
)
def test_an_unlisted_post_as_evidence_is_told_once(
    make_model: Callable[[Mapping[str, str]], Model], posts: Mapping[str, str], place: str | None
) -> None:
    files = {f"content/posts/{name}.md": text for name, text in posts.items()}
    problems = check_references(make_model({"profile.yaml": BASE, **files}))
    told = [
        (problem.code, f"{at.path}:{at.line}:{at.column}") for problem in problems if (at := problem.place)
    ]
    assert told == ([("KB136", place)] if place else [])
