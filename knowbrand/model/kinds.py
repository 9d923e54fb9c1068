"""Kinds of text that a field may demand, told apart by name; ``sources/`` reads each by its rule."""

from __future__ import annotations

from typing import NewType

Url = NewType("Url", str)
"""An absolute address: ``https://…``, ``http://…`` or ``mailto:…``."""
BaseUrl = NewType("BaseUrl", str)
"""Where a site stands: ``https://…`` or ``http://…``, with a path perhaps, and nothing after it."""
Uuid = NewType("Uuid", str)
"""A UUID (RFC 9562, 4), in lower case."""
Link = NewType("Link", str)
"""An absolute address, or a path to a file of the site (``assets/…``)."""
Email = NewType("Email", str)
Way = NewType("Way", str)
"""A way to get in touch: an absolute address, or a word that names one (``email``, the name of a network)."""
RootPath = NewType("RootPath", str)
"""An address of the site, from its root: ``/posts/a-post/``."""
LanguageCode = NewType("LanguageCode", str)
"""A language tag (BCP 47), lower-cased: ``nl``, ``pt-br``."""
TimeZone = NewType("TimeZone", str)
"""A zone of the IANA database: ``Europe/Amsterdam``."""
AudienceName = NewType("AudienceName", str)
Id = NewType("Id", str)
"""Letters, digits, ``-``, ``_`` and ``.``: it stands in URLs and references."""
Slug = NewType("Slug", str)
"""One segment of a URL."""
CountryCode = NewType("CountryCode", str)
"""Two letters (ISO 3166-1), in upper case."""
