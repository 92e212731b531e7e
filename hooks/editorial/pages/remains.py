"""What is left over on a page: marks that readers see as they stand, because they did nothing.

The rendered text is looked at, as a reader gets it, and each find is looked up in the source: a mark that
stands there after a backslash is meant, and is left alone.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape
from html.entities import html5
from types import MappingProxyType

from babel import Locale
from selectolax.lexbor import LexborHTMLParser, LexborNode

from editorial.pages import named_sources
from editorial.pages.finder import Finder
from editorial.pages.frontmatter import split
from editorial.pages.left_over import RULES, Remain, Rule
from editorial.pages.named_sources import Check, Sources
from editorial.pages.scaffold import MARK
from editorial.pages.style import Phrase
from editorial.patterns import Sieve, sieve
from editorial.problems import Problem
from editorial.references.citations import KEY
from editorial.site.internal_links import as_written
from editorial.text import beginning

#: A page that is nothing but slips is told of so many, and then of the rest after the next build.
MOST = 100
_INLINE = frozenset(
    """
    a abbr b bdi cite del dfn em i img ins label mark q s small span strong sub sup time u wbr
    """.split()  # noqa: SIM905
)
#: With one of these a guide has code on its pages.
CODE_EXTENSIONS = frozenset(
    """
    codehilite extra fenced_code markdown.extensions.extra markdown.extensions.fenced_code pymdownx.extra
    pymdownx.highlight pymdownx.superfences
    """.split()  # noqa: SIM905
)
#: What is shown as it is written, and what the build itself puts on a page.
_LEFT_OUT = "code, pre, kbd, script, style, svg, .arithmatex, .site-citation, .site-references, #references"
#: What may be in another language: what says so, and where a link leads that says so.
_MARKED = "[lang], [hreflang]"
_HIDDEN = "\ufffc"  # Stands for what was left out, so that its neighbors do not become one word.
_WHITE = re.compile(r"\s")
#: Names of entities that the HTML Standard has need no rule: browsers show their sign.
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30};|#\d{1,7};|#[xX][0-9a-fA-F]{1,6};)")
_RAISED = re.compile(r"\d{1,3}(?:\s*[,–-]\s*\d{1,3})*")
#: So many sentences in another language are told of a page one by one; and no page is said to be in another for so few.
_MOST_FOREIGN, _FEW_SENTENCES = 5, 12

#: Where something stands in a text, from and until, and what it is.
_Placed = tuple[int, int, Remain]
#: What is looked for in a text.
_Sought = Phrase | Rule | Check
#: From a sentence to what is said of it, or nothing.
Judge = Callable[[str], str]
_NO_PHRASES: Sieve[Phrase] = Sieve()


def _not_judged(_text: str) -> str:
    return ""


def _entity(found: re.Match[str], sources: Sources) -> tuple[str, str]:
    known = found[1] in html5 or found[1][0] == "#"
    return found[1], "write the sign itself" if known else "check its name: no sign is called so"


#: Every rule, and what is asked of each find whether it is right, looked for where they may be found.
CHECKS: dict[re.Pattern[str], Check] = {_ENTITY: _entity, **named_sources.CHECKS}
_OF_RULES: Sieve[Rule | Check] = sum(
    (sieve({one.pattern: check}, one.flags) for one, check in CHECKS.items()),
    sieve({rule.pattern: rule for rule in RULES}, re.MULTILINE),
)


def remains(
    html: str, *, sources: Sources, phrases: Sieve[Phrase] = _NO_PHRASES, foreign: Judge = _not_judged
) -> Iterator[Remain]:
    """Yield what is left over in a page's HTML, in its order.

    Args:
        html: what Markdown made of the page.
        sources: those that the text may name by other names than their keys.
        phrases: words that no text of the page's language may have.
        foreign: tells of a sentence that it is in another language than the page.

    >>> [left.written for left in remains("<p>It is **bold.</p>", sources=Sources())]
    ['**bold.']
    """
    tree = LexborHTMLParser(html)
    body = tree.body
    if body is None:
        return
    yield from _of_elements(tree, html, sources)
    runs = [*_runs(body)]
    if foreign is not _not_judged:
        yield from _in_another_language(tree, [own for _, own in runs], foreign)
    looked_for = (phrases + _OF_RULES).narrowed("\n ".join(run for run, _ in runs))
    for run, _ in runs:
        yield from _longest(_of_run(run, sources, looked_for))


def _longest(found: Iterable[_Placed]) -> Iterator[Remain]:
    """Yield finds in their order, without what is part of a longer one: it has been said with it."""
    until = 0
    for start, end, left in sorted(found, key=lambda one: (one[0], -one[1])):
        if start >= until:
            until = end
            yield left


def _in_another_language(tree: LexborHTMLParser, texts: Sequence[str], foreign: Judge) -> Iterator[Remain]:
    """Yield the first sentences that are in another language than the page; of most of a page, that once."""
    for node in tree.css("img[alt]"):
        alt = node.attributes.get("alt") or ""
        if said := foreign(alt):
            yield Remain(f"![{alt}", "", alt, said, notice=True)
    found: list[Remain] = []
    sentences = [(text[max(0, at - 40) : at], one) for text in texts for at, one in _sentences(text)]
    for before, sentence in sentences:
        if said := foreign(sentence.replace(_HIDDEN, "").strip()):
            written = " ".join(sentence.split()[:4])
            found.append(Remain(written, before, written, said, notice=True))
    if len(found) > max(_FEW_SENTENCES, len(sentences) // 2):
        first = found[0]
        yield first._replace(text=f"most of this page is not in its language: {first.text}", notice=False)
    else:
        yield from found[:_MOST_FOREIGN]


def _of_run(run: str, sources: Sources, looked_for: Sieve[_Sought]) -> Iterator[_Placed]:
    """Yield what is left over in one flowing text."""
    few = looked_for.narrowed(f"{run} ")
    found = [*_of_checks(run, sources, few)]
    yield from found
    yield from _found(run, few, besides=found)


def _found(run: str, few: Sieve[_Sought], besides: Sequence[_Placed] = ()) -> Iterator[_Placed]:
    """Yield what is found by its pattern; where words name a source of ``besides``, its key is said instead.

    Words are looked for in one line or in two, some of them in one sentence.
    """
    flat = _WHITE.sub(" ", run) if few else ""
    for pattern, what in few:
        if isinstance(what, Rule):
            for match in pattern.finditer(run):
                left = _remain(run, match, _filled(what.sign, match), _filled(what.advice, match))
                yield match.start(), match.end(), left
        if not isinstance(what, Phrase):
            continue
        for at, said in _sentences(flat) if what.unless else [(0, flat)]:
            for match in pattern.finditer(said):
                # Asked of the few sentences that have such words.
                if what.unless and what.unless.search(said):
                    break
                start, end = at + match.start(), at + match.end()
                if not any(start < until and begin < end for begin, until, _ in besides):
                    written = run[start:end].replace(_HIDDEN, "…").strip()
                    text = what.text.format(beginning(match[0].replace(_HIDDEN, "…").strip()))
                    yield start, end, Remain(written, run[max(0, start - 40) : start], written, text)


def _of_checks(run: str, sources: Sources, few: Sieve[_Sought]) -> Iterator[_Placed]:
    """Yield entities, numbers of sources and sources by other names than their keys."""
    for pattern, check in few:
        if not isinstance(check, Phrase | Rule):
            for match in pattern.finditer(run):
                if found := check(match, sources):
                    yield match.start(), match.end(), _remain(run, match, *found)


#: The point of "Dr." ends none.
_SENTENCE = re.compile(r"\S(?:[^.!?\n]|[.!?](?!\s)|(?<=\b[DS]r)\.|(?<=\b[DS]ra)\.|(?<=\bProf)\.)*[.!?]?")


def _sentences(run: str) -> Iterator[tuple[int, str]]:
    """Yield each sentence of a flowing text, and where it begins."""
    return ((match.start(), match[0]) for match in _SENTENCE.finditer(run))


def _remain(run: str, match: re.Match[str], sign: str, advice: str) -> Remain:
    written = match[0].replace(_HIDDEN, "…").strip()
    said = f"readers see '{beginning(written)}' as it stands; {advice}."
    return Remain(written, run[max(0, match.start() - 40) : match.start()], sign, said)


def _filled(text: str, match: re.Match[str]) -> str:
    """Put a rule's groups into its text."""
    groups = {
        "0": match[0].strip(),
        **{str(at): group or "note" for at, group in enumerate(match.groups(), 1)},
    }

    def group(found: re.Match[str]) -> str:
        value = groups.get(found[1], found[0])
        if found[2] == ":lower":
            return value.lower()
        return re.match(r"(.)\1*", value)[0] if found[2] == ":ticks" else value  # type: ignore[index]

    return re.sub(r"\{(\d)(:\w+)?\}", group, text)


# --- of a page, and of files that are no pages -------------------------------------------------------


def page_remains(
    html: str,
    source: str,
    *,
    path: str,
    sources: Sources,
    meta: Mapping[str, object] = MappingProxyType({}),
    phrases: Sieve[Phrase] = _NO_PHRASES,
    foreign: Judge = _not_judged,
    reported: Sequence[str] = (),
    has_code: bool = False,
) -> list[Problem]:
    """Return what is left over on a page, each at its line.

    Args:
        html: what Markdown made of the page.
        source: the page's file.
        path: its path.
        sources: those that the text may name by other names than their keys.
        meta: its front matter.
        phrases: words that no text of the language may have.
        foreign: tells of a sentence that it is in another language than the page.
        reported: the citations of which something is said already, as they are written.
        has_code: whether the guide has a Markdown extension for code, and so may have some.
    """
    top, body = split(source)
    finder = Finder("\n" * source[: len(source) - len(body)].count("\n") + body)
    found = [
        *_codes(html, sources, has_code=has_code),
        # A page that waits for its text has the original's meanwhile, and that it waits is said.
        *remains(html, sources=sources, phrases=phrases, foreign=_not_judged if MARK in source else foreign),
    ]
    problems = [
        Problem(path, line, left.text, left.notice)
        for left in found[:MOST]
        if not any(left.written in citation or citation in left.written for citation in reported)
        and (line := finder.line(left))
    ]
    lines = "\n" * source[: len(source) - len(body)].count("\n") + body
    problems += [Problem(path, line, text) for line, text in _fences(lines, html)]
    texts = [text for key, text in _texts(meta) if key in _SHOWN_KEYS]
    problems += text_remains(
        texts, f"---\n{top or ''}", path=path, sources=sources, phrases=phrases, foreign=foreign
    )
    return problems


#: What readers are shown of a page's front matter.
_SHOWN_KEYS = frozenset(("title", "description", "reviewed_by", "changes"))


def phrase_problems(texts: Iterable[str], source: str, *, path: str, phrases: Sieve[Phrase]) -> list[Problem]:
    """Return the words that no text may have, of texts in which signs are signs, each at its line in the file.

    Args:
        texts: what readers are shown of the file.
        source: the file.
        path: its path.
        phrases: words that no text of the language may have.
    """
    found = [left for text in texts for left in _longest(_found(text, phrases.narrowed(f"{text} ")))]
    finder = Finder(source)
    return [Problem(path, finder.line(left) or 1, left.text) for left in found]


def text_remains(
    texts: Iterable[str],
    source: str,
    *,
    path: str,
    sources: Sources,
    phrases: Sieve[Phrase] = _NO_PHRASES,
    foreign: Judge = _not_judged,
) -> list[Problem]:
    """Return what is left over in texts that are shown as they stand, each at its line in the file.

    Args:
        texts: what readers are shown of the file.
        source: the file.
        path: its path.
        sources: those that the text may name by other names than their keys.
        phrases: words that no text of the language may have.
        foreign: tells of a sentence that it is in another language than the texts.
    """
    html = "".join(f"<p>{escape(text)}</p>" for text in texts)
    found = [*remains(html, sources=sources, phrases=phrases, foreign=foreign)]
    for citation in dict.fromkeys(re.findall(r"\[@[^\[\]<>\n]{1,80}\]", html)):
        if not any(citation in left.written for left in found):
            said = f"readers see '{citation}' as it stands: no source can be cited here. Take it out."
            found.append(Remain(citation, "", citation, said))
    finder = Finder(source)
    return [
        Problem(path, line, left.text, left.notice) for left in found[:MOST] if (line := finder.line(left))
    ]


def _texts(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield each text in what YAML holds, with the name that it stands under at the top."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _texts(inner, key or str(name))
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, key)


def _codes(html: str, sources: Sources, *, has_code: bool) -> Iterator[Remain]:
    """Yield each block of code in a guide that has none, and elsewhere one in which a source is cited."""
    for node in LexborHTMLParser(html).css("pre"):
        text = node.text().strip("\n")
        before = node.prev
        while before and before.tag == "-text":
            before = before.prev
        # Below a mark that did nothing, that mark is the slip.
        if before and re.match(r"===|!!!|\?\?\?|///|:::", before.text().strip()):
            continue
        cited = any(key in sources.keys for key in re.findall(rf"\[@({KEY})", text))
        if text and (cited or not has_code):
            first = text.strip().split("\n")[0].strip()
            said = (
                f"'{first[:60]}' is shown as the code of a program, in which no source and no link is checked. "
                "Take out the spaces before it."
            )
            yield Remain(first, "", first.split(" ")[0], said)


_OPENS_FENCE = re.compile(
    r"^[ \t>]*(?:[-*+][ \t]+|\d+[.)][ \t]+)?(`{3,}|~{3,})[ \t]*\{?\.?[\w+#-]*[^`\n{]*$", re.MULTILINE
)


def _fences(source: str, html: str) -> Iterator[tuple[int, str]]:
    """Yield each block of code that is none to readers: its lines run on in a sentence."""
    if "```" not in source and "~~~" not in source:
        return
    blocks = "\n".join(node.text() for node in LexborHTMLParser(html).css("pre"))
    at = 0
    for _ in range(MOST):
        if not (opening := _OPENS_FENCE.search(source, at)):
            return
        end = re.compile(rf"^[ \t>]*{opening[1]}[`~]*[ \t]*$", re.MULTILINE).search(source, opening.end())
        if not end:
            return
        inside = source[opening.end() : end.start()]
        first = next((line.strip() for line in inside.split("\n") if line.strip(" \t>")), "")
        if first and first not in blocks:
            said = (
                f"readers see '{beginning(first)}' in the midst of a sentence, and not as a block of code. Write it "
                "as text, or each word of code between two '`'."
            )
            yield source.count("\n", 0, opening.start(1)) + 1, said
        at = end.end()


# --- from HTML to flowing texts -------------------------------------------------------------------


#: A tag with a curly quote, an entity that may be one, or with quotes that do not end.
_CURLY_TAG = re.compile(r"<\w(?:[^>\"'“”«»„‘’&]|\"[^\"“”«»„‘’&]*\"|'[^'“”«»„‘’&]*')*+(?!>)", re.DOTALL)


def _of_elements(tree: LexborHTMLParser, html: str, sources: Sources) -> Iterator[Remain]:
    """Yield what is wrong in what a page's elements say: their attributes, and raised numbers."""
    yield from _raised_numbers(tree)
    for node in tree.css("img[alt], [title]"):
        for name in ("alt", "title"):
            found = re.search(rf"\[@[^\]]*\]|@({KEY})", node.attributes.get(name) or "")
            if found and (found[1] is None or found[1] in sources.keys):
                said = f"the citation '{found[0]}' stands where no number can be shown. Put it into the text."
                yield Remain(found[0], "", found[0], said)
    yield from _signs_as_emphasis(tree)
    suspects = tree.css("[lang], [class], [id], [href], [src], [hreflang]") if _CURLY_TAG.search(html) else ()
    for node in suspects:
        for name in ("lang", "class", "id", "href", "src", "hreflang"):
            value = node.attributes.get(name) or ""
            if curly := re.search("[“”«»„‘’]", value):
                said = f"'{name}={value}' has the quotes of a word processor ({curly[0]}). Write straight ones: \"."
                yield Remain(f"{name}={value}", "", curly[0], said)
    yield from _repeated_ids(tree)
    yield from _languages(tree)
    for node in tree.css("details"):
        if not any(inner.tag == "summary" for inner in node.iter()):
            said = (
                "a part that opens has no words to open it by. Write <summary>…</summary> at its beginning."
            )
            yield Remain("<details", "", "<details", said)
    for node in tree.css("dl > dd:first-child"):
        words = node.text().strip().split("\n")[0]
        said = f"': {beginning(words)}' explains a word that is missing above it. Write it as a sentence, without ':'."
        yield Remain(f": {words}", "", ": ", said)
    if tree.css_first("div.toc"):
        said = "'[TOC]' makes a second table of contents. Take it out: the page has one by itself."
        yield Remain("[TOC]", "", "[TOC]", said)
    for address in _unlinked(html):
        said = f"readers cannot follow '{address}'. Write <https://{address}>, or a link with words."
        yield Remain(address, "", address, said)
    yield from _links(tree)


def _raised_numbers(tree: LexborHTMLParser) -> Iterator[Remain]:
    """Yield each raised number that is neither a power nor an isotope: it was meant for a source."""
    for node in tree.css("sup"):
        number = node.text()
        before = node.prev.text(deep=True) if node.prev else ""
        # After a unit or a number it is a power; before a letter it is an isotope.
        after = node.next.text(deep=True) if node.next else ""
        after_words = re.search(r"(?:[^\W\d_]{3}|[.,;:)”\"])\s?$", before) and not after[:1].isalpha()
        if _RAISED.fullmatch(number) and after_words and "footnote" not in (node.html or ""):
            advice = "cite the source by its key, [@key]: the numbers are made by the build"
            said = f"readers see '<sup>{number}</sup>' as it stands; {advice}."
            yield Remain(f"<sup>{number}</sup>", before[-40:], f"<sup>{number}", said)


def _languages(tree: LexborHTMLParser) -> Iterator[Remain]:
    """Yield each word about a language that is the code of none: a voice would read out with another (WCAG 3.1.2)."""
    for node in tree.css("[lang], [hreflang]"):
        for name in ("lang", "hreflang"):
            code = node.attributes.get(name) or ""
            if name in node.attributes and not _is_language(code) and not re.search("[“”«»„‘’]", code):
                said = f"'{name}={code}' is not the code of a language. Write it like this: {name}=en"
                yield Remain(f"{name}={code}", "", f"{name}=", said)


def _unlinked(html: str) -> Iterator[str]:
    """Yield each address that begins with "www." and is no link here, as it is on a code host (GFM 6.9)."""
    if "www." not in html:
        return
    tree = LexborHTMLParser(html)
    for node in tree.css("a, code, pre, kbd, script, style, .site-references"):
        node.decompose()
    text = tree.body.text() if tree.body else ""
    yield from (found[0].rstrip(".,;:") for found in re.finditer(r"(?<![\w@./-])www\.[\w-]+\.[\w./-]+", text))


def _is_language(code: str) -> bool:
    """Whether a text has the form of a language's code (BCP 47): en, pt-BR, nah. Those of two letters are known."""
    main, _, rest = code.partition("-")
    named = re.fullmatch("[A-Za-z]{3}", main) or (
        len(main) == 2 and main.lower() in Locale.parse("en").languages
    )
    return bool(named) and bool(re.fullmatch(r"(?:[A-Za-z0-9]{2,8}(?:-|$)){0,3}", rest))


#: The file of a page, as code hosts show it.
_OF_A_PAGE = re.compile(r"https?://[^?#]+/(?:blob|raw|edit|src)/[^?#]*/?docs/[^?#]+\.md(?:[?#]|$)")


def _links(tree: LexborHTMLParser) -> Iterator[Remain]:
    """Yield each link without words or an address, those whose words have marks of their own, and pictures of pages."""
    for node in tree.css("img[src]"):
        source = node.attributes.get("src") or ""
        if not source.strip():
            alt = node.attributes.get("alt") or ""
            said = (
                f"the picture '{beginning(alt)}' leads nowhere. Write the name of its file: "
                "![what it shows](name.png)"
            )
            yield Remain(f"![{alt}", "", "![", said)
        if re.search(r"\.(?:md|html)(?:[?#]|$)", source):
            said = f"'{as_written(source)}' is a page and no picture. For a link write no '!' before it."
            yield Remain(f"]({as_written(source)}", "", "](", said)
    made = {
        node.mem_id for node in tree.css(".site-citation a, .site-references a, [id^='ref-'] a, a[href^='#']")
    }
    for node in tree.css("a[href]"):
        # In a drawing it has the name of XLink (SVG 1.1, 17.1), and is found all the same.
        address = node.attributes.get("href") or node.attributes.get("xlink:href") or ""
        if (words := node.text()).startswith("^"):
            said = f"readers see '[{words}]' as it stands; there are no footnotes here: write it in the text."
            yield Remain(f"[{words}]", "", f"[{words}", said)
        elif re.fullmatch(r"\d{1,3}", words.strip()) and node.mem_id not in made:
            said = (
                f"the link '{words.strip()}' looks like the number of a source. Cite it by its key, [@key]."
            )
            yield Remain(words, "", f"[{words}](", said)
        elif (brackets := re.fullmatch(r"\[([^\[\]\n]+)\]", words)) and not words[1:-1].isdigit():
            said = f"readers see '{beginning(words)}' with its brackets. Write a link like this: [{brackets[1]}](…)."
            yield Remain(words, "", f"{words}]", said)
        if _OF_A_PAGE.search(address):
            said = (
                f"the link '{beginning(words)}' leads to the file of a page on a code host. Write the page itself: "
                "[its words](page.md)"
            )
            yield Remain(words, "", f"[{words}](", said)
        if not address and words.strip():
            said = f"the link '{beginning(words)}' leads nowhere. Write its address between '(' and ')'."
            yield Remain(words, "", f"[{words}]()", said)
        if not words.strip() and not node.css_first("img, svg") and not node.attributes.get("aria-label"):
            written = as_written(address)
            said = f"the link to '{written}' has no text. Write where it leads: [its words]({written})"
            yield Remain(f"]({written}", "", "](", said)


#: A mark with a letter or a number on each side.
_IN_A_WORD = re.compile(r"\w\*\w")


def _signs_as_emphasis(tree: LexborHTMLParser) -> Iterator[Remain]:
    """Yield each pair of stars that were signs: of a product, a power, or the name of an allele (HLA-B*57:01)."""
    for node in tree.css("em, strong"):
        text, mark = node.text(), "*" if node.tag == "em" else "**"
        before = node.prev.text(deep=True)[-40:] if node.prev else ""
        after = node.next.text(deep=True)[:1] if node.next else ""
        begins, ends = f"{before[-1:]}*{text[:1]}", f"{text[-1:]}*{after}"
        inside = [edge for edge in (begins, ends) if _IN_A_WORD.fullmatch(edge)]
        by_numbers = any(re.search(r"\d", edge) for edge in inside)
        of_several = mark == "*" and re.match(r"\d|.*\s", text, re.DOTALL)
        if (by_numbers and (len(inside) == 2 or of_several)) or re.search(r"\s\*\s", text):
            written = f"{mark}{text}{mark}"
            kind, sign = ("italics", "\\*") if mark == "*" else ("bold words", "\\*\\*")
            said = f"'{beginning(written)}' makes {kind}, and readers see no '*'. For the sign itself write '{sign}'."
            yield Remain(written, before, written[:6], said)


def _repeated_ids(tree: LexborHTMLParser) -> Iterator[Remain]:
    """Yield each id that is not unique (HTML Standard, The id attribute), but for two headings of the page."""
    first: dict[str, LexborNode] = {}
    for node in tree.css("[id]"):
        id_ = node.attributes.get("id") or ""
        other = first.setdefault(id_, node)
        both = [one.tag or "" for one in (node, other)]
        # Of two headings in the source the lines are known better there.
        if other.mem_id != node.mem_id and (
            id_ == "references" or not all(re.fullmatch("h[1-6]", tag) for tag in both)
        ):
            said = f"the id '#{id_}' is also that of another place on the page, and a link finds one. Write another."
            yield Remain(f"#{id_}", "", f'"{id_}"', said)


def _runs(body: LexborNode) -> Iterator[tuple[str, str]]:
    """Yield each flowing text of a page: what no block and no picture interrupts.

    With each stands what of it is said to be in no other language.
    """
    left_out = {node.mem_id for node in body.css(_LEFT_OUT)}
    marked = {node.mem_id for node in body.css(_MARKED)}
    parts: list[str] = []
    own: list[str] = []

    def walk(parent: LexborNode, *, is_own: bool) -> Iterator[tuple[str, str]]:
        node = parent.child
        while node:
            ours = is_own and node.mem_id not in marked
            if node.tag == "-text" or node.mem_id in left_out:
                text = (node.text(deep=False) or "") if node.tag == "-text" else _HIDDEN
                parts.append(text)
                own.append(text if ours else " ")
            elif node.tag == "br":
                after = node.next
                if not (after and after.tag == "-text" and (after.text(deep=False) or "").startswith("\n")):
                    parts.append("\n")
                    own.append("\n")
            elif node.tag in _INLINE:
                yield from walk(node, is_own=ours)
            else:
                yield from flush()
                yield from walk(node, is_own=ours)
                yield from flush()
            node = node.next

    def flush() -> Iterator[tuple[str, str]]:
        text, ours = "".join(parts).strip("\n"), "".join(own).strip("\n")
        parts.clear()
        own.clear()
        if text.strip():
            yield text, ours

    yield from walk(body, is_own=True)
    yield from flush()
