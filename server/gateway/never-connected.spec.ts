import { describe, expect, test } from 'vitest';
import { isLasting, NeverSentError, neverConnected, proxyRefusal } from './never-connected.ts';

const failed = (properties: object, message = 'It failed.') => Object.assign(new Error(message), properties);
const connecting = (code: string) => failed({ code, syscall: 'connect' });
const fetching = (cause: unknown) => new TypeError('fetch failed', { cause });
const tunnelling = (status: number) =>
  failed({ code: 'UND_ERR_ABORTED' }, `Proxy response (${status}) !== 200 when HTTP Tunneling`);

describe('nobody can have received anything', () => {
  test.each([
    connecting('ETIMEDOUT'),
    connecting('EPERM'),
    failed({ code: 'EAI_FAIL', syscall: 'getaddrinfo' }),
    failed({ code: 'ENETDOWN' }),
    failed({ code: 'EHOSTDOWN' }),
    failed({ code: 'EADDRNOTAVAIL' }),
    failed({ code: 'UND_ERR_CONNECT_TIMEOUT' }),
    Object.assign(new AggregateError([connecting('ETIMEDOUT'), connecting('ENETUNREACH')]), {
      code: 'ETIMEDOUT',
    }),
    tunnelling(407),
    tunnelling(502),
    new NeverSentError(new TypeError('ours')),
  ])('%o', (error) => {
    expect(neverConnected(fetching(error))).toBe(true);
  });
});

describe('somebody may have', () => {
  test.each([
    failed({ code: 'ETIMEDOUT', syscall: 'read' }),
    failed({ code: 'ECONNRESET', syscall: 'read' }),
    failed({ code: 'EHOSTUNREACH', syscall: 'read' }),
    failed({ code: 'ENETDOWN', syscall: 'read' }),
    failed({ code: 'ENETUNREACH', syscall: 'write' }),
    failed({ code: 'UND_ERR_ABORTED' }, 'aborted'),
    failed({ code: 'UND_ERR_SOCKET' }),
    new AggregateError([]),
    new AggregateError([connecting('ETIMEDOUT'), failed({ code: 'ECONNRESET', syscall: 'read' })]),
    'no error',
  ])('%o', (error) => {
    expect(neverConnected(fetching(error))).toBe(false);
  });
});

test('who waited in vain, or was told that there is no such name, would meet the same a moment later', () => {
  const lasting = [
    'ENOTFOUND',
    'EAI_AGAIN',
    'ETIMEDOUT',
    'UND_ERR_CONNECT_TIMEOUT',
    'ECONNREFUSED',
    'ECONNRESET',
  ];
  expect(lasting.map((code) => isLasting(fetching(failed({ code }))))).toEqual([
    true,
    true,
    true,
    true,
    false,
    false,
  ]);
});

test('a proxy’s refusal has its status', () => {
  expect(proxyRefusal(fetching(tunnelling(403)))).toBe(403);
  expect(proxyRefusal(fetching(connecting('ECONNREFUSED')))).toBeUndefined();
});
