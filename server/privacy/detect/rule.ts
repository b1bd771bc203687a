/** A half-open range of UTF-16 offsets. */
export interface Range {
  start: number;
  end: number;
}

/** How a rule finds its secrets in exact text. */
export type TextPattern =
  | {
      /**
       * With flags `dg` (and `i`, `u`); the secret is the group that took part, or all of the match if there is
       * none. Every repetition is bounded, so that no text can make it slow.
       */
      pattern: RegExp;
      /** What follows the secret by accident is cut off: `trimValue`. */
      trim?: boolean;
      valid?: (value: string, match: RegExpExecArray) => boolean;
    }
  | {
      /** For what is no regular language, in time linear in the text. */
      find: (text: string) => Range[];
    };

/** What a token looks like in text that was read from a picture. */
export interface TokenShape {
  /** How it begins. Compared with confusable characters taken for each other, and separators taken for spaces. */
  prefix: string;
  /** Characters after the prefix below which it is no token. */
  least: number;
  /** Characters after the prefix if all tokens have the same number. Reading gains and loses some. */
  usual?: number;
}

/** What is secret, how to find it, and what proves that the rule does. */
export interface Rule {
  /** Lower-case words with hyphens: placeholders are named after it. */
  id: string;
  /** For people, in their language: "GitHub token". */
  title: () => string;
  /** What it is, and what whoever has it can do. */
  description: string;
  /** How likely a match is a secret, 0 to 1. */
  confidence: number;
  /** One of these, in lower case, is in every text that the rule can match. Empty if there is no such word. */
  keywords: readonly string[];
  text: readonly TextPattern[];
  /** Beside what the text patterns find in what was read. */
  reading: readonly TokenShape[];
  /** Templates (see `template.ts`) of texts with exactly one secret, which stands between « and ». */
  examples: readonly string[];
  /** Templates of texts in which the rule must find nothing. */
  counterExamples: readonly string[];
  /** Where the format is made public. */
  source?: string;
}

/** A token that is known by how it begins, as a table row. */
export interface PrefixedToken {
  id: string;
  title: () => string;
  description: string;
  /** How it may begin. */
  prefixes: readonly string[];
  /** What follows: a character class' inside, and how many characters at least and at most. */
  body: string;
  least: number;
  most?: number;
  /** Template of a body. */
  like: string;
  /** All tokens have a body of this length. */
  usual?: number;
  confidence?: number;
  valid?: (value: string) => boolean;
  source?: string;
  counterExamples?: readonly string[];
}

const escapeRegExp = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

/** Whether a token's body is what people write instead of one: `xxxxxxxx`, `your-token-here`. */
export function isFiller(body: string): boolean {
  return (
    new Set(body).size < Math.min(6, Math.ceil(body.length / 2)) ||
    /(?<![A-Za-z0-9])(?:your|example|placeholder|replace|changeme|insert|redacted|dummy)|(?:example|placeholder|changeme|redacted)$|x{6}|\*{4}|\.{3}|123456789012|abcdefghij/i.test(
      body,
    )
  );
}

/**
 * The rule for a token that is known by how it begins. Longer tokens than the
 * format has today are found as well: providers lengthen them without notice.
 */
export function prefixed(token: PrefixedToken): Rule {
  const prefixes = [...token.prefixes].sort((a, b) => b.length - a.length);
  const start = prefixes.map(escapeRegExp).join('|');
  return {
    id: token.id,
    title: token.title,
    description: token.description,
    confidence: token.confidence ?? 0.97,
    keywords: prefixes.map((prefix) => prefix.toLowerCase()),
    text: [
      {
        pattern: new RegExp(
          `(?<![A-Za-z0-9])(?:${start})[${token.body}]{${token.least},${token.most ?? 512}}(?![${token.body}A-Za-z0-9])`,
          'dg',
        ),
        valid: (value) => {
          const prefix = prefixes.find((candidate) => value.startsWith(candidate)) ?? '';
          return !isFiller(value.slice(prefix.length)) && (token.valid?.(value) ?? true);
        },
      },
    ],
    reading: prefixes.map((prefix) => ({
      prefix,
      least: Math.max(8, Math.floor(Math.min(token.least, token.usual ?? token.least) * 0.6)),
      ...(token.usual === undefined ? {} : { usual: token.usual }),
    })),
    examples: prefixes.map((prefix) => `token «${prefix}${token.like}» here`),
    counterExamples: [
      ...prefixes.map((prefix) => `${prefix}${'x'.repeat(Math.max(token.least, 6))}`),
      ...(token.counterExamples ?? []),
    ],
    ...(token.source === undefined ? {} : { source: token.source }),
  };
}

/** One rule for a secret that comes in several forms: what the first says, found as any of them. */
export function oneOf(first: Rule, ...others: readonly Rule[]): Rule {
  const all = [first, ...others];
  return {
    ...first,
    // Where one form has no keyword, none may keep the rule from being tried.
    keywords: all.some(({ keywords }) => keywords.length === 0)
      ? []
      : all.flatMap(({ keywords }) => keywords),
    text: all.flatMap(({ text }) => text),
    reading: all.flatMap(({ reading }) => reading),
    examples: all.flatMap(({ examples }) => examples),
    counterExamples: all.flatMap(({ counterExamples }) => counterExamples),
  };
}
