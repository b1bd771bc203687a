import { isAboutSecret, isKeyValue, isReference } from '../value.ts';
import { extend, type Token } from './extend.ts';
import type { ReadText } from './layout.ts';
import { continuesHash } from './loose.ts';
import { isHexLike, tolerant } from './skeleton.ts';

export interface LabelledFinding {
  rule: 'password' | 'secret' | 'email' | 'phone' | 'ip-address' | 'iban';
  confidence: number;
  token: Token;
}

/** What a label names, and how a value that stands where it says is told from others. */
interface Label {
  rule: LabelledFinding['rule'];
  pattern: RegExp;
  /** How much of the text from an offset to the end of its cell is the value; 0 if it is none. */
  measure: (cell: string) => number;
}

const anyOf = (list: string): RegExp =>
  new RegExp(
    `(?<![A-Za-z])(?:${list
      .split(' ')
      .map((word) => tolerant(word.replaceAll('+', '_')))
      .join('|')})(?![A-Za-z])`,
    'g',
  );

/** Digits as they may have been read. */
const DIGIT = '[\\dOoQIlSBZ|]';
const phoneNumber = new RegExp(
  `^(?:[+†t*] ?)?\\(?${DIGIT}{1,5}\\)?(?:[ ]?[-–.,/·]?[ ]?\\(?${DIGIT}{1,9}\\)?){1,6}`,
);
/** As a whole, or with all its dots lost. */
const address = /^\d{1,3}(?:[ ]?[.,·:;][ ]?\d{1,3}){3}(?!\d)|^\d[\d.,·:]{6,14}(?![\w])/;
const account = /^[A-Z\d]{2,3}[ ]?[\dOoIlSBZGg]{1,2}(?:[ ]?[A-Z\dolg|]{1,5}){3,9}(?![a-z])/;
const DATE = /^(?:\d{4}[-./]\d\d?[-./]\d\d?|\d\d?[-./]\d\d?[-./](?:\d\d){1,2})(?!\d)/;
const TIME = /^(?:[01]?\d|2[0-3]):[0-5]\d:[0-5]\d(?:[.,]\d{1,9})?(?![.,:;·]?\d)/;
const AMOUNT = /^\d{1,3}(?:[., ]\d{3})*[.,]\d\d(?![\d.,])/;

const LABELS: readonly Label[] = [
  {
    rule: 'password',
    pattern: anyOf(
      'password passwords passwort kennwort passphrase passcode passord losenord adgangskode salasana wachtwoord contrasena senha mot+de+passe pwd zugangscode',
    ),
    measure: passwordLength,
  },
  {
    // At the end of a compound, in languages that have them, and by names of their own.
    rule: 'password',
    pattern:
      /(?<![A-Za-z])(?:[A-ZÄÖÜ]?[a-zäöüß]{2,14}(?:pass?wor[td]|kennwort|passord|adgangskode|l[öo]senord)|[Cc]ontrase\S{1,2}a|[Cc]lave)(?![A-Za-z])/g,
    measure: passwordLength,
  },
  {
    // Of a wireless network: called a key, and chosen like a password.
    rule: 'password',
    pattern:
      /(?<![A-Za-z])(?:(?:[Pp]re-? ?[Ss]hared|PSK|WPA\d?|WLAN|[Ww]i-?[Ff]i|[Nn]etwork|[Nn]etzwerk|[Gg]uest|[Ss]ecurity|[Nn]ettverks)[ -]{0,2}(?:[Kk]ey|[Ss]ch\S{1,3}ss\S?[l1I]|n\S{1,2}k+el)|[Cc]l[ée](?: (?:de|du|d’|r\S{1,2}seau|[Ww]i-?[Ff]i|WPA))+)(?![A-Za-z])/g,
    measure: passwordLength,
  },
  {
    rule: 'password',
    pattern: /(?<![A-Za-z])(?:PIN|Pin|pin)(?:[ -]?(?:code|number|Code|kode))?(?![A-Za-z])/g,
    measure: (cell) => /^[\dOIlSB]{4,8}(?![\w.,:/-])/.exec(cell)?.[0].length ?? 0,
  },
  {
    rule: 'secret',
    pattern: anyOf(
      'secret token api+key access+key secret+key private+key client+secret key schlussel schliissel jeton geheimnis nokkel nyckel cle',
    ),
    measure: (cell) => {
      const value = firstOf(cell);
      if (isKey(value)) return value.length;
      // A space was read into it.
      const both = /^[\w+/-]{6,} (?=\S*(?:\d|[a-z][A-Z]))[\w+/-]{8,}/.exec(cell)?.[0] ?? '';
      return isKey(both.replace(' ', '')) ? both.length : 0;
    },
  },
  {
    rule: 'email',
    pattern:
      /(?<![\w./@-])(?:[Ee3][-–—]?[Mm]a[il1]{2}|E-?MAIL|[Mm]a[il1]l(?=[ ]?[:;\t])|(?:To|From|Cc|CC|Bcc)(?=[ ]?[:;])|[Rr]eply[- ]?[Tt]o|[Kk]onta[kc]t|Contact|[Cc]orreo|[Cc]ourriel|[Uu]ser(?:name)?|[Ll]ogin|[Bb]enutzer(?:name)?)(?![\w.@/-])/g,
    measure: addressLength,
  },
  {
    rule: 'phone',
    pattern: anyOf(
      'phone phones telephone tel telefon telefono telefone mobile mobil mobilnummer cell cellphone fax telefax whatsapp handy rufnummer portable tlf puhelin gsm',
    ),
    measure: phoneLength,
  },
  {
    rule: 'ip-address',
    pattern: /(?<![A-Za-z])(?:[I1l]P(?:v4)?|ip)(?![A-Za-z])/g,
    measure: ipLength,
  },
  {
    // Words that a column of times may stand below, too.
    rule: 'ip-address',
    pattern: /(?<![A-Za-z])(?:[Hh]ost|HOST|[Ss]erver|[Gg]ateway|[Aa]ddress|[Aa]dresse|[Aa]ddr)(?![A-Za-z])/g,
    measure: (cell) => (TIME.test(cell) ? 0 : ipLength(cell)),
  },
  {
    rule: 'iban',
    pattern:
      /(?<![A-Za-z])(?:[I1l]?[B8]AN|[I1l][B8]A?N|[Kk]onto(?:nr|nummer)?|[Aa]ccount|[Cc]ompte|[Rr]ekening|[Cc]uenta|[Cc]onto)(?![A-Za-z])/g,
    measure: (cell) => {
      const match = account.exec(cell)?.[0].trimEnd() ?? '';
      const plain = match.replaceAll(' ', '');
      const digits = plain.replaceAll(/\D/g, '').length;
      if (/^\d+$/.test(match)) return 0;
      return plain.length >= 12 && plain.length <= 36 && digits >= plain.length * 0.5 ? match.length : 0;
    },
  },
];

/** Rows of a table below its head that are looked at. */
const MOST_ROWS = 60;

/**
 * Values by their label where no sign assigns: beside it, in the cell next to
 * it, below it as in forms, or in all of the column that it is the head of.
 */
export function* findLabelled(read: ReadText): Iterable<LabelledFinding> {
  for (const match of [...read.text.matchAll(alone), ...read.text.matchAll(aloneOnLine)]) {
    const end = match.index + match[0].length;
    if (isHexLike(match[1] ?? '') || continuesHash(read, end - (match[1]?.length ?? 0))) continue;
    const token: Token = { start: end - (match[1]?.length ?? 0), end, more: [] };
    yield { rule: 'password', confidence: 0.5, token };
  }
  for (const { rule, pattern, measure } of LABELS) {
    for (const match of read.text.matchAll(pattern)) {
      const end = match.index + match[0].length;
      if (!isLabel(read, match.index, end, rule)) continue;
      for (const start of placesOf(read, match.index, end, measure)) {
        const size = measure(cellAt(read, start));
        const token: Token =
          rule === 'password' || rule === 'secret'
            ? extend(read, start, start + size)
            : { start, end: start + size, more: [] };
        yield { rule, confidence: 0.6, token };
      }
    }
  }
}

/**
 * What stands alone in its cell and can only have been made up to be a password: a word, digits and a sign. The
 * labels of forms are often not read.
 */
const alone =
  /(?<=^|\n|\t)(?:\[|\|)?[ ]?([A-Z][a-z]{2,12}[\dIlt]{0,2}\d{2,5}[!#$%&*?]{1,3}|(?=\S*[a-z])(?=\S*[A-Z])(?=\S*\d)(?=\S*[!#$%&*^~])[\w!#$%&*^~]{9,24})(?=[ ]?[\]|J]?(?:\n|\t))/g;

/** What stands alone on its line, and chance has made: letters and digits by turns. */
const aloneOnLine =
  /(?<=^|\n)(?:\[|\|)?[ ]?((?=\S*[a-z])(?=\S*[A-Z])(?=\S*\d)[A-Za-z\d]{10,24}|(?=[a-z]*\d+[a-z]+\d+[a-z])[a-z\d]{9,24}|[a-z]{3,10}-[a-z]{3,10}-\d{2,4})(?=['’]?[ ]?[\]|J]?\n)/g;

/** Where the values of a label begin: the nearest beside it, else those below. */
function placesOf(read: ReadText, start: number, end: number, measure: (cell: string) => number): number[] {
  const isValue = (offset: number): boolean => measure(cellAt(read, offset)) > 0;
  const beside = [...read.wordsAfter(end), ...read.rightOf(end - 1)].find(isValue);
  if (beside !== undefined) return [beside];
  const found: number[] = [];
  let misses = 0;
  for (const words of read.column(cellStart(read, start), start).slice(0, MOST_ROWS)) {
    const value = words.find(isValue);
    if (value !== undefined) found.push(value);
    // A field below its label is near; below the head of a table a row may have been read badly.
    else if (++misses > (found.length === 0 ? 2 : 6)) break;
  }
  return found;
}

/** Whether a word is a label rather than part of a sentence: few words around it, and no code. */
function isLabel(read: ReadText, start: number, end: number, rule: LabelledFinding['rule']): boolean {
  const { text } = read;
  const before = text.slice(cellStart(read, start), start);
  const after = /^[^\t\n|:=]*/.exec(text.slice(end, end + 60))?.[0] ?? '';
  if (/[=(){};$/\\]/.test(before) || before.split(' ').length > 5) return false;
  if (rule !== 'password' && rule !== 'secret') return true;
  // A sentence goes on.
  const rest = after.replaceAll(/\([^()]*\)?/g, '').trim();
  if (rest.split(/\s+/).length >= 5 || /[a-z]{2}[.!?] [A-Z]/.test(rest)) return false;
  return !isAboutSecret(text.slice(start, end) + (/^[-_ ]?[A-Za-z]{1,16}$/.exec(after)?.[0] ?? ''));
}

function cellStart(read: ReadText, offset: number): number {
  const line = read.lineStart(offset);
  const before = read.text.slice(line, offset);
  return line + Math.max(before.lastIndexOf('\t'), before.lastIndexOf('|')) + 1;
}

/** What stands from an offset to the end of its cell. */
function cellAt({ text }: ReadText, offset: number): string {
  return /^[^\t\n]*/.exec(text.slice(offset, offset + 160))?.[0] ?? '';
}

function firstOf(cell: string): string {
  return /^[^\s"'`‘’“”<>]+/.exec(cell)?.[0] ?? '';
}

function isKey(value: string): boolean {
  const isLong = value.length >= 16 && (isKeyValue(value, false) || (value.length >= 30 && isHexLike(value)));
  return isLong && /^[\w+/.~|-]+={0,2}$/.test(value) && !/^\w{8}-\w{4}-\w{4}-/.test(value);
}

function passwordLength(cell: string): number {
  const value = firstOf(cell);
  if (isChosen(value)) return value.length;
  const both = /^[A-Za-z]{3,12} [\w]{2,8}[!#$%&*?]+(?=\s|$)/.exec(cell)?.[0] ?? '';
  return isChosen(both.replace(' ', '')) ? both.length : 0;
}

/** What can be a password where one is expected: no word, no number of another kind, nothing that is masked. */
export function isChosen(value: string): boolean {
  if (value.length < 6 || isReference(value) || DATE.test(value) || AMOUNT.test(value)) return false;
  if (
    /^[\w.+-]+[@©®]{1,2}[\w-]+[.,]|^\w+:\/\/|^\/|^[A-Za-z]+\/\d|^\w+=|^v?\d+(?:\.\d+)+$|^\d+[.,:-]/.test(
      value,
    )
  )
    return false;
  if (new Set(value.toLowerCase()).size < 5) return false;
  // A commit.
  if (/^(?=.*[a-f])[\da-f]{7,8}$/.test(value)) return false;
  if (/^\d+$/.test(value)) return value.length <= 12;
  return (
    /[A-Za-z]/.test(value) &&
    (/\d/.test(value) || /[!#$%&*+=^~@?](?![:;,.]?$)/.test(value) || /[a-z][A-Z]/.test(value))
  );
}

/** What can be an address for mail where one is expected: a name and a domain, however they are joined. */
const addressLike =
  /^(?:(?:[A-Z][\w-]+[ ]){1,3}(?=<))?<?((?!\w+ \w)[A-Za-z0-9][\w.+-]{0,40}(?:[ ]?[@©®¢€&][ ]?|\([aA]t?\)|[ ])?[\w-]{2,40}(?:[.,][ ]?[\w-]{2,30}){0,2}?(?:[.,][ ]?|[ ]?[·:][ ]?|[ ])(?:com|org|net|io|dev|de|uk|co|no|se|fr|es|it|nl|eu|ch|at|us|dk|fi|pl|pt|ie|example|test|internal|local))(?![A-Za-z0-9@/(_-]|[.:]\w)/;

function addressLength(cell: string): number {
  const match = addressLike.exec(cell);
  const value = match?.[1] ?? '';
  const isHost = /^(?:www|api|smtp|imap|pop3?|mx|mail|registry|docker|github|cdn|localhost)[.,]/i.test(value);
  const isNamed = /[@©®¢€&(]|[._+-].*[.,]|\d|[QaO0]/.test(value) && /[.,]/.test(value);
  return value.length >= 9 && isNamed && !isHost ? (match?.[0].length ?? 0) : 0;
}

/** The length of what begins a text if that can be an IP address: neither a date nor an amount. */
function ipLength(cell: string): number {
  const match = address.exec(cell)?.[0] ?? '';
  const digits = match.replaceAll(/\D/g, '').length;
  return digits >= 7 && digits <= 12 && !DATE.test(cell) && !AMOUNT.test(cell) ? match.length : 0;
}

/** The length of what begins a text if that can be a phone number: neither a date nor an amount. */
function phoneLength(cell: string): number {
  if (DATE.test(cell) || AMOUNT.test(cell)) return 0;
  const match = phoneNumber.exec(cell)?.[0].trimEnd() ?? '';
  const digits = match.replaceAll(/\D/g, '').length;
  return digits >= 6 && digits <= 16 ? match.length : 0;
}
