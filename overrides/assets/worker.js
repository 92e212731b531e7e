// @ts-check
// Keeps the guide on the device of a reader who asked for it, and shows it without a network. A build writes it to
// sw.js, with the digest of its list, keep.json. A copy is whole or not there: each file is compared with the digest
// that the list has of it, and a copy that is not complete is taken out again. A page of the copy gets everything
// from the copy, any other page everything from the network: pages and scripts of two editions never meet.
(() => {
  "use strict";

  /** @typedef {{ files: Record<string, [language: string, size: number, digest: string]>, languages: Record<string, { page: string }> }} List */

  const LIST = "";
  const worker = /** @type {any} */ (self);
  /** @type {string} */
  const scope = worker.registration.scope;
  const languages = new URL(location.href).searchParams.get("keep")?.split(",") ?? [];
  const name = `${scope}#${LIST}#${languages.join()}`;
  const whole = "keep.json";

  /** @param {string} url */
  const inside = (url) => {
    const { origin, pathname } = new URL(url);
    const path = `${origin}${pathname}`;
    return path.endsWith("/") ? `${path}index.html` : path;
  };
  /** @param {string} url */
  const kept = (url) => caches.match(inside(url), { cacheName: name });
  const copies = async () => (await caches.keys()).filter((one) => one.startsWith(`${scope}#`));
  /** @param {object} message */
  const tell = async (message) => {
    for (const client of await worker.clients.matchAll({ includeUncontrolled: true })) client.postMessage(message);
  };

  // --- Making a copy ------------------------------------------------------------------------------

  /** @param {ArrayBuffer} content */
  const digest = async (content) =>
    [...new Uint8Array(await crypto.subtle.digest("SHA-256", content))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  /**
   * The file, if it is the one of the list.
   * @param {Response | undefined} response
   * @param {string} wanted
   */
  const checked = async (response, wanted) => {
    if (!response?.ok) return null;
    const content = await response.arrayBuffer();
    if ((await digest(content)) !== wanted) return null;
    const headers = new Headers(response.headers);
    // What is kept is neither packed nor the answer to another address.
    for (const one of ["Content-Encoding", "Content-Length", "Vary"]) headers.delete(one);
    return new Response(content, { headers });
  };

  /**
   * @param {string} path
   * @param {string} wanted
   * @param {string[]} last copies that are there already
   */
  const got = async (path, wanted, last) => {
    for (const copy of last) {
      const same = await checked(await caches.match(scope + path, { cacheName: copy }), wanted);
      if (same) return same;
    }
    const fresh = await checked(await fetch(scope + path, { cache: "no-cache" }), wanted);
    if (!fresh) throw new Error(`${path} is not the file of the list`);
    return fresh;
  };

  const keep = async () => {
    try {
      const last = await copies();
      const list = await got(whole, LIST, []);
      const { files } = /** @type {List} */ (await list.clone().json());
      const wanted = Object.entries(files).filter(([, [language]]) =>
        language.split(",").every((one) => !one || languages.includes(one)),
      );
      const total = wanted.reduce((sum, [, [, size]]) => sum + size, 0);
      const cache = await caches.open(name);
      let done = 0;
      const some = async () => {
        for (let next = wanted.pop(); next; next = wanted.pop()) {
          const [path, [, size, hash]] = next;
          await cache.put(scope + path, await got(path, hash, last));
          done += size;
          await tell({ done, total });
        }
      };
      try {
        await Promise.all([some(), some(), some(), some()]);
      } finally {
        wanted.length = 0; // Where one file fails, no other is asked for.
      }
      await cache.put(scope + whole, list);
    } catch (error) {
      await caches.delete(name);
      await tell({ failed: error instanceof Error && error.name === "QuotaExceededError" ? "full" : "failed" });
      throw error;
    }
  };

  worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(keep()));

  // --- From one copy to the next ------------------------------------------------------------------

  /** @type {Set<string>} Pages of the last copy: they are about to load again, and get nothing of this one. */
  const old = new Set();

  const activate = async () => {
    for (const client of await worker.clients.matchAll({ includeUncontrolled: true })) old.add(client.id);
    for (const one of await copies()) if (one !== name) await caches.delete(one);
  };

  worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(activate()));
  worker.addEventListener("message", (/** @type {MessageEvent} */ event) => {
    if (event.data === "activate") worker.skipWaiting();
  });

  // --- Answering ----------------------------------------------------------------------------------

  /** @param {Request} request */
  const page = async (request) => {
    const found = await kept(request.url);
    if (found) return found;
    try {
      return await fetch(request);
    } catch {
      const list = await kept(scope + whole);
      if (!list) return Response.error();
      const { languages: all } = /** @type {List} */ (await list.json());
      return Response.redirect(`${scope}${all[languages[0] ?? ""]?.page}#not-kept`);
    }
  };

  /**
   * @param {Request} request
   * @param {string} id
   */
  const part = async (request, id) => {
    if (old.has(id)) return Response.error();
    const client = await worker.clients.get(id);
    const found = client && (await kept(client.url)) && (await kept(request.url));
    return found || fetch(request);
  };

  worker.addEventListener("fetch", (/** @type {any} */ event) => {
    const { request, clientId } = event;
    if (request.method !== "GET" || !request.url.startsWith(scope) || request.url.endsWith("?network")) return;
    event.respondWith(request.mode === "navigate" ? page(request) : part(request, clientId));
  });
})();
