// The search's engine, without a browser: a small guide as the build writes it, and what a reader types.
import assert from "node:assert/strict";
import { test } from "node:test";
import { engineOf, wordsOf } from "./load.mjs";

const words = wordsOf();
const engine = engineOf();

/** @param {string} query */
const found = (query) => engine.search(query).results.map(({ url, anchor }) => (anchor ? `${url}#${anchor}` : url));

test("accents and case do not count", () => {
  assert.deepEqual(words.tokens("Diagnóstico AÑO"), ["diagnostico", "ano"]);
  assert.deepEqual(found("DIAGNÓSTICOS "), ["armpit.html#plan"]);
});

test("a word with a hyphen is found with it, without it, and by its parts", () => {
  assert.deepEqual(words.tokens("PD-L1"), ["pdl1", "pd", "l1"]);
  for (const query of ["PD-L1 ", "pdl1 ", "pd l1 "]) assert.equal(found(query)[0], "neck.html#ask", query);
});

test("a marker is found whether or not a space stands before its number", () => {
  for (const query of ["HER2 ", "her 2 "]) assert.equal(found(query)[0], "armpit.html#plan", query);
});

test("other endings of a word are found", () => {
  assert.ok(found("lymph nodes ").includes("neck.html"));
});

test("the last word may be half typed, another one not", () => {
  assert.equal(found("radia")[0], "neck.html#care");
  assert.deepEqual(found("biop"), ["neck.html#ask"]);
});

test("another name leads to the term's own, and says which", () => {
  const [first] = engine.search("ganglio linfático ").results;
  assert.ok(first.url === "neck.html" || first.url === "armpit.html");
  assert.deepEqual(first.why, { name: "ganglio linfático", language: "es", other: "lymph node" });
  assert.equal(engine.search("lymph node ").results[0].why, null);
});

test("a slip of the hand is understood, in a short word it is not", () => {
  assert.equal(found("biospy ")[0], "neck.html#ask");
  assert.deepEqual(found("nekc "), []);
});

test("a phrase in quotation marks is found as it stands", () => {
  assert.deepEqual(found('"mouth heals" '), ["neck.html#care"]);
  assert.deepEqual(found('"heals mouth" '), []);
});

test("a word that nothing is close to finds nothing", () => {
  assert.deepEqual(engine.search("xylophonist "), { results: [], total: 0, close: [], near: [] });
});

test("no query, however odd, is an error", () => {
  for (const query of ["", " ", "-", '"', '""', "…", "a-", "🙂", "constructor", "__proto__ ", "x".repeat(5_000)]) {
    assert.ok(Array.isArray(engine.search(query).results), query);
  }
});

test("the snippet is the part of the text that has the words", () => {
  const text = `${"Nothing of it here. ".repeat(20)}Radiation may cause a sore mouth. ${"And no more. ".repeat(20)}`;
  const snippet = engine.snippet(text, new Set(["sore", "mouth"]));
  assert.match(snippet, /sore mouth/);
  assert.ok(snippet.length <= 170);
  assert.equal(engine.snippet("Short.", new Set(["none"])), "Short.");
});

test("the places of words in a text are those of whole words", () => {
  assert.deepEqual(words.places("Neck, necklace, PD-L1.", new Set(["neck", "l1"])), [[0, 4], [16, 21]]);
});
