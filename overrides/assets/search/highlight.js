// @ts-check
// Marks on the page the words that led a reader here from the search (?h=word+word), until they are dismissed.
// The marks are the browser's own (CSS Custom Highlight API): the page itself is not changed.
(() => {
  "use strict";

  const address = new URL(location.href);
  const wanted = new Set(address.searchParams.get("h")?.split(" ").filter(Boolean));
  const bar = document.getElementById("site-highlight");
  const article = document.querySelector("article");
  if (!wanted.size || !bar || !article || !CSS.highlights) return;

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

  const dismiss = () => {
    CSS.highlights.delete("site-search");
    bar.hidden = true;
    address.searchParams.delete("h");
    history.replaceState(null, "", address);
    removeEventListener("keydown", onKey);
  };
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    if (event.key === "Escape" && !(event.target instanceof HTMLInputElement)) dismiss();
  };

  CSS.highlights.set("site-search", new Highlight(...ranges));
  bar.hidden = false;
  bar.querySelector("button")?.addEventListener("click", dismiss);
  addEventListener("keydown", onKey);
})();
