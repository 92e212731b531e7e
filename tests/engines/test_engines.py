"""What outlives the engine: the same content and hooks give the same site under its successor."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from guides import ROOT, hashes

pytestmark = pytest.mark.slow


def test_the_real_guide_is_the_same_to_the_byte_under_properdocs(site: Path, tmp_path: Path):
    """So every test of the built site holds there too."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "properdocs",
            "build",
            "--strict",
            "-f",
            ROOT / "mkdocs.yml",
            "-d",
            tmp_path / "site",
        ],
        cwd=ROOT,
        # In one process, which is sooner done than two where another test takes its share.
        env=os.environ | {"PYTHONPATH": "hooks", "WORKERS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert hashes(tmp_path / "site") == hashes(site)
