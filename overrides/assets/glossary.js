// @ts-check
// Shows the terms of the glossary that have what is typed in their names or definitions, without accents and case.
// Without this script the whole list is there, with its letters.
(() => {
  "use strict";

  const part = document.getElementById("site-filter");
  const box = part?.querySelector("input");
  const status = /** @type {HTMLElement | null} */ (part?.querySelector("[role=status]"));
  if (!part || !box || !status) return;
  const terms = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".site-glossary > div")]);
  const letters = /** @type {HTMLElement | null} */ (document.querySelector(".site-letters"));

  /** @param {string} text */
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
  const texts = terms.map((term) => plain(term.textContent));

  const show = () => {
    const asked = plain(box.value);
    let count = 0;
    terms.forEach((term, place) => {
      term.hidden = !texts[place].includes(asked);
      if (!term.hidden) count += 1;
    });
    if (letters) letters.hidden = asked !== "";
    status.textContent = !asked ? "" : count ? `${status.dataset.shown} ${count}` : (status.dataset.none ?? "");
  };

  // A link to a term must find it.
  addEventListener("hashchange", () => {
    const asked = sitePlace(location.hash);
    if (!(asked instanceof HTMLElement) || !asked.hidden) return;
    box.value = "";
    show();
    asked.scrollIntoView();
  });
  box.addEventListener("input", show);
  part.hidden = false;
  show();
})();
