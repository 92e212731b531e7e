// @ts-check
// From what a reader types to sections of the guide. Knows nothing of the page: data in, results out.
/** @param {SiteSearch.Data} data */
globalThis.siteSearch = (data) => {
  "use strict";

  const { WORD, fold, forms, tokens, places } = siteWords;

  // How much a match counts: where it stands, and how it was found.
  const FIELDS = { title: 3, heading: 4, text: 1 };
  const FAMILY = 0.7; // another ending of the same word
  const OTHER_NAME = 0.6; // another name of the same thing
  const BEGINNING = 0.5; // a word that begins as typed
  const EXACT = 2; // the heading is what was typed, no more and no less
  const MISSING = 0.3; // a word that is needed and is not there
  const FEW = 3; // with fewer sections that have every word, those that have some are shown too
  const COMMON = 0.2; // a word in more than this share of the sections need not be in a result

  // ---- what there is to find

  const documents = data.sections.map(([page, anchor, heading, text], id) => {
    const [title, url] = data.pages[page];
    // A page's opening counts more, and what stands earlier in the menu is more general.
    const worth = (anchor ? 1 : 1.4) * (1.15 - (0.3 * page) / data.pages.length);
    return { id, title, url, anchor, heading, text, worth };
  });
  const spread = new Map(); // each word, and the number of sections in which it stands
  const index = new MiniSearch({
    fields: Object.keys(FIELDS),
    tokenize: tokens,
    processTerm: (word) => word,
    searchOptions: {
      boost: FIELDS,
      tokenize: (word) => [word],
      boostDocument: (id) => documents[id].worth,
    },
  });
  for (const document of documents) {
    for (const word of new Set(tokens(`${document.title} ${document.heading} ${document.text}`))) {
      spread.set(word, (spread.get(word) ?? 0) + 1);
    }
  }
  index.addAll(documents);
  /** @type {Map<string, string[]>} */
  const families = new Map(); // each word with other endings, and those words
  for (const family of data.families) {
    const words = family.split(" ");
    for (const word of words) families.set(word, words);
  }
  /** @param {string} word */
  const family = (word) => families.get(word) ?? [word];
  /** @param {string} word */
  const root = (word) => family(word)[0];

  // Names of terms, by the root of their first word: what can be said in another way.
  /** @type {Map<string, Name[]>} */
  const names = new Map();
  const spoken = new Set(); // the words of names, known even if no section has them
  for (const [own, others] of data.terms) {
    for (const [language, name] of [...own.map((written) => ["", written]), ...others]) {
      const words = tokens(name);
      if (!words.length) continue;
      for (const word of words) spoken.add(word);
      const key = root(words[0]);
      const beginning = names.get(key) ?? [];
      beginning.push({ roots: words.map(root), name, language, own });
      names.set(key, beginning);
    }
  }
  const known = [...new Set([...spread.keys(), ...spoken])].sort();
  /** @param {string} word */
  const isKnown = (word) => spread.has(word) || spoken.has(word);

  /** @param {string} start */
  const begins = (start) => {
    let low = 0;
    let high = known.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (known[middle] < start) low = middle + 1;
      else high = middle;
    }
    return known[low]?.startsWith(start) ?? false;
  };

  // The number of letters to add, drop, change or swap to make one word of the other; more than "most" is Infinity.
  /** @param {string} one @param {string} other @param {number} most */
  const distance = (one, other, most) => {
    if (Math.abs(one.length - other.length) > most) return Infinity;
    /** @type {number[]} */
    let before = [];
    let last = Array.from({ length: other.length + 1 }, (_, j) => j);
    for (let i = 1; i <= one.length; i++) {
      const row = [i];
      for (let j = 1; j <= other.length; j++) {
        const same = one[i - 1] === other[j - 1];
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      if (Math.min(...row) > most) return Infinity;
      [before, last] = [last, row];
    }
    return last[other.length] <= most ? last[other.length] : Infinity;
  };

  /** @param {string} word @param {number} most */
  const nearest = (word, most) => {
    let best = most;
    /** @type {string[]} */
    let found = [];
    for (const other of known) {
      const far = distance(word, other, best);
      if (far > best) continue;
      if (far < best) found = [];
      best = far;
      found.push(other);
    }
    return found.sort((one, other) => (spread.get(other) ?? 0) - (spread.get(one) ?? 0));
  };
  // How many slips a word may have. Short words and markers such as CK7 have none: COPD is not CUP.
  /** @param {string} word */
  const slips = (word) => (word.length < 5 || /\d/.test(word) ? 0 : word.length < 7 ? 1 : 2);
  /** @param {string[]} words */
  const closest = (words) => words.flatMap((word) => nearest(word, slips(word) + 1).slice(0, 3));

  // Another ending than any in the guide: the words that share the longest beginning.
  /** @param {string} word */
  const akin = (word) => {
    for (let length = word.length - 1; length >= Math.max(5, word.length - 4); length--) {
      const start = word.slice(0, length);
      const found = known.filter((other) => other.startsWith(start) && other.length <= word.length + 3);
      if (found.length) return found;
    }
    return [];
  };

  // ---- what a reader asks

  /** @typedef {{ words: string[], begins: boolean }} Understood a word as typed, and what it may stand for */
  /** @typedef {{ roots: string[], name: string, language: string, own: string[] }} Name */
  /** @typedef {{ own: Understood[], others: SiteSearch.Reason[] }} Part one or more words of a query, and other names */

  /** @param {string} typed @param {boolean} isLast @returns {Understood} */
  const understood = (typed, isLast) => {
    if (isKnown(typed)) return { words: [typed], begins: isLast };
    if (begins(typed)) return { words: [typed], begins: true };
    const near = slips(typed) ? nearest(typed, slips(typed)) : [];
    return { words: near.length ? near.slice(0, 3) : akin(typed).slice(0, 6), begins: false };
  };

  /** @param {string} query */
  const parsed = (query) => {
    const written = query.match(WORD) ?? [];
    const words = [];
    for (const word of written) {
      const [joined, ...parts] = forms(word);
      words.push(...(parts.length && !isKnown(joined) ? parts : [joined]));
    }
    // "HER 2" and "her2", "single site" and "single-site" are one.
    for (let i = 0; i + 1 < words.length; i++) {
      const joined = words[i] + words[i + 1];
      if (spread.has(joined)) words.splice(i, 2, joined);
    }
    return words;
  };

  /** @param {string} word @param {number} weight @param {MiniSearchTypes.SearchOptions} [more] @returns {MiniSearchTypes.Query} */
  const match = (word, weight, more = {}) => ({ queries: [word], boostTerm: () => weight, ...more });
  /** @param {MiniSearchTypes.Query[]} queries @returns {MiniSearchTypes.Query} */
  const any = (queries) => ({ combineWith: "OR", queries });
  /** @param {MiniSearchTypes.Query[]} queries @returns {MiniSearchTypes.Query} */
  const all = (queries) => ({ combineWith: "AND", queries });

  /** @param {Understood} word @param {number} weight @returns {MiniSearchTypes.Query} */
  const asked = ({ words, begins: beginning }, weight) =>
    any(
      words.flatMap((word) => [
        ...family(word).map((other) => match(other, weight * (other === word ? 1 : FAMILY))),
        ...(beginning && word.length > 1 ? [match(word, weight * BEGINNING, { prefix: true })] : []),
      ]),
    );
  /** @param {string} name */
  const byName = (name) => all(tokens(name).map((word) => any(family(word).map((other) => match(other, OTHER_NAME)))));

  // The longest name of a term that begins at a place in the query, in every meaning it has.
  /** @param {Understood[]} words @param {number} at */
  const named = (words, at) => {
    const fitting = (words[at].words.length ? (names.get(root(words[at].words[0])) ?? []) : []).filter(({ roots }) =>
      roots.every((wanted, i) => words[at + i]?.words.length && root(words[at + i].words[0]) === wanted),
    );
    const length = Math.max(0, ...fitting.map(({ roots }) => roots.length));
    return fitting.filter(({ roots }) => roots.length === length);
  };

  /** @param {Understood[]} words */
  const segments = (words) => {
    /** @type {Part[]} */
    const found = [];
    for (let at = 0; at < words.length; ) {
      const meanings = named(words, at);
      const length = meanings[0]?.roots.length ?? 1;
      const own = words.slice(at, at + length);
      const others = meanings.flatMap(({ name, language, own: ours }) =>
        ours.filter((other) => fold(other) !== fold(name)).map((other) => ({ name, language, other })),
      );
      found.push({ own, others });
      at += length;
    }
    return found;
  };

  /** @param {Part} part */
  const segmentQuery = ({ own, others }) =>
    any([all(own.map((word) => asked(word, 1))), ...others.map(({ other }) => byName(other))]);
  /** @param {Part} part */
  const isCommon = ({ own }) =>
    own.length === 1 && own[0].words.some((word) => (spread.get(word) ?? 0) > COMMON * documents.length);

  /** @param {SiteSearch.Place} place @param {string} phrase */
  const hasPhrase = ({ title, heading, text: body }, phrase) => {
    const text = ` ${[title, heading, body].map((field) => fold(field).match(WORD)?.join(" ") ?? "").join(" | ")} `;
    return text.includes(` ${phrase} `);
  };

  // Under another name: why a section was found that has none of the words typed.
  /** @param {Part[]} parts @param {Set<string>} matched */
  const reason = (parts, matched) => {
    for (const { own, others } of parts) {
      if (own.every(({ words }) => words.some((word) => family(word).some((other) => matched.has(other))))) continue;
      const other = others.find(({ other: name }) =>
        tokens(name).every((word) => family(word).some((form) => matched.has(form))),
      );
      if (other) return other;
    }
    return null;
  };

  /** @type {SiteSearch.Engine["search"]} */
  const search = (query) => {
    const phrases = [...query.matchAll(/["“”«]([^"“”«»]+)["“”»]/gu)].map((quoted) => (fold(quoted[1]).match(WORD) ?? []).join(" "));
    const typed = parsed(query);
    const last = /[\p{L}\p{N}]$/u.test(query) ? typed.length - 1 : -1;
    const words = typed.map((word, i) => understood(word, i === last));
    const parts = segments(words.filter((word) => word.words.length));
    if (!parts.length) return { results: [], close: closest(typed) };

    const rare = parts.filter((part) => !isCommon(part));
    const needed = rare.length ? rare : parts;
    const rest = parts.filter((part) => !needed.includes(part));
    const having = needed.map((part) => new Set(index.search(segmentQuery(part)).map(({ id }) => id)));
    /** @param {{ id: number }} one */
    const missing = ({ id }) => having.filter((ids) => !ids.has(id)).length;
    let found = index.search(any([...needed, ...rest].map(segmentQuery)));
    const complete = found.filter((one) => !missing(one));
    if (complete.length >= FEW) found = complete;
    found = found.filter(({ id }) => phrases.every((phrase) => hasPhrase(documents[id], phrase)));
    const whole = tokens(query).join(" ");
    /** @param {MiniSearchTypes.SearchResult} one */
    const score = (one) =>
      one.score * (tokens(documents[one.id].heading).join(" ") === whole ? EXACT : 1) * MISSING ** missing(one);
    const results = found
      .map((one) => ({ ...one, score: score(one) }))
      .sort((one, other) => other.score - one.score)
      .map(({ id, terms }) => {
        const matched = new Set(terms);
        return { ...documents[id], matched, why: reason(parts, matched) };
      });
    return { results, close: results.length ? [] : closest(typed) };
  };

  // The part of a text in which most of the matched words stand, at most "length" letters of it.
  /** @type {SiteSearch.Engine["snippet"]} */
  const snippet = (text, matched, length = 160) => {
    const found = places(text, matched);
    if (!found.length) return text.slice(0, length);
    /** @param {number} start */
    const within = (start) => new Set(found.filter(([a, b]) => a >= start && b <= start + length).map(([a, b]) => fold(text.slice(a, b)))).size;
    const [best] = found.map(([start]) => start).sort((one, other) => within(other) - within(one) || one - other);
    const start = best < 40 ? 0 : text.lastIndexOf(" ", best - 30) + 1;
    const end = start + length >= text.length ? text.length : text.lastIndexOf(" ", start + length);
    return `${start ? "… " : ""}${text.slice(start, end)}${end < text.length ? " …" : ""}`;
  };

  return { search, snippet };
};
