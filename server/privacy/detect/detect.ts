import type { Settings } from '../../../protocol/settings.ts';
import type { Detector } from '../detector.ts';
import { valueHash } from '../placeholders.ts';
import { compileReadingRules, findInReading } from './reading/reading.ts';
import type { Rule } from './rule.ts';
import { nationalIds } from './rules/national-ids.ts';
import { rules as general } from './rules/rules.ts';
import { findBySecretlint } from './secretlint.ts';
import { cover, findInText, textRule } from './text.ts';
import { userRules } from './user-rules.ts';

/**
 * The detector for the settings in force. Its rules are compiled once.
 * @returns also what is wrong with the user's own rules, one sentence and one remedy each
 */
export function createDetector(settings: Pick<Settings['privacy'], 'nationalIds' | 'rules' | 'allow'>): {
  detector: Detector;
  warnings: string[];
} {
  const countries = new Set<string>(settings.nationalIds);
  const ours: Rule[] = [
    ...general,
    ...nationalIds.filter(({ country }) => countries.has(country)).map(({ rule }) => rule),
  ];
  const own = userRules(settings.rules);
  const rules = [...own.rules, ...ours.map(textRule)];
  const readingRules = compileReadingRules(rules, ours);
  const byId = new Map(ours.map((rule) => [rule.id, rule]));
  const allowed = new Set(settings.allow);
  const isAllowed = (value: string): boolean => allowed.size > 0 && allowed.has(valueHash(value));
  const placeholders = new RegExp(`⟦(?:${rules.map(({ rule }) => rule.id).join('|')})-\\d{1,5}⟧`, 'g');

  const detector: Detector = {
    async inText(text) {
      if (text === '') return [];
      // What is a placeholder already says nothing, and must not be taken for a name or a value.
      const known = Array.from(text.matchAll(placeholders), ({ 0: { length }, index }) => ({
        start: index,
        end: index + length,
      }));
      const open = cover(text, known);
      const found = findInText(rules, open, isAllowed);
      const theirs = (await findBySecretlint(open, byId)).filter(
        ({ start, end, value }) =>
          !isAllowed(value) && !found.some((other) => other.start < end && start < other.end),
      );
      const all = theirs.length === 0 ? found : findInText(rules, open, isAllowed, [...found, ...theirs]);
      return all.filter(({ value }) => !/^⟦+$/.test(value));
    },
    inReading(reading) {
      return findInReading(readingRules, reading, isAllowed);
    },
  };
  return { detector, warnings: own.warnings };
}
