"""A panel with a page's problems, put into pages as the preview serves them: no built file has it."""

import re
from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from editorial.build.report import counts
from editorial.problems import Problem

# A WSGI application (PEP 3333): from a request, and what takes status and headers, to an answer in bytes.
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

STYLE = "/preview-panel.css"
_CSS = b"""\
.preview-panel { position: fixed; inset: auto 0 0 auto; z-index: 99; max-width: 36rem; max-height: 50vh;
  overflow: auto; margin: 8px; padding: 8px 16px; border: 3px solid #b00020; border-radius: 4px;
  background: #fff; color: #000; font: 14px/1.4 sans-serif; }
.preview-panel summary { font-weight: bold; cursor: pointer; }
@media print { .preview-panel { display: none; } }
"""


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
    application: Application, *, problems: Callable[[], Iterable[Problem]], languages: list[str]
) -> Application:
    """Return the preview's server with the panel on each page.

    The page's content security policy is taken out there too: it forbids the engine's script that reloads.
    """

    def answer(request: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        address = request["PATH_INFO"]
        if address == STYLE:
            start("200 OK", [("Content-Type", "text/css"), ("Content-Length", str(len(_CSS)))])
            return [_CSS]
        said: list[Any] = []
        body = application(request, lambda *given: said.append(given))
        if not said or dict(said[0][1]).get("Content-Type", "").partition(";")[0] != "text/html":
            start(*said[0])
            return body
        html = re.sub(rb"<meta http-equiv=.?Content-Security-Policy[^>]*>", b"", b"".join(body))
        shown = panel(problems(), source=source_of(address, languages))
        if shown:
            html += f'<link rel="stylesheet" href="{STYLE}">{shown}'.encode()
        headers = [pair for pair in said[0][1] if pair[0] != "Content-Length"]
        start(said[0][0], [*headers, ("Content-Length", str(len(html)))])
        return [html]

    return answer
