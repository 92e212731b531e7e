"""Report how pages and pictures are stored and written, before anything reads them."""

import logging
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files

from editorial.pages import PICTURES, front_matter_problem, page_problems, picture_problem, storage_problems
from editorial.problems import Problem, decoded, from_root, report

# Without the prefix of a plug-in: what is logged here is read by editors.
log = logging.getLogger("mkdocs.editorial")

AFTER_TRANSLATION = -100  # mkdocs-static-i18n chooses the files of each language.


def on_pre_build(config: MkDocsConfig) -> None:
    """Report on every file below docs/, once a build, and note whose front matter cannot be read."""
    if "broken_tops" in config.extra:
        return
    config.extra["broken_tops"] = broken = set()
    problems: list[Problem] = []
    for file in sorted(filter(Path.is_file, Path(config.docs_dir).rglob("*.*"))):
        path = from_root(str(file), config.config_file_path)
        if file.suffix.lower() in PICTURES:
            problems += filter(None, [picture_problem(file.stat().st_size, path=path)])
        elif file.suffix == ".md":
            text = decoded(file.read_bytes(), path=path)[0].replace("\r\n", "\n")
            problems += storage_problems(file.read_bytes(), path=path)
            problems += page_problems(text, path=path)
            if slip := front_matter_problem(text, path=path):
                problems.append(slip)
                broken.add(path)
    report(sorted(problems), log)


@event_priority(AFTER_TRANSLATION)
def on_files(files: Files, *, config: MkDocsConfig) -> None:
    """Let MkDocs, which breaks off at a page that is not UTF-8, go on with what can be read of it."""
    for file in files.documentation_pages():
        text, problems = decoded(Path(file.abs_src_path or "").read_bytes(), path=file.src_uri)
        if problems:
            place = file.abs_src_path
            file.content_string = text  # It forgets where the file is.
            file.abs_src_path = place
