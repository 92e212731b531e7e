// @ts-check
// The menu of narrow screens is opened by a button, takes the focus and gives it back. Without this script the
// theme's label and checkbox open it.
(() => {
  "use strict";

  const button = document.getElementById("site-menu-button");
  const drawer = /** @type {HTMLInputElement | null} */ (document.getElementById("__drawer"));
  const menu = document.getElementById("site-menu");
  if (!button || !drawer || !menu) return;
  drawer.hidden = true;
  // What is behind the menu takes no focus while it is open.
  const behind = document.querySelectorAll(".md-content, .md-footer, .site-search-row, .md-sidebar--secondary");

  const sync = () => {
    button.setAttribute("aria-expanded", String(drawer.checked));
    for (const part of behind) part.toggleAttribute("inert", drawer.checked);
  };

  /** @param {boolean} open */
  const set = (open) => {
    drawer.checked = open;
    sync();
    const stops = /** @type {NodeListOf<HTMLElement>} */ (menu.querySelectorAll("a.md-nav__link, label[tabindex]"));
    // When it is in sight.
    const enter = () => [...stops].find((stop) => stop.checkVisibility({ visibilityProperty: true }))?.focus();
    if (open) setTimeout(enter, 50);
    else button.focus();
  };

  button.addEventListener("click", () => set(!drawer.checked));
  drawer.addEventListener("change", sync);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && button.getAttribute("aria-expanded") === "true") set(false);
  });
  // theme.js closes it for these.
  addEventListener("hashchange", sync);
  addEventListener("pageshow", sync);
  sync();
})();
