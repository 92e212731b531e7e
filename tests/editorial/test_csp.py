"""What a browser may do with a page: the site's own scripts, no others, nothing in the page, nothing elsewhere."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from editorial.site.csp import header_policy, headers, headers_file, htaccess, nginx, page_policy
from guides import ROOT
from readers import Watched

pytestmark = pytest.mark.slow

META = f'<meta http-equiv="Content-Security-Policy" content="{page_policy()}">'


@pytest.mark.parametrize("policy", [page_policy(), header_policy()])
def test_the_policy_runs_nothing_inline_and_fetches_nothing_from_elsewhere(policy: str):
    assert policy.startswith("default-src 'none'; ")
    assert not re.search(r"unsafe|https?:|\*|blob:", policy)
    assert [rule.split()[0] for rule in policy.split("; ") if "data:" in rule] == ["img-src"]


def test_a_server_allows_no_more_than_a_page_and_no_frames():
    assert "file:" not in header_policy()
    assert header_policy() == f"{page_policy().replace(' file:', '')}; frame-ancestors 'none'"


@pytest.mark.parametrize(
    ("name", "text"),
    [("_headers", headers_file()), (".htaccess", htaccess()), ("nginx/headers.conf", nginx())],
)
def test_the_headers_for_common_hosts_are_those_of_the_policy(name: str, text: str):
    assert (ROOT / "tools/deploy" / name).read_text(encoding="utf-8") == text, "Run 'make headers'."


def test_every_file_for_servers_sends_the_one_policy():
    for path in (ROOT / "tools/deploy").rglob("*"):
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        assert text.count("default-src") == text.count(header_policy()), path
    assert headers()["Referrer-Policy"] == "no-referrer"


def test_every_page_has_the_policy_before_anything_that_it_governs(site: Path):
    for path in site.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        assert html.count("http-equiv") == html.count(META) == 1, path
        assert '<meta name="referrer" content="no-referrer">' in html, path
        assert not re.search(r"<(script|link|style|img|body)\b", html[: html.index(META)]), path


def test_no_page_has_a_script_or_a_style_in_itself(site: Path):
    for path in site.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        scripts = re.findall(r"<script\b([^>]*)>", html)
        assert all("src=" in script or 'type="application/' in script for script in scripts), path
        assert not re.search(r"<style\b|<[^>]*\s(style|on\w+)=", html), path


# --- in Chromium -----------------------------------------------------------------------------------


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    context = browser.new_context()
    yield Watched(context.new_page())
    context.close()


def test_nothing_that_a_reader_does_asks_for_what_the_policy_refuses(watched: Watched, address: str):
    # English from a server and Spanish from a folder: both have the same scripts and the same policy.
    language = "" if address.startswith("http") else "es/"
    page = watched.page
    page.goto(f"{address}/{language}subgroups/neck-squamous.html")
    # The colors, three times round
    for _ in range(3):
        page.locator("[data-colors] button:visible").click()
    # Cards of a reference and of a term
    for word in (".site-citation a", "a.site-term"):
        page.locator(word).first.hover()
        expect(page.get_by_role("tooltip")).to_be_visible()
        page.keyboard.press("Escape")
    # Ticks, kept and cleared
    page.locator(".site-tick input").first.check()
    page.locator("[data-ticks=keep]").check()
    page.locator("[data-ticks=clear]").click()
    # The search: its list, its page, the marks at the place it leads to
    page.keyboard.press("Escape")
    page.locator("body").press("/")
    page.keyboard.type("metastasis")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    page.locator("#site-results li a").first.click()
    expect(page.locator("#site-highlight")).to_be_visible()
    # A table that is sorted, the menu of a phone
    page.goto(f"{address}/{language}state.html")
    page.locator(".site-states th button").first.click()
    page.set_viewport_size({"width": 360, "height": 780})
    page.locator("#site-menu-button").click()
    expect(page.locator("#site-menu-button")).to_have_attribute("aria-expanded", "true")
    assert watched.refused == []


def test_only_the_choice_of_colors_is_kept_unless_a_reader_asks_for_more(watched: Watched, address: str):
    page = watched.page
    page.goto(f"{address}/index.html")
    page.locator("[data-colors] button:visible").click()
    page.goto(f"{address}/subgroups/neck-squamous.html")
    page.locator(".site-tick input").first.check()
    kept = page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    assert kept == ["site-colors"]
    assert page.context.cookies() == []


INJECTED = (
    "<script>document.title = 'ran'</script>"
    "<img src='' onerror=\"document.title = 'ran'\">"
    "<a id='click' href=\"javascript:void(document.title = 'ran')\">x</a>"
    "<p style='color: red'>x</p>"
    "<script src='data:text/javascript,document.title=%27ran%27'></script>"
    "<iframe srcdoc='<script>parent.document.title = &quot;ran&quot;</script>'></iframe>"
    "<base href='https://elsewhere.example/'>"
)


@pytest.fixture(params=["http", "file"])
def smuggled(request: pytest.FixtureRequest, site: Path, tmp_path: Path, serve: Callable[[Path], str]) -> str:
    """Return where a page stands with what no check let through, served or on a disk."""
    html = (site / "about.html").read_text(encoding="utf-8").replace("</article>", f"{INJECTED}</article>")
    (tmp_path / "with.html").write_text(html, "utf-8")
    (tmp_path / "without.html").write_text(html.replace(META, ""), "utf-8")
    return serve(tmp_path) if request.param == "http" else tmp_path.as_uri()


@pytest.mark.parametrize("policy", ["with", "without"])
def test_what_is_smuggled_into_a_page_does_not_run_and_would_without_the_policy(
    watched: Watched, smuggled: str, policy: str
):
    watched.page.goto(f"{smuggled}/{policy}.html")
    watched.page.locator("#click").click()
    watched.page.wait_for_timeout(200)
    assert (watched.page.title() == "ran") == (policy == "without")
    refused = {violation.split()[0] for violation in watched.refused}
    if policy == "with":
        wanted = {"script-src-elem", "script-src-attr", "style-src-attr", "base-uri"}
        assert wanted <= refused
    else:
        assert watched.refused == []
