// @ts-check
// A copy of the guide says how old it is, with no network; a reader may keep a copy on the device, and share a page.
// Nothing is stored before a reader asks for it. Without this script, and from a disk, pages are as they are.
(() => {
  "use strict";

  const page = document.getElementById("site-keep");
  const script = document.currentScript;
  if (!page || !(script instanceof HTMLScriptElement)) return;
  const base = new URL("..", script.src).href;
  const language = document.documentElement.lang;
  const panel = document.getElementById("site-keep-panel");

  /** @param {string} day */
  const longDate = (day) => new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(new Date(day));
  /** @param {number} bytes */
  const megabytes = (bytes) =>
    new Intl.NumberFormat(language, { style: "unit", unit: "megabyte", maximumFractionDigits: 1 }).format(bytes / 1e6);
  /** @param {string} key @param {Record<string, string>} [values] */
  const say = (key, values) => siteSay(panel?.dataset[key] ?? `keep.${key}`, values);

  // --- What a page says at its beginning ----------------------------------------------------------

  const place = document.querySelector("article h1") ?? document.querySelector("article")?.firstElementChild;
  /** @param {string} kind */
  const line = (kind) => {
    const said = document.querySelector(`.${kind}`) ?? document.createElement("aside");
    said.className = `admonition ${kind === "site-late" ? "warning" : "info"} ${kind}`;
    said.setAttribute("role", "status");
    const text = document.createElement("p");
    said.replaceChildren(text);
    place?.after(said);
    return text;
  };

  // A copy does not know that time has passed; a page does.
  const { due } = page.dataset;
  if (due && new Date().toISOString().slice(0, 10) > due && !document.querySelector(".site-overdue")) {
    line("site-late").textContent = say("late", { date: longDate(due) });
  }

  // --- Sharing ------------------------------------------------------------------------------------

  const share = document.getElementById("site-share");
  if (share && typeof navigator.share === "function" && location.protocol !== "file:") {
    share.hidden = false;
    // The page, and nothing of what its reader looked for.
    const shared = { title: document.title, url: location.origin + location.pathname };
    share.addEventListener("click", () => navigator.share(shared).catch(() => undefined));
  }

  // --- Keeping ------------------------------------------------------------------------------------

  /** @typedef {{ date: string, size: number, languages: Record<string, { name: string, page: string, size: number }>, together: Record<string, number> }} List */

  // Chromium takes a page from disk for a secure one, and then refuses to be asked.
  if (location.protocol === "file:" || page.dataset.keep === undefined || !isSecureContext || !("serviceWorker" in navigator)) return;
  const { serviceWorker } = navigator;

  /** @param {string} address */
  const read = async (address) => {
    const response = await fetch(base + address, { cache: "no-cache" });
    if (!response.ok) throw new Error(address);
    return response.text();
  };
  const registered = async () => (await serviceWorker.getRegistrations()).find((one) => one.scope === base);

  /** @type {ServiceWorker | null} */
  let ready = null;
  const show = () => {
    const next = line("site-kept");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "md-button";
    button.textContent = say("show");
    button.addEventListener("click", () => ready?.postMessage("activate"));
    next.append(say("ready"), " ", button);
  };

  /** @param {ServiceWorkerRegistration} registration */
  const follow = async (registration) => {
    const link = document.createElement("link");
    link.rel = "manifest";
    link.href = `${base}manifest-${language}.json`;
    document.head.append(link);
    if (!serviceWorker.controller) return;
    // An old page must not ask for parts of the new copy.
    serviceWorker.addEventListener("controllerchange", () => location.reload());
    const wait = () => {
      if (!registration.waiting) return;
      ready = registration.waiting;
      show();
    };
    registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", wait));
    registration.installing?.addEventListener("statechange", wait);
    const mine = await read("keep.json");
    const { date } = /** @type {List} */ (JSON.parse(mine));
    line("site-kept").textContent = say("kept", { date: longDate(date) });
    wait();
    try {
      const theirs = await read("keep.json?network");
      if (theirs === mine) return;
      const newer = /** @type {List} */ (JSON.parse(theirs));
      if (!ready) line("site-kept").textContent = say("newer", { date: longDate(date), newer: longDate(newer.date) });
      await registration.update();
    } catch {
      // There is no network, and nothing to compare with.
    }
  };

  // Where nothing was kept, this asks only the browser, and changes nothing.
  registered().then((registration) => registration && follow(registration).catch(() => undefined));

  // --- The page on which a reader decides ---------------------------------------------------------

  if (!panel) return;
  const boxes = /** @type {HTMLInputElement[]} */ ([...panel.querySelectorAll("input")]);
  const keepButton = /** @type {HTMLButtonElement} */ (panel.querySelector("[data-keep=keep]"));
  const removeButton = /** @type {HTMLButtonElement} */ (panel.querySelector("[data-keep=remove]"));
  const size = /** @type {HTMLElement} */ (panel.querySelector("[data-keep=size]"));
  const status = /** @type {HTMLElement} */ (panel.querySelector("[role=status]"));
  // Trusted Types (W3C), where a browser has them.
  const ours = { createScriptURL: (/** @type {string} */ path) => (/^sw\.js\?keep=[\w,-]+$/.test(path) ? base + path : "about:blank") };
  const trusted = /** @type {any} */ (globalThis).trustedTypes?.createPolicy("site-keep", ours) ?? ours;

  const chosen = () => boxes.filter((box) => box.checked).map((box) => box.value);
  let busy = false;
  let reason = "";
  serviceWorker.addEventListener("message", ({ data }) => {
    if (data.failed) reason = data.failed;
    else if (busy) status.textContent = say("progress", { done: megabytes(data.done), total: megabytes(data.total) });
  });

  /**
   * Ends when the worker has made a copy, or none.
   * @param {ServiceWorker} installing
   */
  const ended = (installing) =>
    new Promise((resolve, reject) => {
      const look = () => {
        // Why it failed may be told a moment after it has.
        if (installing.state === "redundant") setTimeout(reject, 500);
        else if (installing.state === "installed" || installing.state === "activated") resolve(undefined);
      };
      installing.addEventListener("statechange", look);
      look();
    });

  const keep = async () => {
    reason = "";
    const address = trusted.createScriptURL(`sw.js?keep=${chosen().join()}`);
    const registration = await serviceWorker.register(address, { scope: base, updateViaCache: "none" });
    const installing = registration.installing ?? registration.waiting;
    if (installing) await ended(installing);
    // The reader has just asked for it, on this page, which loads again if it is part of the last copy.
    registration.waiting?.postMessage("activate");
  };

  const remove = async () => {
    await (await registered())?.unregister();
    for (const name of await caches.keys()) if (name.startsWith(`${base}#`)) await caches.delete(name);
    document.querySelector("link[rel=manifest]")?.remove();
    document.querySelector(".site-kept")?.remove();
  };

  /**
   * @param {() => Promise<void>} work
   * @param {string} done
   */
  const run = async (work, done) => {
    for (const one of [...boxes, keepButton, removeButton]) one.disabled = true;
    busy = true;
    const end = await work().then(
      () => done,
      () => reason || "failed",
    );
    busy = false;
    status.textContent = say(end);
    for (const one of boxes) one.disabled = false;
    removeButton.disabled = await nothing();
    keepButton.disabled = !chosen().length;
  };

  // A browser that was ended in the middle may have left a part.
  const nothing = async () => !(await registered()) && !(await caches.keys()).some((name) => name.startsWith(`${base}#`));

  const begin = async () => {
    const list = /** @type {List} */ (JSON.parse(await read("keep.json")));
    const registration = await registered();
    const url = registration?.active?.scriptURL ?? "";
    const before = url ? (new URL(url).searchParams.get("keep")?.split(",") ?? []) : [language];
    for (const box of boxes) box.checked = before.includes(box.value);
    const count = () => {
      const each = chosen().map((one) => list.languages[one]?.size ?? 0);
      const both = Object.entries(list.together).map(([names, bytes]) => (names.split(",").every((one) => chosen().includes(one)) ? bytes : 0));
      const sum = [...each, ...both].reduce((total, bytes) => total + bytes, list.size);
      size.textContent = say("size", { size: megabytes(sum) });
      keepButton.disabled = !chosen().length;
    };
    for (const box of boxes) box.addEventListener("change", count);
    count();
    removeButton.disabled = await nothing();
    keepButton.addEventListener("click", () => run(keep, "done"));
    removeButton.addEventListener("click", () => run(remove, "removed"));
    panel.hidden = false;
    if (location.hash === "#not-kept") status.textContent = say("missing");
  };
  begin().catch(() => undefined);
})();
