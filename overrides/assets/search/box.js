// @ts-check
// The search box of every page, and the page of results. The index is loaded on first use, as scripts,
// so that it works from disk too. The box is a combobox with a listbox, as the WAI-ARIA Authoring Practices
// describe it. Nothing that is typed is kept.
(() => {
  "use strict";

  const SHOWN = 12; // results in the list below the box
  const SHOWN_ON_PAGE = 60;

  const form = document.getElementById("site-search");
  if (!form) return;
  const input = /** @type {HTMLInputElement} */ (document.getElementById("site-search-input"));
  const { base = "", index = "", help = "", report = "" } = form.dataset;
  const language = document.documentElement.lang;
  const plural = new Intl.PluralRules(language);

  // ---- loading

  /** @type {Promise<SiteSearch.Engine> | null} */
  let engine = null;
  const ready = () => {
    engine ??= Promise.all(
      ["assets/search/engine.js", `assets/search/${language}.js`].map(siteLoad),
    ).then(() => siteSearch(siteSearchData));
    return engine;
  };

  // What is found, and again, if a word was taken for a slip that is one of the language, once such words are loaded.
  // No other search loads them.
  /** @type {Promise<ReadonlySet<string>> | null} */
  let slips = null;
  /** @param {string} query @param {(found: SiteSearch.Found, snippet: SiteSearch.Engine["snippet"], isAgain: boolean) => void} shown */
  const find = async (query, shown) => {
    const { search, snippet, learn } = await ready();
    const found = search(query);
    shown(found, snippet, false);
    if (!found.guessed.length) return;
    slips ??= siteLoad(`assets/search/slips-${language}.js`).then(
      () => learn(new Set(siteSearchSlips.split(" "))),
      () => new Set(), // Without a network the guess stands.
    );
    const others = await slips;
    if (found.guessed.some((word) => others.has(word))) shown(search(query), snippet, true);
  };

  // ---- showing

  /** @param {string} key @param {Record<string, string | number>} [values] */
  const say = (key, values) => siteSay(`search.${key}`, values);
  /** @param {number} count */
  const counted = (count) => {
    const key = `count.${plural.select(count)}`;
    return say(globalThis.siteTexts?.[`search.${key}`] ? key : "count.other", { count });
  };

  /**
   * @template {keyof HTMLElementTagNameMap} Name
   * @param {Name} name @param {string} className @param {(Node | string)[]} children
   */
  const element = (name, className, ...children) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children);
    return made;
  };

  /** @param {string} text @param {Set<string>} matched */
  const marked = (text, matched) => {
    const parts = document.createDocumentFragment();
    let at = 0;
    for (const [start, end] of siteWords.places(text, matched)) {
      parts.append(text.slice(at, start), element("mark", "", text.slice(start, end)));
      at = end;
    }
    parts.append(text.slice(at));
    return parts;
  };

  /** @param {SiteSearch.Result} result */
  const addressOf = (result) => {
    // With "h", even an empty one, a folded section stays closed: see reader.js.
    const shown = new URLSearchParams({ h: [...result.matched].join(" ") });
    return `${base}/${result.url}?${shown}${result.anchor ? `#${result.anchor}` : ""}`;
  };
  /** @param {string} query */
  const resultsAddress = (query) => `${form.getAttribute("action")}?${new URLSearchParams({ q: query })}`;

  // Whom to call, before all else: its first line is the heading of the card.
  /** @param {SiteSearch.Call} call @param {(line: SiteSearch.Call["lines"][number]) => Node | string} shown */
  const called = ({ name, action, sign, lines }, shown) => [
    element("span", "site-result-page", sign),
    element("span", "site-result-heading", name),
    element("span", "site-result-text", action),
    ...(lines.length ? [element("span", "site-result-lines", say("lines"))] : []),
    ...lines.map((line) => element("span", "site-result-lines", `${line[0]}: `, shown(line))),
  ];

  /** @param {SiteSearch.Result} result @param {string} snippet */
  const described = (result, snippet) => {
    const parts = [
      element("span", "site-result-page", result.title),
      element("span", "site-result-heading", marked(result.heading, result.matched)),
      element("span", "site-result-text", ...(result.folded ? [say("folded")] : [marked(snippet, result.matched)])),
    ];
    if (result.intent) parts.push(element("span", "site-result-why", say("intent", { name: result.intent })));
    if (result.why) {
      const name = element("em", "", result.why.name);
      if (result.why.language) name.lang = result.why.language;
      parts.push(element("span", "site-result-why", name, `: ${result.why.other}`));
    }
    return parts;
  };

  /** @param {string} href @param {string} text */
  const link = (href, text) => {
    const made = element("a", "", text);
    made.href = href;
    return made;
  };

  // Before what was found, but where a call comes first: the way for who is in danger.
  /** @param {SiteSearch.Found} found */
  const unwell = ({ danger }) => (danger ? [element("p", "site-search-unwell", link(addressOf(danger), say("unwell")))] : []);

  // Nothing found: the closest words and pages, the index, the help lines, and a form to say what is missing.
  /** @param {string} query @param {SiteSearch.Found} found */
  const nothing = (query, { close, near }) => {
    const parts = [element("p", "", say("none", { query }))];
    /** @param {string} key @param {HTMLAnchorElement[]} ways */
    const add = (key, ways) => {
      if (ways.length) parts.push(element("p", "", say(key), " ", ...ways.flatMap((way, i) => (i ? [", ", way] : [way]))));
    };
    add("close", close.map((word) => link(resultsAddress(word), word)));
    add("near", near.map((result) => link(addressOf(result), result.heading)));
    const places = [];
    if (index) places.push(link(index, say("index")));
    if (help) places.push(link(help, say("help")));
    if (report) {
      const address = new URL(report);
      address.searchParams.set("title", say("missing_title", { query }));
      places.push(link(address.href, say("missing")));
    }
    if (places.length) parts.push(element("p", "", ...places.flatMap((place, i) => (i ? [" · ", place] : [place]))));
    return parts;
  };

  // ---- the list below the box

  const top = element("div", "");
  const list = element("ul", "");
  const more = element("div", "site-search-more");
  const panel = element("div", "site-search-panel md-typeset", top, list, more);
  const status = element("p", "site-hidden");
  for (const [name, part] of Object.entries({ list, more, panel, status })) part.id = `site-search-${name}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", siteSay("search.results"));
  status.setAttribute("role", "status");
  panel.hidden = true;
  form.append(panel, status);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  /** @type {HTMLElement[]} */
  let options = [];
  let active = -1;

  /** @param {number} place */
  const activate = (place) => {
    options[active]?.setAttribute("aria-selected", "false");
    active = place;
    const option = options[active];
    if (!option) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };

  const close = () => {
    panel.hidden = true;
    input.setAttribute("aria-expanded", "false");
    activate(-1);
  };

  /** @param {string} query @param {SiteSearch.Found} found @param {SiteSearch.Engine["snippet"]} snippet */
  const show = (query, found, snippet) => {
    const { results } = found;
    options = results.slice(0, SHOWN).map((result, i) => {
      const said = result.call ? called(result.call, ([, number]) => element("span", "site-phone", number)) : described(result, snippet(result.text, result.matched));
      const option = element("li", result.call ? "site-result site-result-call" : "site-result", ...said);
      option.id = `site-result-${i}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.href = addressOf(result);
      return option;
    });
    activate(-1);
    top.replaceChildren(...unwell(found));
    list.replaceChildren(...options);
    list.hidden = !options.length;
    const lines = results[0]?.call?.lines ?? [];
    more.replaceChildren(
      ...lines.map(([name, number, tel]) => link(`tel:${tel}`, `${name}: ${number}`)),
      ...(options.length ? [link(resultsAddress(query), say("all", { count: found.total }))] : nothing(query, found)),
    );
    panel.hidden = false;
    panel.dataset.query = query;
    panel.scrollTop = 0;
    input.setAttribute("aria-expanded", String(options.length > 0));
    status.textContent = results.length ? counted(found.total) : say("none", { query });
  };

  const asked = async () => {
    const query = input.value.trim();
    if (!query) {
      close();
      status.textContent = "";
      return;
    }
    await find(input.value, (found, snippet, isAgain) => {
      // What was typed meanwhile has its own turn, and a list that was closed stays closed.
      if (query === input.value.trim() && !(isAgain && panel.hidden)) show(query, found, snippet);
    });
  };

  input.addEventListener("focus", ready, { once: true });
  input.addEventListener("input", asked);
  input.addEventListener("keydown", (event) => {
    const { key } = event;
    if (key === "Escape") {
      if (panel.hidden) input.value = "";
      close();
    } else if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      if (panel.hidden) asked();
      else if (options.length) {
        const step = key === "ArrowDown" ? 1 : -1;
        activate(active < 0 && step < 0 ? options.length - 1 : (active + step + options.length) % options.length);
      }
    } else if (key === "Enter" && options[active]) {
      event.preventDefault();
      location.assign(options[active].dataset.href ?? "");
    }
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // The focus stays in the box.
  list.addEventListener("click", (event) => {
    const option = options.find((one) => event.target instanceof Node && one.contains(event.target));
    if (option?.dataset.href) location.assign(option.dataset.href);
  });
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Node && form.contains(event.target))) close();
  });
  form.addEventListener("focusout", (event) => {
    if (event.relatedTarget instanceof Node && !form.contains(event.relatedTarget)) close();
  });
  document.addEventListener("keydown", (event) => {
    const { target } = event;
    const typing = target instanceof Element && target.closest("input, textarea, select, [contenteditable]");
    if ((event.key === "/" || event.key === "s") && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      input.focus();
      input.scrollIntoView({ block: "nearest" });
    }
  });
  document.getElementById("site-search-jump")?.addEventListener("click", (event) => {
    event.preventDefault();
    scrollTo({ top: 0 });
    input.focus();
  });

  // ---- the page of results

  /** @param {string} query @param {SiteSearch.Found} found @param {SiteSearch.Engine["snippet"]} snippet */
  const answer = (query, found, snippet) => {
    const items = found.results.slice(0, SHOWN_ON_PAGE).map((result) => {
      const said = result.call
        ? called(result.call, ([, number, tel]) => link(`tel:${tel}`, number))
        : described(result, snippet(result.text, result.matched));
      const [pageName, heading, ...rest] = said;
      const title = link(addressOf(result), "");
      title.append(heading);
      return element("li", result.call ? "site-result site-result-call" : "site-result", pageName, title, ...rest);
    });
    const count = element("p", "", items.length ? counted(found.total) : "");
    return [...unwell(found), ...(items.length ? [count, element("ol", "", ...items)] : nothing(query, found))];
  };
  const page = document.getElementById("site-results");
  const query = new URL(location.href).searchParams.get("q")?.trim();
  if (page && query) {
    input.value = query;
    // The words are whole here: none is half typed.
    find(`${query} `, (found, snippet) => page.replaceChildren(...answer(query, found, snippet)));
  }
})();
