import { describe, expect, it } from 'vitest';
import { createDetector } from '../detect.ts';
import { example, expand, seeded } from '../template.ts';
import { findInText, textRule } from '../text.ts';
import { nationalIds } from './national-ids.ts';
import { rules } from './rules.ts';

const { detector } = createDetector({
  nationalIds: ['de', 'es', 'fr', 'gb', 'it', 'nl', 'no', 'pl', 'se', 'us'],
  rules: [],
  allow: [],
});
const everything = [...rules, ...nationalIds.map(({ rule }) => rule)];

describe.each(everything.map((rule) => ({ id: rule.id, rule })))('The rule $id', ({ rule }) => {
  it.each(rule.examples)('finds the secret in %s', async (template) => {
    for (let seed = 1; seed <= 30; seed++) {
      const { text, secret } = example(expand(template, seeded(seed)));
      const found = findInText([textRule(rule)], text, () => false).map(({ value }) => value);
      expect(found, text).toContain(secret);
      // And so does the detector, where rules meet.
      const start = text.indexOf(secret);
      const covered = (await detector.inText(text)).some(
        (other) => other.start <= start && other.end >= start + secret.length,
      );
      expect(covered, text).toBe(true);
    }
  });

  it.each(rule.counterExamples)('finds nothing in %s', (template) => {
    for (let seed = 1; seed <= 30; seed++) {
      const text = expand(template, seeded(seed));
      expect(
        findInText([textRule(rule)], text, () => false).map(({ value }) => value),
        text,
      ).toEqual([]);
    }
  });
});

it('Rules have ids of their own, in lower case', () => {
  const ids = everything.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
});
