// Shows a citation's reference in a small card while its number is pointed at or focused.
// The number is a plain link without this script. WCAG 2.2, 1.4.13: the card can be dismissed with
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

  let link = null;
  let timer = 0;

  const reference = (number) =>
    document.getElementById(decodeURIComponent(number.hash.slice(1)))?.querySelector(".site-reference");

  const place = () => {
    const number = link.getBoundingClientRect();
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

  const show = (number) => {
    const source = reference(number);
    if (!source) return;
    hide();
    link = number;
    card.replaceChildren(...source.cloneNode(true).childNodes);
    card.hidden = false;
    link.setAttribute("aria-describedby", card.id);
    place();
  };

  const later = (action, delay) => {
    clearTimeout(timer);
    timer = setTimeout(action, delay);
  };

  const numberAt = (event) => event.target.closest?.(".site-citation a");

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return; // A tap follows the link.
    const number = numberAt(event);
    if (card.contains(event.target) || (number && number === link)) clearTimeout(timer);
    else if (number) later(() => show(number), SHOW_AFTER);
    else if (link && link !== document.activeElement) later(hide, HIDE_AFTER);
    else clearTimeout(timer);
  });
  document.addEventListener("focusin", (event) => {
    const number = numberAt(event);
    if (number?.matches(":focus-visible")) show(number);
    else if (!card.contains(event.target)) hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  document.addEventListener("click", (event) => {
    if (!card.contains(event.target)) hide();
  });

  document.body.append(card);
})();
