"""What is corrected in the theme's HTML, and which of its files no page uses."""

import re
from html import escape

#: HTML allows ``autocomplete`` on no checkbox; the theme puts it on its toggles.
_TOGGLE = re.compile(r'(<input class="md-toggle" data-md-toggle="(\w+)"[^>]*) autocomplete="off"')
#: From the body's beginning to our script in the header; the link past what all pages share is between them.
_START = re.compile(
    r'(<body\b[^>]*>\s*)(.*?)(<div data-md-component="skip">.*?</div>\s*)(.*?)'
    r'(<script src="[^"]*"></script>\s*)',
    re.DOTALL,
)
#: What only its scripts ask for: attributes, boxes in which they write, and the toggle of its own search.
_OF_SCRIPTS = re.compile(
    r' data-md-(?:component|type|level|scrollfix|color-primary|color-accent)\b(?:="[^"]*")?(?=[^<>]{0,500}>)'
    r'|<input class="md-toggle" data-md-toggle="search"[^>]*>'
    r'|<div data-md-component="announce">\s*</div>'
    r'|<div class="md-dialog" data-md-component="dialog">\s*<div class="md-dialog__inner md-typeset"></div>\s*</div>'
)
#: All of its scripts, in place of which a page has its own, the maps that developers of the theme need, and the look of
#: the PDFs.
_UNUSED = re.compile(r"assets/javascripts/|assets/stylesheets/.*\.map$|editions/.*\.typ$")


def corrected(html: str, *, menu: str) -> str:
    """Return a page of the theme with its first things first, with valid toggles, without what its scripts need.

    The script that sets the colors stands before all that can be drawn, and the link past what all pages
    share (WCAG 2.4.1) before all that takes the focus. The toggle of the menu gets a name, for the keyboard.

    >>> corrected('<input class="md-toggle" data-md-toggle="drawer" autocomplete="off">', menu="Menu")
    '<input class="md-toggle" data-md-toggle="drawer" aria-label="Menu">'
    >>> skip = '<div data-md-component="skip"><a href="#top"></a></div>'
    >>> corrected(f'<body><input>{skip}<p><script src="theme.js"></script>', menu="Menu")
    '<body><script src="theme.js"></script><div><a href="#top"></a></div><input><p>'
    """

    def toggle(found: re.Match[str]) -> str:
        return found[1] + (f' aria-label="{escape(menu)}"' if found[2] == "drawer" else "")

    return _OF_SCRIPTS.sub("", _START.sub(r"\1\5\3\2\4", _TOGGLE.sub(toggle, html), count=1))


def is_unused(path: str) -> bool:
    """Whether a file of the theme, by its path in the site, is one that no page loads.

    >>> is_unused("assets/javascripts/bundle.min.js"), is_unused("assets/stylesheets/main.min.css")
    (True, False)
    """
    return _UNUSED.match(path) is not None
