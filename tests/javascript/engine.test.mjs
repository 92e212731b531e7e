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
  assert.deepEqual(engine.search("xylophonist "), { results: [], total: 0, guessed: [], danger: null, close: [], near: [] });
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

// ---- questions, signs, scripts: a guide of its own for each

/** @param {Partial<SiteSearch.Data>} data */
const guideOf = (data) =>
  engineOf(
    `globalThis.siteSearchData = ${JSON.stringify({
      pages: [["Page", "page.html"]],
      sections: [],
      families: "",
      plurals: [],
      terms: [],
      small: "",
      meant: [],
      signs: ["positive", "negative"],
      intents: [],
      levels: [],
      lines: [],
      ...data,
    })};`,
  );
/** @param {SiteSearch.Engine} guide @param {string} query */
const anchors = (guide, query) => guide.search(query).results.map(({ anchor }) => anchor);

const asked = guideOf({
  sections: [
    [0, "", "Page", "Of live fish and of a long river."],
    [0, "outlook", "Outlook", "", 1],
    [0, "call", "When to call", "Call at once."],
    [0, "figures", "Neck", "The neck."],
  ],
  small: "how long do i have to a an the of want is it",
  meant: ["not dont", "want wants"],
  intents: [
    ["How long?", "how long do i have to live|life expectancy", [1], 1],
    ["Fever", "fever|calentura", [2], 0, 0, "Fever or chills"],
    ["No wish to live", "dont want to live", [2], 0, 0, "Thoughts"],
    ["Page", "what is a page about", [0], 0],
  ],
  levels: [["Call now", "Call your team."]],
  lines: [["Line", "1", "+1"]],
});

test("a question in people's own words leads to its answer, and says which question", () => {
  const [first] = asked.search("how long have i got to live ").results;
  assert.deepEqual([first.anchor, first.intent, first.text], ["outlook", "How long?", ""]);
});

test("the name of the guide's subject does not hide what is asked about it", () => {
  const bees = guideOf({
    sections: [
      [0, "", "Keeping honey bees", "Honey bees and their hives."],
      [0, "term", "honey bee", "The honey bee is an insect."],
      [0, "rain", "Rain", "Rain on a hive."],
      ...["Wax", "Mites", "Smoke", "Swarms", "Queens", "Frames", "Feed", "Winter"].map((heading) => /** @type {[number, string, string, string]} */ ([0, heading, heading, "More."])),
    ],
    terms: [[2, "", [["", "honey bees"]]]],
    subject: 0,
    small: "is the a what in are",
    intents: [["What are honey bees?", "what are honey bees|honey bees insects", [0, 1], 0]],
  });
  assert.deepEqual(anchors(bees, "what are honey bees "), ["", "term"]);
  assert.equal(anchors(bees, "honey bees in the rain ")[0], "rain");
  assert.equal(anchors(bees, "rain honey bees ")[0], "rain");
});

test("a folded section comes only for a question about it", () => {
  assert.ok(!anchors(asked, "live ").includes("outlook"));
  assert.ok(!anchors(asked, "outlook neck ").includes("outlook"));
  assert.ok(anchors(asked, "life expectancy neck ").includes("outlook"));
});

test("a sign of danger comes first, whatever else is said, with whom to call", () => {
  for (const query of ["fever ", "calentura ", "the fish has a fever and a neck "]) {
    const [first] = asked.search(query).results;
    assert.deepEqual(first.call, { name: "Call now", action: "Call your team.", sign: "Fever or chills", lines: [["Line", "1", "+1"]] });
  }
});

test("a question that shares a word with a sign is no sign", () => {
  assert.equal(asked.search("how long do i have to live ").results[0].call, null);
  assert.equal(asked.search("i don't want to live ").results[0].call?.sign, "Thoughts");
});

test("where no call comes first, there is a way to the signs of danger, also where nothing is found", () => {
  for (const query of ["how long do i have to live ", "xylophonist "]) assert.equal(asked.search(query).danger?.anchor, "call", query);
  assert.equal(asked.search("fever ").danger, null);
  assert.equal(engine.search("neck ").danger, null); // a guide without signs
});

test("a contraction is small, and the word that it looks like is not", () => {
  const guide = guideOf({
    sections: [[0, "call", "Call", "Call if you feel very ill."], [0, "shame", "Guilty", "You may feel guilty."]],
    small: "a and can't i i'll if may very you",
    intents: [["Ill", "feel very ill", [0], 0, 0, "Very ill"]],
    levels: [["Call now", "Call your team."]],
  });
  for (const query of ["i feel guilty ", "I'll feel guilty ", "I can't feel "]) assert.equal(guide.search(query).results[0].call, null, query);
  for (const query of ["i feel very ill ", "you feel ill "]) assert.equal(guide.search(query).results[0].call?.sign, "Very ill", query);
  assert.deepEqual(anchors(guide, "I'll "), []);
});

test("small words alone still answer, and are not needed beside others", () => {
  assert.ok(anchors(asked, "how long ").length > 0);
  assert.equal(anchors(asked, "the neck of it ")[0], "figures");
  assert.ok(![...asked.search("the neck of it ").results[0].matched].includes("the"));
});

test("a word is not replaced by another word that only looks like it", () => {
  const guide = guideOf({ sections: [[0, "a", "Fewer", "Fewer people. Gene expression. Urine: orina."]] });
  for (const query of ["fever ", "depression ", "morfina ", "telling "]) assert.deepEqual(anchors(guide, query), [], query);
  assert.deepEqual(anchors(guide, "expresion "), ["a"]);
});

test("a word of the language is no slip of another, once the search has learned it; a real slip is one still", () => {
  const guide = guideOf({ slips: 1, sections: [[0, "a", "Liver", "The liver. A biopsy."]] });
  assert.deepEqual([anchors(guide, "lever "), guide.search("lever ").guessed], [["a"], ["lever"]]);
  assert.deepEqual(guide.search("liver biop").guessed, []);
  guide.learn(new Set(["lever", "cheer"]));
  assert.deepEqual([anchors(guide, "lever "), guide.search("lever ").guessed], [[], []]);
  for (const query of ["livver ", "biospy ", "lever biopsy "]) assert.deepEqual(anchors(guide, query), ["a"], query);
  assert.ok(!guide.search("lever biopsy ").results[0].matched.has("liver"));
});

test("what is close to a word that finds nothing is itself found", () => {
  const guide = guideOf({ slips: 1, sections: [[0, "a", "Liver", "The liver."]], terms: [[0, "lemur", [["es", "levero"]]]] });
  guide.learn(new Set(["lever"]));
  assert.deepEqual(guide.search("levero ").results, []);
  const { close, near } = guide.search("lever ");
  assert.deepEqual([close, near.map(({ anchor }) => anchor)], [["liver"], ["a"]]);
});

test("a guide without such a list takes words for slips, and asks for none", () => {
  const guide = guideOf({ sections: [[0, "a", "Liver", "The liver."]] });
  assert.deepEqual([anchors(guide, "lever "), guide.search("lever ").guessed], [["a"], []]);
});

test("a short word that is typed whole is no beginning of another, but its plural may stand for it", () => {
  const guide = guideOf({ plurals: ["s", "es"], sections: [[0, "a", "Fluid", "A team of the ear, early. Two eyes."]] });
  for (const query of ["flu ", "tea ", "flu tea "]) assert.deepEqual(anchors(guide, query), [], query);
  for (const query of ["flu", "eye ", "ear ", "earl "]) assert.deepEqual(anchors(guide, query), ["a"], query);
});

test("digits and signs are no slips: CK7+ CK20- does not lead to its opposite", () => {
  const guide = guideOf({
    sections: [
      [0, "colon", "Colon", "CK20+ and CK7\u2212 are seen in this group; CK7 and CK20 are read as a pair."],
      [0, "lung", "Lung", "CK7 positive, CK20 negative."],
      [0, "study", "Study", "Of 2,232 people. CA 19-9, and not CA-125. 5-FU is a drug."],
    ],
  });
  for (const query of ["CK7+ CK20-", "ck7 positive ck20 negative"]) assert.equal(anchors(guide, query)[0], "lung", query);
  for (const query of ["2232", "2,232", "ca19-9", "ca 19-9", "5FU", "5 fu"]) assert.deepEqual(anchors(guide, `${query} `), ["study"], query);
  assert.deepEqual(anchors(guide, "2233 "), []);
});

test("accents as typed come first", () => {
  const guide = guideOf({ sections: [[0, "anus", "Anus", "El ano."], [0, "year", "Year", "Un año."]] });
  assert.deepEqual(anchors(guide, "año "), ["year", "anus"]);
  assert.deepEqual(anchors(guide, "ano "), ["anus", "year"]);
});

test("words of scripts without spaces are found inside a sentence, and right-to-left ones as they stand", () => {
  const guide = guideOf({
    sections: [
      [0, "zh", "一", "这是关于原发灶不明癌症的指南。"],
      [0, "ja", "二", "原発不明がんの治療について説明します。"],
      [0, "ar", "ثلاثة", "دليل عن علاج السرطان."],
      [0, "th", "สี่", "คู่มือการรักษามะเร็ง"],
    ],
  });
  assert.equal(anchors(guide, "癌症 ")[0], "zh");
  assert.deepEqual(guide.search("不明がん ").results.map(({ anchor }) => anchor)[0], "ja");
  assert.equal(anchors(guide, "治療 ")[0], "ja");
  assert.deepEqual(anchors(guide, "السرطان "), ["ar"]);
  assert.equal(anchors(guide, "มะเร็ง ")[0], "th");
  const text = "这是关于原发灶不明癌症的指南。";
  assert.deepEqual(words.places(text, new Set(["癌症"])).map(([start, end]) => text.slice(start, end)), ["癌症"]);
});

test("a number beside a sign does not hide it", () => {
  for (const query of ["fever 38 5 ", "fever of 39 4 41 2 days "]) assert.equal(asked.search(query).results[0].call?.sign, "Fever or chills", query);
});
