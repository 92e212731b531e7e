// The site's own scripts as the browser runs them, with data as the build writes it.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createContext, runInContext } from "node:vm";

const root = fileURLToPath(new URL("../../", import.meta.url));
const scripts = ["words.js", "engine.js"];

// A guide that is without a part keeps its scripts beside the tests.
/** @param {string} name */
const asset = (name) => [`${root}overrides/assets/`, `${root}tests/house/overrides/assets/`].map((folder) => folder + name).find(existsSync) ?? name;

const loaded = (folder = asset("search/")) => {
  const page = createContext({});
  for (const script of scripts) runInContext(readFileSync(folder + script, "utf8"), page, { filename: script });
  return page;
};

// The values of a script's own world are no arrays and sets of ours: copies are.
/** @param {unknown} value @returns {any} */
const copied = (value) => structuredClone(value);

/** @returns {SiteListen.Listen} */
export const listenOf = () => {
  const page = createContext({});
  runInContext(readFileSync(asset("listen.js"), "utf8"), page, { filename: "listen.js" });
  const { blocks, sentences, utterances, voiceFor } = page.siteListen;
  return {
    blocks,
    sentences,
    utterances: (...all) => copied(utterances(...all)),
    voiceFor,
  };
};

/** @returns {SiteSearch.Words} */
export const wordsOf = () => {
  const { siteWords } = loaded();
  return { ...siteWords, tokens: (text) => copied(siteWords.tokens(text)), places: (...all) => copied(siteWords.places(...all)) };
};

/** @param {string} script the script that the build writes @returns {SiteSearch.Data} */
export const dataOf = (script) => {
  const page = loaded();
  runInContext(script, page, { filename: "data.js" });
  return copied(page.siteSearchData);
};

/** @param {string} script the script of words that are no slips, as the build writes it @returns {ReadonlySet<string>} */
export const slipsOf = (script) => {
  const page = createContext({});
  runInContext(script, page, { filename: "slips.js" });
  return new Set(page.siteSearchSlips.split(" "));
};

// What hooks/editorial/site/search.py writes for the small guide of small_guide.py.
const smallGuide = () => {
  const own = `${root}.venv/bin/python`;
  const environment = { ...process.env, PYTHONPATH: `${root}hooks` };
  return execFileSync(existsSync(own) ? own : "python3", [`${root}tests/javascript/small_guide.py`], {
    encoding: "utf8",
    env: environment,
  });
};

/** @param {string} data the script that the build writes @param {string} [folder] where the scripts are @returns {SiteSearch.Engine} */
export const engineOf = (data = smallGuide(), folder) => {
  const page = loaded(folder);
  runInContext(data, page, { filename: "data.js" });
  const { search, snippet, learn } = runInContext("siteSearch(siteSearchData)", page);
  return { search: (query) => copied(search(query)), snippet, learn };
};

/** @param {SiteReport.Data} data @returns {SiteReport.Reader} the reader of reports, as overrides/assets/report/reading.js has it */
export const readerOf = (data) => {
  const page = createContext({});
  runInContext(readFileSync(asset("report/reading.js"), "utf8"), page, { filename: "reading.js" });
  const { read, fold } = page.siteReport(data);
  return { read: (text) => copied(read(text)), fold };
};

/** @returns {SiteVisit.Visit} */
export const visitOf = () => {
  const page = createContext({});
  runInContext(readFileSync(asset("visit.js"), "utf8"), page, { filename: "visit.js" });
  const { written, opened, placed, sections } = page.siteVisit;
  return { written, opened: (text) => copied(opened(text)), placed: (...all) => copied(placed(...all)), sections: (...all) => copied(sections(...all)) };
};
