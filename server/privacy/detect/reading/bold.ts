import { isReference, looksRandom } from '../value.ts';
import { extend, isTokenish, pieceEnd, type Token } from './extend.ts';
import type { ReadText } from './layout.ts';
import { continuesHash } from './loose.ts';
import { isHexLike, tolerant } from './skeleton.ts';

export interface BoldFinding {
  rule: 'email' | 'url-password' | 'ip-address' | 'phone' | 'random-string';
  confidence: number;
  token: Token;
}

const ENDING =
  '(?:com|org|net|edu|gov|io|dev|app|ai|info|biz|de|uk|co|no|se|fr|es|it|nl|eu|ch|at|us|be|dk|fi|pl|pt|ie|ca|au|example|test|internal|local)';
const DOMAIN = `[A-Za-z0-9-]{3,40}(?:[ ]?[.,][ ]?[A-Za-z0-9-]{2,30}){0,2}[ ]?[.,][ ]?${ENDING}(?![A-Za-z0-9@(/_=-]|[.][a-z])`;
/** Settings have a host after a space, too: `server_name shop.example.com`. Their names say so. */
const SETTING = String.raw`(?:\w+[._])?(?:name|host|hostname|server|domain|realm|url|uri|pass|addr|address|alias|origin|endpoint|proxy|upstream|target|site|zone|backend|gateway|peer|relay|issuer|registry|mirror|node|remote)s?(?:[._]\w+)?\d*[ ]`;
/** The sign is one that is seen nowhere else between words, or a letter that stands oddly there. */
const EMAILS: readonly RegExp[] = [
  new RegExp(
    `(?<![A-Za-z0-9._%+/?=&-])[A-Za-z0-9][A-Za-z0-9._+-]{1,40}(?:[ ]?(?:[@©®¢€]{1,2}|\\([aA][tT]?\\))[ ]?|[&])${DOMAIN}`,
    'g',
  ),
  new RegExp(
    `(?<![A-Za-z0-9._%+/:@-])(?=[a-z0-9]*[._+])[a-z][a-z0-9._+]{2,40}(?:[QOG0]{1,2}[ ]?(?=[a-z]))${DOMAIN}`,
    'g',
  ),
  // Only a space is left of it, after what is a name, and not that of a setting.
  new RegExp(
    `(?<![A-Za-z0-9._%+/:@-])(?!${SETTING})(?<!^[ \\t]*(?=\\w+_))[a-z]{2,20}[._][a-z]{2,20}\\d{0,4}[ ]${DOMAIN}(?!;[ \\t]*$)`,
    'gm',
  ),
];
/** Where an address stands for sure, its sign may have been read as any round letter. */
const UNSIGNED = `[A-Za-z0-9][A-Za-z0-9._+-]{2,40}[agqpdeoQ0698&][A-Za-z0-9-]{3,40}(?:[.,][A-Za-z0-9-]{2,30}){0,2}[.,]${ENDING}(?![A-Za-z0-9@(/_-]|[.][a-z])`;
const ADDRESSED: readonly RegExp[] = [
  new RegExp(`<(${UNSIGNED})>`, 'g'),
  new RegExp(
    `(?<![A-Za-z])(?:[Tt]o|[Cc]c|[Ff]rom|[Mm]ail|[Ee]-?mail|[Uu]ser(?:name)?|[Ll]ogin|[Ss]ender|[Oo]wner|[Rr]ecipient|[Aa]uthor|ADMIN)["']?[ ]?[:=(][ ]?\\[?["'“‘]?(${UNSIGNED})`,
    'g',
  ),
  // Nothing but a name for mail has a plus before its domain.
  new RegExp(
    `(?<![\\w.+/:@-])([a-z][a-z0-9._-]{1,20}[+](?=[\\w-]{2,30}[agqpdeoQ0698&][\\w-]{3,40}[.,])${UNSIGNED})`,
    'g',
  ),
];
const HOST =
  /^(?:www|api|docs?|smtps?|imap|pop3?|mx|mail|registry|github|gitlab|cdn|localhost|git|ftp|db|ns\d?)[.-]/i;
const FILE_NAME = /\.(?:[cm]?[jt]sx?|json|md|css|html?|png|py|go|rs|sh|lock|ya?ml|toml|conf|log|txt)\b/i;

const SCHEME =
  'postgresql postgres mysql mariadb mongodb redis rediss amqp amqps https http ftp sftp smtp smtps ldap nats mssql clickhouse'
    .split(' ')
    .map((word) => tolerant(word))
    .join('|');
/** Up to the end of what has no gap: where the host begins need not have been read. */
const url = new RegExp(
  `(?<![A-Za-z])(?:${SCHEME})(?:[+]\\w{2,8})?[ ]?[:;.,]{0,2}[ ]?(?:/[ ]?[/1lI|]|[lI1|]{2}|[1lI|{(\\\\][ ]?/|/)[ ]?([^\\s:;/"'‘’“”@]{0,40})[ ]?[:;][ ]?([^\\s"'‘’“”<>]{6,140})`,
  'gi',
);

/** A token alone before the host, or a name and a password whose colon was read as a letter. */
const urlOfToken = new RegExp(
  `(?<![A-Za-z])(?:${SCHEME})(?:[+]\\w{2,8})?:[/1lI|]{2}([\\w.!%$*~-]{10,80})[@©®¢](?=[A-Za-z0-9])`,
  'gi',
);

const DIGIT = '[\\dOoIlSB|]';
const SIGN = '[ ]?(?:[.,:·;•]{1,2})[ ]?|[ ]';
const dotted = new RegExp(
  `(?<![\\w.,:/@-])(${DIGIT}{1,3})(${SIGN})(${DIGIT}{1,3})(${SIGN})(${DIGIT}{1,3})(${SIGN})(${DIGIT}{1,3})(?![\\w]|[.,:-]\\d)`,
  'g',
);
const shortOfDots =
  /(?<![\w.,:/@-])(?:((?:10|172|192)\d{1,3})\.(\d{1,3})\.(\d{1,3})|([1-9]\d{0,2})\.([1-9]\d{3,5})\.(\d{1,3})|([1-9]\d{0,2})\.(\d{1,3})\.([1-9]\d{3,5}))(?![\w]|[.,-]\d)/g;
const VERSION =
  /(?:\bv|version|ver\.?|release|build|@|\^|~|>=|chrome|safari|firefox|windows)["']?[ :=]{0,3}["']?$/i;

const PHONES: readonly RegExp[] = [
  /(?<![\w+.,:/-])[({]?0[1-9][\dOIlSB]{0,4}[)}]?(?:[ ]?[-–./ ][ ]?[\dOIlSB]{2,5}){2,5}(?![\w]|[.,:/-]\d)/g,
  /(?<![\w+.,:/-])[({][ ]?\d[\dOIlSB]{1,4}[ ]?[)}]?[ ]?[\dOIlSB]{2,8}(?:[ ]?[-–. ][ ]?[\dOIlSB]{2,5}){1,3}(?![\w]|[.,:/-]\d)/g,
  // Ten digits in whatever groups.
  /(?<![\w+.,:/-]|\d )0[1-9](?=(?:[ ]?\d){8}(?![\w]|[ .,:/-]\d))\d*(?:[ ]\d{2,8}){1,3}/g,
  // Abroad, dialled.
  /(?<![\w+.,:/-]|\d )00[ ]?[1-9]\d{0,2}[ ./-]{0,2}\(?\d{1,4}\)?(?:[ ./-]{1,2}\d{2,8}){1,4}(?![\w]|[.,:/-]\d)/g,
  // T, M, F: one letter says what it is.
  /(?<=(?<![\w+.,:/-])[TMFPC][ ]?)\+?[ ]?\d{1,5}(?:[ ./-]{1,2}\(?\d{2,5}\)?){2,5}(?![\w]|[.,:/-]\d)/g,
  /(?<![\w+.,:/-])\(0\)[ ]?[1-9]\d{1,4}(?:[ ]?[-–./ ][ ]?[\dOIlSB]{2,8}){1,4}(?![\w]|[.,:/-]\d)/g,
  /(?<![\w+.,:/-]|\d )[2-9]\d{2}[ ][2-9]\d{2}[ ]\d{4}(?![\w]|[.,:/-]\d| \d)/g,
  /(?<![\w+.,:/-])[†‡][ ]?[1-9][\d ().-]{7,18}\d(?![\w]|[.,:/-]\d)/g,
];

/** What is misread so that only its outline is left. */
export function* findBold(read: ReadText): Iterable<BoldFinding> {
  const { text } = read;
  const all = (match: RegExpExecArray): Token => ({
    start: match.index,
    end: match.index + match[0].length,
    more: [],
  });
  for (const pattern of EMAILS) {
    for (const match of text.matchAll(pattern)) {
      if (!FILE_NAME.test(match[0]) && !/^git[@©®]|^www/i.test(match[0]))
        yield { rule: 'email', confidence: 0.5, token: all(match) };
    }
  }
  for (const pattern of ADDRESSED) {
    for (const match of text.matchAll(pattern)) {
      const value = match[1] ?? '';
      if (FILE_NAME.test(value) || HOST.test(value)) continue;
      const start = match.index + match[0].lastIndexOf(value);
      yield { rule: 'email', confidence: 0.5, token: { start, end: start + value.length, more: [] } };
    }
  }
  yield* urls(text);
  yield* addresses(text);
  for (const pattern of PHONES) {
    for (const match of text.matchAll(pattern)) {
      const digits = match[0].replaceAll(/[^\dOIlSB]/g, '').length;
      const isDate = /^\d\d[-./ ]\d\d[-./ ](?:19|20)?\d\d(?!\d)/.test(match[0]);
      if (digits >= 9 && digits <= 14 && !isDate) yield { rule: 'phone', confidence: 0.5, token: all(match) };
    }
  }
  yield* runs(read);
}

function* urls(text: string): Iterable<BoldFinding> {
  for (const match of text.matchAll(urlOfToken)) {
    const value = match[1] ?? '';
    if (isReference(value) || !(looksRandom(value) || isTokenish(value))) continue;
    const start = match.index + match[0].lastIndexOf(value);
    yield { rule: 'url-password', confidence: 0.5, token: { start, end: start + value.length, more: [] } };
  }
  for (const match of text.matchAll(url)) {
    const rest = match[2] ?? '';
    // A port.
    if (/^[\dOlISB]{2,5}(?![A-Za-z\d])/.test(rest)) continue;
    const at = /^[^/@©®¢]*[@©®¢]/.exec(rest)?.[0].length;
    const host = /^[^/]{4,}?(?=(?:[:;]\d{2,5})?(?:\/|$))/.exec(rest)?.[0] ?? '';
    const size = at === undefined ? host.length : at - 1;
    // Where the sign before the host was read as a letter, the value ends at the host's first dot at the latest.
    const value = at === undefined ? (host.split('.')[0] ?? '') : rest.slice(0, size).replace(/[({]$/, '');
    if (size < 4 || (isReference(value) && !looksRandom(value))) continue;
    if (at === undefined && !looksRandom(value) && !isTokenish(value) && !/[a-z]\d|\d[a-z]/i.test(value))
      continue;
    const start = match.index + match[0].length - rest.length;
    yield { rule: 'url-password', confidence: 0.5, token: { start, end: start + size, more: [] } };
  }
}

function* addresses(text: string): Iterable<BoldFinding> {
  const before = (index: number): string => text.slice(Math.max(0, index - 20), index);
  for (const match of text.matchAll(dotted)) {
    const [all, a = '', one = '', b = '', two = '', c = '', three = '', d = ''] = match;
    const digits = all.replaceAll(/\D/g, '').length;
    const parts = [a, b, c, d].map(numberOf);
    const signs = [one, two, three];
    const dots = signs.filter((sign) => /[.·•]/.test(sign)).length;
    if (
      dots < (digits >= 9 && !all.includes(' ') ? 1 : 2) ||
      digits < 5 ||
      parts.some((part) => Number.isNaN(part) || part > 255)
    )
      continue;
    // Plain ones are known to exact rules.
    if (/^\d+(?:\.\d+){3}$/.test(all) || VERSION.test(before(match.index))) continue;
    // A time of day, with what follows it.
    if (/^\d\d?[:;]\d\d[:;.]\d\d(?!\d)/.test(all) || (/^\d\d?[.]\d\d[.:]\d\d(?!\d)/.test(all) && digits < 9))
      continue;
    // Amounts in columns.
    if (two === ' ' && b.length === 2 && d.length === 2) continue;
    const isLocal = parts[0] === 10 || parts[0] === 172 || parts[0] === 192;
    const isSpaced = signs.some((sign) => sign === ' ');
    if (digits >= (isSpaced ? 10 : 8) || (isLocal && digits >= 6))
      yield {
        rule: 'ip-address',
        confidence: 0.5,
        token: { start: match.index, end: match.index + all.length, more: [] },
      };
  }
  for (const match of text.matchAll(shortOfDots)) {
    const parts = match.slice(1).filter((part) => part !== undefined);
    const digits = parts.join('').length;
    const fits = parts.every((part) => (part.length > 3 ? isTwo(part) : Number(part) <= 255));
    if (
      digits >= 9 &&
      fits &&
      !/(?:19|20)\d\d/.test(parts.at(-1) ?? '') &&
      !VERSION.test(before(match.index))
    ) {
      const token: Token = { start: match.index, end: match.index + match[0].length, more: [] };
      yield { rule: 'ip-address', confidence: 0.5, token };
    }
  }
}

function numberOf(text: string): number {
  return Number(
    text.replaceAll(/[OoIlSB|]/g, (character) =>
      /[Oo]/.test(character) ? '0' : character === 'S' ? '5' : character === 'B' ? '8' : '1',
    ),
  );
}

/** Whether digits can be two numbers up to 255. */
function isTwo(digits: string): boolean {
  return [1, 2, 3].some((at) => {
    const [one, two] = [digits.slice(0, at), digits.slice(at)];
    return two !== '' && !/^0./.test(two) && Number(one) <= 255 && Number(two) <= 255;
  });
}

/** Groups of letters and digits by turns, as licences and recovery codes have them. */
const groups =
  /(?<![\w-])(?:[a-zà-ÿ\d]{4,6}-){3,8}[a-zà-ÿ\d]{4,6}(?![\w-])|(?<![\w-])(?:[A-Z\d]{4,6}-){3,8}[A-Z\d]{4,6}(?![\w-])/g;

const run = /[A-Za-z0-9+/_~.-]{14,}={0,2}/g;
const PUBLIC =
  /sha ?-?\d|md5|hash|digest|integrity|checksum|fingerprint|e-?tag|commit|public|ssh-|AAAA[BC]3|image|docker|uuid|guid|trace|span|request|revision|\brev\b|\bref\b|cursor|slug|version|merge|tree|parent|https?:|www\.|base64|certificate|serial/i;

/** Runs that hardly anything but chance makes, shorter ones and those of fewer kinds of characters. */
function* runs(read: ReadText): Iterable<BoldFinding> {
  const { text } = read;
  for (const match of text.matchAll(groups)) {
    const mixed = match[0].split('-').filter((group) => /\d/.test(group) && /[A-Za-z]/.test(group)).length;
    const token: Token = { start: match.index, end: match.index + match[0].length, more: [] };
    if (mixed >= 3 && !isHexLike(match[0])) yield { rule: 'random-string', confidence: 0.4, token };
  }
  for (const match of text.matchAll(run)) {
    const value = match[0].replace(/^[./=~-]+|[.=-]+$/g, '');
    const start = match.index + match[0].indexOf(value);
    const line = text.slice(read.lineStart(start), start);
    if (!isRun(value, line, read.lineEnd(start) - start) || PUBLIC.test(line + value) || /[/@#]$/.test(line))
      continue;
    if (/^[@(]/.test(text.slice(start + value.length)) || pieceEnd(text, start) === start) continue;
    if (continuesHash(read, start)) continue;
    yield { rule: 'random-string', confidence: 0.4, token: extend(read, start, start + value.length) };
  }
}

function isRun(value: string, line: string, left: number): boolean {
  if (value.length > 400 || isReference(value) || FILE_NAME.test(value)) return false;
  if (/^\d[\d.:TZ/-]*$/.test(value) || /^[\dA-Za-z]{8}-[\w]{4}-/.test(value)) return false;
  if (isHexLike(value))
    return (
      value.length >= 30 &&
      /^[\da-f]+$/i.test(value) &&
      (/key|secret|token|salt|seed|auth|pass/i.test(line) ||
        (line.trim() === '' && left <= value.length + 3 && value.length !== 40 && value.length !== 64)) &&
      /[a-f]/i.test(value) &&
      !/-/.test(value)
    );
  const kinds = [/[a-z]/, /[A-Z]/, /\d/].filter((kind) => kind.test(value)).length;
  const turns = (value.match(/[a-z](?=[A-Z\d])|[A-Z](?=\d)|\d(?=[A-Za-z])|[A-Z]{2}(?=[a-z])/g) ?? []).length;
  if (!looksRandom(value) || !value.split(/[./_-]/).some(isTokenish)) return false;
  if ((value.match(/[./]/g) ?? []).length > 2 || /^\w+\/[a-z]/.test(value)) return false;
  if (/(?:[A-Z]?[a-z]{4,}|[A-Z]{5,})(?:[-_./]|(?=[A-Z])|$)/.test(value) && value.length < 24) return false;
  return kinds === 3 ? turns >= 4 : kinds === 2 && value.length >= 20 && turns >= 5;
}
