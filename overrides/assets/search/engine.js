// @ts-check
// What the search is told, from the shorthand in which hooks/editorial/site/shorthand.py writes it.
globalThis.siteSearchText = (/** @type {string} */ listed, /** @type {string} */ short) => {
  "use strict";

  const CAPITAL = "\u0001";
  const words = listed.split(" "); // each at the number of its sign
  let text = "";
  let isWord = false;
  let isCapital = false;
  for (const sign of short) {
    if (sign === CAPITAL) {
      isCapital = true;
      continue;
    }
    const word = words[sign.codePointAt(0) ?? 0];
    const written = word || sign;
    if (word && isWord) text += " ";
    text += isCapital ? written.replace(/^./u, (first) => first.toUpperCase()) : written;
    [isWord, isCapital] = [Boolean(word), false];
  }
  return JSON.parse(text);
};

// From what a reader types to sections of the guide. Knows nothing of the page: data in, results out.
/** @param {SiteSearch.Data} data */
globalThis.siteSearch = (data) => {
  "use strict";

  const { WORD, fold, forms, tokens, places, isUnspaced } = siteWords;

  // How much a match counts: where it stands, and how it was found.
  const TITLE = 3;
  const HEADING = 4;
  const FAMILY = 0.7; // another ending of the same word
  const OTHER_NAME = 0.6; // another name of the same thing
  const BEGINNING = 0.5; // a word that begins as typed
  const EXACT = 2; // the heading is what was typed, no more and no less
  const OTHER_ACCENTS = 0.5; // "ano" for "año"
  const OTHER_SIGN = 0.05; // "CK20+" for "CK20-"
  const MISSING = 0.3; // a word that is needed and is not there
  const FEW = 6; // with fewer sections that have every word, those that have some are shown too
  const COMMON = 0.2; // a word in more than this share of the sections need not be in a result
  const MOST = 100; // results
  const SHORT = 3; // letters of a word that only its plural may stand for
  const MOST_BEGINNINGS = 40; // words that begin as typed
  // BM25: how soon more of the same word counts no more, and how much a long text counts less.
  const SATURATION = 1.2;
  const LENGTH = 0.7;
  // An intent: how much of it must be in a question, how much of a question it must be; of a sign of danger, less.
  const WHOLE = 0.7;
  const NEARLY_WHOLE = 0.9; // what must be there of a question about what is folded, whatever else is asked
  const SHARE = 0.5;
  const SHARE_OF_FEW = 0.6; // in up to three words each is meant
  const SHARE_OF_SIGN = 0.19;
  const SMALL = 0.2; // what a small word counts for
  const SUBJECT = 0.3; // what a word of the name of the guide's subject counts for, beside others
  const AS_IT_STANDS = 1.9; // of 2
  const CLOSE = 0.85; // a second intent as good as this is meant too

  // ---- what there is to find

  const vocabulary = siteWords.vocabulary(data); // of what is written: before anything is put together
  let number = 0;
  const sections = data.sections.map(([step, ...rest]) => /** @type {SiteSearch.Data["sections"][number]} */ ([(number += step), ...rest]));
  // A term of the glossary: what its names say already is not written twice.
  let term = -1;
  const terms = data.terms.map(([step, written, others]) => {
    const own = written ? written.split("|") : [];
    const all = others.flatMap(([language, names]) => names.split("|").map((name) => [language, name]));
    const first = others.filter(([language]) => language).map(([, names]) => names.split("|")[0]);
    term += step;
    const section = step ? sections[term] : null;
    if (section) {
      const [, anchor, heading] = section;
      const named = /^=\d$/.test(anchor) ? [heading, ...first][Number(anchor[1])] : null;
      if (named) section[1] = fold(named).replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
      section[3] = [section[3], ...[...own, ...first].map((name) => `${name}.`)].join(" ");
      own.unshift(heading);
    }
    return { own, all };
  });

  /** @type {SiteSearch.Place[]} */
  const documents = sections.map(([page, anchor, heading, text, folded], id) => {
    const [title, url] = data.pages[page];
    return { id, title, url, anchor, heading, text, folded: Boolean(folded) };
  });
  // A page's opening counts more, and pages in no folder, which come first, are more general.
  const worth = sections.map(([page, anchor]) => (anchor ? 1 : 1.4) * (1.15 - (0.3 * page) / data.pages.length));

  /** @typedef {{ at: number[], weights: number[] }} Postings the sections that have a word, in order, and how much it counts there */
  /** @type {Map<string, Postings>} */
  const index = new Map();
  {
    const titles = data.pages.map(([title]) => tokens(title));
    const fields = sections.map(([page, , heading, text]) => [titles[page], tokens(heading), tokens(text)]);
    const average = [0, 1, 2].map((i) => fields.reduce((sum, field) => sum + field[i].length, 0) / (fields.length || 1) || 1);
    fields.forEach((section, id) => {
      section.forEach((words, i) => {
        const boost = [TITLE, HEADING, 1][i];
        const short = SATURATION * (1 - LENGTH + (LENGTH * words.length) / average[i]);
        /** @type {Map<string, number>} */
        const times = new Map();
        for (const word of words) times.set(word, (times.get(word) ?? 0) + 1);
        for (const [word, count] of times) {
          let postings = index.get(word);
          if (!postings) index.set(word, (postings = { at: [], weights: [] }));
          const weight = boost * (0.5 + (count * (SATURATION + 1)) / (count + short));
          if (postings.at.at(-1) === id) postings.weights[postings.weights.length - 1] += weight;
          else {
            postings.at.push(id);
            postings.weights.push(weight);
          }
        }
      });
    });
  }
  /** @param {string} word the number of sections that have it */
  const spread = (word) => index.get(word)?.at.length ?? 0;
  /** @param {string} word @param {number} id */
  const stands = (word, id) => {
    const at = index.get(word)?.at ?? [];
    let low = 0;
    let high = at.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (at[middle] < id) low = middle + 1;
      else high = middle;
    }
    return at[low] === id;
  };

  /** @type {Map<string, string[]>} */
  const families = new Map(); // each word with other endings, and those words
  vocabulary.forEach((word, i, all) => {
    const step = data.families.charCodeAt(i) - 48; // so many words before it stands the last of its family
    if (!(step > 0)) return;
    const before = families.get(all[i - step]) ?? [all[i - step]];
    before.push(word);
    for (const one of before) families.set(one, before);
  });
  /** @param {string} word */
  const family = (word) => families.get(word) ?? [word];
  /** @param {string} word */
  const root = (word) => family(word)[0];
  // "I'll" says little, and so does "ill" from who leaves signs out, unless the guide has the word: "very ill".
  const listed = data.small.split(" ");
  const contracted = new Set(listed.filter((word) => word.includes("'")).map((word) => word.replaceAll("'", "")));
  const small = new Set([...listed, ...contracted].filter((word) => !contracted.has(word) || listed.includes(word) || !index.has(word)));
  /** @type {Map<string, string>} */
  const meant = new Map(); // each small word that means something in a question, and the one that stands for it
  for (const same of data.meant) {
    const [first, ...others] = same.replaceAll("'", "").split(" ");
    for (const word of [first, ...others]) meant.set(word, first);
  }

  // Names of terms, by the root of their first word: what can be said in another way.
  /** @type {Map<string, Name[]>} */
  const names = new Map();
  const spoken = new Set(); // the words of names and questions, known even if no section has them
  for (const [i, { own, all }] of terms.entries()) {
    for (const [language, name] of [...own.map((written) => ["", written]), ...all]) {
      const words = tokens(name);
      if (!words.length) continue;
      for (const word of words) spoken.add(word);
      const key = root(words[0]);
      const beginning = names.get(key) ?? [];
      beginning.push({ roots: words.map(root), name, language, own, several: all.length, isSubject: i === data.subject });
      names.set(key, beginning);
    }
  }

  // Ways to ask, and the intents that they are ways of. Where a way has a word that says something, it is found by one.
  /** @typedef {{ intent: SiteSearch.Intent, words: Map<string, number>, whole: number, needed: string[], beside: string[] }} Way */
  /** @type {Map<string, Way[]>} */
  const ways = new Map();
  /** @param {string} word */
  const isCommon = (word) => family(word).some((form) => spread(form) > COMMON * documents.length);
  /** @param {string} word */
  const says = (word) => (meant.has(word) ? 0.5 : small.has(word) ? SMALL : isCommon(word) ? 0.5 : 1);
  // What stands for a word in a question.
  /** @param {string} word */
  const asked = (word) => meant.get(word) ?? root(word);
  for (const [name, all, leads, opens, level, sign] of data.intents) {
    /** @type {SiteSearch.Intent} */
    const intent = { name, leads, opens: Boolean(opens), level: level ?? -1, sign: sign ?? "" };
    for (const way of all.split("|")) {
      const words = new Map(spokenWords(way).map((word) => [asked(word), says(word)]));
      for (const word of tokens(way)) spoken.add(word);
      const whole = [...words.values()].reduce((sum, weight) => sum + weight, 0);
      const telling = [...words].filter(([, weight]) => weight > SMALL);
      const strong = telling.filter(([word, weight]) => weight === 1 || meant.has(word));
      const needed = (strong.length ? strong : telling.length ? telling : [...words]).map(([word]) => word);
      const key = needed[0];
      if (!key) continue;
      // To hurt is not to hurt oneself: where one word alone tells of danger, one of the small words beside it must be there.
      const beside = intent.level >= 0 && words.size > 1 && telling.length === 1 ? [...words.keys()].filter((word) => word !== key) : [];
      const beginning = ways.get(key) ?? [];
      beginning.push({ intent, words, whole, needed, beside });
      ways.set(key, beginning);
    }
  }

  // Where the signs of danger are told: who has one and says so in words that nobody foresaw is led there too.
  const dangers = data.intents.find(([, , leads, , level]) => level !== undefined && leads.length)?.[2][0];

  const known = [...new Set([...index.keys(), ...spoken])].sort();
  /** @param {string} word */
  const isKnown = (word) => index.has(word) || spoken.has(word);

  /** @param {string} start */
  const beginnings = (start) => {
    let low = 0;
    let high = known.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (known[middle] < start) low = middle + 1;
      else high = middle;
    }
    const found = [];
    while (found.length < MOST_BEGINNINGS && known[low]?.startsWith(start)) found.push(known[low++]);
    return found;
  };

  // "can't" is one word, where the language knows it as one.
  /** @param {string} text */
  function together(text) {
    return text.replace(/(\p{L}+)['\u2019](\p{L}{1,2})(?!\p{L})/gu, (written, one, other) =>
      small.has(fold(one + other)) || meant.has(fold(one + other)) ? one + other : contracted.has(fold(one + other)) ? one : written,
    );
  }

  // The words of a question, as they are asked for.
  /** @param {string} text */
  function spokenWords(text) {
    const words = [];
    for (const [written] of together(text).matchAll(WORD)) {
      const [joined, ...parts] = forms(written);
      words.push(...(parts.length && !index.has(joined) ? parts : [joined]));
    }
    return words;
  }

  // Letters that hands and ears take for each other. To change one into any other letter is two slips: "fever" is no
  // "fewer".
  const ALIKE = ["aeiouy", "csz", "bv", "gj", "kcqx", "mn"];
  /** @param {string} one @param {string} other */
  const change = (one, other) => (one === other ? 0 : ALIKE.some((group) => group.includes(one) && group.includes(other)) ? 1 : 2);

  // The slips by which one word is made of the other: letters added, dropped, changed or swapped; more than "most" is
  // Infinity.
  /** @param {string} one @param {string} other @param {number} most */
  const distance = (one, other, most) => {
    if (Math.abs(one.length - other.length) > most) return Infinity;
    /** @type {number[]} */
    let before = [];
    let last = Array.from({ length: other.length + 1 }, (_, j) => j);
    for (let i = 1; i <= one.length; i++) {
      const row = [i];
      for (let j = 1; j <= other.length; j++) {
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + change(one[i - 1], other[j - 1]));
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      if (Math.min(...row) > most) return Infinity;
      [before, last] = [last, row];
    }
    return last[other.length] <= most ? last[other.length] : Infinity;
  };

  // Letters and markers are no slips of each other: digits never are, and hands seldom slip in the first letter.
  /** @param {string} word @param {number} most */
  const nearest = (word, most) => {
    let best = most;
    /** @type {string[]} */
    let found = [];
    for (const other of known) {
      if (other[0] !== word[0] || other.length < 4 || /\d/.test(other)) continue;
      const far = distance(word, other, best);
      if (far > best) continue;
      if (far < best) found = [];
      best = far;
      found.push(other);
    }
    return found.sort((one, other) => spread(other) - spread(one));
  };
  // How many slips a word may have. Short words and markers such as CK7 have none: COPD is not CUP.
  /** @param {string} word */
  const slips = (word) => (word.length < 5 || /\d/.test(word) ? 0 : word.length < 8 ? 1 : 2);
  /** @param {string[]} words */
  const closest = (words) =>
    words.flatMap((word) => (small.has(word) || slips(word) === 0 ? [] : nearest(word, slips(word) + 1).slice(0, 3)));

  // Words of the language that the guide does not have and that look like one of its words: no slips of it.
  // Nothing until they are loaded, where there are any.
  /** @type {ReadonlySet<string> | null} */
  let real = data.slips ? null : new Set();
  /** @type {SiteSearch.Engine["learn"]} */
  const learn = (words) => (real = words);

  // Another ending than any in the guide: the words that share the longest beginning.
  /** @param {string} word */
  const akin = (word) => {
    if (/\d/.test(word)) return [];
    for (let length = word.length - 1; length >= Math.max(5, word.length - 3); length--) {
      const found = beginnings(word.slice(0, length)).filter((other) => other.length <= word.length + 3);
      if (found.length) return found;
    }
    return [];
  };

  // ---- what a reader asks

  /** @typedef {{ typed: string, words: string[], begins: boolean, isGuess?: boolean }} Understood a word as typed, and what it may stand for */
  /** @typedef {{ roots: string[], name: string, language: string, own: string[], several: number, isSubject: boolean }} Name */
  /** @typedef {{ own: Understood[], others: (SiteSearch.Reason & { several: number })[], isName: boolean, isSubject: boolean }} Part one or more words of a query, and other names */

  /** @param {string} typed @param {boolean} isLast @returns {Understood} */
  const understood = (typed, isLast) => {
    if (isKnown(typed)) return { typed, words: [typed], begins: isLast };
    const plural = isLast ? undefined : data.plurals.map((ending) => typed + ending).find(isKnown);
    if (plural) return { typed, words: [plural], begins: false };
    // A short word that is typed whole is its own: "flu" is no "fluid", "tea" no "team".
    if (beginnings(typed).length && typed.length > (isLast ? 1 : SHORT)) return { typed, words: [typed], begins: true };
    if (real?.has(typed)) return { typed, words: [], begins: false };
    const near = slips(typed) ? nearest(typed, slips(typed)) : [];
    if (near.length) return { typed, words: near.slice(0, 3), begins: false, isGuess: !real };
    return { typed, words: akin(typed).slice(0, 6), begins: false };
  };

  /** @param {string} query */
  const parsed = (query) => {
    const words = [];
    for (const [word] of together(query).matchAll(WORD)) {
      const [joined, ...parts] = forms(word);
      // Of a script without spaces every pair of letters is asked for.
      words.push(...(isUnspaced(word) ? forms(word) : parts.length && !isKnown(joined) ? parts : [joined]));
    }
    // "HER 2" and "her2" are one, "pet scan" and "petscan" are not.
    for (let i = 0; i + 1 < words.length; i++) {
      const joined = words[i] + words[i + 1];
      const apart = isKnown(words[i]) && isKnown(words[i + 1]) && !/\d/.test(joined);
      if (index.has(joined) && !apart) words.splice(i, 2, joined);
    }
    return words;
  };

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
      const others = meanings.flatMap(({ name, language, own: ours, several }) =>
        ours.filter((other) => fold(other) !== fold(name)).map((other) => ({ name, language, other, several })),
      );
      found.push({ own, others, isName: meanings.length > 0, isSubject: meanings.some((meaning) => meaning.isSubject) });
      at += length;
    }
    // A small word counts only within a name, or where there is nothing else.
    const telling = found.filter(({ own }) => own.length > 1 || !small.has(own[0].typed));
    return telling.length ? telling : found;
  };

  // ---- what has it

  /** @typedef {Map<number, number>} Scores by section */

  /** @param {Scores} scores @param {string} word @param {number} weight */
  const add = (scores, word, weight) => {
    const postings = index.get(word);
    if (!postings) return;
    const { at, weights } = postings;
    for (let i = 0; i < at.length; i++) scores.set(at[i], (scores.get(at[i]) ?? 0) + weight * weights[i]);
  };
  /** @param {string[]} words how rare the commonest of them is */
  const rarity = (words) => {
    const most = Math.max(...words.map(spread));
    return Math.log(1 + (documents.length - most + 0.5) / (most + 0.5));
  };

  // Sections that have one of the forms of a word.
  /** @param {Understood} word */
  const having = ({ words, begins: beginning }) => {
    /** @type {Scores} */
    const scores = new Map();
    for (const word of words) {
      const endings = family(word);
      const rare = rarity(endings);
      for (const form of endings) add(scores, form, rare * (form === word ? 1 : FAMILY));
      if (beginning && word.length > 1) {
        for (const longer of beginnings(word)) {
          if (!endings.includes(longer)) add(scores, longer, (rarity([longer]) * BEGINNING * word.length) / longer.length);
        }
      }
    }
    return scores;
  };
  /** @param {Scores[]} all the sections that have all, with the sum */
  const both = ([first, ...rest]) => {
    let scores = first ?? new Map();
    for (const other of rest) {
      const shared = new Map();
      for (const [id, score] of scores) if (other.has(id)) shared.set(id, score + (other.get(id) ?? 0));
      scores = shared;
    }
    return scores;
  };
  /** @param {Part} part */
  const scoresOf = ({ own, others }) => {
    const scores = new Map(both(own.map(having)));
    for (const { other, several } of others) {
      const wordsOfName = tokens(other);
      // A name of many words counts no more than what was typed, and one of several things that are called so, less.
      const weight = (OTHER_NAME * own.length) / (wordsOfName.length || 1) / (1 + 0.05 * several);
      const found = both(wordsOfName.map((word) => having({ typed: word, words: [word], begins: false })));
      for (const [id, score] of found) scores.set(id, Math.max(scores.get(id) ?? 0, score * weight));
    }
    return scores;
  };
  /** @param {Part} part */
  const isCommonPart = ({ own }) => own.length === 1 && own[0].words.some((word) => spread(word) > COMMON * documents.length);

  /** @param {SiteSearch.Place} place @param {string} phrase */
  const hasPhrase = ({ title, heading, text: body }, phrase) => {
    const text = ` ${[title, heading, body].map((field) => fold(field).match(WORD)?.join(" ") ?? "").join(" | ")} `;
    return text.includes(` ${phrase} `);
  };

  // Markers with a sign, as in "CK7+ CK20-" or "CK7 positive": each marker, and "+" or "-".
  /** @param {string} text @returns {Map<string, string>} */
  const signed = (text) => {
    const found = new Map();
    const [plus, minus] = data.signs.map((words) => words.split(" ").filter(Boolean));
    for (const match of text.matchAll(/([\p{L}\p{N}][\p{L}\p{N}.-]*[\p{L}\p{N}])(?:\s*([+\u2212\u2013-])(?![\p{L}\p{N}])|\s+(\p{L}+))/gu)) {
      const word = fold(match[3] ?? "");
      const sign = match[2] ? (match[2] === "+" ? "+" : "-") : plus.includes(word) ? "+" : minus.includes(word) ? "-" : "";
      if (sign && /\d/.test(match[1])) found.set(forms(match[1])[0], sign);
    }
    return found;
  };

  // Under another name: why a section was found that has none of the words typed.
  /** @param {Part[]} parts @param {number} id */
  const reason = (parts, id) => {
    /** @param {string} word */
    const has = (word) => family(word).some((form) => stands(form, id));
    for (const { own, others } of parts) {
      if (own.every(({ words, begins }) => words.some((word) => has(word) || (begins && beginnings(word).some((longer) => stands(longer, id)))))) continue;
      const other = others.find(({ other: name }) => tokens(name).every(has));
      if (other) return { name: other.name, language: other.language, other: other.other };
    }
    return null;
  };

  // The words of a section by which it was found.
  /** @param {Part[]} parts @param {number} id */
  const matchedIn = (parts, id) => {
    const words = new Set();
    for (const { own, others } of parts) {
      for (const { words: meanings, begins } of own) {
        for (const word of meanings) {
          for (const form of family(word)) words.add(form);
          if (begins) for (const longer of beginnings(word)) words.add(longer);
        }
      }
      for (const { other } of others) for (const word of tokens(other)) for (const form of family(word)) words.add(form);
    }
    return new Set([...words].filter((word) => !small.has(word) && stands(word, id)));
  };

  // ---- what a reader wants

  // The intents that a question is a way of asking, the best first, and whether it asks for what is folded.
  /** @param {Understood[]} words @param {ReadonlySet<Understood>} aside those that say little beside the others @param {number} least how good an intent must be, unless it is a sign of danger */
  const wanted = (words, aside, least) => {
    const said = new Map();
    for (const one of words) {
      const { typed, words: meanings } = one;
      const word = meanings[0] ?? typed;
      // How high a fever is must not hide that it is one.
      if (/^\d+$/.test(word)) said.set(word, SMALL);
      else said.set(asked(word), aside.has(one) ? Math.min(SUBJECT, says(word)) : isKnown(word) || small.has(word) ? says(word) : 0.5);
    }
    const all = [...said.values()].reduce((sum, weight) => sum + weight, 0);
    const telling = [...said.values()].reduce((sum, weight) => sum + (weight > SMALL ? weight : 0), 0);
    /** @type {Map<SiteSearch.Intent, { score: number, needed: string[] }>} */
    const found = new Map();
    let opens = false;
    for (const word of said.keys()) {
      for (const { intent, words: way, whole, needed, beside } of ways.get(word) ?? []) {
        if (!needed.every((one) => said.has(one)) || (beside.length && !beside.some((one) => said.has(one)))) continue;
        let shared = 0;
        for (const [one, weight] of way) if (said.has(one)) shared += weight;
        if (shared < WHOLE * whole) continue;
        if (intent.opens && shared >= NEARLY_WHOLE * whole) opens = true;
        let told = 0;
        for (const [one, weight] of way) if (weight > SMALL && (said.get(one) ?? 0) > SMALL) told += Math.min(weight, said.get(one) ?? 0);
        // A way counts a number that a question does not.
        const part = Math.min(1, shared / all);
        const share = told ? told / telling : part;
        if (share < (intent.level >= 0 ? SHARE_OF_SIGN : words.length > 3 ? SHARE : SHARE_OF_FEW)) continue;
        const score = (shared / whole) * (share + part);
        if (score > (found.get(intent)?.score ?? 0)) found.set(intent, { score, needed });
      }
    }
    const intents = [...found].sort(([, one], [, other]) => other.score - one.score);
    const others = intents.filter(([{ level }]) => level < 0);
    const best = others.filter(([, { score }]) => score >= Math.max(least, CLOSE * others[0][1].score)).slice(0, 2).map(([intent]) => intent);
    // "End of life" has the words of a sign, and is a question of its own.
    const sign = intents.find(
      ([{ level }, one]) =>
        level >= 0 && !others.some(([, other]) => other.score > one.score && one.needed.every((word) => other.needed.includes(word))),
    )?.[0];
    return { sign, best, opens: opens || best.some((intent) => intent.opens) };
  };

  // Where intents lead: the best place of each, then the next.
  /** @param {SiteSearch.Intent[]} intents @returns {Map<number, SiteSearch.Intent>} */
  const leadsOf = (intents) => {
    const found = new Map();
    for (let i = 0; i < Math.max(0, ...intents.map(({ leads }) => leads.length)); i++) {
      for (const intent of intents) {
        const id = intent.leads[i];
        if (id !== undefined && !found.has(id)) found.set(id, intent);
      }
    }
    return found;
  };

  /** @param {string} query @param {boolean} [isNear] whether it is asked in place of one that finds nothing @returns {SiteSearch.Found} */
  const search = (query, isNear) => {
    const phrases = [...query.matchAll(/["“”«]([^"“”«»]+)["“”»]/gu)].map((quoted) => (fold(quoted[1]).match(WORD) ?? []).join(" "));
    const typed = parsed(query).slice(0, 60);
    const last = /[\p{L}\p{N}]$/u.test(query) ? typed.length - 1 : -1;
    const words = typed.map((word, i) => understood(word, i === last));
    const parts = segments(words.filter((word) => word.words.length));
    // The name of a thing asks for the thing, unless it is a question as it stands.
    const isName = parts.length === 1 && parts[0].isName && parts[0].own.length > 1;
    // The name of the guide's subject says little of what is asked about it.
    const about = parts.filter((part) => part.isSubject);
    const aside = new Set(about.length < parts.length ? about : []);
    const { sign, best, opens } = wanted(words, new Set([...aside].flatMap(({ own }) => own)), isName ? AS_IT_STANDS : 0);
    const first = phrases.length ? new Map() : leadsOf([...(sign ? [sign] : []), ...best]);

    const rare = parts.filter((part) => !isCommonPart(part) && !aside.has(part));
    const needed = rare.length ? rare : parts;
    /** @type {Scores} */
    const scores = new Map();
    /** @type {Map<number, number>} */
    const has = new Map();
    for (const part of parts) {
      for (const [id, score] of scoresOf(part)) {
        scores.set(id, (scores.get(id) ?? 0) + (aside.has(part) ? SUBJECT : 1) * score);
        if (needed.includes(part)) has.set(id, (has.get(id) ?? 0) + 1);
      }
    }
    const isShown = (/** @type {number} */ id) =>
      !first.has(id) && (opens || !documents[id].folded) && phrases.every((phrase) => hasPhrase(documents[id], phrase));
    let found = [...scores.keys()].filter(isShown);
    const complete = found.filter((id) => has.get(id) === needed.length);
    if (complete.length >= FEW) found = complete;
    // What was typed as a whole, as it is written, and by its other names.
    const wholes = new Set([tokens(query), words.map((word) => word.words[0] ?? word.typed)].map((all) => all.join(" ")));
    if (parts.length === 1) for (const { other } of parts[0].others) wholes.add(tokens(other).join(" "));
    const half = parts.length === 1 && words.at(-1)?.begins ? tokens(query).join(" ") : "";
    const ranked = found
      .map((id) => {
        const heading = tokens(documents[id].heading).join(" ");
        const exact = wholes.has(heading) ? EXACT : half && heading.startsWith(half) ? 1 + (2 * half.length) / heading.length : 1;
        return { id, score: (scores.get(id) ?? 0) * worth[id] * exact * MISSING ** (needed.length - (has.get(id) ?? 0)) };
      })
      .sort((one, other) => other.score - one.score)
      .slice(0, MOST);

    // Of the best: accents as typed come first, and the opposite of a sign last.
    const accented = (query.normalize("NFC").toLowerCase().match(WORD) ?? []).filter((word) => word.length > 2);
    const signs = signed(query);
    for (const one of ranked) {
      const { heading, text } = documents[one.id];
      const body = `${heading} ${text}`;
      const exact = new Set(body.normalize("NFC").toLowerCase().match(WORD));
      if (accented.some((word) => !exact.has(word) && stands(fold(word), one.id))) one.score *= OTHER_ACCENTS;
      if (signs.size) {
        const there = signed(body);
        for (const [marker, plus] of signs) if ((there.get(marker) ?? plus) !== plus) one.score *= OTHER_SIGN;
      }
    }
    ranked.sort((one, other) => other.score - one.score);

    /** @type {(id: number, more?: Partial<SiteSearch.Result>) => SiteSearch.Result} */
    const result = (id, more = {}) => ({
      ...documents[id],
      matched: matchedIn(parts, id),
      why: reason(parts, id),
      intent: "",
      call: null,
      ...more,
    });
    const results = [
      ...[...first].map(([id, intent], i) =>
        result(id, { why: null, intent: intent.name, call: sign && i === 0 ? call(sign) : null }),
      ),
      ...ranked.map(({ id }) => result(id)),
    ];
    const guessed = words.filter(({ isGuess }) => isGuess).map((word) => word.typed);
    const danger = sign || dangers === undefined ? null : result(dangers, { matched: new Set() });
    return { results, total: first.size + found.length, guessed, danger, ...(results.length || isNear ? { close: [], near: [] } : nearTo(typed)) };
  };

  /** @param {SiteSearch.Intent} intent @returns {SiteSearch.Call} */
  const call = ({ level, sign }) => ({ name: data.levels[level][0], action: data.levels[level][1], sign, lines: data.lines });

  // For words that nobody knows: the closest words that are known, and where these are.
  /** @param {string[]} typed @returns {{ close: string[], near: SiteSearch.Result[] }} */
  const nearTo = (typed) => {
    const close = [...new Set(closest(typed))].slice(0, 5).map((word) => ({ word, results: search(`${word} `, true).results }));
    // A name that the glossary has may stand on no page.
    const there = close.filter(({ results }) => results.length);
    return { close: there.map(({ word }) => word), near: there[0]?.results.slice(0, 3) ?? [] };
  };

  // The part of a text in which most of the matched words stand, at most "length" letters of it.
  /** @type {SiteSearch.Engine["snippet"]} */
  const snippet = (text, matched, length = 160) => {
    const found = places(text, matched);
    if (!found.length) return text.length > length ? `${text.slice(0, text.lastIndexOf(" ", length))} …` : text;
    /** @param {number} start */
    const within = (start) => new Set(found.filter(([a, b]) => a >= start && b <= start + length).map(([a, b]) => fold(text.slice(a, b)))).size;
    const [best] = found.map(([start]) => start).sort((one, other) => within(other) - within(one) || one - other);
    const start = best < 40 ? 0 : text.lastIndexOf(" ", best - 30) + 1;
    const end = start + length >= text.length ? text.length : text.lastIndexOf(" ", start + length);
    return `${start ? "… " : ""}${text.slice(start, end)}${end < text.length ? " …" : ""}`;
  };

  return { search, snippet, learn };
};
