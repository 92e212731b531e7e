"""Small guides that a test writes itself, built with the project's real hooks and templates."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

ROOT = Path(__file__).parent.parent

PAGE = """---
title: {title}
description: A page.
last_revised: 2026-01-02
---
# {title}
"""


@dataclass
class Guide:
    """A small guide in a folder of its own, with the project's real hooks and templates."""

    folder: Path

    def write(self, path: str, text: str) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def build(self) -> list[str]:
        """Build strictly, and return every warning that was printed."""
        with captured_warnings() as messages:
            config = load_config(
                str(self.folder / "mkdocs.yml"), strict=True, site_dir=str(self.folder / "site")
            )
            config.plugins.on_startup(command="build", dirty=False)
            try:
                build(config)
            except Abort as abort:
                assert "Aborted with" in str(abort)  # noqa: PT017  (the strict end of a build)
        return messages

    def html(self, path: str) -> str:
        return (self.folder / "site" / path).read_text(encoding="utf-8")


@contextmanager
def captured_warnings() -> Iterator[list[str]]:
    messages: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: messages.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    try:
        yield messages
    finally:
        logger.removeHandler(handler)
