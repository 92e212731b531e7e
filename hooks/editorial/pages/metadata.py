"""What a picture tells besides what it shows: the place where it was taken, by whom, when, with which camera.

Everybody who opens the file can read that, and so where a patient or a photographer lives.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

#: What pictures may say of themselves: how they are to be shown (EXIF 2.32, 4.6.4 and 4.6.5).
_HARMLESS = frozenset(
    {
        *(ExifTags.Base.Orientation, ExifTags.Base.XResolution, ExifTags.Base.YResolution),
        *(ExifTags.Base.ResolutionUnit, ExifTags.Base.ColorSpace, ExifTags.Base.ExifOffset),
        *(ExifTags.Base.YCbCrPositioning, ExifTags.Base.ExifImageWidth, ExifTags.Base.ExifImageHeight),
        *(ExifTags.Base.ExifVersion, ExifTags.Base.ComponentsConfiguration, ExifTags.Base.FlashPixVersion),
        *(ExifTags.Base.ImageWidth, ExifTags.Base.ImageLength, ExifTags.Base.GPSInfo),
    }
)
#: What Pillow keeps of a file's texts and of its XMP and IPTC.
_TEXTS = (
    "comment",
    "xmp",
    "XML:com.adobe.xmp",
    "photoshop",
    "Author",
    "Comment",
    "Copyright",
    "Creation Time",
)
#: What a picture needs to be shown as it was.
_SHOWN = frozenset(("transparency", "duration", "loop", "background", "disposal"))
#: In a drawing: comments, and who made it with which program (SVG 2, 5.9).
_NOTES = re.compile(r"<!--.*?(?:-->|\Z)|<metadata\b.*?(?:</metadata>|\Z)", re.DOTALL)
READ = frozenset({".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp"})


def told(file: Path) -> str:
    """Return what a picture tells of its maker, as a sentence; nothing if it tells nothing or is no picture.

    >>> told(Path(__file__))
    ''
    """
    suffix = file.suffix.lower()
    things: dict[str, None] = {}
    if suffix == ".svg":
        noted = _NOTES.search(file.read_text("utf-8", "replace"))
        things = {"what was noted while it was drawn": None} if noted else {}
    elif suffix in READ:
        try:
            with Image.open(file) as image:
                things = dict.fromkeys(_things(image))
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            return ""
    if not things:
        return ""
    return f"the picture also tells {' and '.join(things)}. Take that out of it: make pictures"


def _things(image: Image.Image) -> Iterator[str]:
    exif = image.getexif()
    if exif.get_ifd(ExifTags.IFD.GPSInfo):
        yield "the place where it was taken"
    tags = {*exif, *exif.get_ifd(ExifTags.IFD.Exif)}
    texts = {str(name).lower(): str(image.info[name]) for name in _TEXTS if image.info.get(name)}
    if any(re.search(r"gps|location", text, re.IGNORECASE) for text in texts.values()):
        yield "the place where it was taken"
    if tags - _HARMLESS or texts:
        yield "when, how or by whom it was made"


def without_metadata(file: Path) -> bool:
    """Write a picture again without what it tells, turned as it is shown; return whether that was needed.

    A JPEG is packed with the tables that it had, so that nobody sees a difference.
    """
    if not told(file):
        return False
    if file.suffix.lower() == ".svg":
        file.write_text(_NOTES.sub("", file.read_text("utf-8", "replace")), encoding="utf-8")
        return True
    with Image.open(file) as image:
        image.load()
        kind, colors = image.format, image.info.get("icc_profile")
        is_turned = image.getexif().get(ExifTags.Base.Orientation, 1) != 1
        kept = ImageOps.exif_transpose(image) if is_turned else image
        kept.info = {name: value for name, value in kept.info.items() if name in _SHOWN}
        packed = {"JPEG": 90 if is_turned else "keep", "WEBP": 90, "AVIF": 90}.get(str(kind))
        options = {"quality": packed} if packed else {}
        kept.save(file, kind, exif=b"", icc_profile=colors, **options)
    return True
