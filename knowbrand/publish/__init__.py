"""Outputs into a folder, atomically: either the old site or the new one stands there, whole."""

from knowbrand.publish.folder import Published, check_destination, publish, recover
from knowbrand.publish.paths import check_paths

__all__ = ["Published", "check_destination", "check_paths", "publish", "recover"]
