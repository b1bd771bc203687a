import { expect, test } from 'vitest';
import type { Quote } from '../../protocol/quote.ts';
import { offerOf } from './price.ts';

const FULL: Quote['budgets'][number] = {
  scope: 'all',
  subject: '',
  period: 'day',
  capNanoUsd: 10,
  allowedNanoUsd: 0,
  spentNanoUsd: 12,
  heldNanoUsd: 0,
  renewsAt: '2026-11-22T00:00:00Z',
};

const quoted = (isCached: boolean): Omit<Quote, 'sent' | 'texts'> => ({
  route: 'text',
  model: 'gpt-4o-mini',
  reason: 'r',
  alternatives: [],
  isCached,
  tokens: { text: 1, image: 0, audio: 0, expectedOutput: 1, maxOutput: 1 },
  earlier: { turns: 0, leftOut: 0 },
  maskedPrompt: '',
  expectedNanoUsd: isCached ? 0 : 5,
  maxNanoUsd: isCached ? 0 : 9,
  budgets: [FULL],
  placeholders: [],
  frames: [],
  code: [],
  legibility: null,
});

test('what was answered before fits every budget, even one that is used up', () => {
  expect(offerOf(quoted(true), [], 'here', false).line).toMatchObject({ isCached: true, misfit: null });
  expect(offerOf(quoted(false), [], 'here', false).line).toMatchObject({
    isCached: false,
    misfit: { ways: expect.any(Array) },
  });
});
