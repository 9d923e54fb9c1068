"""What people bring from other tools, into files for a site here. Nothing of it is run, nothing is written."""

from knowbrand.importers.origin import Tool
from knowbrand.importers.posts import Imported, import_posts

__all__ = ["Imported", "Tool", "import_posts"]
