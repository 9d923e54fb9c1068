"""A picture into its published form: the same look, without its metadata."""

from knowbrand.pictures.kinds import is_picture
from knowbrand.pictures.measuring import measure
from knowbrand.pictures.publishing import publish_picture

__all__ = ["is_picture", "measure", "publish_picture"]
