"""Leave out what the theme brings and no page uses, and mend what it writes that is not valid HTML."""

from functools import cache

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from editorial.markup import is_unused, mended
from editorial.policy import page_policy


def on_files(files: Files, *, config: MkDocsConfig) -> None:
    """Do not publish the theme's unused files."""
    for file in list(files):
        if is_unused(file.src_uri):
            files.remove(file)


class Compiled(BytecodeCache):
    """What templates were compiled to, in memory; Jinja compares each with the source that it was made of."""

    def __init__(self) -> None:
        self._codes: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._codes:
            bucket.bytecode_from_string(self._codes[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key] = bucket.bytecode_to_string()


@cache
def compiled() -> Compiled:
    """Return the one cache, for the next language, and for the next build of a preview."""
    return Compiled()


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    """Give templates the policy of every page, and compile each of them once for all languages."""
    env.globals["page_policy"] = page_policy()
    env.bytecode_cache = compiled()


def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:
    """Mend the theme's part of each page."""
    return mended(output, menu=config.extra["words"].say("menu.open"))
