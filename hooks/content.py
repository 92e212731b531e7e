"""Keep code out of content: raw HTML, addresses, pictures, and links to places outside the guide."""

import logging
import os
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from editorial.frontmatter import key_line
from editorial.problems import Problem, from_root, report
from editorial.safety import cleaned, drawing_faults, html_faults, without_markup
from editorial.sections import lines_of

# Without the prefix of a plug-in: what is logged here is read by editors.
log = logging.getLogger("mkdocs.editorial")

BEFORE_TRANSLATION = 100  # mkdocs-static-i18n chooses the files of each language.
AFTER_MARKDOWN = -50  # The other hooks read what Markdown made; pieces of templates come later.


@event_priority(BEFORE_TRANSLATION)
def on_files(files: Files, *, config: MkDocsConfig) -> None:
    """Leave out what is a link to another place, and pictures that are programs; say so once a build."""
    problems = []
    docs = Path(config.docs_dir)
    for file in list(files):
        if file.src_dir != config.docs_dir or file.abs_src_path is None:
            continue
        inside = docs / file.src_uri
        if any(part.is_symlink() for part in (inside, *inside.parents) if docs in part.parents):
            text = "this is a link to another place. Put the file itself here."
            problems.append(Problem(_path(file.abs_src_path, config), 1, text))
            files.remove(file)
        elif inside.suffix.lower() == ".svg":
            faults = sorted(set(drawing_faults(inside.read_text("utf-8", "replace"))))
            text = f"a picture may not have {', '.join(faults)}. Draw it anew without, or save it as PNG."
            problems += [Problem(_path(file.abs_src_path, config), 1, text)] if faults else []
            if faults:
                files.remove(file)
    if not config.plugins["i18n"].building:  # type: ignore[attr-defined]
        report(sorted(problems), log)


@event_priority(AFTER_MARKDOWN)
def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Say what may not stand in a page's HTML, or in texts that the theme writes as HTML; take it out."""
    path = from_root(page.file.abs_src_path, config.config_file_path)
    source = page.file.content_string
    faults = [*html_faults(html)]
    problems = [
        Problem(path, line, text)
        for written, text in faults
        for line in [*lines_of(written, source)][:1] or [1]
    ]
    for key, text in (("title", str(page.title)), ("description", str(page.meta.get("description", "")))):
        if "<" in text:
            said = f"'{key}' may not have the sign '<'. Write it in words."
            problems.append(Problem(path, key_line(key, source), said))
            page.meta[key] = without_markup(text)
    page.title = page.meta.get("title", page.title)
    report(sorted(problems), log)
    return cleaned(html) if faults else html


def _path(file: str, config: MkDocsConfig) -> str:
    return os.path.relpath(file, Path(config.config_file_path).parent)
