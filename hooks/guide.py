"""Read the guide, once a build, and choose which files are published."""

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

import engine
from editorial.guide import check_pages
from editorial.pages.publishing import clashes
from editorial.problems import Problem
from editorial.site.files import SCRIPTS, STYLES
from editorial.site.theme import is_unused

#: From how many pages on a menu shows the reader's own section alone: else each page has all of it.
MOST_IN_MENU = 100


def on_config(config: MkDocsConfig) -> None:
    """Have the guide read before anything is built."""
    build = engine.build_of(config)
    guide = build.guide
    if engine.is_around(config):  # A strict build of the engine ends after the first language with a problem.
        engine.report(check_pages(guide, build.results.again))
    engine.templates_of_theme(config)
    engine.load_together(config, guide.settings, styles=STYLES, scripts=SCRIPTS)
    features = config.theme["features"]
    if (
        len(guide.states) > MOST_IN_MENU * len(guide.settings.languages)
        and "navigation.prune" not in features
    ):
        features.append("navigation.prune")


def on_files(files: Files, *, config: MkDocsConfig) -> None:
    """Leave out other languages, and what may not be published, which is reported; publish the theme's files once."""
    guide = engine.build_of(config).guide
    contents = engine.content_files(files, config)
    theme = [file for file in engine.theme_files(files, config) if not is_unused(file.src_uri)]
    places = {file.src_uri: file.dest_uri for file in contents}
    clashing = dict(clashes(places, [file.dest_uri for file in theme]))
    docs = guide.settings.docs
    engine.report(Problem(f"{docs}/{path}", 1, text) for path, text in sorted(clashing.items()))
    # Of pages in other languages the engine would make some more for each, which nobody asks for.
    own = f"{engine.language_of(config)}/"
    kept = {name for name in guide.published if name.startswith(own) and name not in clashing}
    for file in contents:
        if file.src_uri not in kept:
            files.remove(file)
    for file in engine.theme_files(files, config):
        if not engine.is_original(config) or is_unused(file.src_uri):
            files.remove(file)
