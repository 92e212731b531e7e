// @ts-check
// Find your page: one question at a time. Each answer has an address of its own, so that Back works and an answer
// can be linked to. Without this script each answer opens in its place, with the next question in it.
(() => {
  "use strict";

  const root = /** @type {HTMLElement | null} */ (document.querySelector(".pathway"));
  if (!root) return;
  root.dataset.on = "";
  const words = document.getElementById("site-pathway-words")?.dataset ?? {};
  const folds = /** @type {HTMLDetailsElement[]} */ ([...root.querySelectorAll("details")]);

  /** @param {string} tag @param {string} text @param {string} [href] */
  const made = (tag, text, href) => {
    const element = document.createElement(tag);
    element.textContent = text;
    if (href !== undefined) element.setAttribute("href", href);
    return element;
  };

  /** @param {Element} fold */
  const inside = (fold) => /** @type {HTMLElement} */ (fold.lastElementChild);
  /** @param {Element} fold */
  const answer = (fold) => fold.firstElementChild?.textContent.trim() ?? "";

  const trail = document.createElement("nav");
  trail.className = "site-trail";
  trail.setAttribute("aria-label", words.chosen ?? "");
  root.prepend(trail);

  // What the page that an answer leads to says, once.
  /** @param {HTMLElement} end */
  const deal = (end) => {
    const page = end.querySelector("a")?.getAttribute("href");
    const cards = /** @type {HTMLTemplateElement[]} */ ([...document.querySelectorAll("template[data-card]")]);
    const card = cards.find((template) => template.dataset.card === page);
    if (!card || end.querySelector(".site-page-card")) return;
    end.querySelector("p")?.after(card.content.cloneNode(true));
  };

  /** @returns {HTMLElement} the question or the result that the address names, or the first question */
  const addressed = () => {
    let id = "";
    try {
      id = decodeURIComponent(location.hash.slice(1));
    } catch {
      // A broken address begins at the beginning.
    }
    const found = id ? document.getElementById(id) : null;
    return found && found !== root && root.contains(found) && found.matches(".pathway-step, .pathway-end") ? found : root;
  };

  const show = () => {
    const here = addressed();
    const way = folds.filter((fold) => fold.contains(here));
    for (const fold of folds) fold.open = way.includes(fold);
    for (const part of [root, ...folds.map(inside)]) {
      part.classList.toggle("site-passed", part !== here && part.contains(here));
    }
    trail.replaceChildren();
    trail.hidden = way.length === 0;
    if (here.matches(".pathway-end")) deal(here);
    if (way.length === 0) return here;
    const chosen = document.createElement("ol");
    way.forEach((fold, at) => {
      const item = made("li", `${answer(fold)} `);
      const change = made("a", words.change ?? "", at ? `#${inside(way[at - 1]).id}` : `#${start}`);
      change.setAttribute("aria-label", `${words.change}: ${answer(fold)}`);
      item.append(change);
      chosen.append(item);
    });
    const before = way.length > 1 ? `#${inside(way[way.length - 2]).id}` : `#${start}`;
    const ways = document.createElement("p");
    ways.append(made("a", `← ${words.back}`, before));
    if (way.length > 1) ways.append(" · ", made("a", words.again ?? "", `#${start}`));
    trail.append(ways, made("span", words.chosen ?? ""), chosen);
    return here;
  };

  // The heading above the questions: where the way begins, and goes back to.
  const start = root.previousElementSibling?.id ?? "";

  root.addEventListener("click", (event) => {
    const summary = event.target instanceof Element ? event.target.closest("summary") : null;
    if (!summary) return;
    event.preventDefault();
    if (summary.parentElement) location.hash = inside(summary.parentElement).id;
  });

  const follow = () => {
    const here = show();
    if (here === root && location.hash !== `#${start}`) return;
    // The question is read out, and its answers follow it.
    const question = /** @type {HTMLElement | null} */ (here.querySelector(":scope > .pathway-question, :scope > p"));
    question?.setAttribute("tabindex", "-1");
    question?.focus({ preventScroll: true });
    (here === root ? (root.previousElementSibling ?? root) : root).scrollIntoView();
  };
  addEventListener("hashchange", follow);
  // The browser scrolls to the address when the page is there: after this.
  if (show() !== root) addEventListener("load", follow);
})();
