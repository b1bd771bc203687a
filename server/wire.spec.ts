import { describe, expect, test } from 'vitest';
import { ErrorCodes, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { attach } from '../protocol/attach.ts';
import { CommandArgument } from '../protocol/command.ts';
import { BudgetError } from '../protocol/errors.ts';
import { explain } from '../protocol/explain.ts';
import { setBudget, spend } from '../protocol/spend.ts';
import { parseParams, toResponseError } from './wire.ts';

describe('parseParams', () => {
  test.each([
    [attach, undefined, 'params'],
    [attach, 'text', 'params'],
    [attach, { name: 'a.png' }, 'data'],
    [attach, { name: '', data: '' }, 'name'],
    [attach, { name: 'a.png', data: 'not base64!' }, 'data'],
    [explain, { prompt: 5 }, 'prompt'],
    [explain, { attachments: ['a', ''] }, 'attachments.1'],
    [explain, { route: 'telepathy' }, 'route'],
    [explain, { prompt: 'a'.repeat(200_001) }, 'prompt'],
    [setBudget, { scope: 'all', period: 'day', capNanoUsd: -1 }, 'capNanoUsd'],
    [setBudget, { scope: 'all', period: 'day', capNanoUsd: 1.5 }, 'capNanoUsd'],
    [setBudget, { scope: 'all', period: 'year', capNanoUsd: 1 }, 'period'],
    [spend, { since: 'yesterday' }, 'since'],
  ])('%o, %j: the field is %s', (message, params, field) => {
    try {
      parseParams(message.params, params, message.method);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ResponseError);
      expect(error).toMatchObject({
        code: ErrorCodes.InvalidParams,
        data: { field },
        message: expect.stringContaining(`${message.method}: ${field}: `),
      });
    }
  });

  test('a field deep inside is named with its path', () => {
    const params = { attachments: [{ name: 'a', data: '' }, { name: 'b' }] };
    expect(() => parseParams(CommandArgument, params, 'lenscap.explain')).toThrow('attachments.1.data');
  });

  test('what is right comes back with its defaults', () => {
    expect(parseParams(explain.params, {}, explain.method)).toEqual({ attachments: [], prompt: '' });
    expect(parseParams(spend.params, undefined, spend.method)).toEqual({});
  });
});

describe('toResponseError', () => {
  test("Lenscap's own errors keep code and hint; their cause stays here", () => {
    const error = new BudgetError('budget-exceeded', 'Too dear.', 'Wait.', { cause: new Error('inner') });
    const response = toResponseError(error);
    expect(response.code).toBe(LSPErrorCodes.RequestFailed);
    expect(response.message).toBe('Too dear.');
    expect(response.data).toEqual({
      kind: 'budget',
      code: 'budget-exceeded',
      message: 'Too dear.',
      hint: 'Wait.',
    });
    expect(JSON.stringify(response.toJson())).not.toContain('inner');
  });

  test.each([new TypeError('x is not a function'), 'x is not a function'])(
    '%o is a fault of ours',
    (thrown) => {
      expect(toResponseError(thrown)).toMatchObject({
        code: ErrorCodes.InternalError,
        message: 'Lenscap failed: x is not a function.',
        data: { kind: 'failed', code: 'internal', hint: expect.stringContaining('Open Log') },
      });
    },
  );

  test('what is a response already stays one', () => {
    const error = new ResponseError(ErrorCodes.InvalidParams, 'no');
    expect(toResponseError(error)).toBe(error);
  });
});
