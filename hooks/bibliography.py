"""Read and check the bibliography, and format its references in every language."""

import logging
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils import get_build_datetime

from editorial.bibliography import read_bibliography
from editorial.lint import entry_problems
from editorial.problems import decoded, report
from editorial.vancouver import References, references

# Without the prefix of a plug-in: what is logged here is read by editors.
log = logging.getLogger("mkdocs.editorial")


def on_pre_build(config: MkDocsConfig) -> None:
    """Set out the entries by key, and the references by language and key, once a build."""
    if "entries" in config.extra:
        return
    path = config.extra["editorial"]["bibliography"]
    source, problems = decoded((Path(config.config_file_path).parent / path).read_bytes(), path=path)
    entries, syntax = read_bibliography(source, path=path)
    problems += syntax + entry_problems(entries, path=path, today=get_build_datetime().date())
    # What cannot be shown is the same in every language: one formats all, the others what is cited.
    words = config.extra["words_by_language"]
    shown, unreadable = references(entries, next(iter(words.values())), path=path)
    report(sorted(problems + unreadable), log)
    readable = {key: entries[key] for key in shown}
    config.extra |= {
        "entries": entries,
        "references": {language: References(readable, words[language]) for language in words},
    }
