"""Marks, and words of other programs, that readers would see as they stand: the rules, and what is found by them."""

from typing import NamedTuple


class Remain(NamedTuple):
    """Something left over: as readers see it, what stands before it, its sign alone, and the sentence."""

    written: str
    before: str
    sign: str
    text: str
    #: Whether it may be meant.
    notice: bool = False


class Rule(NamedTuple):
    """What is left over, and what to write instead. ``{0}``, ``{1}`` … stand for the groups of the pattern."""

    pattern: str
    #: What is looked for in the source where the whole does not stand there in one piece.
    sign: str
    advice: str


#: What word processors write before the items of a list.
BULLETS = "•◦▪‣⁃●■□·\uf0b7\uf0a7"
#: What else begins lines that were meant as a list: arrows, shapes, pictures, other dashes, numbers in circles.
_BULLET_SIGN = (
    r"(?:[\u2010-\u2012\u2015\u2212\u2219\u2190-\u21ff\u2460-\u24ff\u25a2-\u27bf\u2900-\u297f\u2b00-\u2bff\U0001f300-\U0001faff]"
    r"|\d\ufe0f?\u20e3)\ufe0f?"
)
_WORD = r"[^\s\ufffc]{0,40}"
RULES = (
    # Lists and boxes.
    Rule(rf"^[ \t]*([{BULLETS}])[ \t\xa0]*(?={_WORD})", "{1}", "write '- ' in place of '{1}'"),
    Rule(r"^[ \t]*([–—])[ \t]+(?=.*\n[ \t]*[–—][ \t])", "{1}", "for a list write '- ' in place of '{1} '"),
    Rule(
        r"^[ \t]*([➢➤►▶✓✔☐☑☒§]|o(?=[ \t\xa0]+[^\W\d_a-z]))[ \t\xa0]+(?=.*\n[ \t]*\1[ \t\xa0])",
        "{1}",
        "for a list write '- ' in place of '{1} '",
    ),
    Rule(
        r"^[ \t]*(\((?:[a-h]|[ivx]{1,4}|\d{1,2})\)|(?:[a-h]|[ivx]{1,4})[.)])[ \t]+"
        r"(?=\S.*\n[ \t]*\(?(?:[a-h]|[ivx]{1,4}|\d{1,2})[.)][ \t])",
        "{1}",
        "for a list write '1. ' in place of '{1} '",
    ),
    Rule(
        r"^[ \t]*([-*+]|\d{1,3}[.)])[\xa0\u202f\u2000-\u200a]+(?=\S)",
        "{1}",
        "write a plain space after '{1}', in place of one at which no line breaks",
    ),
    Rule(
        r"^[ \t]*(\d{1,2}(?:\.?-|\.?[ºª°])|[A-H][.)])[ \t]+(?=\S.*\n[ \t]*(?:\d{1,2}(?:\.?-|\.?[ºª°])|[A-H][.)])[ \t])",
        "{1}",
        "for a list write '1. ' in place of '{1} '",
    ),
    Rule(
        r"^[ \t]*(I[.)])[ \t]+(?=\S.*\n[ \t]*II[.)][ \t])", "{1}", "for a list write '1. ' in place of '{1} '"
    ),
    Rule(
        r"^[ \t]*(\d{1,2}[.)])(?=[^\W\d_].*\n[ \t]*\d{1,2}[.)][^\W\d_])",
        "{1}",
        "for a list write a space after '{1}'",
    ),
    Rule(
        r"^[ \t]*([-–—])(?=[^\W\d_].*\n[ \t]*[-–—][^\W\d_])",
        "{1}",
        "for a list write '- ' in place of '{1}'",
    ),
    Rule(
        rf"^[ \t]*({_BULLET_SIGN})[ \t]+(?=\S.*\n[ \t]*{_BULLET_SIGN}[ \t])",
        "{1}",
        "for a list write '- ' in place of '{1} '",
    ),
    Rule(r"^[ \t]*(--|~)[ \t]+(?=\S.*\n[ \t]*\1[ \t])", "{1}", "for a list write '- ' in place of '{1} '"),
    Rule(
        r"^[ \t]*((?:[^\W\d_]{3,12}[ \t])?\d{1,2}[ \t]?[:–-])[ \t]+"
        r"(?=\S.*\n[ \t]*(?:[^\W\d_]{3,12}[ \t])?\d{1,2}[ \t]?[:–-][ \t])",
        "{1}",
        "for a list write '1. ' in place of '{1} '",
    ),
    Rule(r"^\.\. ([\w-]+)::.*$", ".. {1}::", "for a box write '!!! {1}', and its text below, with 4 spaces"),
    Rule(
        r"^(={1,6}) [^=\n]{1,80} \1$|^h[1-6]\. \S.*$",
        "{0}",
        "for a heading write '## ', its words and its id, {#id}",
    ),
    Rule(r"^\[(?:toc|\[_TOC_\])\]$", "{0}", "take it out: the page has a table of contents by itself"),
    Rule(
        r"^(?:[!?]>[ \t]|@{3}|%{3})[ \t]*([\w-]*).*$",
        "{0}",
        "for a box write '!!! note', and its text below, with 4 spaces",
    ),
    Rule(r"^[ \t]*(?:- \[[ xX]\]|\[[ xX]\])[ \t]", "[ ]", "leave out '[ ]': the list has its points anyway"),
    Rule(
        r"^\[!([A-Za-z]+)\]", "[!{1}]", "for a box write '!!! {1:lower}', and its text below, with 4 spaces"
    ),
    Rule(
        r"^///(?:[ \t]*([\w-]+))?.*$", "///", "for a box write '!!! note', and its text below, with 4 spaces"
    ),
    Rule(
        r"^:{3,}[ \t]*\{?[ \t]*([\w-]+).*$",
        ":::",
        "for a box write '!!! {1}', and its text below, with 4 spaces",
    ),
    Rule(r"^:{3,}$", ":::", "take it out: a box ends where its text is no longer indented"),
    Rule(r"^===[!+]?[ \t]*[\"“'«].*$", "===", "write a heading: this guide has no tabs"),
    Rule(
        r"^!{1,2}[ \t]?(?:note|tip|info|warning|danger|important|caution|success|question|example)\b.*$",
        "{0}",
        'write it like this: !!! note "Title"',
    ),
    Rule(r"^(?:!!!|\?\?\?\+?)[ \t]?.*$", "{0}", 'write it like this: !!! note "Title"'),
    # What would begin a list, a heading, a quotation or a table elsewhere, as in raw HTML.
    Rule(
        rf"^[ \t]*(?:[-*][ \t]+[^\W\d_]{_WORD}|#{{1,6}}[ \t]+{_WORD}|1[.)][ \t]+[^\W\d_]{_WORD}|>[ \t]+{_WORD}|\|.*\|)",
        "{0}",
        "leave an empty line above it, and take it out of HTML, where Markdown is not read",
    ),
    # Emphasis.
    Rule(rf"(?<!\*)\*\*(?!\*){_WORD}", "**", "bold words stand between two '**' each, without spaces inside"),
    Rule(r"(?<![\w*\ufffc])\*(?=[^\W\d_])(?!\*)[\w-]*", "*", "words in italics stand between two '*'"),
    Rule(
        rf"(?<![\w_])__(?=[^\W_]){_WORD}|(?<=[^\W_])__(?![\w_])",
        "__",
        "bold words stand between two '**' each",
    ),
    Rule(r"(?<=\d)-{2,3}(?=\d)", "{0}", "write '–' between two numbers"),
    Rule(rf"~~(?!~){_WORD}", "~~", "nothing is struck out here: leave out what no longer holds"),
    Rule(r"(?<=[^\W\d_]{3})\^\d{1,2}(?![\d^])", "{0}", "cite the source by its key, [@key]"),
    Rule(r"(?<=\d)\^[-−+]?\d{1,3}(?!\^)", "{0}", "for raised signs write <sup>…</sup>"),
    Rule(r"\^[^\s^]{1,20}\^", "^", "for raised signs write <sup>…</sup>"),
    Rule(r"(?<=\w)~[^\s~]{1,10}~", "~", "for lowered signs write <sub>…</sub>"),
    Rule(r"==[^\s=](?:[^=\n]{0,200}[^\s=])?==", "==", "for words of weight write **…**"),
    Rule(r"\+\+[\w\"'+ -]{1,40}\+\+", "++", "for the name of a key write <kbd>…</kbd>"),
    Rule(r"(?<!')''(?!')[^'\n]{1,80}''(?!')", "''", "words in italics stand between two '*'"),
    Rule(r"'{3}[^'\n]{1,80}'{3}", "'''", "bold words stand between two '**' each"),
    # Links and references.
    Rule(r"\[(https?://[^\s\]]{1,200})[ \t]([^\[\]\n]{1,80})\]", "[http", "write [{2}]({1})"),
    Rule(r"(https?://[^\s|]{1,200})\|([^\s|>]{1,80})", "|", "write [{2}]({1})"),
    Rule(
        r"(?<=[\w.,;:])\[[a-z]{1,2}\](?![\w(\[])|^\[[a-z]{1,2}\](?=[^\W\d_])",
        "{0}",
        "take it out: it is left of a comment on a document",
    ),
    Rule(
        r"(\[[^\[\]\n]{1,200}\])\s+(\((?:[^\s()]+\.(?:md|html)(?:#[^\s()]*)?|#[\w-]+|(?:https?://|mailto:|tel:)[^\s()]+)\))",
        "] (",
        "write {1}{2}, without a space",
    ),
    Rule(
        r"\(([^()\n]{1,200})\)\[([^\[\]\s]*[./#][^\[\]\s]*)\]",
        ")[",
        "write [{1}]({2})",
    ),
    Rule(
        r"!\[[^\[\]\n]{1,200}\](?![\[(:])", "![", "a picture is written like this: ![what it shows](name.png)"
    ),
    Rule(r"\[\[[^\[\]\n]{1,200}\]\]", "[[", "a link is written like this: [its words](page.md)"),
    Rule(r"!?\[[^\[\]\n]{0,200}\]\([^()\n]{0,200}\)?", "](", "check the brackets: [its words](page.md)"),
    Rule(
        r"\^\[[^\]\n]{1,200}\]|\[\^[^\]\s]{1,40}\]",
        "[^",
        "there are no footnotes here: write it in the text, or cite a source",
    ),
    Rule(
        r"(?:!\[\]|!?\[[^\[\]\n]{1,200}\])\[[^\[\]\n]{0,200}\]",
        "][",
        "write its address: [its words](page.md)",
    ),
    Rule(r"^\*\[[^\]\n]{1,80}\]:.*$", "]:", "write it out, or add it to the glossary"),
    Rule(r"^\[[^\]\n^]{1,200}\]:[ \t]", "]:", "write the address where the link is: [its words](page.md)"),
    # Sources as word processors, databases and writing programs have them.
    Rule(r"\bet al\b\.?,?[ \xa0]\(?(?:19|20)\d\d[a-z]?\b", "et al", "cite the source by its key, [@key]"),
    Rule(
        r"\b(?:19|20)\d\d(?: [^\W\d_]{3,4})?(?: \d{1,2})?; ?\d{1,4}(?: ?\([^()\n]{1,12}\))?: ?e?\d{1,7}\b",
        "{0}",
        "add the source to the bibliography and cite it by its key, [@key]",
    ),
    Rule(
        rf"[(\[](?:{_WORD} )?[^\W\d_a-z][\w’'-]{{1,30}} & [^\W\d_a-z][\w’'-]{{1,30}},? (?:19|20)\d\d[a-z]?\b"
        r"|\[[^\W\d_a-z][\w’'-]{1,30}(?: \w{1,3} [^\W\d_a-z][\w’'-]{1,30})?,? (?:19|20)\d\d[a-z]?\]",
        "{0}",
        "cite the source by its key, [@key]",
    ),
    Rule(
        r"(?<=[^\W\d_]{2})[.,;:]?(\*{1,3})(?![\w*])|(?<=[\w.,;:)])([†‡]+)|^([†‡]) ?(?=\w)",
        "{0}",
        "cite the source by its key, [@key]; write any other note in the text",
    ),
    # Labels of LaTeX, as [JD1] and [Doe19].
    Rule(
        r"\[[A-Z]{1,3}[a-z]{0,4}\+?\d{1,2}[a-z]?\](?![(:])",
        "{0}",
        "cite the source by its key, [@key]; for words in brackets write '\\['",
    ),
    Rule(
        r"\{(?:cite|ref|numref|doc|term|eq|footcite)(?::\w{1,8})?\}",
        "{0}",
        "cite the source by its key, [@key]; write a link like this: [its words](page.md)",
    ),
    Rule(r"[{(][^{}()\n]{2,80} #\d{1,6}[})]", "#", "cite the source by its key, [@key]"),
    Rule(
        r"【[^【】\n]{0,60}】?|\[\d{1,3}†[^\]\n]{0,60}\]|(?:cite)?[\ue200-\ue202]?turn\d+(?:search|view|news|file)\d+"
        r"|:contentReference\[[^\]\n]{0,60}\](?:\{[^}\n]{0,40}\})?",
        "{0}",
        "a writing program put it here: cite a source that you have read, [@key]",
    ),
    # Other programs.
    Rule(
        r"\b(?:[Ff]ixes|[Cc]loses|[Rr]esolves|[Ss]ee|PR|[Ii]ssue) #\d{1,6}\b",
        "{0}",
        "take it out: it is the number of a proposal on a code host, which readers do not know",
    ),
    Rule(
        r"^(?:@@ -\d.*|diff --git .*|\+{3} b/.*|-{3} a/.*)$",
        "{0}",
        "take it out: it is left of a list of changes",
    ),
    Rule(
        r"\{ ?(?:REF|PAGEREF|HYPERLINK|SEQ|TOC|ADDIN)\b[^}\n]{0,200}\}?",
        "{",
        "take it out: it is a field of a word processor",
    ),
    Rule(r"\.{5,}[ \t]*\d{1,4}$", ".....", "take it out: the page has a table of contents by itself"),
    Rule(r"(?<!\w)\w*?[ﬀ-ﬆ]\w{0,40}", "{0}", "write its letters one by one: the search finds no joined ones"),
    Rule(
        r"(?<![^\W\d_])[^\W\d_]{2,}-\n[ \t]*[a-zß-ÿ]{4,40}",
        "{0}",
        "write the word whole, without the hyphen of a line's end",
    ),
    Rule(r"\\[,:;]", "{0}", "write it without the backslash"),
    Rule(r"(?<=\S)\\$", "{0}", "take it out; for a new paragraph leave an empty line"),
    Rule(r":[+-]1:", "{0}", "leave it out, or write a word"),
    Rule(r"--8<--.*$|-8<-.*$", "8<-", "write the text itself: no other file is put in here"),
    Rule(
        r"\$\{[^}\n]{1,40}\}|\{\d\}|(?<![\w%])%[sd](?!\w)",
        "{0}",
        "write the text itself: nothing is filled in here",
    ),
    Rule(
        r"^%%[ \t]?[^\W\d_].*$|^//[ \t]?[^\W\d_/].*$|\{#[ \t][^\n]{0,200}#\}",
        "{0}",
        "take it out; a note that no reader sees stands between '<!--' and '-->'",
    ),
    Rule(r"\{\{.*?\}\}|\{\{", "{{", "write the text itself: nothing is filled in here"),
    Rule(r"\{%.*?%\}|\{%", "{%", "write the text itself: nothing is filled in here"),
    Rule(r"\{:[^}\n]*\}?|\{[#.][A-Za-z][\w-]*[^}\n]*\}", "{", "write it directly after what it belongs to"),
    Rule(
        r"\{[ \t]*[\w-]+=[^}\n]*\}",
        "{",
        "write it with a colon, directly after what it belongs to: {:lang=en}",
    ),
    Rule(r"\$\$.*?(?:\$\$|$)", "$$", "write the formula in words, or with <sup> and <sub>"),
    Rule(
        r"(?<![\w$\\])\$(?=[^$\n]*[\\^_{}])[^\s$](?:[^$\n]{0,200}[^\s$])?\$(?!\d)|(?<![\w$\\])\$[A-Za-z]\$(?!\w)",
        "$",
        "write the formula in words, or with <sup> and <sub>",
    ),
    Rule(r"(?<![\w:/]):[a-z][a-z0-9_+-]{1,40}:(?![\w:/])", ":", "leave it out, or write a word"),
    Rule(
        r"^[ \t]*(?:`{3,}|~{3,}).*$", "{0:ticks}", "take it out, or end the code with the same marks below it"
    ),
    Rule(rf"`+{_WORD}", "`", "code stands between two '`'"),
    Rule(r"<[/a-zA-Z][^<>\n]{0,200}>", "<", "this is no HTML that a page may have: write '\\<' for the sign"),
    Rule(
        r"\\(?!cite)[a-zA-Z]{2,30}(?:\[[^\]\n]*\])*\{[^}\n]{0,80}\}?",
        "\\",
        "this is LaTeX: write it in Markdown",
    ),
    # Where a purse of money of a network lies.
    Rule(
        r"\b(?:bc1[a-z0-9]{25,60}|0x[0-9a-fA-F]{40})\b",
        "{0}",
        "take it out: it is where somebody takes money",
    ),
    # What was stored for another program: RTF, JSON, addresses, and marks of a word processor that are not printed.
    Rule(
        r"(?<![\w\\:./])\{?\\[a-zA-Z]{1,30}\d{0,5}(?![\w./{])(?![ \t]?[({\[])",
        "\\",
        "this is RTF or LaTeX: write it in Markdown",
    ),
    Rule(r"\{\\[a-z*]{1,30}", "{0}", "this is RTF or LaTeX: write it in Markdown"),
    Rule(r"^[ \t]*(?:\\\d{1,2}[.)]|\d{1,2}[.)]\\(?=[ \t]))", "\\", "for a list take the backslash out"),
    Rule(r"\\u[0-9a-fA-F]{4}|\\[nt](?=[\s A-Z]|$)", "\\", "write the sign itself"),
    Rule(
        r"=[C-F][0-9A-F]=[89AB][0-9A-F]|(?<!\S)[^\W\d_]{1,30}%20(?=\w)|\+AC0-",
        "{0}",
        "write the sign itself",
    ),
    Rule(r"[¶¬](?=\s|$)", "{0}", "take it out: a word processor shows so where a line ends"),
    # What is not finished.
    Rule(r"\b(?:TODO(?=[:(])|FIXME|TBD|TBC(?=[:)\]])|XXX+)\b", "{0}", "write the text, or take this out"),
    Rule(r"(?i:\blorem ipsum\b)", "{0}", "write the text, or take this out"),
    # Entities without their end; what follows a letter may be the rest of a name, as in AT&T.
    Rule(
        r"&(?:nbsp|(?:lt|gt|le|ge|amp|quot|deg|micro|plusmn|times|middot|frac12|copy|reg|[aeiouAEIOU]acute|[nN]tilde"
        r"|[uU]uml|iexcl|iquest|[nm]dash|[lr][sd]quo|hellip|bull)(?![A-Za-z]))(?!;)",
        "{0}",
        "write '{0};', or the sign itself",
    ),
)
