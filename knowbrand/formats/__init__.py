"""The site into everything that isn't a page: one file a format, in one visible table."""

from knowbrand.formats.table import FORMATS, Format, make_formats

__all__ = ["FORMATS", "Format", "make_formats"]
