import { describe, expect, it } from 'vitest';
import { ResponseError } from 'vscode-jsonrpc';
import { BudgetError } from '../protocol/errors.ts';
import { CancelledError, DaemonDiedError, failureOf, sentences } from './failure.ts';

describe('what a rejected request stands for', () => {
  it('is the error the daemon wrote on the wire', () => {
    const sent = new BudgetError('budget-exceeded', 'Today has $0.00 left.', 'Raise the budget.');
    const read = failureOf(new ResponseError(-32803, sent.message, sent.toFailure()));
    expect(read.toFailure()).toEqual(sent.toFailure());
    expect(sentences(read)).toBe('Today has $0.00 left. Raise the budget.');
  });

  it('has the budget that had no room', () => {
    const refusal = {
      ...{ scope: 'all' as const, subject: '', period: 'day' as const, renewsAt: '2026-11-22T00:00:00Z' },
      ...{ capNanoUsd: 2, leftNanoUsd: 0, neededNanoUsd: 1, raiseToNanoUsd: 3 },
    };
    const sent = new BudgetError('budget-exceeded', 'No room.', 'Raise it.', { refusal });
    const read = failureOf(new ResponseError(-32803, sent.message, sent.toFailure()));
    expect(read).toMatchObject({ refusal });
  });

  it('is the death of the daemon when the connection went away', () => {
    expect(failureOf(new ResponseError(-32097, 'Pending response rejected'))).toBeInstanceOf(DaemonDiedError);
  });

  it('is a cancellation when it was cancelled', () => {
    expect(failureOf(new ResponseError(-32800, 'Request cancelled'))).toBeInstanceOf(CancelledError);
  });

  it('keeps what it does not know as the cause', () => {
    const error = new Error('Out of cheese.');
    const read = failureOf(error);
    expect(read.message).toBe('Lenscap could not do this: Out of cheese.');
    expect(read.cause).toBe(error);
    expect(failureOf(undefined).message).toBe('Lenscap could not do this.');
  });

  it('is itself when it is one of ours', () => {
    const error = new CancelledError();
    expect(failureOf(error)).toBe(error);
  });
});
