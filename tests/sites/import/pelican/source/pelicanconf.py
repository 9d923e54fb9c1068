import os

SITEURL = "https://loom.example"
PATH = "content"
TIMEZONE = "Europe/Amsterdam"
DEFAULT_LANG = "nl"
ARTICLE_URL = "{date:%Y}/{date:%b}/{slug}.html"
ARTICLE_SAVE_AS = ARTICLE_URL
raise SystemExit("this must never run")
