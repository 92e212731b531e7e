"""Write a new page in every language from docs/_new/: ``make page PAGE=subgroups/example``."""

import re
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from editorial.pages.publishing import fault_of_page
from editorial.pages.scaffold import MARK, from_template
from editorial.text import on_one_line
from project import ROOT, settings_of


def main(page: str, root: Path = ROOT, *, today: date) -> int:
    name = page.removesuffix(".md")
    settings = settings_of(root)
    bare = re.sub(rf"^(?:{settings.docs}/)?(?:(?:{'|'.join(settings.locales)})/)?", "", name)
    if bare != name:
        print(
            f"A page has one name in each language. Write it without their folders: PAGE={on_one_line(bare)}"
        )
        return 1
    if fault := fault_of_page(f"{name}.md", settings.docs, settings.locales):
        print(on_one_line(f"No page was made: {fault} Such as: PAGE=subgroups/example"))
        return 1
    files = {locale: root / settings.docs / locale / f"{name}.md" for locale in settings.locales}
    if there := [file.relative_to(root) for file in files.values() if file.exists()]:
        print(f"{there[0]} is there already. Nothing was changed.")
        return 1
    for language, file in files.items():
        template = (root / "docs/_new" / f"{language}.md").read_text(encoding="utf-8")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(from_template(template, today=today), encoding="utf-8")
    for file in files.values():
        print(f"Written: {file.relative_to(root)}")
    print(f"Replace each {MARK} by a text with its source: the site is not built before that.")
    print(f"Then add '{name}.md' to 'nav' in mkdocs.yml, where readers shall find it.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], today=datetime.now(UTC).date()))
