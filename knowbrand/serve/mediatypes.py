"""What a file is, for the browser: the same on every machine, whatever its own tables say."""

from __future__ import annotations

_BY_NAME = {
    "apple-app-site-association": "application/json",
    "feed.json": "application/feed+json",
    "host-meta": "application/xrd+xml",
    "webfinger": "application/jrd+json",
}
"""Feeds are XML here, as in the files for hosts: with a type of their own, browsers would offer them as a download."""
_TEXT = {
    "css": "text/css",
    "csv": "text/csv",
    "htm": "text/html",
    "html": "text/html",
    "ics": "text/calendar",
    "js": "text/javascript",
    "md": "text/markdown",
    "mjs": "text/javascript",
    "txt": "text/plain",
    "vcf": "text/vcard",
    "vtt": "text/vtt",
    "xml": "application/xml",
    "xsl": "text/xsl",
}
_BINARY = {
    "atom": "application/atom+xml",
    "avif": "image/avif",
    "bib": "application/x-bibtex",
    "bmp": "image/bmp",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "epub": "application/epub+zip",
    "flac": "audio/flac",
    "geojson": "application/geo+json",
    "gif": "image/gif",
    "gz": "application/gzip",
    "ico": "image/vnd.microsoft.icon",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "m4a": "audio/mp4",
    "mov": "video/quicktime",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "oga": "audio/ogg",
    "ogg": "audio/ogg",
    "ogv": "video/ogg",
    "opus": "audio/ogg",
    "otf": "font/otf",
    "pdf": "application/pdf",
    "png": "image/png",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "rss": "application/rss+xml",
    "svg": "image/svg+xml",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "ttf": "font/ttf",
    "wasm": "application/wasm",
    "wav": "audio/wav",
    "webm": "video/webm",
    "webmanifest": "application/manifest+json",
    "webp": "image/webp",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
_TYPES = {**{ending: f"{name}; charset=utf-8" for ending, name in _TEXT.items()}, **_BINARY}

HTML = _TYPES["html"]
CSS = _TYPES["css"]
JAVASCRIPT = _TYPES["js"]
_SHAPING = ("image/", "font/", "video/", "audio/", "text/css", "text/javascript", "application/wasm")


def media_type(path: str) -> str:
    """The Content-Type (RFC 9110, 8.3) of the file at ``path``; bytes without a meaning where nothing is known."""
    name = path.rpartition("/")[2].lower()
    return _BY_NAME.get(name) or _TYPES.get(name.rpartition(".")[2], "application/octet-stream")


def shapes_pages(content_type: str) -> bool:
    """Whether a page that uses a file of this type looks different when the file changes."""
    return content_type.startswith(_SHAPING)
