import { expect, test } from 'vitest';
import {
  BudgetError,
  Failure,
  LenscapError,
  LocalError,
  ProviderError,
  UnsafeMediaError,
  UsageError,
} from './errors.ts';

test.each([
  [UsageError, 'usage'],
  [UnsafeMediaError, 'unsafe'],
  [BudgetError, 'budget'],
  [ProviderError, 'provider'],
  [LocalError, 'failed'],
] as const)('%o is of its kind, keeps its cause, and goes over the wire without it', (Class, kind) => {
  const cause = new Error('the disk, with details nobody should see');
  const error = new Class('some-code', 'Something is wrong.', 'Do this.', { cause });
  expect(error).toBeInstanceOf(LenscapError);
  expect(error.name).toBe(Class.name);
  expect(error.cause).toBe(cause);
  const failure = error.toFailure();
  expect(Failure.strict().parse(failure)).toEqual({
    kind,
    code: 'some-code',
    message: 'Something is wrong.',
    hint: 'Do this.',
  });
  expect(JSON.stringify(failure)).not.toContain('disk');
});
