// The reader of reports: whatever is pasted comes back as it is, and no sign is read the wrong way round.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { readerOf } from "./load.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const python = existsSync(`${root}.venv/bin/python`) ? `${root}.venv/bin/python` : "python3";
const environment = { ...process.env, PYTHONPATH: `${root}hooks` };
/** @type {SiteReport.Data} */
const data = JSON.parse(execFileSync(python, [`${root}tests/javascript/report_data.py`], { encoding: "utf8", env: environment }));
const reader = readerOf(data);

// Numbers that are the same in each run.
/** @param {number} seed */
const random = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
};
/** @template Kind @param {() => number} next @param {Kind[]} all */
const one = (next, all) => all[Math.floor(next() * all.length)];
/** @template Kind @param {() => number} next @param {Kind[]} all @param {number} count */
const some = (next, all, count) => [...all].map((item) => ({ item, place: next() })).sort((a, b) => a.place - b.place).slice(0, count).map(({ item }) => item);

/** @param {string} text @param {SiteReport.Read} read */
const unchanged = (text, read) => {
  let end = 0;
  for (const mark of read.marks) {
    assert.ok(mark.start >= end && mark.end > mark.start, JSON.stringify(text));
    assert.equal(text.slice(mark.start, mark.end), mark.text);
    end = mark.end;
  }
  assert.ok(end <= text.length);
};

const PIECES = [
  ..."abcñéüß09lIO+-−–±%<>()[]{}/\\.,:;'\"\n\r\t \u00ad\u200b\u0301🙂漢\ud800\u0000",
  "CK7", "CK20", "TTF-", "1", "positive", "negative for", "no", "not", "and", "or", "but", "expression of", "5%", "3+", "neg.", "(-)", "lymph node",
  "sin", "expresión de", "positivo", "ni", "\n\n", "<script>", "&amp;", "__proto__", "constructor", "toString", "meta-\n",
];

test("any text comes back unchanged but for marks", () => {
  const next = random(7);
  for (let run = 0; run < 1500; run++) {
    const text = Array.from({ length: Math.floor(next() * 40) }, () => one(next, PIECES)).join(one(next, ["", " "]));
    unchanged(text, reader.read(text));
  }
});

const NAMES = ["CK7", "CK20", "CDX2", "SATB2", "TTF-1", "napsin A", "GATA3", "PAX8", "WT-1", "p40", "p16", "SOX10", "synaptophysin", "INSM1"];
/** @param {string[]} all @param {string} join */
const ended = (all, join) => (all.length > 1 ? `${all.slice(0, -1).join(", ")}${join}${all.at(-1)}` : all[0]);
/** @param {string} join @returns {((all: string[]) => string)[]} */
const lists = (join) => [(all) => all.join(", "), (all) => ended(all, join), (all) => all.join("/")];
const LISTS = { en: lists(" and "), es: lists(" y ") };
const PLAIN_JOINS = {
  en: [". ", "; ", ", ", " and ", ", and ", ", but ", ", whereas ", "\n", ",\n"],
  es: [". ", "; ", ", ", " y ", ", y ", ", pero ", ", mientras que ", "\n", ",\n"],
};
const JOINS = { en: [...PLAIN_JOINS.en, " with "], es: [...PLAIN_JOINS.es, " con ", ", sin embargo "] };
const PROTEINS = ["MLH1", "MSH2", "MSH6", "PMS2"];
/** Ways to name several stains, and to say of them that they are seen or not. @type {Record<string, { names: string[], lists: ((all: string[]) => string)[], "+": string[], "-": string[], joins: string[] }>} */
const WAYS = {
  en: {
    names: NAMES,
    lists: LISTS.en,
    "+": ["{} positive", "{} are positive", "positive for {}", "the tumor cells express {}", "strong staining: {} pos.", "immunoreactive for {}", "{}: positive", "diffusely positive for {}", "{} is expressed", "positivity for {} is seen", "{} expression is preserved", "presence of {}", "the cells stain for {}", "positivity in the tumor cells for {}", "positive and strong for {}", "{} with positive nuclear staining", "positive staining for {}", "focal staining for {}"],
    "-": ["{} negative", "{} are negative", "negative for {}", "no expression of {}", "lack {}", "no staining for {}", "{}: neg.", "do not express {}", "{} not expressed", "non-reactive for {}", "{} was not detected", "without {} expression", "{} positivity is not identified", "absence of {}", "fail to express {}", "loss of {} expression", "no {}-positive cells", "loss of expression for {}", "no positivity in tumor cells for {}"],
    joins: JOINS.en,
  },
  es: {
    names: NAMES,
    lists: LISTS.es,
    "+": ["{} positivo", "{} son positivos", "positivas para {}", "las células expresan {}", "{}: positivo", "{} con marcación nuclear positiva", "marcación positiva para {}", "positividad en las células tumorales para {}", "inmunoreactividad en las células tumorales para {}", "positividad fuerte y difusa para {}", "positiva y fuerte para {}", "reactivas para {}", "muestran expresión de {}", "se observa positividad para {}", "presencia de {}", "la expresión de {} está conservada", "marcación focal para {}"],
    "-": ["{} negativo", "{} son negativos", "negativas para {}", "sin expresión para {}", "no presentan expresión a {}", "no expresan {}", "sin marcación para {}", "tampoco presenta marcación para {}", "no muestran inmunoreactividad para {}", "pérdida de expresión para {}", "ausencia de tinción para {}", "no se observa expresión para {}", "no se detectó expresión de {}", "{} no reactivo", "no hay evidencia de expresión para {}", "{}: neg.", "siendo negativa la expresión para {}", "{} con marcación negativa", "no se expresa {}", "carecen de {}"],
    joins: JOINS.es,
  },
  // Proteins that are normally there: "+" is a loss.
  "en, repair proteins": {
    names: PROTEINS,
    lists: LISTS.en,
    "+": ["loss of {}", "{} lost", "loss of nuclear expression of {}", "{}: loss of expression", "{} is absent", "absent nuclear staining for {}", "{} negative", "no expression of {}", "{} deficient", "{} not retained"],
    "-": ["{} retained", "{} intact", "no loss of {}", "retained nuclear expression of {}", "intact nuclear staining for {}", "{}: preserved", "without loss of {}", "{} positive", "{} show no loss of expression", "{} are expressed"],
    joins: JOINS.en,
  },
  "es, repair proteins": {
    names: PROTEINS,
    lists: LISTS.es,
    "+": ["pérdida de {}", "pérdida de expresión de {}", "pérdida de la expresión nuclear de {}", "{}: ausente", "{} negativo", "sin expresión de {}", "{} con pérdida de expresión", "ausencia de tinción para {}", "no se observa expresión de {}", "{} no conservado"],
    "-": ["{} conservado", "{}: intacto", "sin pérdida de {}", "sin pérdida de expresión de {}", "expresión conservada de {}", "expresión nuclear intacta de {}", "no hay pérdida de {}", "{} positivo", "tinción nuclear conservada para {}", "se observa expresión de {}", "{} sin pérdida de expresión"],
    joins: JOINS.es,
  },
  "en, genes": {
    names: ["KRAS", "BRAF", "RET", "NTRK"],
    lists: LISTS.en,
    "+": ["{} mutation detected", "{} mutated", "{}: positive", "mutation of {} is present", "{} fusion detected", "positive for {} mutation", "{} mutation identified", "{}: mutation detected"],
    "-": ["{} wild type", "no {} mutation", "{}: no mutation detected", "no mutation of {} detected", "{}: negative", "negative for {} mutation", "{} mutation not detected", "{} not mutated", "no {} fusion was identified", "no mutations were found in {}", "absence of {} mutations"],
    joins: PLAIN_JOINS.en,
  },
  "es, genes": {
    names: ["KRAS", "BRAF", "RET", "NTRK"],
    lists: LISTS.es,
    "+": ["mutación de {} detectada", "{} mutado", "{}: positivo", "mutación de {} presente", "fusión de {} detectada", "positivo para mutación de {}", "se detecta mutación en {}", "{}: mutación detectada"],
    "-": ["{} tipo silvestre", "sin mutación de {}", "{}: sin mutación", "{}: mutación no detectada", "no se detectó mutación de {}", "{}: negativo", "negativo para mutación de {}", "mutación de {} no detectada", "{} no mutado", "no se identificó fusión de {}", "no se observan mutaciones en {}", "ausencia de mutaciones de {}", "no se detectan mutaciones en {}"],
    joins: PLAIN_JOINS.es,
  },
  "en, blood": {
    names: ["AFP", "CEA", "CA 125", "CA 15-3"],
    lists: LISTS.en,
    "+": ["{} elevated", "elevated {}", "high {}", "{}: high", "raised {} levels", "{} above normal", "{} markedly elevated", "elevation of {}", "increase of {}"],
    "-": ["{} normal", "normal {}", "{} within normal limits", "{}: normal", "{} not elevated", "no elevation of {}", "{} levels were not raised", "{} is not high"],
    joins: PLAIN_JOINS.en,
  },
  "es, blood": {
    names: ["AFP", "CEA", "CA 125", "CA 15-3"],
    lists: LISTS.es,
    "+": ["{} elevado", "elevado {}", "{}: alto", "{} aumentados", "niveles altos de {}", "{} por encima de lo normal", "elevación de {}", "aumento de {}"],
    "-": ["{} normal", "{} normales", "{} dentro de límites normales", "{}: normal", "{} no elevado", "sin elevación de {}", "niveles normales de {}", "{} en rango normal", "{} no está elevado"],
    joins: PLAIN_JOINS.es,
  },
};

for (const [language, ways] of Object.entries(WAYS)) {
  test(`a sign is never read the wrong way round, however sentences are put together: ${language}`, () => {
    const next = random(11);
    let [read, all] = [0, 0];
    for (let run = 0; run < 800; run++) {
      const names = some(next, ways.names, 1 + Math.floor(next() * 6));
      /** @type {Record<string, string>} */
      const truth = {};
      const parts = [];
      for (let at = 0; at < names.length; ) {
        const group = names.slice(at, at + 1 + Math.floor(next() * 3));
        at += group.length;
        const sign = next() < 0.5 ? "+" : "-";
        for (const name of group) truth[name] = sign;
        parts.push(one(next, ways[sign]).replace("{}", one(next, ways.lists)(group)));
      }
      const text = parts.join(one(next, ways.joins));
      for (const mark of reader.read(text).marks) {
        if (!(mark.text in truth)) continue;
        all++;
        if (mark.sign === truth[mark.text]) read++;
        else assert.ok(mark.sign !== "+" && mark.sign !== "-", `${mark.text} is ${truth[mark.text]}, not ${mark.sign}: ${JSON.stringify(text)}`);
      }
    }
    assert.ok(read > 0.6 * all, `${read} of ${all}`);
  });
}

test("what is negated leads nowhere, whatever else is found", () => {
  const next = random(13);
  for (let run = 0; run < 500; run++) {
    const names = some(next, data.stains.filter(({ turned }) => !turned), 8).map(({ names: { en } }) => en);
    assert.deepEqual(reader.read(`Negative for ${names.join(", ")}.`).fits, []);
  }
});

test("a report of 5 kB is read in a small part of 100 ms", () => {
  const text = "The tumor cells are positive for CK20 and CDX2, and negative for CK7, TTF-1 and napsin A.\n".repeat(56);
  reader.read(text);
  const start = performance.now();
  reader.read(text);
  assert.ok(performance.now() - start < 100);
});

test("a guide without stains finds its terms, and nothing else", () => {
  const plain = readerOf({ ...data, stains: [], patterns: [], signs: { en: {}, es: {} } });
  const read = plain.read("Metastatic adenocarcinoma. CK7 positive.");
  assert.deepEqual(read.fits, []);
  assert.ok(read.marks.length >= 2);
});
