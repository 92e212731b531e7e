"""A guide of one's own may switch on what the theme offers for Markdown: it is shown, and still looked at."""

import re
from typing import Any

import pytest
import yaml

from guides import Guide, page, translation

SUPERFENCES: dict[str, Any] = {"pymdownx.superfences": {}}
#: What is switched on, what an editor writes, and what is then in the page's HTML.
CASES = {
    "tabs": (
        {**SUPERFENCES, "pymdownx.tabbed": {"alternate_style": True}},
        '=== "Men"\n\n    It helps [@doe2019].\n\n=== "Women"\n\n    It helps too.\n',
        ['class="tabbed-set tabbed-alternate"', 'type="radio"', "It helps"],
    ),
    "tasks": (
        {"pymdownx.tasklist": {"custom_checkbox": True}},
        "- [ ] Ask for the report\n- [x] Bring papers\n",
        ['type="checkbox"', "checked", "task-list-indicator"],
    ),
    "plain tasks": ({"pymdownx.tasklist": {}}, "- [x] Bring papers\n", ['type="checkbox"']),
    "icons": (
        {
            "pymdownx.emoji": {
                "emoji_index": "!!python/name:material.extensions.emoji.twemoji",
                "emoji_generator": "!!python/name:material.extensions.emoji.to_svg",
            }
        },
        "It helps :material-heart: a lot.\n",
        ['class="twemoji"', "<svg", "<path d="],
    ),
    "footnotes": (
        {"footnotes": {}},
        "This is rare.[^1]\n\n[^1]: In 3 of 40 people [@doe2019].\n",
        ['class="footnote-ref"', 'class="footnote-backref"'],
    ),
    "marked": ({"pymdownx.mark": {}}, "It is ==very== rare.\n", ["<mark>very</mark>"]),
    "put in and raised": (
        {"pymdownx.caret": {}},
        "It is ^^new^^, 10^9^.\n",
        ["<ins>new</ins>", "<sup>9</sup>"],
    ),
    "taken out and lowered": (
        {"pymdownx.tilde": {}},
        "~~Old~~ and H~2~O.\n",
        ["<del>Old</del>", "<sub>2</sub>"],
    ),
    "suggested": ({"pymdownx.critic": {}}, "It is {++new++} {--old--}.\n", ["<ins", "<del"]),
    "keys": ({"pymdownx.keys": {}}, "Press ++ctrl+f++.\n", ["<kbd class="]),
    "code": (
        {**SUPERFENCES, "pymdownx.highlight": {"anchor_linenums": True, "line_spans": "__span"}},
        "``` python\nprint(1)\n```\n",
        ['class="highlight"', "<code>"],
    ),
    "numbered code": (
        {**SUPERFENCES, "pymdownx.highlight": {"linenums": True, "anchor_linenums": True}},
        "``` python\nprint(1)\n```\n",
        ["print"],
    ),
    "annotated code": (
        SUPERFENCES,
        "``` yaml\na: 1 # (1)!\n```\n\n1.  Words on it [@doe2019].\n",
        ["(1)!"],
    ),
    "code in a sentence": ({"pymdownx.inlinehilite": {}}, "Write `#!python print(1)`.\n", ["<code"]),
    "math": ({"pymdownx.arithmatex": {"generic": True}}, "Let $x^2$ be.\n", ['class="arithmatex"']),
    "math of its own": (
        {"pymdownx.arithmatex": {"generic": True}},
        "$$\nx_1 + \\frac{1}{2}\n$$\n",
        ['class="arithmatex"'],
    ),
    "mermaid": (
        {
            "pymdownx.superfences": {
                "custom_fences": [
                    {
                        "name": "mermaid",
                        "class": "mermaid",
                        "format": "!!python/name:pymdownx.superfences.fence_code_format",
                    }
                ]
            }
        },
        "``` mermaid\ngraph LR\n  A --> B;\n```\n",
        ['<pre class="mermaid">'],
    ),
    "abbreviations": ({"abbr": {}}, "The HTML.\n\n*[HTML]: Hyper Text\n", ['<abbr title="Hyper Text">']),
    "boxes of blocks": (
        {"pymdownx.blocks.admonition": {}},
        "/// note | Good to know\nBring papers.\n///\n",
        ['class="admonition note"', "Bring papers."],
    ),
    "tabs of blocks": (
        {"pymdownx.blocks.tab": {"alternate_style": True}},
        "/// tab | Men\nIt helps [@doe2019].\n///\n",
        ['class="tabbed-set tabbed-alternate"'],
    ),
}


def switch_on(guide: Guide, extensions: dict[str, Any]) -> None:
    written = yaml.safe_dump([{name: options} if options else name for name, options in extensions.items()])
    written = re.sub(r"'(!!python\S+)'", r"\1 ''", written)
    lines = "".join(f"  {line}\n" for line in written.splitlines())
    config = (guide.folder / "mkdocs.yml").read_text("utf-8")
    guide.write("mkdocs.yml", config.replace("markdown_extensions:\n", f"markdown_extensions:\n{lines}"))


@pytest.mark.parametrize("case", CASES)
def test_what_an_extension_writes_is_shown_where_it_is_on(guide: Guide, case: str):
    extensions, text, html = CASES[case]
    switch_on(guide, extensions)
    guide.write_both("about.md", "About", f"\n{text}")
    assert guide.build() == []
    built = guide.html("about.html")
    assert [part for part in html if part not in built] == []


def test_what_an_extension_would_write_is_said_where_it_is_off(guide: Guide):
    cases = ["tabs", "tasks", "footnotes", "marked", "put in and raised", "keys", "math"]
    pages = {case: f"case-{number}.md" for number, case in enumerate(cases)}
    for case, name in pages.items():
        guide.write_both(name, case.capitalize(), f"\n{CASES[case][1]}")
    said = guide.build()
    for case, name in pages.items():
        assert any(line.startswith(f"docs/en/{name}:8: readers see") for line in said), case


@pytest.mark.parametrize(
    ("extensions", "text", "line"),
    [
        (CASES["tabs"][0], '=== "Men"\n\n    It helps [@doe2091].\n', 10),
        (CASES["tabs"][0], '=== "Men"\n\n    See [there](nowhere.md).\n', 10),
        (CASES["footnotes"][0], "Rare.[^1]\n\n[^1]: It helps [@doe2091].\n", 10),
        (CASES["boxes of blocks"][0], "/// note\nIt helps [@doe2091].\n///\n", 9),
        ({}, "!!! note\n    It helps [@doe2091].\n", 9),
        ({}, "??? note\n    See [there](nowhere.md).\n", 9),
        ({"pymdownx.superfences": {}}, "    It helps [@doe2019].\n", 8),
    ],
)
def test_sources_and_links_in_it_are_looked_at(
    guide: Guide, extensions: dict[str, Any], text: str, line: int
):
    if extensions:
        switch_on(guide, extensions)
    guide.write("docs/en/about.md", page("About", f"\n{text}"))
    guide.write("docs/es/about.md", translation("About", "\nWords.\n"))
    assert any(said.startswith(f"docs/en/about.md:{line}: ") for said in guide.build())


def test_a_script_is_none_of_what_an_extension_may_write(guide: Guide):
    switch_on(guide, {"pymdownx.arithmatex": {}})
    guide.write_both("about.md", "About", "\nLet $x^2$ be.\n")
    assert any("'<script>' may not stand in a page" in said for said in guide.build())
    assert "math/tex" not in guide.html("about.html")
