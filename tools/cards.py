"""Draw the card that is shown where someone shares a link, one per language: ``make cards``. Kept in git."""

import base64
import os
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

from project import ROOT, settings_of

_CARD = """<!doctype html><html lang="{language}"><style>
body {{ margin: 0; width: 1200px; height: 630px; box-sizing: border-box; padding: 90px 100px; color: #fff;
  background: #0b5c63; font-family: "Liberation Sans", Arial, sans-serif; display: flex; gap: 70px; }}
img {{ width: 230px; height: 230px; flex: none; align-self: center; }}
div {{ align-self: center; }}
h1 {{ font-size: 84px; margin: 0 0 30px; }}
p {{ font-size: 42px; line-height: 1.35; margin: 0; }}
</style><img src="{logo}" alt=""><div><h1>{name}</h1><p>{description}</p></div></html>"""


def main(root: Path) -> None:
    """Write overrides/assets/card-<language>.png, 1200 by 630 pixels."""
    assets = root / "overrides/assets"
    logo = base64.b64encode((assets / "logo.svg").read_bytes()).decode()
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1200, "height": 630})
        for language in settings_of(root).languages:
            page.set_content(
                _CARD.format(
                    language=language.locale,
                    logo=f"data:image/svg+xml;base64,{logo}",
                    name=language.title,
                    description=language.description,
                )
            )
            page.screenshot(path=assets / f"card-{language.locale}.png")
        browser.close()


if __name__ == "__main__":
    main(ROOT)
