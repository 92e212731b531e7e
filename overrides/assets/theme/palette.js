// Sets the colors that a reader has chosen before the page is drawn, as Material 9.8 does within the page.
(() => {
  "use strict";

  const chosen = globalThis.__md_get("__palette")?.color;
  if (!chosen) return;
  const shown =
    chosen.media === "(prefers-color-scheme)"
      ? document.querySelector(
          `[data-md-color-media="(prefers-color-scheme: ${matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark"})"]`,
        )
      : null;
  for (const name of Object.keys(chosen)) {
    document.body.setAttribute(`data-md-color-${name}`, shown?.getAttribute(`data-md-color-${name}`) ?? chosen[name]);
  }
})();
