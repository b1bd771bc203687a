/** Tokens of the messages' own frame: what Chat Completions adds to each message, and to the reply. */
export const TOKENS_PER_MESSAGE = 4;
export const TOKENS_PER_REPLY = 3;

/**
 * The tokenizer's time grows with the square of a word's length, and 200,000
 * characters without a space would take minutes. Cutting such runs costs at
 * most a token a cut, and leaves every ordinary text as it is.
 */
const LONG_RUN = /\S{256}|\s{256}/gu;

/**
 * No token crosses the end of a line after which something stands that is neither
 * space nor slash: the encoding takes newlines together with what is before them.
 * So such lines can be counted one by one, and their counts add up exactly.
 */
const LINE_START = /(?<=\n)(?=[^\s/])/u;

/** Lines are counted again with every price of a question: its ways, the next key the user types. */
const REMEMBERED_LINES = 4_096;
const LONGEST_REMEMBERED = 256;
const remembered = new Map<string, number>();

/**
 * Counts tokens in the o200k_base encoding: exact for gpt-4o and 4.1, a close
 * estimate for later models. Loads the encoding at its first call (0.2 s, 70 MB),
 * so that a daemon that is only idling stays small.
 */
export async function countTextTokens(text: string): Promise<number> {
  if (text === '') return 0;
  const count = await loadCounter();
  return text.split(LINE_START).reduce((sum, line) => sum + recall(line, count), 0);
}

/** Loads the encoding, and gives what counts a piece of text in it. */
export async function loadCounter(): Promise<(text: string) => number> {
  const { countTokens } = await import('gpt-tokenizer/encoding/o200k_base');
  // The user's words are data: "<|endoftext|>" in them is text, not a control token.
  return (text) => countTokens(text, { disallowedSpecial: new Set() });
}

function recall(line: string, count: (part: string) => number): number {
  const known = remembered.get(line);
  if (known !== undefined) return known;
  const tokens = countLine(line, count);
  if (line.length <= LONGEST_REMEMBERED) {
    if (remembered.size >= REMEMBERED_LINES) remembered.clear();
    remembered.set(line, tokens);
  }
  return tokens;
}

function countLine(line: string, count: (part: string) => number): number {
  let tokens = 0;
  let start = 0;
  for (const run of line.matchAll(LONG_RUN)) {
    const end = run.index + run[0].length;
    tokens += count(line.slice(start, end));
    start = end;
  }
  return tokens + count(line.slice(start));
}
