import * as l10n from '@vscode/l10n';
import type { Range, Rule } from '../rule.ts';

const BEGIN = /-----BEGIN (?:[A-Z0-9]{1,20} ){0,4}?(?:PRIVATE KEY|PRIVATE KEY BLOCK)-----/g;
const END = /-----END (?:[A-Z0-9]{1,20} ){0,4}?(?:PRIVATE KEY|PRIVATE KEY BLOCK)-----/y;

/** What stands before the base64 of a line: quotes, comment signs, indentation, escaped line breaks. */
const LEAD = /(?:[\s"'`+>#*|,]|\\[nr]){0,80}/y;
const HEADER = /[A-Za-z-]{2,30}: [^\n]{0,200}/y;
const BASE64 = /[A-Za-z0-9+/=]{1,4000}/y;

const LINE = /[A-Za-z0-9+/=]{1,80}(?:\r?\n|$)/y;

/** Lines are 64 or 70 long but for the last one; anything shorter than this may be a word. */
const SHORTEST_LINE = 40;

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** Where the base64 that begins at an offset ends: at the last line that can be part of a key. */
function bodyEnd(text: string, from: number): number {
  let end = from;
  for (let at = from; ; ) {
    at += matchAt(LEAD, text, at)?.length ?? 0;
    const header = end === from ? matchAt(HEADER, text, at) : undefined;
    if (header !== undefined) {
      at += header.length;
      continue;
    }
    const line = matchAt(BASE64, text, at) ?? '';
    const last = line.length < SHORTEST_LINE;
    if (line.length === 0 || (last && !/[\d+/=]|[a-z][A-Z]/.test(line))) return end;
    at += line.length;
    end = at;
    // A PGP block has a checksum after its last line.
    if (last && text[at + (matchAt(LEAD, text, at)?.length ?? 0)] !== '=') return end;
  }
}

/**
 * Blocks of PEM, OpenSSH and PGP, also within a string with `\n` for line
 * breaks. A block that is cut off ends where its base64 does.
 */
function keyBlocks(text: string): Range[] {
  const ranges: Range[] = [];
  for (const begin of text.matchAll(BEGIN)) {
    if (begin.index < (ranges.at(-1)?.end ?? 0)) continue;
    const from = begin.index + begin[0].length;
    let end = bodyEnd(text, from);
    if (end - from < 16) continue;
    const closing = end + (matchAt(LEAD, text, end)?.length ?? 0);
    end = closing + (matchAt(END, text, closing)?.length ?? end - closing);
    ranges.push({ start: begin.index, end });
  }
  return ranges;
}

/** Lines `Private-Lines: n` of PuTTY's format say how many lines of base64 follow. */
function puttyKeys(text: string): Range[] {
  const ranges: Range[] = [];
  for (const match of text.matchAll(/^Private-Lines: (\d{1,3})\r?\n/gm)) {
    if (match.index < (ranges.at(-1)?.end ?? 0)) continue;
    const start = match.index + match[0].length;
    let end = start;
    for (let line = 0; line < Number(match[1]); line++) {
      const base64 = matchAt(LINE, text, end);
      if (base64 === undefined) break;
      end += base64.length;
    }
    while (end > start && /\s/.test(text[end - 1] ?? '')) end--;
    if (end > start) ranges.push({ start, end });
  }
  return ranges;
}

/** Private keys. */
export const keys: readonly Rule[] = [
  {
    id: 'private-key',
    title: () => l10n.t('Private key'),
    description: 'Decrypts, signs or logs in: PEM (RSA, EC, PKCS#8), OpenSSH, PGP and PuTTY.',
    confidence: 0.99,
    keywords: ['private key', 'private-lines'],
    text: [{ find: keyBlocks }, { find: puttyKeys }],
    reading: [],
    examples: [
      'key:\n«-----BEGIN RSA {nothing}PRIVATE KEY-----\nMII{base64:61}\n{base64:64}\n{base64:30}==\n-----END RSA {nothing}PRIVATE KEY-----»\nrest',
      '"private_key": "«-----BEGIN {nothing}PRIVATE KEY-----\\nMII{base64:61}\\n{base64:64}\\n-----END {nothing}PRIVATE KEY-----»\\n"',
      '«-----BEGIN OPENSSH {nothing}PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjE{base64:51}\n{base64:70}»',
      '«-----BEGIN PGP {nothing}PRIVATE KEY BLOCK-----\nVersion: GnuPG v2\n\nlQOY{base64:60}\n={base64:4}\n-----END PGP {nothing}PRIVATE KEY BLOCK-----»',
      'Private-Lines: 2\n«{base64:64}\n{base64:30}»\nPrivate-MAC: {hex:40}',
    ],
    counterExamples: [
      '-----BEGIN PUBLIC KEY-----\nMII{base64:61}\n-----END PUBLIC KEY-----',
      '-----BEGIN CERTIFICATE-----\nMII{base64:61}\n-----END CERTIFICATE-----',
      'The file begins with -----BEGIN RSA {nothing}PRIVATE KEY-----.',
    ],
    source: 'https://www.rfc-editor.org/rfc/rfc7468',
  },
];
