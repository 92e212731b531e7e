"""A graph of a few lines, both axes logarithmic, as SVG that reads in light and dark and needs no color."""

import math
from collections.abc import Mapping
from html import escape

#: Points from left to right.
Line = list[tuple[float, float]]

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 820, 420, 60, 40, 350, 50
#: How each line is broken, so that it is told from the others without its color.
DASHES = ("none", "8 4", "2 3", "12 3 2 3", "1 5", "5 2", "14 6")
COLORS = ("#0b5c63", "#8a4b08", "#5b2a86", "#555555", "#a3123f", "#1f6f2e", "#6b5900")


def graph(lines: Mapping[str, Line], *, title: str, below: str, left: str) -> str:
    """Return lines as a picture, each with its name at its end.

    >>> picture = graph({"a": [(1, 1), (10, 10)]}, title="T", below="x", left="y")
    >>> picture.startswith("<svg"), ">a<" in picture
    (True, True)
    """
    points = [point for line in lines.values() for point in line]
    ends = [(min(axis), max(axis)) for axis in zip(*points, strict=True)]
    (x0, x1), (y0, y1) = ((low, high if high > low else low * 10) for low, high in ends)

    def place(x: float, y: float) -> tuple[float, float]:
        across = math.log(x / x0) / math.log(x1 / x0)
        up = math.log(y / y0) / math.log(y1 / y0)
        return (
            round(LEFT + across * (WIDTH - LEFT - RIGHT), 1),
            round(HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM), 1),
        )

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"',
        ' font-family="sans-serif" font-size="13">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="22" font-size="16" font-weight="bold">{escape(title)}</text>',
        f'<text x="{LEFT}" y="{HEIGHT - 8}">{escape(below)}</text>',
    ]
    for x in sorted({x for x, _ in points}):
        across, bottom = place(x, y0)
        parts.append(f'<line x1="{across}" y1="{TOP}" x2="{across}" y2="{bottom}" stroke="#dddddd"/>')
        parts.append(f'<text x="{across}" y="{bottom + 18}" text-anchor="middle">{x:g}</text>')
    for power in range(math.ceil(math.log10(y0)), math.floor(math.log10(y1)) + 1):
        _, down = place(x0, 10.0**power)
        parts.append(f'<line x1="{LEFT}" y1="{down}" x2="{WIDTH - RIGHT}" y2="{down}" stroke="#dddddd"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{down + 4}" text-anchor="end">{10.0**power:g}</text>')
    parts.append(f'<text x="{LEFT - 6}" y="{TOP - 4}" text-anchor="end">{escape(left)}</text>')
    lowest = 0.0
    ended = sorted((line for line in lines.items() if line[1]), key=lambda line: -line[1][-1][1])
    for number, (name, line) in enumerate(ended):
        drawn = " ".join(f"{x},{y}" for x, y in (place(*point) for point in line))
        style = f'stroke="{COLORS[number % len(COLORS)]}" stroke-dasharray="{DASHES[number % len(DASHES)]}"'
        parts.append(f'<polyline points="{drawn}" fill="none" stroke-width="2.5" {style}/>')
        across, down = place(*line[-1])
        if line[-1][0] < x1:  # Its name stands above its end, where the others go on below.
            beside = down - 12
        else:
            # Names that would cover each other stand below each other.
            beside = lowest = max(lowest + 16, down + 4)
        parts.append(
            f'<text x="{across + 8}" y="{round(beside, 1)}" fill="{COLORS[number % len(COLORS)]}">{escape(name)}</text>'
        )
    return "\n".join([*parts, "</svg>\n"])
