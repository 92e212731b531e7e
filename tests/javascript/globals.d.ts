// What the site's scripts share: each runs on its own in the page, and leaves one global for the others.

declare var siteWords: SiteSearch.Words;
declare var sitePlace: (hash: string) => HTMLElement | null;
/** What scripts say, by the keys of overrides/locales/: overrides/words.html writes it. */
declare var siteTexts: Record<string, string> | undefined;
declare var siteSay: (key: string, values?: Record<string, string | number>) => string;
/** Loads a script of the site, by its path from the site's root. */
declare var siteLoad: (path: string) => Promise<unknown>;
/** What each term of the glossary means, by its id: a script that a page loads once a reader asks. */
declare var siteTerms: Record<string, string> | undefined;
/** Trusted Types (W3C), which not every browser has. */
interface Window {
  trustedTypes?: { createPolicy(name: string, rules: { createScriptURL(path: string): string }): { createScriptURL(path: string): string } };
}
declare var siteSearchText: (listed: string, short: string) => SiteSearch.Data;
declare var siteSearch: (data: SiteSearch.Data) => SiteSearch.Engine;
declare var siteSearchData: SiteSearch.Data;
/** Words that the search would take for slips, joined by spaces: a script that it loads only before it does. */
declare var siteSearchSlips: string;

declare var siteListen: SiteListen.Listen;

/** What overrides/assets/listen.js reads aloud. */
declare namespace SiteListen {
  /** What it asks of a node of a page. */
  interface Node {
    nodeType: number;
    data?: string;
    localName?: string;
    lang?: string;
    childNodes: Iterable<Node>;
  }
  interface Run {
    text: string;
    language: string;
    node: Node;
  }
  /** A part of a sentence: where it stands in its run. */
  interface Part extends Run {
    start: number;
    end: number;
  }
  interface Utterance {
    language: string;
    text: string;
  }
  interface Voice {
    lang: string;
    localService: boolean;
    default: boolean;
  }
  interface Listen {
    blocks(root: Node, language: string, isSkipped: (node: Node) => boolean): Run[][];
    sentences(block: Run[], language: string): Part[][];
    utterances(sentence: Part[], language: string, hasVoice: (language: string) => boolean): Utterance[];
    voiceFor<Known extends Voice>(voices: readonly Known[], language: string, preferred: readonly string[]): Known | null;
  }
}

declare namespace SiteSearch {
  /** What overrides/assets/search/words.js says of words. */
  interface Words {
    WORD: RegExp;
    fold(text: string): string;
    forms(written: string): string[];
    tokens(text: string): string[];
    isUnspaced(written: string): boolean;
    vocabulary(data: Data): string[];
    places(text: string, wanted: ReadonlySet<string>): [start: number, end: number][];
  }
  /** What hooks/editorial/site/search.py writes for one language. */
  interface Data {
    pages: [title: string, url: string][];
    /** The page is counted from that of the section before. */
    sections: [page: number, anchor: string, heading: string, text: string, folded?: 1][];
    /** A sign for each word of the vocabulary: "0" plus how many words before it the last one of its family stands. */
    families: string;
    /** What a name in another language may end in besides. */
    plurals: string[];
    /**
     * Which section is the term, counted from that of the term before (first from -1), 0 if none is; its names in
     * this language, without that section's heading; and others by their language ("": what people say in this one),
     * those that readers know best first. Joined by "|". The id of such a section is "=0" where it is its heading's
     * words, "=1" where it is the first name's in another language.
     */
    terms: [section: number, own: string, others: [language: string, names: string][]][];
    /** Which of the terms is what the guide is about, if one is. */
    subject?: number;
    /** Words that say little, joined by spaces; and those of them that mean something in a question, the same in a line. */
    small: string;
    meant: string[];
    /** Words for "+" and for "-" after a marker, each joined by spaces. */
    signs: [string, string];
    /** Ways to ask are joined by "|", leads are numbers of sections; level and sign only where it is one. */
    intents: [name: string, ways: string, leads: number[], opens: number, level?: number, sign?: string][];
    levels: [name: string, action: string][];
    /** Whether there are words that the search would take for slips, to be loaded before it does. */
    slips?: 1;
    lines: [name: string, number: string, tel: string][];
  }
  /** What a reader may want. */
  interface Intent {
    name: string;
    leads: number[];
    opens: boolean;
    /** How urgent the sign of danger is, the most urgent 0; -1 if it is none. */
    level: number;
    sign: string;
  }
  /** A section of a page. */
  interface Place {
    id: number;
    title: string;
    url: string;
    anchor: string;
    heading: string;
    /** Nothing where the section is folded. */
    text: string;
    folded: boolean;
  }
  /** Why a section is found that has none of the words typed: another name of the same thing. */
  interface Reason {
    name: string;
    language: string;
    other: string;
  }
  /** Whom to call, and why, before reading on. */
  interface Call {
    name: string;
    action: string;
    sign: string;
    lines: [name: string, number: string, tel: string][];
  }
  interface Result extends Place {
    /** The folded words that it was found by. */
    matched: Set<string>;
    why: Reason | null;
    /** What the reader seems to want; empty if only words were found. */
    intent: string;
    call: Call | null;
  }
  interface Found {
    results: Result[];
    /** How many were found; the results are the best of them. */
    total: number;
    /** With no result: the words of the guide that are closest to those typed, and where these are. */
    close: string[];
    near: Result[];
    /** The words that were taken for slips, as long as the engine has not learned which words are none. */
    guessed: string[];
    /** Where the signs of danger are told; nothing where a call comes first, or the guide has no signs. */
    danger: Result | null;
  }
  interface Engine {
    search(query: string): Found;
    /** Takes words of the language, folded, that are no slips of words of the guide, and returns them. */
    learn(words: ReadonlySet<string>): ReadonlySet<string>;
    snippet(text: string, matched: ReadonlySet<string>, length?: number): string;
  }
}

/** What overrides/assets/report/reading.js reads in a report. */
declare var siteReport: (data: SiteReport.Data) => SiteReport.Reader;
declare namespace SiteReport {
  type Texts = Record<string, string>;
  type Wanted = [stain: string, sign: string];
  interface Stain {
    id: string;
    kind: string;
    term: string;
    names: Texts;
    spellings: Record<string, string[]>;
    what: Texts;
    points: Texts;
    sure: Texts;
    sources: string[];
    means?: Texts;
    turned?: string[];
    least?: number;
    share?: boolean;
    number?: boolean;
  }
  interface Words {
    endings?: [from: string, to: string][];
    variants?: [from: string, to: string][];
    small?: string[];
    [cue: string]: any;
  }
  interface Pattern {
    id: string;
    pages: string[];
    all: Wanted[];
    any: Wanted[];
    helps: Wanted[];
    against: Wanted[];
    name: Texts;
    for: Texts;
    counter: Texts;
    sources: string[];
  }
  /** What hooks/editorial/glossary/stains.py writes into the page. */
  interface Data {
    language: string;
    names: Texts;
    terms: { id: string; names: Record<string, string[]>; means: Texts; source: string }[];
    stains: Stain[];
    patterns: Pattern[];
    signs: Record<string, Words>;
    small: Record<string, string[]>;
    pages: Record<string, { title: string; url: string; questions: string[] }>;
    ask: string;
    glossary: string;
    sources: Record<string, { text: string; url: string }>;
  }
  /** What a spelling may mean: a stain, a term (by number; -1 is none) or a word for a sign. */
  interface Entry {
    stain: number;
    term: number;
    cue: string;
    /** Empty where more than one language writes it so. */
    language: string;
    name: string;
    /** Where the words of a name end: there a space may stand. */
    cuts: number[];
    /** Whether capital letters count. */
    exact: boolean;
  }
  interface Piece {
    kind: string;
    start: number;
    end: number;
    entries: Entry[];
  }
  interface Sign {
    stain: number;
    sign: string;
    weak: boolean;
  }
  interface Mark {
    start: number;
    end: number;
    text: string;
    stain: number;
    term: number;
    /** "+", "-", "?" (there is one, or may be, and it is not clear which) or nothing. */
    sign: string;
    weak: boolean;
  }
  interface Read {
    language: string;
    marks: Mark[];
    signs: Record<string, { sign: string; words: string[] }>;
    fits: { pattern: number; led: Wanted[]; helps: Wanted[]; against: Wanted[] }[];
    both: string[];
    unknown: string[];
  }
  interface Reader {
    read(text: string): Read;
    fold(text: string): string;
  }
}

/** What overrides/assets/visit.js makes of what a reader ticked and wrote. */
declare var siteVisit: SiteVisit.Visit;
declare namespace SiteVisit {
  interface Sheet {
    languages: string[];
    words: string;
    told: string;
    own: string;
    medicines: string;
    team: string;
    /** The questions, in the words of the language in which they were ticked. */
    ticked: string[];
    /** The phone lines, by their ids. */
    lines: string[];
    /** Whether the signs of danger go along. */
    calls: boolean;
  }
  /** What hooks/editorial/site/visit.py writes into the page. */
  interface Data {
    language: string;
    names: Record<string, string>;
    headings: Record<string, Record<string, string>>;
    pages: { title: string; questions: Record<string, string>[] }[];
    lines: { id: string; number: string; names: Record<string, string> }[];
    calls: Record<string, { name: string; signs: string[] }[]>;
  }
  /** Words in a language; of the reader's own nobody knows which. */
  interface Said {
    language: string;
    text: string;
  }
  interface Section {
    part: string;
    heading: Said[];
    items: Said[][];
    text: string;
  }
  interface Visit {
    written(sheet: Sheet): string;
    /** The sheet of a file, or why it has none. */
    opened(text: string): Sheet | "wrong" | "large" | "newer";
    placed(ticked: readonly string[], data: Data): { places: number[]; unknown: string[] };
    sections(sheet: Sheet, data: Data): Section[];
  }
}
