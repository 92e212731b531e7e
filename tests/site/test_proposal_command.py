"""`make proposal` on a guide with a history: a summary, and pictures of what changed on a phone, before and after."""

import subprocess
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import proposal
import pytest
from PIL import Image
from playwright.sync_api import Browser

from guides import TODAY, Guide, make_folder, page, translation

pytestmark = pytest.mark.slow


@pytest.fixture
def proposed(guide: Guide, monkeypatch: pytest.MonkeyPatch) -> Guide:
    """A guide in a repository, of which the branch 'base' is the last commit."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(TODAY.timestamp())))
    make_folder(guide)
    guide.write(".gitignore", "/.venv\n/proposal/\n/.cache/\n__pycache__/\n")
    guide.write(
        "docs/en/about.md",
        page("About", "\n## Rest {#rest}\n\nSleep well.\n\n## Food {#food}\n\nEat well.\n"),
    )
    guide.write(
        "docs/es/about.md",
        translation("Acerca", "\n## Reposo {#rest}\n\nDuerma.\n\n## Comida {#food}\n\nComa.\n"),
    )
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "a"], ["branch", "base"]):
        who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *who, *command], cwd=guide.folder, check=True)
    return guide


def run(guide: Guide) -> int:
    """Run the command in a thread of its own: in that of the tests a browser may be open already."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(proposal.main, "base", guide.folder).result()


def change(guide: Guide, path: str, before: str, after: str) -> None:
    text = (guide.folder / path).read_text("utf-8")
    assert before in text
    guide.write(path, text.replace(before, after))


def summary_of(guide: Guide) -> str:
    return (guide.folder / "proposal/summary.md").read_text("utf-8")


def pictures_of(guide: Guide) -> dict[str, Image.Image]:
    found: list[Path] = sorted((guide.folder / "proposal").glob("*.png"))
    return {file.name: Image.open(BytesIO(file.read_bytes())) for file in found}


def test_each_changed_place_is_drawn_as_it_was_and_as_it_is(
    proposed: Guide, capsys: pytest.CaptureFixture[str]
):
    change(proposed, "docs/en/about.md", "Sleep well.", "Sleep. <script>document.title = 'ran'</script>")
    change(proposed, "docs/es/about.md", "Coma.", "Coma bien.\n\n## Agua {#water}\n\nBeba.")
    assert run(proposed) == 0
    said = capsys.readouterr().out
    assert said == (
        "Written: proposal/summary.md. 3 pictures lie beside this summary: the places that changed, on a phone, before on "
        "the left and after on the right.\n"
    )
    pictures = pictures_of(proposed)
    assert [*pictures] == ["01-about-rest.png", "02-es-about-food.png", "03-es-about-water.png"]
    assert {picture.width for picture in pictures.values()} == {2 * 360 + 16}
    before, after = (pictures["02-es-about-food.png"].crop((left, 0, left + 360, 100)) for left in (0, 376))
    assert before.tobytes() != after.tobytes()
    # A section that is new was nowhere before.
    assert pictures["03-es-about-water.png"].crop((0, 0, 360, 40)).getcolors() == [
        (360 * 40, (128, 128, 128))
    ]
    text = summary_of(proposed)
    assert "<code>docs/en/about.md:10</code> <code>'&lt;script&gt;' may not stand in a page." in text
    assert "<ins><code>Coma bien ## Agua Beba</code></ins>" in text
    assert [*proposed.folder.glob("site")] == []


def test_with_settings_that_cannot_be_read_it_is_said_all_the_same(proposed: Guide):
    change(proposed, "mkdocs.yml", "plugins:", "plugins: [")
    change(proposed, "docs/en/about.md", "Sleep well.", "Sleep.")
    assert run(proposed) == 0
    text = summary_of(proposed)
    assert "<code>mkdocs.yml:" in text
    assert "<code>docs/en/about.md</code>" in text
    assert pictures_of(proposed) == {}


def test_without_chromium_the_rest_is_written(
    proposed: Guide, monkeypatch: pytest.MonkeyPatch, tmp_path_factory
):
    change(proposed, "docs/en/about.md", "Sleep well.", "Sleep.")
    programs = tmp_path_factory.mktemp("programs")
    (programs / "git").symlink_to("/usr/bin/git")
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.delenv("CHROMIUM", raising=False)
    assert run(proposed) == 0
    assert "There are no pictures: they need Chromium." in summary_of(proposed)


def test_with_a_chromium_that_does_not_start_the_rest_is_written(
    proposed: Guide, monkeypatch: pytest.MonkeyPatch
):
    change(proposed, "docs/en/about.md", "Sleep well.", "Sleep.")
    monkeypatch.setenv("CHROMIUM", "/bin/false")
    assert run(proposed) == 0
    text = summary_of(proposed)
    assert "Not all pictures could be drawn: Chromium did not start, or it ended." in text
    assert "<h3><code>about.md</code></h3>" in text


def test_a_guide_that_could_not_be_built_before_is_drawn_as_it_is(proposed: Guide):
    for command in (
        ["rm", "-q", "--cached", "tools/make_site.py"],
        ["commit", "-qm", "b"],
        ["branch", "-f", "base"],
    ):
        who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *who, *command], cwd=proposed.folder, check=True)
    change(proposed, "docs/en/about.md", "Sleep well.", "Sleep.")
    assert run(proposed) == 0
    picture, *_ = pictures_of(proposed).values()
    assert picture.crop((0, 0, 360, 40)).getcolors() == [(360 * 40, (128, 128, 128))]


def test_a_link_in_the_place_of_the_summary_leads_nowhere(proposed: Guide, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "kept").write_text("x")
    (proposed.folder / "proposal").symlink_to(elsewhere)
    change(proposed, "docs/en/about.md", "Sleep well.", "Sleep.")
    assert run(proposed) == 0
    assert [file.name for file in elsewhere.iterdir()] == ["kept"]
    assert "Sleep" in summary_of(proposed)


def test_a_browser_that_is_open_already_is_no_hindrance(proposed: Guide, browser: Browser):
    assert browser.is_connected()
    change(proposed, "docs/en/about.md", "Sleep well.", "Sleep.")
    assert run(proposed) == 0
    assert pictures_of(proposed)
