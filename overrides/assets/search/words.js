// @ts-check
// What a word is, for the search and for the highlighting of what it found: the one place that says so.
globalThis.siteWords = (() => {
  "use strict";

  // Digits in groups are one number: 2,232. Else letters and digits; a hyphen joins what a reader may write with or
  // without it: PD-L1, 5-FU.
  const WORD = /\p{N}{1,3}(?:[,.\u00a0\u202f]\p{N}{3})+(?!\p{N})|[\p{L}\p{N}]+(?:[-\u2010\u2011][\p{L}\p{N}]+)*/gu;
  const GROUPED = /^\p{N}+[,.\u00a0\u202f]/u;
  const HYPHEN = /[-\u2010\u2011]/u;
  // Scripts that put no space between words: two neighboring letters are what can be found.
  const UNSPACED = /^[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}\u30fc]{2,}/u;
  // "CA 19-9", "HER 2" and "5 FU" are what others write as one word.
  const LETTERS = /^\p{Lu}[\p{Lu}\p{Ll}]?\p{Lu}{0,3}$/u;

  // Text without accents and case: "Diagnóstico" is "diagnostico", "ñ" is "n".
  /** @param {string} text */
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  // Two neighboring letters each: "原发癌" is "原发" and "发癌".
  /** @param {string} word */
  const pairs = (word) => {
    const letters = [...word];
    return letters.slice(1).map((letter, i) => letters[i] + letter);
  };

  // Every form under which a written word can be asked for: "PD-L1" is "pdl1", "pd" and "l1".
  /** @param {string} written */
  const forms = (written) => {
    if (GROUPED.test(written)) return [written.replace(/[^\p{N}]/gu, "")];
    if (UNSPACED.test(written)) return pairs(written.toLowerCase());
    const parts = fold(written).split(HYPHEN);
    return parts.length > 1 ? [parts.join(""), ...parts] : parts;
  };

  /** @param {string} text */
  const tokens = (text) => {
    const found = [];
    let before = "";
    let end = -2;
    for (const { 0: word, index = 0 } of text.matchAll(WORD)) {
      found.push(...forms(word));
      if (index === end + 1 && /^\p{N}/u.test(before) !== /^\p{N}/u.test(word)) {
        const [letters, digits] = /^\p{N}/u.test(word) ? [before, word] : [word, before];
        if (LETTERS.test(letters) && !GROUPED.test(digits)) found.push(forms(before)[0] + forms(word)[0]);
      }
      before = word;
      end = index + word.length;
    }
    return found;
  };

  // Where the given folded words stand in a text, as [start, end] pairs.
  /** @type {SiteSearch.Words["places"]} */
  const places = (text, wanted) =>
    [...text.matchAll(WORD)].flatMap(({ 0: word, index = 0 }) => {
      /** @type {[number, number][]} */
      const whole = forms(word).some((form) => wanted.has(form)) ? [[0, word.length]] : [];
      const within = UNSPACED.test(word) ? pairsIn(word, wanted) : whole;
      return within.map(([start, end]) => /** @type {[number, number]} */ ([index + start, index + end]));
    });

  // The stretches of an unspaced text that are made of wanted pairs.
  /** @param {string} word @param {ReadonlySet<string>} wanted */
  const pairsIn = (word, wanted) => {
    /** @type {[number, number][]} */
    const found = [];
    let at = 0;
    for (const pair of pairs(word)) {
      const last = found.at(-1);
      if (wanted.has(pair.toLowerCase())) {
        if (last && last[1] >= at) last[1] = at + pair.length;
        else found.push([at, at + pair.length]);
      }
      at += String.fromCodePoint(pair.codePointAt(0) ?? 0).length;
    }
    return found;
  };

  // Every word of what a search is told, as the build makes the same list (search.py): families are steps in it.
  /** @type {SiteSearch.Words["vocabulary"]} */
  const vocabulary = ({ pages, sections, terms, intents, plurals }) => {
    const names = terms.flatMap(([, , others]) => others);
    const written = [
      ...pages.map(([title]) => title),
      ...sections.map(([, , heading, text]) => `${heading} ${text}`),
      ...terms.map(([, own]) => own),
      ...names.map(([, name]) => name),
      ...intents.map(([, all]) => all),
    ].join(" ");
    const words = new Set(written.match(/[\p{L}\p{N}]+/gu));
    const foreign = names.filter(([code]) => code).flatMap(([, name]) => name.match(/[\p{L}\p{N}]+/gu) ?? []);
    for (const word of foreign) for (const ending of plurals) words.add(word + ending);
    return [...new Set([...words].map(fold))].sort();
  };

  /** @param {string} written */
  const isUnspaced = (written) => UNSPACED.test(written);

  return { WORD, fold, forms, tokens, places, isUnspaced, vocabulary };
})();
