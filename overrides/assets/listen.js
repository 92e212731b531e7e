// @ts-check
// Reads a page or a section of it aloud, with a voice that is on the reader's own device: nothing is sent anywhere.
// Without such a voice in the page's language, or without this script, no page offers it.
(() => {
  "use strict";

  // --- What is read -------------------------------------------------------------------------------

  const BLOCKS = /^(article|aside|blockquote|br|caption|d[dlt]|details|div|figcaption|figure|h[1-6]|li|ol|p|section|summary|t[dhr]|table|tbody|thead|ul)$/;

  /**
   * The text of an element, block by block, each a list of runs in one language.
   * @type {SiteListen.Listen["blocks"]}
   */
  const blocks = (root, language, isSkipped) => {
    /** @type {SiteListen.Run[][]} */
    const found = [];
    /** @type {SiteListen.Run[]} */
    let block = [];
    const end = () => {
      if (block.some(({ text }) => text.trim())) found.push(block);
      block = [];
    };
    /** @param {SiteListen.Node} node @param {string} spoken */
    const walk = (node, spoken) => {
      if (node.nodeType === 3) block.push({ text: node.data ?? "", language: spoken, node });
      if (node.nodeType !== 1 || isSkipped(node)) return;
      const isBlock = BLOCKS.test(node.localName ?? "");
      if (isBlock) end();
      for (const child of node.childNodes) walk(child, node.lang || spoken);
      if (isBlock) end();
    };
    walk(root, language);
    end();
    return found;
  };

  /**
   * The sentences of a block: where each stands in its runs.
   * @type {SiteListen.Listen["sentences"]}
   */
  const sentences = (block, language) => {
    const text = block.map((run) => run.text).join("");
    const found = [];
    for (const { index, segment } of new Intl.Segmenter(language, { granularity: "sentence" }).segment(text)) {
      // A source's number alone, between two sentences, leaves its period.
      if (!/[\p{L}\p{N}]/u.test(segment)) continue;
      let before = 0;
      const parts = [];
      for (const run of block) {
        const start = Math.max(index - before, 0);
        const end = Math.min(index + segment.trimEnd().length - before, run.text.length);
        if (start < end) parts.push({ ...run, start, end });
        before += run.text.length;
      }
      found.push(parts);
    }
    return found;
  };

  /**
   * What a voice is given: the words of a sentence, by language. Words in a language without a voice go to the
   * page's own.
   * @type {SiteListen.Listen["utterances"]}
   */
  const utterances = (sentence, language, hasVoice) => {
    /** @type {SiteListen.Utterance[]} */
    const said = [];
    for (const part of sentence) {
      const spoken = hasVoice(part.language) ? part.language : language;
      const text = part.text.slice(part.start, part.end);
      const last = said.at(-1);
      // A bracket or a comma is no word of another language.
      if (last && (last.language === spoken || !/[\p{L}\p{N}]/u.test(text))) last.text += text;
      else said.push({ language: spoken, text });
    }
    for (const one of said) one.text = one.text.replace(/\s+/g, " ").replace(/ (?=[.,;:!?)])/g, "").trim();
    return said.filter(({ text }) => /[\p{L}\p{N}]/u.test(text));
  };

  /**
   * The voice for a language: of those on the device the reader's own choice or region first.
   * @type {SiteListen.Listen["voiceFor"]}
   */
  const voiceFor = (voices, language, preferred) => {
    /** @param {string} code */
    const plain = (code) => code.replaceAll("_", "-").toLowerCase();
    const [base] = plain(language).split("-");
    const wanted = [language, ...preferred].map(plain);
    const rank = (/** @type {SiteListen.Voice} */ voice) => {
      const place = wanted.indexOf(plain(voice.lang));
      return (place < 0 ? wanted.length : place) * 2 + (voice.default ? 0 : 1);
    };
    const own = voices.filter((voice) => voice.localService && plain(voice.lang).split("-")[0] === base);
    return own.sort((one, other) => rank(one) - rank(other))[0] ?? null;
  };

  globalThis.siteListen = { blocks, sentences, utterances, voiceFor };
  if (!("document" in globalThis)) return; // In tests of the above there is no page.

  // --- The page -----------------------------------------------------------------------------------

  const article = document.querySelector("article");
  if (!document.getElementById("site-listen") || !article || !("speechSynthesis" in globalThis)) return;
  const { speechSynthesis } = globalThis;
  const language = document.documentElement.lang;

  /** @param {string} text */
  const button = (text) => {
    const made = document.createElement("button");
    made.className = "md-button";
    made.type = "button";
    made.textContent = text;
    return made;
  };
  const play = button(siteSay("listen.play"));
  const stop = button(siteSay("listen.stop"));
  stop.hidden = true;
  const choice = document.createElement("select");
  choice.add(new Option(siteSay("listen.all"), ""));
  const what = document.createElement("span");
  what.className = "site-hidden";
  what.textContent = siteSay("listen.what");
  const label = document.createElement("label");
  label.append(what, " ", choice);
  const bar = document.createElement("div");
  bar.className = "site-listen";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", siteSay("listen.play"));
  bar.append(play, " ", stop, " ", label);

  // Not of the text: numbers of sources, their list, what scripts add, and what stands on every page.
  const SKIPPED =
    ".site-citation, .site-references, #references, .site-downloads, .site-page-status, .site-help, .site-page-end, .site-pdf, " +
    ".site-listen, .site-ticks, .site-hidden, .paper-only, .md-content__button, " +
    "svg, template, script, form, button, input, [hidden], .site-fold-phone > summary";
  /** @param {SiteListen.Node} node */
  const isSkipped = (node) => {
    const element = /** @type {Element} */ (/** @type {unknown} */ (node));
    // What a reader has not opened is not read out either; what a phone alone folds is.
    const fold = element.parentElement;
    const isClosed = fold instanceof HTMLDetailsElement && !fold.open && !fold.matches(".site-fold-phone");
    return element.matches(SKIPPED) || (isClosed && element.localName !== "summary");
  };

  /** @typedef {SiteListen.Part[]} Sentence */
  /** @type {Sentence[]} */
  let read = [];
  let at = 0;
  /** @type {SpeechSynthesisUtterance | null} What is said now. Chromium forgets one that nothing holds. */
  let current = null;
  /** @typedef {"idle" | "speaking" | "paused"} State */
  /** @type {State} */
  let state = "idle";

  /** @param {string} spoken */
  const voice = (spoken) =>
    /** @type {SpeechSynthesisVoice | null} */ (voiceFor(speechSynthesis.getVoices(), spoken, navigator.languages));

  /** @param {Sentence} sentence */
  const mark = (sentence) => {
    const first = /** @type {Text} */ (/** @type {unknown} */ (sentence[0].node));
    const block = first.parentElement;
    // Others stay as their readers left them, though the line that opens them is read.
    const fold = block?.closest("details");
    if (fold?.matches(".site-fold-phone")) fold.open = true;
    const ranges = sentence.map(({ node, start, end }) => {
      const range = new Range();
      range.setStart(/** @type {Text} */ (/** @type {unknown} */ (node)), start);
      range.setEnd(/** @type {Text} */ (/** @type {unknown} */ (node)), end);
      return range;
    });
    CSS.highlights?.set("site-listen", new Highlight(...ranges));
    const { top, bottom } = ranges[0].getBoundingClientRect();
    if (top < bar.getBoundingClientRect().bottom || bottom > innerHeight) block?.scrollIntoView({ block: "center" });
  };

  /** @param {State} next */
  const show = (next) => {
    state = next;
    play.textContent = siteSay({ idle: "listen.play", speaking: "listen.pause", paused: "listen.resume" }[next]);
    stop.hidden = next === "idle";
    bar.classList.toggle("site-listen-on", next !== "idle");
    if (next === "idle") CSS.highlights?.delete("site-listen");
  };

  const silence = () => {
    current = null;
    speechSynthesis.cancel();
  };

  // Sentence by sentence: to pause is to stop, and to go on begins the sentence again. Not every browser can pause.
  const speak = () => {
    if (at >= read.length) return show("idle");
    mark(read[at]);
    const said = utterances(read[at], language, (spoken) => Boolean(voice(spoken)));
    const next = () => {
      const one = said.shift();
      if (!one) {
        at += 1;
        return speak();
      }
      const spoken = new SpeechSynthesisUtterance(one.text);
      spoken.voice = voice(one.language);
      spoken.lang = spoken.voice?.lang ?? one.language;
      // What was cancelled ends too, and leads to nothing more.
      spoken.addEventListener("end", () => spoken === current && next());
      spoken.addEventListener("error", () => spoken === current && pause());
      current = spoken;
      speechSynthesis.speak(spoken);
    };
    next();
  };

  const pause = () => {
    if (state !== "speaking") return;
    silence();
    show("paused");
  };
  const end = () => {
    silence();
    show("idle");
    play.focus();
  };

  // All of the page, or what stands below the chosen heading.
  const begin = () => {
    const heading = choice.value ? sitePlace(`#${choice.value}`) : null;
    const all = blocks(/** @type {any} */ (article), language, isSkipped);
    /** @param {SiteListen.Run[]} block */
    const isIn = ([{ node }]) => {
      const text = /** @type {Text} */ (/** @type {unknown} */ (node));
      const own = [...sections.values()].filter((one) => one.contains(text) || one.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING);
      return !heading || own.at(-1) === heading;
    };
    read = all.filter(isIn).flatMap((block) => sentences(block, language));
    at = 0;
  };

  play.addEventListener("click", () => {
    if (state === "speaking") return pause();
    if (state === "idle") begin();
    silence();
    show("speaking");
    speak();
  });
  stop.addEventListener("click", end);
  addEventListener("pagehide", pause);
  document.addEventListener("visibilitychange", () => document.hidden && pause());

  // --- The button, once there is a voice ----------------------------------------------------------

  /** @type {Map<string, HTMLElement>} */
  const sections = new Map();
  for (const heading of /** @type {NodeListOf<HTMLElement>} */ (article.querySelectorAll("h2[id]"))) {
    if (heading.matches("#references") || heading.closest(".site-help")) continue;
    sections.set(heading.id, heading);
    choice.add(new Option(heading.textContent?.trim(), heading.id));
  }
  const offer = () => {
    if (!bar.isConnected && voice(language)) (article.querySelector(".site-page-status") ?? article.querySelector("h1"))?.after(bar);
  };
  speechSynthesis.addEventListener?.("voiceschanged", offer);
  offer();
})();
