// @ts-check
// The page that reads a report. What is typed or pasted stays in this page: nothing is sent or stored, "Clear" empties
// it, and so does leaving. All text is put in as text. What the words mean is in reading.js and in the page's data.
(() => {
  "use strict";

  const MOST = 200_000; // characters that are read
  const form = /** @type {HTMLFormElement | null} */ (document.getElementById("site-report"));
  const words = document.getElementById("site-report-words")?.dataset;
  if (!form || !words) return;
  /** @param {string} name */
  const part = (name) => /** @type {HTMLElement} */ (document.getElementById(`site-report-${name}`));
  const input = /** @type {HTMLTextAreaElement} */ (part("text"));
  const [found, status, choices] = ["found", "status", "choices"].map(part);
  /** @type {SiteReport.Data} */
  const data = JSON.parse(part("data").textContent);
  const own = data.language;
  const others = Object.keys(data.names).filter((code) => code !== own);

  /** @param {string} key @param {Record<string, string | number>} [values] */
  const say = (key, values = {}) =>
    Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, () => String(value)), words[key] ?? key);
  /**
   * @template {keyof HTMLElementTagNameMap} Tag
   * @param {Tag} tag @param {string} className @param {(Node | string)[]} children
   */
  const made = (tag, className, ...children) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.append(...children);
    return element;
  };
  /** @param {string} href @param {string} text */
  const link = (href, text) => {
    const element = made("a", "", text);
    element.href = href;
    return element;
  };
  /** @param {string} language @param {HTMLElement} element */
  const inLanguage = (language, element) => {
    if (language !== own) element.lang = language;
    return element;
  };

  /** @type {SiteReport.Reader | null} */
  let reader = null;
  const ready = () => (reader ??= siteReport(data));

  // ---- what is shown

  /** @param {string} sign @param {SiteReport.Stain | undefined} stain @param {boolean} [weak] */
  const signWord = (sign, stain, weak = false) => {
    if (!sign) return "";
    // Of a protein that is normally there, "positive" would say to a pathologist the reverse of what is meant.
    const [plus, minus] = stain?.turned ? ["notNormal", "normal"] : stain?.kind === "blood" ? ["high", "normal"] : ["seen", "notSeen"];
    const key = stain ? { "+": plus, "-": minus, "?": "unclearSign" }[sign] : { "-": "absent", "?": "doubt" }[sign];
    return key ? say(key) + (weak ? ` ${say("weak")}` : "") : "";
  };
  /** @param {SiteReport.Mark} mark */
  const idOf = (mark) => (mark.stain >= 0 ? `report-${data.stains[mark.stain].id}` : `report-term-${data.terms[mark.term].id}`);
  /** @param {SiteReport.Wanted} wanted */
  const wantedWord = ([id, sign]) => {
    const stain = data.stains.find((one) => one.id === id);
    return `${stain?.names[own] ?? id}: ${signWord(sign, stain)}`;
  };

  /** @param {string[]} keys */
  const sourcesOf = (keys) => {
    const known = keys.filter((key) => data.sources[key]);
    if (!known.length) return [];
    const list = made("ul", "site-report-sources");
    for (const key of known) {
      const { text, url } = data.sources[key];
      list.append(made("li", "", ...(/^https?:\/\//u.test(url) ? [link(url, text)] : [text])));
    }
    return [made("details", "site-fold site-report-source", made("summary", "", say("source")), list)];
  };

  /** @param {string} text @param {SiteReport.Mark[]} marks */
  const markedText = (text, marks) => {
    const shown = made("div", "site-report-text");
    let at = 0;
    for (const mark of marks) {
      const way = link(`#${idOf(mark)}`, text.slice(mark.start, mark.end));
      const stain = data.stains[mark.stain];
      way.className = mark.sign === "?" || (mark.stain < 0 && mark.sign) ? "site-report-mark site-report-mark-unclear" : "site-report-mark";
      const sign = signWord(mark.sign, stain, mark.weak);
      if (sign) way.title = sign;
      shown.append(text.slice(at, mark.start), way);
      at = mark.end;
    }
    shown.append(text.slice(at));
    return shown;
  };

  /** @param {SiteReport.Mark[]} marks every mark of one word */
  const entry = (marks) => {
    const [mark] = marks;
    const stain = data.stains[mark.stain];
    const term = data.terms[mark.term];
    const names = stain ? stain.names : Object.fromEntries(Object.entries(term.names).map(([code, all]) => [code, all[0]]));
    const heading = made("dt", "", names[own]);
    heading.id = idOf(mark);
    heading.tabIndex = -1;
    for (const code of others) {
      if (names[code] !== names[own]) heading.append(" ", inLanguage(code, made("span", "site-other-language", names[code])));
    }
    const said = [...new Set(marks.map((one) => {
      const sign = signWord(one.sign, stain, one.weak);
      return sign ? `${one.text}: ${sign}` : "";
    }))].filter(Boolean);
    const body = made("dd", "");
    if (said.length) body.append(made("p", "site-report-signs", said.join(" · ")));
    for (const code of [own, ...others]) {
      const means = stain ? stain.what[code] : term.means[code];
      body.append(inLanguage(code, made("p", code === own ? "" : "site-report-other", /[.!?]$/u.test(means) ? means : `${means}.`)));
    }
    if (stain) {
      body.append(made("p", "", made("strong", "", say("points")), " ", `${stain.points[own]}.`));
      body.append(made("p", "", made("strong", "", say("sure")), " ", `${stain.sure[own]}.`));
    }
    const [fold] = sourcesOf(stain ? stain.sources : [term.source]);
    const way = data.glossary && term ? made("p", "site-report-small", link(`${data.glossary}#${encodeURIComponent(term.id)}`, say("glossary"))) : "";
    if (fold) fold.append(way);
    body.append(fold ?? way);
    return made("div", "", heading, body);
  };

  /** @param {SiteReport.Read["fits"][number]} fit */
  const fitting = (fit) => {
    const pattern = data.patterns[fit.pattern];
    const body = made("div", "site-report-fit", made("h3", "", pattern.name[own]));
    /** @param {string} key @param {string} text */
    const line = (key, text) => body.append(made("p", "", made("strong", "", say(key)), " ", text));
    line("led", fit.led.map(wantedWord).join("; "));
    if (fit.helps.length) line("helps", fit.helps.map(wantedWord).join("; "));
    if (fit.against.length) line("against", fit.against.map(wantedWord).join("; "));
    line("for", `${pattern.for[own]}.`);
    line("counter", `${pattern.counter[own]}.`);
    const pages = pattern.pages.filter((name) => data.pages[name]).map((name) => made("li", "", link(data.pages[name].url, data.pages[name].title)));
    body.append(made("p", "", say("more")), made("ul", "", ...pages), ...sourcesOf(pattern.sources));
    return body;
  };

  /** @param {SiteReport.Read} read */
  const questions = (read) => {
    const names = [...new Set([...(read.marks.length ? [data.ask] : []), ...read.fits.flatMap(({ pattern }) => data.patterns[pattern].pages)])];
    const seen = new Set();
    const blocks = names.flatMap((name) => {
      const page = data.pages[name];
      const fresh = page?.questions.filter((question) => !seen.has(question)) ?? [];
      for (const question of fresh) seen.add(question);
      if (!fresh.length) return [];
      return [made("p", "", say("fromPage"), " ", link(page.url, page.title)), made("ul", "", ...fresh.map((question) => made("li", "", question)))];
    });
    return blocks.length ? [heading("ask"), ...blocks] : [];
  };

  /** @param {string} key */
  const heading = (key) => made("h2", "", say(key));

  /** @param {string} text @param {SiteReport.Read} read @param {boolean} cut */
  const results = (text, read, cut) => {
    const shown = document.createDocumentFragment();
    const top = heading("text");
    top.id = "report-read";
    top.tabIndex = -1;
    shown.append(top);
    if (cut) shown.append(made("p", "", say("tooLong")));
    if (read.language && read.language !== own) shown.append(made("p", "", say("readIn", { language: data.names[read.language] })));
    const back = markedText(text, read.marks);
    if (read.language) inLanguage(read.language, back);
    shown.append(back);

    // What was not understood, plainly.
    const count = read.unknown.length;
    if (count) {
      const summary = made("summary", "", say(count === 1 ? "unknownOne" : "unknownOther", { count }));
      const list = made("p", "", [...new Set(read.unknown)].slice(0, 300).join(" · "));
      shown.append(made("details", "site-fold", summary, list));
    }
    const unclear = [...new Set(read.marks.filter(({ stain, sign }) => stain >= 0 && sign === "?").map((mark) => mark.text))];
    if (unclear.length) shown.append(made("p", "", made("strong", "", say("unclear")), " ", unclear.join(", ")));
    if (read.both.length) {
      const names = read.both.map((id) => data.stains.find((one) => one.id === id)?.names[own] ?? id);
      shown.append(made("p", "", made("strong", "", say("both")), " ", names.join(", ")));
    }

    if (data.patterns.length) {
      shown.append(heading("fits"), made("p", "", say(read.fits.length ? "fitsAbout" : "noFit")));
      shown.append(...read.fits.map(fitting), made("p", "site-report-once", say("askOnce")));
    }
    shown.append(...questions(read));

    /** @type {Map<string, SiteReport.Mark[]>} */
    const groups = new Map();
    for (const mark of read.marks) groups.set(idOf(mark), [...(groups.get(idOf(mark)) ?? []), mark]);
    if (groups.size) {
      shown.append(heading("words"), made("p", "", say("wordsAbout")));
      shown.append(made("dl", "site-report-list", ...[...groups.values()].map(entry)));
    }
    return shown;
  };

  // ---- what is done

  const empty = () => {
    input.value = "";
    for (const box of choices.querySelectorAll("input")) box.checked = false;
    found.replaceChildren();
    found.hidden = true;
    status.textContent = "";
  };

  /** @param {boolean} move whether to go to what was found */
  const readNow = (move) => {
    const whole = input.value;
    if (!whole.trim()) {
      empty();
      status.textContent = say("none");
      return;
    }
    const text = whole.slice(0, MOST);
    const read = ready().read(text);
    found.replaceChildren(results(text, read, whole.length > MOST));
    found.hidden = false;
    status.textContent = say("found", { count: read.marks.length, unknown: read.unknown.length });
    if (move) document.getElementById("report-read")?.focus();
  };

  // A list to tick from: each tick writes a line, as a report would have it.
  const offer = () => {
    for (const stain of data.stains) {
      const name = stain.names[own];
      const row = made("fieldset", "", made("legend", "", name));
      for (const sign of ["+", "-"]) {
        const cue = stain.kind === "blood" ? (sign === "+" ? "high" : "normal") : sign === "+" ? "plus" : "minus";
        const [word] = data.signs[own]?.[cue] ?? [];
        if (!word || stain.number) continue;
        const line = `${stain.id === "psa" ? stain.spellings[own][0] : name}: ${word}`;
        const box = made("input", "");
        box.type = "checkbox";
        box.addEventListener("change", () => {
          const lines = input.value.split("\n").filter((one) => one !== line);
          input.value = (box.checked ? [...lines, line] : lines).join("\n").replace(/^\n+/u, "");
        });
        row.append(made("label", "", box, " ", signWord(sign, stain)));
      }
      if (row.childElementCount > 1) choices.append(row);
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    readNow(true);
  });
  // The browser puts a pasted text into the field after this.
  input.addEventListener("paste", () => setTimeout(() => readNow(false)));
  part("clear").addEventListener("click", () => {
    empty();
    status.textContent = say("cleared");
    input.focus();
  });
  part("print").addEventListener("click", () => print());
  // A page that comes back from the browser's memory is empty too.
  addEventListener("pagehide", empty);
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) empty();
  });
  input.value = "";
  if (data.stains.length) offer();
  else part("list").hidden = true;
  form.hidden = false;
  // The names are set in order once, before they are asked for.
  if ("requestIdleCallback" in globalThis) requestIdleCallback(ready);
  else setTimeout(ready, 200);
})();
