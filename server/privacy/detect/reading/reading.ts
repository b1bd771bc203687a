import type { ReadingFinding, ReadingSpan } from '../../detector.ts';
import type { Reading } from '../../reading.ts';
import { Keywords } from '../keywords.ts';
import type { Rule } from '../rule.ts';
import type { TextRule } from '../text.ts';
import { findBlocks } from './blocks.ts';
import { findBold } from './bold.ts';
import { extend, type Token } from './extend.ts';
import { findLabelled } from './labelled.ts';
import { ReadText } from './layout.ts';
import { findLoose } from './loose.ts';
import { findNamed } from './names.ts';
import { findNumbers } from './numbers.ts';
import { type CompiledShape, compileShapes, findShapes } from './shapes.ts';
import { findTold } from './told.ts';

/** What is looked for in a reading, compiled once. */
export interface ReadingRules {
  exact: readonly TextRule[];
  shapes: readonly CompiledShape[];
  rules: ReadonlyMap<string, Rule>;
}

export function compileReadingRules(exact: readonly TextRule[], ours: readonly Rule[]): ReadingRules {
  return { exact, shapes: compileShapes(ours), rules: new Map(ours.map((rule) => [rule.id, rule])) };
}

interface Candidate {
  rule: Pick<Rule, 'id' | 'title'>;
  confidence: number;
  token: Token;
}

/** Rules whose matches end where they end, however the text goes on. */
const FIXED = new Set([
  'email',
  'phone',
  'card-number',
  'card-code',
  'iban',
  'person-name',
  'ip-address',
  'ipv6-address',
  'home-user',
  'url-password',
  'private-key',
  'recovery-phrase',
]);

/**
 * The secrets in a reading. Exact rules find what was read well; the others
 * allow for confused, lost and added characters, for spaces within words, and
 * for lines that go on in the next. Spans do not overlap.
 */
export function findInReading(
  { exact, shapes, rules }: ReadingRules,
  reading: Reading,
  isAllowed: (value: string) => boolean,
): ReadingFinding[] {
  const read = new ReadText(reading);
  const { text } = read;
  const candidates: Candidate[] = [];
  const add = (id: string, confidence: number, token: Token): void => {
    const rule = rules.get(id);
    if (rule !== undefined) candidates.push({ rule, confidence, token });
  };
  const keywords = new Keywords(text.toLowerCase());
  for (const { rule, find } of exact) {
    // Here what looks random must be told from what was misread.
    if (rule.id === 'random-string') continue;
    if (!keywords.mayHaveOne(rule.keywords)) continue;
    for (const { start, end } of find(text)) {
      const token =
        FIXED.has(rule.id) || !rules.has(rule.id) ? { start, end, more: [] } : extend(read, start, end);
      candidates.push({ rule, confidence: rule.confidence, token });
    }
  }
  for (const { rule, token } of findShapes(shapes, read)) add(rule.id, rule.confidence * 0.9, token);
  for (const { rule, confidence, token } of findNamed(read)) add(rule, confidence, token);
  for (const { rule, confidence, token } of findLoose(read)) add(rule, confidence, token);
  for (const { rule, confidence, token } of findLabelled(read)) add(rule, confidence, token);
  for (const { rule, confidence, token } of findTold(read)) add(rule, confidence, token);
  for (const { rule, confidence, token } of findNumbers(read)) add(rule, confidence, token);
  for (const { rule, confidence, token } of findBold(read)) add(rule, confidence, token);
  for (const token of findBlocks(read)) add('private-key', 0.95, token);
  return joined(candidates, read, isAllowed);
}

/** Candidates that share symbols become one finding, named by the most confident. */
function joined(
  candidates: readonly Candidate[],
  read: ReadText,
  isAllowed: (value: string) => boolean,
): ReadingFinding[] {
  const groups: { best: Candidate; parts: { start: number; end: number }[] }[] = [];
  const starts = (candidate: Candidate): number => candidate.token.start;
  for (const candidate of candidates.toSorted((a, b) => starts(a) - starts(b))) {
    const { token } = candidate;
    const parts = [{ start: token.start, end: token.end }, ...token.more];
    if (isAllowed(textOf(parts, read))) continue;
    const group = groups.find((other) =>
      other.parts.some((mine) => parts.some((yours) => mine.start < yours.end && yours.start < mine.end)),
    );
    if (group === undefined) {
      groups.push({ best: candidate, parts });
      continue;
    }
    if (candidate.confidence > group.best.confidence) group.best = candidate;
    group.parts = union([...group.parts, ...parts]);
  }
  return groups.flatMap(({ best, parts }) => {
    const value = textOf(parts, read);
    const spans: ReadingSpan[] = parts.flatMap(({ start, end }) => read.spans(start, end));
    if (spans.length === 0 || isAllowed(value)) return [];
    return [{ rule: best.rule.id, title: best.rule.title(), confidence: best.confidence, value, spans }];
  });
}

function textOf(parts: readonly { start: number; end: number }[], read: ReadText): string {
  return parts.map(({ start, end }) => read.text.slice(start, end)).join('\n');
}

function union(ranges: readonly { start: number; end: number }[]): { start: number; end: number }[] {
  const result: { start: number; end: number }[] = [];
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last !== undefined && range.start <= last.end) last.end = Math.max(last.end, range.end);
    else result.push({ ...range });
  }
  return result;
}
