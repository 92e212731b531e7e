"""A PDF as Typst writes it is packed, and says the same to those who know nothing of Typst."""

import io
import zlib

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.editions.packing import Objects, packed, stream_of, unpacked

HEAD = b"%PDF-1.7\n%\x80\x80\x80\x80\n\n"
FIRST = [
    b"",
    b"<</Type/Catalog/Pages 2 0 R/Others 4 0 R>>",
    b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>>>",
]


def stream(content: bytes) -> bytes:
    data = zlib.compress(content)
    return b"<</Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream" % (len(data), data)


def written(bodies: list[bytes]) -> bytes:
    """Write a PDF as Typst does: object after object, then where each begins."""
    content, places = HEAD, []
    for number, body in enumerate(bodies[1:], 1):
        places.append(len(content))
        content += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(bodies)
    return content + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (size, table, size, len(content))
    )


@given(st.lists(st.one_of(st.integers(-(10**9), 10**9), st.binary(max_size=300)), max_size=450))
def test_whatever_a_pdf_has_in_it_a_reader_finds_it_in_the_packed_one(values: list[int | bytes]):
    others = [stream(one) if isinstance(one, bytes) else b"%d" % one for one in values]
    listed = b"[%b]" % b" ".join(b"%d 0 R" % (number + 5) for number in range(len(values)))
    bodies = [*FIRST, listed, *others]
    pdf = unpacked(written(bodies))
    assert pdf == Objects(HEAD, bodies, b"/Root 1 0 R")
    with pikepdf.open(io.BytesIO(packed(pdf))) as read:
        found = [
            one.read_bytes() if isinstance(one, pikepdf.Stream) else int(one) for one in read.Root.Others
        ]
        assert read.check_pdf_syntax() == []
    assert found == values


def test_an_object_that_was_taken_out_is_none_of_the_packed_pdf():
    pdf = unpacked(written([*FIRST, b"(taken out)", stream(b"taken out"), b"(left)"]))
    pdf.bodies[4] = pdf.bodies[5] = b""
    with pikepdf.open(io.BytesIO(packed(pdf))) as read:
        assert [str(one) for one in read.objects if isinstance(one, pikepdf.String)] == ["left"]
        assert read.check_pdf_syntax() == []


def test_many_objects_that_are_alike_take_a_fifth_of_the_room():
    bodies = [*FIRST, b"null", *(b"<</Type/StructElem/S/P/P %d 0 R/K[%d]>>" % (at, at) for at in range(1000))]
    content = written(bodies)
    assert len(packed(unpacked(content))) < len(content) / 5


@pytest.mark.parametrize("content", [b"", b"stream ".join([b"x"] * 20), zlib.compress(b"x")])
def test_a_stream_says_what_is_in_it(content: bytes):
    assert stream_of(stream(content)) == content
    assert stream_of(b"<</Length %d>>\nstream\n%b\nendstream" % (len(content), content)) == content


GOOD = written([*FIRST, b"null"])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "does not end with"),
        (GOOD + b"%" * 99, "does not end with"),
        (GOOD.replace(b"trailer", b"trailed"), "has no trailer"),
        (GOOD.replace(b"4 0 obj", b"5 0 obj"), "object 4 is not where"),
        (GOOD.replace(b"4 0 obj", b"4 1 obj"), "object 4 is not where"),
        (GOOD.replace(b"%PDF-1.7\n", b"%PDF-1.7\n\n"), "object 1 is not where"),
        (GOOD.replace(b"endobj", b"endbox"), "object 1 is not where"),
    ],
)
def test_what_is_written_another_way_is_refused(content: bytes, said: str):
    with pytest.raises(ValueError, match=said):
        unpacked(content)
