"""Tables that a phone can show as cards: each cell knows the name of its column."""

import re
from html import escape, unescape

_TABLE = re.compile(
    r"<table>\n<thead>\n<tr>\n(.*?)</tr>\n</thead>\n<tbody>\n(.*?)</tbody>\n</table>", re.DOTALL
)
_HEAD = re.compile(r"<th[^>]*>(.*?)</th>\n", re.DOTALL)
_ROW = re.compile(r"<tr>\n(.*?)</tr>\n", re.DOTALL)
_CELL = re.compile(r"<td(?=[ >])")
_CITATION = re.compile(r'<span class="site-citation">.*?</span>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def labelled(html: str) -> str:
    r"""Return a page's HTML with the name of its column on each cell of each table that Markdown made.

    A table of two columns needs none: its first cell says what the second is about.

    >>> row = "<tr>\n<td>1</td>\n<td>2</td>\n<td>3</td>\n</tr>\n"
    >>> head = "<tr>\n<th>A</th>\n<th><b>B</b></th>\n<th>C</th>\n</tr>\n"
    >>> made = labelled(f"<table>\n<thead>\n{head}</thead>\n<tbody>\n{row}</tbody>\n</table>")
    >>> made[made.index("<tbody>") :].split("\n")[2:5]
    ['<td>1</td>', '<td data-label="B">2</td>', '<td data-label="C">3</td>']
    """
    return _TABLE.sub(_labelled_table, html)


def _labelled_table(table: re.Match[str]) -> str:
    names = [_text(cell) for cell in _HEAD.findall(table[1])]
    if len(names) < 3:
        return table[0]
    rows = _ROW.sub(lambda row: f"<tr>\n{_labelled_row(row[1], names)}</tr>\n", table[2])
    return table[0].replace(table[2], rows)


def _labelled_row(cells: str, names: list[str]) -> str:
    places = iter(range(len(names)))

    def label(cell: re.Match[str]) -> str:
        place = next(places, 0)
        return f'{cell[0]} data-label="{escape(names[place])}"' if place and names[place] else cell[0]

    return _CELL.sub(label, cells)


def _text(html: str) -> str:
    return " ".join(unescape(_TAG.sub("", _CITATION.sub("", html))).split())
