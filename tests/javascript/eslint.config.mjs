// The site's scripts run in the page, each on its own; their tests run in Node.
import js from "@eslint/js";
import globals from "globals";

const shared = Object.fromEntries(["siteWords", "sitePlace", "siteTexts", "siteSay", "siteLoad", "siteTerms", "siteSearch", "siteSearchData", "siteSearchSlips", "siteSearchText", "siteListen", "siteReport", "siteVisit"].map((name) => [name, "readonly"]));

export default [
  { ignores: ["**/vendor/**", "**/node_modules/**"] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      curly: ["error", "multi-line"],
      eqeqeq: "error",
      "no-implicit-globals": "error",
      "no-shadow": ["error", { builtinGlobals: false }],
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "require-await": "error",
      strict: ["error", "function"],
    },
  },
  {
    files: ["overrides/**/*.js"],
    languageOptions: { ecmaVersion: 2023, sourceType: "script", globals: { ...globals.browser, ...shared } },
  },
  {
    files: ["**/*.mjs"],
    languageOptions: { ecmaVersion: 2024, sourceType: "module", globals: globals.node },
    rules: { strict: "off" },
  },
];
