import type { Usage } from '../../protocol/explain.ts';
import type { Price } from './catalogue.ts';

/**
 * What a request costs, in nano-dollars, from the tokens the provider counted.
 * Exact: every factor is an integer, and percentages are applied last, rounded up.
 */
export function costOf(price: Price, usage: Usage): number {
  const cached = Math.min(usage.cachedInput, usage.input);
  const input = (usage.input - cached) * price.inputNanoUsd + cached * price.cachedInputNanoUsd;
  // Reasoning tokens are a part of the output tokens, not an addition to them.
  const output = usage.output * price.outputNanoUsd;
  const long = price.longContext;
  if (!long || usage.input <= long.aboveInputTokens) return input + output;
  return Math.ceil((input * long.inputPercent) / 100) + Math.ceil((output * long.outputPercent) / 100);
}
