"""Files of others that the guide serves: each is listed, with its origin, and is what was listed."""

import hashlib

from guides import ROOT

ASSETS = ROOT / "overrides" / "assets"
HEAD = "file version licence origin licence-text sha256"
LINES = (ASSETS / "vendor" / "README.txt").read_text(encoding="utf-8").split(HEAD)[1].strip().splitlines()
TABLE = [dict(zip(HEAD.split(), line.split(), strict=True)) for line in LINES]


def test_every_vendored_file_is_listed_once():
    found = {
        path.relative_to(ASSETS).as_posix()
        for folder in ("vendor", "fonts")
        for path in (ASSETS / folder).rglob("*")
        if path.suffix != ".txt"
        if path.is_file()
    }
    assert sorted(row["file"] for row in TABLE) == sorted(found)


def test_every_vendored_file_is_the_one_that_was_listed():
    found = {row["file"]: hashlib.sha256((ASSETS / row["file"]).read_bytes()).hexdigest() for row in TABLE}
    assert found == {row["file"]: row["sha256"] for row in TABLE}


def test_the_licence_of_every_vendored_file_is_free_and_served_with_it():
    assert {row["licence"] for row in TABLE} <= {"MIT", "OFL-1.1", "Bitstream-Vera"}
    assert [row["licence-text"] for row in TABLE if not (ASSETS / row["licence-text"]).is_file()] == []
