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
 * Counts tokens in the o200k_base encoding: exact for gpt-4o and 4.1, a close
 * estimate for later models. Loads the encoding at its first call (0.2 s, 70 MB),
 * so that a daemon that is only idling stays small.
 */
export async function countTextTokens(text: string): Promise<number> {
  if (text === '') return 0;
  const { countTokens } = await import('gpt-tokenizer/encoding/o200k_base');
  let count = 0;
  let start = 0;
  for (const run of text.matchAll(LONG_RUN)) {
    const end = run.index + run[0].length;
    // The user's words are data: "<|endoftext|>" in them is text, not a control token.
    count += countTokens(text.slice(start, end), { disallowedSpecial: new Set() });
    start = end;
  }
  return count + countTokens(text.slice(start), { disallowedSpecial: new Set() });
}
