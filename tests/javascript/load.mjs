// The site's own scripts as the browser runs them, with data as the build writes it.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createContext, runInContext } from "node:vm";

const root = fileURLToPath(new URL("../../", import.meta.url));
const assets = `${root}overrides/assets/`;
const scripts = ["vendor/minisearch/minisearch.js", "search/words.js", "search/engine.js"];

const loaded = () => {
  const page = createContext({});
  for (const script of scripts) runInContext(readFileSync(assets + script, "utf8"), page, { filename: script });
  return page;
};

// The values of a script's own world are no arrays and sets of ours: copies are.
/** @param {unknown} value @returns {any} */
const copied = (value) => structuredClone(value);

/** @returns {SiteSearch.Words} */
export const wordsOf = () => {
  const { siteWords } = loaded();
  return { ...siteWords, tokens: (text) => copied(siteWords.tokens(text)), places: (...all) => copied(siteWords.places(...all)) };
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

/** @param {string} data the script that the build writes @returns {SiteSearch.Engine} */
export const engineOf = (data = smallGuide()) => {
  const page = loaded();
  runInContext(data, page, { filename: "data.js" });
  const { search, snippet } = runInContext("siteSearch(siteSearchData)", page);
  return { search: (query) => copied(search(query)), snippet };
};
