// What goes wrong at providers: statuses, and lies.
import type { Exchange } from './raw-provider.ts';

export interface Fault {
  name: string;
  /** Before the first byte of an answer. */
  before: (exchange: Exchange) => void;
  /** After the answer began; the stream is open. */
  midway: (exchange: Exchange) => void;
  /** What is told when nobody else can be asked. */
  code: string;
  /** How often the model is asked while the fault lasts. */
  tries: number;
  /** Who may be asked instead: another model there, somebody else, or nobody. */
  instead: 'model' | 'provider' | 'nobody';
  /** Whether the provider may have worked on it, so that its input is booked. */
  costs: boolean;
  /** What is said of a part of an answer. */
  words: string;
  /** How what to do about it begins, where that is all there is to tell. */
  hint?: string;
  /** The question has a picture; others are asked by its text. */
  hasPicture?: true;
  /** Where the provider counts all the same, how sure what is booked by it is. */
  counted?: 'exact' | 'estimated';
  /** It can only be met before an answer, or only within one. */
  only?: 'before' | 'middle';
  /** Nothing ends it but time. */
  lasts?: true;
  /** Nobody listens: there is no middle of an answer. */
  isClosed?: true;
  /** Not an error at all: only the count is lost. */
  isHarmless?: true;
}

type Refusal = Pick<Fault, 'code' | 'tries' | 'instead' | 'hint' | 'hasPicture'> & {
  /** It may have been worked on all the same. */
  costs?: true;
  /** Beside a message; a string is all that is said. */
  error?: object | string;
  headers?: Record<string, string>;
  name?: string;
};

/** A provider that refuses with a status; in the middle of a stream it can only say so in an event. */
function refusal(status: number, { error = {}, headers = {}, name, ...rest }: Refusal): Fault {
  const saying = (message: string) =>
    typeof error === 'string' ? { error } : { error: { message, ...error } };
  return {
    costs: false,
    ...rest,
    name: name ?? `${status}`,
    before: (exchange) => exchange.send(status, saying('No'), headers),
    midway: (exchange) => exchange.event(saying(`No (${status})`)).end(),
    words: typeof error === 'string' ? 'out of credit' : `No (${status})`,
  };
}

/** What the provider counts where it does. */
export const USAGE = { prompt_tokens: 100, completion_tokens: 2 };

const again = { tries: 3, instead: 'model' } as const;
const once = { tries: 1, instead: 'model' } as const;
const elsewhere = { tries: 1, instead: 'provider' } as const;
const lie = { code: 'not-understood', ...elsewhere, costs: true, words: 'broke off' };

export const FAULTS: readonly Fault[] = [
  refusal(400, { code: 'rejected', tries: 1, instead: 'nobody' }),
  refusal(401, { code: 'invalid-key', ...elsewhere }),
  refusal(402, { code: 'provider-quota', ...elsewhere, headers: { 'x-should-retry': 'true' } }),
  refusal(403, { code: 'forbidden', ...elsewhere }),
  refusal(404, { code: 'no-such-model', ...once }),
  refusal(408, { code: 'provider-down', ...once, costs: true }),
  refusal(409, { code: 'provider-down', ...again }),
  refusal(413, { code: 'request-too-large', tries: 2, instead: 'model', hasPicture: true }),
  refusal(413, {
    name: '413, without pictures',
    code: 'request-too-large',
    tries: 1,
    instead: 'nobody',
    hint: 'The question is too long',
  }),
  refusal(429, { code: 'rate-limited', ...again, error: { code: 'rate_limit_exceeded' } }),
  refusal(429, { name: '429, wait 7 s', code: 'rate-limited', ...again, headers: { 'retry-after': '7' } }),
  refusal(429, { name: '429, wait 2 min', code: 'rate-limited', ...once, headers: { 'retry-after': '120' } }),
  refusal(429, {
    name: '429, out of credit',
    code: 'provider-quota',
    ...elsewhere,
    error: { type: 'insufficient_quota' },
    headers: { 'retry-after': '1', 'x-should-retry': 'true' },
  }),
  refusal(429, {
    name: '429, out of credit, in a word',
    code: 'provider-quota',
    ...elsewhere,
    error: 'insufficient_quota',
  }),
  refusal(500, { code: 'provider-down', ...again }),
  {
    ...refusal(502, { name: '502, a page', code: 'provider-down', ...again }),
    before: (exchange) => exchange.send(502, '<html>Bad gateway</html>'),
  },
  refusal(503, { code: 'provider-down', ...again }),
  refusal(503, {
    name: '503, do not retry',
    code: 'provider-down',
    ...once,
    headers: { 'x-should-retry': 'false' },
  }),
  refusal(504, { code: 'provider-down', ...once, costs: true }),
  refusal(520, { code: 'provider-down', ...again }),
  refusal(524, { code: 'provider-down', ...once, costs: true }),
  refusal(529, { code: 'provider-down', ...again }),
  {
    name: 'refused connection',
    code: 'unreachable',
    tries: 2,
    instead: 'provider',
    costs: false,
    isClosed: true,
    before: () => {},
    midway: () => {},
    words: '',
  },
  {
    name: 'reset connection',
    ...elsewhere,
    code: 'unreachable',
    costs: true,
    before: (exchange) => exchange.drop(),
    midway: (exchange) => exchange.drop(),
    words: 'broke off',
  },
  {
    ...lie,
    name: 'stream ends early',
    before: (exchange) => exchange.open().end(),
    midway: (exchange) => exchange.end(),
  },
  {
    ...lie,
    name: '[DONE] without an end',
    before: (exchange) => exchange.open().done(),
    midway: (exchange) => exchange.done(),
  },
  {
    name: 'error in the stream',
    ...once,
    code: 'stream-error',
    costs: true,
    before: (exchange) =>
      exchange
        .open()
        .event({ error: { message: 'overloaded' } })
        .end(),
    midway: (exchange) => exchange.event({ error: { message: 'overloaded' } }).end(),
    words: 'overloaded',
  },
  {
    ...lie,
    name: 'page of a proxy',
    before: (exchange) => exchange.send(200, '<html>Log in</html>'),
    midway: (exchange) => exchange.write('<html>Log in</html>').end(),
  },
  {
    ...lie,
    name: 'wrong content type',
    before: (exchange) => exchange.send(200, { choices: [] }),
    // It was the right one, or nothing would have come; what follows is of another shape.
    midway: (exchange) => exchange.event({ choices: 'none' }).end(),
  },
  {
    ...lie,
    name: 'no JSON in an event',
    before: (exchange) => exchange.open().write('data: {oops\n\n').end(),
    midway: (exchange) => exchange.write('data: {oops\n\n').end(),
  },
  {
    name: 'silence',
    ...once,
    code: 'stalled',
    costs: true,
    lasts: true,
    before: () => {},
    midway: () => {},
    words: 'sent nothing for too long',
  },
  {
    name: 'comments only',
    ...once,
    code: 'stalled',
    costs: true,
    lasts: true,
    only: 'middle',
    before: () => {},
    midway: (exchange) => exchange.write(': keep-alive\n\n'),
    words: 'sent nothing for too long',
  },
  {
    name: 'ends with “error”',
    ...once,
    code: 'stream-error',
    costs: true,
    counted: 'estimated',
    before: (exchange) => exchange.open().finish('error').usage(USAGE).done(),
    midway: (exchange) => exchange.finish('error').usage(USAGE).done(),
    words: 'before it was whole (error)',
  },
  {
    name: 'ends without a word',
    ...once,
    code: 'empty-answer',
    costs: true,
    counted: 'exact',
    only: 'before',
    before: (exchange) => exchange.open().finish().usage(USAGE).done(),
    midway: () => {},
    words: '',
  },
  {
    name: 'no usage',
    ...once,
    code: '',
    costs: true,
    isHarmless: true,
    before: (exchange) => exchange.open().delta('Because').delta(' it is.').finish().done(),
    midway: (exchange) => exchange.delta(' it is.').finish().done(),
    words: '',
  },
];
