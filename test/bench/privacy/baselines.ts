// What one would otherwise do about secrets in a screenshot: Tesseract as it comes, and rules for exact text.
import { spawn } from 'node:child_process';
import { text as readAll } from 'node:stream/consumers';
import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import type { Box } from '../../../protocol/attach.ts';

interface Word {
  box: Box;
  /** Where it stands in the text, half-open. */
  start: number;
  end: number;
}

export interface PlainReading {
  text: string;
  words: Word[];
}

/** Reads a PNG with Debian's program as it comes. */
export async function readPlainly(png: Buffer): Promise<PlainReading> {
  const program = spawn('tesseract', ['stdin', 'stdout', 'tsv'], { stdio: ['pipe', 'pipe', 'ignore'] });
  program.stdin.end(png);
  const tsv = await readAll(program.stdout);
  const words: Word[] = [];
  let text = '';
  let line = '';
  for (const row of tsv.split('\n').slice(1)) {
    const [level, page, block, paragraph, lineNumber, , left, top, width, height, , word] = row.split('\t');
    if (level !== '5' || word === undefined || word.trim() === '') continue;
    const here = `${page} ${block} ${paragraph} ${lineNumber}`;
    if (text !== '') text += here === line ? ' ' : '\n';
    line = here;
    const box = { x: Number(left), y: Number(top), width: Number(width), height: Number(height) };
    words.push({ box, start: text.length, end: text.length + word.length });
    text += word;
  }
  return { text, words };
}

/** The boxes of all words that a range of the text touches. */
function boxesOf({ words }: PlainReading, ranges: readonly (readonly [number, number])[]): Box[] {
  return words
    .filter((word) => ranges.some(([from, to]) => word.start < to && from < word.end))
    .map(({ box }) => box);
}

/** Strict patterns for what Presidio recognizes by pattern, and for the tokens every scanner knows. */
const STRICT = [
  /\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b/g,
  /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b/g,
  /\b(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)\b/g,
  /(?<!\d)\+\d{1,3}[ -]?\(?\d{2,4}\)?(?:[ -]?\d{2,4}){2,4}\b/g,
  /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/g,
  /\bgh[pousr]_[A-Za-z0-9]{36}\b/g,
  /\bgithub_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}\b/g,
  /\bglpat-[\w-]{20}\b/g,
  /\b[sr]k_(?:live|test)_[A-Za-z0-9]{24,}\b/g,
  /\bwhsec_[A-Za-z0-9]{32,}\b/g,
  /\bsk-(?:proj|svcacct)-[\w-]{58}T3BlbkFJ[\w-]{58}/g,
  /\bsk-ant-api03-[\w-]{93}AA\b/g,
  /\bxox[abpr]-[\d-]+-[A-Za-z0-9]{24,}\b/g,
  /\bAIza[\w-]{35}/g,
  /\bSG\.[\w-]{22}\.[\w-]{43}/g,
  /\bnpm_[A-Za-z0-9]{36}\b/g,
  /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20,}/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----/g,
  /(?<=\b[a-z][a-z+]*:\/\/[^\s:/@]*:)[^\s@/]+(?=@)/g,
  /(?<=\b(?:password|passwd|secret|api[_-]?key|token)["']?\s*[:=]\s*["']?)[^\s"']{8,}/gi,
];

const CARD = /\b(?:\d[ -]?){12,18}\d\b/g;

function isLuhnValid(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const weighted = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (weighted > 9 ? weighted - 9 : weighted);
  }, 0);
  return sum % 10 === 0;
}

/** The way of Presidio's image redactor: exact patterns and check digits over the text that was read. */
export function presidioStyle(reading: PlainReading): Box[] {
  const cards = Array.from(reading.text.matchAll(CARD)).filter(([digits]) =>
    isLuhnValid(digits.replace(/\D/g, '')),
  );
  const matches = [...STRICT.flatMap((pattern) => [...reading.text.matchAll(pattern)]), ...cards];
  return boxesOf(
    reading,
    matches.map(({ index, 0: matched }) => [index, index + matched.length] as const),
  );
}

/** secretlint's recommended rules over the same text. */
export async function bySecretlint(reading: PlainReading): Promise<Box[]> {
  const { messages } = await lintSource({
    source: { content: reading.text, filePath: 'screenshot.txt', ext: '.txt', contentType: 'text' },
    options: {
      config: { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator, options: {} }] },
      noPhysicFilePath: true,
    },
  });
  return boxesOf(
    reading,
    messages.map(({ range: [from, to] }) => [from, to] as const),
  );
}
