// In place of the theme's own bundle, most of which no page uses: the colors, the menu, the place in the contents.
// It stands in the header, so that the colors are there before the page is drawn.
(() => {
  "use strict";

  // --- Colors -------------------------------------------------------------------------------------

  const key = "site-colors";
  const choices = [...document.querySelectorAll("[data-colors] button")];
  // The choice without a scheme of its own follows the system.
  const schemeOf = (choice) =>
    choice.dataset.scheme || choices.find(({ dataset }) => dataset.scheme && matchMedia(dataset.media).matches).dataset.scheme;

  const show = (chosen) => {
    for (const choice of choices) choice.hidden = choice !== chosen;
    document.body.dataset.mdColorScheme = schemeOf(chosen);
  };

  const load = () => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // Private windows and some settings allow no storage.
    }
  };

  let present = choices.find((choice) => choice.dataset.scheme === load()) ?? choices[0];
  show(present);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => show(present));

  choices.forEach((choice, at) =>
    choice.addEventListener("click", () => {
      present = choices[(at + 1) % choices.length];
      show(present);
      present.focus();
      try {
        localStorage.setItem(key, present.dataset.scheme);
      } catch {
        // The choice holds for this page.
      }
    }),
  );

  // --- The menu of narrow screens -----------------------------------------------------------------

  const drawer = document.getElementById("__drawer");
  const close = () => {
    drawer.checked = false;
  };
  // A link within the page does not leave it, and Back may bring a page as it was left.
  addEventListener("hashchange", close);
  addEventListener("pageshow", close);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    // The theme opens sections of the menu by labels, which take the focus but no key.
    if (event.key === "Enter" && event.target.matches("label[tabindex]")) event.target.click();
  });

  // --- The place in the contents ------------------------------------------------------------------

  addEventListener("DOMContentLoaded", () => {
    const links = new Map(
      [...document.querySelectorAll(".md-sidebar--secondary .md-nav__link")].map((link) => [
        document.getElementById(decodeURIComponent(link.hash.slice(1))),
        link,
      ]),
    );
    links.delete(null);
    const bar = document.querySelector(".md-header").offsetHeight;
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
