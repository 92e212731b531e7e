from editorial.glossary import Definition, Term, alphabetical, folded, read_glossary

LANGUAGES = ("en", "es")


def read(source: str) -> tuple[list[Term], list[str]]:
    terms, problems = read_glossary(source, path="glossary.yml", languages=LANGUAGES)
    return terms, [str(problem) for problem in problems]


def test_each_term_has_its_definition_in_every_language():
    terms, problems = read(
        "- {en: {term: axilla, definition: Underarm}, es: {term: axila, definition: Sobaco}}"
    )
    assert problems == []
    assert terms == [{"en": Definition("axilla", "Underarm"), "es": Definition("axila", "Sobaco")}]


def test_a_term_without_a_language_is_said_and_left_out():
    terms, problems = read(
        "- {en: {term: a, definition: b}, es: {term: c, definition: d}}\n- {en: {term: x}}"
    )
    assert len(terms) == 1
    assert problems == [
        "glossary.yml:2: this term lacks 'en: definition', 'es: term', 'es: definition'. "
        "Every term needs a definition in every language."
    ]


def test_a_slip_in_the_yaml_is_said_with_its_line():
    (problem,) = read("- {en: {term: a\n")[1]
    assert problem.startswith("glossary.yml:2: cannot be read as YAML:")


def test_order_is_the_languages_own_and_forgets_accents():
    source = "\n".join(
        f"- {{en: {{term: {en}, definition: x}}, es: {{term: {es}, definition: x}}}}"
        for en, es in (("stage", "estadio"), ("tree", "árbol"), ("bone", "hueso"))
    )
    terms, _ = read(source)
    assert [term["es"].term for term in alphabetical(terms, "es")] == ["árbol", "estadio", "hueso"]
    assert [term["en"].term for term in alphabetical(terms, "en")] == ["bone", "stage", "tree"]


def test_folding_forgets_case_and_accents():
    assert folded("Ácido Ñ") == "acido n"
