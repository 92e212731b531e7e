"""Letters and digits that look like others, and that no search and no comparison takes for these.

Which letters look alike: Unicode UTS 39, confusables; which are forms of others: UAX 15, compatibility.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator

#: Cyrillic, Armenian and Greek letters to the Latin ones that look the same. Greek letters that mean themselves
#: beside Latin ones, as in TGFβ and IFNγ, look like none.
_LATIN = str.maketrans(
    "АВЕЅІЈКМНОРСТХУҮԌԚԜавеѕіјкмнорстхуүһԁԛԝѡѵӏՕօԼհոսցΑΒΕΖΗΙΚΜΝΟΡΤΥΧοϲϳ",
    "ABESIJKMHOPCTXYYGQWabesijkmhopctxyyhdqwwvlOoLhnugABEZHIKMNOPTYXocj",
)
#: Of these, those that nobody can tell apart: a word of no others may be meant as Latin.
_THE_SAME = frozenset("АВЕЅІЈКМНОРСТХУҮԌԚԜасеѕіјорхухһԁԛԝѵӏՕօԼհոսցΑΒΕΖΗΙΚΜΝΟΡΤΥΧοϲϳ")
#: What may be such a letter, or a form of a letter or digit: full width, in a circle's place or a formula's, a unit
#: in one sign, a Roman number in one sign. Full-width brackets and bars are said where they stand for a mark.
_ODD = re.compile(
    "[\u0370-\u03ff\u0400-\u052f\u0531-\u058f\u2126\u212a\u212b\u2160-\u217f\u3380-\u33df"
    "\uff01-\uff3a\uff3c\uff3e-\uff5b\uff5d-\uff5e\U0001d400-\U0001d7ff]|(?![0-9])\\d"
)
_FORM = re.compile("[\u2126\u212a\u212b\u2160-\u217f\u3380-\u33df\uff01-\uff5e\U0001d400-\U0001d7ff]")
_WORD = re.compile(r"[\w\u3380-\u33df\uff01-\uff5e]+")
#: Texts in which forms of full width are those of their script.
_EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def lookalikes(text: str, letters: Collection[str] = (), *, alone: bool = True) -> Iterator[tuple[str, str]]:
    """Yield each word of a text with letters or digits that look like others, and the word as it should be.

    Args:
        text: a line, or a field.
        letters: what else stands around it, which may show that it is in another script.
        alone: whether words without a Latin letter count too, where nothing else is in their script.

    >>> [*lookalikes("\u041dPV and \uff15 mg of TGF-\u03b2, IFN\u03b3, \u03bcg")]
    [('НPV', 'HPV'), ('５', '5')]
    >>> [*lookalikes("Вирус HPV, ПЭТ-КТ"), *lookalikes("Η τιμή είναι CT"), *lookalikes("СТ", {"ж"})]
    []
    """
    if text.isascii() or not _ODD.search(text):
        return
    around = {letter for letter in {*text, *letters} if letter.isalpha()}
    for found in _WORD.finditer(text):
        word = found[0]
        if word.isascii() or not _ODD.search(word) or not (alone or re.search("[A-Za-z]", word)):
            continue
        if (plain := _plain(word, around)) != word:
            yield word, plain


def _plain(word: str, letters: set[str]) -> str:
    """Return a word with each letter and digit as it is usually written."""
    if _FORM.search(word) and not any(map(_EAST_ASIAN.match, letters)):
        word = _FORM.sub(lambda found: unicodedata.normalize("NFKC", found[0]), word)
    if not word.isascii():
        word = "".join(_digit(sign, letters) if sign.isdigit() else sign for sign in word)
        alike = word.translate(_LATIN)
        if alike != word and _is_latin(word, alike, letters):
            word = alike
    return word


def _digit(sign: str, letters: set[str]) -> str:
    """Return a digit of a script of which the line has no letters as it is written here."""
    script = _script(sign)
    value = unicodedata.decimal(sign, None)
    is_own = value is None or _FORM.match(sign) or script in map(_script, letters)
    return sign if sign.isascii() or is_own else str(value)


def _is_latin(word: str, alike: str, letters: set[str]) -> bool:
    """Whether a word is meant as Latin: it has Latin letters too, or nothing else around is in its script."""
    if any("LATIN" in unicodedata.name(sign, "") for sign in word):
        return True
    scripts = {_script(sign) for sign in word if sign.isalpha()}
    own = {sign for sign in letters if _script(sign) in scripts and sign not in _THE_SAME}
    # The chi of a test stands for itself.
    return alike.isascii() and not own and word != "\N{GREEK CAPITAL LETTER CHI}"


def _script(sign: str) -> str:
    return unicodedata.name(sign, "?").split(" ")[0].split("-")[0]


def lookalike_text(word: str, plain: str) -> str:
    """Return the sentence about a word that has such letters or digits.

    >>> lookalike_text("\u041dPV", "HPV")
    "'НPV' has 'Н' (U+041D), which only looks like 'H': no search finds it. Write 'HPV'."
    """
    sign = next(sign for sign in word if sign not in plain)
    other = unicodedata.normalize("NFKC", sign).translate(_LATIN)
    if other == sign and sign.isdigit():
        other = str(unicodedata.decimal(sign))
    return (
        f"'{word}' has '{sign}' (U+{ord(sign):04X}), which only looks like '{other}': no search finds it. Write "
        f"'{plain}'."
    )
