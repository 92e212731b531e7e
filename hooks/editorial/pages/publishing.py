"""Which files below the folder of pages are published: pages and pictures, by name and kind, and nothing else."""

import os
import re
import stat
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from editorial.problems import Problem

PAGE = ".md"
#: Kinds of pictures that browsers show.
PICTURES = frozenset({".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"})
#: What cameras of phones save: `make fix` makes a JPG of it.
FROM_CAMERAS = frozenset({".heic", ".heif"})
#: Pictures that not every browser shows; cameras, scanners and drawing programs make them.
_UNSHOWN = frozenset(
    """
    .ai .bmp .cr2 .cr3 .dng .emf .eps .jp2 .nef .psd .raw .tif .tiff .wmf .xcf
    """.split()  # noqa: SIM905
)
#: The characters of a path below the project's folder: with the folder that a zip is unpacked into, Windows
#: opens no more than 259.
LONGEST_PATH = 200
#: What a new page begins with; nothing in it is published.
DRAFTS = "_new"
#: Lists of the build's own, which no site has: the addresses of the last release.
_LISTS = frozenset({"addresses.txt"})
#: Folders in each other, and problems that are said before the rest is left unread.
_DEEPEST, _MOST_PROBLEMS = 20, 200

#: Whoever writes a command would take a name that begins with a hyphen for an option.
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,98}[a-z0-9])?")
_HOW_TO_NAME = "Write small letters and digits, with hyphens between them."
#: Names that Windows keeps for devices, whatever ending they have (Microsoft, "Naming Files, Paths, and
#: Namespaces").
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)
#: Folders and pages at the root of a language that the build makes itself.
_OWN = frozenset({"assets", "downloads", "404.md", "404.html"})


@dataclass(frozen=True)
class ContentFiles:
    """The files that are content, each as its path from the folder of pages on, in order."""

    pages: tuple[str, ...]
    pictures: tuple[str, ...]


def content_files(root: Path, docs: str, languages: Sequence[str]) -> tuple[ContentFiles, list[Problem]]:
    """Return the pages and pictures of every language, with a sentence about each other thing that lies there.

    Args:
        root: the project's folder.
        docs: the folder that has a folder for each language.
        languages: their codes.
    """
    pages: list[str] = []
    pictures: list[str] = []
    problems: list[Problem] = []
    names: dict[str, str] = {}
    for path, entry, fault in _walk(root / docs, languages):
        text, folded = fault, unicodedata.normalize("NFC", path).casefold()
        if not text and names.setdefault(folded, path) != path:
            text = f"'{names[folded]}' has the same name but for capitals or accents. Give one another name."
        if text:
            problems.append(Problem(f"{docs}/{path}", 1, text))
        elif entry.is_file() and "/" in path:
            (pages if path.endswith(PAGE) else pictures).append(path)
        if len(problems) > _MOST_PROBLEMS:
            break
    return ContentFiles(tuple(sorted(pages)), tuple(sorted(pictures))), problems


def clashes(ours: Mapping[str, str], theirs: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each content file, by its path, whose place in the site is another file's too, and the sentence.

    Args:
        ours: each content file by its path, with its place in the site.
        theirs: the places of all files that the theme or the build brings.
    """
    taken = {place.casefold(): "the site's own file" for place in theirs}
    for path, place in ours.items():
        if owner := taken.get(place.casefold()):
            yield (
                path,
                f"would be published as '{place}', which is the place of {owner}. Give it another name.",
            )
        taken.setdefault(place.casefold(), f"'{path}'")


def _walk(docs: Path, languages: Collection[str]) -> Iterator[tuple[str, "os.DirEntry[str]", str]]:
    """Yield everything below a folder, its path from there on, and why it may not lie there or nothing.

    What is wrong with a folder is said of the files in it.
    """
    folders = [("", "")]
    while folders:
        inside, text = folders.pop()
        with os.scandir(docs / inside) as entries:
            for entry in sorted(entries, key=lambda one: one.name):
                path = f"{inside}{entry.name}"
                is_folder = entry.is_dir(follow_symlinks=False)
                if is_folder and path == DRAFTS:
                    continue
                fault = text or _fault(f"{docs.name}/{path}", path, entry, languages)
                if is_folder and path.count("/") < _DEEPEST:
                    folders.append((f"{path}/", fault))
                elif is_folder or fault or entry.is_file():
                    yield (
                        path,
                        entry,
                        fault or ("too many folders lie in each other. Take some out." if is_folder else ""),
                    )


def _fault(shown: str, path: str, entry: "os.DirEntry[str]", languages: Collection[str]) -> str:
    """Return why something may not lie where it does, or nothing."""
    if entry.is_symlink():
        return "this is a link to another place. Put the file itself here."
    is_folder = entry.is_dir(follow_symlinks=False)
    if not is_folder and not stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode):
        return "this is neither a file nor a folder. Take it out."
    if len(shown) > LONGEST_PATH:
        return f"the path has {len(shown)} characters, more than {LONGEST_PATH}. Give it a shorter name."
    if "/" not in path:
        return _fault_of_top(entry.name, languages, is_folder=is_folder)
    if path.count("/") == 1 and (entry.name in _OWN or entry.name in languages):
        return f"'{entry.name}' is the site's own here. Give it another name."
    return _fault_of_name(entry.name, is_folder=is_folder)


def _fault_of_name(name: str, *, is_folder: bool) -> str:
    """Return why a file or a folder of a language may not be called so, or nothing."""
    stem, ending = (name, "") if is_folder else (PurePosixPath(name).stem, PurePosixPath(name).suffix)
    if not is_folder and ending.lower() in FROM_CAMERAS:
        kind = ending[1:].upper()
        return (
            f"not every browser shows {kind} pictures. 'make fix' makes a JPG of it, and corrects the pages."
        )
    if not is_folder and ending.lower() in _UNSHOWN:
        kind = ending[1:].upper()
        return f"not every browser shows {kind} pictures. Save it as JPG, PNG or WebP, and write that name."
    if not is_folder and ending.lower() not in (PAGE, *PICTURES):
        kinds = ", ".join(sorted(one.removeprefix(".") for one in PICTURES))
        return f"'{name}' is neither a page (.md) nor a picture ({kinds}). Take it out."
    if not _NAME.fullmatch(stem) or ending != ending.lower():
        return f"'{name}' is no name for a file. {_HOW_TO_NAME}"
    return f"'{name}' is a name that Windows keeps for itself. Give it another." if stem in _DEVICES else ""


def fault_of_page(name: str, docs: str, languages: Collection[str]) -> str:
    """Return why a build would refuse a page under a name in each language, or nothing.

    Args:
        name: its path in the folder of a language, such as ``subgroups/example.md``.
        docs: the folder that has a folder for each language.
        languages: their codes.
    """
    parts = name.split("/")
    longest = max(len(f"{docs}/{language}/{name}") for language in languages)
    if parts[0] in _OWN or (len(parts) > 1 and parts[0] in languages):
        return f"'{parts[0]}' is the site's own here. Give it another name."
    if len(parts) >= _DEEPEST:
        return "too many folders lie in each other. Take some out."
    if longest > LONGEST_PATH:
        return f"the path has {longest} characters, more than {LONGEST_PATH}. Give it a shorter name."
    faults = (_fault_of_name(part, is_folder=part is not parts[-1]) for part in parts)
    return next(filter(None, faults), "")


def _fault_of_top(name: str, languages: Collection[str], *, is_folder: bool) -> str:
    """Return why something may not lie beside the folders of the languages, or nothing."""
    if is_folder:
        known = ", ".join(languages)
        return "" if name in languages else f"'{name}' is the folder of no language ({known}). Take it out."
    if name in _LISTS or (name.endswith(".yml") and _NAME.fullmatch(name.removesuffix(".yml"))):
        return ""  # Terms, phone lines and other data, which the build reads.
    return f"'{name}' is no list (.yml). Pages and pictures lie in the folder of a language. Take it out."
