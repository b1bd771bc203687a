/** Network errors before a connection stood: nothing was received by anyone. */
const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** System calls that come before a connection stands, whatever they fail with. */
const BEFORE_CONNECTION = new Set(['connect', 'getaddrinfo']);

/** And those that need one: they fail with the same codes when the network goes while it stands. */
const ON_CONNECTION = new Set(['read', 'write']);

/** Failures that come late or last: who tries again at once waits once more, for the same. */
const LASTING = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT']);

/** A request of which not a byte left this machine for the provider. */
export class NeverSentError extends Error {
  constructor(cause: unknown) {
    super('Nothing was sent.', { cause });
  }
}

/** Whether an error of the network says that the provider cannot have received anything. */
export function neverConnected(error: unknown): boolean {
  for (const cause of causesOf(error)) {
    if (cause instanceof NeverSentError || proxyRefusal(cause) !== undefined) return true;
    const syscall = textOf(cause, 'syscall');
    if (BEFORE_CONNECTION.has(syscall)) return true;
    if (NEVER_CONNECTED.has(textOf(cause, 'code')) && !ON_CONNECTION.has(syscall)) return true;
    if (cause instanceof AggregateError && cause.errors.length > 0) return cause.errors.every(neverConnected);
  }
  return false;
}

/** Whether connecting took as long as it may, or the name is not known: it would be the same a moment later. */
export function isLasting(error: unknown): boolean {
  return causesOf(error).some((cause) => LASTING.has(textOf(cause, 'code')));
}

/** The status with which a proxy refused the way to the provider; undefined if none did. */
export function proxyRefusal(error: unknown): number | undefined {
  for (const { message } of causesOf(error)) {
    // The words of undici, which keeps the status nowhere else: for a tunnel, and for plain HTTP.
    const [, status] = /^Proxy (?:response|Authentication Required) \((\d{3})\)/.exec(message) ?? [];
    if (status !== undefined) return Number(status);
  }
  return undefined;
}

/** The code that an error of the network has, or the nearest of its causes; undefined if none has one. */
export function codeOf(error: unknown): string | undefined {
  return causesOf(error)
    .map((cause) => textOf(cause, 'code'))
    .find((code) => code !== '');
}

function causesOf(error: unknown): Error[] {
  const causes: Error[] = [];
  for (let cause = error; cause instanceof Error; cause = cause.cause) causes.push(cause);
  return causes;
}

function textOf(error: Error, name: 'code' | 'syscall'): string {
  const text: unknown = Reflect.get(error, name);
  return typeof text === 'string' ? text : '';
}
