"""The documents of a book, each drawn by itself, joined into one PDF that is tagged as one (PDF/UA-1)."""

import hashlib
import io
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from operator import itemgetter
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from warnings import catch_warnings

import pikepdf
from pikepdf import Array, Dictionary, Pdf, String

from editorial.editions.book import LINK, Book, feet, numbered, place_of

#: From a document to its PDF, whose fonts have all their letters.
Draw = Callable[[str], bytes]

_TAGGED = re.compile(rb"/\w+\s*<<\s*/MCID \d+\s*>>\s*BDC")
_CMAP_ROW = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]*)>")


def joined_by() -> str:
    """Return what joins books, in its version: another may write other bytes of the same documents."""
    ours = b"".join(Path(__file__).with_name(name).read_bytes() for name in ("join.py", "book.py"))
    digest = hashlib.sha256(ours).hexdigest()
    return f"{digest} {pikepdf.__version__} {pikepdf.__libqpdf_version__}"


def joined(book: Book, draw: Draw) -> bytes:
    """Return a book as one PDF: the same bytes for the same documents.

    Links between its documents lead to the page, its contents and its index of terms name it, and the feet say "Page 3
    of 412" through the whole book.
    """
    with ExitStack() as opened:

        def drawn(document: str) -> Pdf:
            return opened.enter_context(Pdf.open(io.BytesIO(draw(document))))

        chapters = [drawn(chapter.document) for chapter in book.chapters]
        front, numbers = _with_front(book, chapters, drawn)
        below = [chapter.is_below for chapter in book.chapters]
        parts = [(front, False), *zip(chapters, below, strict=True)]
        if book.index:
            parts.append((drawn(numbered(book.index, numbers)), False))
        count = sum(len(part.pages) for part, _ in parts)
        return _assembled(parts, drawn(feet(book.feet, count)))


def _with_front(
    book: Book, chapters: Sequence[Pdf], drawn: Callable[[str], Pdf]
) -> tuple[Pdf, dict[str, int]]:
    """Return the cover and the contents, and the number of the page of each place in the book.

    The contents say on which page a chapter begins, and that is later by each page that the contents fill: they are
    drawn until they fill as many as was thought. Longer numbers never make them shorter, so this ends.
    """
    places: dict[str, int] = {}
    before = 0
    for part in chapters:
        places |= {name: before + page for name, page in _places(part).items()}
        before += len(part.pages)
    places["index"] = before
    count = 0
    while True:
        numbers = {name: count + page + 1 for name, page in places.items()}
        front = drawn(numbered(book.front, numbers))
        if len(front.pages) == count:
            return front, numbers
        count = len(front.pages)


def _destinations(part: Pdf) -> Iterator[tuple[bytes, pikepdf.Object]]:
    """Yield the named places of a PDF of WeasyPrint."""
    if "/Names" in part.Root and "/Dests" in part.Root.Names:
        for name, place in _pairs(part.Root.Names.Dests.Names):
            yield bytes(name), place


def _pairs(array: pikepdf.Object) -> Iterator[tuple[Any, Any]]:
    """Yield the first thing with the second, the third with the fourth, and so on."""
    things = iter(array)
    return zip(things, things, strict=True)


def _places(part: Pdf) -> dict[str, int]:
    """Return on which page of a document, counted from 0, each of its named places is."""
    pages = {page.obj.objgen: number for number, page in enumerate(part.pages)}
    return {str(String(name)): pages[place[0].objgen] for name, place in _destinations(part)}


def _assembled(parts: Sequence[tuple[Pdf, bool]], feet_of: Pdf) -> bytes:
    """Return documents one after another as one PDF, with the description and language of the first.

    Args:
        parts: each document, and whether its bookmarks stand below the last first one.
        feet_of: the document of the feet of all pages.
    """
    book = parts[0][0]
    joining = _Joining(book, feet_of)
    for part, is_below in parts:
        joining.add(part, is_below=is_below)
    joining.finish()
    pikepdf.settings.set_flate_compression_level(9)
    target = io.BytesIO()
    book.save(
        target,
        min_version="1.7",
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        fix_metadata_version=False,
        deterministic_id=True,
    )
    return target.getvalue()


class _Joining:
    """What is gathered of the documents of a book, until all are in the first of them."""

    def __init__(self, book: Pdf, feet_of: Pdf) -> None:
        self._book = book
        self._feet_of = feet_of
        self._kids: list[pikepdf.Object] = []
        #: What the tree says of each number that a page or a link has (ISO 32000-1, 14.7.4.4).
        self._parents: list[pikepdf.Object] = []
        self._cells: list[tuple[bytes, pikepdf.Object]] = []
        self._names: dict[bytes, pikepdf.Object] = {}
        #: Each first heading, with those below it.
        self._bookmarks: list[tuple[pikepdf.Object, list[pikepdf.Object]]] = []
        #: Links into other documents of the book.
        self._links: list[pikepdf.Object] = []
        self._fonts = _Fonts()
        self._foot = book.copy_foreign(feet_of.pages[0].obj.Resources)
        self._fonts.share(self._foot.Font)

    def add(self, part: Pdf, *, is_below: bool) -> None:
        """Put a document after those that are there."""
        destinations = list(_destinations(part))
        numbers = {page.obj.objgen: number for number, page in enumerate(part.pages)}
        tree, outlines = part.Root.StructTreeRoot, part.Root.get("/Outlines")
        if part is self._book:
            pages = [page.obj for page in part.pages]
        else:
            first = len(self._book.pages)
            # It warns of named places, which are below.
            with catch_warnings(category=pikepdf.PageCopyWarning, action="ignore"):
                self._book.pages.extend(part.pages)
            pages = [page.obj for page in self._book.pages[first:]]
            tree = self._book.copy_foreign(tree)
            outlines = outlines and self._book.copy_foreign(outlines)
        for name, place in destinations:
            self._names[name] = Array([pages[numbers[place[0].objgen]], *list(place)[1:]])
        self._share_resources(pages[0].Resources)
        self._move_numbers(pages, tree)
        self._add_bookmarks(outlines, is_below=is_below)

    def _share_resources(self, resources: pikepdf.Object) -> None:
        """All pages of a document have these; the feet need theirs beside them."""
        self._fonts.share(resources.Font)
        for kind in ("/Font", "/ExtGState"):
            for name, thing in self._foot[kind].items():
                if name not in resources[kind]:
                    resources[kind][name] = thing

    def _move_numbers(self, pages: Sequence[pikepdf.Object], tree: pikepdf.Object) -> None:
        moved = len(self._parents)
        for page in pages:
            page.StructParents = int(page.StructParents) + moved
            for link in page.get("/Annots", []):
                link.StructParent = int(link.StructParent) + moved
                if "/A" in link and str(link.A.get("/URI", "")).startswith(LINK):
                    self._links.append(link)
        self._parents += [parent for _, parent in _pairs(tree.ParentTree.Nums)]
        self._kids += list(tree.K[0].K)
        if "/IDTree" in tree:
            self._cells += [(bytes(name), cell) for name, cell in _pairs(tree.IDTree.Names)]

    def _add_bookmarks(self, outlines: pikepdf.Object | None, *, is_below: bool) -> None:
        for bookmark in _bookmarks_below(outlines):
            if is_below and self._bookmarks:
                self._bookmarks[-1][1].append(bookmark)
            else:
                self._bookmarks.append((bookmark, list(_bookmarks_below(bookmark))))

    def finish(self) -> None:
        """Write what was gathered into the book."""
        book = self._book
        known = {str(String(name)): name for name in self._names}
        for link in self._links:
            name = known.get(place_of(unquote(str(link.A.URI)).removeprefix(LINK), known))
            if name is not None:  # Nobody but us writes such links; whoever does has written an address.
                del link["/A"]
                link.Dest = link.Contents = String(name)
        flat = [one for text in sorted(known) for one in (String(known[text]), self._names[known[text]])]
        book.Root.Names = Dictionary(Dests=Dictionary(Names=Array(flat)))
        tree = book.Root.StructTreeRoot
        whole = tree.K[0]
        for kid in self._kids:
            kid.P = whole
        whole.K = Array(self._kids)
        numbered_parents = [one for pair in enumerate(self._parents) for one in pair]
        tree.ParentTree = book.make_indirect(Dictionary(Nums=Array(numbered_parents)))
        tree.ParentTreeNextKey = len(self._parents)
        if self._cells:
            flat = [
                one for name, cell in sorted(self._cells, key=itemgetter(0)) for one in (String(name), cell)
            ]
            tree.IDTree = Dictionary(Names=Array(flat))
        self._write_bookmarks()
        self._fonts.write(book)
        self._draw_feet()

    def _draw_feet(self) -> None:
        """Draw the foot of each page but the first on it, as what is no part of its text (an artifact)."""
        begin = self._book.make_stream(b"q\n")
        for page, foot in list(zip(self._book.pages, self._feet_of.pages, strict=True))[1:]:
            drawn = _TAGGED.sub(b"/Artifact <</Type /Pagination>> BDC", foot.Contents.read_bytes())
            page.obj.Contents = Array([begin, page.obj.Contents, self._book.make_stream(b"Q\n" + drawn)])

    def _write_bookmarks(self) -> None:
        root = self._book.make_indirect(Dictionary())
        for bookmark, below in self._bookmarks:
            if below:
                _put_below(bookmark, below)
        _put_below(root, [bookmark for bookmark, _ in self._bookmarks])
        self._book.Root.Outlines = root


def _bookmarks_below(bookmark: pikepdf.Object | None) -> Iterator[pikepdf.Object]:
    following = bookmark.get("/First") if bookmark is not None else None
    while following is not None:
        yield following
        following = following.get("/Next")


def _put_below(bookmark: pikepdf.Object, below: Sequence[pikepdf.Object]) -> None:
    """Put bookmarks below another, which is open; the number that it has is that of all that are shown below it."""
    for one, before, after in zip(below, [None, *below], [*below[1:], None], strict=False):
        one.Parent = bookmark
        for name, other in (("/Prev", before), ("/Next", after)):
            if other is not None:
                one[name] = other
            elif name in one:
                del one[name]
    bookmark.First, bookmark.Last = below[0], below[-1]
    bookmark.Count = len(below) + sum(int(one.get("/Count", 0)) for one in below)


class _Fonts:
    """The fonts of all documents of a book, each of them once, with the letters that any of them uses."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, bytes], tuple[pikepdf.Object, dict[int, Any], dict[bytes, bytes]]] = {}

    def share(self, fonts: pikepdf.Object) -> None:
        """Put the fonts of the book into the place of a document's own, where they are the same."""
        for name, font in list(fonts.items()):
            if "/DescendantFonts" not in font:
                continue  # Made of pictures, for this document alone.
            described = font.DescendantFonts[0].FontDescriptor
            file = described["/FontFile2" if "/FontFile2" in described else "/FontFile3"]
            key = name, hashlib.sha256(file.read_raw_bytes()).digest()
            kept, widths, letters = self._kept.setdefault(key, (font, {}, {}))
            for first, some in _pairs(font.DescendantFonts[0].W):
                widths |= dict(enumerate(some, int(first)))
            _, _, rows = font.ToUnicode.read_bytes().partition(b"endcodespacerange")
            for glyph, text in _CMAP_ROW.findall(rows):
                letters.setdefault(glyph, text)
            fonts[name] = kept

    def write(self, book: Pdf) -> None:
        """Let each font say the widths of its letters, and what they are."""
        for font, widths, letters in self._kept.values():
            own = font.DescendantFonts[0]
            own.W = Array([one for glyph in sorted(widths) for one in (glyph, Array([widths[glyph]]))])
            own.FontDescriptor.FontBBox[2] = max(widths.values())
            has_one_width = len(widths) > 1 and len(set(widths.values())) == 1
            own.FontDescriptor.Flags = int(own.FontDescriptor.Flags) & ~1 | has_one_width
            head, _, rest = font.ToUnicode.read_bytes().partition(b"endcodespacerange")
            _, _, end = rest.rpartition(b"endcmap")
            rows = [b"<%s> <%s>" % row for row in sorted(letters.items())]
            blocks = [rows[at : at + 100] for at in range(0, len(rows), 100)]
            body = b"\n".join(
                b"%d beginbfchar\n%s\nendbfchar" % (len(block), b"\n".join(block)) for block in blocks
            )
            font.ToUnicode = book.make_stream(b"%sendcodespacerange\n%s\nendcmap%s" % (head, body, end))
