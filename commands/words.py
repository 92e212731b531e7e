"""How easy the pages are to read, and their longest sentences: ``make words``. A hint, never a gate."""

from collections.abc import Collection

from mkdocs.config import load_config

from editorial.glossary import read_glossary
from editorial.states import Source
from guide import ROOT, pages
from readability import FORMULAS, Sentence, score, sentences

_LONGEST = 10


def glossary_words(languages: Collection[str]) -> dict[str, set[str]]:
    """Return, by language, every word of the glossary's terms, which its readers can look up."""
    path = load_config(str(ROOT / "mkdocs.yml")).extra["editorial"]["glossary"]
    terms, _ = read_glossary((ROOT / path).read_text(encoding="utf-8"), path=path, languages=[*languages])
    return {
        language: {
            word.strip("(),;").lower()
            for term in terms
            for name in (term.names[language].term, *term.names[language].synonyms)
            for word in name.split()
        }
        for language in languages
    }


def report_lines(sources: list[Source], known: dict[str, set[str]]) -> list[str]:
    """Return a line for each page, the hardest first, and the longest sentences of each language."""
    lines = []
    for language in dict.fromkeys(source.language for source in sources):
        formula = FORMULAS.get(language)
        if not formula:
            lines.append(f"No formula is known for the language '{language}': its pages are not measured.")
            continue
        found = {source.path: [*sentences(source.text)] for source in sources if source.language == language}
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
    found_pages = pages(ROOT)[0]
    print("\n".join(report_lines(found_pages, glossary_words({source.language for source in found_pages}))))
