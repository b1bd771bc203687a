import * as l10n from '@vscode/l10n';
import type { CodeExcerpt, CodeFrame } from '../../protocol/code.ts';
import { UsageError } from '../../protocol/errors.ts';
import type { Placeholder, Question, Quote } from '../../protocol/quote.ts';
import type { Settings } from '../../protocol/settings.ts';
import type { Detector, TextFinding } from '../privacy/detector.ts';
import type { Placeholders } from '../privacy/placeholders.ts';
import type { ReadText } from '../privacy/reading-text.ts';
import { findFrames, inOrder } from '../trace/trace.ts';
import type { StoredAttachment } from './attachments.ts';

/** Lines of a file as they are sent: placeholders stand for what is secret in them, line for line. */
export interface SaidCode extends Pick<CodeExcerpt, 'path' | 'firstLine' | 'text'> {
  placeholders: Placeholder[];
}

/** The places in code that a question's words and pictures name, for the client to make links of. */
export function framesIn({ prompt }: Question, pictures: readonly StoredAttachment[]): CodeFrame[] {
  return inOrder([...pictures.flatMap(({ safe }) => framesRead(safe.words)), ...findFrames(prompt)]);
}

/** A question is quoted with every key the user types; what was read stays the same. */
const known = new WeakMap<ReadText, CodeFrame[]>();

function framesRead(read: ReadText): CodeFrame[] {
  const frames = known.get(read) ?? findFrames(read.text, true);
  known.set(read, frames);
  return frames;
}

/** @throws UsageError where the user wants no code to go along, whoever asks */
export function refuseCode({ code = [] }: Question, { context }: Settings): void {
  if (code.length === 0 || context.includeCode !== 'never') return;
  throw new UsageError(
    'code-not-wanted',
    l10n.t('Lines of code were to go along, and lenscap.context.includeCode is never.'),
    l10n.t('Ask without them, or change the setting.'),
  );
}

/** Replaces what is secret in lines of code, each by the conversation's placeholder, and keeps every line where it is. */
export async function maskCode(
  code: readonly CodeExcerpt[],
  placeholders: Placeholders,
  detector: Detector | undefined,
): Promise<SaidCode[]> {
  const said: SaidCode[] = [];
  for (const excerpt of code) {
    const { path, firstLine, text } = excerpt;
    const masked = placeholders.mask(text, detector ? await search(excerpt, detector) : []);
    said.push({ path, firstLine, ...masked });
  }
  return said;
}

/** What was found last, by detector: the same lines are quoted again and again. */
const searched = new WeakMap<Detector, Map<string, Promise<TextFinding[]>>>();
const MAX_SEARCHED = 64;

/** What is secret in the lines, found with those around them: a key may begin above and end below. */
async function search({ before, text, after }: CodeExcerpt, detector: Detector): Promise<TextFinding[]> {
  const memory = searched.get(detector) ?? new Map<string, Promise<TextFinding[]>>();
  searched.set(detector, memory);
  const whole = `${before}${text}${after}`;
  const finding = memory.get(whole) ?? detector.inText(whole);
  memory.delete(whole);
  memory.set(whole, finding);
  for (const oldest of memory.keys()) {
    if (memory.size <= MAX_SEARCHED) break;
    memory.delete(oldest);
  }
  finding.catch(() => memory.delete(whole));
  const begin = before.length;
  return (await finding)
    .map((each) => ({
      ...each,
      start: Math.max(0, each.start - begin),
      end: Math.min(text.length, each.end - begin),
    }))
    .filter(({ start, end }) => end > start)
    .flatMap((each) => byLine(each, text));
}

/** One of several lines as one of each: or what stands below would have other numbers than in the file. */
function byLine(finding: TextFinding, text: string): TextFinding[] {
  const parts: TextFinding[] = [];
  for (const { 0: part, index } of text.slice(finding.start, finding.end).matchAll(/[^\r\n]+/g)) {
    const start = finding.start + index;
    parts.push({ ...finding, start, end: start + part.length });
  }
  return parts;
}

/** As it is sent: each line with its number, so that the answer can name it. */
export function numbered({ firstLine, text }: Pick<SaidCode, 'firstLine' | 'text'>): string {
  const lines = text.split(/\r?\n/);
  const width = String(firstLine + lines.length - 1).length;
  return lines
    .map((line, index) => `${String(firstLine + index).padStart(width)}  ${line}`.trimEnd())
    .join('\n');
}

/** The same as a quote tells of it. */
export function describeCode(code: readonly SaidCode[]): Quote['code'] {
  return code.map(({ path, firstLine, text, placeholders }) => ({
    path,
    firstLine,
    text: numbered({ firstLine, text }),
    placeholders,
  }));
}
