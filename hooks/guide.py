"""Read the guide, once a build, and choose which files are published."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

import engine
from editorial.pages.sanitize import unpublishable
from editorial.problems import Problem
from editorial.site.theme import is_unused

#: From how many pages on a menu shows the reader's own section alone: else each page has all of it.
MOST_IN_MENU = 100


def on_config(config: MkDocsConfig) -> None:
    """Have the guide read before anything is built."""
    guide = engine.build_of(config).guide
    engine.templates_of_theme(config)
    features = config.theme["features"]
    if (
        len(guide.states) > MOST_IN_MENU * len(guide.settings.languages)
        and "navigation.prune" not in features
    ):
        features.append("navigation.prune")


def on_files(files: Files, *, config: MkDocsConfig) -> None:
    """Leave out what may not be published, and say so once a build; publish the theme's files once."""
    docs = Path(config.docs_dir)
    problems = []
    for file in engine.content_files(files, config):
        if text := unpublishable(docs, docs / file.src_uri):
            problems.append(Problem(f"{engine.build_of(config).guide.settings.docs}/{file.src_uri}", 1, text))
            files.remove(file)
    if engine.is_original(config):
        engine.report(sorted(problems))
    for file in engine.theme_files(files, config):
        if not engine.is_original(config) or is_unused(file.src_uri):
            files.remove(file)
