"""What is mended in the theme's HTML, and which of its files no page uses."""

import re
from html import escape

#: HTML allows ``autocomplete`` on no checkbox; the theme puts it on its toggles.
_TOGGLE = re.compile(r'(<input class="md-toggle" data-md-toggle="(\w+)"[^>]*) autocomplete="off"')
#: The stock search and its word stems, and the maps that developers of the theme need.
_UNUSED = re.compile(r"assets/javascripts/(?:lunr|workers)/|assets/(?:javascripts|stylesheets)/.*\.map$")


def mended(html: str, *, menu: str) -> str:
    """Return a page of the theme with valid toggles; the one of the menu gets a name, for the keyboard.

    >>> mended('<input class="md-toggle" data-md-toggle="drawer" autocomplete="off">', menu="Menu")
    '<input class="md-toggle" data-md-toggle="drawer" aria-label="Menu">'
    """

    def toggle(found: re.Match[str]) -> str:
        return found[1] + (f' aria-label="{escape(menu)}"' if found[2] == "drawer" else "")

    return _TOGGLE.sub(toggle, html)


def is_unused(path: str) -> bool:
    """Whether a file of the theme, by its path in the site, is one that no page loads.

    >>> is_unused("assets/javascripts/lunr/min/lunr.es.min.js"), is_unused("assets/javascripts/bundle.min.js")
    (True, False)
    """
    return _UNUSED.match(path) is not None
