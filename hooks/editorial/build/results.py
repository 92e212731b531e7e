"""What earlier builds made, taken again where all that it was made from is the same to the byte.

What all pages are made from (code, templates, settings, sources, terms, words, the day) counts as one: where any
of it changes, nothing is taken again. What one page alone is made from stands beside it in the name of the result.
The folder may be deleted at any time.
"""

import hashlib
import json
import os
import stat
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from editorial.build.cache import Cache
from editorial.build.digests import digest_of, files_of
from editorial.build.programs import packages

#: Where they are kept, from the guide's folder on.
FOLDER = ".cache/pages"


#: From so many characters on, a text is long.
_LONG = 500
#: Kinds of which each page has a small result, all of them made in one process. Each kind is kept in one file:
#: of thousands of pages, to open a file for each takes longer than to read what is in it.
_TOGETHER = frozenset({"differences", "lines", "names", "phones", "style"})
#: From what a result is, all that it alone is made from, and what makes it, to the result: lists, texts, numbers.
Again = Callable[[str, Sequence[object], Callable[[], object]], Any]


def made_now(kind: str, made_from: Sequence[object], make: Callable[[], object]) -> Any:  # noqa: ANN401
    """Make a result, whatever there was before: an :data:`Again`."""
    return make()


class Inputs(NamedTuple):
    """Files that every page may be made from, as they were when they were read."""

    places: tuple[Path, ...]
    #: The ending of files that are not for every page: ``.md``.
    but: str
    #: A digest of what they say.
    digest: str
    #: When each was last written, and its size.
    stamps: Mapping[str, tuple[int, int]]

    def are_as_before(self) -> bool:
        """Return whether none has changed, come or gone since."""
        return _stamps(self.places, self.but) == self.stamps


def read_inputs(*places: Path, but: str = "") -> Inputs:
    """Read files, and all files of folders. A place that is not there is none."""
    stamps = _stamps(places, but)  # Before they are read: what is written meanwhile shows.
    found = hashlib.sha256()
    for path in stamps:
        text = Path(path).read_bytes()
        found.update(f"{path}\0{len(text)}\0".encode("utf-8", "surrogateescape"))
        found.update(text)
    return Inputs(places, but, found.hexdigest(), stamps)


class Results:
    """The results of one build: those of earlier ones, and those made now."""

    def __init__(self, cache: Cache, inputs: Inputs) -> None:
        """Take where results are kept, and what everything is made from."""
        self._cache = cache
        self._inputs: list[Inputs] = []
        self._of_all = _digest(sys.version, packages())
        self._made: list[str] = []
        #: Of each kind that is kept in one file, by name, what earlier builds made and what this one has use for.
        self._together: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {}
        #: The names of the results that this build has use for.
        self.used: set[str] = set()
        #: Whether anything of an earlier build was taken again.
        self.took_some = False
        self.made_also_from(inputs)

    def made_also_from(self, *inputs: Inputs, told: object = None) -> None:
        """Take what all results from here on are made from too: files, and what ``repr`` tells all of."""
        self._inputs += inputs
        self._of_all = _digest(self._of_all, [one.digest for one in inputs], told)

    def name(self, kind: str, *made_from: object) -> str:
        """Return the name of a result, from all that it alone is made from: plain data, of which ``repr`` tells all."""
        return _digest(self._of_all, kind, made_from)

    def get(self, name: str) -> Any:  # noqa: ANN401  (as JSON has it)
        """Return the result of an earlier build, or ``None``."""
        found = self._cache.get(name)
        if found is None:
            return None
        self.took_some = True
        self.used.add(name)
        return _unpacked(found)

    def put(self, name: str, result: object) -> None:
        """Note a result for later builds: lists, texts and numbers.

        Without it they are slower, and as good: where nothing can be written, nothing is kept.
        """
        with suppress(OSError):
            self._cache.prepare(name, _packed(result))
            self._made.append(name)
            self.used.add(name)

    def again(self, kind: str, made_from: Sequence[object], make: Callable[[], object]) -> Any:  # noqa: ANN401
        """Return what an earlier build made, as JSON has it, or make it: an :data:`Again`."""
        name = self.name(kind, *made_from)
        if kind in _TOGETHER:
            return self._again_together(kind, name, make)
        found = self.get(name)
        if found is None:
            found = make()
            self.put(name, found)
        return found

    def _again_together(self, kind: str, name: str, make: Callable[[], object]) -> object:
        if kind not in self._together:
            self._together[kind] = self.get(_name_of(kind)) or {}, {}
        earlier, now = self._together[kind]
        if name not in now:
            now[name] = earlier[name] if name in earlier else make()
        return now[name]

    def write(self) -> None:
        """Keep what was noted, if nothing changed meanwhile that it was made from."""
        if not self._made and all(now.keys() == earlier.keys() for earlier, now in self._together.values()):
            return
        with suppress(OSError):
            if all(one.are_as_before() for one in self._inputs):
                self._put_together()
                for name in self._made:
                    self._cache.take(name)
            else:
                self._together.clear()
        self._made.clear()

    def _put_together(self) -> None:
        for kind, (earlier, now) in self._together.items():
            if now.keys() != earlier.keys():
                self.put(_name_of(kind), now)
                self._together[kind] = {**now}, now

    def forget_others(self) -> None:
        """Remove the results that this build has no use for."""
        with suppress(OSError):
            self._cache.keep(self.used)


def _packed(result: object) -> bytes:
    """Return a result as it is kept: JSON on one line, and below it, as it is, the text that the result begins with.

    A page's HTML has thousands of quotes, which JSON would write otherwise, and read one by one.
    """
    text = ""
    rest: dict[str, object] = {"all": result}
    if isinstance(result, str):
        text, rest = result, {}
    elif isinstance(result, list | tuple) and result and isinstance(result[0], str):
        text, rest = result[0], {"rest": result[1:]}
    return f"{json.dumps(rest, ensure_ascii=False)}\n{text}".encode("utf-8", "surrogatepass")


def _unpacked(kept: bytes) -> Any:  # noqa: ANN401  (as JSON has it)
    """Return a result from :func:`_packed`, as JSON has it."""
    line, _, text = kept.decode("utf-8", "surrogatepass").partition("\n")
    rest = json.loads(line)
    if "rest" in rest:
        return [text, *rest["rest"]]
    return rest.get("all", text)


def _name_of(kind: str) -> str:
    """Return the name under which all results of a kind are kept, each below its own name."""
    return _digest("together", kind)


def _digest(*told: object) -> str:
    return digest_of(repr(_shortened(told)))


def _shortened(told: object) -> object:
    """Return what is told with a digest for each long text, which costs less than its ``repr``."""
    if isinstance(told, str) and len(told) > _LONG:
        return f"{len(told)} {digest_of(told)}"
    return [*map(_shortened, told)] if isinstance(told, list | tuple) else told


def _stamps(places: Iterable[Path], but: str) -> dict[str, tuple[int, int]]:
    """Return when each file was last written, and its size.

    What is no file, such as a pipe, is left out: it would never be read to its end.
    """
    found = {}
    for path in (path for place in places for path in files_of(place, but=but)):
        with suppress(FileNotFoundError):  # A link that leads nowhere, or a file that is gone by now.
            written = os.stat(path)  # noqa: PTH116  (see files_of)
            if stat.S_ISREG(written.st_mode):
                found[path] = written.st_mtime_ns, written.st_size
    return found
