"""Posts from other tools: what is kept, what is said, and what can't go wrong."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from knowbrand.importers import Imported, import_posts
from knowbrand.markup import render
from knowbrand.problems import KnowbrandError

REAL_POSTS = Path(__file__).parents[2].parent / "shared" / "real-posts"


def bring(folder: Path, files: Mapping[str, str | bytes], start: str = "", **options: Any) -> Imported:
    """What comes of ``files`` written below ``folder``."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content if isinstance(content, bytes) else content.encode())
    return import_posts(folder / start, **options)


def text_of(imported: Imported, path: str) -> str:
    content = dict(imported.files)[path]
    assert isinstance(content, bytes)
    return content.decode()


def body_of(folder: Path, body: str, tool: Any = "jekyll", **options: Any) -> tuple[str, Imported]:
    """What comes of the body of one post."""
    post = f"---\ntitle: A\nauthor: glad\n---\n{body}\n"
    imported = bring(folder, {"_posts/2015-01-01-a.md": post}, "_posts", tool=tool, **options)
    return text_of(imported, "content/posts/2015-01-01-a.md").split("---\n", 2)[2].strip("\n"), imported


def codes(imported: Imported) -> list[str]:
    return [problem.code for problem in imported.problems]


def meta_of(
    folder: Path, front: str, tool: Any = "jekyll", name: str = "2015-01-01-a", **options: Any
) -> dict[str, Any]:
    imported = bring(folder, {f"_posts/{name}.md": f"---\n{front}\n---\nB\n"}, "_posts", tool=tool, **options)
    text = next(content for path, content in imported.files if path.endswith(".md"))
    assert isinstance(text, bytes)
    return dict(yaml.load(text.split(b"---\n")[1], yaml.BaseLoader))  # noqa: S506 - makes only texts


@pytest.mark.parametrize(
    ("front", "key", "value"),
    [
        ("title: A\ntags: one two", "tags", ["one", "two"]),
        ("title: A\ntags: one two, three", "tags", ["one two", "three"]),
        ("title: A\ncategory: one two\ntags: [x]", "tags", ["x", "one two"]),
        ("title: A\nkeywords: [X, x]", "tags", ["X"]),
        ("title: A\nlast_modified_at: March 9, 2015", "updated", "2015-03-09"),
        ("title: A\nexcerpt: E\ndescription: D", "summary", "D"),
        ("title: A\nexcerpt: E\ndescription: D", "x-excerpt", "E"),
        ("title: A &amp; <b>B</b>", "title", "A & B"),
        ("title: A\npublished: false", "draft", "true"),
        ("title: A\ndraft: true", "draft", "true"),
        ("title: A\nslug: Other Name", "slug", "Other-Name"),
        ("title: A\ncanonical_url: https://a.example/x", "canonical", "https://a.example/x"),
        ("title: A\ncanonical_url: nowhere", "x-canonical_url", "nowhere"),
        ("title: A\nauthor: [B, C]", "x-authors", ["B", "C"]),
        ("title: A\nimage: https://a.example/x.png", "x-image", "https://a.example/x.png"),
        ("title: A\nparams: {mood: glad}", "x-mood", "glad"),
        ("title: A\nx-mine: kept", "x-mine", "kept"),
        ("title: A\ndate: 2016-02-03 10:00:00 +0100", "date", "2016-02-03 10:00 +01:00"),
        ("title: A\ndate: some day", "date", "2015-01-01"),
        ("title: A\nlayout: post\nhero: false\nmath: true", "layout", None),
        ("title: A\nlayout: post\nhero: false\nmath: true", "x-hero", None),
        ("title: A\nlang: en_US", "lang", None),
        ("title: A\nlocale: nl-NL", "lang", "nl"),
        ("title: A\nlanguage: fr", "lang", "fr"),
    ],
)
def test_keys_come_under_their_name_here(tmp_path: Path, front: str, key: str, value: object) -> None:
    assert meta_of(tmp_path, front, languages=("en", "nl")).get(key) == value


@pytest.mark.parametrize(
    ("tool", "files", "aliases"),
    [
        ("jekyll", {"_config.yml": "x: 1", "_posts/2015-03-02-A_b.md": "categories: [Big News]"}, ["/big-news/2015/03/02/A_b.html"]),
        ("jekyll", {"_config.yml": "permalink: pretty", "_posts/2015-03-02-a.md": ""}, ["/2015/03/02/a/"]),
        ("jekyll", {"_config.yml": "permalink: none", "_posts/2015-03-02-a.md": ""}, ["/a.html"]),
        ("jekyll", {"_config.yml": "permalink: ordinal", "_posts/2015-03-02-a.md": ""}, ["/2015/061/a.html"]),
        ("jekyll", {"_config.yml": "permalink: /w/:short_year-:i_month/:title", "_posts/2015-03-02-a.md": ""}, ["/w/15-3/a"]),
        ("jekyll", {"_config.yml": "collections: {posts: {permalink: '/c/:slug/'}}", "_posts/2015-03-02-A_b.md": ""}, ["/c/a-b/"]),
        ("jekyll", {"_posts/2015-03-02-a.md": "permalink: /own/"}, ["/own/"]),
        ("jekyll", {"_posts/2015-03-02-a.md": "date: 2015-03-02 23:00 -0500"}, [
            "/2015/03/02/a.html", "/2015/03/02/a/", "/2015/03/03/a.html", "/2015/03/03/a/"]),
        ("jekyll", {"_config.yml": "timezone: UTC", "_posts/2015-03-02-a.md": "date: 2015-03-02 23:00 -0500"}, ["/2015/03/03/a.html"]),
        ("hugo", {"hugo.yaml": "baseURL: https://a.example", "content/blog/sub/My Post.md": "date: 2015-03-02"}, ["/blog/sub/my-post/"]),
        ("hugo", {"hugo.yaml": "permalinks: {page: {blog: '/:year/:slug'}}", "content/blog/x.md": "date: 2015-03-02\nslug: s"}, ["/2015/s"]),
        ("hugo", {"hugo.yaml": "uglyURLs: true", "content/blog/x.md": "date: 2015-03-02"}, ["/blog/x.html"]),
        ("hugo", {"hugo.yaml": "languages: {en: {}, nl: {}}", "content/blog/x.nl.md": "date: 2015-03-02"}, ["/nl/blog/x/"]),
        ("zola", {"config.toml": "base_url = 'https://a.example'", "content/blog/2015-03-02_Éa_b.md": ""}, ["/blog/ea-b/"]),
        ("eleventy", {".eleventy.js": "", "blog/2015-03-02-a.md": ""}, ["/blog/2015-03-02-a/"]),
        ("eleventy", {".eleventy.js": "", "blog/blog.11tydata.js": "x = {permalink: '/{{ page.date | date: \"%Y/%m\" }}/{{ page.fileSlug }}/'}",
                      "blog/2015-03-02-a.md": ""}, ["/2015/03/a/"]),
        ("pelican", {"pelicanconf.py": "X = 1", "content/2015-03-02-a.md": "category: B"}, ["/the-title.html"]),
        ("pelican", {"pelicanconf.py": "ARTICLE_URL = '{date:%Y}/{category}/{slug}/'\nSLUGIFY_SOURCE = 'basename'",
                     "content/news/2015-03-02-a.md": ""}, ["/2015/news/a/"]),
    ],
)  # fmt: skip
def test_the_old_address_leads_to_the_post(
    tmp_path: Path, tool: str, files: dict[str, str], aliases: list[str]
) -> None:
    written = {
        path: f"---\ntitle: The title\n{content}\n---\nB\n" if path.endswith(".md") else content
        for path, content in files.items()
    }
    imported = bring(tmp_path, written, languages=("en", "nl"))
    assert imported.tool == tool
    text = next(content for path, content in imported.files if path.endswith(".md"))
    assert isinstance(text, bytes)
    assert yaml.safe_load(text.split(b"---\n")[1])["aliases"] == aliases


@pytest.mark.parametrize(
    ("tool", "body", "expected"),
    [
        ("jekyll", "A {{ x | y }} b", "A `{{ x | y }}` b"),
        ("jekyll", "{{ x }}{% y %}", "`{{ x }}{% y %}`"),
        ("jekyll", "{{ 'a`b' | x }}", "``{{ 'a`b' | x }}``"),
        ("jekyll", "`{{ x }}` and\n\n```\n{% y %}\n```", "`{{ x }}` and\n\n```\n{% y %}\n```"),
        ("jekyll", "para\n\n    {{ indented }}", "para\n\n    {{ indented }}"),
        ("jekyll", "- item\n\n    {{ in a list }}", "- item\n\n    `{{ in a list }}`"),
        ("jekyll", '[a]({{ x }}/b "t (c)")', '[a]`({{ x }}/b "t (c)")`'),
        ("jekyll", "<div>\n{{<x>}} & {{ y }}\n</div>", "<div>\n{{&lt;x&gt;}} & {{ y }}\n</div>"),
        ("jekyll", '<a title="{{ page.author }}">x</a>', '<a title="glad">x</a>'),
        ("jekyll", "{% raw %}{{ kept }}{% endraw %}", "{{ kept }}"),
        ("jekyll", "```\n{% raw %}\n{{ kept }}\n{% endraw %}\n```", "```\n{{ kept }}\n```"),
        ("jekyll", "a{% comment %}secret{% endcomment %}b", "ab"),
        ("jekyll", "a\n<!-- more -->\nb", "a\n\nb"),
        ("jekyll", "* TOC\n{:toc}\n\n# A", "[TOC]\n\n# A"),
        ("jekyll", "{% highlight sh %}\n$ `ls`\n{% endhighlight %}", "```sh\n$ `ls`\n```"),
        ("jekyll", "1. a\n   {% highlight sh %}\n   ls\n   {% endhighlight %}", "1. a\n   ```sh\n   ls\n   ```"),
        ("jekyll", "text {: .lead }", "text {: .lead }"),
        ("jekyll", "a\n\n##B\n\n```\n\n##c\n```\n\n#d", "a\n\n## B\n\n```\n\n##c\n```\n\n#d"),
        ("hugo", "##b", "##b"),
        ("jekyll", '<div class="x" markdown="1">\n*a*\n</div>', '<div class="x">\n\n*a*\n</div>'),
        ("jekyll", "<aside markdown='block' id=y>*a*</aside>", "<aside id=y>\n\n*a*\n\n</aside>"),
        ("jekyll", "b\n<div>\n{{<x>}}</div>\n\n{{ y }}", "b\n<div>\n{{&lt;x&gt;}}</div>\n\n`{{ y }}`"),
        ("jekyll", "<pre>\n\n{{<x>}}\n</pre>\n{{ y }}", "<pre>\n\n{{&lt;x&gt;}}\n</pre>\n`{{ y }}`"),
        ("jekyll", "<!--\n\n{{<x>}} -->\n{{ y }}", "<!--\n\n{{&lt;x&gt;}} -->\n`{{ y }}`"),
        ("jekyll", '<a href="https://a.example/">\n{{<x>}}\n</a>', '<a href="https://a.example/">\n{{&lt;x&gt;}}\n</a>'),
        ("jekyll", '{{ "https://www.youtube-nocookie.com/embed/a-B_1?x=1" | embed: \'A "b" *c*\' }}',
         '[A "b" \\*c\\*](https://www.youtube.com/watch?v=a-B_1)'),
        ("eleventy", "{{ '//player.vimeo.com/video/1234' | vimeo }}", "<https://vimeo.com/1234>"),
        ("jekyll", '<p>{{ "https://a.example/v" | embed: "A & b" }}</p>', '<p><a href="https://a.example/v">A &amp; b</a></p>'),
        ("jekyll", '{{ "/v" | embed: "A" }}', '`{{ "/v" | embed: "A" }}`'),
        ("hugo", "{{</* x */>}}", "`{{< x >}}`"),
        ("hugo", "{{< vimeo 1234 >}}", "<https://vimeo.com/1234>"),
        ("hugo", "{{< param author >}}", "glad"),
        ("zola", "{# note #}a {#id}", "a {#id}"),
        ("pelican", "a\n\n    #!sh\n    ls\n\nb", "a\n\n```sh\nls\n```\n\nb"),
        ("eleventy", "::: tip\na\n:::", "\\::: tip\na\n\\:::"),
    ],
)  # fmt: skip
def test_calls_are_translated_or_stay_visible(tmp_path: Path, tool: str, body: str, expected: str) -> None:
    assert body_of(tmp_path, body, tool)[0] == expected


@pytest.mark.parametrize(
    ("body", "line", "column"),
    [
        ("{{ x }}", 5, 1),
        ("a\n\nb {% y %}", 7, 3),
        ("<!-- more -->\n{% highlight x %}\n1\n\n2\n{% endhighlight %}\n\né {{ x }}", 12, 3),
        ("{{ site.url }}/ [a]({{ site.baseurl }}/b)\n{{ x }}", 6, 1),
    ],
)
def test_a_call_is_told_where_it_stood(tmp_path: Path, body: str, line: int, column: int) -> None:
    _, imported = body_of(tmp_path, body, old_url="https://old.example")
    place = next(problem.place for problem in imported.problems if problem.code == "KB245")
    assert place is not None
    assert (place.path, place.line, place.column) == ("2015-01-01-a.md", line, column)


def test_links_and_pictures_that_lead_nowhere_stay_visible_and_are_told(tmp_path: Path) -> None:
    body = '[a](/about/) ![b](c.png "d") <a href="/e/">e</a> <img src="/f.png">\n\n[g]: /h/'
    text, imported = body_of(tmp_path, body)
    assert text == (
        '[a]`(/about/)` ![b]`(c.png "d")` <a data-old-href="/e/">e</a> `<img src="/f.png">`\n\n`[g]: /h/`'
    )
    assert sorted(codes(imported)) == ["KB246", "KB246", "KB247", "KB247", "KB247"]
    places = [(problem.place.line, problem.place.column) for problem in imported.problems if problem.place]
    assert places == [(5, 5), (5, 19), (5, 39), (5, 60), (7, 6)]


@pytest.mark.parametrize(
    ("call", "alt"),
    [
        ('{% image "/a.png" "Plain" %}', "Plain"),
        ('{% image "/a.png" ""Doubled"" %}', '"Doubled"'),
        ('{% image "/a.png" "He says "I go."" %}', 'He says "I go."'),
        ("{% image '/a.png' 'It's here' %}", "It's here"),
        ('{% image src="/a.png"alt="Side by side" %}', "Side by side"),
        ('{% image "/a.png" "He said "no" to it" %}', None),
    ],
)
def test_no_word_of_a_pictures_text_is_lost(tmp_path: Path, call: str, alt: str | None) -> None:
    body = body_of(tmp_path, call)[0]
    assert body == (f"![{alt}]`(/a.png)`" if alt else f"`{call}`")


def test_a_footnote_is_no_definition_of_a_link(tmp_path: Path) -> None:
    body = "a[^1]\n\n[^1]: see the [b](https://b.example/) {{ site.url }}"
    assert body_of(tmp_path, body, old_url="https://old.example")[0] == body.replace(
        "{{ site.url }}", "https://old.example"
    )


def test_definitions_below_one_that_leads_nowhere_stay_definitions(tmp_path: Path) -> None:
    assert body_of(tmp_path, "[a]: /about/\n[b]: https://b.example/\n\n[x][b]")[0] == (
        "`[a]: /about/`\n\n[b]: https://b.example/\n\n[x][b]"
    )


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ('<p><img src="/f.png"></p>', '<p><code>&lt;img src="/f.png"&gt;</code></p>'),
        ('<img alt="a > b src=c" src=/f.png>', '`<img alt="a > b src=c" src=/f.png>`'),
        ('<video src="/f.mp4" poster="/p.png"></video>', '<video data-old-src="/f.mp4" data-old-poster="/p.png"></video>'),
        ('<img src="https://a.example/b.png" srcset="/c.png 1x, /d.png 2x">',
         '<img src="https://a.example/b.png" data-old-srcset="/c.png 1x, /d.png 2x">'),
        ('<div>[a](/about/)</div>', '<div>[a](/about/)</div>'),
        ('<img alt="src=/x.png" src="https://a.example/b.png">', '<img alt="src=/x.png" src="https://a.example/b.png">'),
    ],
)  # fmt: skip
def test_tags_that_lead_nowhere_let_the_site_build(tmp_path: Path, tag: str, expected: str) -> None:
    assert body_of(tmp_path, tag)[0] == expected


def test_a_call_and_its_end_are_told_once_under_their_name(tmp_path: Path) -> None:
    body = '{% note %}\na\n{% endnote %}\n{{ "b" | team: "c" }}\n{% endother %}'
    _, imported = body_of(tmp_path, body)
    told = [problem.message.split("'")[1] for problem in imported.problems]
    assert told == ["note", "team", "endother"]


def test_links_to_pages_lead_to_the_old_site_where_its_address_is_known(tmp_path: Path) -> None:
    text, imported = body_of(
        tmp_path, "[a](/about/?x#y) [b](https://else.example/) [c](#d)", old_url="https://old.example/"
    )
    assert text == "[a](https://old.example/about/?x#y) [b](https://else.example/) [c](#d)"
    assert codes(imported) == ["KB247"]


def test_links_between_posts_find_each_other(tmp_path: Path) -> None:
    files = {
        "_posts/2015-01-01-a.md": "---\ntitle: A\n---\n"
        "[1](/2015/01/02/b.html#x) [2](2015-01-02-b.md) [3](https://www.old.example/2015/01/02/b/?q=1) [4]({% link _posts/2015-01-02-b.md %})",
        "_posts/2015-01-02-b.md": "---\ntitle: B\n---\n",
    }
    imported = bring(tmp_path, files, "_posts", old_url="https://old.example")
    text = text_of(imported, "content/posts/2015-01-01-a.md")
    assert text.endswith(
        "[1](2015-01-02-b.md#x) [2](2015-01-02-b.md) [3](2015-01-02-b.md) [4](2015-01-02-b.md)\n"
    )
    assert codes(imported) == []


def test_a_file_out_of_the_old_site_or_of_no_known_kind_does_not_come_along(tmp_path: Path) -> None:
    files = {
        "secret.png": "s",
        "old/_config.yml": "x: 1",
        "old/.env.png": "s",
        "old/run.sh": "s",
        "old/_posts/2015-01-01-a.md": "---\ntitle: A\n---\n![1](/../secret.png) ![2](../../secret.png) ![3](/.env.png) [4](/run.sh) ![5](/link.png)",
    }
    (tmp_path / "old").mkdir()
    (tmp_path / "old/link.png").symlink_to(tmp_path / "secret.png")
    imported = bring(tmp_path, files, "old")
    assert [path for path, _ in imported.files] == ["content/posts/2015-01-01-a.md"]


def test_links_on_disk_are_not_followed_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "old/_posts").mkdir(parents=True)
    (tmp_path / "private.md").write_text("---\ntitle: P\n---\n")
    (tmp_path / "old/_posts/2015-01-01-p.md").symlink_to(tmp_path / "private.md")
    (tmp_path / "old/_posts/2015-01-01-q.md").symlink_to("2015-01-01-q.md")
    with pytest.raises(KnowbrandError) as caught:
        import_posts(tmp_path / "old")
    assert caught.value.problems[0].code == "KB240"


def test_two_posts_of_one_name_get_two_ids(tmp_path: Path) -> None:
    names = ["2015-01-01-a", "2016-01-01-a", "2016-01-01-A", "2017-01-01-a.nl"]
    imported = bring(
        tmp_path, {f"_posts/{name}.md": "---\ntitle: A\n---\n" for name in names}, languages=("en", "nl")
    )
    assert [path for path, _ in imported.files] == [
        "content/posts/2015-01-01-a.md",
        "content/posts/2017-01-01-a.nl.md",
        "content/posts/A-2016-01-01.md",
        "content/posts/a-2016-01-01-2.md",
    ]
    assert codes(imported) == [
        "KB248",
        "KB248",
        "KB250",
        "KB250",
    ]  # the old site had one of the two addresses only


def test_two_posts_that_claim_one_old_address(tmp_path: Path) -> None:
    front = "---\ntitle: A\nredirect_from: /old/\n---\n"
    imported = bring(tmp_path, {f"_posts/2015-01-0{n}-p{n}.md": front for n in (1, 2)}, "_posts")
    assert "- /old/\n" in text_of(imported, "content/posts/2015-01-01-p1.md")
    assert "- /old/\n" not in text_of(imported, "content/posts/2015-01-02-p2.md")
    assert codes(imported) == ["KB250"]


def test_an_address_that_stays_the_same_is_no_alias(tmp_path: Path) -> None:
    files = {
        "hugo.toml": "baseURL = 'https://a.example'",
        "content/posts/a.md": "---\ntitle: A\ndate: 2015-01-01\n---\n",
    }
    assert "aliases" not in text_of(bring(tmp_path, files), "content/posts/a.md")
    assert "aliases:\n  - /posts/a/\n" in text_of(
        import_posts(tmp_path, permalink="/:year/:slug/"), "content/posts/a.md"
    )


def test_what_is_in_the_site_already_is_left_out(tmp_path: Path) -> None:
    files = {f"_posts/2015-01-0{n}-p{n}.md": "---\ntitle: A\n---\n" for n in (1, 2)}
    existing = frozenset({"content/posts/2015-01-01-p1.md", "content/posts/other/2014-01-01-p2.md"})
    imported = bring(tmp_path, files, existing=existing)
    assert [path for path, _ in imported.files] == ["content/posts/p2-2015-01-02.md"]
    assert (imported.posts, imported.present, codes(imported)) == (1, 1, ["KB241", "KB248"])


def test_a_second_import_brings_nothing_and_tells_one_line_a_post(tmp_path: Path) -> None:
    names = [
        "_posts/2015-01-01-a",
        "sub/_posts/2015-01-01-a",
        "_posts/2016-01-01-a",
        "_posts/2016-01-01-A",
        "_posts/2017-01-01-b",
    ]
    files = {f"{name}.md": "---\ntitle: A\nmood: x\n---\n{{ x }}\n" for name in names}
    first = bring(tmp_path, files, existing=frozenset({"content/posts/b.md"}))
    paths = frozenset(path for path, _ in first.files)
    assert "content/posts/b-2017-01-01.md" in paths
    second = import_posts(tmp_path, existing=paths | {"content/posts/b.md"})
    assert (second.files, second.posts, second.present) == ((), 0, 5)
    assert [(problem.code, problem.severity) for problem in second.problems] == [("KB241", "info")] * 5
    again = import_posts(
        tmp_path, existing=paths - {"content/posts/a-2015-01-01.md"} | {"content/posts/b.md"}
    )
    assert [path for path, _ in again.files] == ["content/posts/a-2015-01-01.md"]
    third = bring(
        tmp_path,
        {"_posts/2018-01-01-c.md": "---\ntitle: C\n---\n[a](/2016/01/01/A/)"},
        existing=paths | {"content/posts/b.md"},
    )
    assert text_of(third, "content/posts/2018-01-01-c.md").endswith("[a](A-2016-01-01.md)\n")


def test_an_address_that_differs_in_capitals_only_is_told(tmp_path: Path) -> None:
    front = "title: A\npermalink: /a/\nredirect_from: [/A/, /a/]"
    imported = bring(tmp_path, {"_posts/2015-01-01-x.md": f"---\n{front}\n---\n"})
    assert "aliases:\n  - /a/\nx-imported: true\n---" in text_of(imported, "content/posts/2015-01-01-x.md")
    assert [problem.message for problem in imported.problems] == [
        "the old address /A/ is left out: /a/ differs from it only in capitals"
    ]


def test_a_date_that_is_not_understood_is_told_once(tmp_path: Path) -> None:
    files = {
        f"posts/{n}.md": f"---\ntitle: A\ndate: {d}\n---\n" for n, d in (("a", "03/12/2012"), ("b", "soon"))
    }
    imported = bring(tmp_path, files, "posts")
    assert [problem.message.split(";")[0] for problem in imported.problems] == [
        "the date '03/12/2012' could mean two days",
        "the date 'soon' isn't understood",
    ]
    assert all("as a draft" in problem.message for problem in imported.problems)


def test_a_paragraph_that_yaml_takes_for_a_field_stays_text(tmp_path: Path) -> None:
    front = "title: A\nexcerpt: <p>One</p>\n\n<p>Two: three</p>\n\ndescription: D"
    assert meta_of(tmp_path, front)["x-excerpt"] == "<p>One</p> <p>Two: three</p>"
    imported = import_posts(tmp_path / "_posts")
    problem = next(problem for problem in imported.problems if problem.code == "KB242")
    assert problem.place
    assert (problem.place.line, problem.place.column) == (5, 1)
    assert "excerpt" in problem.message


def test_other_encodings_are_read_and_told(tmp_path: Path) -> None:
    files = {
        "_posts/2015-01-01-bom.md": b"\xef\xbb\xbf---\r\ntitle: A\r\n---\r\nx\r\ny\r\n",
        "_posts/2015-01-02-old.md": "---\ntitle: Caf\u00e9 \u2019s\n---\n".encode("cp1252"),
        "_posts/2015-01-03-wide.md": "---\ntitle: W\n---\n".encode("utf-16"),
        "_posts/2015-01-04-nul.md": b"---\ntitle: N\n---\na\x00b\n",
    }
    imported = bring(tmp_path, files)
    assert text_of(imported, "content/posts/2015-01-01-bom.md").endswith("---\n\nx\ny\n")
    assert "title: Caf\u00e9 \u2019s\n" in text_of(imported, "content/posts/2015-01-02-old.md")
    assert "title: W\n" in text_of(imported, "content/posts/2015-01-03-wide.md")
    assert text_of(imported, "content/posts/2015-01-04-nul.md").endswith("\nab\n")
    assert codes(imported) == ["KB249"] * 3
    assert [problem.place.line for problem in imported.problems if problem.place] == [2, 1, 4]


def test_a_post_without_a_date_comes_in_as_a_draft(tmp_path: Path) -> None:
    imported = bring(tmp_path, {"posts/a.md": "---\ntitle: A\n---\n"}, "posts")
    assert "draft: true\n" in text_of(imported, "content/posts/a.md")
    assert codes(imported) == ["KB243"]


def test_a_title_is_found(tmp_path: Path) -> None:
    files = {
        "_posts/2015-01-01-a.md": "---\ndate: 2015-01-01\n---\n\n# The *one*\n\nText {{ x }}",
        "_posts/2015-01-02-my_own-name.md": "---\ndate: 2015-01-01\n---\nText",
    }
    imported = bring(tmp_path, files)
    assert text_of(imported, "content/posts/2015-01-01-a.md").startswith("---\ntitle: The *one*\n")
    assert text_of(imported, "content/posts/2015-01-02-my-own-name.md").startswith(
        "---\ntitle: My own name\n"
    )
    call = next(problem.place for problem in imported.problems if problem.code == "KB245")
    assert call is not None
    assert (call.line, call.column) == (7, 6)


def test_a_language_that_the_site_does_not_have_is_told(tmp_path: Path) -> None:
    imported = bring(
        tmp_path, {"_posts/2015-01-01-a.md": "---\ntitle: A\nlang: fr\n---\n"}, languages=("en",)
    )
    assert codes(imported) == ["KB255"]
    assert imported.problems[0].place is not None
    assert imported.problems[0].place.line == 3


def test_settings_are_read_and_never_run(tmp_path: Path) -> None:
    files = {
        "pelicanconf.py": f"open({str(tmp_path / 'ran')!r}, 'w')\nDEFAULT_LANG = 'nl'\nSITEURL = __import__('os').sep\n",
        "content/a.md": "Title: A\nDate: 2015-01-01\n\nB\n",
    }
    imported = bring(tmp_path, files, languages=("en", "nl"))
    assert "lang: nl\n" in text_of(imported, "content/posts/a.md")
    assert not (tmp_path / "ran").exists()


def test_broken_settings_are_told(tmp_path: Path) -> None:
    imported = bring(tmp_path, {"_config.yml": "a: [", "_posts/2015-01-01-a.md": "---\ntitle: A\n---\n"})
    assert codes(imported) == ["KB242"]
    assert imported.posts == 1


@pytest.mark.parametrize("folder", ["nowhere", "empty"])
def test_a_folder_without_posts_says_so(tmp_path: Path, folder: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(KnowbrandError) as caught:
        import_posts(tmp_path / folder)
    assert caught.value.problems[0].code == "KB240"


HOSTILE = {
    "brackets": "[" * 13_000,
    "targets": '[x](a "' * 13_000,
    "calls": "{{ x }}" * 13_000,
    "open calls": "{%" * 30_000,
    "calls in targets": "[x]({{ a }}" * 5_000,
    "raw": "{% raw %}" * 10_000,
    "highlight": "{% highlight x %}" * 10_000,
    "escaped": "{{</* " * 10_000,
    "tags": '<img src="' * 10_000,
    "spaces": " " * 200_000 + "x",
    "ticks": "`a``b```" * 10_000,
    "quotes": ("{% x " + '"a' * 1_500 + " %}") * 200,
    "tags in quotes": '<a "' * 20_000,
    "attributes": "<a " + " src=" * 20_000 + ">",
    "definitions": "[a]: /b/\n" * 10_000,
    "inside": "<div markdown=" * 10_000,
    "rows": "a|b\n-|-\n" + "{{ x | y }}\n" * 10_000,
    "items": "- <div>\n" * 10_000,
    "colons": ":::\n" * 5_000,
    "toml": "\n+++\na = " + "[" * 20_000 + "\n+++\n",
    "json": '{"a":' * 20_000,
    "number": "\n+++\na = " + "9" * 9_000 + "\n+++\n",
    "bomb": "\n---\na: &a [x,x,x,x,x,x,x,x,x]\n"
    + "".join(f"{key}: &{key} [{','.join([f'*{chr(ord(key) - 1)}'] * 9)}]\n" for key in "bcdefgh")
    + "---\n",
    "lists": "\n".join("  " * depth + "- x" for depth in range(300)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_neither_hangs_nor_crashes(tmp_path: Path, name: str) -> None:
    start = "" if HOSTILE[name].startswith(("\n", "{")) else "---\ntitle: A\n---\n"
    imported = bring(tmp_path, {"_posts/2015-01-01-a.md": start + HOSTILE[name].lstrip("\n")})
    assert imported.posts == 1
    assert len(imported.problems) < 300


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["{{", "}}", "{%", "%}", "{{<", ">}}", "raw", "endraw", "highlight", "`", "```\n", "\n", "\n\n", "    ", "](", ")",
             "[", "<img src=\"", '"', ">", "x.png", "/a/", "- ", ":::", "{#", "#}", "---\n", "+++\n", "title: ", "a", "é", " "]
        ),
        max_size=40,
    ).map("".join),
    st.sampled_from(["jekyll", "hugo", "eleventy", "pelican", "zola", None]),
)  # fmt: skip
def test_whatever_is_written_comes_out_as_a_post(tmp_path: Path, text: str, tool: Any) -> None:
    imported = bring(tmp_path, {"_posts/2015-01-01-a.md": f"---\nmood: x\n---\n{text}"}, "_posts", tool=tool)
    assert imported.posts == 1
    lines = f"---\nmood: x\n---\n{text}".split("\n")
    for problem in imported.problems:
        if problem.place and problem.place.line and problem.place.column:
            assert problem.place.column <= len(lines[problem.place.line - 1]) + 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["{{", "}}", "{% x %}", "`", "```\n", "~~~\n", "\n", "\n\n", "    ", "\t", "- ", "1. ", "> ", "\\", "[", "![", "](/a/)",
             "](b.png)", "[a]: /b/", "\n[b]: c.png 't'\n", "[^1]: ", '<img src="/x.png" alt="y">', "<img src=/x.png>", "<a href='/q/'>",
             "</a>", '<div markdown="1">', "<div>", "</div>", "<pre>", "</pre>", "<!--", "-->", '<img srcset="a.png 1x, b.png 2x">',
             '<video poster=/p.png src="v.mp4">', "<span>", "<b ", "<", ">", '"', "##x", ":::", '{% image "a.png" "b" %}', "a", " "]
        ),
        max_size=25,
    ).map("".join)
)  # fmt: skip
@example('{{<!--`-->`<img src="/x.png" alt="y">')
@example('a <b title="`">`<img src="/x.png" alt="y">')
@example('a <http://b.example/`>`<img src="/x.png" alt="y">')
def test_whatever_leads_nowhere_lets_the_site_build(tmp_path: Path, text: str) -> None:
    imported = bring(tmp_path, {"_posts/2015-01-01-a.md": f"---\ntitle: A\n---\n{text}"}, "_posts")
    body = text_of(imported, "content/posts/2015-01-01-a.md").split("---\n", 2)[2]
    assert [
        one.target for one in render(body, path="a.md").references if not one.target.startswith("#")
    ] == []


@pytest.mark.skipif(not REAL_POSTS.is_dir(), reason="the real posts aren't beside this repository")
def test_real_posts_come_along_with_every_oddity_at_its_line() -> None:
    imported = import_posts(REAL_POSTS, languages=("en",))
    assert imported.posts == len(list(REAL_POSTS.glob("2*.md")))
    for problem in imported.problems:
        assert problem.place is not None
        if problem.code != "KB245":
            continue
        lines = (REAL_POSTS / problem.place.path).read_text("utf-8").split("\n")
        assert problem.place.line is not None
        assert problem.place.column is not None
        assert re.match(r"\{[{%]", lines[problem.place.line - 1][problem.place.column - 1 :])
    assert any(problem.code == "KB245" for problem in imported.problems)
    places = [(problem.code, problem.place, problem.message) for problem in imported.problems]
    assert len(places) == len(set(places))


@pytest.mark.skipif(not REAL_POSTS.is_dir(), reason="the real posts aren't beside this repository")
def test_no_word_of_the_real_posts_is_lost() -> None:
    imported = import_posts(REAL_POSTS, languages=("en",))
    written = {
        path.rpartition("/")[2].casefold(): content.decode()
        for path, content in imported.files
        if isinstance(content, bytes)
    }
    for file in REAL_POSTS.glob("2*.md"):
        before = re.findall(r"\w+", file.read_text("utf-8").split("\n---", 1)[1])
        after = Counter(re.findall(r"\w+", written[file.name.casefold()]))
        calls = {
            "raw",
            "endraw",
            "url",
            "image",
            "image_with_class",
            "site",
            "baseurl",
            "page",
            "embed",
            "nocookie",
            "www",
        }
        lost = Counter(word for word in before if word not in calls) - after
        assert sum(lost.values()) <= 12, (
            file.name,
            lost,
        )  # the classes of pictures, and what leads to posts now
