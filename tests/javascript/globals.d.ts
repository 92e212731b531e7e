// What the site's scripts share: each runs on its own in the page, and leaves one global for the others.

declare const MiniSearch: typeof import("minisearch").default;
declare namespace MiniSearchTypes {
  type Query = import("minisearch").QueryCombination;
  type SearchOptions = import("minisearch").SearchOptions;
  type SearchResult = import("minisearch").SearchResult;
}

declare var siteWords: SiteSearch.Words;
declare var sitePlace: (hash: string) => HTMLElement | null;
/** Trusted Types (W3C), which not every browser has. */
interface Window {
  trustedTypes?: { createPolicy(name: string, rules: { createScriptURL(path: string): string }): { createScriptURL(path: string): string } };
}
declare var siteSearch: (data: SiteSearch.Data) => SiteSearch.Engine;
declare var siteSearchData: SiteSearch.Data;

declare namespace SiteSearch {
  /** What overrides/assets/search/words.js says of words. */
  interface Words {
    WORD: RegExp;
    fold(text: string): string;
    forms(written: string): string[];
    tokens(text: string): string[];
    places(text: string, wanted: ReadonlySet<string>): [start: number, end: number][];
  }
  /** What hooks/editorial/site/search.py writes for one language. */
  interface Data {
    pages: [title: string, url: string][];
    sections: [page: number, anchor: string, heading: string, text: string][];
    /** Words with other endings, the shortest first, joined by spaces. */
    families: string[];
    /** The names of a term in this language, and each other name with its language ("": this one). */
    terms: [own: string[], others: [language: string, name: string][]][];
  }
  /** A section of a page. */
  interface Place {
    id: number;
    title: string;
    url: string;
    anchor: string;
    heading: string;
    text: string;
    worth: number;
  }
  /** Why a section is found that has none of the words typed: another name of the same thing. */
  interface Reason {
    name: string;
    language: string;
    other: string;
  }
  interface Result extends Place {
    /** The folded words that it was found by. */
    matched: Set<string>;
    why: Reason | null;
  }
  interface Found {
    results: Result[];
    /** With no result: the words of the guide that are closest to those typed. */
    close: string[];
  }
  interface Engine {
    search(query: string): Found;
    snippet(text: string, matched: ReadonlySet<string>, length?: number): string;
  }
}
