"""The names that other tools give to front matter, and what each is here. ``docs/import.md`` shows this table."""

from __future__ import annotations

MEANINGS: dict[str, tuple[str, ...]] = {
    "title": ("title",),
    "date": ("date", "publishdate", "publish_date", "pubdate", "published", "published_at", "date_published", "created",
             "created_at"),
    "updated": ("updated", "lastmod", "modified", "last_modified_at", "last_modified", "last_updated", "lastupdated",
                "updated_at", "update_date", "date_modified"),
    "summary": ("summary", "description", "excerpt", "subtitle", "tagline", "abstract", "lead"),
    "tags": ("tags", "tag", "categories", "category", "keywords", "topics"),
    "slug": ("slug", "basename"),
    "address": ("permalink", "url", "path", "save_as"),
    "aliases": ("aliases", "alias", "redirect_from", "redirects", "old_url"),
    "draft": ("draft", "status", "published"),
    "unlisted": ("unlisted", "hidden", "eleventyexcludefromcollections"),
    "lang": ("lang", "language", "locale"),
    "image": ("image", "cover", "cover_image", "coverimage", "featured_image", "featuredimage", "feature_image",
              "featured", "images", "hero_image", "banner", "thumbnail", "og_image", "social_image", "resources", "header"),
    "image_alt": ("image_alt", "cover_alt", "image_caption"),
    "canonical": ("canonical", "canonical_url", "canonicalurl"),
    "series": ("series",),
    "syndication": ("syndication",),
    "entry_id": ("guid", "atom_id"),
    "authors": ("authors", "author"),
}  # fmt: skip
"""By field: the keys that fill it, the strongest first. A ``-`` in a key counts as ``_``, capitals don't count."""

BY_KEY: dict[str, str] = {
    key: field for field, keys in MEANINGS.items() for key in keys if key != "published"
}

GROUPS = frozenset({"extra", "params", "taxonomies"})
"""Tables whose keys are read as if they stood by themselves."""

DROPPED = frozenset(
    {
        "layout", "type", "template", "weight", "comments", "comment", "disqus", "toc", "showtoc", "show_toc", "tocopen",
        "math", "mathjax", "katex", "mermaid", "sitemap", "markup", "outputs", "menu", "nav", "sidebar", "pagination",
        "excerpt_separator", "linktitle", "in_search_index", "sort_by", "insert_anchor_links", "eleventynavigation",
        "share", "related", "read_time", "reading_time", "readingtime", "classes", "author_profile", "mtime", "render",
        "page_template", "generate_feeds", "insert_anchor_link",
    }
)  # fmt: skip
"""Keys that only tell the old theme how to show a post: they are left behind without a word."""

COLLECTIONS = frozenset({"post", "posts", "all", "blog"})
"""Tags of Eleventy that only gather the posts."""
