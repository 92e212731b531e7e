"""Make or refresh the translation of a page: ``make translate PAGE=docs/es/….md``."""

import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from changed import show_changes

from editorial.pages.parity import Differences
from editorial.pages.scaffold import MARK, new_translation, with_missing_sections
from editorial.text import on_one_line
from project import ROOT, guide_of


def main(page: str, root: Path = ROOT, *, today: date) -> int:
    guide = guide_of(root)
    by_path = {path: state.file for path, state in guide.states.items()}
    folder, first = guide.settings.docs, guide.settings.original
    language, _, name = page.removeprefix(f"{folder}/").partition("/")
    original = by_path.get(f"{folder}/{first}/{name}")
    if original is None or language not in guide.settings.locales[1:]:
        print(
            f"'{on_one_line(page)}' translates no page. Write the path of the translation: PAGE={folder}/es/index.md"
        )
        return 1
    text = (root / original.path).read_text(encoding="utf-8")
    file = root / page
    if not file.exists():
        revised = original.meta.get("last_revised")
        if not isinstance(revised, date):
            print(f"{original.path} has no date in 'last_revised'. Mend it first.")
            return 1
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(new_translation(text, last_revised=revised, today=today), encoding="utf-8")
        print(f"Written: {page}, with the original's text. Translate the title and each section.")
        print(f"Take out its {MARK} when a section is done: the site is not built before that.")
        return 0
    changed, added = with_missing_sections(text, file.read_text(encoding="utf-8"))
    if added:
        file.write_text(changed, encoding="utf-8")
        print(f"Added to {page}, to be translated where {MARK} stands: {', '.join(added)}.")
    compare, translation = Differences(guide.lexicons, guide.meanings), replace(by_path[page], text=changed)
    others = [one for one in compare(original, translation) if one.section not in added]
    for one in others:
        print(
            f"{page}:{one.line}: in the section '{one.section}' {one.text}"
            if one.section
            else f"{page}:{one.line}: {one.text}"
        )
    if not added and not others:
        print(f"{page} has every section, source and number of {original.path}.")
    if by_path[page].meta.get("translated_from") == original.meta.get("last_revised"):
        return 0
    print(f"\nWhat changed in {original.path} since it was translated:\n", flush=True)
    shown = show_changes(guide, original, by_path[page])
    print(f"When the translation says the same, write translated_from: {original.meta.get('last_revised')}")
    return shown


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], today=datetime.now(UTC).date()))
