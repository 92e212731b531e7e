"""Leave out what the theme brings and no page uses, and mend what it writes that is not valid HTML."""

from functools import cache
from pathlib import Path
from posixpath import dirname

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from editorial.markup import is_unused, mended
from editorial.policy import page_policy
from editorial.templates import Compiled, Once, Templates

AFTER_TRANSLATION = -100  # mkdocs-static-i18n arranges the menu of each language.
#: Of how many pages a menu may be, and what the theme calls one without the other sections.
MOST_IN_MENU, PRUNED = 100, "navigation.prune"


def on_files(files: Files, *, config: MkDocsConfig) -> None:
    """Do not publish the theme's unused files, and the others once, with the first language."""
    for file in list(files):
        of_theme = file.src_dir != config.docs_dir
        if of_theme and (_is_translation(config) or is_unused(file.src_uri)):
            files.remove(file)


@cache
def compiled(folder: Path) -> Compiled:
    """Return the one cache, for the next language, and for the next build of a preview."""
    return Compiled(folder)


def on_config(config: MkDocsConfig) -> None:
    """Let the theme find and keep its templates our way."""
    templates = compiled(Path(config.config_file_path).parent / ".cache" / "templates")
    make = type(config.theme).get_env

    def get_env() -> Environment:
        env = make(config.theme)
        env.loader = Templates(config.theme.dirs)
        env.bytecode_cache = templates
        env.optimized = False  # To find what is constant takes longer than it saves.
        return env

    config.theme.get_env = get_env  # type: ignore[method-assign]


@event_priority(AFTER_TRANSLATION)
def on_nav(nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
    """Let the menu of a large guide show the reader's own section alone: else each page has them all."""
    features, languages = config.theme["features"], config.plugins["i18n"].config.languages
    if len(config.extra["states"]) > MOST_IN_MENU * len(languages) and PRUNED not in features:
        features.append(PRUNED)


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    """Give templates the policy of every page, and what is the same on many pages of this language."""
    about = files.get_file_from_path(f"{config.theme['language']}/{config.extra['editorial']['about']}")
    env.globals |= {
        "page_policy": page_policy(),
        "about": about.page if about else None,
        "once": Once(),
        "folder_of": dirname,
    }
    # hooks/revisions.py writes the sitemap; the page for lost readers speaks all languages, and is made once.
    config.theme.static_templates = set() if _is_translation(config) else {"404.html"}


def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:
    """Mend the theme's part of each page."""
    return mended(output, menu=config.extra["words"].say("menu.open"))


def _is_translation(config: MkDocsConfig) -> bool:
    return not config.plugins["i18n"].is_default_language_build  # type: ignore[attr-defined]
