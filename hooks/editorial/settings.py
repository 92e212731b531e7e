"""All facts about a guide that ``mkdocs.yml`` states, read once and typed. Each slip is a problem at its line.

What the engine itself reads (theme, plug-ins, Markdown extensions) is checked for what editors get wrong: a
misspelled name, a file or a page that is not there, a menu that leads nowhere.
"""

import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml
from babel import Locale, UnknownLocaleError
from yaml.constructor import SafeConstructor

from editorial.engine_settings import engine_slips, is_file, is_folder
from editorial.pages.style import PageRule
from editorial.problems import Problem, decoded, did_you_mean

FILE = "mkdocs.yml"

#: The settings that MkDocs 1.6 knows at the top of its file.
_TOP = frozenset(
    """
    INHERIT copyright dev_addr docs_dir draft_docs edit_uri edit_uri_template exclude_docs extra extra_css
    extra_javascript extra_templates hooks markdown_extensions mdx_configs nav not_in_nav plugins
    remote_branch remote_name repo_name repo_url site_author site_description site_dir site_name site_url
    strict theme use_directory_urls validation watch
    """.split()  # noqa: SIM905  (a column of quotes would hide the words)
)


@dataclass(frozen=True)
class Language:
    """One language of the guide."""

    #: As in the names of its folder and of its file of words: ``es``, ``pt-BR``.
    locale: str
    #: Its own name for itself: ``Español``.
    name: str
    #: The guide's name and description in it.
    title: str
    description: str


@dataclass(frozen=True)
class Settings:
    """The facts about a guide. Paths count from the project's folder, page names from a language's folder."""

    #: The original first.
    languages: tuple[Language, ...]
    #: Where the site is published, with a slash at its end, or nothing.
    address: str
    #: The folder of pages, and the folder of templates.
    docs: str
    overrides: str
    #: The pages in the menu, in its order.
    menu: tuple[str, ...]
    bibliography: str
    #: The day on which the guide began: no date of a page can be older.
    began: date
    #: What the files of an edition are named after.
    edition: str
    glossary: str = ""
    helplines: str = ""
    urgent: str = ""
    pathway: str = ""
    intents: str = ""
    stains: str = ""
    #: For how many months a revision counts, unless a page says otherwise.
    review_every: int = 12
    #: How many processes build at once; 0 is one for each core.
    workers: int = 0
    #: The id of the section that readers open only if they want to.
    folded: str = ""
    #: The ids of sections that phones show folded, and of those within them that never are.
    folded_on_phones: tuple[str, ...] = ()
    never_folded: tuple[str, ...] = ()
    #: The ids of sections that only lead on: the search and the index leave them out.
    not_searched: tuple[str, ...] = ()
    #: The pages that the site leads to by what they are; empty where there is none.
    about: str = ""
    glossary_page: str = ""
    search: str = ""
    index: str = ""
    help: str = ""
    #: Pages that stand in the foot of every page and not in the menu.
    footer: tuple[str, ...] = ()
    #: Pages that only a screen can use.
    screen_only: tuple[str, ...] = ()
    #: From a place in the figure of the body to the page, or the heading of one, that it leads to.
    body_figure: Mapping[str, str] = field(default_factory=dict)
    #: What schema.org calls a page with sources, what such a page is about, and whom it is for.
    schema_type: str = "WebPage"
    schema_subject: str = "Thing"
    schema_audience: str = ""
    #: What the guide is about, by language: for machines that read.
    subject: Mapping[str, str] = field(default_factory=dict)
    #: Where readers may write without an account, or nothing.
    write_to: str = ""
    #: Whom services may write to about what the guide's commands ask them, or nothing.
    contact: str = ""
    #: The code host, or nothing; and what follows its address to edit a file and to report a problem.
    repository: str = ""
    edit: str = ""
    report: str = ""
    #: What pages of a kind have: their sections, and what stands in them.
    page_rules: tuple[PageRule, ...] = ()
    #: The names of the Markdown extensions that are on.
    extensions: tuple[str, ...] = ()
    #: Of our templates' folder, in their order: what every page is drawn with, and what runs on it.
    styles: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    #: The line of each setting in the file, by its dotted name.
    lines: Mapping[str, int] = field(default_factory=dict)

    @property
    def lists(self) -> Sequence[str]:
        """The paths of the lists whose texts readers see, each of which says when it was checked."""
        named = (self.glossary, self.helplines, self.urgent, self.stains, self.pathway)
        return [path for path in named if path]

    @property
    def locales(self) -> list[str]:
        """The codes of the languages, the original first."""
        return [language.locale for language in self.languages]

    @property
    def original(self) -> str:
        """The language that the others translate."""
        return self.languages[0].locale


class _Slips:
    """Collects problems of one file, each by the node it is about."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, node: yaml.Node | None, text: str) -> None:
        line = node.start_mark.line + 1 if node else 1
        self.problems.append(Problem(FILE, line, text))


@dataclass(frozen=True)
class _Setting:
    """How one key of ``extra: editorial:`` is read: what it must be, in words, and how to tell."""

    kind: str
    read: Callable[[object], Any]
    example: str
    needed: bool = False
    #: Whether its text, or each of its texts, names a file, a page, or a place on a page: it must be there.
    leads: str = ""


def read_settings(
    root: Path, *, environment: Mapping[str, str] = os.environ
) -> tuple[Settings | None, list[Problem]]:
    """Read the guide's settings, or every problem with them: then there are none.

    Args:
        root: the project's folder.
        environment: what ``!ENV`` is looked up in.
    """
    slips = _Slips()
    if not (root / FILE).is_file():
        said = f"there is no such file. Go to the guide's folder, or take the file from git: git checkout -- {FILE}"
        return None, [Problem(FILE, 1, said)]
    source, problems = decoded((root / FILE).read_bytes(), path=FILE)
    if problems:
        return None, problems
    document = _composed(source, slips)
    if document is None:
        return None, slips.problems
    top = _members(document, slips, "")
    _check_known(top, _TOP, slips)
    reader = _Reader(root, top, slips, environment)
    for node, text in engine_slips(document, root=root, docs=reader.docs, overrides=reader.overrides):
        slips.add(node, text)
    if not all(is_folder(root / folder) for folder in (reader.docs, reader.overrides)):
        return None, sorted(set(slips.problems))  # What else is said would be of files in these folders.
    settings = reader.settings()
    return (None if slips.problems else settings), sorted(set(slips.problems))


# --- from text to nodes ---------------------------------------------------------------------------


def _composed(source: str, slips: _Slips) -> yaml.MappingNode | None:
    for number, line in enumerate(source.splitlines(), start=1):
        if re.match(r" *\t", line):
            slips.problems.append(Problem(FILE, number, "the line begins with a tab. Write spaces instead."))
    if slips.problems:
        return None
    try:
        node = yaml.compose(source, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        slips.problems.append(_unreadable(error, source))
        return None
    if not isinstance(node, yaml.MappingNode):
        slips.problems.append(
            Problem(FILE, 1, "has no settings. Write one on each line: site_name: Our guide")
        )
        return None
    return node


def _unreadable(error: yaml.YAMLError, source: str) -> Problem:
    """Say why the file cannot be read, on the line where the slip most likely is."""
    lines = source.splitlines()
    for number, line in enumerate(lines, start=1):
        if re.match(r"\s*[\w-]+: +[^\s\"'\[{|>#&!*].*: ", line):
            return Problem(FILE, number, "the text has a colon. Put the whole text in quotes.")
        following = lines[number] if number < len(lines) else ""
        if line.count("[") > line.count("]") and re.match(r"\s*(?:- )?[\w-]+:(?: |$)|$", following):
            return Problem(FILE, number, "a list is not closed. Write ']' at its end.")
    if not isinstance(error, yaml.MarkedYAMLError):
        return Problem(
            FILE, 1, "the file has a character that may not be in it. Write the settings again as text."
        )
    mark = error.problem_mark or error.context_mark
    last = min(mark.line + 1, len(lines) or 1) if mark else 1
    return Problem(FILE, last, f"the settings cannot be read as YAML: {error.problem}.")


def _members(node: yaml.Node, slips: _Slips, inside: str) -> dict[str, tuple[yaml.Node, yaml.Node]]:
    """Return what a mapping has: name to the nodes of its key and its value. A name twice is a problem."""
    found: dict[str, tuple[yaml.Node, yaml.Node]] = {}
    if not isinstance(node, yaml.MappingNode):
        return found
    for key, value in node.value:
        name = str(key.value)
        if name in found:
            first = found[name][0].start_mark.line + 1
            slips.add(key, f"'{inside}{name}' stands here twice, also on line {first}. Keep one of them.")
            continue
        found[name] = (key, value)
    return found


def _check_known(
    found: Mapping[str, tuple[yaml.Node, yaml.Node]], known: Collection[str], slips: _Slips, inside: str = ""
) -> None:
    for name, (key, _) in found.items():
        if name not in known:
            hint = did_you_mean(name, known) or " Take it out."
            slips.add(key, f"'{inside}{name}' is no setting.{hint}")


def _plain(node: yaml.Node, environment: Mapping[str, str]) -> object:
    """Return the value of a node, with ``!ENV`` looked up."""
    if isinstance(node, yaml.SequenceNode):
        parts = [_plain(part, environment) for part in node.value]
        return _from_environment(parts, environment) if node.tag == "!ENV" else parts
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _plain(value, environment) for key, value in node.value}
    if node.tag == "!ENV":
        return _from_environment([node.value, None], environment)
    try:
        return SafeConstructor().construct_document(node)
    # 2026-02-30 looks like a date and is none; a tag of the engine's; "!!timestamp soon", "!!bool maybe".
    except (ValueError, LookupError, AttributeError, yaml.YAMLError):
        return node.value


def _variable_of(node: yaml.Node, environment: Mapping[str, str]) -> str:
    """Return the variable of the environment that a setting is taken from, or nothing."""
    parts = [part.value for part in node.value] if isinstance(node, yaml.SequenceNode) else [node.value]
    return next((str(part) for part in parts if environment.get(str(part))), "")


def _from_environment(parts: Sequence[object], environment: Mapping[str, str]) -> object:
    """Return the first of some variables that is set, or the last part, as pyyaml-env-tag does for MkDocs."""
    *names, default = parts
    text = next((environment[str(name)] for name in names if environment.get(str(name))), None)
    return default if text is None else yaml.safe_load(text)


# --- from nodes to settings -----------------------------------------------------------------------


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise ValueError


def _of_form(form: str) -> Callable[[object], str]:
    """Return what reads a text of one form alone."""

    def read(value: object) -> str:
        text = _text(value)
        if re.fullmatch(form, text):
            return text
        raise ValueError

    return read


def _number(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise ValueError


def _several(value: object) -> int:
    number = _number(value)
    if number < 1:
        raise ValueError
    return number


def _day(value: object) -> date:
    if type(value) is date:
        return value
    raise ValueError


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    raise ValueError


def _named(value: object) -> dict[str, str]:
    if isinstance(value, dict) and all(isinstance(one, str) for one in value.values()):
        return value
    raise ValueError


def _page_rules(value: object) -> tuple[PageRule, ...]:
    """Read what pages of a kind have; a key that is missing, unknown or of another type raises ValueError."""
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise ValueError
    return tuple(_page_rule(one) for one in value)


def _page_rule(rule: Mapping[str, object]) -> PageRule:
    if not set(rule) <= {"pages", "sections", "items", "sourced", "doses"}:
        raise ValueError
    items = rule.get("items", {})
    if not isinstance(items, dict) or not isinstance(rule.get("doses", True), bool):
        raise ValueError
    ranges = {str(id_): tuple(map(_number, _pair(numbers))) for id_, numbers in items.items()}
    if any(least > most for least, most in ranges.values()):
        raise ValueError
    return PageRule(
        _text(rule.get("pages")),
        _texts(rule.get("sections", [])),
        ranges,  # type: ignore[arg-type]
        _texts(rule.get("sourced", [])),
        rule.get("doses", True) is True,
    )


def _pair(value: object) -> list[object]:
    if isinstance(value, list) and len(value) == 2:
        return value
    raise ValueError


#: A type of schema.org is one word, with a capital at the beginning of each that it is made of.
_SCHEMA = r"[A-Z][A-Za-z0-9]*"
_TEXT, _PAGE, _FILE = "a text", "the name of a page", "the path of a file"
_EDITORIAL: Mapping[str, _Setting] = {
    "bibliography": _Setting(_FILE, _text, "bib/references.bib", needed=True, leads="file"),
    "glossary": _Setting(_FILE, _text, "docs/glossary.yml", leads="file"),
    "helplines": _Setting(_FILE, _text, "docs/help.yml", leads="file"),
    "urgent": _Setting(_FILE, _text, "docs/urgent.yml", leads="file"),
    "pathway": _Setting(_FILE, _text, "docs/pathway.yml", leads="file"),
    "intents": _Setting(_FILE, _text, "docs/intents.yml", leads="file"),
    "stains": _Setting(_FILE, _text, "docs/stains.yml", leads="file"),
    "began": _Setting("a day", _day, "2026-11-23", needed=True),
    "edition": _Setting(
        "the beginning of a file's name, without spaces", _of_form(r"\w[\w.-]*"), "cup-guide", needed=True
    ),
    "review_every": _Setting("a number of months", _several, "12"),
    "workers": _Setting("a number", _number, "0"),
    "folded": _Setting("the id of a heading", _text, "outlook"),
    "folded_on_phones": _Setting("a list of ids of headings", _texts, "[treatment]"),
    "never_folded": _Setting("a list of ids of headings", _texts, "[call-now]"),
    "not_searched": _Setting("a list of ids of headings", _texts, "[next]"),
    "about": _Setting(_PAGE, _text, "about.md", leads="page"),
    "glossary_page": _Setting(_PAGE, _text, "glossary.md", leads="page"),
    "search": _Setting(_PAGE, _text, "search.md", leads="page"),
    "index": _Setting(_PAGE, _text, "a-z.md", leads="page"),
    "help": _Setting(_PAGE, _text, "help.md", leads="page"),
    "footer": _Setting("a list of pages", _texts, "[about.md, state.md]", leads="page"),
    "screen_only": _Setting("a list of pages", _texts, "[search.md, offline.md]", leads="page"),
    "body_figure": _Setting(
        "places with a page each", _named, "{neck: neck.md, liver: find.md#liver}", leads="place"
    ),
    "schema_type": _Setting("a type of schema.org", _of_form(_SCHEMA), "MedicalWebPage"),
    "schema_subject": _Setting("a type of schema.org", _of_form(_SCHEMA), "MedicalCondition"),
    "schema_audience": _Setting("a type of schema.org", _of_form(_SCHEMA), "Patient"),
    "subject": _Setting("a text in each language", _named, "{en: Asthma, es: Asma}"),
    "repository": _Setting("an address", _text, "https://github.com/OWNER/NAME"),
    "write_to": _Setting("an e-mail address", _text, "editors@example.org"),
    "contact": _Setting("an e-mail address", _text, "editors@example.org"),
    "edit": _Setting(_TEXT, _text, "edit/main"),
    "report": _Setting(_TEXT, _text, "issues/new?template=page-problem.yml"),
    "page_rules": _Setting(
        "a list of rules, each with the smaller number first",
        _page_rules,
        "[{pages: subgroups/*.md, sections: [one, two], items: {one: [3, 5]}, sourced: [one], doses: false}]",
    ),
}


class _Reader:
    """Reads the settings of one file; what is wrong goes into the slips."""

    def __init__(
        self,
        root: Path,
        top: Mapping[str, tuple[yaml.Node, yaml.Node]],
        slips: _Slips,
        environment: Mapping[str, str],
    ) -> None:
        self.root = root
        self.top = top
        self.slips = slips
        self.environment = environment
        self.docs = str(self._value("docs_dir", "docs"))
        theme = _members(top["theme"][1], slips, "theme: ") if "theme" in top else {}
        self.overrides = str(theme["custom_dir"][1].value) if "custom_dir" in theme else "overrides"
        self.extra = _members(top["extra"][1], slips, "extra: ") if "extra" in top else {}
        self.original = ""
        self.without_words: set[str] = set()

    def settings(self) -> Settings | None:
        languages = self._languages()
        if not languages:
            return None
        self.original = languages[0].locale
        menu = self._menu(languages)
        self._engine_files()
        values, lines = self._editorial()
        address = self._address("site_url", str(self._value("site_url", "") or ""), ends_with_slash=True)
        if "repository" in values:
            values["repository"] = self._address("repository", values["repository"] or "")
        self._check_mail(values.get("write_to") or "")
        if self.slips.problems:
            return None
        return Settings(
            languages=tuple(languages),
            address=address,
            docs=self.docs,
            overrides=self.overrides,
            menu=tuple(menu),
            lines=lines,
            extensions=self._extension_names(),
            styles=self._names("extra_css"),
            scripts=self._names("extra_javascript"),
            **values,
        )

    def _value(self, name: str, default: object) -> object:
        return _plain(self.top[name][1], self.environment) if name in self.top else default

    def _check_mail(self, text: str) -> None:
        """Say that an address is none that readers can write to (the form of HTML's own fields for e-mail)."""
        if text and not re.fullmatch(
            r"[\w.!#$%&'*+/=?^`{|}~-]+@[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)+", text, re.A
        ):
            node = self._editorial_node("write_to")
            example = _EDITORIAL["write_to"].example
            self.slips.add(node, f"'write_to' is not an e-mail address: '{text}'. Write one, like {example}")

    def _address(self, name: str, text: str, *, ends_with_slash: bool = False) -> str:
        if not text:
            return ""
        if not re.fullmatch(r"https?://[^\s/]+\S*", text):
            node = self.top[name][0] if name in self.top else self._editorial_node(name)
            rest = re.sub(r"^[a-z]*:?/*", "", text) if "//" in text else text
            rest = re.sub(r"^git@([^:/]+):(.+?)(?:\.git)?$", r"\1/\2", rest)  # As one clones it.
            self.slips.add(node, f"'{name}' is not a web address: '{text}'. Write https://{rest}")
        return text if not ends_with_slash or text.endswith("/") else f"{text}/"

    # --- languages ---

    def _languages(self) -> list[Language]:
        plugin = self._plugin("i18n")
        entries = plugin.get("languages") if plugin else None
        if entries is None:
            self.slips.add(
                self.top["plugins"][0] if "plugins" in self.top else None,
                "the plug-in 'i18n' has no 'languages'. Write one for each language: "
                "- {locale: en, name: English, default: true, build: true}",
            )
            return []
        found: list[tuple[Language, bool]] = []
        defaults = []
        for node in entries[1].value:
            one = _members(node, self.slips, "languages: ")
            locale = one.get("locale")
            if locale is None:
                self.slips.add(node, "a language has no 'locale'. Write its code: - locale: en")
                continue
            code = str(locale[1].value)
            if code == "null":  # What belongs to no language of its own.
                continue
            self._check_locale(locale[0], code)
            texts = {
                name: str(value.value)
                for name, (_, value) in one.items()
                if isinstance(value, yaml.ScalarNode)
            }
            language = Language(
                code,
                texts.get("name", code),
                texts.get("site_name") or str(self._value("site_name", "")),
                texts.get("site_description") or str(self._value("site_description", "")),
            )
            if "name" in one and not texts.get("name", "").strip():
                self.slips.add(one["name"][0], f"the language '{code}' has no name. Write it: name: Español")
            if any(code == other.locale for other, _ in found):
                self.slips.add(locale[0], f"the language '{code}' is there twice. Keep one.")
                continue
            is_default = texts.get("default") == "true"
            defaults += [one["default"][0]] if is_default else []
            found.append((language, is_default))
        if len(defaults) != 1:
            said = f"{len(defaults)} languages have" if defaults else "no language has"
            text = f"{said} 'default: true'. Write it at the original alone, which the others translate."
            self.slips.add((defaults[1:] or [entries[0]])[0], text)
        return [language for language, _ in sorted(found, key=lambda pair: not pair[1])]

    def _check_locale(self, node: yaml.Node, code: str) -> None:
        try:
            locale = Locale.parse(code, sep="-")
        except (UnknownLocaleError, ValueError):
            locale = None
        if locale is None:
            self.slips.add(node, f"'{code}' is not the code of a language. Write it like en, es or pt-BR.")
        elif not is_file(self.root / self.overrides / "locales" / f"{code}.yml"):
            self.without_words.add(code)
            path = f"{self.overrides}/locales/{code}.yml"
            self.slips.add(
                node,
                f"the language '{code}' has no words. Write {path}, with the keys of the other languages.",
            )

    def _plugin(self, name: str) -> dict[str, tuple[yaml.Node, yaml.Node]]:
        plugins = self.top["plugins"][1] if "plugins" in self.top else None
        for node in plugins.value if isinstance(plugins, yaml.SequenceNode) else []:
            if isinstance(node, yaml.MappingNode):
                found = _members(node, self.slips, "plugins: ")
                if name in found:
                    return _members(found[name][1], self.slips, f"{name}: ")
        return {}

    # --- the menu ---

    def _menu(self, languages: Sequence[Language]) -> list[str]:
        nav = self.top["nav"][1] if "nav" in self.top else None
        pages: dict[str, yaml.Node] = {}
        headings: list[yaml.Node] = []
        for title, node in _menu_entries(nav):
            if node is None:
                headings.append(title)  # type: ignore[arg-type]
                continue
            if isinstance(node, yaml.ScalarNode) and node.value not in ("", "null", "~"):
                self._menu_entry(node.value, node, pages)
            else:
                text = "a line of 'nav' leads nowhere. Write the name of a page, or a heading and its pages below it."
                self.slips.add(title or node, text)
        self._untranslated_headings(headings, languages)
        return list(pages)

    def _menu_entry(self, written: str, node: yaml.Node, pages: dict[str, yaml.Node]) -> None:
        if re.match(r"[a-z][\w+.-]*:", written):
            if not re.match(r"https?://[^\s/]+\.\S+$|mailto:\S+$", written):
                self.slips.add(node, f"'nav' leads to '{written}', which is not an address. Write https://…")
        elif "#" in written or "?" in written:
            page = re.split(r"[#?]", written)[0]
            self.slips.add(node, f"'nav' leads to '{written}'. A menu leads to whole pages: write {page}")
        elif written in pages:
            first = pages[written].start_mark.line + 1
            self.slips.add(node, f"'nav' has '{written}' twice, also on line {first}. Keep one of them.")
        else:
            pages[written] = node
            self._check_page("nav", written, node)

    def _check_page(self, setting: str, name: str, node: yaml.Node) -> None:
        folder = self.root / self.docs / self.original
        if name and not is_file(folder / name):
            names = [path.relative_to(folder).as_posix() for path in folder.rglob("*.md")]
            hint = did_you_mean(name, names) or " Write the page, or take this out."
            where = f"{self.docs}/{self.original}/"
            self.slips.add(node, f"'{setting}' names the page '{name}', which is not in {where}.{hint}")

    def _untranslated_headings(self, headings: Sequence[yaml.Node], languages: Sequence[Language]) -> None:
        for language in languages[1:]:
            if language.locale in self.without_words:  # Not begun yet: its words come first.
                continue
            entry = self._language_entry(language.locale)
            named = entry["nav_translations"][1] if "nav_translations" in entry else None
            translated = _members(named, self.slips, "") if named else {}
            for heading in headings:
                if heading.value not in translated:
                    text = f"the menu's heading '{heading.value}' has no translation into {language.name}."
                    advice = f" Add it below 'nav_translations' of '{language.locale}': {heading.value}: …"
                    self.slips.add(heading, text + advice)

    def _language_entry(self, locale: str) -> dict[str, tuple[yaml.Node, yaml.Node]]:
        for node in self._plugin("i18n")["languages"][1].value:
            one = _members(node, _Slips(), "")
            if str(one["locale"][1].value) == locale:
                return one
        return {}

    # --- files that the engine reads ---

    def _engine_files(self) -> None:
        for setting, folders in (("extra_css", True), ("extra_javascript", True), ("hooks", False)):
            entry = self.top.get(setting)
            for node in entry[1].value if entry and isinstance(entry[1], yaml.SequenceNode) else []:
                if not isinstance(node, yaml.ScalarNode):
                    self.slips.add(
                        node, f"'{setting}' needs the name of a file alone. Write it like this: - name.js"
                    )
                    continue
                name = str(node.value)
                places = [self.docs, self.overrides] if folders else ["."]
                if re.match(r"(?:[a-z]+:)?//", name):
                    text = f"'{setting}' names '{name}', and a page asks nothing of another site."
                    self.slips.add(
                        node, f"{text} Put the file below {self.overrides}/assets/, or take this out."
                    )
                elif not any(is_file(self.root / place / name) for place in places):
                    beside = [
                        path.relative_to(self.root / place).as_posix()
                        for place in places
                        for path in (self.root / place / Path(name).parent).glob("*")
                    ]
                    hint = did_you_mean(name, beside) or " Correct the name, or take the line out."
                    self.slips.add(node, f"'{setting}' names '{name}', which does not exist.{hint}")
        entry, known = self.top.get("markdown_extensions"), _extensions()
        for node in entry[1].value if entry and isinstance(entry[1], yaml.SequenceNode) else []:
            named = node.value[0][0] if isinstance(node, yaml.MappingNode) else node
            name = str(named.value)
            if name not in known and not _importable(name):
                self.slips.add(named, f"there is no Markdown extension '{name}'.{did_you_mean(name, known)}")

    def _names(self, setting: str) -> tuple[str, ...]:
        """Return the files of a setting that are named and no more."""
        written = self._value(setting, None)
        return tuple(name for name in written if isinstance(name, str)) if isinstance(written, list) else ()

    def _extension_names(self) -> tuple[str, ...]:
        written = self._value("markdown_extensions", None)
        parts = written if isinstance(written, list | dict) else []
        names = [name for part in parts for name in (part if isinstance(part, dict) else [part])]
        return tuple(map(str, names))

    # --- extra: editorial: ---

    def _editorial_node(self, name: str) -> yaml.Node | None:
        found = _members(self.extra["editorial"][1], _Slips(), "") if "editorial" in self.extra else {}
        return found[name][0] if name in found else None

    def _editorial(self) -> tuple[dict[str, Any], dict[str, int]]:
        if "editorial" not in self.extra:
            self.slips.add(None, "has no 'extra: editorial:', where the facts about the guide stand.")
            return {}, {}
        heading, node = self.extra["editorial"]
        found = _members(node, self.slips, "editorial: ")
        _check_known(found, _EDITORIAL.keys(), self.slips, "editorial: ")
        values: dict[str, Any] = {}
        lines: dict[str, int] = {}
        misspelled = any(name not in _EDITORIAL for name in found)
        for name, setting in _EDITORIAL.items():
            if name not in found:
                if setting.needed and not misspelled:
                    text = f"'editorial: {name}' is missing. Write {setting.kind}: {name}: {setting.example}"
                    self.slips.add(heading, text)
                continue
            key, value = found[name]
            lines[name] = key.start_mark.line + 1
            written = _plain(value, self.environment)
            if written is None or written == "":
                if setting.needed:
                    text = f"'{name}' is empty. Write {setting.kind}: {name}: {setting.example}"
                    self.slips.add(key, text)
                continue
            try:
                values[name] = setting.read(written)
            except ValueError:
                shown = value.value if isinstance(value, yaml.ScalarNode) else written
                text = f"'{name}' must be {setting.kind}, not '{shown}'."
                variable = value.tag == "!ENV" and _variable_of(value, self.environment)
                text += f" It is what the variable {variable} says." if variable else ""
                self.slips.add(key, f"{text} Write it like this: {name}: {setting.example}")
                continue
            for named, at in _named_in(values[name], value, key):
                if setting.leads in ("page", "place"):
                    page = named.partition("#")[0] if setting.leads == "place" else named
                    self._check_page(name, page, at)
                elif setting.leads == "file" and not is_file(self.root / named):
                    known = [
                        path.relative_to(self.root).as_posix()
                        for path in (self.root / named).parent.glob("*")
                    ]
                    hint = did_you_mean(named, known) or " Correct the path."
                    self.slips.add(at, f"'{name}' names the file '{named}', which does not exist.{hint}")
        return values, lines


def _menu_entries(node: yaml.Node | None) -> Iterator[tuple[yaml.Node | None, yaml.Node | None]]:
    """Yield each page of a menu as title and target, and each heading as itself and nothing."""
    for entry in node.value if isinstance(node, yaml.SequenceNode) else []:
        if isinstance(entry, yaml.MappingNode):
            for title, value in entry.value:
                if isinstance(value, yaml.SequenceNode):
                    yield title, None
                    yield from _menu_entries(value)
                else:
                    yield title, value
        else:
            yield None, entry


def _named_in(value: object, node: yaml.Node, key: yaml.Node) -> Iterator[tuple[str, yaml.Node]]:
    """Yield each text of a setting with the node that says where it stands."""
    if isinstance(value, str):
        yield value, key
    elif isinstance(value, tuple):
        yield from zip(value, node.value, strict=True)
    elif isinstance(value, dict):
        yield from zip(value.values(), (one for one, _ in node.value), strict=True)


@cache  # It reads what every installed package says of itself.
def _extensions() -> frozenset[str]:
    """Return the names of the Markdown extensions that are installed."""
    return frozenset(point.name for point in entry_points(group="markdown.extensions"))


def _importable(name: str) -> bool:
    try:
        return find_spec(name.partition(":")[0]) is not None
    except (ImportError, ValueError):
        return False
