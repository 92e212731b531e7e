"""How templates are found and kept, without what the theme brings and nobody asks for."""

import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from jinja2 import BytecodeCache, Environment, FileSystemLoader, TemplateNotFound
from jinja2.bccache import Bucket

from editorial.build.cache import Cache

#: Where what templates were compiled to is kept, from the guide's folder on.
COMPILED = ".cache/templates"


class Templates(FileSystemLoader):
    """The templates in some folders; a list of them has nothing below a dotted folder, as the icons are."""

    def list_templates(self) -> list[str]:
        """Return the path of every file that is not below a folder with a dot."""
        found: set[str] = set()
        for top in self.searchpath:
            for folder, folders, files in os.walk(top, followlinks=self.followlinks):
                folders[:] = [name for name in folders if not name.startswith(".")]
                here = Path(folder).relative_to(top)
                found.update((here / name).as_posix() for name in files)
        return sorted(found)

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return a template; of the theme's words, where it has none for a region or script, the language's."""
        try:
            return super().get_source(environment, template)
        except TemplateNotFound:
            found = re.fullmatch(r"(partials/languages/)([a-z]+)([-_]\w+)*\.html", template)
            if not found:
                raise
            name = found[2] if found[3] else "en"
            return self.get_source(environment, f"{found[1]}{name}.html")


class Compiled(BytecodeCache):
    """What templates were compiled to, kept from one build to the next: to compile those of a page takes 0.1 s.

    Each template has one file, so that none is left of what it was.
    """

    def __init__(self, cache: Cache, made_with: str) -> None:
        """Take where it is kept, and what tells the code and the settings that made it from any other."""
        self._cache = cache
        self._made_with = f"{made_with}\n".encode()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template's code, if its text and what it was made with are the same as before."""
        kept = self._cache.get(bucket.key) or b""
        if kept.startswith(self._made_with):
            bucket.bytecode_from_string(kept.removeprefix(self._made_with))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template's code; where nothing can be written, it is compiled again."""
        with suppress(OSError):
            self._cache.put(bucket.key, self._made_with + bucket.bytecode_to_string())


class Once:
    """Makes a part of a page once, for all pages on which it is the same.

    >>> once = Once()
    >>> once("menu", str.upper, "a"), once("menu", str.upper, "b")
    ('A', 'A')
    """

    def __init__(self) -> None:
        self._made: dict[str, str] = {}

    def __call__(self, name: str, make: Callable[..., str], *arguments: object) -> str:
        """Return the part of that name, made by a function of some arguments."""
        if name not in self._made:
            self._made[name] = make(*arguments)
        return self._made[name]
