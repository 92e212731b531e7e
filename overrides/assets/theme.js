// @ts-check
// In place of the theme's own bundle, most of which no page uses: the colors, the menu, the place in the contents.
// It stands before all that is seen, so that the colors are there when the page is drawn.
(() => {
  "use strict";

  // --- Fonts --------------------------------------------------------------------------------------

  // A browser keeps no font of a disk for the next page, where it would be in time. From a disk none is late.
  if (location.protocol === "file:") for (const face of document.fonts) face.display = "swap";

  // --- Places -------------------------------------------------------------------------------------

  // What a fragment names on this page, or null: not every text can be decoded ("#%E0%A4%A").
  globalThis.sitePlace = (/** @type {string} */ hash) => {
    try {
      return document.getElementById(decodeURIComponent(hash.slice(1)));
    } catch {
      return null;
    }
  };

  // --- Scripts that few readers need --------------------------------------------------------------

  // They work from a disk, too. Trusted Types (W3C): where a browser has them, the policy of the page lets no other
  // text become a script.
  const root = new URL("..", /** @type {HTMLScriptElement} */ (document.currentScript).src).href;
  const ours = { createScriptURL: (/** @type {string} */ path) => (/^assets\/[\w/-]+\.js$/.test(path) ? root + path : "about:blank") };
  const trusted = window.trustedTypes?.createPolicy("site-load", ours) ?? ours;

  globalThis.siteLoad = (/** @type {string} */ path) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = trusted.createScriptURL(path);
      script.async = false; // several load at once, and run in order
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });

  // --- Words --------------------------------------------------------------------------------------

  // What a script says, by its key in assets/words/, which has it in the language of the page, with {places} for
  // values. What is no key is said as it is.
  globalThis.siteSay = (/** @type {string} */ key, /** @type {Record<string, string | number>} */ values = {}) =>
    Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, () => String(value)), globalThis.siteTexts?.[key] ?? key);

  // --- Colors -------------------------------------------------------------------------------------

  const key = "site-colors";
  const dark = matchMedia("(prefers-color-scheme: dark)");

  const load = () => {
    try {
      return localStorage.getItem(key) ?? "";
    } catch {
      return ""; // Private windows and some settings allow no storage.
    }
  };

  const save = () => {
    try {
      localStorage.setItem(key, chosen);
    } catch {
      // The choice holds for this page.
    }
  };

  // The name of one of the theme's two schemes, or nothing: as the system has it.
  let chosen = load();
  const draw = () => {
    document.body.dataset.mdColorScheme = chosen || (dark.matches ? "slate" : "default");
  };
  draw();
  dark.addEventListener("change", draw);

  addEventListener("DOMContentLoaded", () => {
    const choices = /** @type {HTMLButtonElement[]} */ ([...document.querySelectorAll("[data-colors] button")]);
    const present = () => choices.find((choice) => choice.dataset.scheme === chosen) ?? choices[0];
    const show = () => {
      for (const choice of choices) choice.hidden = choice !== present();
    };
    show();
    choices.forEach((choice, at) =>
      choice.addEventListener("click", () => {
        chosen = choices[(at + 1) % choices.length].dataset.scheme ?? "";
        draw();
        show();
        present().focus();
        save();
      }),
    );
  });

  // --- The menu of narrow screens -----------------------------------------------------------------

  const close = () => {
    const drawer = document.getElementById("__drawer");
    if (drawer instanceof HTMLInputElement) drawer.checked = false;
  };
  // A link within the page does not leave it, and Back may bring a page as it was left.
  addEventListener("hashchange", close);
  addEventListener("pageshow", close);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    // The theme opens sections of the menu by labels, which take the focus but no key.
    const { target } = event;
    if (event.key === "Enter" && target instanceof HTMLLabelElement && target.matches("[tabindex]")) target.click();
  });

  // --- The place in the contents ------------------------------------------------------------------

  addEventListener("DOMContentLoaded", () => {
    /** @type {NodeListOf<HTMLAnchorElement>} */
    const found = document.querySelectorAll(".md-sidebar--secondary a.md-nav__link");
    /** @type {Map<HTMLElement, HTMLAnchorElement>} */
    const links = new Map();
    for (const link of found) {
      const heading = sitePlace(link.hash);
      if (heading) links.set(heading, link);
    }
    const bar = /** @type {HTMLElement} */ (document.querySelector(".md-header")).offsetHeight;
    let waiting = false;

    const follow = () => {
      waiting = false;
      // The last heading in the upper third of the window, or above it, is of the part being read.
      const read = [...links.keys()].filter((heading) => heading.getBoundingClientRect().top < bar + innerHeight / 3).pop();
      for (const [heading, link] of links) {
        link.classList.toggle("md-nav__link--active", heading === read);
        if (heading === read) link.setAttribute("aria-current", "location");
        else link.removeAttribute("aria-current");
      }
    };

    const later = () => {
      if (!waiting) requestAnimationFrame(follow);
      waiting = true;
    };
    addEventListener("scroll", later, { passive: true });
    later();
  });
})();
