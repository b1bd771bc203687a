import { RE2JS } from 're2js';
import type { Settings } from '../../../protocol/settings.ts';
import type { TextRule } from './text.ts';

export type UserRule = Settings['privacy']['rules'][number];

/**
 * The user's own rules, to be tried. Patterns run in a linear-time engine
 * (RE2's algorithm), so that no text can stall the daemon. A pattern's first
 * group is the secret, or all of the match if it has none.
 * @returns also one warning for each rule that cannot be used
 */
export function userRules(rules: readonly UserRule[]): { rules: TextRule[]; warnings: string[] } {
  const usable: TextRule[] = [];
  const warnings: string[] = [];
  for (const { id, description, pattern } of rules) {
    try {
      const compiled = RE2JS.compile(pattern);
      usable.push({
        rule: { id, title: () => (description === '' ? id : description), confidence: 1, keywords: [] },
        *find(text) {
          const matcher = compiled.matcher(text);
          while (matcher.find()) {
            const group = matcher.groupCount() > 0 && matcher.start(1) >= 0 ? 1 : 0;
            const start = matcher.start(group);
            const end = matcher.end(group);
            if (end > start) yield { start, end };
          }
        },
      });
    } catch (error) {
      const reason = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : '';
      warnings.push(
        `The rule "${id}" in lenscap.privacy.rules is not used: its pattern is no regular expression in RE2’s syntax${reason === '' ? '' : ` (${reason})`}. Lookaround and backreferences are not available.`,
      );
    }
  }
  return { rules: usable, warnings };
}
