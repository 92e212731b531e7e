"""How easy the pages are to read, and their longest sentences: ``make words``. A hint, never a gate."""

from editorial.guide import Guide
from project import guide_of
from readability import FORMULAS, Sentence, score, sentences

_LONGEST = 10


def glossary_words(guide: Guide) -> dict[str, set[str]]:
    """Return, by language, every word of the glossary's terms, which its readers can look up."""
    return {
        language: {
            word.strip("(),;").lower()
            for term in guide.terms
            for name in (term.names[language].term, *term.names[language].synonyms)
            for word in name.split()
        }
        for language in guide.settings.locales
    }


def report_lines(guide: Guide) -> list[str]:
    """Return a line for each page, the hardest first, and the longest sentences of each language."""
    lines, known = [], glossary_words(guide)
    files = [state.file for state in guide.states.values()]
    for language in guide.settings.locales:
        formula = FORMULAS.get(language)
        if not formula:
            lines.append(f"No formula is known for the language '{language}': its pages are not measured.")
            continue
        found = {source.path: [*sentences(source.text)] for source in files if source.language == language}
        scores = {path: score(said, formula, known=known[language]) for path, said in found.items() if said}
        lines.append(f"{formula.name}, target {formula.target}, with the glossary's words counted as easy:")
        for path in sorted(scores, key=lambda path: formula.ease(scores[path])):
            mark = "     " if formula.good(scores[path]) else "HARD "
            lines.append(f"  {mark}{scores[path]:5.1f}  {path}")
        longest: list[tuple[str, Sentence]] = sorted(
            ((path, sentence) for path, said in found.items() for sentence in said),
            key=lambda pair: -len(pair[1].words),
        )[:_LONGEST]
        lines.append("The longest sentences:")
        lines += [
            f"  {len(said.words)} words  {path}:{said.line}: {said.text[:90]}" for path, said in longest
        ]
        lines.append("")
    return lines


if __name__ == "__main__":
    print("\n".join(report_lines(guide_of())))
