// @ts-check
// For readers: opens a folded part that a link leads to or that is printed, and lets questions be ticked.
// Without this script the folded parts open by hand, and the questions are plain lists.
(() => {
  "use strict";

  // --- Folded parts -------------------------------------------------------------------------------

  const reveal = () => {
    const target = sitePlace(location.hash);
    if (!target) return;
    /** @type {HTMLDetailsElement[]} */
    const folds = [];
    for (let fold = target.closest("details"); fold; fold = fold.parentElement?.closest("details") ?? null) folds.push(fold);
    // A link to the heading of a folded section asks for the section; one of the search leaves the choice.
    const searched = new URLSearchParams(location.search).has("h");
    const following = target.nextElementSibling?.nextElementSibling;
    if (!searched && following instanceof HTMLDetailsElement && following.matches(".site-fold")) folds.push(following);
    const closed = folds.filter((fold) => !fold.open);
    for (const fold of closed) fold.open = true;
    if (closed.length) target.scrollIntoView();
  };

  addEventListener("hashchange", reveal);
  reveal();

  // A sign of danger is told whole on a wide screen: there is nothing to open, and no stop on the way of the keyboard.
  const wide = matchMedia("(min-width: 45em)");
  const signs = /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll(".site-sign"));
  const tell = () => {
    for (const sign of signs) {
      sign.open = wide.matches;
      /** @type {HTMLElement} */ (sign.firstElementChild).tabIndex = wide.matches ? -1 : 0;
    }
  };
  if (wide.matches) tell();
  wide.addEventListener("change", tell);

  /** @type {HTMLDetailsElement[]} */
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = /** @type {HTMLDetailsElement[]} */ ([
      ...document.querySelectorAll("article details:not([open])"),
    ]);
    for (const fold of opened) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of opened) fold.open = false;
  });

  // --- Questions ----------------------------------------------------------------------------------

  if (!document.getElementById("site-ticks")) return;
  const heading = document.getElementById("questions");
  const lists = heading
    ? [...document.querySelectorAll("#questions ~ ol")].slice(0, 1)
    : [...document.querySelectorAll("article ol:not(.site-references)")];
  if (!lists[0]) return;

  const boxes = lists.flatMap((list) =>
    [...list.children].map((item) => {
      const label = document.createElement("label");
      const box = document.createElement("input");
      box.type = "checkbox";
      label.className = "site-tick";
      const text = document.createElement("span");
      text.append(...item.childNodes);
      label.append(box, text);
      item.append(label);
      return box;
    }),
  );

  /**
   * @template {keyof HTMLElementTagNameMap} Tag
   * @param {Tag} tag
   * @param {(Node | string)[]} parts
   */
  const made = (tag, ...parts) => {
    const element = document.createElement(tag);
    element.append(...parts);
    return element;
  };
  /** @param {string} name @param {string} text */
  const button = (name, text) => {
    const one = made("button", text);
    one.type = "button";
    one.className = "md-button";
    one.dataset.ticks = name;
    return one;
  };
  const keep = made("input");
  keep.type = "checkbox";
  keep.dataset.ticks = "keep";
  const clear = button("clear", siteSay("ticks.clear"));
  const print = button("print", siteSay("ticks.print"));
  const status = made("p");
  status.setAttribute("role", "status");
  const choices = made("p", made("label", keep, ` ${siteSay("ticks.keep")}`), " ", clear, " ", print);
  const panel = made("div", made("p", siteSay("ticks.about")), choices, status);
  panel.className = "site-ticks";
  // A question is known by its words: the order may change, and the same one stands on two pages.
  /** @param {HTMLInputElement} box */
  const words = (box) => box.nextElementSibling?.textContent.trim() ?? "";
  const key = "site-ticks";

  /** @returns {string[] | null} the questions that were ticked, if they were kept */
  const load = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(key) ?? "null");
      return Array.isArray(kept) ? kept : null;
    } catch {
      return null;
    }
  };

  const save = () => {
    try {
      if (!keep.checked) {
        localStorage.removeItem(key);
        return true;
      }
      const here = new Set(boxes.map(words));
      const elsewhere = (load() ?? []).filter((question) => !here.has(question));
      localStorage.setItem(key, JSON.stringify([...elsewhere, ...boxes.filter((box) => box.checked).map(words)]));
      return true;
    } catch {
      return false; // Private windows and some settings allow no storage.
    }
  };

  const kept = load();
  if (kept) {
    keep.checked = true;
    for (const box of boxes) box.checked = kept.includes(words(box));
  }
  for (const box of boxes) box.addEventListener("change", () => keep.checked && save());
  keep.addEventListener("change", () => {
    const done = save();
    if (!done) keep.checked = false;
    status.textContent = done && !keep.checked ? "" : siteSay(done ? "ticks.kept" : "ticks.refused");
  });
  clear.addEventListener("click", () => {
    for (const box of boxes) box.checked = false;
    keep.checked = false;
    save();
    status.textContent = siteSay("ticks.cleared");
  });
  print.addEventListener("click", () => window.print());

  lists[0].before(panel);
})();
