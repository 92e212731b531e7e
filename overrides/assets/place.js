// @ts-check
// The link to the other language leads to the section that is being read: headings have the same ids in every
// language. Without this script it leads to the top of the page.
(() => {
  "use strict";

  const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(".site-language"));
  const bar = /** @type {HTMLElement | null} */ (document.querySelector(".md-header"))?.offsetHeight ?? 0;

  /** @returns {string} the id of the section in the upper third of the window; nothing at the page's top */
  const place = () => {
    // An answer of "Find your page", or a term, is where its address says.
    const id = location.hash.slice(1);
    const target = id && document.getElementById(decodeURIComponent(id));
    if (target && !/^(cite|ref)-/.test(id)) {
      const { top, bottom } = target.getBoundingClientRect();
      const isHeading = /^H\d$/.test(target.tagName);
      if (bottom > bar && top < (isHeading ? bar + innerHeight / 3 : innerHeight)) return id;
    }
    const headings = document.querySelectorAll("article :is(h2, h3, h4)[id]");
    const read = [...headings].filter((heading) => heading.getBoundingClientRect().top < bar + innerHeight / 3);
    return scrollY > 0 ? (read.pop()?.id ?? "") : "";
  };

  for (const link of links) {
    link.addEventListener("click", () => {
      link.hash = place();
    });
  }
})();
