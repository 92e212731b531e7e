"""Whether a picture is one: opened as browsers would, without programs in it, and without words on its making.

An SVG runs when somebody opens it by itself, so it is read as XML (without entities) against a list of what a
drawing needs. Other pictures are decoded whole, and may not carry what cameras write into them: the place, the
day, the device and sometimes a name.
"""

import re
import warnings
from collections.abc import Iterator, Mapping
from io import BytesIO

from lxml import etree
from PIL import Image, ImageFile, UnidentifiedImageError

#: Elements of a drawing, and how many may stand in one, with what they use of each other.
_DRAWN = frozenset(
    """
    svg g path rect circle ellipse line polyline polygon text tspan textPath title desc defs clipPath mask
    pattern marker linearGradient radialGradient stop symbol use switch
    """.split()  # noqa: SIM905
)
_MOST_DRAWN, _DEEPEST = 20_000, 100
_SVG, _XLINK, _XML = (
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/1999/xlink",
    "http://www.w3.org/XML/1998/namespace",
)
#: Attributes of a drawing: SVG 2, "Attribute Index", without those that run, load or are the site's own.
_ATTRIBUTES = frozenset(
    """
    alignment-baseline aria-describedby aria-hidden aria-label aria-labelledby aria-roledescription baseProfile
    baseline-shift class clip clip-path clip-rule clipPathUnits color color-interpolation cx cy d direction
    display dominant-baseline dx dy enable-background fill fill-opacity fill-rule focusable font-family font-size
    font-size-adjust font-stretch font-style font-variant font-weight fr fx fy gradientTransform gradientUnits
    height href id image-rendering lang lengthAdjust letter-spacing marker-end marker-mid marker-start
    markerHeight markerUnits markerWidth mask maskContentUnits maskUnits method mix-blend-mode offset opacity
    orient overflow paint-order pathLength patternContentUnits patternTransform patternUnits points
    preserveAspectRatio r refX refY role rotate rx ry shape-rendering side spacing spreadMethod startOffset
    stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin
    stroke-miterlimit stroke-opacity stroke-width style systemLanguage text-anchor text-decoration text-rendering
    textLength transform transform-origin vector-effect version viewBox visibility width word-spacing
    writing-mode x x1 x2 xml:lang xml:space y y1 y2
    """.split()  # noqa: SIM905
)
_DECLARATION = re.compile(r"\s*<\?xml\s[^>]{0,200}encoding\s*=\s*[\"']([\w.-]{1,40})")
_USES = re.compile(r"url\(\s*[\"']?\s*([^\"')]{0,500})", re.IGNORECASE)
#: What may stand in an attribute that styles: no escapes, no comments, nothing that loads or runs.
_STYLE_ODD = re.compile(r"\\|/\*|@|expression|image-set|src\s*\(|behavior|-moz-binding", re.IGNORECASE)

#: Formats by the endings of their files.
_FORMATS: Mapping[str, str] = {
    ".avif": "AVIF",
    ".gif": "GIF",
    ".jpeg": "JPEG",
    ".jpg": "JPEG",
    ".png": "PNG",
    ".webp": "WEBP",
}
#: Of so many points a picture fills the memory of a phone.
MOST_POINTS = 50_000_000
_MOST_FRAMES = 100
#: EXIF tags that say how a picture is to be shown, and nothing of where, when, by whom.
_HARMLESS_TAGS = frozenset({0x0112, 0x011A, 0x011B, 0x0128, 0x0213, 0x8769})
_HARMLESS_IN_EXIF = frozenset({0x9000, 0x9101, 0xA000, 0xA001, 0xA002, 0xA003})
#: What a picture that is none may raise.
_UNREADABLE: tuple[type[Exception], ...] = (
    *(UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError, EOFError),
    *(KeyError, IndexError, TypeError, OverflowError, MemoryError, AttributeError, RuntimeError),
    Warning,
)
_WORDS_OF_FORMATS = ("comment", "xmp", "XML:com.adobe.xmp", "photoshop", "Raw profile type iptc")
_HARMLESS_TEXTS = frozenset({"Software", "software"})
_ENDS: Mapping[str, bytes] = {".png": b"IEND\xaeB`\x82", ".jpg": b"\xff\xd9", ".jpeg": b"\xff\xd9"}


def picture_fault(raw: bytes, suffix: str) -> str:
    """Return why a file is no picture that may be published, or nothing.

    Args:
        raw: its bytes.
        suffix: how its name ends, in small letters: ``.png``.
    """
    if not raw.strip():
        return "the picture is empty. Put the picture itself here."
    if raw.startswith(b"version https://git-lfs.github.com/spec/"):
        return "only a note of Git LFS is here, not the picture itself. Fetch it: git lfs pull"
    if suffix == ".svg":
        if faults := list(dict.fromkeys(drawing_faults(raw)))[:5]:
            return f"a picture may not have {', '.join(faults)}. Draw it again without, or save it as PNG."
        return ""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return _fault_of_points(raw, suffix)
    except _UNREADABLE:
        return f"this cannot be opened as a picture of the kind {suffix}. Save it again from a program for pictures."


def _fault_of_points(raw: bytes, suffix: str) -> str:
    with Image.open(BytesIO(raw), formats=[_FORMATS[suffix]]) as picture:
        width, height = picture.size
        if width * height > MOST_POINTS or getattr(picture, "n_frames", 1) > _MOST_FRAMES:
            return f"the picture has {width} × {height} points, too many for a phone. Save it smaller."
        picture.verify()
    with Image.open(BytesIO(raw), formats=[_FORMATS[suffix]]) as picture:
        picture.load()
        if found := words_of_making(picture):
            return (
                f"the picture carries words on its making ({found}), perhaps a place or a name. Take them out: "
                "make picture FILE= and its path, or save it from a program for pictures without them."
            )
    end = _ENDS.get(suffix, b"")
    if not raw.rstrip(b"\0").endswith(end):
        return "something follows after the end of the picture. Save it again from a program for pictures."
    return ""


def words_of_making(picture: Image.Image) -> str:
    """Return what a picture says of its making beside what is shown, or nothing."""
    exif = picture.getexif()
    found = ["EXIF"] if set(exif) - _HARMLESS_TAGS or set(exif.get_ifd(0x8769)) - _HARMLESS_IN_EXIF else []
    found += [name for name in _WORDS_OF_FORMATS if picture.info.get(name)]
    texts = getattr(picture, "text", None)
    found += [name for name in texts if name not in _HARMLESS_TEXTS] if isinstance(texts, dict) else []
    return ", ".join(dict.fromkeys(found))


def without_words(raw: bytes, suffix: str) -> bytes:
    """Return a picture upright and without words on its making; its colors stay as they are."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    with Image.open(BytesIO(raw), formats=[_FORMATS[suffix]]) as picture:
        return _saved(picture, _FORMATS[suffix])


#: Points along the longer side of a picture that is too heavy, until it is light enough.
_SIDES = (1600, 1200, 1000, 800)


def for_web(raw: bytes, suffix: str, *, most: int) -> bytes | None:
    """Return a picture as phones load it: upright, without words on its making, no heavier than allowed.

    Nothing, where the picture is so already, cannot be opened, moves, or would become too small to be read.

    Args:
        raw: its bytes.
        suffix: how its name ends, in small letters: ``.jpg``.
        most: the bytes that it may have.
    """
    if suffix == ".svg" or suffix not in _FORMATS:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            made = _light(raw, suffix, most)
    except _UNREADABLE:
        return None
    return made if made and len(made) <= most and not picture_fault(made, suffix) else None


def from_camera(raw: bytes, *, most: int) -> bytes | None:
    """Return what a phone's camera saved as HEIC as a JPEG for the web, or nothing: it cannot be opened, or made light.

    Args:
        raw: its bytes.
        most: the bytes that it may have.
    """
    from pi_heif import register_heif_opener  # noqa: PLC0415
    from PIL import ImageOps  # noqa: PLC0415  (only the command needs them)

    register_heif_opener()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(BytesIO(raw), formats=["HEIF"]) as picture:
                if picture.width * picture.height > MOST_POINTS:
                    return None
                shown = ImageOps.exif_transpose(picture).convert("RGB")
            made = _written(shown, "JPEG", {"quality": 92})
    except _UNREADABLE:
        return None
    if len(made) > most:
        return for_web(made, ".jpg", most=most)
    return None if picture_fault(made, ".jpg") else made


def _light(raw: bytes, suffix: str, most: int) -> bytes | None:
    with Image.open(BytesIO(raw), formats=[_FORMATS[suffix]]) as picture:
        moves = getattr(picture, "n_frames", 1) > 1 and picture.format != "MPO"
        if moves or (len(raw) <= most and not words_of_making(picture)):
            return None
    made = without_words(raw, suffix)
    for side in _SIDES:
        if len(made) <= most:
            break
        made = _narrower(raw, suffix, side)
    return made


def _narrower(raw: bytes, suffix: str, side: int) -> bytes:
    with Image.open(BytesIO(raw), formats=[_FORMATS[suffix]]) as picture:
        from PIL import ImageOps  # noqa: PLC0415  (only the commands need it)

        shown = ImageOps.exif_transpose(picture)
        shown.thumbnail((side, side))
        return _written(shown, _FORMATS[suffix], {"quality": 85})


def _saved(picture: Image.Image, kind: str) -> bytes:
    from PIL import ImageOps  # noqa: PLC0415  (only the command needs it)

    turned = picture.getexif().get(0x0112, 1) != 1
    # A phone's picture with a second one in it (MPO) is not kept as it is.
    keeps = kind == "JPEG" and picture.format == "JPEG" and not turned
    quality: object = "keep" if keeps else 92 if kind == "JPEG" else 90
    return _written(ImageOps.exif_transpose(picture) if turned else picture, kind, {"quality": quality})


def _written(shown: Image.Image, kind: str, quality: Mapping[str, object]) -> bytes:
    options: dict[str, object] = {"icc_profile": shown.info.get("icc_profile")}
    if kind == "JPEG":
        options |= quality if quality["quality"] == "keep" else {**quality, "optimize": True}
    elif kind in ("WEBP", "AVIF"):
        options |= {**quality, "exif": b"", "xmp": b""}
    else:
        options |= {"optimize": True}
    for name in [name for name in shown.info if name not in ("transparency", "icc_profile", "dpi")]:
        del shown.info[name]
    target = BytesIO()
    shown.save(target, kind, **options)
    return target.getvalue()


def drawing_faults(raw: bytes) -> Iterator[str]:
    """Yield what an SVG picture may not have.

    >>> list(drawing_faults(b'<svg xmlns="http://www.w3.org/2000/svg"><script>a</script></svg>'))
    ["'<script>'"]
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield "another encoding than UTF-8"
        return
    if (declared := _DECLARATION.match(text)) and declared[1].casefold() not in ("utf-8", "us-ascii"):
        yield f"another encoding than UTF-8 ('{declared[1]}')"
        return
    if found := re.search(r"<!(?:DOCTYPE|ENTITY)", text, re.IGNORECASE):
        yield f"'{found[0]}'"
        return
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=False
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        yield f"a slip in its XML ({str(error)[:100]})"
        return
    yield from _faults_of_tree(root)


def _faults_of_tree(root: etree._Element) -> Iterator[str]:
    if root.tag != f"{{{_SVG}}}svg":
        yield f"'{str(root.tag)[:60]}' in the place of '<svg xmlns=\"{_SVG}\">'"
        return
    for node in root.getroottree().xpath("//processing-instruction()"):  # type: ignore[union-attr]
        yield f"'<?{str(getattr(node, 'target', ''))[:40]}'"
    count, depth = 0, 0
    for event, node in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if event == "end":
            continue
        count += 1
        if count > _MOST_DRAWN or depth > _DEEPEST:
            yield f"more than {_MOST_DRAWN} parts, or {_DEEPEST} in each other"
            return
        yield from _faults_of_part(node)
    if drawn_parts(root) > _MOST_DRAWN:
        yield f"'<use>' that draws more than {_MOST_DRAWN} parts"


def _faults_of_part(node: etree._Element) -> Iterator[str]:
    tag = etree.QName(node.tag)
    if tag.namespace != _SVG or tag.localname not in _DRAWN:
        yield f"'<{tag.localname}>'"
    for written, value in node.attrib.items():
        name = etree.QName(str(written))
        short = f"xml:{name.localname}" if name.namespace == _XML else name.localname
        text = str(value)
        is_link = name.localname == "href" and name.namespace in (None, _XLINK)
        if is_link:
            if not re.fullmatch(r"#[^\s\"'<>]{1,200}", text):
                yield f"'{name.localname}=\"{text[:100]}\"'"
        elif short not in _ATTRIBUTES or name.namespace not in (None, _XML):
            yield f"'{name.localname}'"
        elif addresses := [one.strip() for one in _USES.findall(text) if not one.strip().startswith("#")]:
            yield f"'{addresses[0][:100]}' in '{short}'"
        elif _STYLE_ODD.search(text) and short not in ("aria-label", "id", "class"):
            yield f"'{text[:60]}' in '{short}'"


def drawn_parts(root: etree._Element) -> int:
    """Return how many parts are drawn, with what they use of each other; a circle counts as too many."""
    by_id: dict[str, etree._Element] = {str(node.get("id")): node for node in root.iter() if node.get("id")}
    counts: dict[etree._Element, int] = {}
    open_: set[etree._Element] = set()

    def used(node: etree._Element) -> Iterator[etree._Element]:
        for name, value in node.attrib.items():
            text = str(value)
            names = [text] if str(name).endswith("href") else _USES.findall(text)
            yield from (by_id[one.strip()[1:]] for one in names if one.strip()[1:] in by_id)

    stack = [root]
    while stack:
        node = stack[-1]
        parts = [*node.iterchildren(etree.Element), *used(node)]
        if node not in counts and node not in open_:
            open_.add(node)
            waiting = [part for part in parts if part not in counts]
            if any(part in open_ for part in waiting):
                return _MOST_DRAWN + 1
            stack += waiting
            continue
        stack.pop()
        if node not in counts:
            counts[node] = min(1 + sum(counts.get(part, 1) for part in parts), _MOST_DRAWN + 1)
        open_.discard(node)
    return counts[root]
