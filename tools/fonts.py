"""Make the guide's fonts again from their npm packages: ``make fonts``. Needs npm; no build does.

Atkinson Hyperlegible Next was drawn by the Braille Institute for readers with low vision: letters and figures
that look alike in other fonts (I l 1, 0 O, B 8) differ. Of its two families on npm it is the newer, with
smaller files and more signs (≥ ≤ μ). What it lacks (α β γ → ₂ ′ …) comes from DejaVu Sans, so that no sign
depends on what a reader's device has.
"""

import base64
import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from fontTools import subset
from fontTools.ttLib import TTFont

from project import ROOT

FONTS = ROOT / "overrides" / "assets" / "fonts"


class Package(NamedTuple):
    """An npm package, of which only this very archive is taken."""

    name: str
    integrity: str


TEXT = Package(
    "@expo-google-fonts/atkinson-hyperlegible-next@0.4.1",
    "sha512-tA5NUQCrb4GnQ8kvghyF6Kqw72zr4zSNmMwhCTcHlsu/jE5JoF8Fje5/WwL44y17Lue99pG9cyq3PW5X/7ZDng==",
)
SIGNS = Package(
    "dejavu-fonts-ttf@2.37.3",
    "sha512-f1hd7jJbeQa1VWcw+K2KrTXS50zTMaHpVC4XIKJpNcDeYR5ajMtj/iLlQDYNvLOKamUB3ARVVCf79lNwNVztSQ==",
)
FACES = {
    "atkinson-regular": "400Regular/AtkinsonHyperlegibleNext_400Regular.ttf",
    "atkinson-italic": "400Regular_Italic/AtkinsonHyperlegibleNext_400Regular_Italic.ttf",
    "atkinson-bold": "700Bold/AtkinsonHyperlegibleNext_700Bold.ttf",
}
#: The letters of the guide's languages, and the signs of most texts: what each page loads.
LATIN = {*range(0x20, 0x7F), 0xA0, *map(ord, "áéíóúñüÁÉÍÓÚÑÜ¿¡«»ªº·°‐‑‒–—‘’‚“”„•…")}
#: What is frequent in names of authors and medicines, and in figures: each page loads it too, but for italics, which
#: set few words.
OFTEN = set(map(ord, "àäçèïöøÖłĆ®±×−≤≥"))
#: The other letters of Western and Central Europe, and signs of formulas: what few pages load.
MORE = {*range(0xA1, 0x180), *map(ord, "€†‡‹›™Ωμπ∞√∂∆−≈≠≤≥")}
#: From DejaVu Sans: Greek, arrows, sub- and superscript figures, and the signs that the pages draw.
OTHER = {*range(0x3B1, 0x3CA), *map(ord, "ΓΔΘΛΞΠΣΦΨ′″←↑↓↔⁰⁴⁵⁶⁷⁸⁹⁺⁻₀₁₂₃₄₅₆₇₈₉₊₋⚠▲▼✓☐☑■")}
#: What nearly each page has: the way back from a source, and the arrow of a way on.
WAYS = set(map(ord, "↩→"))
#: Signs that the font draws under another number.
ALIASES = {0xB5: 0x3BC, 0x2011: 0x2D}


def unpack(package: Package, folder: Path) -> Path:
    """Fetch a package with npm, check that it is the archive that is meant, and return its folder."""
    command = ["npm", "pack", "--silent", package.name, "--pack-destination", str(folder)]
    packed = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    archive = folder / packed.stdout.split()[-1]
    found = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != package.integrity:
        sys.exit(f"{package.name} is not the archive that these fonts were made from: {found}")
    target = folder / archive.stem
    with tarfile.open(archive) as tar:
        tar.extractall(target, filter="data")
    return target / "package"


def reduced(source: Path, target: Path, characters: set[int], *, is_kerned: bool = True) -> None:
    """Write those glyphs of a font that the characters need, as WOFF2, the same bytes each time.

    Args:
        source: the whole font.
        target: where to write.
        characters: their numbers.
        is_kerned: whether letters have distances of their own from some others.
    """
    font: Any = TTFont(source, recalcTimestamp=False)
    for table in font["cmap"].tables:
        for alias, drawn in ALIASES.items():
            if alias in characters and drawn in table.cmap:
                table.cmap.setdefault(alias, table.cmap[drawn])
    options: Any = subset.Options()
    # Accents come with their letters here, so nothing has to be put together.
    options.layout_features = ["kern"] if is_kerned else []
    options.hinting = False  # Modern screens draw it no worse, and the files are half as large.
    options.drop_tables += ["STAT"]  # For fonts whose weight can be set freely; this one has no axis.
    options.name_IDs = [0, 1, 2]  # Whose it is, and what it is called; the license lies beside.
    options.flavor = "woff2"
    worker: Any = subset.Subsetter(options)
    worker.populate(unicodes=characters)
    worker.subset(font)
    subset.save_font(font, str(target), options)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        text, signs = unpack(TEXT, Path(name)), unpack(SIGNS, Path(name))
        for face, path in FACES.items():
            # Italics set a few foreign words, and the distances between their letters are a third of the file.
            is_italic = face.endswith("italic")
            first = LATIN if is_italic else LATIN | OFTEN
            reduced(text / path, FONTS / f"{face}.woff2", first, is_kerned=not is_italic)
            reduced(text / path, FONTS / f"{face}-more.woff2", MORE - first, is_kerned=not is_italic)
        reduced(signs / "ttf/DejaVuSans.ttf", FONTS / "signs.woff2", OTHER)
        reduced(signs / "ttf/DejaVuSans.ttf", FONTS / "ways.woff2", WAYS)
        (FONTS / "OFL.txt").write_bytes((text / "LICENSE_FONT").read_bytes())
        (FONTS / "DejaVu-LICENSE.txt").write_bytes((signs / "LICENSE").read_bytes())
    for file in sorted(FONTS.iterdir()):
        print(f"{file.stat().st_size:6} {hashlib.sha256(file.read_bytes()).hexdigest()[:16]} {file.name}")


if __name__ == "__main__":
    main()
