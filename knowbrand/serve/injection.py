"""What the preview adds to a page on its way to the browser: one script element, and the leave to load it.

The page's own policy (CSP, level 3) stays as strict as it is published, but for three files that are named one by one;
so what the policy would stop on the host, it stops in the preview, too.
"""

from __future__ import annotations

import re
from html import escape, unescape

from knowbrand.serve.snapshot import PageState

RESERVED = "/.knowbrand/"
"""Nothing of a site's stands here: an output's path never begins with this."""
SCRIPT, STYLE, EVENTS = (f"{RESERVED}{name}" for name in ("client.js", "client.css", "events"))

_META = re.compile(rb"<meta\b[^<>]{0,20000}>", re.IGNORECASE)
_IS_POLICY = re.compile(r"\bhttp-equiv\s*=\s*[\"']?\s*content-security-policy[\"'\s>]", re.IGNORECASE)
_CONTENT = re.compile(r"(\bcontent\s*=\s*)(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_OURS = {"script-src": SCRIPT, "style-src": STYLE, "connect-src": EVENTS}
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def inject(html: bytes, state: PageState, *, host: str, alone: str = "") -> bytes:
    """The page ``html`` with the preview's script in it. ``host`` is the name that the browser used; ``alone`` marks a
    page that shows nothing but these errors. HTML in UTF-16 stays as it is: nothing can be added without reading it."""
    if html.startswith(_UTF16):
        return html
    head, found, body = html.partition(b"<body")
    html = _META.sub(lambda meta: _allow(meta[0], host), head) + found + body
    end = html.rfind(b"</body>")
    end = len(html) if end < 0 else end
    return html[:end] + script_element(state, alone) + html[end:]


def script_element(state: PageState, alone: str = "") -> bytes:
    """The script, with what it compares the page with."""
    values = {
        "body": state.body,
        "styles": " ".join(digest or "-" for _, digest in state.styles),
        "assets": state.assets,
    }
    if alone:
        values["alone"] = alone
    data = "".join(f' data-{name}="{escape(value)}"' for name, value in values.items())
    return f'<script id="knowbrand-preview" src="{SCRIPT}"{data} defer></script>'.encode()


def allow_client(policy: str, host: str) -> str:
    """``policy`` with leave for the preview's own files, and nothing else."""
    directives: dict[str, list[str]] = {}
    for part in policy.split(";"):
        name, *sources = part.split()[:1000] or [""]
        if name:
            directives.setdefault(name.lower(), sources)
    for name, file in _OURS.items():
        kinds = [name, *(kind for kind in (f"{name}-elem",) if kind in directives)]
        if name not in directives and "default-src" not in directives:
            kinds.remove(name)
        for kind in kinds:
            sources = directives.setdefault(kind, list(directives.get("default-src", ())))
            source = "'self'" if host.startswith("[") else f"http://{host}{file}"
            sources[:] = [old for old in sources if old.lower() != "'none'"] + [source]
    return "; ".join(" ".join([name, *sources]) for name, sources in directives.items())


def _allow(meta: bytes, host: str) -> bytes:
    tag = meta.decode("utf-8", "surrogateescape")
    if not _IS_POLICY.search(tag):
        return meta

    def rewrite(found: re.Match[str]) -> str:
        policy = unescape(found[2] if found[2] is not None else found[3])
        return f'{found[1]}"{escape(allow_client(policy, host))}"'

    return _CONTENT.sub(rewrite, tag, count=1).encode("utf-8", "surrogateescape")
