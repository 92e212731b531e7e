// @ts-check
// The visit sheet: what a reader wants to take along, made and printed in the page. Nothing is sent or stored; the
// reader may save the sheet as a file and open it again. "Clear" empties the page, and so does leaving it. All text,
// a file's too, is put in as text.
(() => {
  "use strict";

  // --- The sheet and its file ---------------------------------------------------------------------

  const [FORM, VERSION] = ["visit-sheet", 1];
  const MOST = 200_000; // characters of a file
  // Characters of a text: more than a field of the page takes, as questions that the guide no longer has may join them.
  const LONGEST = 60_000;
  const MANY = 500; // things ticked
  const TEXTS = /** @type {const} */ (["words", "told", "own", "medicines", "team"]);
  const LISTS = /** @type {const} */ (["languages", "ticked", "lines"]);

  /** What can be seen, and what breaks lines: no signs that turn the order of others round. @param {string} text */
  const visible = (text) => text.replace(/\r\n?/g, "\n").replace(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu, "");

  /** @type {SiteVisit.Visit["written"]} */
  const written = (sheet) => {
    const texts = Object.fromEntries(TEXTS.map((name) => [name, visible(sheet[name])]));
    return `${JSON.stringify({ form: FORM, version: VERSION, ...sheet, ...texts }, null, 2)}\n`;
  };

  /** @type {SiteVisit.Visit["opened"]} */
  const opened = (text) => {
    if (text.length > MOST) return "large";
    let found;
    try {
      found = JSON.parse(text.replace(/^\ufeff/, ""));
    } catch {
      return "wrong";
    }
    if (typeof found !== "object" || found?.form !== FORM) return "wrong";
    if (found.version !== VERSION) return Number.isInteger(found.version) && found.version > VERSION ? "newer" : "wrong";
    const texts = TEXTS.every((name) => typeof found[name] === "string" && found[name].length <= LONGEST);
    const lists = LISTS.every((name) => Array.isArray(found[name]) && found[name].length <= MANY && found[name].every((/** @type {unknown} */ one) => typeof one === "string" && one.length <= LONGEST));
    if (!texts || !lists || typeof found.calls !== "boolean") return "wrong";
    const seen = TEXTS.map((name) => [name, visible(found[name])]);
    const listed = LISTS.map((name) => [name, [...new Set(found[name].map(visible))]]);
    return Object.fromEntries([...seen, ...listed, ["calls", found.calls]]);
  };

  /** @type {SiteVisit.Visit["placed"]} */
  const placed = (ticked, data) => {
    const all = data.pages.flatMap(({ questions }) => questions);
    const places = [];
    const unknown = [];
    for (const text of ticked) {
      const place = all.findIndex((question) => Object.values(question).includes(text));
      if (place >= 0) places.push(place);
      else if (text.trim()) unknown.push(text);
    }
    return { places, unknown };
  };

  /** @param {string} text */
  const linesOf = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

  /** @type {SiteVisit.Visit["sections"]} */
  const sections = (sheet, data) => {
    const known = Object.keys(data.names);
    const chosen = known.filter((code) => sheet.languages.includes(code));
    const languages = chosen.length ? chosen : [data.language];
    // The reader's language stands first, and alone where both would only take room.
    languages.sort((a, b) => Number(b === data.language) - Number(a === data.language));
    const [first] = languages;
    /** @param {Record<string, string>} texts */
    const said = (texts) => {
      const found = languages.filter((code) => texts[code]).map((code) => ({ language: code, text: texts[code] }));
      return found.length ? found : [{ language: data.language, text: texts[data.language] }];
    };
    /** @param {string} text */
    const own = (text) => [{ language: "", text }];
    /** @param {string} part */
    const heading = (part) => languages.map((code) => ({ language: code, text: data.headings[code][part] }));
    /** @type {SiteVisit.Section[]} */
    const found = [];
    /** @param {string} part @param {SiteVisit.Said[][]} items @param {string} [text] */
    const add = (part, items, text = "") => {
      if (items.length || text.trim()) found.push({ part, heading: heading(part), items, text: text.trim() });
    };
    const all = data.pages.flatMap(({ questions }) => questions);
    const { places, unknown } = placed(sheet.ticked, data);
    add("words", [], sheet.words);
    add("told", [], sheet.told);
    add("questions", [...places.sort((a, b) => a - b).map((place) => said(all[place])), ...[...unknown, ...linesOf(sheet.own)].map(own)]);
    add("medicines", linesOf(sheet.medicines).map(own));
    const lines = data.lines.filter(({ id }) => sheet.lines.includes(id));
    add("numbers", [...linesOf(sheet.team).map(own), ...lines.map(({ number, names }) => [{ language: names[first] ? first : data.language, text: `${names[first] ?? names[data.language]}: ${number}` }])]);
    // Signs of danger alone are no sheet: they go along with what the reader chose, in one language, to save room.
    const along = found.length && sheet.calls ? (data.calls[first] ?? []) : [];
    for (const { name, signs } of along) {
      found.push({ part: "calls", heading: [{ language: first, text: name }], items: signs.map((sign) => [{ language: first, text: sign }]), text: "" });
    }
    return found.length ? [{ part: "sheet", heading: heading("sheet"), items: [], text: "" }, ...found] : [];
  };

  globalThis.siteVisit = { written, opened, placed, sections };
  if (!("document" in globalThis)) return; // In tests of the above there is no page.

  // --- The page -----------------------------------------------------------------------------------

  const form = /** @type {HTMLFormElement | null} */ (document.getElementById("site-visit"));
  const says = document.getElementById("site-visit-says")?.dataset;
  if (!form || !says) return;
  /** @param {string} name */
  const part = (name) => /** @type {HTMLElement} */ (document.getElementById(`site-visit-${name}`));
  /** @param {string} name */
  const field = (name) => /** @type {HTMLTextAreaElement} */ (part(name));
  const [status, shown] = ["status", "sheet"].map(part);
  const calls = /** @type {HTMLInputElement} */ (part("calls"));
  const file = /** @type {HTMLInputElement} */ (part("open"));
  /** @type {SiteVisit.Data} */
  const data = JSON.parse(part("data").textContent);
  const codes = Object.keys(data.names);

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
  /** @param {SiteVisit.Said[]} texts the same in each language */
  const spoken = (texts) =>
    texts.map(({ language, text }) => {
      const element = made("span", "", text);
      if (language && language !== data.language) element.lang = language;
      return element;
    });
  /** @param {Element} place @param {string} kind @param {string} text */
  const choice = (place, kind, text) => {
    const box = made("input", "");
    box.type = kind;
    place.append(made("label", "site-tick", box, " ", made("span", "", text)));
    return box;
  };

  const kinds = (codes.length > 1 ? [...codes.map((code) => [code]), codes] : []).map((languages) => {
    const box = choice(part("languages"), "radio", languages.map((code) => data.names[code]).join(" | "));
    box.name = "languages";
    box.defaultChecked = languages.length === 1 && languages[0] === data.language;
    return { box, languages };
  });
  part("languages").hidden = !kinds.length;
  const questions = data.pages.flatMap((page) => {
    const fold = made("details", "site-fold", made("summary", "", page.title));
    part("questions").append(fold);
    return page.questions.map((question) => choice(fold, "checkbox", question[data.language]));
  });
  part("questions").hidden = !questions.length;
  const lines = data.lines.map(({ id, names, number }) => ({ id, box: choice(part("lines"), "checkbox", `${names[data.language]}: ${number}`) }));
  part("lines").hidden = !lines.length;
  part("call").hidden = !data.calls[data.language];

  const texts = data.pages.flatMap((page) => page.questions.map((question) => question[data.language]));
  /** @returns {SiteVisit.Sheet} what the page holds now */
  const sheet = () => ({
    languages: kinds.find(({ box }) => box.checked)?.languages ?? [data.language],
    words: field("words").value,
    told: field("told").value,
    own: field("own").value,
    medicines: field("medicines").value,
    team: field("team").value,
    ticked: texts.filter((_, place) => questions[place].checked),
    lines: lines.filter(({ box }) => box.checked).map(({ id }) => id),
    calls: calls.checked,
  });

  let changed = false;
  const show = () => {
    const all = sections(sheet(), data);
    shown.replaceChildren(
      ...all.map(({ part: name, heading, items, text }) => {
        const parts = [made(name === "sheet" ? "h2" : "h3", "", ...spoken(heading))];
        const list = items.map((item) => made("li", "", ...spoken(item)));
        return made("div", name === "calls" ? "site-visit-calls" : "", ...parts, text ? made("p", "", text) : "", list.length ? made(name === "questions" ? "ol" : "ul", "", ...list) : "");
      }),
    );
    shown.hidden = !all.length;
  };
  const empty = () => {
    form.reset();
    changed = false;
    status.textContent = "";
    show();
  };
  /** @param {SiteVisit.Sheet} kept */
  const fill = (kept) => {
    form.reset();
    for (const name of TEXTS) field(name).value = kept[name];
    const { places, unknown } = placed(kept.ticked, data);
    for (const place of places) questions[place].checked = true;
    // A question that the guide no longer has is the reader's own now.
    if (unknown.length) field("own").value = [...unknown, ...linesOf(kept.own)].join("\n");
    for (const { id, box } of lines) box.checked = kept.lines.includes(id);
    const wanted = codes.filter((code) => kept.languages.includes(code)).join();
    for (const { box, languages } of kinds) if (languages.join() === wanted) box.checked = true;
    calls.checked = kept.calls;
    changed = false;
    show();
  };

  form.addEventListener("input", ({ target }) => {
    if (target === file) return;
    changed = true;
    show();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    status.textContent = shown.hidden ? (says.none ?? "") : "";
    if (!shown.hidden) print();
  });
  part("save").addEventListener("click", () => {
    const link = made("a", "");
    link.href = URL.createObjectURL(new Blob([written(sheet())], { type: "application/json" }));
    // The day as the reader's clock has it: 2026-11-28.
    link.download = `${says.file}-${new Date().toLocaleDateString("sv-SE")}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    changed = false;
    status.textContent = says.saved ?? "";
  });
  part("clear").addEventListener("click", () => {
    empty();
    status.textContent = says.cleared ?? "";
    field("words").focus();
  });
  file.addEventListener("change", async () => {
    const [one] = file.files ?? [];
    if (!one) return;
    // A character takes 4 bytes at most.
    const kept = one.size > 4 * MOST ? "large" : opened(await one.text().catch(() => ""));
    file.value = "";
    if (typeof kept === "string") {
      status.textContent = says[kept] ?? "";
      return;
    }
    if (changed && !confirm(says.replace)) return;
    fill(kept);
    status.textContent = says.opened ?? "";
  });
  // What was not saved is lost with the page: the browser asks.
  addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
  // A page that comes back from the browser's memory is empty too.
  addEventListener("pagehide", empty);
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) empty();
  });
  empty();
  form.hidden = false;
})();
