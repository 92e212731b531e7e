"""Check the links to other sites: ``make links``. Never part of a build.

Asks each address that the guide uses once, and says which are dead, have moved, or may lead to the wrong
page. Only a dead link fails: one whose page was gone on three different days, kept in a small file.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import engine
from editorial.guide import Guide
from editorial.site.external_links import (
    ARCHIVE,
    Answer,
    Finding,
    NoNetworkError,
    Rules,
    State,
    archived,
    check,
    evaluated,
    placed,
)
from editorial.site.outside_addresses import Edit, Use, applied, edits, identifiers, patch, used_addresses
from editorial.site.transport import is_inside, proxy_note
from editorial.text import on_one_line
from project import ROOT, keep_asked, replace_file, today

_ORDER = (State.DEAD, State.MOVED, State.SUSPECT, State.UNKNOWN, State.OK)
_BAR = 30


def uses_of(root: Path, folder: Path) -> tuple[Guide, dict[str, Use]]:
    """Build the site into a folder, and return every address of another site that its readers can follow."""
    build = engine.build_site(root, folder)
    overrides = root / build.guide.settings.overrides
    templates = {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(overrides.rglob("*.*"))
        if path.suffix in (".html", ".yml")
    }
    return build.guide, used_addresses(build.guide, build.languages.values(), templates)


def as_table(findings: Sequence[Finding]) -> str:
    """Return the findings by state, the worst first, each with every place that uses it."""
    lines = []
    for state in _ORDER:
        found = [finding for finding in findings if finding.state is state]
        lines.append(f"{state.value}: {len(found)}")
        for finding in found if state is not State.OK else ():
            proposed = f" -> {finding.proposed}" if finding.proposed else ""
            lines.append(on_one_line(f"  {finding.address}{proposed}  ({finding.detail})"))
            lines += [f"    {place}" for place in finding.places]
    return "\n".join(lines)


def as_markdown(findings: Sequence[Finding], changes: str = "") -> str:
    """Return the findings that need a look as a report for an issue, with the patch for what moved."""
    lines = ["# Links to other sites", ""]
    for state in _ORDER[:-1]:
        found = [finding for finding in findings if finding.state is state]
        if found:
            lines += [f"## {state.value} ({len(found)})", ""]
            for finding in found:
                proposed = f" → {as_code(finding.proposed)}" if finding.proposed else ""
                lines.append(f"- {as_code(finding.address)}{proposed}: {as_code(finding.detail)}")
                lines += [f"    - `{place}`" for place in finding.places]
            lines.append("")
    if changes:
        # No line of a patch begins with a fence: each begins with a sign of its own.
        lines += [
            "## Patch for what moved",
            "",
            "Or run: make links FIX=moved",
            "",
            "````diff",
            changes + "````",
            "",
        ]
    return "\n".join(lines if len(lines) > 2 else [*lines, "All links are right.", ""])


def as_code(text: str) -> str:
    """Return a text for an issue, where a stranger's words call nobody and are no link: GitHub reads none in code.

    >>> as_code("404 @everyone [x](https://example.com/) `")
    "`404 @everyone [x](https://example.com/) '`"
    """
    return f"`{on_one_line(text).replace('`', chr(39))}`"


def remembered(file: Path) -> dict[str, dict[str, list[str] | str]]:
    """Return what earlier runs knew; nothing where the file was spoiled, so that it is found out again."""
    try:
        known = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return {
        str(address): {
            name: value
            for name, value in kept.items()
            if (name == "ok" and isinstance(value, str))
            or (name == "gone" and isinstance(value, list) and all(isinstance(one, str) for one in value))
        }
        for address, kept in (known.items() if isinstance(known, dict) else ())
        if isinstance(kept, dict)
    }


def progress(done: int, all_: int) -> None:
    """Draw how far the check is, on a terminal only."""
    if sys.stderr.isatty():
        bar = "#" * (_BAR * done // all_)
        sys.stderr.write(f"\r[{bar:<{_BAR}}] {done}/{all_}" + ("\n" if done == all_ else ""))


class UnusableOptionError(Exception):
    """What was typed cannot be used: the text says what to write."""


def read_record(file: Path) -> dict[str, Answer]:
    """Return what was answered in an earlier run, as :func:`write_record` kept it.

    Raises:
        UnusableOptionError: if it is not such a file.
    """
    try:
        kept = json.loads(file.read_text("utf-8"))
        return {str(address): Answer(**answer) for address, answer in kept.items()}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        name = on_one_line(str(file))
        said = f"'{name}' is no record of an earlier run. Write one: make links ARGS='--record {name}'"
        raise UnusableOptionError(said) from None


def check_places(*files: Path | None) -> None:
    """Look whether files can be written, before minutes are spent on what is to stand in them.

    Raises:
        UnusableOptionError: if one cannot.
    """
    for file in filter(None, files):
        if file.is_dir() or not os.access(file if file.exists() else file.absolute().parent, os.W_OK):
            said = f"'{on_one_line(str(file))}' cannot be written. Name a file in a folder that is yours."
            raise UnusableOptionError(said)


def write_record(file: Path, answers: Mapping[str, Answer]) -> None:
    """Keep what was asked and answered, without the pages themselves."""
    kept = {address: asdict(answer) for address, answer in sorted(answers.items())}
    replace_file(file, json.dumps(kept, ensure_ascii=False, indent=1) + "\n")


def changes(guide: Guide, findings: Sequence[Finding]) -> tuple[list[Edit], dict[str, str]]:
    """Return the lines to change for addresses that moved for good, and the text of each file."""
    moved = {one.address: (one.proposed, one.places) for one in findings if one.state is State.MOVED}
    paths = {place.rpartition(":")[0] for _, places in moved.values() for place in places}
    texts = {path: (guide.root / path).read_text("utf-8") for path in paths if (guide.root / path).is_file()}
    return edits(moved, texts), texts


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="make links", description="Check the links to other sites.")
    parser.add_argument("--memory", type=Path, default=ROOT / ".links.json", help="what earlier runs knew")
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    parser.add_argument("--markdown", type=Path, help="write a report for an issue to this file")
    parser.add_argument("--record", type=Path, help="keep what was asked and answered in this file")
    parser.add_argument("--replay", type=Path, help="ask nothing: take the answers from this file")
    parser.add_argument("--fix", default="", help="'moved' writes the new addresses of what moved")
    parser.add_argument("--archive", default=ARCHIVE, help="for tests: where archived copies are asked for")
    parser.add_argument(
        "--private", action="store_true", help="for tests: ask addresses inside a network too"
    )
    options = parser.parse_args(arguments)
    try:
        if options.fix not in ("", "moved"):
            raise UnusableOptionError(
                f"FIX is '{on_one_line(options.fix)}'. Write FIX=moved, or leave it out."
            )
        answers = read_record(options.replay) if options.replay else {}
        check_places(options.memory, options.record, options.markdown)
    except UnusableOptionError as error:
        print(error)
        return 1
    with tempfile.TemporaryDirectory() as thrown_away:
        guide, uses = uses_of(ROOT, Path(thrown_away) / "site")
    memory = remembered(options.memory)
    refused = (lambda _: False) if options.private else is_inside
    rules = Rules(
        agent=f"{guide.settings.edition} link check (a free guide)", refused=refused, archive=options.archive
    )
    asked = {address: use.expect for address, use in uses.items()}
    if options.replay:
        found = evaluated(asked, answers, memory=memory, today=today())
    else:
        try:
            found, answers = asyncio.run(
                check(asked, rules=rules, memory=memory, today=today(), tell=progress)
            )
        except NoNetworkError as error:
            print(
                f"This machine seems to have no network: {error}{proxy_note()}. No link was checked, and nothing was "
                f"written. Run make links again where there is one."
            )
            return 0
        if any(answer.status for answer in answers.values()):
            keep_asked(guide, links=today())
        dead = [one.address for one in found if one.state is State.DEAD]
        others = {**identifiers(guide.entries), **asyncio.run(archived(dead, rules=rules))}
        found = [replace(one, proposed=one.proposed or others.get(one.address, "")) for one in found]
    findings = placed(found, {address: use.places for address, use in uses.items()})
    if options.record:
        write_record(options.record, answers)
    replace_file(options.memory, json.dumps(memory, indent=1, sort_keys=True) + "\n")
    wanted, texts = changes(guide, findings)
    if options.markdown:
        options.markdown.write_text(as_markdown(findings, patch(wanted, texts)), encoding="utf-8")
    if options.fix:
        for path in dict.fromkeys(edit.path for edit in wanted):
            replace_file(guide.root / path, applied(texts[path], [one for one in wanted if one.path == path]))
        print(
            "\n".join(f"Changed: {edit.path}:{edit.line}" for edit in wanted) or "Nothing has moved for good."
        )
    elif options.json:
        print(json.dumps([asdict(finding) for finding in findings], indent=1))
    else:
        print(as_table(findings))
    return 1 if any(finding.state is State.DEAD for finding in findings) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
