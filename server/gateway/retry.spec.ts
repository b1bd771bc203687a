import { expect, test } from 'vitest';
import { ProviderError } from '../../protocol/errors.ts';
import { outcomeOf } from '../../test/support/outcome.ts';
import type { Outcome } from './gateway.ts';
import { decide, signOf } from './retry.ts';

/** Nobody was reached, for a reason that the network gave. */
function unreachable(code: string): Outcome {
  const cause = Object.assign(new Error('It failed.'), { code });
  const error = new ProviderError('unreachable', 'It cannot be reached.', 'Check the network.', { cause });
  return outcomeOf({
    text: '',
    status: 0,
    finishReason: 'failed',
    mayBeCharged: false,
    error,
    firstDeltaMs: null,
  });
}

test('who is refused at once is tried again at once, and only once', () => {
  expect(decide(unreachable('ECONNREFUSED'), 1, 0.5)).toEqual({ kind: 'again', waitMs: 150 });
  expect(decide(unreachable('ECONNREFUSED'), 2, 0.5)).toEqual({ kind: 'next', leave: 'provider' });
});

test.each(['UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'])(
  'who waited in vain for a connection does not wait for another: %s',
  (code) => {
    expect(decide(unreachable(code), 1, 0.5)).toEqual({ kind: 'next', leave: 'provider' });
  },
);

test.each([
  ['stop', 'ill'],
  ['length', 'none'],
])('an answer without a word that ended with %s says of the model: %s', (finishReason, sign) => {
  const error = new ProviderError('empty-answer', 'It has no words.', 'Send it again.');
  const outcome = { ...unreachable(''), status: 200, mayBeCharged: true, finishReason, error };
  expect(signOf(outcome)).toBe(sign);
});
