"""Say of what day this edition is, and leave the plan of it that commands/make_editions.py reads."""

import json
import logging
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation

from editorial.editions import edition_date
from editorial.glossary import alphabetical

# Without the prefix of a plug-in: what is logged here is read by editors.
log = logging.getLogger("mkdocs.editorial")

AFTER_TRANSLATION = -100  # mkdocs-static-i18n arranges the menu of each language.
AFTER_EVERY_LANGUAGE = -200  # mkdocs-static-i18n builds the other languages at -100.


def on_pre_build(config: MkDocsConfig) -> None:
    """Work out the date of the edition, once a build."""
    states = config.extra["states"].values()
    config.extra["edition"] = edition_date(state.front.last_revised for state in states)


@event_priority(AFTER_TRANSLATION)
def on_nav(nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
    """Remember the menu of this language: the order of chapters. Titles are known only later."""
    config.extra["menu"] = nav


def note_plan(config: MkDocsConfig) -> None:
    """Note what this language has."""
    language = config.theme["language"]
    config.extra["notes"][language].plan = _plan(language, config)


@event_priority(AFTER_EVERY_LANGUAGE)
def write_plan(config: MkDocsConfig) -> None:
    """Write the plan of the edition into the site."""
    if config.plugins["i18n"].building:  # type: ignore[attr-defined]
        return
    notes = config.extra["notes"]
    plan = {
        "name": config.extra["editorial"]["edition"],
        "date": str(config.extra["edition"] or config.extra["editorial"]["began"]),
        "site_url": config.site_url or "",
        "languages": [notes[language.locale].plan for language in config.plugins["i18n"].config.languages],
    }
    file = Path(config.site_dir) / "downloads" / "edition.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(plan, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


on_post_build = CombinedEvent(note_plan, write_plan)


def _plan(locale: str, config: MkDocsConfig) -> dict[str, object]:
    nav: Navigation = config.extra["menu"]
    on_screen = config.extra["editorial"]["screen_only"]
    return {
        "locale": locale,
        "name": config.plugins["i18n"].current_language_config.name,  # type: ignore[attr-defined]
        "title": str(config.site_name),
        "pages": [
            {
                "url": page.url,
                "title": str(page.title),
                "part": str(page.parent.title) if page.parent else "",
                "revised": str(page.meta.get("last_revised", "")),
                "printed": Path(page.file.src_uri).relative_to(locale).as_posix() not in on_screen,
            }
            for page in nav.pages
        ],
        "terms": [term.names[locale].term for term in alphabetical(config.extra["glossary"], locale)],
    }
