"""What tests share: the real site, built once, and small guides that a test writes itself."""

import fnmatch
import gc
import marshal
import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import CodeType

import jinja2
import pytest
import yaml
from hypothesis import HealthCheck, settings
from mkdocs import utils
from mkdocs.commands.build import build
from mkdocs.config import defaults, load_config

import editorial.guide
from editorial.build.results import Results
from editorial.pages import lexicon, remains
from editorial.pages.lexicon import Dictionary, read_strength
from editorial.pages.meanings import Meanings, read_meanings
from editorial.pages.named_sources import Sources
from editorial.pages.style import Phrase, read_style
from editorial.pages.tongues import Tongues
from editorial.words import read_words
from guides import (
    HOUSE,
    ROOT,
    Guide,
    captured_warnings,
    copy_code,
    made_once,
    make_folder,
    page,
    small_settings,
    translation,
)
from readers import address, browser, launch, onlooker, opened, reader, still, still_tab_with, tab_with

__all__ = [
    "address",
    "browser",
    "launch",
    "onlooker",
    "opened",
    "reader",
    "still",
    "still_tab_with",
    "tab_with",
]  # Fixtures of every test that opens a page.

SOURCE = """@article{doe2019, title = {Cells}, journal = {J Ex}, year = {2019},
  evidence = {review}, seen = {full text}}
"""
HELPLINES = """checked: 2026-11-23
lines:
  - id: one
    number: "0808 100"
    tel: "+44808100"
    country: GB
    languages: [en, es]
    en: {name: Line One, hours: every day}
    es: {name: Línea Uno}
"""


#: Where files stand in memory, and the room that tests want there, in bytes: they write thousands of small guides.
MEMORY, ROOM = Path("/dev/shm"), 8 * 2**30


def pytest_configure(config: pytest.Config) -> None:
    """Let tests write into memory where a machine has the room, and programs may run there: disks take longer.

    Nothing is looked for that nobody needs any more while all is read: it is a third of that time, and finds nothing.
    """
    gc.disable()
    # How long it takes to make up examples says how busy a machine is.
    settings.register_profile("busy", suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("busy")
    if "TMPDIR" in os.environ or not MEMORY.is_dir():
        return
    room = os.statvfs(MEMORY)
    if room.f_bavail * room.f_frsize >= ROOM and not room.f_flag & os.ST_NOEXEC:
        os.environ["TMPDIR"] = tempfile.tempdir = tempfile.mkdtemp(prefix="tests-", dir=MEMORY)
        config.stash[_OURS] = Path(tempfile.tempdir)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Give the memory back, with what programs left behind; after a failure it stays, for whoever looks for the cause."""
    folder = session.config.stash.get(_OURS, None)
    if folder and exitstatus == 0:
        shutil.rmtree(folder, ignore_errors=True)


_OURS = pytest.StashKey[Path]()


#: Fixtures of what takes longest, the longest first: others do the rest while one worker makes what all share, and at the
#: end none is left alone with a long test.
_FIRST = ("editions", "made", "week", "hostile", "written", "site")
#: Fixtures that are, or are made of, the whole of this guide.
_OF_THE_GUIDE = {"site", "replayed"}


def write_small_guide(tmp_path: Path) -> Guide:
    """Write a guide of two pages in two languages, without a fault."""
    copy_code(tmp_path)
    small = Guide(tmp_path)
    small.write("mkdocs.yml", small_settings())
    small.write("bib/references.bib", SOURCE)
    small.write(
        "docs/glossary.yml",
        "checked: 2026-11-23\nterms:\n- {id: a, en: {term: about, definition: b}, es: {term: acerca, definition: d}}\n",
    )
    small.write("docs/help.yml", HELPLINES)
    small.write("docs/en/index.md", page("Home"))
    small.write("docs/es/index.md", translation("Inicio"))
    small.write("docs/en/about.md", page("About"))
    small.write("docs/es/about.md", translation("Acerca"))
    return small


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what opens a browser; that is slow, as what runs make. In another guide, leave out what looks at the pages of this one.

    What takes longest comes first.
    """
    items.sort(key=lambda item: [name not in getattr(item, "fixturenames", ()) for name in _FIRST])
    for item in items:
        fixtures = {*getattr(item, "fixturenames", ())}
        if {"launch", "address"} & fixtures:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)
        if "ready" in fixtures:
            item.add_marker(pytest.mark.slow)
    if HOUSE != ROOT:
        ours = [
            item
            for item in items
            if _OF_THE_GUIDE & {*getattr(item, "fixturenames", ())} or item.get_closest_marker("content")
        ]
        config.hook.pytest_deselected(items=ours)
        items[:] = [item for item in items if item not in ours]


def pytest_collection_finish(session: pytest.Session) -> None:
    """Look for what nobody needs any more among what tests make alone: all that was read for them is needed to the end."""
    gc.freeze()
    gc.set_threshold(200_000, 20, 50)
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def words_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """In another guide, let what makes editions find the words that the tests are written for."""
    if HOUSE == ROOT:
        yield
        return
    import make_editions  # noqa: PLC0415  (nothing of it is needed here)

    house = tmp_path_factory.mktemp("house")
    copy_code(house)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(make_editions, "ROOT", house)
        yield


@pytest.fixture(scope="session", autouse=True)
def nothing_is_read_twice() -> Iterator[None]:
    """Let small guides share what templates, files in YAML and words become when they are read, and what is found in them.

    And let the engine read its settings in C, and look for its themes once.

    Each of a thousand guides has its own copy of the same files, and reading them takes half of its build. What comes
    of a template depends on its text, its name, the code of the filters and tests that it names, and the options of its
    environment: where one of these is another, it is read anew. Nobody changes the tree that a file in YAML is read into.
    """
    compile_ = jinja2.Environment.compile
    compiled: dict[tuple[object, ...], CodeType] = {}

    def compile_once(self: jinja2.Environment, *what: object, **named: object) -> object:
        if named or len(what) != 3 or not isinstance(what[0], str):  # A loader gives text, name and file.
            return compile_(self, *what, **named)
        source, name, file = what
        named_in_it = [*self.filters.items(), *self.tests.items()]
        used = [getattr(one, "__code__", one) for title, one in named_in_it if title in source]
        how = (
            self.trim_blocks,
            self.lstrip_blocks,
            self.keep_trailing_newline,
            self.undefined,
            self.optimized,
        )
        key = (type(self), source, name, *used, *self.extensions, self.autoescape, *how)
        if key not in compiled:
            compiled[key] = compile_(self, source, name, file)
        return _of_file(compiled[key], str(file))

    compose_ = yaml.compose
    composed = lru_cache(maxsize=64)(compose_)

    def compose(source: str, **how: type) -> yaml.Node | None:
        # What was written to be too large is not kept.
        return (composed if len(source) < 100_000 else compose_)(source, **how)

    found: dict[object, object] = {}

    def once(name: object, make: Callable[[], object]) -> object:
        if name not in found:
            found[name] = make()
        return found[name]

    def text_remains(
        texts: Iterable[str], source: str, *, sources: Sources, phrases: Sequence[Phrase], path: str
    ) -> object:
        texts = tuple(texts)
        told = {"path": path, "sources": sources, "phrases": phrases}
        name = (texts, source, path, repr(sources), *phrases)
        return once(name, lambda: remains.text_remains(texts, source, **told))

    def shared(reader: Callable[..., object]) -> Callable[..., object]:
        def read(text: str, **told: object) -> object:
            return once((reader, text, *told.items()), lambda: reader(text, **told))

        return read

    def tongues(texts: Mapping[str, Iterable[str]], small: Mapping[str, Collection[str]]) -> object:
        told = {language: tuple(found) for language, found in texts.items()}
        name = (Tongues, *told.items(), *((language, *sorted(words)) for language, words in small.items()))
        return once(name, lambda: Tongues(told, small))

    def meanings(kinds: Mapping[str, object], stem: object, medicines: Mapping[str, object]) -> object:
        name = (Meanings, marshal.dumps((kinds, medicines)), stem)
        return once(name, lambda: Meanings(kinds, stem, medicines))

    def dictionary(affixes: str, words: str) -> object:
        return once((Dictionary, affixes, words), lambda: Dictionary(affixes, words))

    again_ = Results.again

    def again(self: Results, kind: str, made_from: Sequence[object], make: Callable[[], object]) -> object:
        def make_once() -> object:
            return once(marshal.dumps((kind, made_from)), make)

        # A style sheet without what is unused is made from nothing but what it is told.
        return again_(self, kind, made_from, make_once if kind == "style sheet" else make)

    in_c = partial(defaults.get_yaml_loader, getattr(yaml, "CLoader", yaml.Loader))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(defaults, "get_yaml_loader", in_c)
        patch.setattr(utils, "get_themes", cache(utils.get_themes))
        patch.setattr(
            fnmatch, "fnmatch", cache(fnmatch.fnmatch)
        )  # Of each file of the theme, whether it is a page.
        patch.setattr(jinja2.Environment, "compile", compile_once)
        patch.setattr(yaml, "compose", compose)
        patch.setattr(editorial.guide, "text_remains", text_remains)
        patch.setattr(editorial.guide, "Tongues", tongues)
        patch.setattr(editorial.guide, "Meanings", meanings)
        patch.setattr(lexicon, "Dictionary", dictionary)
        for reader in (read_words, read_strength, read_meanings, read_style):
            patch.setattr(editorial.guide, reader.__name__, shared(reader))
        patch.setattr(Results, "again", again)
        yield


def _of_file(code: CodeType, file: str) -> CodeType:
    """Return the code of a template as that of a file, which is named where it fails."""
    inner = (_of_file(one, file) if isinstance(one, CodeType) else one for one in code.co_consts)
    return code.replace(co_filename=file, co_consts=tuple(inner))


@pytest.fixture
def guide(tmp_path: Path) -> Guide:
    """A guide of two pages in two languages, without a fault."""
    return write_small_guide(tmp_path)


@pytest.fixture
def ready(guide: Guide) -> Guide:
    """A guide of two pages with all that make needs: what runs it is slow."""
    make_folder(guide)
    return guide


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real guide, built strictly, once for all workers, in a folder with a space and accents in its name."""

    def build_it(folder: Path) -> None:
        with captured_warnings() as messages:
            config = load_config(str(ROOT / "mkdocs.yml"), strict=True, site_dir=str(folder))
            config.plugins.on_startup(command="build", dirty=False)
            build(config)
        assert messages == []

    return made_once(tmp_path_factory, "guide/Guía de mamá", build_it)


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve folders over HTTP on this machine; returns the address of each."""
    servers: list[ThreadingHTTPServer] = []

    def start(folder: Path) -> str:
        handler = partial(_QuietHandler, directory=str(folder))
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


class _QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass
