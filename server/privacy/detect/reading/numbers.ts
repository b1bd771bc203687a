import { ibanLength } from '../validators.ts';
import type { Token } from './extend.ts';
import type { ReadText } from './layout.ts';

export interface NumberFinding {
  rule: 'phone' | 'ip-address' | 'iban';
  confidence: number;
  token: Token;
}

/** Phone numbers by how they are grouped. */
const PHONES: readonly RegExp[] = [
  /(?<![\w+.:/-])\+[ ]?(?![\dOIlSB]{16})[1-9lIO][\dOIlSB]{0,2}(?:[ ]?[-.,/(–][ ]?|[)][ ]?|[ ])?[\dOIlSB]{1,5}(?:[ ]?[-–.,/()]?[ ]?[\dOIlSB]{2,8}\)?){1,6}(?![A-Za-z\d])/g,
  // Germany and around it: a slash after the area.
  /(?<![\w+.:/-])[(]?[0O][\dOIlSB]{1,4}[)]?[ ]?[/][ ]?[\dOIlSB]{3,8}(?:[ -][\dOIlSB]{2,6}){0,3}(?![A-Za-z\d/.]|,\d)/g,
  // France: pairs.
  /(?<![\w+.:,/-])[0O][1-9lIS](?:[ .-]{1,2}[\dOIlSB]{2}){4}(?![\w]|[.,]\d)/g,
  // Misread North American ones.
  /(?<![\w+.:,/-])[({][2-9S][\dOIlSB]{2}[)}][ .]{0,2}[\dOIlSB]{3}[ ]?[-–.][ ]?[\dOIlSB]{4}(?![\w]|[.,]\d)/g,
  /(?<![\w+.:,/-])[2-9S][\dOIlSB]{2}[ ]?[-.][ ]?[2-9S][\dOIlSB]{2}[ ]?[-.][ ]?[\dOIlSB]{4}(?![\w]|[.,]\d)/g,
];

/** Account numbers: a country, and groups of four, one of which may have gained or lost a character. */
const account =
  /(?<![A-Za-z\d])([A-Z\d]{2,3})[ ]?[\dOoIlSBZGg]{2}(?:[ ]?[A-Z\dolg]{3,5}){2,8}(?:[ ]?[A-Z\dol]{1,3})?(?![A-Za-z\d])/g;

/** Letters that a digit may stand for at the beginning of an account number. */
const LETTERS: Readonly<Record<string, string>> = {
  0: 'ODQ',
  1: 'IL',
  2: 'Z',
  5: 'S',
  6: 'G',
  8: 'B',
  7: 'T',
  3: 'B',
  4: 'A',
};

/** Four numbers with signs between that were dots. */
const dotted =
  /(?<![\w.,-])(\d{1,3})[ ]?([.,·:;])[ ]?(\d{1,3})[ ]?([.,·:;])[ ]?(\d{1,3})[ ]?([.,·:;])[ ]?(\d{1,3})(?![\w]|[.,]\d)/g;
/** Addresses of private networks with a dot lost. */
const shortOfDots =
  /(?<![\w.,:/-])(?:192[., ]?168[., ]?\d{1,3}[., ]?\d{1,3}|10[.]\d{4,6}[.]\d{1,3}|10[.]\d{1,3}[.](?!(?:19|20)\d\d(?!\d))\d{4,6}|10\d{2,3}[.]\d{1,3}[.]\d{1,3}|172[.]?(?:1[6-9]|2\d|3[01])[.]\d{2,6}(?:[.]\d{1,3})?)(?=\/\d\d?\b|:\d{2,5}\b|(?![\w:/-]|[.,]\d))/g;

/** Numbers that say what they are by how they are written, as far as that survives being misread. */
export function* findNumbers({ text }: ReadText): Iterable<NumberFinding> {
  const all = (match: RegExpExecArray): Token => ({
    start: match.index,
    end: match.index + match[0].length,
    more: [],
  });
  for (const pattern of PHONES) {
    for (const match of text.matchAll(pattern)) {
      const size = match[0].replaceAll(/[^\dA-Za-z]/g, '').length;
      if (size < 8 || size > 15 || /^\+\d{1,3}[.,]\d{1,3}$/.test(match[0])) continue;
      yield { rule: 'phone', confidence: 0.6, token: all(match) };
    }
  }
  for (const match of text.matchAll(account)) {
    if (isAccount(match[0], match[1] ?? '')) yield { rule: 'iban', confidence: 0.7, token: all(match) };
  }
  for (const match of text.matchAll(dotted)) {
    const [, a, one, b, two, c, three, d] = match;
    const parts = [a, b, c, d].map(Number);
    const dots = [one, two, three].filter((sign) => sign === '.').length;
    if (dots === 3 && !match[0].includes(' ')) continue;
    // A time of day has colons first.
    if (parts.some((part) => part > 255) || dots < 1 || /^\d\d?[:;]\d\d[:;]/.test(match[0])) continue;
    if (
      parts[0] === 10 ||
      (parts[0] === 172 && Number(b) >= 16 && Number(b) < 32) ||
      (parts[0] === 192 && parts[1] === 168) ||
      (dots === 2 && match[0].length >= 11)
    )
      yield { rule: 'ip-address', confidence: 0.6, token: all(match) };
  }
  for (const match of text.matchAll(shortOfDots)) {
    const { length } = match[0].replaceAll(/\D/g, '');
    if (length >= 7 && /[.,]/.test(match[0]))
      yield { rule: 'ip-address', confidence: 0.55, token: all(match) };
  }
}

/** Whether it can be an account number: it has a country, about as many characters as that country's, mostly digits. */
function isAccount(value: string, head: string): boolean {
  const plain = value.replaceAll(' ', '');
  const digits = plain.replaceAll(/[^\dOoIlSBZGg]/g, '').length;
  if (!/[A-Z]/.test(head) || digits < plain.length * 0.6 || plain.length < 14 || plain.length > 36)
    return false;
  const isSpaced = (value.match(/ /g) ?? []).length >= 2;
  return countries(head).some((country) => {
    const length = ibanLength(country);
    return length !== undefined && Math.abs(plain.length - length) <= (isSpaced ? 4 : 2);
  });
}

/** What two letters may have been, the second of which may have been read twice. */
function countries(head: string): string[] {
  const read = (character: string | undefined): string[] => [
    character ?? '',
    ...(LETTERS[character ?? ''] ?? ''),
  ];
  return read(head[0]).flatMap((first) => read(head[1]).map((second) => first + second));
}
