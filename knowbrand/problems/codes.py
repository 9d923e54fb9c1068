"""Every problem code, with its title. A code is never reused; each has a page in ``docs/problems/``.

1xx settings and profile, 2xx content, 3xx links and URLs, 4xx themes, 5xx outputs and publishing,
6xx substance.
"""

from __future__ import annotations

CODES: dict[str, str] = {
    "KB220": "control character in a text",
    "KB221": "text too large",
    "KB222": "nested too deeply",
    "KB223": "too much of one thing",
    "KB224": "picture without alternative text",
    "KB225": "link without text",
    "KB226": "heading level left out",
    "KB227": "id used twice",
    "KB228": "code without colours",
    "KB229": "request to a third party",
    "KB230": "script in a text",
    "KB231": "link that runs code",
    "KB232": "footnote not defined",
    "KB233": "footnote not used",
    "KB234": "HTML tag left open",
    "KB500": "an output's path doesn't work on every computer",
    "KB501": "two outputs for one path",
    "KB502": "an output is both a file and a folder",
    "KB503": "somebody else's file is in an output's place",
    "KB504": "the output folder holds files that knowbrand didn't write",
    "KB505": "the output folder is a home, a repository, or the site itself",
    "KB506": "the output folder can't be used",
    "KB507": "the list of knowbrand's own files can't be read",
    "KB508": "a disk is mounted at or in the output folder",
    "KB510": "the system refused to write",
    "KB511": "another build is writing to the folder",
}
