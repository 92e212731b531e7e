// What Material 9.8's bundle asks of every page: where the site begins, and how its few settings are kept.
// The theme has it in the page itself; here it is a file, so that no script in a page need ever run.
(() => {
  "use strict";

  const root = new URL("../..", document.currentScript.src);

  globalThis.__md_scope = root;
  globalThis.__md_hash = (text) => [...text].reduce((hash, letter) => (hash << 5) - hash + letter.charCodeAt(0), 0);
  globalThis.__md_get = (key, storage = localStorage, scope = root) => JSON.parse(storage.getItem(`${scope.pathname}.${key}`));
  globalThis.__md_set = (key, value, storage = localStorage, scope = root) => {
    try {
      storage.setItem(`${scope.pathname}.${key}`, JSON.stringify(value));
    } catch {
      // Private windows and some settings allow no storage.
    }
  };
})();
