"""A PDF as Typst writes it, object by object, and packed: far faster than a library that knows every PDF.

Of the format it knows what Typst uses: objects of generation 0 in the order of their numbers, and one table of where
they stand (ISO 32000-1, 7.5). Whatever stands otherwise is refused, so that nobody gets a PDF that is not whole.
"""

import re
import struct
import zlib
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

#: How many objects are packed together, each of which is unpacked with all others.
_TOGETHER = 200
_START = re.compile(rb"startxref\n(\d+)\n%%EOF\s*\Z")
_TRAILER = re.compile(rb"trailer\n<</Size \d+(/.*)>>\n", re.DOTALL)
_STREAM_END = b"endstream"
#: An entry of the table of a packed PDF: of which kind, where, and where in there (7.5.8.3).
_ENTRY = struct.Struct(">BIH")
_NONE = _ENTRY.pack(0, 0, 0)


class Objects(NamedTuple):
    """What a PDF is made of."""

    #: What stands before all objects: the version of the format.
    head: bytes
    #: The objects by their numbers, as they are written; one that is empty is none.
    bodies: list[bytes]
    #: Where the catalog is, and what else a reader is told first: ``/Root 430 0 R/Info 428 0 R``.
    trailer: bytes


def unpacked(content: bytes) -> Objects:
    """Return what a PDF of Typst's is made of.

    Raises:
        ValueError: Typst writes its PDFs another way than this reads them.
    """
    start = _START.search(content, len(content) - 64)
    if start is None:
        raise ValueError("the PDF does not end with the place of its table")
    table = int(start[1])
    trailer = _TRAILER.search(content, table)
    if trailer is None:
        raise ValueError("the PDF has no trailer after its table")
    _, _, _, *entries = content[table : trailer.start()].splitlines()
    places = [*(int(entry[:10]) for entry in entries), table]
    bodies = [b"", *(_body(content[here:end], at) for at, (here, end) in enumerate(pairwise(places), 1))]
    return Objects(content[: places[0]], bodies, trailer[1])


def _body(written: bytes, number: int) -> bytes:
    head = b"%d 0 obj\n" % number
    end = written.rfind(b"\nendobj")
    if end < 0 or not written.startswith(head):
        raise ValueError(f"object {number} is not where the PDF's table says")
    return written[len(head) : end]


def stream_of(body: bytes) -> bytes:
    """Return what a stream has in it: compressed, or as it is where that is shorter."""
    told, _, data = body.removesuffix(b"\n" + _STREAM_END).partition(b"stream\n")
    return zlib.decompress(data) if b"/Filter/FlateDecode" in told else data


def packed(pdf: Objects) -> bytes:
    """Return a PDF whose objects are compressed together, all but streams, which are by now (7.5.7 and 7.5.8)."""
    bodies, last = pdf.bodies, len(pdf.bodies)
    alone = {number: body for number, body in enumerate(bodies) if body.endswith(_STREAM_END)}
    inside = [number for number, body in enumerate(bodies) if body and number not in alone]
    entries: dict[int, bytes] = {}
    for first in range(0, len(inside), _TOGETHER):
        numbers = inside[first : first + _TOGETHER]
        entries |= {number: _ENTRY.pack(2, last, at) for at, number in enumerate(numbers)}
        alone[last] = _together(numbers, bodies)
        last += 1
    parts, place = [pdf.head], len(pdf.head)
    for number, body in alone.items():
        entries[number] = _ENTRY.pack(1, place, 0)
        parts.append(_written(number, body))
        place += len(parts[-1])
    entries[last] = _ENTRY.pack(1, place, 0)
    table = b"".join(entries.get(number, _NONE) for number in range(last + 1))
    told = b"/Type/XRef/Size %d/W[1 4 2]%b" % (last + 1, pdf.trailer)
    end = b"startxref\n%d\n%%%%EOF\n" % place
    return b"".join((*parts, _written(last, _stream(told, table)), end))


def _written(number: int, body: bytes) -> bytes:
    return b"%d 0 obj\n%b\nendobj\n" % (number, body)


def _together(numbers: Sequence[int], bodies: Sequence[bytes]) -> bytes:
    """Write some objects as one stream, with a list of where each begins."""
    places = accumulate((len(bodies[number]) + 1 for number in numbers), initial=0)
    listed = b" ".join(b"%d %d" % pair for pair in zip(numbers, places, strict=False)) + b"\n"
    told = b"/Type/ObjStm/N %d/First %d" % (len(numbers), len(listed))
    return _stream(told, listed + b"\n".join(bodies[number] for number in numbers))


def _stream(told: bytes, content: bytes) -> bytes:
    data = zlib.compress(content)
    return b"<<%b/Filter/FlateDecode/Length %d>>stream\n%b\n%b" % (told, len(data), data, _STREAM_END)
