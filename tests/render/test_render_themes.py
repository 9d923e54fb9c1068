"""What atlas and carte make of their own."""

from __future__ import annotations

import re

from tests.render.render_example import FILES, PROFILE, SETTINGS, Renderer, Result

PICTURED = PROFILE.replace(
    "  - id: arch\n",
    '  - id: arch\n    image: assets/arch.png\n    image_alt: {en: The arch & its shadow, nl: "De <boog>"}\n',
)


def with_theme(render_site: Renderer, theme: str, profile: str = PROFILE) -> Result:
    settings = f"{SETTINGS}theme: {theme}\n"
    files = {**FILES, "knowbrand.yaml": settings, "profile.yaml": profile, "assets/arch.png": "a picture"}
    return render_site(files)


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<svg.*?</svg>|<[^>]+>", "", html, flags=re.DOTALL))


def headings(html: str) -> list[str]:
    return re.findall(r"<h2[^>]*>(.*?)</h2>", html)


def test_a_project_shows_its_picture_in_every_theme(render_site: Renderer) -> None:
    page = with_theme(render_site, "plain", PICTURED).outputs["projects/arch/index.html"]
    assert '<img src="../../arch.png" alt="The arch &amp; its shadow">' in page
    bare = with_theme(render_site, "plain").outputs["projects/arch/index.html"]
    assert "<img" not in bare.partition("<main")[2]


def test_a_missing_picture_of_a_project_is_named(render_site: Renderer) -> None:
    result = with_theme(
        render_site, "folio", PROFILE.replace("  - id: arch\n", "  - id: arch\n    image: assets/arc.png\n")
    )
    (problem,) = [problem for problem in result.problems if "arc.png" in problem.message]
    assert problem.severity == "error"
    assert problem.place is not None
    assert problem.place.path == "profile.yaml"


def test_atlas_draws_and_tells_each_chapter_once(render_site: Renderer) -> None:
    home = with_theme(render_site, "atlas").outputs["index.html"]
    career = home.partition('<div class="career">')[2].partition("</section>")[0]
    assert re.findall(r"<h3><a [^>]*>(.*?)</a></h3>", career) == ["Steel bridges", "Wooden bridges"]
    assert career.count('class="line"') == 2
    assert career.count('class="open"') == 1
    told = text_of(career)
    assert "April 2012 – now" in told
    assert "2003 – 2011" in told


def test_atlas_tells_a_chapter_without_dates(render_site: Renderer) -> None:
    profile = PROFILE.replace("projects:\n", "  - {id: sound, name: Listening}\nprojects:\n", 1)
    page = with_theme(render_site, "atlas", profile).outputs["expertise/index.html"]
    assert re.findall(r"<h2><a [^>]*>(.*?)</a></h2>", page) == [
        "Steel bridges",
        "Wooden bridges",
        "Listening",
    ]


def test_atlas_puts_work_before_writing(render_site: Renderer) -> None:
    home = with_theme(render_site, "atlas", PICTURED).outputs["index.html"]
    order = headings(home)
    assert order[:5] == ["What I do, and what shows it", "Projects", "Talks", "Publications", "Latest posts"]
    assert 'class="gallery pictured"' in home
    assert '<img src="arch.png" alt="The arch &amp; its shadow" decoding="async">' in home
    assert 'alt="De &lt;boog&gt;"' in with_theme(render_site, "atlas", PICTURED).outputs["nl/index.html"]
    assert 'class="gallery listed"' in with_theme(render_site, "atlas").outputs["index.html"]


def test_carte_has_a_short_cv_below_the_card(render_site: Renderer) -> None:
    home = with_theme(render_site, "carte").outputs["index.html"]
    assert (
        home.index('class="card"')
        < home.index("What I do")
        < home.index(">Work<")
        < home.index(">Education<")
    )
    told = text_of(home)
    assert "Inspector April 2012 – now Bridge Office" in told
    assert "MSc, Structures 1998 – 2003 TU Delft" in told
    assert '<a href="cv/">The whole CV</a>' in home


def test_carte_stands_with_a_name_alone(render_site: Renderer) -> None:
    settings = f"{SETTINGS}theme: carte\n"
    result = render_site({"knowbrand.yaml": settings, "profile.yaml": "basics: {name: Kim Example}\n"})
    main = result.outputs["index.html"].partition("<main")[2].partition("</main>")[0]
    assert "Kim Example" in main
    assert "<section" not in main
    assert not result.problems
