"""Put right what has exactly one right answer, and show each change: ``make fix``, or ``make fix PAGE=docs/en/….md``.

What pages say is left as it is, and so is whatever could be meant in two ways: ``make problems`` tells of it.
"""

import posixpath
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from difflib import unified_diff
from pathlib import Path

from editorial.guide import Guide
from editorial.pages.files import LARGEST_PICTURE
from editorial.pages.git import NoHistoryError
from editorial.pages.parity import Differences
from editorial.pages.pictures import for_web, from_camera
from editorial.pages.publishing import FROM_CAMERAS, content_files
from editorial.pages.repairs import repaired, repaired_storage, with_ids, without_odd
from editorial.pages.states import still_renders
from editorial.references.imports import in_order
from editorial.settings import Settings
from editorial.text import on_one_line
from project import ROOT, guide_of, replace_file


def main(page: str, root: Path = ROOT) -> int:
    guide = guide_of(root)
    content, _ = content_files(root, guide.settings.docs, guide.settings.locales)
    pages = [f"{guide.settings.docs}/{path}" for path in content.pages]
    pictures = [f"{guide.settings.docs}/{path}" for path in content.pictures]
    lists = [path for path in _lists(guide.settings) if _is_ours(root / path)]
    cameras = [path for path in _from_cameras(root, guide.settings) if _is_ours(root / path)]
    if page and page not in (*pages, *pictures, *lists, *cameras):
        print(
            f"'{on_one_line(page)}' is no file of the guide. Write its path from this folder on: "
            f"PAGE={guide.settings.docs}/{guide.settings.original}/index.md"
        )
        return 1

    def wanted(path: str) -> bool:
        return page in ("", path)

    before = {path: (root / path).read_bytes() for path in [*pages, *lists]}
    texts = {path: text for path, raw in before.items() if (text := repaired_storage(raw)) is not None}
    after = dict(_repaired_lists(texts, guide.settings)) | _repaired_pages(texts, guide, pages)
    changed = {path: text for path, text in after.items() if wanted(path) and text.encode() != before[path]}
    done = set()

    def put(path: str, was: bytes, text: str) -> None:
        replace_file(root / path, text)
        print("\n".join(shown(path, was, text)), end="\n\n")
        done.add(path)

    for path, text in changed.items():
        put(path, before[path], text)
    # What is behind can only be told of the pages as they are now.
    for path, day in _translated(guide_of(root) if changed else guide):
        was = (root / path).read_bytes()
        text = re.sub(r"^(translated_from:[ \t]*)[\d-]+", rf"\g<1>{day}", was.decode(), count=1, flags=re.M)
        if wanted(path) and text.encode() != was:
            put(path, was, text)
    done |= {path for path in pictures if wanted(path) and _picture(root / path, path)}
    for path in filter(wanted, cameras):
        if made := _photograph(root, path):
            done |= {path}
            for other, text in _with_name(root, pages, path, made):
                put(other, (root / other).read_bytes(), text)
    if not done:
        print("Nothing to repair.")
        return 0
    files = "One file was" if len(done) == 1 else f"{len(done)} files were"
    print(f"{files} repaired. Look at each change above: 'git diff' shows them again.")
    return 0


def _lists(settings: Settings) -> Iterator[str]:
    """Yield the files of a guide beside its pages."""
    yield settings.bibliography
    for path in (settings.glossary, settings.helplines, settings.urgent, settings.pathway, settings.intents):
        if path:
            yield path
    for language in settings.locales:
        yield f"{settings.overrides}/locales/{language}.yml"


def _is_ours(file: Path) -> bool:
    return file.is_file() and not file.is_symlink()


def _repaired_lists(texts: Mapping[str, str], settings: Settings) -> Iterator[tuple[str, str]]:
    for path in _lists(settings):
        if path in texts:
            text = without_odd(texts[path])
            yield path, in_order(text) if path == settings.bibliography else text


def _repaired_pages(texts: Mapping[str, str], guide: Guide, pages: list[str]) -> dict[str, str]:
    after = {path: repaired(texts[path], sources=guide.sources) for path in pages if path in texts}
    docs = guide.settings.docs
    for name in sorted({path.split("/", docs.count("/") + 2)[-1] for path in after}):
        paths = {language: f"{docs}/{language}/{name}" for language in guide.settings.locales}
        if paths[guide.settings.original] in after:
            same = {language: after[path] for language, path in paths.items() if path in after}
            after |= {paths[language]: text for language, text in with_ids(same).items()}
    return after


def _translated(guide: Guide) -> Iterator[tuple[str, date]]:
    """Yield each translation that says what its original says today, and the day which it renders."""
    if not any(state.behind_since for state in guide.states.values()):
        return
    by_url = {state.file.url: state for state in guide.states.values()}
    parity = Differences(guide.lexicons, guide.meanings)
    try:
        with guide.versions() as versions:
            for path, state in guide.states.items():
                original = by_url.get(state.original_url or "")
                if original and state.behind_since and still_renders(state, original, versions, parity):
                    yield path, state.behind_since
    except NoHistoryError:
        return  # Without a history nobody knows what a translation renders.


def _picture(file: Path, path: str) -> bool:
    before = file.read_bytes()
    after = for_web(before, file.suffix.lower(), most=LARGEST_PICTURE)
    if after is None:
        return False
    replace_file(file, after)
    print(
        f"{path}: {len(before):,} bytes are {len(after):,}, without words on its making. Look at it once more.\n"
    )
    return True


def _from_cameras(root: Path, settings: Settings) -> list[str]:
    """Return what cameras of phones saved, below the folder of pages."""
    found = (root / settings.docs).rglob("*")
    return sorted(one.relative_to(root).as_posix() for one in found if one.suffix.lower() in FROM_CAMERAS)


def _photograph(root: Path, path: str) -> str:
    """Put a JPG in the place of what a camera saved; its name, or nothing where that is taken or it cannot be read."""
    file = root / path
    # Cameras write capitals and underscores, which no file of a site may have.
    target = file.with_name(re.sub(r"[^a-z0-9]+", "-", file.stem.lower()).strip("-") + ".jpg")
    made = None if target.exists() else from_camera(file.read_bytes(), most=LARGEST_PICTURE)
    if made is None:
        return ""
    replace_file(target, made)
    print(
        f"{path}: is '{target.name}' now, {len(made):,} bytes, without words on its making. Look at it once more.\n"
    )
    file.unlink()
    return target.name


def _with_name(root: Path, pages: Sequence[str], path: str, name: str) -> Iterator[tuple[str, str]]:
    """Yield each page that shows a picture by its old name, with the new one."""
    old = Path(path).name
    address = re.compile(rf"(?<=[(<])[^\s()<>]*{re.escape(old)}(?=[)>\s])")
    for page in pages:

        def corrected(found: re.Match[str], folder: str = posixpath.dirname(page)) -> str:
            is_this = posixpath.normpath(posixpath.join(folder, found[0])) == path
            return found[0].removesuffix(old) + name if is_this else found[0]

        text = (root / page).read_bytes().decode("utf-8", "replace")
        if (changed := address.sub(corrected, text)) != text:
            yield page, changed


def shown(path: str, before: bytes, after: str) -> Iterator[str]:
    """Yield the lines in which a file changed, each as it may be printed."""
    was = repaired_storage(before) or ""
    if was.encode() != before:
        yield f"{path}: is stored as all others now: UTF-8 without a mark at its beginning, line ends LF."
    lines = unified_diff(was.split("\n"), after.split("\n"), path, path, lineterm="", n=1)
    for line in lines:
        yield on_one_line(re.sub("\t", "<tab>", re.sub("[\u00a0\u202f\u00ad]", _name, line)))


def _name(sign: re.Match[str]) -> str:
    return f"<U+{ord(sign[0]):04X}>"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
