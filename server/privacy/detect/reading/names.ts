import { isAboutSecret, isKeyValue, isPasswordValue, isReference, looksRandom, trimValue } from '../value.ts';
import { extend, isTokenish, type Token } from './extend.ts';
import type { ReadText } from './layout.ts';
import { isHexLike, tolerant } from './skeleton.ts';

const words = (list: string): string =>
  list
    .split(' ')
    .map((word) => tolerant(word.replaceAll('+', '_')))
    .join('|');

/** Names of passwords; `+` stands for a separator. */
const PASSWORD = words(
  'password passwd passphrase passcode passwort kennwort mot+de+passe contrasena senha haslo wachtwoord losenord passord salasana adgangskode parola',
);
const SHORT = '(?:pwd|pw|pass|PWD|PASS|Pass|Pwd|PW|mdp|MDP)';
const KEY = words(
  'secret token api+key apikey access+key secret+key private+key encryption+key signing+key auth+key client+secret credential credentials authorization bearer jeton geheimnis',
);

const JOINS = String.raw`[\w.-]{0,24}(?:[ ]?[_][ ]?[\w.-]{1,20}){0,3}["'\]‘’“”]{0,2}[ \t]{0,3}`;
const OPEN = String.raw`[ \t]{0,3}["'\x60‘’“”]{0,2}`;

const passwordAssigned = new RegExp(`(?:${PASSWORD}|(?<![A-Za-z])${SHORT})${JOINS}(?:[=:]|=>)=?${OPEN}`, 'g');
const keyAssigned = new RegExp(`(?:${KEY}|_KEY|_TOKEN|_SECRET)${JOINS}(?:[=:]|=>)=?${OPEN}`, 'g');
/** In forms and tables the value stands beside its name, without a sign between. */
const keyBeside = new RegExp(`(?:${KEY})[ \\t]+["'\\x60‘’“”]?`, 'g');
const keyWord = new RegExp(`(?<![A-Za-z])(?:${KEY})(?![A-Za-z])`, 'g');
const passwordNear = new RegExp(
  `(?<![A-Za-z])(?:${PASSWORD}|(?<![A-Za-z])(?:pwd|pw|PW|mdp)(?![A-Za-z]))`,
  'g',
);
const commandLine =
  /(?<![A-Za-z0-9-])(?:-p|-u|--user|--?(?:[a-z]{1,20}-)?(?:password|token|secret|api-?key|pass)(?=[ =]))[ =]{0,2}["']?/g;
const cookie =
  /(?:cookie["']?\s?[:=][^\n]{0,200}?|[;\s"'])(?:[A-Za-z0-9_.-]{0,30}(?:sess(?:ion)?|sid|auth|token|jwt)(?: ?[_-] ?)?[A-Za-z0-9_.-]{0,20})\s?=\s?/gi;

export interface NamedFinding {
  rule: 'password' | 'secret' | 'session-cookie';
  confidence: number;
  token: Token;
}

/** Passwords, keys and sessions by the name in front of them. */
export function* findNamed(read: ReadText): Iterable<NamedFinding> {
  const { text } = read;
  for (const match of text.matchAll(passwordAssigned)) {
    const token = valueAt(read, match.index + match[0].length);
    if (token === undefined || isAboutSecret(nameOf(text, match))) continue;
    const value = trimValue(text.slice(token.start, token.end).replaceAll(' ', ''));
    const ends = /^(?:\n|[ ][A-Za-z_]{1,30}=|;(?:[A-Za-z ]{1,30}=|[ ]?<|\n?["'”])|&\w{1,30}=)/.test(
      text.slice(token.end, token.end + 40),
    );
    if (isPasswordValue(value, isQuoted(text, token), ends))
      yield { rule: 'password', confidence: 0.85, token };
  }
  for (const match of text.matchAll(keyAssigned)) {
    const token = valueAt(read, match.index + match[0].length);
    if (token === undefined || isAboutSecret(nameOf(text, match))) continue;
    const value = trimValue(text.slice(token.start, token.end).replaceAll(' ', ''));
    if (isKeyValue(value, isQuoted(text, token))) yield { rule: 'secret', confidence: 0.8, token };
  }
  for (const match of text.matchAll(keyBeside)) {
    const token = valueAt(read, match.index + match[0].length);
    if (token === undefined) continue;
    const value = trimValue(text.slice(token.start, token.end).replaceAll(' ', ''));
    if (value.length >= 12 && looksRandom(value) && !isReference(value))
      yield { rule: 'secret', confidence: 0.7, token };
  }
  for (const match of text.matchAll(keyWord)) yield* keyNear(read, match.index + match[0].length);
  for (const match of text.matchAll(passwordNear)) yield* near(read, match.index + match[0].length);
  for (const match of text.matchAll(commandLine)) {
    const start = match.index + match[0].length;
    const token = valueAt(read, start);
    if (token === undefined) continue;
    const value = text.slice(token.start, token.end);
    const colon = /^-u|user/.test(match[0]) ? value.indexOf(':') : -1;
    if (/^-u|user/.test(match[0])) {
      if (
        colon <= 0 ||
        isReference(value.slice(colon + 1)) ||
        value.length - colon < 4 ||
        /^:\d{1,5}$/.test(value.slice(colon))
      )
        continue;
      yield { rule: 'password', confidence: 0.8, token: { ...token, start: token.start + colon + 1 } };
    } else if (
      /^-p/.test(match[0])
        ? looksChosen(value)
        : isKeyValue(value, false) || (/pass/.test(match[0]) && isPasswordValue(value, false, true))
    ) {
      yield { rule: /pass|^-p/.test(match[0]) ? 'password' : 'secret', confidence: 0.75, token };
    }
  }
  for (const match of text.matchAll(cookie)) {
    const token = valueAt(read, match.index + match[0].length);
    if (token === undefined) continue;
    const value = trimValue(text.slice(token.start, token.end).replaceAll(' ', ''));
    if (value.length >= 12 && !isReference(value) && looksRandom(value))
      yield { rule: 'session-cookie', confidence: 0.8, token };
  }
}

/** The value that begins at an offset, or after it where a space was read. */
function valueAt(read: ReadText, from: number): Token | undefined {
  const { text } = read;
  let start = from;
  while (text[start] === ' ') start++;
  if (start >= text.length || /[\s"'`<>(){};,|]/.test(text[start] ?? '')) return undefined;
  return extend(read, start, start);
}

/** A password that somebody tells: a few words on, in this line or, where it is a label, in the next. */
function* near(read: ReadText, from: number): Iterable<NamedFinding> {
  const { text } = read;
  const lineEnd = read.lineEnd(from);
  let words = 0;
  for (const match of text.slice(from, Math.min(lineEnd, from + 140)).matchAll(/[^\s"'`‘’“”<>()[\]{},;]+/g)) {
    if (words++ > 9) return;
    const start = from + match.index;
    if (text[start - 1] === '\n' || !looksChosen(match[0])) continue;
    yield { rule: 'password', confidence: 0.7, token: extend(read, start, start + match[0].length) };
    return;
  }
  // A label above its field, or a question above its answer.
  const line = text.slice(read.lineStart(from), lineEnd);
  if (words > 3 || /[=(){};]/.test(line)) return;
  for (const start of read.below(from).slice(0, 3)) {
    const below = text.slice(start, read.lineEnd(start));
    if (/[=(){};]/.test(below)) return;
    const match = [...below.matchAll(/[^\s"'`‘’“”<>[\],|]+/g)]
      .filter(({ index }) => !below.includes('\t') || read.isUnder(from - 1, start + index))
      .slice(0, 4)
      .find(([word]) => looksChosen(word));
    if (match === undefined) continue;
    const at = start + match.index;
    yield { rule: 'password', confidence: 0.6, token: extend(read, at, at + match[0].length) };
    return;
  }
}

/** A key that somebody tells: a few words on in this line. */
function* keyNear(read: ReadText, from: number): Iterable<NamedFinding> {
  const { text } = read;
  const rest = text.slice(from, Math.min(read.lineEnd(from), from + 100));
  for (const match of [...rest.matchAll(/[^\s"'`‘’“”<>()[\]{},;]+/g)].slice(0, 7)) {
    const value = trimValue(match[0]);
    if (
      value.length < 16 ||
      !isTokenish(value) ||
      isReference(value) ||
      !/^[\w+/=.-]+$/.test(value) ||
      isHexLike(value)
    )
      continue;
    if (/\/\w+\/|^sha\d/i.test(value)) continue;
    const start = from + match.index;
    yield { rule: 'secret', confidence: 0.65, token: extend(read, start, start + match[0].length) };
    return;
  }
}

/** Whether somebody chose it, or a generator did, so that nobody guesses it. */
export function looksChosen(raw: string): boolean {
  // What looks like a reference in code may be how a password begins.
  const bare = raw.replace(/^[*&]/, '');
  const value = trimValue(looksRandom(bare) ? bare : raw).replace(/[?!.:]$/, '');
  if (
    value.length < 8 ||
    isReference(value) ||
    (value.length > 16 && isHexLike(value)) ||
    /^[\w.+-]+[@©®]|^\w+:\/\/|^\/|\/\w+\/|^[A-Za-z]+\/\d|^#|^\w+=/.test(value)
  )
    return false;
  if (/^[A-Za-z]+(?:[-_'’.:/][A-Za-z]+)*$/.test(value)) return isTokenish(value);
  const letter = /[A-Za-z]/.test(value);
  if (!letter) return false;
  if (
    /^[a-z-]+-?\d[\d.]*$|^v?\d+(?:\.\d+)+|^\d+(?:ms|px|kb|mb|gb|s|m|h|d)$|^\d{4}-\d\d|^\d[\d:.,/-]*[A-Za-z]{0,3}$/i.test(
      value,
    )
  )
    return /[!#$%&*+=^~]/.test(value);
  if (/^[A-Za-z]+\(|\)$|^[a-z]+(?:\.[a-z]+)+$/i.test(value)) return false;
  return /\d/.test(value) || /[!#$%&*+=^~@]/.test(value.slice(1, -1));
}

function isQuoted(text: string, token: Token): boolean {
  return /["'`‘’“”]/.test(text[token.start - 1] ?? '') || /["'`‘’“”]/.test(text[token.end] ?? '');
}

function nameOf(text: string, match: RegExpExecArray): string {
  const before = /[\w.-]{0,40}$/.exec(text.slice(Math.max(0, match.index - 40), match.index))?.[0] ?? '';
  return before + (/^[\w. -]*/.exec(match[0])?.[0] ?? '').trim();
}
