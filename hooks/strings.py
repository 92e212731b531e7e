"""Give templates the site's own words: ``t("key")``."""

import logging
from pathlib import Path

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from editorial.problems import decoded, from_root, report
from editorial.words import Words, read_words, untranslated

# Without the prefix of a plug-in: what is logged here is read by editors.
log = logging.getLogger("mkdocs.editorial")


def on_pre_build(config: MkDocsConfig) -> None:
    """Read every language's words, once a build, and set out those of the language built now.

    The other hooks find them in ``config.extra``: this one stands first in mkdocs.yml.
    """
    if "words_by_language" not in config.extra:
        config.extra["words_by_language"] = _read_all(config)
    config.extra["words"] = config.extra["words_by_language"][config.theme["language"]]


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    """Make ``t`` known to the templates, and ``every_t`` for the page that speaks all languages."""
    words: Words = config.extra["words"]
    by_language: dict[str, Words] = config.extra["words_by_language"]
    env.globals["t"] = words.say
    env.globals["every_t"] = lambda key: {name: by_language[name].say(key) for name in by_language}


def _read_all(config: MkDocsConfig) -> dict[str, Words]:
    """Return the words of each language, and report what is wrong with them."""
    locales = Path(config.theme.custom_dir or "") / "locales"
    languages = [language.locale for language in config.plugins["i18n"].config.languages]
    paths = {language: locales / f"{language}.yml" for language in languages}
    shown = {name: from_root(str(path), config.config_file_path) for name, path in paths.items()}
    words: dict[str, Words] = {}
    for language, path in paths.items():
        source, problems = decoded(path.read_bytes(), path=shown[language])
        words[language], slips = read_words(source, path=shown[language], locale=language)
        original = languages[0]
        problems += slips + untranslated(
            words[language],
            original=words[original],
            path=shown[language],
            original_path=shown[original],
        )
        report(problems, log)
    return words
