// Reads reports, given as a JSON list of texts, with the guide's own data, and prints what was read and in how much time.
import { readFileSync } from "node:fs";
import { readerOf } from "./load.mjs";

const { data, texts } = JSON.parse(readFileSync(0, "utf8"));
const reader = readerOf(data);
const read = texts.map((/** @type {string} */ text) => {
  const start = performance.now();
  const found = reader.read(text);
  return { ...found, milliseconds: performance.now() - start };
});
process.stdout.write(JSON.stringify(read));
