"""What a browser may do with a page of the guide, said once: in each page and in the headers of servers.

Content Security Policy Level 3 (W3C). A page runs the site's own scripts and no others, none that stands in
the page itself, and fetches nothing from elsewhere. JSON in a script element is data, which the policy leaves
alone.
"""

from markupsafe import Markup

#: What each kind of thing may come from. Pictures in the theme's style sheets are data: addresses.
_OWN = ("script-src", "style-src", "font-src", "connect-src", "form-action")
_NEVER = ("base-uri", "object-src")
#: What only a page that came over HTTPS has: the worker that keeps the guide on a device, and what installs it.
_ON_THE_WEB = ("manifest-src", "worker-src")
_SELF = "'self'"

#: The other headers that servers send with each file.
_HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def page_policy() -> Markup:
    """Return the policy that stands in each page, and so holds from disk too.

    ``file:`` is for browsers that do not take a folder on a disk for the page's own origin. Over HTTP it
    permits nothing: no browser opens a file for a page of the web.
    """
    # It stands in an attribute, and has no double quote.
    return Markup(_policy(f"{_SELF} file:"))  # noqa: S704


def header_policy() -> str:
    """Return the policy that servers send. No other site may show a page in a frame."""
    return f"{_policy(_SELF)}; frame-ancestors 'none'"


def headers() -> dict[str, str]:
    """Return every header about safety that a server sends with each file."""
    return {"Content-Security-Policy": header_policy(), **_HEADERS}


def headers_file() -> str:
    """Return the headers as Netlify, Cloudflare Pages and their like read them, from ``_headers``."""
    return "".join(["/*\n", *(f"  {name}: {value}\n" for name, value in headers().items())])


def htaccess() -> str:
    """Return the headers as Apache reads them, from ``.htaccess``."""
    lines = [f'  Header always set {name} "{value}"\n' for name, value in headers().items()]
    return "".join(["Options -Indexes\n<IfModule mod_headers.c>\n", *lines, "</IfModule>\n"])


def nginx() -> str:
    """Return the headers as nginx reads them, from a file that each ``location`` includes."""
    return "".join(f'add_header {name} "{value}" always;\n' for name, value in headers().items())


def _policy(own: str) -> str:
    rules = {"default-src": "'none'", "img-src": f"{own} data:"}
    rules |= dict.fromkeys(_OWN, own) | dict.fromkeys(_NEVER, "'none'")
    rules |= dict.fromkeys(_ON_THE_WEB, _SELF)
    # Trusted Types (W3C), where a browser has them: no script makes a script of a text, but the one that loads
    # the site's own, and the one that starts the worker.
    rules |= {"require-trusted-types-for": "'script'", "trusted-types": "site-load site-keep"}
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())
