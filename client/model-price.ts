import { decimalSign } from '../protocol/language.ts';
import { UsdPerMillion } from '../protocol/models.ts';

/**
 * Reads dollars per million tokens, with decimals as `parseUsd` takes them.
 * @returns undefined if it is no amount, is negative, too large or has more than six decimals
 */
export function parseUsdPerMillion(text: string): number | undefined {
  const match = /^\$?\s*(\d+(?:\.\d+)?)$/.exec(text.trim().replace(decimalSign(), '.'));
  return match ? UsdPerMillion.safeParse(Number(match[1])).data : undefined;
}
