"""Check the links to other sites: ``make links``. Never part of a build.

Asks each address that the guide uses once, and says which are dead, have moved, or may lead to the wrong
page. Only a dead link fails: one whose page was gone on three different days, kept in a small file.
"""

import argparse
import asyncio
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from editorial.references.vancouver import bare_identifier
from editorial.site.external_links import Finding, Rules, State, check, placed, syntax_problem
from editorial.site.transport import is_inside
from editorial.text import on_one_line
from project import ROOT, guide_of, replace_file, today

_ADDRESS = re.compile(r"(?:https?://[^\s)\"'<>}\]]+|(?:tel|mailto):[^\s)\"'<>}\]]+)")
_EXPECT = re.compile(r"\]\((https?://[^)\s]+)\)\{[^}]*data-expect=\"([^\"]+)\"")
_NAMESPACE = re.compile(r'\bxmlns(?::\w+)?="[^"]*"')  # A name that looks like an address.
_ORDER = (State.DEAD, State.SUSPECT, State.MOVED, State.UNKNOWN, State.OK)
_BAR = 30


def used_addresses(root: Path) -> tuple[dict[str, set[str]], dict[str, str]]:
    """Return each address with the places (``file:line``) that use it, and what some pages must say."""
    guide = guide_of(root)
    texts = {path: state.file.text for path, state in guide.states.items()}
    for path in sorted((root / "overrides").rglob("*.*")):
        if path.suffix in (".html", ".yml"):
            texts[path.relative_to(root).as_posix()] = _NAMESPACE.sub("", path.read_text(encoding="utf-8"))
    places: dict[str, set[str]] = {}
    expected: dict[str, str] = {}
    for name, text in texts.items():
        for match in _ADDRESS.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            places.setdefault(match[0].rstrip(".,;:"), set()).add(f"{name}:{line}")
        expected |= dict(_EXPECT.findall(text))
    bib = guide.settings.bibliography
    for entry in guide.entries.values():
        doi = bare_identifier("doi", entry.fields.get("doi", ""))
        for name, address in (
            ("url", entry.fields.get("url", "")),
            ("doi", doi and f"https://doi.org/{doi}"),
        ):
            if address:
                places.setdefault(address, set()).add(f"{bib}:{entry.lines[name]}")
        if "expect" in entry.fields and "url" in entry.fields:
            expected[entry.fields["url"]] = entry.fields["expect"]
    return places, expected


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


def as_markdown(findings: Sequence[Finding]) -> str:
    """Return the findings that need a look as a report for an issue."""
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


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="make links", description="Check the links to other sites.")
    parser.add_argument("--memory", type=Path, default=ROOT / ".links.json", help="what earlier runs knew")
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    parser.add_argument("--markdown", type=Path, help="write a report for an issue to this file")
    parser.add_argument(
        "--private", action="store_true", help="for tests: ask addresses inside a network too"
    )
    options = parser.parse_args(arguments)
    places, expected = used_addresses(ROOT)
    memory = remembered(options.memory)
    slips = [
        f"{place}: {said}"
        for address in places
        if (said := syntax_problem(address))
        for place in places[address]
    ]
    asked = {address: expected.get(address, "") for address in places if address.startswith("http")}
    refused = (lambda _: False) if options.private else is_inside
    rules = Rules(agent="CUP-Guide link check (a free patient guide)", refused=refused)
    day = today()
    found = asyncio.run(check(asked, rules=rules, memory=memory, today=day, tell=progress))
    findings = placed(found, places)
    replace_file(options.memory, json.dumps(memory, indent=1, sort_keys=True) + "\n")
    if options.markdown:
        options.markdown.write_text(as_markdown(findings), encoding="utf-8")
    print(
        json.dumps([asdict(finding) for finding in findings], indent=1)
        if options.json
        else as_table(findings)
    )
    print("\n".join(sorted(slips)), file=sys.stderr)
    return 1 if slips or any(finding.state is State.DEAD for finding in findings) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
