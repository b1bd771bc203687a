import { afterEach, describe, expect, it } from 'vitest';
import type { Finding } from '../../../protocol/attach.ts';
import { speak } from '../../../protocol/language.ts';
import { aboutAtMost, costOf, formatBytes, redactionCount, savings, sentenceOf } from './wording.ts';

const german = {
  '{0} redactions': '{0} Schwärzungen',
  'about {0}, at most {1}': 'etwa {0}, höchstens {1}',
  'found by rule {0}, {1} %': 'gefunden von Regel {0}, {1} %',
  '{0}, {1}. Covered: click to show it.': '{0}, {1}. Verdeckt: Klicken Sie, um es zu zeigen.',
};

const finding = (covered: boolean, rule = 'jwt'): Finding => ({
  id: `${rule}-${covered}`,
  rule,
  title: 'JSON Web Token',
  confidence: 0.97,
  boxes: [],
  covered,
});

const state = (...findings: Finding[]) => ({ findings, mode: 'standard' as const, safe: true });

const prices = { expectedNanoUsd: 4_200_000, maxNanoUsd: 120_000_000 };

afterEach(() => speak('en', {}));

describe('the words of the view', () => {
  it('tell one thing from several', () => {
    expect(redactionCount(state())).toBe('no secrets found');
    expect(redactionCount(state(finding(true)))).toBe('1 redaction');
    expect(redactionCount(state(finding(true), finding(true), finding(false)))).toBe(
      '2 redactions, 1 not covered',
    );
  });

  it('say what something costs', () => {
    expect(aboutAtMost(prices)).toBe('about $0.0042, at most $0.12');
    expect(aboutAtMost({ expectedNanoUsd: 0, maxNanoUsd: 0 })).toBe('free');
    expect(costOf({ costNanoUsd: 0, certainty: 'free' })).toBe('free');
    expect(costOf({ costNanoUsd: 0, certainty: 'exact' })).toBe('free');
    expect(costOf({ costNanoUsd: 4_200_000, certainty: 'exact' })).toBe('$0.0042');
    expect(costOf({ costNanoUsd: 4_200_000, certainty: 'estimated' })).toBe('about $0.0042');
  });

  it('say what was saved, and how, where something was', () => {
    expect(savings({ routing: 0, cache: 0, scaling: 0 })).toBeUndefined();
    expect(savings({ routing: 2_000_000, cache: 0, scaling: 100_000 })).toEqual({
      sum: 'saved about $0.0021',
      by: '$0.0020 by not sending pictures, $0.0001 by sending pictures smaller',
    });
  });

  it('are German in German', () => {
    speak('de', german);
    expect(redactionCount(state(finding(true), finding(true)))).toBe('2 Schwärzungen');
    expect(aboutAtMost(prices)).toBe('etwa 0,0042\u00a0$, höchstens 0,12\u00a0$');
    expect(sentenceOf(finding(true))).toBe(
      'JSON Web Token, gefunden von Regel jwt, 97 %. Verdeckt: Klicken Sie, um es zu zeigen.',
    );
    expect([999, 1_500, 1_540_000].map(formatBytes)).toEqual(['1 kB', '2 kB', '1,5 MB']);
  });
});
