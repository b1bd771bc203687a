/** Tokens of the messages' own frame: what Chat Completions adds to each message, and to the reply. */
export const TOKENS_PER_MESSAGE = 4;
export const TOKENS_PER_REPLY = 3;

/**
 * Counts tokens in the o200k_base encoding: exact for gpt-4o and 4.1, a close
 * estimate for later models. Loads the encoding at its first call (0.2 s, 70 MB),
 * so that a daemon that is only idling stays small.
 */
export async function countTextTokens(text: string): Promise<number> {
  if (text === '') return 0;
  const { countTokens } = await import('gpt-tokenizer/encoding/o200k_base');
  // The user's words are data: "<|endoftext|>" in them is text, not a control token.
  return countTokens(text, { disallowedSpecial: new Set() });
}
