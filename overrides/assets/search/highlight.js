// @ts-check
// Marks on the page the words that led a reader here from the search (?h=word+word), until they are dismissed.
// The marks are the browser's own (CSS Custom Highlight API): the page itself is not changed.
(() => {
  "use strict";

  const address = new URL(location.href);
  const wanted = new Set(address.searchParams.get("h")?.split(" ").filter(Boolean));
  const article = document.querySelector("article");
  if (!wanted.size || !article || !CSS.highlights) return;

  const ranges = [];
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = /** @type {Text} */ (walker.currentNode);
    for (const [start, end] of siteWords.places(node.data, wanted)) {
      const range = new Range();
      range.setStart(node, start);
      range.setEnd(node, end);
      ranges.push(range);
    }
  }
  if (!ranges.length) return;

  const bar = document.createElement("div");
  bar.id = bar.className = "site-highlight";
  bar.setAttribute("role", "region");
  bar.setAttribute("aria-label", siteSay("search.highlighted"));
  const [text, button] = [document.createElement("span"), document.createElement("button")];
  text.textContent = siteSay("search.highlighted");
  button.type = "button";
  button.textContent = siteSay("search.dismiss");
  bar.append(text, button);

  const dismiss = () => {
    CSS.highlights.delete("site-search");
    bar.remove();
    address.searchParams.delete("h");
    history.replaceState(null, "", address);
    removeEventListener("keydown", onKey);
  };
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    if (event.key === "Escape" && !(event.target instanceof HTMLInputElement)) dismiss();
  };

  CSS.highlights.set("site-search", new Highlight(...ranges));
  document.querySelector(".md-main")?.before(bar);
  button.addEventListener("click", dismiss);
  addEventListener("keydown", onKey);
})();
