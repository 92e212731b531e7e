"""Draw the card that is shown where someone shares a link and the cover of the book, each per language, and the logo
as apps show it: ``make cards``. Kept in git.
"""

import base64
from html import escape
from pathlib import Path

from playwright.sync_api import sync_playwright

from editorial.words import direction
from project import CHROMIUM_SAID, ROOT, chromium, settings_of

_CARD = """<!doctype html><html lang="{language}" dir="{direction}"><style>
body {{ margin: 0; width: 1200px; height: 630px; box-sizing: border-box; padding: 90px 100px; color: #fff;
  background: #0b5c63; font-family: "Liberation Sans", Arial, sans-serif; display: flex; gap: 70px; }}
img {{ width: 230px; height: 230px; flex: none; align-self: center; }}
div {{ align-self: center; }}
h1 {{ font-size: 84px; margin: 0 0 30px; }}
p {{ font-size: 42px; line-height: 1.35; margin: 0; }}
</style><img src="{logo}" alt=""><div><h1>{name}</h1><p>{description}</p></div></html>"""
#: The shape that shops and e-readers ask for.
_COVER = """<!doctype html><html lang="{language}" dir="{direction}"><style>
body {{ margin: 0; width: 1200px; height: 1600px; box-sizing: border-box; padding: 150px 120px; color: #fff;
  background: #0b5c63; font-family: "Liberation Sans", Arial, sans-serif; }}
img {{ width: 320px; height: 320px; }}
h1 {{ font-size: 150px; line-height: 1.1; margin: 150px 0 60px; }}
p {{ font-size: 66px; line-height: 1.35; margin: 0; }}
</style><img src="{logo}" alt=""><h1>{name}</h1><p>{description}</p></html>"""
_ICON = '<!doctype html><style>body {{ margin: 0 }} img {{ display: block; width: 100vw }}</style><img src="{logo}">'
#: For a list of books in Kiwix, and for the apps of a phone.
_ICON_SIZES = (48, 192, 512)


def main(root: Path) -> None:
    """Write card-<language>.png, cover-<language>.png and icon-<pixels>.png into overrides/assets/."""
    assets = root / "overrides/assets"
    logo = f"data:image/svg+xml;base64,{base64.b64encode((assets / 'logo.svg').read_bytes()).decode()}"
    executable = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_SAID)
        page = browser.new_page()
        for kind, drawing, height in (("card", _CARD, 630), ("cover", _COVER, 1600)):
            page.set_viewport_size({"width": 1200, "height": height})
            for language in settings_of(root).languages:
                page.set_content(
                    drawing.format(
                        language=language.locale,
                        direction=direction(language.locale),
                        logo=logo,
                        name=escape(language.title),
                        description=escape(language.description),
                    )
                )
                page.screenshot(path=assets / f"{kind}-{language.locale}.png")
        for size in _ICON_SIZES:
            page.set_viewport_size({"width": size, "height": size})
            page.set_content(_ICON.format(logo=logo))
            page.screenshot(path=assets / f"icon-{size}.png", omit_background=True)
        browser.close()


if __name__ == "__main__":
    main(ROOT)
