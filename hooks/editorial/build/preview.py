"""A panel with a page's problems, put into pages as the preview serves them: no built file has it.

A page is shown before it is known what is wrong with it: then the panel says so, and changes when it is.
"""

import re
import threading
from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from editorial.build.report import counts
from editorial.problems import Problem

# A WSGI application (PEP 3333): from a request, and what takes status and headers, to an answer in bytes.
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

STYLE = "/preview-panel.css"
#: Before the address of a page: answers with its panel, once that is known.
PANEL = "/preview-panel"
#: So long a browser waits for it, in seconds; then it asks again.
_LONGEST = 20
_CSS = b"""\
.preview-panel { position: fixed; inset: auto 0 0 auto; z-index: 99; max-width: 36rem; max-height: 50vh;
  overflow: auto; margin: 8px; padding: 8px 16px; border: 3px solid #b00020; border-radius: 4px;
  background: #fff; color: #000; font: 14px/1.4 sans-serif; }
.preview-panel summary { font-weight: bold; cursor: pointer; }
@media print { .preview-panel { display: none; } }
"""


_BOX = '<details class="preview-panel" lang="en"><summary>{}</summary></details>'
#: Where nobody knows whether there are problems, nothing looks as if there were none.
_BROKE_OFF = _BOX.format("Nobody looked for problems: the build broke off. The terminal says why.")
_LOOKING = (
    _BOX.format("Looking for problems …")
    + f"""
<script>(function look() {{
  const known = fetch("{PANEL}" + location.pathname).then((answer) => answer.status === 200 && answer.text());
  known.then((panel) => {{
    if (panel === false) look();
    else document.querySelector(".preview-panel").outerHTML = panel;
  }});
}})()</script>"""
)


class Check:
    """How far what is wrong with the pages that are shown is known."""

    def __init__(self) -> None:
        """Begin with a check that is over."""
        self._over = threading.Event()
        self._over.set()
        self.broke_off = False

    def begin(self) -> None:
        """Note that nothing is known of what is shown from here on."""
        self._over.clear()

    def end(self, *, broke_off: bool) -> None:
        """Note that all is known, or, if the build broke off, that it never will be."""
        self.broke_off = broke_off
        self._over.set()

    def is_over(self, *, seconds: float = 0) -> bool:
        """Return whether it is over, or is within so many seconds."""
        return self._over.wait(seconds)


def panel(problems: Iterable[Problem], *, source: str) -> str:
    """Return the panel's HTML: what is wrong on the page, open, and how much there is elsewhere.

    Args:
        problems: all that the last build found.
        source: the page's path below the folder of pages, with a slash before it: ``/es/about.md``.
    """
    problems = [problem for problem in problems if not problem.notice]
    own = [problem for problem in problems if problem.path.endswith(source)]
    others = [problem for problem in problems if problem not in own]
    if not problems:
        return ""
    items = "".join(f"<li>{escape(str(problem))}</li>" for problem in own)
    rest = f"<p>Elsewhere: {counts(others)}</p>" if others else ""
    return (
        f'<details class="preview-panel" lang="en"{" open" if own else ""}>'
        f"<summary>On this page: {counts(own)}</summary><ul>{items}</ul>{rest}</details>"
    )


def source_of(address: str, languages: list[str]) -> str:
    """Return the path of a page's source, below the folder of pages, from its address on the preview.

    >>> source_of("/es/about.html", ["en", "es"])
    '/es/about.md'
    >>> source_of("/", ["en", "es"])
    '/en/index.md'
    """
    page = re.sub(r"/$", "/index.html", address).removesuffix(".html") + ".md"
    known = any(page.startswith(f"/{language}/") for language in languages)
    return page if known else f"/{languages[0]}{page}"


def with_panel(
    application: Application,
    *,
    problems: Callable[[], Iterable[Problem]],
    languages: list[str],
    check: Check,
) -> Application:
    """Return the preview's server with the panel on each page.

    The page's content security policy is taken out there too: it forbids the engine's script that reloads.

    Args:
        application: what serves the site.
        problems: returns all that the last build found.
        languages: the codes of the languages; the first is that of the original.
        check: how far they are known; until it is over, files may still be written.
    """

    def panel_of(address: str) -> str:
        return _BROKE_OFF if check.broke_off else panel(problems(), source=source_of(address, languages))

    def answer(request: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        address = request["PATH_INFO"]
        if address == STYLE:
            return _answered(start, "200 OK", "text/css", _CSS)
        if address.startswith(f"{PANEL}/"):
            if not check.is_over(seconds=_LONGEST):
                return _answered(start, "202 Accepted", "text/plain", b"")
            own = panel_of(address.removeprefix(PANEL))
            return _answered(start, "200 OK", "text/html; charset=utf-8", own.encode())
        said: list[Any] = []
        body = application(request, lambda *given: said.append(given))
        if said and said[0][0].startswith("404") and not check.is_over():
            check.is_over(seconds=_LONGEST)
            said.clear()
            body = application(request, lambda *given: said.append(given))
        if not said or dict(said[0][1]).get("Content-Type", "").partition(";")[0] != "text/html":
            start(*said[0])
            return body
        html = re.sub(rb"<meta http-equiv=.?Content-Security-Policy[^>]*>", b"", b"".join(body))
        shown = panel_of(address) if check.is_over() else _LOOKING
        if shown:
            html += f'<link rel="stylesheet" href="{STYLE}">{shown}'.encode()
        headers = [pair for pair in said[0][1] if pair[0] != "Content-Length"]
        start(said[0][0], [*headers, ("Content-Length", str(len(html)))])
        return [html]

    return answer


def _answered(start: Callable[..., Any], status: str, kind: str, body: bytes) -> Iterable[bytes]:
    start(status, [("Content-Type", kind), ("Content-Length", str(len(body)))])
    return [body]
