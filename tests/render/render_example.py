"""A small site that has one of everything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from knowbrand.problems import Problem
from knowbrand.render import Viewer
from knowbrand.site.graph import Site

SETTINGS = """\
title: {en: A site, nl: Een site}
id: 6f4b1d0e-58f5-4c5c-9a43-2c4f2f3c9f10
base_url: https://kim.example/
languages: [en, nl]
posts: {per_page: 2}
withdrawn: {/posts/gone/: {en: it <was> wrong, nl: het klopte niet}}
"""

PROFILE = """\
basics:
  name: Kim Example
  label: {en: Bridge inspector, nl: Bruginspecteur}
  email: kim@kim.example
  visibility: {email: public, phone: private}
  phone: "+31 20 000 0000"
  image: assets/kim.png
  image_alt: Kim on a bridge
  location: {city: Utrecht, countryCode: NL}
  summary: {en: "I look at *old* bridges; see [my way](content/posts/rust.md).", nl: "Ik kijk naar *oude* bruggen."}
  profiles:
    - {network: Mastodon, username: "@kim", url: "https://social.example/@kim"}
contact: {how: email, line: {en: Reply by e-mail, nl: Reageer per e-mail}}
collaboration: {for: {en: Old steel, nl: Oud staal}, not_for: {en: New concrete}, available_from: 2027-03}
expertise:
  - id: steel
    name: {en: Steel bridges, nl: Stalen bruggen}
    summary: {en: Rivets and rust.}
    from: 2012-04
    carries_over: [{from: wood, what: {en: Patience}}]
    claims:
      - id: rust
        text: {en: I find rust before it shows, nl: Ik vind roest voordat je het ziet}
        evidence:
          - posts/rust
          - {ref: projects/arch, voucher: client, by: City of Utrecht}
          - {url: "https://example.org/report.pdf", title: Report, kind: report, date: 2020-05, voucher: public record}
          - talks/looking
        changes: [{date: 2024-02, reason: {en: I used to trust paint}}]
      - {id: secret, text: {en: A claim whose evidence nobody may see}, evidence: [{ref: projects/hidden, visibility: organisation}]}
      - {id: asked, text: {en: I settle disputes}, on_request: true, evidence: [{ref: projects/hidden, visibility: organisation}]}
      - {id: drones, text: {en: I fly drones under decks}, learning: true}
  - {id: wood, name: {en: Wooden bridges}, from: 2003, until: 2011, handed_on: {date: 2011, to: Sam Other}}
projects:
  - id: arch
    name: {nl: De boog}
    startDate: 2019-03
    endDate: 2019-11
    entity: City of Utrecht
    description: {en: One arch.}
    with: [Sam Other]
    my_part: {en: the inspection}
  - {id: hidden, name: Hidden bridge, startDate: 2021, visibility: organisation}
talks:
  - id: looking
    title: Looking closely
    deliveries:
      - {event: Bridge Day, place: Delft, date: 2023-11-07, slides: assets/looking.pdf, language: nl}
      - {event: Bridge Day, place: Ghent, date: 2027-02-03}
publications: [{id: notes, name: Notes on rivets, publisher: Steel Press, releaseDate: 2018, url: "https://steel.example/"}]
work: [{name: Bridge Office, position: Inspector, startDate: 2012-04, highlights: [Ninety bridges]}]
education: [{id: delft, institution: TU Delft, area: Structures, studyType: MSc, startDate: 1998, endDate: 2003}]
skills: [{name: Ultrasound, level: master, keywords: [thickness]}]
languages: [{language: Dutch, fluency: native}]
people: [{name: Sam Other, url: "https://sam.example/", line: {nl: Timmerman}}]
"""

POSTS = {
    "content/posts/rust.md": """\
---
title: "Rust & <paint>"
date: 2024-05-31
tags: [Rust, Field notes]
expertise: [steel]
series: looking
aliases: [/old/rust/, /rust.html, /ancient/rust]
---
Before it shows, it *swells*. See [the next](bolts.md#loose).

## First

## Second

### Deeper

## Third
""",
    "content/posts/rust.nl.md": "---\ntitle: Roest\ndate: 2024-05-31\n---\nHet zwelt.\n",
    "content/posts/bolts.md": """\
---
title: Bolts
date: 2025-01-02
updated: 2025-02-03
tags: [Rust]
series: looking
summary: About **bolts**.
supports: [{claim: steel/rust, voucher: collaborator, by: Sam Other}]
with: [Sam Other]
my_part: the photographs
syndication: ["https://social.example/bolts"]
changes: [{date: 2025-02-03, reason: Wrong torque}]
x-mood: calm
---
![A bolt](/kim.png)

## Loose
""",
    "content/posts/third.md": "---\ntitle: Third\ndate: 2025-03-04\ntags: [Rust]\n---\nText.\n",
    "content/posts/unlisted.md": "---\ntitle: Unlisted\ndate: 2025-03-05\nunlisted: true\n---\nText.\n",
    "content/posts/draft.md": "---\ntitle: Draft post\ndate: 2025-03-06\ndraft: true\n---\nText.\n",
    "content/pages/about.md": "---\ntitle: About\nmenu: 15\n---\nMe.\n",
}

FILES: dict[str, str] = {
    "knowbrand.yaml": SETTINGS,
    "profile.yaml": PROFILE,
    "assets/kim.png": "a picture",
    "assets/looking.pdf": "slides",
    **POSTS,
}

TODAY = dt.date(2026, 11, 23)


class Result(NamedTuple):
    """What came out: the site, the view maker, the outputs as text by path, and the problems."""

    site: Site
    viewer: Viewer
    outputs: dict[str, str]
    problems: list[Problem]


Renderer = Callable[..., Result]
