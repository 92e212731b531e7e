"""A guide built once more: with what earlier builds kept, and from nothing."""

import logging
import os
import shutil
from datetime import datetime
from pathlib import Path
from unittest.mock import patch

import engine
from editorial.build.report import Report, loggers
from guides import TODAY, hashes

KEPT = ".cache/pages"


def built(folder: Path, day: datetime = TODAY) -> tuple[dict[str, str], list[str]]:
    """Build a guide, and return the hash of each file, and all that was said."""
    report = Report(elsewhere="mkdocs.yml")
    for logger in loggers("mkdocs"):
        logger.addHandler(report)
        logger.setLevel(logging.INFO)  # As make_site does: so what is only good to know is heard too.
    site = folder / "site"
    shutil.rmtree(site, ignore_errors=True)
    try:
        with patch.dict(os.environ, {"SOURCE_DATE_EPOCH": str(int(day.timestamp()))}):
            engine.build_site(folder, site)
    finally:
        for logger in loggers("mkdocs"):
            logger.removeHandler(report)
    return hashes(site), sorted(map(str, report.problems))


def from_nothing(folder: Path, day: datetime = TODAY) -> tuple[dict[str, str], list[str]]:
    shutil.rmtree(folder / KEPT)
    return built(folder, day)
