"""Files into the model. The only room that reads the site's folder."""

from knowbrand.sources.folder import Reading, read_file, read_settings, read_site

__all__ = ["Reading", "read_file", "read_settings", "read_site"]
