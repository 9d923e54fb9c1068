"""Files into the model. The only room that reads the site's folder."""

from knowbrand.sources.folder import Reading, list_files, read_file, read_settings, read_site
from knowbrand.sources.lockfile import read_lock

__all__ = ["Reading", "list_files", "read_file", "read_lock", "read_settings", "read_site"]
