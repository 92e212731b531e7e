// @ts-check
// Reads a report: which words of it the guide knows, and which sign stands at each stain. It knows no word and no
// language itself: these are in the data that hooks/editorial/glossary/stains.py writes. What can be read in two
// ways has no sign: nothing is guessed. It has nothing to do with the page, so that it can be tested without one.
globalThis.siteReport = (/** @type {SiteReport.Data} */ data) => {
  "use strict";

  const TOKEN = /(?:\p{L}|\p{M}|\p{N}|\u00ad|[\u200b-\u200d]|\u2060)+/gu;
  const UNSEEN = /\u00ad|[\u200b-\u200d]|\u2060/gu; // which a word may have where a line may break
  const MOST_TOKENS = 10; // in one name

  // ---- words

  // Without accents and case; "ñ" stays what it is: an "año" is no "ano".
  /** @param {string} text */
  const fold = (text) =>
    /^[\x20-\x7e]*$/u.test(text) ? text.toLowerCase() : [...text.replace(UNSEEN, "").normalize("NFC").toLowerCase()]
      .map((sign) => (sign === "ñ" ? sign : sign.normalize("NFKD").replace(/\p{M}/gu, "")))
      .join("");
  /** @param {string} text */
  const words = (text) => [...text.matchAll(TOKEN)].map(([word]) => word);
  // What scanners confuse: l, I and 1, O and 0.
  /** @param {string} key */
  const scanned = (key) => key.replace(/[li]/gu, "1").replace(/o/gu, "0");

  const languages = Object.keys(data.names);
  const endings = languages.flatMap((code) => data.signs[code]?.endings ?? []);
  const variants = languages.flatMap((code) => data.signs[code]?.variants ?? []);

  /** @type {Map<string, SiteReport.Entry[]>} */
  const index = new Map();
  /** @type {Map<string, string | null>} the key of a stain by how a scanner may write it; null where there are two */
  const blurred = new Map();
  const beginnings = new Set([""]);
  const blurredBeginnings = new Set([""]);

  /** @param {string} name @param {Omit<SiteReport.Entry, "cuts" | "name" | "exact">} what */
  const add = (name, what) => {
    /** @type {number[]} */
    const cuts = [];
    let key = "";
    for (const word of words(name)) {
      key += fold(word);
      cuts.push(key.length);
    }
    if (!key) return;
    const plain = name.replace(/[^\p{L}\p{N}]/gu, "");
    const exact = !/\p{N}/u.test(plain) && plain.length <= 5 && (plain.match(/\p{Lu}/gu) ?? []).length > 1;
    const entries = index.get(key) ?? [];
    index.set(key, entries);
    const same = entries.find((one) => one.stain === what.stain && one.term === what.term && one.cue === what.cue);
    if (same) {
      if (what.language !== same.language) same.language = "";
      same.cuts = [...same.cuts, ...cuts];
      same.exact &&= exact;
    } else entries.push({ ...what, name, cuts, exact });
    for (let end = 1; end <= key.length; end++) beginnings.add(key.slice(0, end));
    if (what.stain >= 0 && /\p{N}/u.test(key) && key.length > 2) {
      const other = scanned(key);
      blurred.set(other, (blurred.get(other) ?? key) === key ? key : null);
      for (let end = 1; end <= other.length; end++) blurredBeginnings.add(other.slice(0, end));
    }
  };
  const none = { stain: -1, term: -1, cue: "", language: "" };
  data.stains.forEach((stain, place) => {
    for (const language of languages) {
      for (const name of [stain.names[language], ...stain.spellings[language]]) add(name, { ...none, stain: place, language });
    }
  });
  data.terms.forEach((term, place) => {
    for (const language of languages) for (const name of term.names[language]) add(name, { ...none, term: place, language });
  });
  for (const language of languages) {
    for (const [cue, said] of Object.entries(data.signs[language] ?? {})) {
      if (cue === "endings" || cue === "variants" || cue === "small") continue;
      for (const name of said) add(String(name), { ...none, cue, language });
    }
  }

  /** @param {string} folded @returns {string[]} the word, and what it may be a form of */
  const forms = (folded) => {
    const found = [folded];
    if (folded.length > 3 && !/\p{N}/u.test(folded)) {
      for (const [from, to] of variants) {
        const base = fold(from);
        if (folded.includes(base)) found.push(folded.replace(base, fold(to)));
      }
      for (const one of [...found]) {
        for (const [ending, other] of endings) {
          if (one.endsWith(ending) && one.length - ending.length > 2) found.push(one.slice(0, one.length - ending.length) + other);
        }
      }
    }
    return found;
  };

  /** @param {string} between @returns {string} the kind of what stands between two parts of a name, or nothing */
  const gapOf = (between) => {
    if (/^[ \t\u00a0\u202f]*(?:\r?\n)?[ \t\u00a0]*$/u.test(between)) return "space";
    if (/^[-\u2010\u2011\u2012][ \t]*\r?\n[ \t]*$/u.test(between)) return "broken";
    return /^[-\u2010\u2011\u2012\u2013./'’]$/u.test(between) ? "mark" : "";
  };

  /** @param {string} key @param {[at: number, gap: string][]} gaps @param {SiteReport.Entry} entry */
  const fits = (key, gaps, entry) =>
    gaps.every(([at, gap]) => {
      if (gap === "broken" || entry.cuts.includes(at)) return true;
      if (entry.cue || !/\p{L}\p{N}|\p{N}\p{L}/u.test(key.slice(at - 1, at + 1))) return false;
      return gap === "mark" || at > 1; // "p 16" may be a page
    });

  // ---- the text in pieces

  /** @typedef {{ start: number, end: number, text: string, folded: string }} Token */

  /** @param {string} text @param {Token[]} tokens @param {number} from @param {string} language */
  const longest = (text, tokens, from, language) => {
    /** @type {{ last: number, entries: SiteReport.Entry[] } | null} */
    let best = null;
    for (const blur of [false, true]) {
      const known = blur ? blurredBeginnings : beginnings;
      /** @type {{ key: string, gaps: [number, string][], changed: boolean }[]} */
      let states = [{ key: "", gaps: [], changed: false }];
      for (let at = from; at < tokens.length && at < from + MOST_TOKENS && states.length; at++) {
        const gap = at === from ? "" : gapOf(text.slice(tokens[at - 1].end, tokens[at].start));
        if (at > from && !gap) break;
        const { folded } = tokens[at];
        const choices = blur ? [scanned(folded)] : forms(folded);
        /** @type {typeof states} */
        const next = [];
        for (const { key, gaps, changed } of states) {
          for (const form of choices) {
            const grown = key + form;
            if (!known.has(grown)) continue;
            next.push({
              key: grown,
              gaps: at === from ? gaps : [...gaps, [key.length, gap]],
              changed: changed || form !== choices[0],
            });
          }
        }
        states = next;
        const written = text.slice(tokens[from].start, tokens[at].end);
        for (const { key, gaps, changed } of states) {
          const real = blur ? blurred.get(key) : key;
          if (!real || (blur && !/\p{N}|\p{Lu}.*\p{Lu}/u.test(written))) continue;
          const entries = (index.get(real) ?? []).filter((entry) => {
            if (blur && entry.stain < 0) return false;
            if (!fits(real, gaps, entry)) return false;
            if (entry.cue) return true;
            const short = real.length < 4;
            if (short && changed) return false;
            if (short && entry.language && language && entry.language !== language && !/\p{N}/u.test(real)) return false;
            const bare = written.replace(/[^\p{L}\p{N}]/gu, "");
            return !entry.exact || bare === entry.name.replace(/[^\p{L}\p{N}]/gu, "") || bare === bare.toUpperCase();
          });
          if (!entries.length || (best && at < best.last)) continue;
          // "Carcinomas" is a cue for what is said of tumors in general, and a term all the same.
          /** @type {SiteReport.Entry[]} */
          const before = best && best.last === at ? best.entries : [];
          const cued = changed && before.some(({ cue }) => cue); // "loss" is no form of Spanish "los"
          const both = [...before, ...entries.filter(({ cue }) => !cue || !cued)];
          if (both.some(({ cue }) => cue) && both.every(({ stain }) => stain < 0)) best = { last: at, entries: both };
          else if (!before.length || !changed) best = { last: at, entries };
        }
      }
      if (best) break;
    }
    return best;
  };

  // The language of a report, by its small words; nothing where they do not tell.
  /** @param {Token[]} tokens */
  const languageOf = (tokens) => {
    const counts = languages.map((code) => {
      const small = new Set((data.signs[code]?.small ?? []).map(fold));
      return tokens.reduce((count, { folded }) => count + Number(small.has(folded)), 0);
    });
    const most = Math.max(...counts);
    const rest = counts.reduce((sum, count) => sum + count, 0) - most;
    return most > 1 && most > 2 * rest ? languages[counts.indexOf(most)] : "";
  };

  /** @param {string} text @param {Token[]} tokens @param {string} language @returns {SiteReport.Piece[]} */
  const piecesOf = (text, tokens, language) => {
    /** @type {SiteReport.Piece[]} */
    const pieces = [];
    /** @param {string} between @param {number} start */
    const signsOf = (between, start) => {
      for (const { 0: sign, index: at = 0 } of between.matchAll(/\r?\n(?:[ \t]*\r?\n)*|[^\s]/gu)) {
        const kind = sign.includes("\n") ? (sign.indexOf("\n") === sign.lastIndexOf("\n") ? "line" : "end") : sign;
        pieces.push({ kind, start: start + at, end: start + at + sign.length, entries: [] });
      }
    };
    let at = 0;
    for (let i = 0; i < tokens.length; ) {
      const { start, end, folded } = tokens[i];
      const before = folded === "ve" && start > at ? text[start - 1] : "";
      if (/^[+\-\u2212\u2013]$/u.test(before)) {
        // "ER +ve, PR -ve": positive and negative, in short.
        signsOf(text.slice(at, start - 1), at);
        pieces.push({ kind: "cue", start: start - 1, end, entries: [{ stain: -1, term: -1, cue: before === "+" ? "plus" : "minus", language: "", name: "", cuts: [], exact: false }] });
        at = end;
        i++;
        continue;
      }
      const found = longest(text, tokens, i, language);
      const last = found ? found.last : i;
      signsOf(text.slice(at, tokens[i].start), at);
      const entries = found?.entries ?? [];
      const isName = entries.some(({ stain, term }) => stain >= 0 || term >= 0);
      const kind = isName ? "name" : entries.length ? "cue" : /^\p{N}+$/u.test(tokens[i].text) ? "number" : "word";
      at = tokens[last].end;
      pieces.push({ kind, start: tokens[i].start, end: at, entries });
      i = last + 1;
    }
    signsOf(text.slice(at), at);
    return pieces;
  };

  // ---- from pieces to sentences

  /** @param {SiteReport.Piece} piece */
  const isStain = (piece) => piece.entries.some(({ stain }) => stain >= 0);
  // "Estrogen receptor (ER): positive" names it twice.
  /** @param {SiteReport.Piece[]} sentence @param {number} at */
  const isRepeated = (sentence, at) => {
    const [piece, open, again, close] = at < 0 ? [] : sentence.slice(at, at + 4);
    if (open?.kind !== "(" || close?.kind !== ")") return false;
    return again.entries.some(({ stain }) => stain >= 0 && piece.entries.some((one) => one.stain === stain));
  };
  /** @param {SiteReport.Piece} piece @param {string} cue */
  const says = (piece, cue) => !isStain(piece) && piece.entries.some((entry) => entry.cue === cue);
  const SIGNS = ["unsure", "doubts", "lacks", "brings", "minus", "plus", "normal", "low", "high", "kept", "lost"];
  const AHEAD = new Set(["doubts", "lacks", "brings"]);
  /** @param {SiteReport.Piece} piece */
  const signOf = (piece) => SIGNS.find((cue) => says(piece, cue));
  // "Mutation" is a term, and says nothing of the sign.
  /** @param {SiteReport.Piece} piece */
  const isCue = (piece) => {
    const named = piece.entries.some(({ term }) => term >= 0);
    return !isStain(piece) && piece.entries.some(({ cue }) => cue && !(named && (cue === "elsewhere" || cue === "history")));
  };

  // One thing on each line: a name and below it its sign, or a sign and below it its names. Which of them it is, the
  // first line tells.
  /** @param {SiteReport.Piece[]} pieces @returns {SiteReport.Piece[][]} */
  const inColumns = (pieces) => {
    /** @type {{ is: string, of: SiteReport.Piece[] }[]} */
    const lines = [];
    /** @type {SiteReport.Piece[]} */
    let line = [];
    for (const piece of [...pieces, null]) {
      if (piece && piece.kind !== "line" && piece.kind !== "end") {
        line.push(piece);
        continue;
      }
      let deep = 0;
      const told = line.filter((one) => {
        if (one.kind === "(" || one.kind === ")") deep += one.kind === "(" ? 1 : -1;
        // What stands in brackets beside a name is part of its line, unless it is a sign.
        if (deep > 0 && !isStain(one) && !signOf(one) && !says(one, "no")) return one.kind === "+" || one.kind === "-";
        return one.entries.length || ["word", "number", "+"].includes(one.kind);
      });
      const names = told.filter(isStain);
      const ofSigns = told.length > 0 && told.every((one) => signOf(one) || says(one, "weak") || says(one, "fill") || says(one, "noun") || says(one, "no")) && told.some(signOf);
      // A line of a word or three that no one knows may be a stain as well.
      const unknown = told.length > 0 && told.length < 4 && told.every(({ kind }) => kind === "word" || kind === "number") && told.some(({ kind }) => kind === "word") && line.every(({ kind }) => kind !== ":" && kind !== ".");
      const is = ofSigns ? "sign" : unknown || (names.length && names.length === told.length) ? "names" : "other";
      lines.push({ is, of: line });
      if (piece?.kind === "end" || !piece) lines.push({ is: "other", of: piece ? [piece] : [] });
      else lines[lines.length - 1].of = [...line, piece];
      line = [];
    }
    /** @type {SiteReport.Piece[][]} */
    const blocks = [];
    /** @type {typeof lines} */
    let run = [];
    /** @type {typeof lines[number] | undefined} */
    let above; // the line above a run
    let rest = /** @type {SiteReport.Piece[]} */ ([]);
    const close = () => {
      if (run.length > 2 && run.some(({ is }) => is === "sign")) {
        if (rest.length) blocks.push(rest);
        rest = [];
        const mark = { kind: ":", start: 0, end: 0, entries: [] };
        const paired = run.every(({ is }, place) => is === (place % 2 ? "sign" : "names")) && run.length % 2 === 0;
        // Two signs in a row, or side by side, are the heads of columns: whose they are is not known.
        const heads = run.some(({ is, of }, place) => is === "sign" && (run[place + 1]?.is === "sign" || of.filter(signOf).length > 1));
        // Where signs come first, the first stands below nothing that may be its name, and names come last.
        const free = !above || above.of.every((one) => !isStain(one) && one.kind !== "word") || above.of.findLast(({ kind }) => kind !== "line")?.kind === ":";
        const first = run[0].is === "sign" && run[run.length - 1].is === "names" && free;
        if ((first || paired) && !heads) {
          for (const { is, of } of run) {
            if (is === run[0].is) blocks.push([]);
            const block = /** @type {SiteReport.Piece[]} */ (blocks.at(-1));
            const own = of.filter(({ kind }) => kind !== "line" && kind !== ":");
            if (block.length && is === "names") block.push({ ...mark, kind: "," });
            block.push(...own);
            if (is === "sign" && !paired) block.push(mark);
          }
        } else blocks.push(...run.map(({ of }) => of));
        blocks.push([]);
      } else rest.push(...run.flatMap(({ of }) => of));
      run = [];
    };
    for (const one of lines) {
      if (one.is === "other") {
        close();
        rest.push(...one.of);
        above = one;
      } else run.push(one);
    }
    close();
    if (rest.length) blocks.push(rest);
    return blocks.filter((block) => block.length);
  };

  /** @param {string} text @param {SiteReport.Piece[]} pieces @returns {SiteReport.Piece[][]} */
  const sentencesOf = (text, pieces) => {
    /** @type {SiteReport.Piece[][]} */
    const sentences = [[]];
    const begin = () => {
      if (sentences.at(-1)?.length) sentences.push([]);
    };
    pieces.forEach((piece, place) => {
      const now = /** @type {SiteReport.Piece[]} */ (sentences.at(-1));
      const before = pieces[place - 1];
      const next = pieces[place + 1];
      if (piece.kind === "?") {
        now.push(piece); // a question says nothing
        if (now.length > 1) begin();
      } else if (piece.kind === "end" || piece.kind === ";" || piece.kind === "•" || piece.kind === "!") begin();
      else if (piece.kind === ".") {
        if (/\.\./u.test(text.slice(Math.max(0, piece.start - 1), piece.end + 1))) return; // "CK7 ..... positive"
        const follows = text.slice(piece.end, piece.end + 2);
        const shortened = before && signOf(before) && text.slice(before.start, before.end).length < 5 && next && /^\s+\p{Ll}/u.test(follows);
        const within = /^\p{N}/u.test(follows) && /\p{N}$/u.test(text.slice(0, piece.start).slice(-1));
        if (!shortened && !within) begin();
      } else if (piece.kind === "line") {
        const last = now.at(-1);
        if (!last || !next) return;
        // "CK20: no" is a line of its own.
        const answered = says(last, "no") && now.length > 1 && (now[now.length - 2].kind === ":" || isStain(now[now.length - 2]));
        const open = !answered && (last.kind === "," || last.kind === ":" || last.kind === "/" || last.kind === "-" || ["join", "either", "before", "fill", "where", "no", "noun", "lacks", "brings", "doubts"].some((cue) => says(last, cue)));
        // So is "CK7: no staining", above "CK20: staining present".
        const row = isStain(next) && (pieces[place + 2]?.kind === ":" || (isStain(now[0]) && now.length < 5 && (says(last, "fill") || says(last, "noun"))));
        // "Negative for RET mutation" has said all.
        const whole = isStain(next) && says(last, "fill") && now.some(isStain) && now.some(signOf);
        const lower = /^\p{Ll}/u.test(text.slice(next.start, next.start + 1)) && !isStain(next);
        const hasStain = now.some(isStain);
        const hasSign = now.some((one) => signOf(one) || /^[+\-\u2212\u2013]$/u.test(one.kind));
        // A name alone, and its sign in the next line.
        if ((open && !row && !whole) || lower || (hasStain && !hasSign && signOf(next))) now.push(piece);
        else begin();
      } else now.push(piece);
    });
    return sentences.filter((sentence) => sentence.length);
  };

  // What stands below a heading such as "Clinical history", up to an empty line or the next heading.
  /** @param {string} text @param {SiteReport.Piece[]} pieces @returns {Set<SiteReport.Piece>} */
  const toldBefore = (text, pieces) => {
    /** @type {Set<SiteReport.Piece>} */
    const told = new Set();
    let within = false;
    let bare = false; // whether nothing but the heading was met
    pieces.forEach((piece, place) => {
      const before = pieces[place - 1];
      const begins = !before || before.kind === "line" || before.kind === "end";
      if (begins && within && !bare) {
        let stop = place;
        while (stop < pieces.length && pieces[stop].kind !== "line" && pieces[stop].kind !== "end") stop++;
        const line = pieces.slice(place, stop);
        const first = line.findIndex(({ kind }) => kind === ":");
        const written = line.length ? text.slice(line[0].start, line[line.length - 1].end) : "";
        if (before?.kind === "end" || first > 0 || (written === written.toUpperCase() && !line.some(isStain))) within = false;
      }
      if (says(piece, "history")) {
        const next = pieces[place + 1];
        if (!next || next.kind === ":" || (begins && (next.kind === "line" || next.kind === "end"))) within = bare = true;
      } else if (!/^(?::|line|end)$/u.test(piece.kind)) bare = false;
      if (within) told.add(piece);
    });
    return told;
  };

  // "In 2012", "(2010)", "since 2015": an earlier sample. A year of a guideline, "ASCO/CAP 2018", is none.
  /** @param {string} text @param {SiteReport.Piece[]} sentence */
  const dated = (text, sentence) =>
    sentence.some((piece, place) => {
      if (piece.kind !== "number" || !/^(?:19[5-9]|20[0-4])\d$/u.test(text.slice(piece.start, piece.end))) return false;
      const [before, next] = [sentence[place - 1], sentence[place + 1]];
      if (!before) return false;
      const alone = before.kind === "(" && next?.kind === ")";
      return alone || next?.kind === ":" || says(before, "where") || says(before, "before") || (before.kind === "," && (!next || next.kind === ","));
    });

  // ---- signs

  /** @typedef {"+" | "-" | "?" | "high" | "low" | "normal" | "kept" | "lost"} Said */
  const SAID = /** @type {Record<string, Said>} */ ({
    plus: "+", brings: "+", minus: "-", lacks: "-", unsure: "?", doubts: "?", high: "high", low: "low", normal: "normal", kept: "kept", lost: "lost",
  });
  /** @param {Said} said @returns {Said} */
  const turned = (said) => (said === "+" ? "-" : said === "high" ? "normal" : said === "lost" ? "kept" : "?");

  // The sign right behind a name: CK7+, CK7 (-), CK7: 3+. "-" also joins words, so what follows it decides.
  const AT_ONCE = /^[ \t]*(?:[:=][ \t]*)?(\([ \t]*)?(?:(\+[ \t]*\/[ \t]*[-\u2212\u2013]|[-\u2212\u2013][ \t]*\/[ \t]*\+|±)|([0-4])[ \t]?\+|(\+{1,4})|([-\u2212\u2013]))([ \t]*\))?/u;

  /** @param {string} text @param {number} end @param {number} [least] @returns {{ sign: string, spaced: boolean, length: number } | null} */
  const atOnce = (text, end, least = 1) => {
    const after = text.slice(end, end + 24);
    const found = AT_ONCE.exec(after);
    if (!found) return null;
    const [whole, open, both, score, plus, minus] = found;
    const rest = after.slice(whole.length);
    const tight = /^[+\-\u2212\u2013(:=0-4]/u.test(whole) || Boolean(open);
    if (both) return { sign: "?", spaced: false, length: whole.length };
    if (score) {
      const legend = open && !whole.endsWith(")") && !/^[ \t]*[,;/]/u.test(rest); // "(3+ is positive)"
      return { sign: Number(score) >= least && !legend && !/^[ \t]*=/u.test(rest) ? "+" : "?", spaced: false, length: whole.length };
    }
    if (plus) {
      const scored = least > 1 && plus.length < least && plus.length > 1;
      if (scored) return { sign: "?", spaced: false, length: whole.length };
      if (!tight && /^[\p{L}\p{N}]/u.test(rest)) return null; // "+CK7 -CK20 +CDX2"
      if (!tight && /^[ \t]+[\p{L}\p{N}]/u.test(rest)) return { sign: "+", spaced: true, length: whole.length };
      return { sign: "+", spaced: false, length: whole.length };
    }
    if (!minus) return null;
    if (open) return { sign: "-", spaced: false, length: whole.length };
    if (/^[\p{L}\p{N}]/u.test(rest)) return null; // CK7-positive, CA 19-9
    if (/^[-\u2212\u2013>]/u.test(rest)) return null;
    if (/^[ \t]*(?:$|\r?\n|[,;.)/|\]])/u.test(rest)) {
      // A line that is broken at a hyphen goes on.
      if (tight && minus === "-" && !/[:=]/u.test(whole) && /^[ \t]*\r?\n[ \t]*\p{Ll}/u.test(text.slice(end + whole.length, end + whole.length + 8))) return null;
      return { sign: "-", spaced: false, length: whole.length };
    }
    if (/[:=]/u.test(whole)) return null; // "CK7: - see below"
    return { sign: "-", spaced: true, length: whole.length };
  };

  /** @param {SiteReport.Stain} stain @param {string} name @param {Said} said @returns {string} */
  const signFor = (stain, name, said) => {
    const key = words(name).map(fold).join("");
    /** @param {string} one */
    const same = (one) => words(one).map(fold).join("") === key;
    const own = Object.entries(stain.means ?? {}).find(([one]) => same(one));
    const isTurned = stain.turned?.some(same) ?? false;
    if (said === "?") return "?";
    if (own && own[1]) {
      if (own[1] === "+") return said === "-" ? "-" : said === "+" || said === "high" ? "+" : "?";
      return said === "+" ? "-" : said === "kept" ? "-" : "?";
    }
    if (own) return said === "kept" ? "-" : said === "lost" ? "+" : "?";
    if (isTurned) return said === "kept" || said === "+" || said === "normal" ? "-" : said === "lost" || said === "-" ? "+" : "?";
    // "CA 19-9 positive" is of a stain on tissue, and says nothing of the blood.
    if (said === "+" || said === "-") return stain.kind === "blood" ? "?" : said;
    if (stain.number && stain.kind === "tissue") return "?";
    if (stain.kind === "tissue") return said === "kept" ? "+" : said === "lost" ? "-" : "?";
    if (said === "high") return "+";
    if (said === "normal" || said === "low") return "-";
    return stain.kind === "gene" && said === "kept" ? "-" : "?";
  };

  /**
   * One thing of a sentence: a name (a stain or a term), a word that the guide does not know, or a sign.
   * @typedef {{ is: "item" | "sign" | "but", piece: SiteReport.Piece, stain: boolean, said?: Said, ahead?: boolean,
   *   joined: boolean, either: boolean, fixed: string, weak: boolean, words?: SiteReport.Piece[],
   *   apart?: boolean, lightly?: boolean, tied?: boolean, denied?: boolean, parted?: boolean, named?: boolean, begun?: boolean, against?: boolean, refusal?: boolean, anew?: boolean }} Part
   */

  /** @param {string} text @param {SiteReport.Piece[]} sentence @param {Map<SiteReport.Piece, SiteReport.Sign>} read @param {boolean} past */
  const readSentence = (text, sentence, read, past) => {
    if (!sentence.some(({ kind }) => kind === "name")) return;
    const asked = sentence.some(({ kind }) => kind === "?" || kind === "\u00bf");
    const doubtful = past || asked || dated(text, sentence) || sentence.some((piece) => says(piece, "elsewhere") || says(piece, "history"));
    /** @type {Part[]} */
    const parts = [];
    let joined = false;
    let either = false;
    let until = 0;
    let refused = -1; // the end of a "no" that has not met what it turns
    let alone = false; // whether a sign stands where no name is before it
    let anew = false; // whether a list goes on with a word such as "with"
    let murky = false; // whether a "no" turns what is not known
    let weak = false;
    let leads = false; // whether a word such as "with" begins what is said next
    /** @type {Part | null} */
    let held = null;
    /** @param {Part} part */
    const put = (part) => {
      parts.push(part);
      if (part.is === "item") weak = false; // "SATB2 focal, CK7 negative"
      if (part.is === "sign") held = null;
      joined = either = leads = false;
    };
    for (let i = 0; i < sentence.length; i++) {
      const piece = sentence[i];
      if (piece.start < until) continue;
      const { kind } = piece;
      const base = { piece, joined, either, fixed: "", weak: false };
      if (kind === "name" && !isCue(piece)) {
        const stain = isStain(piece);
        if (isRepeated(sentence, i)) continue;
        /** @type {Part} */
        const part = { is: "item", stain, ...base, anew };
        anew = false;
        if (refused >= 0) {
          // "no CK7", "but not CK20 or TTF-1"; a "non-V600E" mutation may be another one.
          const bound = /^[-\u2010-\u2013]$/u.test(text.slice(refused, piece.start));
          put({ is: "sign", stain: false, ...base, said: bound ? "?" : "-", ahead: true });
          held = parts[parts.length - 1];
          held.refusal = true;
          part.joined = true;
          refused = -1;
        }
        if (stain) {
          const least = Math.max(1, ...piece.entries.map((one) => (one.stain >= 0 ? (data.stains[one.stain].least ?? 1) : 1)));
          const { end } = isRepeated(sentence, i - 2) ? sentence[i + 1] : piece;
          const sign = atOnce(text, end, least);
          // "CK7, CK20: -, +": whose they are is not told.
          if (sign && /^[ \t]*[,|][ \t]*[+\-\u2212\u2013±](?![\p{L}\p{N}])/u.test(text.slice(end + sign.length, end + sign.length + 12))) sign.sign = "?";
          const following = sentence.slice(i + 1).find((one) => /^(?:name|cue|word|number|,)$/u.test(one.kind));
          const separates = sign?.spaced && following && !isStain(following);
          if (sign && !separates) {
            part.fixed = sign.spaced ? `${sign.sign} ` : sign.sign;
            until = end + sign.length;
          }
        }
        put(part);
        continue;
      }
      if (isCue(piece)) {
        const cue = signOf(piece);
        if (cue) {
          const { following, colon } = after(sentence, i);
          let said = SAID[cue];
          // "high > 5.0" gives a limit.
          const [mark, prefix] = [sentence[i - 1], sentence[i - 2]];
          const hyphen = mark && /^[-\u2010\u2011]$/u.test(mark.kind) && mark.end === piece.start;
          const tied = Boolean(hyphen && prefix && isStain(prefix) && prefix.end === mark.start);
          // "un-reactive": what a short word before a hyphen does to it is not known.
          if (hyphen && prefix?.kind === "word" && prefix.end === mark.start && /^\p{Ll}{1,3}$/u.test(text.slice(prefix.start, prefix.end))) said = "?";
          if (/^[<>≤≥]$/u.test(sentence[i + 1]?.kind ?? "") && ["high", "low", "normal"].includes(cue)) said = "?";
          // "CK20 no se observa, …": what is said ahead of nothing is said of what stood before.
          const goesOn = following && (following.kind === "name" || following.kind === "word" || signOf(following));
          // "MLH1: loss of expression" names nothing more.
          // Nor does "positivity in the tumor cells" that goes on with "for".
          const leading = following && says(following, "where") ? after(sentence, sentence.indexOf(following)).following : following;
          const next = leading && says(leading, "before") ? after(sentence, sentence.indexOf(leading)).following : undefined;
          const names = next && (next.kind === "name" || next.kind === "word" || says(next, "before"));
          const ahead = (AHEAD.has(cue) && Boolean(goesOn)) || colon || Boolean(names);
          const denied = refused >= 0;
          if (denied) {
            said = turned(said);
            refused = -1;
          }
          // "positivity for CK7 is not seen with CK20": which of them it speaks of is not told. "With positivity for" tells.
          const last = parts.at(-1);
          if (ahead && !colon && !AHEAD.has(cue) && !joined && !(leads && parts.some((one) => one.is === "sign" && one.ahead)) && ((last?.is === "item" && last.stain) || (last?.is === "sign" && !last.ahead && last.said !== said))) alone = true;
          put({ is: "sign", stain: false, ...base, said, ahead, weak, tied, denied, begun: leads });
          weak = false;
        } else if (says(piece, "where")) {
          const last = parts.at(-1);
          if (last?.is === "sign") last.apart = true;
        } else if (says(piece, "weak")) {
          const last = parts.at(-1);
          if (last?.is === "sign" && last.said === "-" && (sentence[i - 1].kind === "/" || says(sentence[i - 1], "either"))) last.said = "?";
          else if (last?.is === "sign" && !joined) last.weak = true;
          else if (last?.fixed && !joined) last.weak = true;
          else weak = true;
        } else if (says(piece, "no") && !says(piece, "either")) {
          const rest = sentence.slice(i + 1);
          const stop = rest.findIndex((one) => one.kind === "," || one.kind === "line" || says(one, "join") || says(one, "but"));
          const answer = rest.slice(0, stop < 0 ? undefined : stop);
          if (sentence[i - 1]?.kind === ":" && parts.at(-1)?.stain && answer.length && answer.every((one) => says(one, "fill") || says(one, "noun"))) {
            put({ is: "sign", stain: false, ...base, said: "-", ahead: false }); // "NTRK: no fusion"; a bare "no" may be of the test
          } else refused = piece.end;
        }
        else if (says(piece, "noun")) {
          const { following } = after(sentence, i);
          const last = parts.at(-1);
          if (following && says(following, "before")) {
            const slight = weak || sentence.slice(i, sentence.indexOf(following)).some((one) => says(one, "weak"));
            if (refused >= 0) {
              put({ is: "sign", stain: false, ...base, said: "-", ahead: true });
              refused = -1;
            } else if (last?.is !== "sign" || joined || last.ahead === undefined || last.named) {
              // "Focal staining for CK20" is there; what "staining for CK20" shows is said elsewhere.
              put({ is: "sign", stain: false, ...base, said: slight ? "+" : "?", ahead: true, lightly: true, weak });
              weak = false;
            } else {
              last.ahead = true;
              if (slight && last.said !== "+") last.said = "?"; // "negative with focal staining for CK20"
            }
          } else if (held && last?.is === "item") {
            put({ is: "but", stain: false, ...base }); // "no CK7 expression" ends there
            held = null;
          } else if (last?.is === "sign") last.named = true; // "positive staining": another noun is of what follows
        } else if (says(piece, "either")) {
          joined = either = true;
          if (says(piece, "no") && !parts.some((one) => one.is === "sign" && one.ahead && (one.said === "-" || one.denied))) refused = piece.end;
        } else if (says(piece, "but")) {
          const rest = sentence.slice(i + 1, i + 40);
          // "negative, but rare cells are positive"
          if (refused >= 0 || (!rest.some(isStain) && rest.some((one) => signOf(one) || says(one, "weak")))) alone = true;
          refused = -1;
          put({ is: "but", stain: false, ...base });
        } else if (says(piece, "save")) {
          alone = true;
          refused = -1;
          put({ is: "but", stain: false, ...base });
        } else if (says(piece, "before")) {
          leads = true;
          // "Negative for CK7 with CK20 …" begins another list, "no expression of CK7 or of CK20" does not.
          if (joined || parts.at(-1)?.stain) anew = !either;
        } else if (says(piece, "join")) {
          joined = true;
          weak = false;
        }
        continue;
      }
      if (kind === "(" || kind === "[") {
        // What only names no one knows are in says nothing of the sign.
        const close = sentence.findIndex((one, place) => place > i && one.kind === (kind === "(" ? ")" : "]"));
        const inside = close > 0 ? sentence.slice(i + 1, close) : [];
        if (close > 0 && !inside.some((one) => one.kind === "name" || signOf(one) || says(one, "no") || /^[+\-\u2212\u2013]$/u.test(one.kind))) {
          const share = percent(inside);
          if (share && parts.at(-1)?.is === "item") put({ is: "sign", stain: false, ...base, said: "?", ahead: false, words: share });
          i = close;
        }
      } else if (kind === "," || kind === "/" || kind === "&" || kind === "|" || kind === "line") {
        if (refused >= 0 && kind === "," && (says(sentence[i - 1], "no") || parts.some(({ stain }) => stain))) {
          // "CK7 no, CK20 positive", "CK7 does not stain, CK20 does"
          refused = -1;
          alone = true;
        }
        joined = true;
        if (kind !== "line") weak = false;
      }
      else if (kind === "+" || kind === "-" || kind === "\u2212" || kind === "\u2013" || kind === "±") {
        const score = sentence[i - 1];
        if (kind === "+" && score?.kind === "number" && parts.length) {
          const last = parts.at(-1);
          const least = Math.max(1, ...(last?.piece.entries ?? []).map((one) => (one.stain >= 0 ? (data.stains[one.stain].least ?? 1) : 1)));
          if (refused >= 0) {
            if (last) last.fixed ||= "?"; // "not 3+"
            refused = -1;
          } else if (last?.is === "item" && last.stain) last.fixed ||= Number(text.slice(score.start, score.end)) >= least ? "+" : "?";
        } else if (kind === "+" || kind === "±" || /^[ \t]*[(\n]?$/u.test(text.slice(Math.max(0, piece.start - 2), piece.start).slice(-1))) {
          // A sign that stands at no name: "(+) CK7, (-) CK20". A bullet or a dash is none.
          const opened = sentence[i - 1]?.kind === "(";
          if (kind !== "-" && kind !== "\u2013" ? parts.at(-1)?.is !== "sign" : opened && parts.at(-1)?.is !== "sign") alone = true;
        }
      } else if (kind === "number" || kind === "%" || kind === "<" || kind === ">") {
        const share = percent(sentence.slice(i, i + 4));
        if (share && parts.at(-1)?.is === "item" && parts.at(-1)?.stain) {
          put({ is: "sign", stain: false, ...base, said: "?", ahead: false, words: share });
          i += share.length - 1;
        }
      } else if (kind === "word") {
        const last = parts.at(-1);
        if (last?.is === "item" && !last.stain && last.piece.kind === "word" && !joined) continue;
        if (refused >= 0) {
          // "no mitoses": it has met its word.
          refused = -1;
          if (blurs(sentence, i)) murky = true;
          put({ is: "sign", stain: false, ...base, said: "-", ahead: true });
          put({ is: "item", stain: false, ...base, joined: true });
          parts[parts.length - 2].words = [];
          parts[parts.length - 2].said = "?";
        } else put({ is: "item", stain: false, ...base });
      }
    }
    settle(text, parts, alone || murky || doubtful, murky || doubtful, read, sentence);
  };

  // Whether a word that is not known, behind a "no", may turn a sign: "positivity for CK20 is not demonstrated". What is
  // set apart and has no stain in it does not: "CK20 positive, no mitoses".
  /** @param {SiteReport.Piece[]} sentence @param {number} at */
  const blurs = (sentence, at) => {
    let from = at - 1;
    while (from >= 0 && !says(sentence[from], "no")) from--;
    const before = sentence[from - 1];
    const near = sentence.slice(at, at + 40);
    const stop = near.findIndex(({ kind }) => kind === ",");
    const rest = near.slice(0, stop < 0 ? undefined : stop);
    if (rest.some((piece) => isStain(piece) || signOf(piece))) return true;
    return Boolean(before) && before.kind !== "," && !says(before, "but");
  };

  // What follows a word, but for what says nothing.
  /** @param {SiteReport.Piece[]} sentence @param {number} from */
  const after = (sentence, from) => {
    let [colon, line, both, named] = [false, false, false, says(sentence[from], "noun")];
    for (let i = from + 1; i < sentence.length; i++) {
      const piece = sentence[i];
      if (piece.kind === "line") line = true;
      else if (piece.kind === ":") colon ||= !line && !both;
      else if (says(piece, "noun") && !colon && !both && !named) named = true;
      else if (says(piece, "weak") && !colon) continue;
      else if (says(piece, "fill") && !says(piece, "before")) continue;
      else if (says(piece, "join") && sentence[i + 1] && says(sentence[i + 1], "fill") && !says(sentence[i + 1], "before")) both = true; // "positive and strong for"
      else return { following: piece, colon };
    }
    return { following: undefined, colon: false };
  };

  // "95 %", "<5%": the pieces of a share, from their first on.
  /** @param {SiteReport.Piece[]} pieces */
  const percent = (pieces) => {
    const place = pieces.findIndex(({ kind }) => kind === "%");
    if (place < 1 || pieces.slice(0, place).some(({ kind }) => !/^(?:number|[<>~≥≤.\-\u2013])$/u.test(kind))) return null;
    return pieces.slice(0, place + 1);
  };
  /** @param {string} text @param {SiteReport.Piece[]} share @returns {string} */
  const signOfShare = (text, share) => {
    const numbers = share.filter(({ kind }) => kind === "number").map((one) => Number(text.slice(one.start, one.end)));
    if (share.some(({ kind }) => /[<≤~]/u.test(kind))) return "?";
    if (numbers.length === 1 && numbers[0] === 0) return share.some(({ kind }) => kind === ">") ? "?" : "-";
    return numbers[0] >= 10 ? "+" : "?";
  };

  /**
   * @param {string} text @param {Part[]} parts @param {boolean} unclear @param {boolean} doubtful
   * @param {Map<SiteReport.Piece, SiteReport.Sign>} read @param {SiteReport.Piece[]} sentence
   */
  const settle = (text, parts, unclear, doubtful, read, sentence) => {
    // "CK7 + CK20 - CDX2 +": signs with spaces on both sides count where every stain has one.
    const stains = parts.filter(({ stain }) => stain);
    const spaced = stains.every(({ fixed }) => fixed);
    // Signs in a row are one if they agree. "no CK7 expression" has its sign before the name.
    /** @type {Part[]} */
    const row = [];
    for (const part of parts) {
      const last = row.at(-1);
      if (part.is === "sign" && last?.is === "sign" && (!(part.ahead && !last.ahead) || part.either)) {
        if (part.words && last.said !== "?") continue; // "positive (90%)"
        if (last.lightly && !part.lightly) {
          row[row.length - 1] = { ...part }; // "stains show the cells to be positive for CK7"
          continue;
        }
        if (last.words && !part.words) {
          row[row.length - 1] = { ...part, weak: part.weak || last.weak };
          continue;
        }
        row[row.length - 1] = {
          ...last,
          said: last.said === part.said ? last.said : "?",
          ahead: Boolean(part.ahead),
          parted: last.parted || part.joined,
          against: last.against || last.said !== part.said,
          weak: last.weak || part.weak,
          words: undefined,
        };
      } else row.push({ ...part });
    }
    /** @type {Part[][]} */
    const lists = [];
    /** @type {(Part | undefined)[]} */
    const between = [undefined];
    for (const part of row) {
      if (part.is === "item") {
        if (lists.length < between.length) lists.push([]);
        lists[lists.length - 1].push(part);
      } else {
        if (lists.length < between.length) lists.push([]);
        between.push(part);
      }
    }
    if (lists.length < between.length) lists.push([]);
    const counted = lists.map((list, place) => (list.some(({ stain }) => stain) ? place : -1)).filter((place) => place >= 0);
    const plain = between.map((part) => part?.is === "sign" && !part.ahead);
    const beginsWithSign = counted.length > 0 && plain[counted[0]] && !(counted[0] > 0 && lists[counted[0] - 1].length);
    const endsWithSign = counted.length > 0 && plain[(counted.at(-1) ?? 0) + 1];

    // "no CK7-positive or CK20-positive cells", "CK7-positive, CK20-positive cells are absent"
    /** @type {Set<number>} */
    const bad = new Set();
    let refusing = false;
    let [tiedAgainst, clause] = [false, /** @type {number[]} */ ([])];
    const closed = () => {
      if (tiedAgainst) for (const at of clause) bad.add(at);
      [tiedAgainst, clause] = [false, []];
    };
    between.forEach((part, at) => {
      if (part?.is === "but") {
        refusing = false;
        closed();
      } else if (part?.ahead && part.said === "-" && !part.words) refusing = true;
      else if (part?.tied) {
        clause.push(at);
        if (refusing) bad.add(at);
        if (part.against) tiedAgainst = true;
      }
    });
    closed();

    lists.forEach((list, place) => {
      const before = between[place]?.is === "sign" ? between[place] : undefined;
      const next = between[place + 1]?.is === "sign" ? between[place + 1] : undefined;
      const behind = next && !next.ahead ? next : undefined;
      const refusal = before?.ahead && before.said === "-" && before.refusal;
      // Where a list ahead of which a sign stands is over: "negative for CK7 and spread of CK20", "without CK7, and with CK20".
      const named = list.findIndex(({ stain }) => stain);
      const gone = list.findIndex((one, nth) => nth > 0 && (one.anew || (named >= 0 && nth > named && !one.joined && list[nth - 1].piece.kind === "word")));
      list.forEach((item, at) => {
        /** @type {Part | undefined} */
        let sign;
        let mixed = false;
        if (before?.ahead) {
          // "no CK7 or CK20 positivity"
          const own = refusal && behind?.said === "+" && !behind.joined && list.every((_, other) => !other || either(list, other)) && (list.length < 2 || list[list.length - 1].either);
          const ahead = lists[place + 1]?.length > 0 && behind?.joined && lists[place + 1].some(({ stain }) => stain);
          // "no CK7, CK20 positive": how far a "no" reaches is not known.
          const other = list.some(({ fixed }) => fixed && fixed.trim() !== before.said); // "negative for CK7, CK20 (+)"
          if (other || (gone >= 0 && at >= gone)) mixed = true;
          else if (before.lightly && behind && !ahead) {
            // "expression of CK7 is absent"; but "stain for CK7, CK20 negative"
            if ((list.length > 1 && !either(list, at)) || behind.begun) mixed = true;
            else sign = behind;
          }
          else if (behind && !own && !ahead && !behind.words && behind.said !== before.said) mixed = true;
          else if (refusal && at > 0 && !either(list, at)) mixed = true;
          else sign = before;
        } else if (behind) {
          const last = lists[place - 1]?.at(-1);
          // "despite negative CK7, CK20 is positive"
          const later = between[place + 2];
          const led = before && !before.ahead && !before.words && !beginsWithSign && !list[0].joined && !last?.stain;
          if (led || (behind.tied && bad.has(place + 1))) mixed = true;
          else if (before?.said === "?" && !before.words && !list[0].joined) mixed = true; // "typically CK20 positive"
          // "CK7 is positive in one part and negative in another", "HER2 negative by IHC, FISH positive"
          else if (behind.apart && later?.is === "sign" && later.said !== behind.said && !lists[place + 1]?.some(({ stain }) => stain)) mixed = true;
          else if (before && beginsWithSign) {
            if (endsWithSign || before.apart || !behind.joined) mixed = true;
            else sign = before;
          } else if (forward(before, list) || forward(behind, lists[place + 1])) {
            mixed = true; // "CK7 negativa y se expresa CK20 y CDX2 es positivo"
          } else if (behind.words && at < list.length - 1) sign = undefined;
          else if (together(list, at)) sign = behind;
          else mixed = true;
        } else if (before && beginsWithSign && !before.apart) sign = before;
        note(text, item, mixed ? undefined : sign, { mixed, unclear, doubtful, spaced, list, at, before, behind, read, sentence });
      });
    });
  };

  // Whether a sign seems to speak of what follows it: it, or the last of several, is set apart from what stands before it.
  /** @param {Part | undefined} sign @param {Part[] | undefined} list */
  const forward = (sign, list) => Boolean((sign?.joined || sign?.parted) && !sign.words && list?.[0] && !list[0].joined);
  // Whether what follows an item, up to the last of the list, is joined to it.
  /** @param {Part[]} list @param {number} at */
  const together = (list, at) => list.slice(at + 1).every((one) => one.joined && !one.fixed);
  // Whether the list says "or" at this item or after it: in "no CK7 or CK20, CDX2 …" the third is of another clause.
  /** @param {Part[]} list @param {number} at */
  const either = (list, at) => list.slice(Math.max(1, at)).some((one) => one.either) && list.slice(1, at + 1).every((one) => one.joined);

  /**
   * @param {string} text @param {Part} item @param {Part | undefined} sign
   * @param {{ mixed: boolean, unclear: boolean, doubtful: boolean, spaced: boolean, list: Part[], at: number, before?: Part, behind?: Part,
   *   read: Map<SiteReport.Piece, SiteReport.Sign>, sentence: SiteReport.Piece[] }} around
   */
  const note = (text, item, sign, around) => {
    const { piece } = item;
    if (piece.kind !== "name") return;
    const name = text.slice(piece.start, piece.end);
    if (!item.stain) {
      // A term is said to be absent or in doubt only where that stands right at it.
      const { before, behind, list, at } = around;
      // In "no lung adenocarcinoma" it is not the lung that is not there.
      if (list[at + 1] && !text.slice(piece.end, list[at + 1].piece.start).trim()) return;
      const first = list.findIndex((one, place) => place > 0 && one.joined && !one.either);
      const whole = list.some((one) => one.either);
      let state = "";
      if (before?.ahead && before.words === undefined && (first < 0 || at < first || whole)) state = before.said === "-" ? "-" : before.said === "?" ? "?" : "";
      else if (behind && !before?.ahead && at === list.length - 1 && !list.some(({ stain }) => stain)) state = behind.said === "-" ? "-" : behind.said === "?" ? "?" : "";
      if (state) around.read.set(piece, { stain: -1, sign: state, weak: false });
      return;
    }
    const candidates = piece.entries.filter((one) => one.stain >= 0);
    let said = /** @type {Said | ""} */ (around.mixed ? "?" : (sign?.said ?? ""));
    const share = sign?.words;
    const fixed = item.fixed.trim();
    const { before: ahead } = around;
    if (fixed === "+" && ahead?.ahead && ahead.said === "-" && !ahead.words) said = "?"; // "no CK7+ cells"
    else if (item.fixed.endsWith(" ") && !around.spaced) said = "?";
    else if (fixed) {
      // A word right behind the sign must say the same.
      const against = around.behind && !around.behind.words && around.at === around.list.length - 1 && !around.behind.joined ? around.behind.said : fixed;
      const agrees = against === fixed || (fixed === "+" && against === "high") || around.list[around.at + 1];
      said = agrees ? /** @type {Said} */ (fixed) : "?";
    }
    const kinds = new Set(candidates.map((one) => data.stains[one.stain].kind));
    let chosen = candidates[0];
    if (kinds.size > 1) {
      const unit = /^[^.;\n]{0,20}\b(?:ng|µg|ug)\s*\/\s*m?l/iu.test(text.slice(piece.end, piece.end + 40));
      const blood = unit || said === "high" || said === "normal" || said === "low" || said === "";
      chosen = candidates.find((one) => (data.stains[one.stain].kind === "blood") === blood) ?? chosen;
    }
    const stain = data.stains[chosen.stain];
    const weak = fixed ? item.weak : Boolean(sign?.weak);
    let shownAs = "";
    if (share && !fixed && said === "?") shownAs = stain.kind === "tissue" && !stain.number && stain.share !== false ? signOfShare(text, share) : stain.share === false ? "?" : "";
    else if (said) shownAs = signFor(stain, name, /** @type {Said} */ (said));
    if (!said && !fixed) {
      // A spelling that says its own sign, unless something in the sentence speaks against it.
      const key = words(name).map(fold).join("");
      const own = Object.entries(stain.means ?? {}).find(([one]) => words(one).map(fold).join("") === key)?.[1] ?? "";
      const clear = !around.sentence.some((one) => says(one, "no") || ["unsure", "doubts", "lacks", "minus"].includes(signOf(one) ?? ""));
      if (own) shownAs = clear ? own : "?";
    }
    if (around.unclear && shownAs && !(fixed && !around.doubtful)) shownAs = "?";
    around.read.set(piece, { stain: chosen.stain, sign: shownAs, weak });
  };

  // ---- the whole

  /** @param {string} written @returns {SiteReport.Read} */
  const read = (written) => {
    const text = String(written);
    /** @type {Token[]} */
    const tokens = [...text.matchAll(TOKEN)].map(({ 0: word, index: start = 0 }) => ({
      start,
      end: start + word.length,
      text: word,
      folded: fold(word),
    }));
    const language = languageOf(tokens);
    const pieces = piecesOf(text, tokens, language);
    /** @type {Map<SiteReport.Piece, SiteReport.Sign>} */
    const signs = new Map();
    const past = toldBefore(text, pieces);
    for (const block of inColumns(pieces)) {
      for (const sentence of sentencesOf(text, block)) readSentence(text, sentence, signs, past.has(sentence[0]));
    }

    const small = new Set(languages.flatMap((code) => (data.small[code] ?? []).map(fold)));
    /** @type {SiteReport.Mark[]} */
    const marks = [];
    /** @type {string[]} */
    const unknown = [];
    for (const piece of pieces) {
      const said = text.slice(piece.start, piece.end);
      if (piece.kind === "word" && !small.has(fold(said)) && fold(said).length > 1) unknown.push(said);
      if (piece.kind !== "name") continue;
      const sign = signs.get(piece);
      const stain = sign && sign.stain >= 0 ? sign.stain : (piece.entries.find((one) => one.stain >= 0)?.stain ?? -1);
      // Two letters can be anything: they count only with a sign.
      if (stain >= 0 && words(said).join("").length < 3 && !/\p{N}/u.test(said) && !sign?.sign) continue;
      const own = piece.entries.find((one) => one.term >= 0)?.term ?? -1;
      const term = stain >= 0 ? data.terms.findIndex(({ id }) => id === data.stains[stain].term) : own;
      marks.push({ start: piece.start, end: piece.end, text: said, stain, term, sign: sign?.sign ?? "", weak: sign?.weak ?? false });
    }
    /** @type {Record<string, { sign: string, words: string[], light: boolean }>} */
    const found = {};
    for (const { stain, sign, text: word } of marks) {
      if (stain < 0 || (sign !== "+" && sign !== "-")) continue;
      const { id, turned: normally } = data.stains[stain];
      // One protein of several that is there says nothing against another that is lost.
      const light = sign === "-" && Boolean(normally?.some((name) => fold(name) === fold(word)));
      const one = (found[id] ??= { sign, words: [], light });
      if (one.light && sign === "+") Object.assign(one, { sign, words: [], light: false });
      else if (light && one.sign === "+") continue;
      else if (one.sign !== sign) one.sign = "both";
      if (!one.words.includes(word)) one.words.push(word);
    }
    /** @param {[string, string][]} wanted */
    const there = (wanted) => wanted.filter(([id, sign]) => found[id]?.sign === sign);
    const fitting = data.patterns.flatMap((pattern, place) => {
      const all = there(pattern.all);
      const any = there(pattern.any);
      const led = [...all, ...any];
      // What was looked for and not seen leads nowhere by itself.
      if (all.length < pattern.all.length || (pattern.any.length && !any.length) || !led.some(([, sign]) => sign === "+")) return [];
      return [{ pattern: place, led, helps: there(pattern.helps), against: there(pattern.against) }];
    });
    const both = Object.keys(found).filter((id) => found[id].sign === "both");
    return { language, marks, signs: found, fits: fitting, both, unknown };
  };

  return { read, fold };
};
