import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { formatCount, language, plural } from './language.ts';
import type { Message } from './message.ts';

/** How a model at a provider fares, by what all windows saw of it in the last days. Times are ISO 8601. */
export const ModelHealth = z.object({
  /** `openai`, or the server's host. */
  provider: z.string(),
  model: z.string(),
  /**
   * `limited`: what the provider allows this key is used up until `until`. `resting`: it failed so often in a
   * row that it is left alone until `until`. `rested`: that time is over, and the next question tries it.
   * `unasked`: nothing is known of it.
   */
  state: z.enum(['working', 'failing', 'limited', 'resting', 'rested', 'unasked']),
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

/** What went wrong, for people, by the code of its error. */
function failureInWords(code: string): string {
  const failures: Readonly<Record<string, string>> = {
    'broken-stream': l10n.t('the connection broke off'),
    'empty-answer': l10n.t('the answer had no words'),
    forbidden: l10n.t('requests with this key were refused'),
    'invalid-key': l10n.t('the API key was refused'),
    'no-such-model': l10n.t('the model was not known'),
    'not-understood': l10n.t('the answer was none of Chat Completions'),
    'provider-down': l10n.t('its server had a fault'),
    'provider-quota': l10n.t('the account was out of credit'),
    'proxy-login': l10n.t('the proxy wants a user name and a password'),
    'proxy-refused': l10n.t('the proxy refused the way to it'),
    'rate-limited': l10n.t('too many requests'),
    rejected: l10n.t('the question was rejected'),
    'request-too-large': l10n.t('the request was too large'),
    stalled: l10n.t('nothing came'),
    'stream-error': l10n.t('the answer ended with an error'),
    unreachable: l10n.t('it could not be reached'),
    untrusted: l10n.t('its certificate was not trusted'),
  };
  return failures[code] ?? code;
}

/**
 * What a person is told of a model's health: its state in a few words, and what is behind it.
 * @param now milliseconds since 1970
 */
export function describeHealth(model: ModelHealth, now: number): { state: string; about: string } {
  const { answeredAt, failedAt, error, limits } = model;
  const parts = [
    answeredAt === null ? l10n.t('never answered') : l10n.t('answered {0}', ago(answeredAt, now)),
    failedAt === null
      ? undefined
      : error === null
        ? l10n.t('failed {0}', ago(failedAt, now))
        : l10n.t('failed {0}: {1}', ago(failedAt, now), failureInWords(error)),
    limits.length === 0
      ? undefined
      : l10n.t(
          '{0} left',
          limits
            .map(({ kind, limit, left }) =>
              kind === 'requests'
                ? l10n.t('{0} of {1} requests', toCount(left), toCount(limit))
                : l10n.t('{0} of {1} tokens', toCount(left), toCount(limit)),
            )
            .reduce((before, each) => l10n.t('{0} and {1}', before, each)),
        ),
  ];
  const about = model.state === 'unasked' ? '' : parts.filter((part) => part !== undefined).join('; ');
  return { state: stateInWords(model), about };
}

function stateInWords({ state, until, failures }: ModelHealth): string {
  const time = until === null ? l10n.t('later') : new Date(until).toLocaleTimeString(language());
  switch (state) {
    case 'working':
      return l10n.t('working');
    case 'failing':
      return plural(failures, {
        one: l10n.t('failed the last time'),
        other: l10n.t('failed the last {0} times', failures),
      });
    case 'limited':
      return l10n.t('limited until {0}', time);
    case 'resting':
      return l10n.t('resting until {0}, after {1} failures in a row', time, failures);
    case 'rested':
      return l10n.t('tried again by the next question, after {0} failures in a row', failures);
    case 'unasked':
      return l10n.t('not asked lately');
  }
}

function toCount(value: number): string {
  return formatCount(Math.max(0, Math.floor(value)));
}

function ago(at: string, now: number): string {
  const minutes = Math.round((now - Date.parse(at)) / 60_000);
  if (minutes < 1) return l10n.t('just now');
  const inWords = new Intl.RelativeTimeFormat(language());
  if (minutes < 120) return inWords.format(-minutes, 'minute');
  const hours = Math.round(minutes / 60);
  return hours < 48 ? inWords.format(-hours, 'hour') : inWords.format(-Math.round(hours / 24), 'day');
}
