"""The site into HTML pages, through the views that a template may see."""
