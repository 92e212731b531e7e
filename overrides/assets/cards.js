// @ts-check
// Shows a citation's reference, or a term's definition, in a small card while its number or word is pointed
// at or focused; a tap on a term shows it too. Both are plain links without this script. WCAG 2.2, 1.4.13: the card can be dismissed with
// Escape, can itself be pointed at, and stays until the pointer or the focus leaves.
(() => {
  "use strict";

  const SHOW_AFTER = 120; // ms, so that a pointer that only passes by opens nothing
  const HIDE_AFTER = 300; // ms, time enough to move from the number to the card

  const card = document.createElement("div");
  card.id = "site-card";
  card.className = "site-card md-typeset";
  card.setAttribute("role", "tooltip");
  card.hidden = true;

  /** @type {HTMLAnchorElement | null} */
  let link = null;
  let timer = 0;

  /** @param {HTMLAnchorElement} number */
  const reference = (number) =>
    sitePlace(number.hash)?.querySelector(".site-reference")?.cloneNode(true).childNodes;

  // A term's definition, and a way to the glossary for those who cannot both see the card and follow the word.
  /** @param {HTMLAnchorElement} term */
  const definition = (term) => {
    const way = document.createElement("a");
    way.href = term.href;
    way.textContent = document.getElementById("site-words")?.dataset.glossaryLink ?? "";
    return [`${term.dataset.definition} `, way];
  };

  /** @param {HTMLAnchorElement} word */
  const told = (word) => (word.matches(".site-term") ? definition(word) : reference(word));

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

  const hide = () => {
    clearTimeout(timer);
    card.hidden = true;
    link?.removeAttribute("aria-describedby");
    link = null;
  };

  /** @param {HTMLAnchorElement} number */
  const show = (number) => {
    const parts = told(number);
    if (!parts) return;
    hide();
    link = number;
    card.replaceChildren(...parts);
    card.hidden = false;
    link.setAttribute("aria-describedby", card.id);
    place(number);
  };

  /** @param {() => void} action @param {number} delay in ms */
  const later = (action, delay) => {
    clearTimeout(timer);
    timer = setTimeout(action, delay);
  };

  /** @param {Event} event */
  const numberAt = ({ target }) =>
    /** @type {HTMLAnchorElement | null} */ (target instanceof Element ? target.closest(".site-citation a, .site-term") : null);
  /** @param {Event} event */
  const isInCard = ({ target }) => target instanceof Node && card.contains(target);

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return; // A tap on a number follows the link.
    const number = numberAt(event);
    if (isInCard(event) || (number && number === link)) clearTimeout(timer);
    else if (number) later(() => show(number), SHOW_AFTER);
    else if (link && link !== document.activeElement) later(hide, HIDE_AFTER);
    else clearTimeout(timer);
  });
  document.addEventListener("focusin", (event) => {
    const number = numberAt(event);
    if (number?.matches(":focus-visible")) show(number);
    else if (!isInCard(event)) hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  document.addEventListener("click", (event) => {
    const term = numberAt(event);
    if (term?.matches(".site-term") && event.pointerType === "touch" && term !== link) {
      event.preventDefault(); // The first tap tells, the second leads to the glossary.
      show(term);
    } else if (!isInCard(event)) hide();
  });

  document.body.append(card);
})();
