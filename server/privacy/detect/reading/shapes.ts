import type { Rule } from '../rule.ts';
import { isFiller } from '../rule.ts';
import { looksRandom } from '../value.ts';
import { extend, pieceEnd, type Token } from './extend.ts';
import type { ReadText } from './layout.ts';
import { isHexLike, tolerant } from './skeleton.ts';

/** A rule's token shape, ready to be looked for. */
export interface CompiledShape {
  rule: Rule;
  prefix: string;
  pattern: RegExp;
  least: number;
  usual: number | undefined;
  /** The same with one character lost, added or misread as any other; undefined where the prefix is short. */
  edited: { pattern: RegExp; hint: RegExp } | undefined;
  /** Letters and digits of the prefix: what is short begins many words when they are misread. */
  strength: number;
}

export function compileShapes(rules: readonly Rule[]): CompiledShape[] {
  return rules.flatMap((rule) =>
    rule.reading.map(({ prefix, least, usual }) => ({
      rule,
      prefix,
      pattern: new RegExp(
        `(?<![A-Za-z0-9])${strengthOf(prefix) >= STRONG ? STRAY : ''}${tolerant(prefix, strengthOf(prefix) <= WEAK ? 'needed' : 'optional')}(?=[^\\n\\t])`,
        'g',
      ),
      edited: strengthOf(prefix) >= STRONG ? editedPattern(prefix) : undefined,
      least,
      usual,
      strength: strengthOf(prefix),
    })),
  );
}

/** Up to this strength the separators must have been read, and the body must look random. */
const WEAK = 3;
/** From this strength on nothing else begins so. */
const STRONG = 4;
/** The edge of a box may be read as a character, and a character as two. */
const STRAY = '[A-Za-z0-9]?';

/** As many characters of a token follow where the prefix is only almost there. */
const AFTER_EDIT = 16;
/** As many of them without a space. */
const PIECE = AFTER_EDIT / 2;

/** A prefix one of whose characters is missing, is another, or has one more before it. */
function editedPattern(prefix: string): { pattern: RegExp; hint: RegExp } {
  const edits = Array.from(
    prefix,
    (_, at) => `${tolerant(prefix.slice(0, at))}[\\w .~—–-]{0,2}${tolerant(prefix.slice(at + 1))}`,
  );
  // The pattern is large, and slow to compile and to run. Whichever character it is, one half is whole.
  const half = prefix.length >> 1;
  const [head, tail] = [tolerant(prefix.slice(0, half)), tolerant(prefix.slice(half))];
  return {
    pattern: new RegExp(`(?<![A-Za-z0-9])(?:${edits.join('|')})(?=[^\\n\\t])`, 'g'),
    hint: new RegExp(`(?<![A-Za-z0-9])${head}[^\\n\\t]{${PIECE}}|${tail}[^ \\n\\t]{${PIECE}}`),
  };
}

/** With what it is of: `app-2.14.3.service`. */
const VERSION = /^\d{1,4}(?:\.\d{1,4}){1,4}(?:\.[a-z]+)?$/;
const PLAIN_WORD = /^(?:[A-Z]?[a-z]{2,}|[A-Z]{3,}|I|a)[.,:;!?]?$/;

/** Prefixes that are words themselves. */
const WORDS = /^(?:secret|live|sandbox|key|pubkey|api|sdk|mob|pat|ops|fury|cio|access|vercel)[_-]?/;

function strengthOf(prefix: string): number {
  if (WORDS.test(prefix) && prefix.length < 12) return WEAK;
  return prefix.replaceAll(/[^A-Za-z0-9]/g, '').length;
}

/** Tokens by how they begin. */
export function* findShapes(
  shapes: readonly CompiledShape[],
  read: ReadText,
): Iterable<{ rule: Rule; token: Token }> {
  for (const { rule, prefix, pattern, least, usual, strength } of shapes) {
    pattern.lastIndex = 0;
    for (let match = pattern.exec(read.text); match !== null; match = pattern.exec(read.text)) {
      const from = match.index + match[0].length;
      const isExact = match[0].startsWith(prefix);
      const body = bodyAt(read, from, least, strength > WEAK || isExact);
      // Hashes begin like anything.
      if (!isExact && /^[\da-f]+$/i.test(match[0]) && isHexLike(match[0] + (body ?? ''))) continue;
      if (body === undefined || !isTokenBody(body, isExact ? strength + 1 : strength, least)) continue;
      const token = extend(read, match.index, from, usual === undefined ? undefined : usual + prefix.length);
      // The name of a key begins like one: `secret_access_key`.
      if (
        token.more.length === 0 &&
        /^[A-Za-z]+(?:[-_ ][A-Za-z]+)*[:=]?$/.test(read.text.slice(token.start, token.end)) &&
        token.end - token.start < 24
      )
        continue;
      yield { rule, token };
      pattern.lastIndex = Math.max(pattern.lastIndex, token.end);
    }
  }
  yield* findEdited(shapes, read);
}

/** Tokens whose prefix is one character off: what follows must be long, and random. */
function* findEdited(
  shapes: readonly CompiledShape[],
  read: ReadText,
): Iterable<{ rule: Rule; token: Token }> {
  for (const { rule, prefix, edited, least, usual } of shapes) {
    if (edited === undefined || !edited.hint.test(read.text)) continue;
    for (const match of read.text.matchAll(edited.pattern)) {
      const from = match.index + match[0].length;
      const body = bodyAt(read, from, Math.max(least, AFTER_EDIT), true) ?? '';
      if (body.length < AFTER_EDIT || /^[ .]/.test(match[0]) || !/^[\w+/=.~-]+$/.test(body)) continue;
      if (
        isHexLike(match[0] + body) ||
        VERSION.test(body) ||
        isFiller(body) ||
        !looksRandom(body) ||
        !/\d/.test(body)
      )
        continue;
      const head = read.text.slice(read.lineStart(match.index), match.index);
      if (/sha ?\d|integrity|ssh-|\/$/i.test(head)) continue;
      const token = extend(read, match.index, from, usual === undefined ? undefined : usual + prefix.length);
      const value = read.text.slice(token.start, token.end);
      // Words and numbers that stand beside a token are none of it.
      if (token.end - from < AFTER_EDIT || pieceEnd(read.text, from) - from < PIECE) continue;
      if (isAmongWords(value)) continue;
      yield { rule, token };
    }
  }
}

function isAmongWords(value: string): boolean {
  return value
    .split(' ')
    .some(
      (piece) => PLAIN_WORD.test(piece) || /^\d+$|^\w+=|^[A-Z][A-Za-z]+\/\d|^[a-z]+(?:_[a-z]+)+/.test(piece),
    );
}

/** What follows a prefix, up to more characters than are asked for. */
function bodyAt(read: ReadText, from: number, least: number, mayFallApart: boolean): string | undefined {
  const { text } = read;
  let body = '';
  for (let i = from; i < text.length && body.length < Math.max(least, 32); i++) {
    const character = text[i] ?? '';
    if (character === '\n' || character === '\t' || /["'`‘’“”<>(){};,|]/.test(character)) break;
    if (character === ' ') {
      // A token that falls apart falls into pieces that are no words.
      if (!mayFallApart || read.gap(i) > 1.7 || PLAIN_WORD.test(text.slice(i + 1, pieceEnd(text, i + 1))))
        break;
      continue;
    }
    body += character;
  }
  return body.length >= Math.min(least, 12) ? body : undefined;
}

function isTokenBody(body: string, strength: number, least: number): boolean {
  if (isFiller(body) || /^[a-z]+$/.test(body)) return false;
  if (VERSION.test(body)) return false;
  const digits = body.replaceAll(/\D/g, '').length;
  if (strength <= WEAK && isHexLike(body)) return false;
  if (strength <= WEAK) return body.length >= least && looksRandom(body) && digits > 0;
  if (looksRandom(body) || digits >= body.length * 0.3) return true;
  if (strength >= STRONG && body.length >= Math.min(least, 16)) {
    return digits > 0 || (/[a-z]/.test(body) && /[A-Z]{2}|[a-z][A-Z]/.test(body));
  }
  return digits > 0 && /[a-z]/.test(body) && /[A-Z]/.test(body);
}
