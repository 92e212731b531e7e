"""A new guide on another subject, made of the files of this one: its settings, pages, words and lists.

Functions from text to text: ``make guide`` reads and writes the files. What nobody has written or translated yet is
marked, so that the new guide is built at once and each build says what still waits.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from editorial.pages.scaffold import TO_TRANSLATE, TO_WRITE
from editorial.text import locale_of, on_one_line, unseen
from editorial.words import WAITING

#: The codes that mkdocs-static-i18n takes.
_CODE = re.compile(r"[a-z]{2}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?")
#: How long a name or a subject may be: it stands in the head of each page, and on a card.
_LONGEST = 80


class Part(NamedTuple):
    """What a guide may have or be without, and all that belongs to it alone."""

    #: Below ``extra: editorial:``.
    settings: tuple[str, ...] = ()
    #: Files and folders, from the project's folder on.
    files: tuple[str, ...] = ()
    #: The first part of the keys of its words.
    words: tuple[str, ...] = ()
    #: Below ``extra_javascript:``.
    scripts: tuple[str, ...] = ()


PARTS: Mapping[str, Part] = {
    "figure": Part(("body_figure",), ("overrides/inserts/body-figure.html",), ("figure.",)),
    "pathway": Part(("pathway",), ("overrides/assets/pathway.js",), ("pathway.",)),
    "help": Part(("helplines", "help"), ("overrides/inserts/helplines.html",), ("help.",)),
    "report": Part(("stains",), ("overrides/report.html", "overrides/assets/report"), ("reader.",)),
    "visit": Part((), ("overrides/visit.html", "overrides/assets/visit.js"), ("visit.",)),
    "glossary": Part(
        ("glossary", "glossary_page"), ("overrides/glossary.html", "overrides/assets/glossary.js")
    ),
    "offline": Part((), ("overrides/offline.html",)),
    "search": Part(
        ("search", "intents"),
        ("overrides/search.html", "overrides/assets/search"),
        ("search.",),
        ("assets/search/words.js", "assets/search/highlight.js", "assets/search/box.js"),
    ),
    "index": Part(("index",), ("overrides/site-index.html",)),
}
#: What is of this guide alone: rules of its pages, signs of danger, figures of its tests.
OURS = Part(
    ("urgent", "intents", "folded", "folded_on_phones", "never_folded", "not_searched", "page_rules"),
    ("overrides/inserts/neck-figure.html", "overrides/inserts/tests-figure.html"),
    ("flow.", "neck."),
)
#: Pages of the foot of each page, and those that only a screen can use.
_FOOT = ("search", "a-z", "references", "state", "about")
_SCREEN = ("report", "visit", "offline", "search", "a-z")


class Plan(NamedTuple):
    """What a new guide is to be."""

    name: str
    #: The original first.
    languages: tuple[str, ...]
    subject: str
    #: The names of its parts: keys of :data:`PARTS`.
    parts: frozenset[str]
    today: date

    @property
    def slug(self) -> str:
        """Return the guide's name for files: ``sleep-well``; ``guide``, where its letters are none of ASCII."""
        plain = unicodedata.normalize("NFKD", self.name).encode("ascii", "ignore").decode().lower()
        return "-".join(re.findall(r"[a-z0-9]+", plain)) or "guide"

    @property
    def left_out(self) -> list[Part]:
        """Return the parts that the guide is without, and what is of this guide alone."""
        return [OURS, *(part for name, part in PARTS.items() if name not in self.parts)]


def read_plan(
    *, name: str, languages: str, original: str, subject: str, without: str, today: date
) -> tuple[Plan | None, str]:
    """Return what is to be made, or a sentence about the first thing that is wrong with it.

    >>> read_plan(name="A", languages="fr,xx", original="", subject="B", without="", today=date(2026, 11, 23))[1]
    "'xx' is not the code of a language. Write it like en, es or pt-BR: LANGUAGES=fr,en"
    """
    codes = [*filter(None, re.split(r"[,;\s]+", languages))]
    first = original.strip() or (codes[0] if codes else "")
    unwanted = [*filter(None, re.split(r"[,;\s]+", without))]
    slips = [
        *_text_slips("NAME", name, "Sleep well"),
        *([] if codes else ["LANGUAGES is missing. Write a code for each language: LANGUAGES=fr,en"]),
        *(
            f"'{on_one_line(code)}' is not the code of a language. Write it like en, es or pt-BR: LANGUAGES=fr,en"
            for code in codes
            if not _is_known(code)
        ),
        *(f"'{code}' stands in LANGUAGES twice. Write it once." for code in codes if codes.count(code) > 1),
        *(
            [
                f"ORIGINAL is '{on_one_line(first)}', which is not one of LANGUAGES: {on_one_line(', '.join(codes))}."
            ]
            if first not in codes
            else []
        ),
        *_text_slips("SUBJECT", subject, "Insomnia"),
        *(
            f"WITHOUT names '{on_one_line(part)}', which is not one of: {', '.join(PARTS)}."
            for part in unwanted
            if part not in PARTS
        ),
    ]
    if slips:
        return None, slips[0]
    others = tuple(code for code in codes if code != first)
    kept = frozenset(PARTS) - set(unwanted)
    return Plan(name.strip(), (first, *others), subject.strip(), kept, today), ""


def _text_slips(variable: str, text: str, example: str) -> Iterator[str]:
    written = text.strip()
    if not written:
        yield f"{variable} is missing. Write it in quotes: {variable}='{example}'"
    elif "\n" in written or any(unseen(written)):
        yield f"{variable} has a character that nobody sees. Type it again, on one line."
    elif "<" in written:
        yield f"{variable} may not have the sign '<'. Write it in words."
    elif len(written) > _LONGEST:
        yield f"{variable} has {len(written)} characters, more than {_LONGEST}. Write a shorter one."


def _is_known(code: str) -> bool:
    try:
        return bool(_CODE.fullmatch(code)) and bool(locale_of(code))
    except (UnknownLocaleError, ValueError):
        return False


# --- languages ------------------------------------------------------------------------------------


def own_name(code: str) -> str:
    """Return what a language calls itself, as a name in a list.

    >>> own_name("fr"), own_name("ar")
    ('Français', 'العربية')
    """
    locale = locale_of(code)
    name = locale.get_display_name(locale) or code
    return name[0].upper() + name[1:]


def english_name(code: str) -> str:
    """Return what a language is called in English, for what maintainers read."""
    return locale_of(code).get_display_name("en") or code


def with_country(code: str) -> str:
    """Return a language with the country in which most people speak it (CLDR's likely subtags).

    >>> with_country("fr"), with_country("en-GB")
    ('fr_FR', 'en_GB')
    """
    locale = locale_of(code)
    likely = str(get_global("likely_subtags").get(str(locale), "")).rpartition("_")[2]
    country = locale.territory or (likely if len(likely) == 2 and likely.isupper() else None)
    whole = "_".join(filter(None, (locale.language, locale.script, country)))
    try:
        return str(Locale.parse(whole))
    except (UnknownLocaleError, ValueError):  # Of which Babel knows the language alone.
        return str(locale)


def nearest(code: str, known: Collection[str]) -> str:
    """Return the language of which there are words already: itself, or it without its region; else nothing.

    >>> nearest("en-GB", ["en"]), nearest("fr", ["en"])
    ('en', '')
    """
    return next((one for one in (code, code.partition("-")[0]) if one in known), "")


# --- the site's own words -------------------------------------------------------------------------


def listed(source: str, languages: Sequence[str]) -> str:
    r"""Return a list in the languages of a new guide, of one in English and others; what is new is marked.

    >>> listed("a:\n  en: 1\n  es: 2\n", ["en", "fr"])
    'a:\n  en: 1\n  fr: 1 # translate\n'
    """
    blocks = r"(?m)(?:^ +[a-z]{2}:.*\n(?: {4,}(?:- )?\w+:.*\n)*)+"
    return re.sub(blocks, lambda found: _in_each(found[0], languages), source)


def _in_each(block: str, languages: Sequence[str]) -> str:
    """Return one text in each language."""
    room = re.match(" +", block)
    depth = room[0] if room else ""
    found = {
        match[1]: match[0]
        for match in re.finditer(rf"(?m)^{depth}([a-z]{{2}}):.*\n(?:{depth} +.*\n)*", block)
    }
    parts = []
    for code in languages:
        known = nearest(code, found)
        first, *rest = found[known or "en"].splitlines()
        name = name_of(code)
        lines = [f"{depth}{name}:{first.partition(':')[2]}", *rest]
        parts += [line if known or line.endswith(":") else f"{line} {WAITING}" for line in lines]
    return "\n".join(parts) + "\n"


def words(
    source: str, code: str, *, is_known: bool, instead: Mapping[str, str], left_out: Sequence[Part]
) -> str:
    """Return a language's file of words for a new guide, made of a file of this one.

    Args:
        source: the words of the language, or those that it is to be translated from.
        code: the language's code.
        is_known: whether the words are in this language; else each is marked.
        instead: what some keys say in the new guide.
        left_out: the parts whose words are not needed.
    """
    locale = locale_of(code)
    group = locale.number_symbols.get("latn", {}).get("group", ",")
    gone = tuple(prefix for part in left_out for prefix in part.words)
    # The button of one page, and of another.
    shared = ("reader.clear",) if "visit." not in gone else ()
    given = {"subject.locale": with_country(code), **({} if is_known else {"numbers.group": group})}
    forms = [form for form in ("zero", "one", "two", "few", "many") if form in locale.plural_form.tags]

    def change(key: str, line: str) -> list[str]:
        room = line[: len(line) - len(line.lstrip())]
        name = key.rpartition(".")[2]
        if f"{key}.".startswith(gone) and not (shared and (key in shared or key == "reader")):
            return []
        if key in given:
            return [f"{room}{name}: {json.dumps(given[key])}"]  # A space that nobody sees is spelled out.
        if key in instead:
            line = f"{room}{name}: {quoted(instead[key])}"
        if is_known or line.rstrip().endswith(":") or key.startswith("numbers."):
            return [line]
        if re.fullmatch(r"reference\.edition\.\w+|search\.count\.\w+", key):
            if name != "other":
                return []  # Each language has plural forms of its own.
            text = line.strip().partition(": ")[2]
            wanted = [*forms, "other"] if key.startswith("search") else ["other"]
            return [f"{room}{form}: {text} {WAITING}" for form in wanted]
        return [f"{line} {WAITING}"]

    head = re.match(r"(?:#.*\n)*", source)
    about = head[0] if head else ""
    if not is_known:
        about = (
            f"# The site's own words in {english_name(code)}, with the keys of the other languages' files.\n"
        )
        about += "# Texts in {braces} are filled in by the build: keep them.\n"
    return f"{about}\n{_changed(source, change)}"


def _changed(source: str, change: Callable[[str, str], list[str]]) -> str:
    """Return a file of words with each line as a function of its dotted key and itself says."""
    kept: list[str] = []
    inside: list[tuple[int, str]] = []
    comments: list[str] = []
    for line in source.splitlines():
        found = re.match(r"( *)(\w+):(?: |$)", line)
        if not found:
            comments += [line] if inside or not line.startswith("#") else []  # Not what stands above all.
            continue
        depth = len(found[1])
        inside = [(room, name) for room, name in inside if room < depth] + [(depth, found[2])]
        lines = change(".".join(name for _, name in inside), line)
        if lines:
            kept += [*comments, *lines]
        comments = []
    return "\n".join(kept).strip("\n") + "\n"


# --- settings -------------------------------------------------------------------------------------


def name_of(code: str) -> str:
    """Return a language's code as a key of YAML, which takes Norwegian for a word that means false."""
    return quoted(code) if code == "no" else code


def quoted(text: str) -> str:
    """Return a text as YAML reads it, whatever is in it."""
    return json.dumps(text, ensure_ascii=False)


def settings(source: str, plan: Plan, pages: Sequence[str]) -> str:
    """Return the settings of a new guide.

    Args:
        source: those of this one.
        plan: what it is to be.
        pages: the names of its pages, in the order of the menu.
    """
    first, *others = plan.languages
    text = _with(source, "site_name", [f"site_name: {quoted(plan.name)}"])
    text = _with(text, "site_description", [f"site_description: {quoted(plan.subject)}"])
    lists = [
        "exclude_docs: |",
        "  /glossary.yml",
        "  /help.yml",
        "  /pathway.yml",
        "  /stains.yml",
        "  /_new/",
        "  /addresses.txt",
    ]
    unwanted = {name for part in plan.left_out for name in part.settings}
    lists = [line for line in lists if _list_of(line) not in unwanted]
    text = _with(text, "exclude_docs", lists)
    text = _with(text, "nav", ["nav:", *(f"  - {page}.md" for page in pages)])
    text = text.replace("  language: en\n", f"  language: {first}\n", 1)
    languages = ["      languages:"]
    for code in plan.languages:
        languages += [f"        - locale: {name_of(code)}", f"          name: {quoted(own_name(code))}"]
        languages += ["          default: true"] if code == first else []
        languages += ["          build: true"]
        if code in others:
            languages += [f"          site_name: {quoted(plan.name)} {WAITING}"]
            languages += [f"          site_description: {quoted(plan.subject)} {WAITING}"]
    text = _with(text, "languages", languages)
    for name in sorted(unwanted):
        text = _with(text, name, [])
    subject = ["    subject:", f"      {name_of(first)}: {quoted(plan.subject)}"]
    subject += [f"      {name_of(code)}: {quoted(plan.subject)} {WAITING}" for code in others]
    changed = {
        "subject": subject,
        "began": [f"    began: {plan.today}"],
        "edition": [f"    edition: {plan.slug}"],
        "footer": [f"    footer: [{', '.join(f'{name}.md' for name in _FOOT if name in pages)}]"],
        "screen_only": [f"    screen_only: [{', '.join(f'{name}.md' for name in _SCREEN if name in pages)}]"],
    }
    for name, lines in changed.items():
        text = _with(text, name, lines)
    text = re.sub(r"(?m)^( {6}\w+): find\.md\S*$", r"\1: first-page.md", text)
    text = text.replace("downloads/cup-guide-2026-11-23.zip", f"downloads/{plan.slug}-{plan.today}.zip")
    scripts = {script for part in plan.left_out for script in part.scripts}
    return "".join(
        line for line in text.splitlines(keepends=True) if line.strip().removeprefix("- ") not in scripts
    )


def _list_of(line: str) -> str:
    return {"/help.yml": "helplines"}.get(line.strip(), re.sub(r"\W|yml$", "", line.strip()))


def _with(source: str, key: str, lines: Sequence[str]) -> str:
    """Return settings with other lines in place of a key and what is in it; without lines, its comment goes too."""
    found = re.search(rf"(?m)^( *){key}:.*\n(?:\1 +.*\n|(?=\n\1 )\n)*", source)
    if not found:
        return source
    above = source[: found.start()]
    if not lines:
        above = re.sub(rf"(?:^{found[1]}#.*\n)+\Z", "", above, flags=re.MULTILINE)
    return above + "".join(f"{line}\n" for line in lines) + source[found.end() :]


# --- pages ----------------------------------------------------------------------------------------

#: What is told of each page: the file tools/new/pages.yml, which says what stands in it.
Told = Mapping[str, Mapping[str, Any]]


def escaped(text: str) -> str:
    r"""Return a text that Markdown shows as it is.

    >>> escaped("A [b](c) & *d*")
    'A \\[b\\](c) &amp; \\*d\\*'
    """
    return re.sub(r"([\\`*_{}\[\]#|!])", r"\\\1", text).replace("&", "&amp;")


def page_names(told: Told, plan: Plan) -> list[str]:
    """Return the names of the pages of a new guide, in the order of its menu."""
    return [name for name, entry in _entries(told, plan) if "below" not in entry]


def page(told: Told, name: str, code: str, plan: Plan) -> str:
    """Return one page of a new guide in one language, as Markdown."""
    known = nearest(code, [language for language in told[name] if language in ("en", "es")])
    below = [entry for _, entry in _entries(told, plan) if entry.get("below") == name]
    ours = told[name][known or "en"]
    fill = {"name": plan.name, "write": TO_WRITE}
    parts = [ours["text"], *(entry[known or "en"]["text"] for entry in below)]
    text = _filled("\n".join(parts), fill | {"name": escaped(plan.name)})
    if not known:
        title, _, rest = text.replace(f"{TO_WRITE}\n\n", "").partition("\n")
        text = f"{title}\n\n{TO_TRANSLATE}\n{rest}"
    top = [f"title: {quoted(_filled(ours['title'], fill))}"]
    top += [f"description: {quoted(_filled(ours['description'], fill))}"]
    top += [f"last_revised: {plan.today}"]
    top += [f"translated_from: {plan.today}"] if code != plan.languages[0] else []
    top += [line for entry in (told[name], *below) for line in str(entry.get("top", "")).splitlines()]
    return "\n".join(["---", *top, "---", text.strip("\n"), ""])


def _entries(told: Told, plan: Plan) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield from (
        (name, entry) for name, entry in told.items() if "part" not in entry or entry["part"] in plan.parts
    )


def _filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with ``{name}`` filled in; what is filled in is not read again."""
    return re.sub(r"\{(\w+)\}", lambda found: values.get(found[1], found[0]), text)


# --- other files ----------------------------------------------------------------------------------


def without_targets(makefile: str, *targets: str) -> str:
    """Return a Makefile without some targets, and without the comment above each."""
    for target in targets:
        makefile = re.sub(rf"(?m)(?:^#.*\n)+^{target}:.*\n(?:\t.*\n)*\n?", "", makefile)
        makefile = re.sub(rf"(?m)^(\.PHONY:.*) {target}\b", r"\1", makefile)
    return makefile
