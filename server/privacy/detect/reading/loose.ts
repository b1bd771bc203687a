import { ibanLength, luhn } from '../validators.ts';
import { isReference, looksRandom } from '../value.ts';
import { extend, isTokenish, type Token } from './extend.ts';
import type { ReadText } from './layout.ts';
import { isHexLike } from './skeleton.ts';

export interface LooseFinding {
  rule:
    | 'email'
    | 'card-number'
    | 'iban'
    | 'url-password'
    | 'telegram-token'
    | 'webhook-url'
    | 'ip-address'
    | 'random-string';
  confidence: number;
  token: Token;
}

/** Top-level domains, and what is left of them when the dot of `co.uk` is lost. */
const ENDING =
  '(?:com|org|net|edu|gov|io|dev|app|ai|co|me|info|biz|eu|uk|us|de|fr|es|it|nl|be|ch|at|no|se|dk|fi|pl|cz|pt|ie|ca|au|nz|jp|cn|in|br|mx|ru|co ?[.,] ?(?:uk|jp|nz|za|in)|com ?[.,] ?(?:au|br|mx|cn))';
/** `@` as it may have been read. */
const AT = '(?:[ ]?_?[@©®€]{1,2}(?:2|_?[ ]?)|\\(a\\)|[ ]@|@[ ]|[ ][©®][ ]?)';
/** What addresses do not contain, whatever was misread. */
const LOCAL = String.raw`[^\s@©®"'‘’“”<>()[\]{}:;,=|/\\]`;
const email = new RegExp(
  `(?<!${LOCAL})[_~-]{0,3}[A-Za-z0-9](?:${LOCAL}|[.,][ ](?=[A-Za-z0-9._+-]{2,30}[@©®])|[ ](?=[._]?[@©®._])){1,60}${AT}(?:[A-Za-z0-9_-]{1,40}[ ]?[.,][ ]?){1,4}(?:${ENDING}|(?:com|org|net)[a-z]{1,8})(?![A-Za-z@]|\\d(?!\\d{3}-))`,
  'gi',
);
/** The dot after a name was lost, or stands elsewhere. */
const spacedEmail = new RegExp(
  `(?<!${LOCAL})[A-Za-z0-9]${LOCAL}{1,60}[@©®]{1,2}[A-Za-z0-9-]{2,40}[ .,]{1,3}(?:com|org|net|io|de|fr|co[ .,]{1,4}uk)(?![A-Za-z0-9@])`,
  'gi',
);
/** The dot before the top-level domain, or the `@`, is lost. */
const brokenEmail = new RegExp(
  `(?<![A-Za-z0-9._%+-])(?:[A-Za-z0-9][A-Za-z0-9._%+-]{1,40}[@©®][A-Za-z0-9-]{3,40}(?:com|org|net|couk|io)|[a-z][a-z0-9]{0,30}[._+\\d][a-z0-9._+]{0,30}[QG][a-z][a-z0-9-]{2,40}[.,] ?${ENDING})(?![A-Za-z0-9@.:/-])`,
  'g',
);
/** The `@` is lost, but a name in front says what it is. */
const namedEmail =
  /(?:e-?mail|mail|user|login)["']?[=:][ ]?["']?([A-Za-z0-9][A-Za-z0-9._%+-]{4,60}\.(?:com|org|net|io|co\.uk|de|fr))(?![A-Za-z0-9])/gi;
const card =
  /(?<![\w.+-])[2-6S][\dOoIlSBZ]{3}(?:[ -]{1,2}[\dOoIlSBZ]{4}[ -]{0,2}[\dOoIlSBZ]{4}[ -]{0,2}|[\dOoIlSBZ]{4}[ -]{1,2}[\dOoIlSBZ]{4}[ -]{0,2}|[\dOoIlSBZ]{8}[ -]{1,2})[\dOoIlSBZ]{4}(?:[ -][\dOoIlSBZ]{3})?(?![\w-]|[.]\d)|(?<![\w.+-])3[47][\dOoIlSB]{2}[ -][\dOoIlSB]{6}[ -][\dOoIlSB]{5}(?![\w-])/g;
const iban =
  /(?<![A-Za-z0-9])([A-Z]{2})[\dOIlSB]{2}(?: ?[A-Z\dOIlSB]{4}){2,7}(?: ?[A-Z\d]{1,3})?(?![A-Za-z0-9])/g;
const url =
  /[A-Za-z][A-Za-z0-9+]{1,15}[ ]?[:;][ ]?[/I]?[ ]?\/[ ]?([^\s:@/"'‘’“”]{0,60})[ ]?[:;][ ]?([^\s"'‘’“”/@©®]{3,100}(?:[ ][^\s"'‘’“”/@©®]{1,60}){0,2})[ ]?[@©®]/g;
/** The `@` is lost: all of it, host included, is in the way of being sure. */
const urlWithoutAt =
  /[A-Za-z][A-Za-z0-9+]{1,15}:\/\/([^\s:@/"'‘’“”]{0,60}):[ ]?([^\s"'‘’“”/@©®]{10,120})(?=\/)/g;
/** As drivers of Go and others have it, without a scheme. */
const dsn = /(?<![\w:/.-])([A-Za-z_][\w-]{1,30})[ ]?:[ ]?([^\s"'‘’“”/@©®:]{6,80})[@©®](?=[A-Za-z0-9([])/g;
/** What follows the host of a webhook is all that keeps others from using it. */
const webhook =
  /(?:hooks ?[.,] ?slack ?[.,] ?com|discord(?:app)? ?[.,] ?com ?\/ ?api ?\/(?: ?v\d+ ?\/)? ?webhooks|(?:webhook|outlook) ?[.,] ?office ?[.,] ?com) ?\/ ?([^\s"'‘’“”<>]{12,})/gi;
/** A number, a colon and what looks random: tokens of bots. */
const botToken = /(?<![\w.])(?:bot)?(\d{7,11}[ ]?[:;][ ]?(?:[A4]{2}[A-Za-z0-9_-]{6,}|[A-Za-z0-9_-]{20,}))/g;
const address = /(?<![\w.-])\d{1,3}(?:(?:\.[ ]|[ ]\.|\.)\d{1,3}){3}(?![\w]|\.\d)/g;
const run = /[A-Za-z0-9+/_~.-]{12,}={0,2}/g;

/** What has no name and no prefix, or is read too badly for exact rules. */
export function* findLoose(read: ReadText): Iterable<LooseFinding> {
  const { text } = read;
  const all = (match: RegExpExecArray): Token => ({
    start: match.index,
    end: match.index + match[0].length,
    more: [],
  });
  for (const match of text.matchAll(email)) {
    if (!/^git[@©®]/i.test(match[0]) && !isInUrl(read, match.index))
      yield { rule: 'email', confidence: 0.8, token: all(match) };
  }
  for (const match of text.matchAll(spacedEmail)) {
    if (!/^git[@©®]/i.test(match[0]) && !isInUrl(read, match.index))
      yield { rule: 'email', confidence: 0.7, token: all(match) };
  }
  for (const match of text.matchAll(brokenEmail)) yield { rule: 'email', confidence: 0.6, token: all(match) };
  for (const match of text.matchAll(namedEmail)) {
    const start = match.index + match[0].lastIndexOf(match[1] ?? '');
    yield { rule: 'email', confidence: 0.6, token: { start, end: match.index + match[0].length, more: [] } };
  }
  for (const match of text.matchAll(card)) {
    const digits = match[0].replaceAll(/[ -]/g, '');
    const certain =
      luhn(digits) ||
      /card|karte|carte|visa|master|amex|pan|kort/i.test(
        text.slice(read.lineStart(match.index), match.index),
      );
    if (digits.replaceAll(/\D/g, '').length >= digits.length - 4 && !/^(?:19|20)\d\d/.test(digits)) {
      yield { rule: 'card-number', confidence: certain ? 0.9 : 0.7, token: all(match) };
    }
  }
  for (const match of text.matchAll(iban)) {
    const length = ibanLength(match[1] ?? '');
    const size = match[0].replaceAll(' ', '').length;
    const digits = match[0].replaceAll(/\D/g, '').length;
    if (length !== undefined && Math.abs(size - length) <= 1 && digits >= size * 0.5) {
      yield { rule: 'iban', confidence: 0.8, token: all(match) };
    }
  }
  for (const match of text.matchAll(url)) {
    const password = match[2] ?? '';
    // The sign after it is easily read as two, of which the first looks like a call's.
    if (isReference(password.replace(/[({]$/, '')) || /^\d{2,5}$/.test(password)) continue;
    const end = match.index + match[0].search(/[ ]?[@©®]$/);
    yield { rule: 'url-password', confidence: 0.85, token: { start: end - password.length, end, more: [] } };
  }
  for (const match of text.matchAll(urlWithoutAt)) {
    const password = match[2] ?? '';
    if (!looksRandom(password) || isReference(password)) continue;
    const end = match.index + match[0].length;
    yield { rule: 'url-password', confidence: 0.6, token: { start: end - password.length, end, more: [] } };
  }
  for (const match of text.matchAll(dsn)) {
    const password = match[2] ?? '';
    if (
      /mail|^(?:to|from|cc|user|git|login|u?uid|id|sha\d*|md5|digest)$|[-_]id$/i.test(match[1] ?? '') ||
      /^\w{8}-\w{4}-\w{4}-/.test(password) ||
      !(isTokenish(password) || looksRandom(password))
    )
      continue;
    const end = match.index + match[0].length - 1;
    yield { rule: 'url-password', confidence: 0.7, token: { start: end - password.length, end, more: [] } };
  }
  for (const match of text.matchAll(webhook)) {
    const end = match.index + match[0].length;
    yield { rule: 'webhook-url', confidence: 0.9, token: extend(read, end - (match[1]?.length ?? 0), end) };
  }
  for (const match of text.matchAll(botToken)) {
    const token = match[1] ?? '';
    if (!isTokenish(token.replace(/^[\d :;]+/, ''))) continue;
    const end = match.index + match[0].length;
    yield { rule: 'telegram-token', confidence: 0.7, token: extend(read, end - token.length, end, 46) };
  }
  for (const match of text.matchAll(address)) {
    const parts = match[0].replaceAll(' ', '').split('.').map(Number);
    if (!match[0].includes(' ') || parts.some((part) => part > 255)) continue;
    if (parts[0] === 10 || parts[0] === 172 || parts[0] === 192)
      yield { rule: 'ip-address', confidence: 0.6, token: all(match) };
  }
  yield* randomRuns(read);
}

const PUBLIC =
  /(?:sha ?-?\d{1,3}|md5|hash|digest|integrity|checksum|fingerprint|etag|commit|public[ _-]?key|ssh-\w+|image|(?:^|[\s"'_-])(?:id|ids|rev|ref|cursor|slug|version|span|trace))["'’”]?[ :=-]{0,4}["'‘“]?$/i;

/** Runs that nothing but chance makes, from 16 characters on. */
function* randomRuns(read: ReadText): Iterable<LooseFinding> {
  const { text } = read;
  for (const match of text.matchAll(run)) {
    const value = match[0].replace(/^[./=~-]+|[.=-]+$/g, '');
    const start = match.index + match[0].indexOf(value);
    if (!isRandomRun(value)) continue;
    const before = text.slice(Math.max(0, start - 40), start);
    // An integrity hash goes on after each space that was read into it.
    const line = text.slice(read.lineStart(start), start);
    if (PUBLIC.test(before) || /sha ?\d{3}[ :-]|integrity|ssh-(?:rsa|ed)|AAAA[BC]3/i.test(`${line}${value}`))
      continue;
    if (/:\/\/|\bwww\.|[?&]\w+=$/.test(line.slice(Math.max(0, line.search(/\S+$/)))) || before.endsWith('/'))
      continue;
    if (/base64,$/.test(before) || continuesHash(read, start)) continue;
    const token = extend(read, start, start + value.length);
    const whole =
      text
        .slice(read.lineStart(start), token.end)
        .split(/[\s=:"']/)
        .at(-1) ?? '';
    // A hash that fell apart.
    if (isHexLike(text.slice(token.start, token.end)) || (whole.length > 24 && isHexLike(whole))) continue;
    yield { rule: 'random-string', confidence: 0.5, token };
  }
}

/** Whether what stands at an offset logs in to the host of a URL, rather than being an address for mail. */
function isInUrl(read: ReadText, offset: number): boolean {
  return /:[ ]?\/[/1lI|][^\s@©®"'‘’“”<>]{0,60}$/.test(read.text.slice(read.lineStart(offset), offset));
}

/** Whether a run begins its line, and the line above ends in a hash that had no room there. */
export function continuesHash(read: ReadText, start: number): boolean {
  const line = read.lineStart(start);
  if (line === 0 || read.text.slice(line, start).trim() !== '') return false;
  return /(?:sha ?-?\d{1,3}|md5)[:-][ ]?\S+$/i.test(read.text.slice(read.lineStart(line - 1), line - 1));
}

function isRandomRun(value: string): boolean {
  if (value.length < 16 || value.length > 400 || isHexLike(value) || isReference(value)) return false;
  if (
    /^[\w.-]+\.(?:[cm]?[jt]sx?|json|md|css|html?|png|svg|py|go|rs|lock|ya?ml|toml|zip|gz|log)$/i.test(value)
  )
    return false;
  if (/^\d[\d.:TZ/-]*$/.test(value) || /^[\da-f]{6,8}-[\w]{4}-/i.test(value)) return false;
  if (!(/[a-z]/.test(value) && /[A-Z]/.test(value) && /\d/.test(value))) return false;
  return looksRandom(value) && value.split(/[./_-]/).some((part) => /\d/.test(part) && isTokenish(part));
}
