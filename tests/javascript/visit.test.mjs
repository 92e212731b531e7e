// The visit sheet: what is written comes back from its file, and no file does more than fill in fields.
import assert from "node:assert/strict";
import { test } from "node:test";
import { visitOf } from "./load.mjs";

const visit = visitOf();
/** @type {SiteVisit.Sheet} */
const EMPTY = { languages: ["en"], words: "", told: "", own: "", medicines: "", team: "", ticked: [], lines: [], calls: true };
const HEADINGS = ["sheet", "words", "told", "questions", "medicines", "numbers"];
/** @type {SiteVisit.Data} */
const DATA = {
  language: "en",
  names: { en: "English", es: "Español" },
  headings: Object.fromEntries(["en", "es"].map((code) => [code, Object.fromEntries(HEADINGS.map((part) => [part, `${part} ${code}`]))])),
  pages: [
    { title: "One", questions: [{ en: "Why?", es: "¿Por qué?" }, { en: "Only here?" }] },
    { title: "Two", questions: [{ en: "When?", es: "¿Cuándo?" }] },
  ],
  lines: [{ id: "line", number: "0808", names: { en: "Line (UK)", es: "Línea (Reino Unido)" } }],
  calls: { en: [{ name: "Now", signs: ["fever", "chills"] }], es: [{ name: "Ya", signs: ["fiebre", "escalofríos"] }] },
};

/** @param {Partial<SiteVisit.Sheet>} sheet the sheet as text: a line for each section */
const shown = (sheet) =>
  visit.sections({ ...EMPTY, ...sheet }, DATA).map(({ heading, items, text }) => [heading, ...items].map((all) => all.map((one) => one.text).join(" | ")).concat(text || []).join(" / "));

test("a sheet comes back from its file as it was", () => {
  const texts = ["", "CK7 +\nTTF-1 −\n\n  positive", "<img src=x onerror=alert(1)>", "__proto__", "\"}{\\", "漢字 🙂 é"];
  for (const text of texts) {
    const sheet = { ...EMPTY, languages: ["en", "es"], words: text, told: text, own: text, medicines: text, team: text, ticked: ["Why?"], lines: ["line"], calls: false };
    assert.deepEqual(visit.opened(visit.written(sheet)), sheet);
  }
});

test("a file that is no sheet is refused", () => {
  const good = JSON.parse(visit.written(EMPTY));
  const wrong = [
    "", "{", "null", "1", "[]", "{}", '"visit-sheet"', "<script>", "\u0000", "[".repeat(100_000), "PK\u0003\u0004",
    ...[{ form: "x" }, { version: 0 }, { version: "1" }, { version: 0.5 }, { version: null }, { words: 1 }, { words: null }, { words: ["a"] }, { told: { toString: 1 } }, { words: "x".repeat(60_001) }].map((bad) => JSON.stringify({ ...good, ...bad })),
    ...[{ ticked: "Why?" }, { ticked: [1] }, { ticked: { length: 1 } }, { lines: Array(501).fill("a") }, { languages: null }, { calls: "yes" }].map((bad) => JSON.stringify({ ...good, ...bad })),
    ...["words", "ticked", "calls", "form", "version"].map((name) => JSON.stringify({ ...good, [name]: undefined })),
  ];
  for (const text of wrong) assert.equal(visit.opened(text), "wrong", text.slice(0, 80));
  assert.equal(visit.opened(" ".repeat(200_001)), "large");
  assert.equal(visit.opened(JSON.stringify({ ...good, version: 2, told: 7 })), "newer");
});

test("a file brings nothing but what a sheet has", () => {
  const file = `{"__proto__": {"own": "x"}, "constructor": 1, "more": "x", ${visit.written(EMPTY).slice(1)}`;
  assert.deepEqual(visit.opened(file), EMPTY);
  assert.deepEqual(visit.opened(`\ufeff${visit.written(EMPTY)}`), EMPTY);
  assert.deepEqual(visit.opened(visit.written({ ...EMPTY, own: "\u0001a".repeat(10_000) })), { ...EMPTY, own: "a".repeat(10_000) });
  const turned = visit.opened(visit.written({ ...EMPTY, words: "a\u202eb\u0000c\r\nd\u2066", ticked: ["Why?", "Why?"] }));
  assert.deepEqual(turned, { ...EMPTY, words: "abc\nd", ticked: ["Why?"] });
});

test("a ticked question is found in any language, and one that the guide no longer has is kept", () => {
  assert.deepEqual(visit.placed(["¿Cuándo?", "Why?", "Gone?", " "], DATA), { places: [2, 0], unknown: ["Gone?"] });
});

test("a sheet has its parts in the languages that were chosen", () => {
  assert.deepEqual(shown({ ticked: ["When?", "Why?"] }), ["sheet en", "questions en / Why? / When?", "Now / fever / chills"]);
  assert.deepEqual(shown({ ticked: ["Why?", "Only here?"], languages: ["es"], calls: false }), ["sheet es", "questions es / ¿Por qué? / Only here?"]);
  assert.deepEqual(shown({ ticked: ["Why?"], own: " Mine? \n\nAnd?", languages: ["es", "en"], calls: false }), ["sheet en | sheet es", "questions en | questions es / Why? | ¿Por qué? / Mine? / And?"]);
  assert.deepEqual(shown({ words: " CK7\n+ ", told: "Rest", languages: ["fr"], calls: false }), ["sheet en", "words en / CK7\n+", "told en / Rest"]);
  assert.deepEqual(shown({ medicines: "A\nB", team: "555", lines: ["line", "none"], languages: ["es"] }), [
    "sheet es",
    "medicines es / A / B",
    "numbers es / 555 / Línea (Reino Unido): 0808",
    "Ya / fiebre / escalofríos",
  ]);
});

test("an empty sheet is none", () => {
  assert.deepEqual(shown({ words: " \n", own: "\n" }), []);
});
