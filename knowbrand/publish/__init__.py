"""Outputs into a folder, atomically: either the old site or the new one stands there, whole."""

from knowbrand.publish.folder import Published, check_destination, publish, recover
from knowbrand.publish.paths import check_paths
from knowbrand.publish.promises import Recorded, list_promises, record_urls

__all__ = [
    "Published",
    "Recorded",
    "check_destination",
    "check_paths",
    "list_promises",
    "publish",
    "record_urls",
    "recover",
]
