import type { TextFinding } from '../detector.ts';
import { finding, merged } from './findings.ts';
import { Keywords } from './keywords.ts';
import type { Rule, TextPattern } from './rule.ts';
import { trimValue } from './value.ts';

/** A rule as it is tried on text: one of ours, or one of the user's. */
export interface TextRule {
  rule: Pick<Rule, 'id' | 'title' | 'confidence' | 'keywords'>;
  find: (text: string) => Iterable<{ start: number; end: number }>;
}

/** Stands for what is already found: no rule matches it, and none across it. */
const COVER = '⟦';

/** What a rule finds only after others have been covered is looked for so many times. */
const ROUNDS = 4;

/** One of our rules, to be tried. */
export function textRule(rule: Rule): TextRule {
  return {
    rule,
    *find(text) {
      for (const pattern of rule.text) yield* matches(pattern, text);
    },
  };
}

function* matches(pattern: TextPattern, text: string): Iterable<{ start: number; end: number }> {
  if ('find' in pattern) {
    yield* pattern.find(text);
    return;
  }
  const expression = pattern.pattern;
  expression.lastIndex = 0;
  for (let match = expression.exec(text); match !== null; match = expression.exec(text)) {
    const group = match.findIndex((value, index) => index > 0 && value !== undefined);
    const [start, groupEnd] = match.indices?.[Math.max(group, 0)] ?? [match.index, match.index];
    const whole = match[Math.max(group, 0)] ?? '';
    const isBare = pattern.trim === true && !/["'`]/.test(text[start - 1] ?? '');
    const value = isBare ? trimValue(whole) : whole;
    const next = expression.lastIndex;
    if (value.length > 0 && (pattern.valid?.(value, match) ?? true)) {
      yield { start, end: isBare ? start + value.length : groupEnd };
      expression.lastIndex = Math.max(start + value.length, match.index + 1);
    } else {
      // What was no secret itself may contain the name of one.
      expression.lastIndex = Math.min(next, Math.max(start, match.index + 1));
    }
  }
}

/**
 * The secrets in exact text by a set of rules: none overlap, they are in
 * order, and with all of them covered no rule finds anything more.
 * @param found what other means have found already; stand-ins for secrets among it are left out
 * @param isAllowed whether a value is none by the user's word
 */
export function findInText(
  rules: readonly TextRule[],
  text: string,
  isAllowed: (value: string) => boolean,
  found: readonly TextFinding[] = [],
): TextFinding[] {
  let all = merged(
    found.filter(({ value }) => !isStandIn(value)),
    text,
  );
  for (let round = 0; round < ROUNDS; round++) {
    const rest = round === 0 ? text : cover(text, all);
    const keywords = new Keywords(rest.toLowerCase());
    const fresh: TextFinding[] = [];
    for (const { rule, find } of rules) {
      if (!keywords.mayHaveOne(rule.keywords)) continue;
      for (const { start, end } of find(rest)) {
        if (!isAllowed(text.slice(start, end))) fresh.push(finding(rule, text, start, end));
      }
    }
    if (fresh.length === 0) break;
    all = merged([...all, ...fresh], text);
  }
  return all;
}

/** Whether somebody wrote the same character over and over where a token would stand. */
function isStandIn(value: string): boolean {
  return !/\s/.test(value) && /([^A])\1{9}/.test(value);
}

/** The text with ranges of it replaced by as many characters that match nothing; lines stay lines. */
export function cover(text: string, ranges: readonly { start: number; end: number }[]): string {
  let covered = '';
  let at = 0;
  for (const { start, end } of ranges) {
    covered += text.slice(at, start) + text.slice(start, end).replaceAll(/[^\n]/g, COVER);
    at = end;
  }
  return covered + text.slice(at);
}
