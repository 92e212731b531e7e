// @ts-check
// What a word is, for the search and for the highlighting of what it found: the one place that says so.
globalThis.siteWords = (() => {
  "use strict";

  // Letters and digits; a hyphen joins what a reader may write with or without it: PD-L1, 5-FU.
  const WORD = /[\p{L}\p{N}]+(?:[-\u2010\u2011][\p{L}\p{N}]+)*/gu;
  const HYPHEN = /[-\u2010\u2011]/u;

  // Text without accents and case: "Diagnóstico" is "diagnostico", "ñ" is "n".
  /** @param {string} text */
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  // Every form under which a written word can be asked for: "PD-L1" is "pdl1", "pd" and "l1".
  /** @param {string} written */
  const forms = (written) => {
    const parts = fold(written).split(HYPHEN);
    return parts.length > 1 ? [parts.join(""), ...parts] : parts;
  };

  /** @param {string} text */
  const tokens = (text) => (text.match(WORD) ?? []).flatMap(forms);

  // Where the given folded words stand in a text, as [start, end] pairs.
  /** @type {SiteSearch.Words["places"]} */
  const places = (text, wanted) =>
    [...text.matchAll(WORD)]
      .filter(([word]) => forms(word).some((form) => wanted.has(form)))
      .map((match) => [match.index, match.index + match[0].length]);

  return { WORD, fold, forms, tokens, places };
})();
