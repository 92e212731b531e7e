// @ts-check
// Shows what stands behind a number or a word of the text. While a pointer rests on it or the keyboard is on it: a
// small card with the source's reference, or the term's definition. After a tap on a number: a sheet at the foot
// of the screen with every source of that bracket. Numbers and words are plain links without this script.
// WCAG 2.2, 1.4.13: the card can be dismissed with Escape, can itself be pointed at, and stays until the pointer
// or the focus leaves.
(() => {
  "use strict";

  const SHOW_AFTER = 120; // ms, so that a pointer that only passes by opens nothing
  const HIDE_AFTER = 300; // ms, time enough to move from the number to the card

  /**
   * @template {keyof HTMLElementTagNameMap} Tag
   * @param {Tag} tag
   * @param {string} className
   * @param {(Node | string)[]} parts
   */
  const made = (tag, className, ...parts) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.append(...parts);
    return element;
  };

  // --- Sources of a bracket ------------------------------------------------------------------------

  /** @typedef {{ place: Element, item: Element }} Source where a source is cited, and its item in the list */

  // The items of the list that a bracket names, in its order: in [2-4] the third is there, too, though not shown.
  /** @param {Element | null} citation @returns {Source[]} */
  const places = (citation) =>
    [...(citation?.querySelectorAll("[id^=cite-]") ?? [])].flatMap((place) => {
      const item = document.querySelector(`.site-back[href="#${place.id}"]`)?.parentElement;
      return item ? [{ place, item }] : [];
    });

  // Those that a number stands for: itself, and at each end of a range all of it.
  /** @param {Element} number @returns {Source[]} */
  const behind = (number) => {
    /** @type {Source[][]} */
    const runs = [];
    for (const one of places(number.closest(".site-citation"))) {
      const before = runs.at(-1)?.at(-1);
      if (one.place.matches("span") || before?.place.matches("span")) runs.at(-1)?.push(one);
      else runs.push([one]);
    }
    return runs.find((run) => run.some(({ place }) => place === number)) ?? [];
  };

  /** @param {Element} item */
  const numberOf = (item) => [...(item.parentElement?.children ?? [])].indexOf(item) + 1;

  /** @param {Element} item */
  const referenceOf = (item) => [...(item.querySelector(".site-reference")?.cloneNode(true).childNodes ?? [])];

  // Where in the source: stands in the list, behind the way back to this place.
  /** @param {Source} source */
  const locatorOf = ({ place, item }) => {
    const locator = [...item.querySelectorAll(".site-back + .site-locator")].find(
      ({ previousElementSibling: way }) => way instanceof HTMLAnchorElement && sitePlace(way.hash) === place,
    );
    if (!locator) return [];
    const text = locator.textContent.replace(/^\(|\)$/g, "");
    return [made("span", "site-where", `${siteSay("citation.where")} ${text}`)];
  };

  // --- The card ------------------------------------------------------------------------------------

  const card = document.createElement("div");
  card.id = "site-card";
  card.className = "site-card md-typeset";
  card.setAttribute("role", "tooltip");
  card.hidden = true;

  /** @type {HTMLAnchorElement | null} */
  let link = null;
  let timer = 0;

  /** @param {HTMLAnchorElement} number */
  const references = (number) => {
    const found = behind(number);
    if (found.length === 1) return [...referenceOf(found[0].item), ...locatorOf(found[0])];
    return found.map((one) =>
      made("div", "site-source", `${numberOf(one.item)}. `, ...referenceOf(one.item), ...locatorOf(one)),
    );
  };

  // What terms mean is loaded once a reader asks: true, if it is there.
  /** @type {Promise<boolean> | null} */
  let loading = null;
  const terms = () => {
    loading ??= siteLoad(`assets/terms/${document.documentElement.lang}.js`).then(
      () => true,
      () => {
        loading = null; // The network may be back for the next word.
        return false;
      },
    );
    return loading;
  };

  // A term's definition, and a way to the glossary for those who cannot both see the card and follow the word.
  /** @param {HTMLAnchorElement} term */
  const definition = (term) => {
    const meaning = globalThis.siteTerms?.[term.hash.slice(1)];
    if (!meaning) return [];
    const way = document.createElement("a");
    way.href = term.href;
    way.textContent = siteSay("glossary.link");
    return [`${meaning} `, way];
  };

  /** @param {HTMLAnchorElement} beside */
  const place = (beside) => {
    const number = beside.getBoundingClientRect();
    const room = document.documentElement.clientWidth;
    const left = Math.min(Math.max(8, number.left - 16), room - card.offsetWidth - 8);
    const below = number.bottom + 6;
    const fits = below + card.offsetHeight < document.documentElement.clientHeight;
    card.style.left = `${left + window.scrollX}px`;
    card.style.top = `${(fits ? below : number.top - card.offsetHeight - 6) + window.scrollY}px`;
  };

  // The word whose meaning is still to come.
  /** @type {HTMLAnchorElement | null} */
  let awaited = null;

  const hide = () => {
    clearTimeout(timer);
    awaited = null;
    card.hidden = true;
    link?.removeAttribute("aria-describedby");
    link = null;
  };

  /** @param {HTMLAnchorElement} word @param {(Node | string)[]} parts */
  const fill = (word, parts) => {
    if (!parts.length) return;
    hide();
    link = word;
    card.replaceChildren(...parts);
    card.hidden = false;
    word.setAttribute("aria-describedby", card.id);
    place(word);
  };

  // Where nothing tells what a word means, a reader who tapped it is led to the glossary.
  /** @param {HTMLAnchorElement} word */
  const show = async (word, { tapped = false } = {}) => {
    if (!word.matches(".site-term")) return fill(word, references(word));
    if (!globalThis.siteTerms) {
      hide();
      awaited = word;
      await terms();
      if (awaited !== word) return;
    }
    const parts = definition(word);
    if (tapped && !parts.length) location.href = word.href;
    fill(word, parts);
  };

  /** @param {() => void} action @param {number} delay in ms */
  const later = (action, delay) => {
    clearTimeout(timer);
    timer = setTimeout(action, delay);
  };

  // --- The sheet -----------------------------------------------------------------------------------

  const sheet = made("div", "site-sheet md-typeset");
  sheet.id = "site-sheet";
  sheet.hidden = true;
  sheet.setAttribute("role", "dialog");
  sheet.setAttribute("aria-label", siteSay("citation.sources"));

  /** @type {HTMLAnchorElement | null} */
  let opener = null;

  const close = ({ focus = true } = {}) => {
    if (sheet.hidden) return;
    sheet.hidden = true;
    if (focus) opener?.focus({ preventScroll: true });
    opener = null;
  };

  /** @param {HTMLAnchorElement} number */
  const open = (number) => {
    const found = places(number.closest(".site-citation"));
    if (!found.length) return false;
    hide();
    opener = number;
    const done = made("button", "site-sheet-close", siteSay("citation.close"));
    done.type = "button";
    done.addEventListener("click", () => close());
    const list = made("ul", "");
    for (const one of found) {
      const way = made("a", "site-sheet-list", siteSay("citation.in_list"));
      way.href = `#${one.item.id}`;
      way.addEventListener("click", () => {
        cameFrom = one.place;
        close({ focus: false });
      });
      const item = made("li", "", `${numberOf(one.item)}. `, ...referenceOf(one.item), ...locatorOf(one), way);
      list.append(item);
    }
    sheet.replaceChildren(done, list);
    sheet.hidden = false;
    done.focus({ preventScroll: true });
    return true;
  };

  // --- One way back --------------------------------------------------------------------------------

  // From which place of the text a reader went to the list: the way back leads there, whatever else cites it.
  /** @type {Element | null} */
  let cameFrom = null;
  const back = made("a", "site-return");

  const offerWayBack = () => {
    const item = sitePlace(location.hash);
    back.remove();
    if (!cameFrom || !item?.matches(".site-references > li")) return;
    back.href = `#${cameFrom.id}`;
    back.textContent = siteSay("citation.return");
    item.append(" ", back);
  };
  addEventListener("hashchange", offerWayBack);

  // --- Numbers out of sight ------------------------------------------------------------------------

  const KEY = "site-no-numbers";

  const withoutNumbers = () => {
    try {
      return localStorage.getItem(KEY) === "1";
    } catch {
      return false; // Private windows and some settings allow no storage.
    }
  };

  const list = document.querySelector(".site-references");
  if (list) {
    const box = document.createElement("input");
    box.type = "checkbox";
    box.checked = withoutNumbers();
    document.documentElement.classList.toggle(KEY, box.checked);
    box.addEventListener("change", () => {
      document.documentElement.classList.toggle(KEY, box.checked);
      try {
        if (box.checked) localStorage.setItem(KEY, "1");
        else localStorage.removeItem(KEY);
      } catch {
        // It holds for this page, then.
      }
    });
    list.before(made("label", "site-hide", box, ` ${siteSay("citation.hide")}`));
  }

  // --- Pointers, keys, taps ------------------------------------------------------------------------

  /** @param {Event} event */
  const numberAt = ({ target }) =>
    /** @type {HTMLAnchorElement | null} */ (target instanceof Element ? target.closest(".site-citation a, .site-term") : null);
  /** @param {Element} box @param {Event} event */
  const isIn = (box, { target }) => target instanceof Node && box.contains(target);

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return; // A tap on a number opens the sheet.
    const number = numberAt(event);
    if (isIn(card, event) || (number && number === link)) clearTimeout(timer);
    else if (number) later(() => show(number), SHOW_AFTER);
    else if ((link ?? awaited) && link !== document.activeElement) later(hide, HIDE_AFTER);
    else clearTimeout(timer);
  });
  document.addEventListener("focusin", (event) => {
    const number = numberAt(event);
    if (number?.matches(":focus-visible") && sheet.hidden) show(number);
    else if (!isIn(card, event)) hide();
  });
  document.addEventListener("keydown", (event) => {
    // Who goes by the keyboard is told a term at once: a description that comes later is not read out.
    if (event.key === "Tab" && document.querySelector(".site-term")) terms();
    if (event.key !== "Escape") return;
    hide();
    close();
  });
  document.addEventListener("click", (event) => {
    const word = numberAt(event);
    const tapped = event.pointerType === "touch";
    if (word?.matches(".site-term") && tapped && word !== link && word !== awaited) {
      event.preventDefault(); // The first tap tells, the second leads to the glossary.
      show(word, { tapped });
    } else if (word && !word.matches(".site-term") && tapped && open(word)) {
      event.preventDefault(); // The sheet leads to the list.
    } else {
      if (word && !word.matches(".site-term")) cameFrom = word;
      if (!isIn(card, event)) hide();
      if (!isIn(sheet, event)) close({ focus: false });
    }
  });

  document.body.append(card, sheet);
})();
