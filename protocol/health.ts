import * as z from 'zod';
import type { Message } from './message.ts';

/** How a model at a provider fares, by what all windows saw of it in the last days. Times are ISO 8601. */
export const ModelHealth = z.object({
  /** `openai`, or the server's host. */
  provider: z.string(),
  model: z.string(),
  /**
   * `limited`: what the provider allows this key is used up until `until`. `resting`: it failed so often in a
   * row that it is left alone until `until`. `unasked`: nothing is known of it.
   */
  state: z.enum(['working', 'failing', 'limited', 'resting', 'unasked']),
  until: z.string().nullable(),
  answeredAt: z.string().nullable(),
  failedAt: z.string().nullable(),
  /** The code of the last failure, `provider-down`; null where there was none. */
  error: z.string().nullable(),
  /** In a row, until now. */
  failures: z.int(),
  /** What the provider said it allows this key, and what is left of it now. */
  limits: z.array(z.object({ kind: z.enum(['requests', 'tokens']), limit: z.number(), left: z.number() })),
});
export type ModelHealth = z.infer<typeof ModelHealth>;

/** client → daemon, when the user wants to know who can be asked. Sends nothing to anybody. */
export const health = {
  method: 'lenscap/health',
  params: z.object({}).prefault({}),
  result: z.object({ models: z.array(ModelHealth) }),
} satisfies Message;

/** What went wrong, for people, by the codes of errors. */
const FAILURES: Readonly<Record<string, string>> = {
  'broken-stream': 'the connection broke off',
  forbidden: 'requests with this key were refused',
  'invalid-key': 'the API key was refused',
  'no-such-model': 'the model was not known',
  'not-understood': 'the answer was none of Chat Completions',
  'provider-down': 'its server had a fault',
  'provider-quota': 'the account was out of credit',
  'rate-limited': 'too many requests',
  rejected: 'the question was rejected',
  'request-too-large': 'the request was too large',
  stalled: 'nothing came',
  'stream-error': 'the answer ended with an error',
  unreachable: 'it could not be reached',
  untrusted: 'its certificate was not trusted',
};

/**
 * What a person is told of a model's health: its state in a few words, and what is behind it.
 * @param now milliseconds since 1970
 */
export function describeHealth(model: ModelHealth, now: number): { state: string; about: string } {
  const { answeredAt, failedAt, error, limits } = model;
  const parts = [
    answeredAt === null ? 'never answered' : `answered ${ago(answeredAt, now)}`,
    failedAt === null
      ? undefined
      : `failed ${ago(failedAt, now)}${error === null ? '' : `: ${FAILURES[error] ?? error}`}`,
    limits.length === 0
      ? undefined
      : `${limits.map(({ kind, limit, left }) => `${toCount(left)} of ${toCount(limit)} ${kind}`).join(' and ')} left`,
  ];
  const about = model.state === 'unasked' ? '' : parts.filter((part) => part !== undefined).join('; ');
  return { state: stateInWords(model), about };
}

function stateInWords({ state, until, failures }: ModelHealth): string {
  const time = until === null ? 'later' : new Date(until).toLocaleTimeString();
  switch (state) {
    case 'working':
      return 'working';
    case 'failing':
      return failures === 1 ? 'failed the last time' : `failed the last ${failures} times`;
    case 'limited':
      return `limited until ${time}`;
    case 'resting':
      return `resting until ${time}, after ${failures} failures in a row`;
    case 'unasked':
      return 'not asked lately';
  }
}

function toCount(value: number): string {
  return Math.max(0, Math.floor(value)).toLocaleString('en');
}

function ago(at: string, now: number): string {
  const minutes = Math.round((now - Date.parse(at)) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 120) return minutes === 1 ? 'a minute ago' : `${minutes} minutes ago`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} hours ago` : `${Math.round(hours / 24)} days ago`;
}
