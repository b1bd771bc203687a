import type { TextFinding } from '../detector.ts';
import type { Rule } from './rule.ts';

/** A finding in the making. */
export function finding(
  rule: Pick<Rule, 'id' | 'title' | 'confidence'>,
  text: string,
  start: number,
  end: number,
): TextFinding {
  return {
    rule: rule.id,
    title: rule.title(),
    confidence: rule.confidence,
    start,
    end,
    value: text.slice(start, end),
  };
}

/**
 * Findings that do not overlap, in order. Where some overlap, one takes their
 * place: named by the most confident (of equals, the longest), and as long as
 * all of them together, so that nothing of any is left.
 */
export function merged(findings: readonly TextFinding[], text: string): TextFinding[] {
  const result: TextFinding[] = [];
  for (const next of findings.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = result.at(-1);
    if (last === undefined || next.start >= last.end) {
      result.push(next);
      continue;
    }
    const name = next.confidence > last.confidence ? next : last;
    const end = Math.max(last.end, next.end);
    result[result.length - 1] = { ...name, start: last.start, end, value: text.slice(last.start, end) };
  }
  return result;
}
