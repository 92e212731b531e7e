// What is read aloud, without a browser: from the nodes of a page to sentences, and to the voice of each word.
import assert from "node:assert/strict";
import { test } from "node:test";
import { listenOf } from "./load.mjs";

const { blocks, sentences, utterances, voiceFor } = listenOf();

/** @typedef {SiteListen.Node & { skipped?: boolean }} Made */
/** @param {string} data @returns {Made} */
const text = (data) => ({ nodeType: 3, data, childNodes: [] });
/** @param {string} localName @param {(Made | string)[]} children @returns {Made} */
const element = (localName, ...children) => ({
  nodeType: 1,
  localName,
  childNodes: children.map((child) => (typeof child === "string" ? text(child) : child)),
});
/** @param {string} lang @param {string} word @returns {Made} */
const foreign = (lang, word) => ({ ...element("em", word), lang });
/** @param {string} data @returns {Made} */
const source = (data) => ({ ...element("span", data), skipped: true });
/** @param {SiteListen.Node} node */
const isSkipped = (node) => Boolean(/** @type {Made} */ (node).skipped);

/** @param {Made[]} children */
const read = (...children) => [...blocks(element("article", ...children), "es", isSkipped)].map((block) => [...block].map((run) => run.text).join(""));
/** @param {Made} block @param {string[]} voices @param {string} [language] */
const said = (block, voices, language = "es") =>
  [...blocks(element("article", block), language, isSkipped)].flatMap((one) =>
    [...sentences(one, language)].map((sentence) => utterances(sentence, language, (spoken) => voices.includes(spoken)).map((each) => [each.language, each.text])),
  );

test("each paragraph, heading, item and cell is read by itself, in the order of the page", () => {
  const list = element("ul", element("li", "Uno", element("ul", element("li", "Dos"))), element("li", "Tres"));
  const table = element("table", element("tbody", element("tr", element("th", "Qué"), element("td", "Cómo"))));
  assert.deepEqual(read(element("h2", "Título"), element("p", "Un ", element("strong", "texto"), "."), list, table), ["Título", "Un texto.", "Uno", "Dos", "Tres", "Qué", "Cómo"]);
});

test("a block without a word is not read", () => {
  assert.deepEqual(read(element("p", " \n "), element("p"), element("p", source("[1]"))), []);
});

test("the numbers of sources are not read, and leave no gap before the period", () => {
  assert.deepEqual(said(element("p", "Es raro ", source("[1, 2]"), ". Se cura ", source("[3]"), "."), ["es"]), [[["es", "Es raro."]], [["es", "Se cura."]]]);
});

test("words in another language go to a voice of theirs, if there is one", () => {
  const block = element("p", "Los ganglios (", foreign("en", "lymph nodes"), ") filtran.");
  assert.deepEqual(said(block, ["es", "en"]), [[["es", "Los ganglios ("], ["en", "lymph nodes"], ["es", ") filtran."]]]);
  assert.deepEqual(said(block, ["es"]), [[["es", "Los ganglios (lymph nodes) filtran."]]]);
});

test("decimals, numbers with groups and hours end no sentence", () => {
  for (const one of ["El 2.5 % de 16,643 personas.", "De 10 a. m. a 6 p. m. hay alguien.", "It is 0.5 mg, e.g. a tablet."]) {
    assert.equal(said(element("p", one), ["es"]).length, 1, one);
  }
});

test("a sentence is where it stands in its runs", () => {
  const [block] = blocks(element("p", "Uno. Dos ", element("em", "tres"), " cuatro."), "es", isSkipped);
  const places = [...sentences(block, "es")].map((parts) => [...parts].map((part) => part.text.slice(part.start, part.end)));
  assert.deepEqual(places, [["Uno."], ["Dos ", "tres", " cuatro."]]);
});

test("whatever a page says is read, whole and once", () => {
  const words = ["¿Qué es?", "¡No!", "CK7+", "…", "12 %", "«Sí»", "e. g.", "Fin"];
  for (let seed = 0; seed < 200; seed += 1) {
    const some = words.filter((_, at) => (seed >> at) & 1);
    const block = element("p", ...some.flatMap((word, at) => (at % 2 ? [element("b", word), " "] : [`${word} `])));
    const letters = (/** @type {string} */ one) => one.replace(/[^\p{L}\p{N}]/gu, "");
    assert.equal(letters(said(block, ["es"]).flat().map(([, one]) => one).join("")), letters(some.join("")), some.join(" "));
  }
});

/** @param {string} lang @param {boolean} localService @param {boolean} [isDefault] */
const voice = (lang, localService, isDefault = false) => ({ lang, localService, default: isDefault });

test("only a voice of the device speaks, and only in the language asked for", () => {
  assert.equal(voiceFor([voice("es-ES", false, true), voice("en-US", true)], "es", []), null);
  assert.equal(voiceFor([], "es", []), null);
  assert.equal(voiceFor([voice("est-EE", true)], "es", []), null);
  assert.equal(voiceFor([voice("es_MX", true)], "es", [])?.lang, "es_MX");
});

test("the reader's own region comes first, then the voice that the device prefers", () => {
  const voices = [voice("es-ES", true), voice("es_MX", true), voice("es-AR", true, true)];
  assert.equal(voiceFor(voices, "es", ["en-US", "es-MX"])?.lang, "es_MX");
  assert.equal(voiceFor(voices, "es", ["en-US"])?.lang, "es-AR");
});
