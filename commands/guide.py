"""What the commands share: the guide's pages and settings, as mkdocs.yml has them."""

from pathlib import Path
from typing import Any

from mkdocs.config import load_config
from mkdocs.utils import meta

from editorial.states import Source, read_sources

ROOT = Path(__file__).parent.parent


def bibliography(root: Path) -> str:
    """Return the path of the bibliography, from the project's folder on."""
    return str(load_config(str(root / "mkdocs.yml")).extra["editorial"]["bibliography"])


def pages(root: Path) -> tuple[list[Source], dict[str, Any]]:
    """Return every page, and the settings that :func:`editorial.states.page_states` takes."""
    config = load_config(str(root / "mkdocs.yml"))
    languages = [language["locale"] for language in config.plugins["i18n"].config["languages"]]
    sources = read_sources(
        Path(config.docs_dir), languages, root=root, front_matter=lambda text: meta.get_data(text)[1]
    )
    settings = config.extra["editorial"]
    return sources, {
        "original": languages[0],
        "began": settings["began"],
        "review_every": settings["review_every"],
    }
