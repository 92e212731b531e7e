"""Show what a proposal changes: ``make proposal BASE=origin/main``.

It writes ``proposal/summary.md``: what readers will see changed on each page, the languages beside each other, and
every problem, those in changed files first; and, where Chromium is, a picture of each changed place on a phone, as it
was on the left and as it is on the right.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image

from editorial.build.git_output import git_environment
from editorial.build.proposal import Edited, PageEdit, page_edit, summary
from editorial.guide import Guide
from editorial.pages.files import LARGEST_PAGE, url_of
from editorial.pages.git import Blobs, FileChange, NoHistoryError, blobs, changed_since
from editorial.problems import Problem
from editorial.settings import FILE, read_settings
from editorial.text import on_one_line
from project import CHROMIUM_SAID, ROOT, check_clock, chromium, guide_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ViewportSize

FOLDER = "proposal"
#: CSS pixels: a small phone, and the most of a changed place that is shown.
_PHONE: "ViewportSize" = {"width": 360, "height": 740}
_HIGHEST = 3000
#: So many pictures are a long download already.
_MOST_PICTURES = 60
#: Where the section of a heading begins and ends, "" being the top of the page; nothing if it is not there.
_BOUNDS = """id => {
    document.querySelectorAll("details").forEach(one => { one.open = true; });
    const heads = [...document.querySelectorAll("article :is(h2, h3, h4)[id]")];
    const place = heads.findIndex(one => one.id === id);
    if (id && place < 0) return null;
    const top = one => one.getBoundingClientRect().top + scrollY;
    const next = heads[place + 1];
    return [id ? top(heads[place]) - 8 : 0, next ? top(next) : document.documentElement.scrollHeight];
}"""


class Picture(NamedTuple):
    """A place of which a picture is to be made."""

    #: The page's address from the site's root, and the id of the section; "" is the top of the page.
    url: str
    section: str


def main(base: str, root: Path = ROOT) -> int:
    check_clock()
    try:
        commit, changes = changed_since(root, base)
        with blobs(root) as blob:
            files = [*edited(changes, root, blob)]
    except NoHistoryError as error:
        print(f"What changed cannot be told: {error}.")
        return 1
    target = root / FOLDER
    if (
        target.is_symlink() or target.is_file()
    ):  # Of the proposal itself: nothing is written to where it leads.
        target.unlink()
    if target.exists():
        shutil.rmtree(target)
    target.mkdir()
    with tempfile.TemporaryDirectory() as place:
        site = Path(place) / "after"
        problems = built(root, site)
        settings, slips = read_settings(root)
        if settings is None:
            text = summary({}, files, problems or slips, languages={})
            said = "The settings cannot be read, so no page is compared."
        else:
            guide = guide_of(root)
            pages, others = sorted_out(files, guide)
            wanted = [*_pictures(pages, guide)]
            said = draw(wanted, commit, root, site, target) if wanted else "No page changed."
            names = {language.locale: language.name for language in settings.languages}
            content = (
                f"{settings.docs}/",
                *(f"{settings.overrides}/locales/{one}.yml" for one in settings.locales),
                f"{Path(settings.bibliography).parent}/",
            )
            text = summary(pages, others, problems, languages=names, content=content, note=said)
    (target / "summary.md").write_text(text, encoding="utf-8")
    print(f"Written: {FOLDER}/summary.md. {said}")
    return 0


def edited(changes: Sequence[FileChange], root: Path, blob: Blobs) -> Iterator[Edited]:
    """Yield each file that changed, as text; what is no text, or too long for a page, only as being there."""
    for change in changes:
        before = _text(blob(change.before)) if change.before else None
        after = _text(_bytes(root, change.path)) if change.is_there else None
        if before != after or change.before_path != change.path:
            yield Edited(change.path, before, after, change.before_path)


def _text(raw: bytes) -> str:
    if len(raw) > LARGEST_PAGE or b"\0" in raw:
        return f"({len(raw):,} bytes)"
    return raw.decode("utf-8-sig", "replace")


def _bytes(root: Path, path: str) -> bytes:
    """Return a file's bytes. A link could lead to any file of this machine."""
    file = root / path
    if any(one.is_symlink() for one in (file, *file.parents) if root in one.parents) or not file.is_file():
        return b"(a link to another place)"
    return file.read_bytes()


def sorted_out(files: Sequence[Edited], guide: Guide) -> tuple[dict[str, dict[str, PageEdit]], list[Edited]]:
    """Return the pages that changed, by name and language, and all other files."""
    pages: dict[str, dict[str, PageEdit]] = {}
    others = []
    for file in files:
        language, _, name = file.path.removeprefix(f"{guide.settings.docs}/").partition("/")
        is_page = file.path.startswith(f"{guide.settings.docs}/") and name.endswith(".md")
        if is_page and language in guide.settings.locales:
            pages.setdefault(name, {})[language] = page_edit(file, guide.lexicons[language])
        else:
            others.append(file)
    return dict(sorted(pages.items())), others


# --- two sites, and pictures of both ----------------------------------------------------------------


def built(root: Path, site: Path) -> list[Problem]:
    """Build the pages of a guide by its own commands, and return what is wrong with it."""
    command = [sys.executable, str(root / "tools/make_site.py"), str(site), "--format", "json"]
    environment = os.environ | {"PYTHONPATH": str(root / "hooks")}
    done = subprocess.run(command, cwd=root, env=environment, stdout=subprocess.PIPE, check=False)  # noqa: S603
    try:
        return [Problem(**one) for one in json.loads(done.stdout)]
    except (ValueError, TypeError):
        return [Problem(FILE, 1, "the guide cannot be built. The log of the build says why.")]


def _pictures(pages: Mapping[str, Mapping[str, PageEdit]], guide: Guide) -> Iterator[Picture]:
    for name, page in pages.items():
        for language, edit in page.items():
            url = url_of(name, language, original=guide.settings.original)
            yield from (Picture(url, section) for section in edit.sections or [""])


def draw(wanted: Sequence[Picture], commit: str, root: Path, site: Path, target: Path) -> str:
    """Draw the changed places of two sites into a folder; returns what to say of it."""
    executable = chromium()
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415  (only the tests' environment has it)
    except ImportError:
        executable = None
    if not executable:
        return "There are no pictures: they need Chromium."
    before = site.parent / "before"
    if not _build_as_it_was(root, commit, site.parent / "copy", before):
        before = site.parent / "nothing"
    count = 0
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_SAID)
            for picture in wanted[:_MOST_PICTURES]:
                sides = [_drawn(browser, folder, picture) for folder in (before, site)]
                if any(sides) and sides[0] != sides[1]:
                    count += 1
                    (target / f"{count:02}-{_name(picture)}.png").write_bytes(side_by_side(*sides))
            browser.close()
    except (
        Exception
    ) as error:  # The driver raises plain ones too. Whatever it is, the words are to be written.
        print(on_one_line(str(error))[:300], file=sys.stderr)
        return "Not all pictures could be drawn: Chromium did not start, or it ended."
    left = len(wanted) - _MOST_PICTURES
    more = f" {left} more places have none." if left > 0 else ""
    return (
        f"{count} {'picture lies' if count == 1 else 'pictures lie'} beside this summary: the places that changed, on "
        f"a phone, before on the left and after on the right.{more}"
    )


def _name(picture: Picture) -> str:
    """Return a name for a file, of what a stranger wrote: letters, digits and hyphens."""
    page = picture.url.removesuffix(".html")
    return re.sub(r"[^a-z0-9-]+", "-", f"{page}-{picture.section}".lower()).strip("-")[:80]


def _build_as_it_was(root: Path, commit: str, copy: Path, site: Path) -> bool:
    """Build the guide of an older commit, by its own commands, from a copy of the repository; whether it was built."""

    def git(*arguments: str, folder: Path = root) -> str:
        command = ["git", *arguments]
        environment = git_environment(folder)
        done = subprocess.run(  # noqa: S603
            command, cwd=folder, env=environment, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    try:
        prefix = git("rev-parse", "--show-prefix")
        git("clone", "--quiet", "--shared", "--no-checkout", git("rev-parse", "--show-toplevel"), str(copy))
        git("checkout", "--quiet", "--detach", commit, folder=copy)
    except (OSError, subprocess.CalledProcessError):
        return False
    if (copy / prefix / "tools/make_site.py").is_file():
        built(copy / prefix, site)
    return site.is_dir()


def _drawn(browser: "Browser", site: Path, picture: Picture) -> bytes:
    """Return a picture of a place as it is on a phone; nothing where it is not there.

    No script runs, and no network is asked.
    """
    file = site / picture.url
    if not file.is_file():
        return b""
    context = browser.new_context(viewport=_PHONE, java_script_enabled=False, offline=True)
    try:
        tab = context.new_page()
        tab.goto(file.as_uri())
        bounds = tab.evaluate(_BOUNDS, picture.section)
        if not bounds:
            return b""
        top, end = bounds
        height = max(min(end - top, _HIGHEST), 1)
        return tab.screenshot(
            full_page=True,
            clip={"x": 0, "y": max(top, 0), "width": _PHONE["width"], "height": height},
            animations="disabled",
        )
    finally:
        context.close()


def side_by_side(before: bytes, after: bytes) -> bytes:
    """Return two pictures beside each other, as PNG; a place that was not there is left gray."""
    sides = [Image.open(BytesIO(one)).convert("RGB") if one else None for one in (before, after)]
    width, gap = _PHONE["width"], 16
    height = max(one.height for one in sides if one)
    whole = Image.new("RGB", (2 * width + gap, height), (128, 128, 128))
    for one, left in zip(sides, (0, width + gap), strict=True):
        if one:
            whole.paste(one, (left, 0))
    file = BytesIO()
    whole.save(file, "PNG", optimize=True)
    return file.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
