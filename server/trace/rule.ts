import type { CodeFrame } from '../../protocol/code.ts';

/** What a rule's pattern found, by the names of its groups. */
export interface Named {
  /** Missing where a line only says where in a file it is whose name stood above. */
  path?: string | undefined;
  line: string;
  column?: string | undefined;
  function?: string | undefined;
  /** Of several that run together, the one it is in. */
  application?: string | undefined;
}

/** How one tool writes of places in code, and what proves that the rule knows it. */
export interface FrameRule {
  /** Lower-case words with hyphens. */
  id: string;
  /** For people: "Python traceback". */
  title: string;
  /** Who writes so, and when. */
  description: string;
  /** One of these is in every line the rule can match. Empty if there is no such word. */
  keywords: readonly string[];
  /**
   * With flag `g`, for one line; groups `path`, `line`, `column`, `function`. Every repetition is bounded, and
   * begins at a place that is rare in any text, so that none can make it slow.
   */
  patterns: readonly RegExp[];
  /** A line that names the file for the lines below it: group `path`. */
  head?: RegExp;
  /** The place where it went wrong comes last. */
  isNewestLast?: boolean;
  /** Makes a path of what was found, where it does not simply stand there. */
  pathOf?: (named: Named) => string | undefined;
  /** Whether a place is of the language or a package by its function, beside what its path says. */
  isLibrary?: (named: Named) => boolean;
  examples: readonly { text: string; frames: readonly Partial<CodeFrame>[] }[];
  /** Texts in which the rule must find nothing. */
  counterExamples: readonly string[];
  /** Where the format is made public. */
  source?: string;
}

/** Endings of files that people write by hand, so that a colon and a number after one are a line. */
export const CODE =
  'tsx?|jsx?|[mc]ts|[mc]js|vue|svelte|astro|pyi?|java|kts?|scala|groovy|gradle|cs|fs|vb|razor|cshtml|go|rs|rb|erb|rake|php|phtml|cc?|cpp|cxx|hh?|hpp|hxx|mm?|swift|exs?|h?eex|erl|hs|cljs?|dart|lua|pl|pm|[rR]|jl|sql|sh|bash|zsh|ps1|[sp]?css|sass|less|html?|json|ya?ml|toml|xml|mdx?|tf|proto|graphql|zig|nim|sol';

/** A path without spaces, from where a word begins. Inside may be brackets: `app/(shop)/[id]/page.tsx`. */
export function wordPath(ending: string): string {
  return `(?<![^\\s"'\`(\\[=])(?<path>(?:[A-Za-z]:(?=[\\\\/]))?(?:file://)?[^\\s:"'\`<>|*?;,=(\\[{][^\\s:"'\`<>|*?;,=]{0,250}\\.(?:${ending}))`;
}

/** A number of a line or column, and nothing that only begins like one. */
export const LINE = '(?<line>\\d{1,7})';
export const COLUMN = '(?<column>\\d{1,7})';
export const END = '(?![\\w-])';
