"""What is mended in the theme's HTML, and which of its files no page uses."""

import re

#: HTML allows ``autocomplete`` on no checkbox; the theme puts it on its toggles.
_TOGGLE = re.compile(r'(<input class="md-toggle"[^>]*) autocomplete="off"')
#: The stock search and its word stems, and the maps that developers of the theme need.
_UNUSED = re.compile(r"assets/javascripts/(?:lunr|workers)/|assets/(?:javascripts|stylesheets)/.*\.map$")


def mended(html: str) -> str:
    """Return a page of the theme without what is not valid HTML.

    >>> mended('<input class="md-toggle" type="checkbox" id="__drawer" autocomplete="off">')
    '<input class="md-toggle" type="checkbox" id="__drawer">'
    """
    return _TOGGLE.sub(r"\1", html)


def is_unused(path: str) -> bool:
    """Whether a file of the theme, by its path in the site, is one that no page loads.

    >>> is_unused("assets/javascripts/lunr/min/lunr.es.min.js"), is_unused("assets/javascripts/bundle.min.js")
    (True, False)
    """
    return _UNUSED.match(path) is not None
