"""What is mended in the theme's HTML, and which of its files no page uses."""

import re
from html import escape

#: HTML allows ``autocomplete`` on no checkbox; the theme puts it on its toggles.
_TOGGLE = re.compile(r'(<input class="md-toggle" data-md-toggle="(\w+)"[^>]*) autocomplete="off"')
#: WCAG 2.4.1 asks for a way past what all pages share; the theme has it after the menu's toggle.
_SKIP = re.compile(r'(<body\b[^>]*>\s*)(.*?)(<div data-md-component="skip">.*?</div>\s*)', re.DOTALL)
#: All of its scripts, in place of which a page has its own, and the maps that developers of the theme need.
_UNUSED = re.compile(r"assets/javascripts/|assets/stylesheets/.*\.map$")


def mended(html: str, *, menu: str) -> str:
    """Return a page of the theme with the link to its content before all else, and with valid toggles.

    The toggle of the menu gets a name, for the keyboard.

    >>> mended('<input class="md-toggle" data-md-toggle="drawer" autocomplete="off">', menu="Menu")
    '<input class="md-toggle" data-md-toggle="drawer" aria-label="Menu">'
    >>> mended('<body><input><div data-md-component="skip"><a href="#top"></a></div>', menu="Menu")
    '<body><div data-md-component="skip"><a href="#top"></a></div><input>'
    """

    def toggle(found: re.Match[str]) -> str:
        return found[1] + (f' aria-label="{escape(menu)}"' if found[2] == "drawer" else "")

    return _SKIP.sub(r"\1\3\2", _TOGGLE.sub(toggle, html), count=1)


def is_unused(path: str) -> bool:
    """Whether a file of the theme, by its path in the site, is one that no page loads.

    >>> is_unused("assets/javascripts/bundle.min.js"), is_unused("assets/stylesheets/main.min.css")
    (True, False)
    """
    return _UNUSED.match(path) is not None
