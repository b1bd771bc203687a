import { isPasswordValue, trimValue } from '../value.ts';
import type { Token } from './extend.ts';
import { isChosen } from './labelled.ts';
import type { ReadText } from './layout.ts';
import { tolerant } from './skeleton.ts';

export interface ToldFinding {
  rule: 'password';
  confidence: number;
  token: Token;
}

const anyOf = (list: string): string =>
  list
    .split(' ')
    .map((word) => tolerant(word.replaceAll('+', '_')))
    .join('|');

/** Words for "password" that prose uses, also as the end of a compound: `Initialpasswort`. */
const PASSWORD = `(?:${anyOf('password passphrase passwort kennwort passord mot+de+passe senha wachtwoord losenord adgangskode')}|[Cc]ontrase\\S{1,2}a|WLAN-?[Ss]ch\\S{1,3}ss\\S?[l1I]|(?:[Nn]etwork|[Ww]i-?[Ff]i|WPA\\d?)[ -]?[Kk]ey|(?<![A-Za-z])(?:pwd|pw|PW))(?![A-Za-z])`;
/** What says that the value comes now. */
const IS = '(?:[ ]?[:=(→]|[ ](?:is|ist|lautet|est|es|er|är|jest|now|to|auf|til))';
/** A few words that tell which password it is. */
const WHICH = String.raw`(?:[ ][^\s:=(){};"'.!?]{1,18}){0,5}?`;

/** The words that tell are all of one sentence, and the value is the first thing after them. */
const password = new RegExp(`${PASSWORD}${WHICH}${IS}[ ]?[:(]?[ ]?["'“‘]?([^\\s"'‘’“”<>(){}]{6,40})`, 'g');
const pin = new RegExp(
  `(?<![A-Za-z])(?:PIN|Pin|pin|(?:[Dd]oor|[Aa]ccess|[Aa]larm|[Gg]ate|[Ee]ntry)[ -]code|[Zz]ugangscode)(?![A-Za-z])(?:[ ][^\\s\\d:=(){};.!?]{1,12}){0,4}?${IS}[ ]?[:(]?[ ]?["'“‘]?([\\dOIlS]{4,8})(?![\\w,:/-]|[.]\\w)`,
  'g',
);
/** The user's name comes first: `login("jane", "…")`. */
const call =
  /(?:[Ll]ogin|[Ll]og_?[Ii]n|[Ss]ign_?[Ii]n|[Aa]uthenticate|[Cc]redentials?|[Bb]asic_?[Aa]uth)[ ]?\([ ]?["'‘’“”][^"'‘’“”\n]{1,60}["'‘’“”][ ]?,[ ]{0,2}["'‘’“”]([^\s"'‘’“”]{6,80})["'‘’“”]/g;

/** What has a number in it, and is none: names of norms and algorithms, dates, versions, sizes. */
const NOT_CHOSEN =
  /^(?:[A-Z]{2,8}[-_/]?\d+(?:[-_/]\d+)?|v?\d[\d.,:/-]*[A-Za-z]{0,3}|\w+\.\w{1,4}|[\w-]+\/.*)$/;

/** Passwords that somebody tells: `the new password is …`, `Passwort (…)`, `login("jane", "…")`. */
export function* findTold(read: ReadText): Iterable<ToldFinding> {
  for (const { value, token } of values(read, password)) {
    if (isChosen(value) && !NOT_CHOSEN.test(value)) yield { rule: 'password', confidence: 0.7, token };
  }
  for (const { token } of values(read, pin)) yield { rule: 'password', confidence: 0.6, token };
  for (const { value, token } of values(read, call)) {
    if (isPasswordValue(value, true, true) && !/^[./]/.test(value) && !NOT_CHOSEN.test(value))
      yield { rule: 'password', confidence: 0.7, token };
  }
}

/** The group of each match, without what follows a value in prose. */
function* values({ text }: ReadText, pattern: RegExp): Iterable<{ value: string; token: Token }> {
  for (const match of text.matchAll(pattern)) {
    const raw = match[1] ?? '';
    const value = trimValue(raw.replace(/[,;].*$/, ''));
    const start = match.index + match[0].lastIndexOf(raw);
    if (value !== '') yield { value, token: { start, end: start + value.length, more: [] } };
  }
}
