"""``make review``: a sheet on which a clinician marks each statement of a page, on a screen and on paper."""

import subprocess

from playwright.sync_api import Browser
from pypdf import PdfReader

from guides import Guide, make

TEXT = """
## Usual treatment {#treatment}

Surgery helps most people [@doe2019, p. 4]. Ask your team early.
"""


def test_a_sheet_can_be_ticked_on_a_screen_and_printed(ready: Guide, browser: Browser):
    ready.write_both("a.md", "A page", TEXT)
    done = make(ready.folder, "review", PAGE="docs/en/a.md", LANGUAGES="en es")
    assert done.returncode == 0, done.stdout + done.stderr
    sheet = ready.folder / "review/a-en-es"
    page = browser.new_page()
    page.goto(sheet.with_suffix(".html").as_uri())
    statements = page.locator(".review-statement")
    assert statements.count() == 2
    assert "Surgery helps most people." in statements.first.inner_text()
    assert "Cells, p. 4" in statements.first.inner_text()
    # Each of the two languages has its own three boxes and its own note.
    assert statements.first.get_by_label("wrong").count() == 2
    statements.first.get_by_label("wrong").last.check()
    statements.first.get_by_label("Note:").last.fill("Not in men.")
    unsourced = page.get_by_role("heading", name="Statements without a source")
    assert "Ask your team early." in unsourced.locator("xpath=following::ul[1]").inner_text()
    page.close()
    paper = " ".join(
        " ".join(part.extract_text().split()) for part in PdfReader(sheet.with_suffix(".pdf")).pages
    )
    for text in ("Surgery helps most people.", "right", "unclear", "How to send it back", "reviewed_on"):
        assert text in paper


def test_a_page_that_does_not_exist_is_said(ready: Guide):
    done = make(ready.folder, "review", PAGE="docs/en/none.md")
    assert "There is no page 'docs/en/none.md'" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_readers_are_told_what_changed_since_a_review_and_that_a_change_was_of_the_wording(guide: Guide):
    changes = 'changes:\n  - 2026-11-24 wording: "Shorter & clearer."\n'
    reviewed = "reviewed_by: A. Person\nreviewed_on: 2026-11-23\n"
    for command in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", *command], cwd=guide.folder, check=True)
    for dose in ("5", "6"):
        guide.write_both("a.md", "A page", TEXT + f"\nTake {dose} mg [@doe2019].\n", reviewed + changes)
        names = ["-c", "user.name=a", "-c", "user.email=a@e.org"]
        subprocess.run(["git", "add", "."], cwd=guide.folder, check=True)
        subprocess.run(["git", *names, "commit", "-qm", "a"], cwd=guide.folder, check=True)
    said = guide.build()
    assert any("Take 5 mg" in message for message in said), said
    html = " ".join(guide.html("a.html").split())
    assert (
        "Reviewed by A. Person on November 23, 2026. The medicine changed since in: Usual treatment." in html
    )
    assert "Before: “Take 5 mg [@doe2019]”" in html
    assert "(wording): Shorter &amp; clearer." in html
    assert "Desde entonces cambió la información médica en:" in " ".join(guide.html("es/a.html").split())
