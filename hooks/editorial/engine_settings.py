"""What ``mkdocs.yml`` tells the engine, where it would break what every guide rests on.

A site of ours opens from disk, asks nothing of another site, and has its own search: some settings that the engine,
its theme and its plug-ins know would undo that on every page without a word, or break thousands of links at once.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from editorial.problems import did_you_mean
from editorial.yaml_files import members_of


@dataclass(frozen=True)
class _Rule:
    """A setting, by its dotted name, what may be written there, in small letters, and what to write."""

    name: str
    right: tuple[str, ...]
    text: str


#: As YAML 1.1 writes them, which the engine reads.
_FALSE, _TRUE = ("false", "no", "off"), ("true", "yes", "on")


_RULES = (
    _Rule(
        "use_directory_urls",
        _FALSE,
        "'use_directory_urls' must be false: folders do not open from disk. Write use_directory_urls: false",
    ),
    _Rule(
        "theme.name",
        ("material",),
        "'theme: name' must be material, whose templates the guide changes. Write name: material",
    ),
    _Rule(
        "theme.font",
        _FALSE,
        "'theme: font' must be false: each page would ask another site for its letters. Write font: false",
    ),
    _Rule(
        "plugins.i18n.docs_structure",
        ("folder",),
        "'docs_structure' must be folder: each language has a folder of pages. Write docs_structure: folder",
    ),
    _Rule(
        "plugins.i18n.fallback_to_default",
        _FALSE,
        "'fallback_to_default' must be false: a page that is not translated would stand in another language without a "
        "word. Write fallback_to_default: false",
    ),
    _Rule(
        "plugins.i18n.build_only_locale",
        (),
        "'build_only_locale' leaves out every other language, to which pages lead. Take it out.",
    ),
    _Rule("draft_docs", (), "'draft_docs' leaves out pages to which others lead. Take it out."),
    *(
        _Rule(f"extra.{name}", (), f"'extra: {name}' {what}. Take it out.")
        for name, what in (
            (
                "analytics",
                "would tell another site who reads the guide",
            ),
            ("consent", "asks readers about tracking, and the guide has none"),
            ("version", "makes each page look for other versions of the site, and it has none"),
            ("alternate", "would replace the links between the languages, which the guide makes itself"),
        )
    ),
    *(
        _Rule(f"plugins.{prefix}{name}", (), f"the plug-in '{prefix}{name}' {what}. Take it out.")
        for prefix in ("", "material/")
        for name, what in (
            (
                "search",
                "makes one index for all languages and finds no word without its accents; the guide has its own",
            ),
            ("offline", "loads a script from another site; the guide opens from disk without it"),
        )
    ),
)
#: Features of the theme that load a page into another: then links between the languages keep the old one's words.
_NO_FEATURE = re.compile(r"navigation\.instant(\.\w+)?")
#: What of a page needs a Markdown extension, and is shown as it stands, or lost, without.
_EXTENSIONS = {
    "attr_list": (re.compile(r"\{:? ?[#.][\w-]+"), "{#id}"),
    "admonition": (re.compile(r"^!!! ", re.MULTILINE), "!!!"),
    "pymdownx.details": (re.compile(r"^\?\?\?\+? ", re.MULTILINE), "???"),
    "md_in_html": (re.compile(r"<\w+\b[^<>\n]*\bmarkdown\b"), "<div markdown>"),
}
#: Extensions that change what a page says, or hide what is in its file, by the names under which they are known.
_NO_EXTENSIONS = {
    "nl2br": "breaks a line wherever the file does",
    "smarty": "writes other quotes and dashes than the page has",
    "pymdownx.smartsymbols": "writes other signs than the page has, as for (c) and 1/2",
    "wikilinks": "makes links of [[words]] to pages that are not there",
    "meta": "takes the first lines of a page for keys, and readers see none of them",
    "legacy_attrs": "reads attributes in another way than the guide",
    "legacy_em": "reads italics in another way than the guide",
    "pymdownx.snippets": "puts other files into a page, which nobody checks",
}
#: What of the table of contents may not be changed, and how it is written.
_TOC = {
    "permalink": "puts a sign after each heading, which voices read out",
    "anchorlink": "makes a link of each heading",
    "baselevel": "makes other levels of the headings than the page has",
}
#: Extensions that bring others with them (Python-Markdown, "Extra"; PyMdown Extensions, "Extra").
_BRINGS = {
    "extra": ("attr_list", "md_in_html"),
    "markdown.extensions.extra": ("attr_list", "md_in_html"),
    "pymdownx.extra": ("attr_list", "md_in_html"),
}


def is_folder(path: Path) -> bool:
    """Whether there is such a folder; what is too long for a name is none."""
    try:
        return path.is_dir()
    except OSError:
        return False


def is_file(path: Path) -> bool:
    """Whether there is such a file; what is too long for a name is none."""
    try:
        return path.is_file()
    except OSError:
        return False


#: What a text is to YAML, and what the engine looks up where it runs.
_TEXTS = ("tag:yaml.org,2002:str", "!ENV")
Slip = tuple[yaml.Node | None, str]


def engine_slips(document: yaml.MappingNode, *, root: Path, docs: str, overrides: str) -> Iterator[Slip]:
    """Yield what the engine is told that would break the guide: the node it is about, and what to write.

    Args:
        document: the whole of ``mkdocs.yml``.
        root: the project's folder.
        docs: the folder of pages.
        overrides: the folder of templates.
    """
    told = dict(_told(document))
    title = _at(document, "site_name")
    if isinstance(title, yaml.ScalarNode) and (title.tag not in _TEXTS or not title.value.strip()):
        yield told["site_name"][0], "the guide has no name. Write a text: site_name: Our guide"
    for rule in _RULES:
        key, written = told.get(rule.name, (None, ""))
        if key is not None and written.lower() not in rule.right:
            yield key, rule.text
    if "theme.name" in told and "theme.custom_dir" not in told:
        text = (
            "'theme' has no 'custom_dir', where the templates of this guide are. Write custom_dir: overrides"
        )
        yield told["theme.name"][0], text
    for key, name in _names(document, "theme.features"):
        if _NO_FEATURE.fullmatch(name):
            yield key, f"the theme's feature '{name}' breaks the links between the languages. Take it out."
    for setting in ("extra_css", "extra_javascript", "hooks"):
        first: dict[str, int] = {}
        for key, name in _names(document, setting):
            if name in first:
                yield key, f"'{setting}' names '{name}' twice, also on line {first[name]}. Keep one of them."
            first.setdefault(name, key.start_mark.line + 1)
    for setting in ("theme.logo", "theme.favicon"):
        key, name = told.get(setting, (None, ""))
        # The theme brings a few pictures of its own.
        is_ours = any(is_file(root / folder / name) for folder in (docs, overrides))
        if name and not is_ours and not name.startswith("assets/images/"):
            yield (
                key,
                f"'{setting.replace('.', ': ')}' names '{name}', which does not exist. Correct the name.",
            )
    yield from _languages_left_out(document)
    yield from _extensions_that_change(document)
    yield from _pages_left_out(document, root / docs)
    if not (missing := [*_missing_folders(told, root, {"docs_dir": docs, "theme.custom_dir": overrides})]):
        yield from _extensions_left_out(document, root / docs)
    yield from missing


def _missing_folders(
    told: Mapping[str, tuple[yaml.Node, str]], root: Path, folders: Mapping[str, str]
) -> Iterator[Slip]:
    beside = [path.name for path in root.iterdir() if path.is_dir() and path.name[0] != "."]
    for setting, folder in folders.items():
        if not is_folder(root / folder):
            hint = did_you_mean(folder, beside) or " Correct the name."
            name = setting.rpartition(".")[2]
            yield (
                told.get(setting, (None, ""))[0],
                f"'{name}' names the folder '{folder}', which does not exist.{hint}",
            )


def _told(node: yaml.Node, inside: str = "") -> Iterator[tuple[str, tuple[yaml.Node, str]]]:
    """Yield each setting by its dotted name: the node of its key, and what is written, nothing for more than a word.

    A plug-in or an extension counts as a key, whether it has settings of its own or not.
    """
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            name = f"{inside}{key.value}"
            yield name, (key, str(value.value).strip() if isinstance(value, yaml.ScalarNode) else "…")
            yield from _told(value, f"{name}.")
    elif isinstance(node, yaml.SequenceNode) and inside == "plugins.":
        for part in node.value:
            if isinstance(part, yaml.ScalarNode):
                yield f"{inside}{part.value}", (part, "")
            yield from _told(part, inside)


def _at(document: yaml.MappingNode, name: str) -> yaml.Node | None:
    """Return the value of a setting by its dotted name."""
    node: yaml.Node | None = document
    for part in name.split("."):
        node = members_of(node).get(part)
    return node


def _names(document: yaml.MappingNode, setting: str) -> Iterator[tuple[yaml.Node, str]]:
    """Yield the names of a list, each with its node, whether it has settings of its own or not."""
    found = _at(document, setting)
    for part in found.value if isinstance(found, yaml.SequenceNode) else []:
        node = part.value[0][0] if isinstance(part, yaml.MappingNode) and part.value else part
        yield node, str(node.value)


def _languages_left_out(document: yaml.MappingNode) -> Iterator[Slip]:
    plugins = _at(document, "plugins")
    for plugin in plugins.value if isinstance(plugins, yaml.SequenceNode) else []:
        languages = _at(plugin, "i18n.languages") if isinstance(plugin, yaml.MappingNode) else None
        for language in languages.value if isinstance(languages, yaml.SequenceNode) else []:
            for key, value in language.value if isinstance(language, yaml.MappingNode) else []:
                if key.value == "build" and str(value.value).lower() not in _TRUE:
                    yield (
                        key,
                        "a language is not built, and pages lead to it. Write build: true, or take it out.",
                    )


def _extensions_that_change(document: yaml.MappingNode) -> Iterator[Slip]:
    """Say which Markdown extensions, and settings of the table of contents, change what readers see."""
    for key, name in _names(document, "markdown_extensions"):
        if what := _NO_EXTENSIONS.get(name.removeprefix("markdown.extensions.")):
            yield key, f"the Markdown extension '{name}' {what}. Take it out."
    found = _at(document, "markdown_extensions")
    for part in found.value if isinstance(found, yaml.SequenceNode) else []:
        for name, options in members_of(part).items():
            told = members_of(options) if name.removeprefix("markdown.extensions.") == "toc" else {}
            for option, what in _TOC.items():
                value = told.get(option)
                if isinstance(value, yaml.ScalarNode) and value.value.lower() not in _FALSE:
                    yield value, f"'toc: {option}' {what}. Take it out."


def _pages_left_out(document: yaml.MappingNode, docs: Path) -> Iterator[Slip]:
    """Say which line of ``exclude_docs`` may leave out a page: it may name what lies beside the languages alone."""
    value = _at(document, "exclude_docs")
    for line in value.value.split("\n") if isinstance(value, yaml.ScalarNode) else ():
        pattern = line.strip()
        beside = re.fullmatch(r"/([\w.-]+)/?", pattern)
        is_languages = beside and is_folder(docs / beside[1]) and beside[1][0] not in "._"
        if (
            pattern
            and pattern[0] not in "#!"
            and not pattern.endswith(".yml")
            and (not beside or is_languages)
        ):
            yield (
                value,
                f"'exclude_docs' has '{pattern}', which may leave out a page to which others lead. Take it out, and "
                "the page itself if nobody is to read it.",
            )


def _extensions_left_out(document: yaml.MappingNode, docs: Path) -> Iterator[Slip]:
    """Say which Markdown extension pages need and have not, as long as one of them is missing."""
    key = next((key for key, _ in document.value if key.value == "markdown_extensions"), None)
    names = {name for _, name in _names(document, "markdown_extensions")}
    names |= {brought for name in names for brought in _BRINGS.get(name, ())}
    missing = {name: mark for name, mark in _EXTENSIONS.items() if name not in names}
    if not missing or key is None:
        return
    # What new pages begin with, in a folder that begins with "_", is no page.
    pages = [path for path in docs.rglob("*.md") if path.relative_to(docs).parts[0][0] not in "._"]
    for path in sorted(pages):
        text = path.read_text(encoding="utf-8", errors="replace")
        for name, (mark, shown) in [*missing.items()]:
            if mark.search(text):
                del missing[name]
                page = path.relative_to(docs.parent).as_posix()
                yield (
                    key,
                    f"pages have '{shown}' ({page} is one), and the Markdown extension for it is not there. "
                    f"Add it below 'markdown_extensions': - {name}",
                )
