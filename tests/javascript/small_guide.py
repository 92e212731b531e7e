"""Print what the build writes for the search of a small guide, for the tests that run in Node."""

from editorial.glossary.terms import Name, Term
from editorial.site.search import SearchPage, Section, search_data, search_script

TERMS = [
    Term(
        "lymph-node",
        {
            "en": Name("lymph node", "A small organ.", ("gland",), ("bump",)),
            "es": Name("ganglio linfático", "Un órgano pequeño."),
        },
    ),
    Term(
        "pdl1",
        {"en": Name("PD-L1", "A protein."), "es": Name("PD-L1", "Una proteína.")},
    ),
]
PAGES = {
    "neck.md": SearchPage(
        "Neck",
        "neck.html",
        [
            Section("", "Neck", "A lump in the neck may be a lymph node."),
            Section("ask", "Questions to ask", "Why do I need a biopsy? Was PD-L1 tested?"),
            Section("care", "Care of the mouth", "Radiation may cause a sore mouth. A sore mouth heals."),
        ],
    ),
    "armpit.md": SearchPage(
        "Armpit",
        "armpit.html",
        [
            Section("", "Armpit", "Cancer in lymph nodes under the arm."),
            Section("plan", "Treatment", "Surgery, then radiation. HER2 is tested too. Diagnósticos: año."),
        ],
    ),
}

if __name__ == "__main__":
    print(search_script(search_data(PAGES, TERMS, language="en")))
