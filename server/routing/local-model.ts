import type { Model } from '../catalogue/catalogue.ts';

/** A server on this machine costs nothing, whatever it counts. */
const FREE = {
  input: 0,
  cachedInput: 0,
  cacheWrite: 0,
  image: 0,
  audioInput: 0,
  output: 0,
  reasoning: 0,
  audioOutput: 0,
};

/** The longest answer a local server is asked for; most have far less context than the provider's models. */
const MAX_OUTPUT_TOKENS = 4_096;

/** A model on a server of the user's own. Its tokens are estimates; whether it takes pictures is known when it is asked. */
export function localModel(name: string): Model {
  return {
    name,
    contextTokens: undefined,
    maxInputTokens: undefined,
    maxOutputTokens: MAX_OUTPUT_TOKENS,
    abilities: ['text', 'pictures'],
    tokenizer: { encoding: 'o200k_base', exact: false },
    imageTokens: { kind: 'tile', base: 85, perTile: 170 },
    prices: [
      {
        from: undefined,
        tokenPicoUsd: FREE,
        minutePicoUsd: undefined,
        longContext: undefined,
        serviceTiers: new Map(),
      },
    ],
  };
}
