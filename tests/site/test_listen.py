"""Reading aloud, in real Chromium: what is said, by which voice, what is marked, and when it falls silent.

Chromium without a screen has no voices. A stand-in for ``speechSynthesis`` takes the place of the device's: it
keeps what it is given, and ends each piece when the test says so. Without it, no page offers to read.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from readers import AXE, DESKTOP, PHONE, Reader, reading, tabs_of

pytestmark = pytest.mark.slow

GROIN = "subgroups/groin.html"
STAND_IN = """voices => {
    class Utterance extends EventTarget {
        constructor(text) { super(); this.text = text; this.voice = null; this.lang = ""; }
    }
    class Synthesis extends EventTarget {
        said = []; current = null; cancelled = 0;
        getVoices() { return voices; }
        speak(one) {
            if (this.current) throw new Error("two pieces at once");
            this.said.push({text: one.text, lang: one.lang, voice: one.voice?.name ?? ""});
            this.current = one;
        }
        cancel() { this.cancelled += 1; const one = this.current; this.current = null; one?.dispatchEvent(new Event("error")); }
        finish() { const one = this.current; this.current = null; one?.dispatchEvent(new Event("end")); }
    }
    Object.defineProperty(globalThis, "speechSynthesis", {value: new Synthesis(), configurable: true});
    globalThis.SpeechSynthesisUtterance = Utterance;
}"""
#: Voices of a device: one in each language, and better ones that are somewhere else.
VOICES = [
    {"name": "Far", "lang": "es-US", "localService": False, "default": True},
    {"name": "Near Spanish", "lang": "es-MX", "localService": True, "default": False},
    {"name": "Near English", "lang": "en-US", "localService": True, "default": False},
]
BAR = ".site-listen"


class Listener(Reader):
    """A reader whose device has voices."""

    def press(self, name: str) -> None:
        self.page.locator(BAR).get_by_role("button", name=re.compile(f"^({name})$")).click()

    def said(self) -> list[dict[str, str]]:
        return self.page.evaluate("speechSynthesis.said")

    def finish(self) -> None:
        self.page.evaluate("speechSynthesis.finish()")

    def hear_all(self) -> list[dict[str, str]]:
        """Let everything be said to its end."""
        self.page.evaluate(
            "for (let most = 0; speechSynthesis.current && most < 5000; most++) speechSynthesis.finish()"
        )
        return self.said()

    def marked(self) -> str:
        return self.page.evaluate("[...(CSS.highlights.get('site-listen') ?? [])].join('')")


@pytest.fixture(scope="module")
def with_voices() -> dict[str, dict[str, Page]]:
    """The tabs that were opened before, by the voices of their device."""
    return {}


@pytest.fixture
def listen(
    browser: Browser, address: str, with_voices: dict[str, dict[str, Page]]
) -> Iterator[Callable[..., Listener]]:
    with ExitStack() as left:

        def start(
            voices: list[dict[str, Any]] = VOICES, size: dict[str, int] = PHONE, **more: Any
        ) -> Listener:
            told = json.dumps(voices)
            opened = with_voices.setdefault(told, {})
            before = len(opened)
            tab = left.enter_context(tabs_of(browser, opened, draws=True))(viewport=size, **more)
            if len(opened) > before:
                tab.add_init_script(f"({STAND_IN})({told})")
            return left.enter_context(reading(Listener(tab, address)))

        yield start


def test_where_the_device_has_no_voice_no_page_offers_to_read(reader: Reader):
    reader.open(GROIN)
    assert reader.page.evaluate("speechSynthesis.getVoices().filter(voice => voice.localService)") == []
    assert reader.page.locator(BAR).count() == 0


@pytest.mark.parametrize(
    "voices", [[], VOICES[:1], VOICES[2:]], ids=["none", "elsewhere", "another language"]
)
def test_only_a_voice_of_the_device_in_the_language_of_the_page_is_offered(
    listen, voices: list[dict[str, Any]]
):
    listener = listen(voices)
    listener.open(f"es/{GROIN}")
    assert listener.page.locator(BAR).count() == 0


def test_voices_that_come_late_are_offered_once(listen):
    listener = listen([])
    listener.open(GROIN)
    assert listener.page.locator(BAR).count() == 0
    listener.page.evaluate(
        "speechSynthesis.getVoices = () => [{lang: 'en-GB', localService: true, default: true, name: 'Late'}]"
    )
    for _ in range(2):
        listener.page.evaluate("speechSynthesis.dispatchEvent(new Event('voiceschanged'))")
    expect(listener.page.locator(BAR)).to_have_count(1)


def test_a_page_is_read_from_its_title_on_without_numbers_of_sources_and_the_frame(listen):
    listener = listen()
    listener.open(f"es/{GROIN}")
    assert listener.said() == []  # Nothing is said unasked.
    listener.press("Escuchar")
    said = listener.hear_all()
    text = " ".join(one["text"] for one in said)
    assert said[0]["text"] == "Cáncer en ganglios de la ingle sin un primer tumor conocido"
    assert "Puntos clave" in text
    assert not re.search(
        r"\[\d|\bDisponible en\b|BibTeX|Hable con alguien|Próxima comprobación|Última|Más: ", text
    )
    assert not re.search(r"\s[.,;:]", text)
    # What a phone folds is read, what readers open only if they want to is not.
    assert "Los ganglios de la ingle recogen líquido" in text
    outlook = listener.page.locator("article > .site-fold:not(.site-fold-phone) > p").first.text_content()
    assert outlook.split("[")[0][:60] not in text
    folds = listener.page.locator("article details:not(.site-fold-phone)")
    assert folds.count() > 1
    assert folds.evaluate_all("folds => folds.some(fold => fold.open)") is False
    expect(listener.page.get_by_role("button", name="Escuchar")).to_be_visible()
    assert listener.marked() == ""


def test_words_in_another_language_are_said_by_a_voice_of_theirs(listen):
    listener = listen()
    listener.open(f"es/{GROIN}")
    listener.press("Escuchar")
    voices = {one["text"]: one["voice"] for one in listener.hear_all()}
    assert voices["lymph nodes"] == "Near English"
    assert {*voices.values()} == {"Near English", "Near Spanish"}
    alone = listen(VOICES[1:2])
    alone.open(f"es/{GROIN}")
    alone.press("Escuchar")
    assert {one["voice"] for one in alone.hear_all()} == {"Near Spanish"}
    assert any("(lymph nodes) de la ingle" in one["text"] for one in alone.said())


def test_a_section_is_read_alone(listen):
    listener = listen()
    listener.open(GROIN)
    listener.page.locator(f"{BAR} select").select_option("how-found")
    listener.press("Listen")
    said = listener.hear_all()
    headings = listener.page.locator("article h2").all_inner_texts()
    assert said[0]["text"] == listener.page.locator("#how-found").inner_text()
    assert len(said) > 3
    assert {one["text"] for one in said} & {*headings} == {said[0]["text"]}


def test_the_sentence_that_is_read_is_marked_and_in_sight(listen):
    for size in (PHONE, DESKTOP):
        listener = listen(size=size)
        listener.open(GROIN)
        listener.press("Listen")
        for _ in range(25):
            last = listener.said()[-1]["text"]
            marked = re.sub(r"\s+", " ", listener.marked())
            assert re.sub(r"\W", "", last) in re.sub(r"\W", "", marked)
            seen = listener.page.evaluate(
                "(range => { const box = range.getBoundingClientRect(); return box.top >= 0 && box.top < innerHeight })"
                "([...CSS.highlights.get('site-listen')][0])"
            )
            assert seen, last
            listener.finish()


def test_a_pause_goes_on_with_the_same_sentence_and_stop_begins_again(listen):
    listener = listen()
    listener.open(GROIN)
    listener.press("Listen")
    listener.finish()
    second = listener.said()[-1]
    listener.press("Pause")
    assert listener.page.evaluate("speechSynthesis.current") is None
    assert listener.marked() != ""
    listener.finish()
    assert listener.said()[-1] == second
    listener.press("Go on")
    assert listener.said()[-2:] == [second, second]
    first = listener.said()[0]
    listener.press("Stop")
    expect(listener.page.locator(BAR).get_by_role("button")).to_have_text("Listen")
    assert listener.marked() == ""
    listener.press("Listen")
    assert listener.said()[-1] == first


@pytest.mark.parametrize(
    "leaving",
    ["dispatchEvent(new Event('pagehide'))", "document.dispatchEvent(new Event('visibilitychange'))"],
)
def test_leaving_the_page_is_silence_and_coming_back_stays_silent(listen, leaving: str):
    listener = listen()
    listener.open(GROIN)
    listener.press("Listen")
    listener.page.evaluate("Object.defineProperty(document, 'hidden', {value: true, configurable: true})")
    listener.page.evaluate(leaving)
    assert listener.page.evaluate("speechSynthesis.current") is None
    expect(listener.page.get_by_role("button", name="Go on")).to_be_visible()
    count = len(listener.said())
    listener.page.evaluate("delete document.hidden")
    listener.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert len(listener.said()) == count


@pytest.mark.parametrize(
    ("address", "path", "scheme"),
    [
        ("http", GROIN, "light"),
        ("file", GROIN, "dark"),
        ("http", "es/find.html", "dark"),
        ("file", "es/find.html", "light"),
    ],
    indirect=["address"],
)
def test_the_bar_is_usable_by_everyone(listen, path: str, scheme: str):
    listener = listen(color_scheme=scheme, bypass_csp=True)
    listener.open(path)
    controls = listener.page.locator(f"{BAR} :is(button, select):visible").all()
    assert len(controls) == 2
    for control in controls:
        box = control.bounding_box()
        assert min(box["width"], box["height"]) >= 24
    listener.press("Listen|Escuchar")
    listener.page.wait_for_timeout(400)  # Colors change slowly.
    listener.page.add_script_tag(path=AXE)
    found = listener.page.evaluate(
        "axe.run('.site-listen', {preload: false}).then(result => result.violations.map(one => one.id))"
    )
    assert found == []
    assert listener.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    listener.page.emulate_media(media="print")
    expect(listener.page.locator(BAR)).to_be_hidden()


def test_reading_asks_nothing_of_any_network_and_keeps_nothing(listen):
    listener = listen()
    listener.open(GROIN)
    listener.page.wait_for_load_state("networkidle")
    listener.asked.clear()
    listener.press("Listen")
    listener.hear_all()
    assert listener.asked == []
    assert listener.page.evaluate("localStorage.length + sessionStorage.length") == 0
