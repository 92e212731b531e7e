// What the search of a built site answers, without a browser: "node ask.mjs SITE LANGUAGE" with a JSON list of queries on
// its input prints a JSON list of results, each where it leads and why; of what is folded, its text as shown too.
import { existsSync, readFileSync } from "node:fs";
import { argv, stdin } from "node:process";
import { engineOf, slipsOf } from "./load.mjs";

const [site, language] = argv.slice(2);
const engine = engineOf(readFileSync(`${site}/assets/search/${language}.js`, "utf8"), `${site}/assets/search/`);
// As in the browser once it has loaded them.
const slips = `${site}/assets/search/slips-${language}.js`;
if (existsSync(slips)) engine.learn(slipsOf(readFileSync(slips, "utf8")));
let input = "";
for await (const chunk of stdin) input += chunk;
const answers = JSON.parse(input).map((/** @type {string} */ query) =>
  engine.search(`${query} `).results.map((result) => ({
    place: `${result.url}${result.anchor ? `#${result.anchor}` : ""}`,
    shown: result.folded && `${result.heading} ${engine.snippet(result.text, result.matched)}`,
    matched: [...result.matched],
    folded: result.folded,
    intent: result.intent,
    call: result.call,
  })),
);
console.log(JSON.stringify(answers));
