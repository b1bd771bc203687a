import * as l10n from '@vscode/l10n';
import { afterEach, describe, expect, it } from 'vitest';
import { decimalSign, formatCount, language, plural, speak } from './language.ts';
import { formatUsd, parseUsd, typedUsd } from './money.ts';

afterEach(() => speak('en', {}));

describe('German', () => {
  it('says what has been translated, and the rest in English', () => {
    speak('de', { 'Raise to {0}': 'Auf {0} erhöhen' });
    expect(language()).toBe('de');
    expect(l10n.t('Raise to {0}', 2)).toBe('Auf 2 erhöhen');
    expect(l10n.t('Set Budget')).toBe('Set Budget');
  });

  it('writes and reads amounts as Germans do', () => {
    speak('de', {});
    expect(formatUsd(420_000_000)).toBe('0,42\u00a0$');
    expect(formatUsd(0)).toBe('0,00\u00a0$');
    expect(typedUsd(500_000_000)).toBe('0,50');
    for (const text of ['0,5', '0.50', '0,50 $', '$0,5', formatUsd(500_000_000)]) {
      expect(parseUsd(text), text).toBe(500_000_000);
    }
    for (const text of ['1,234.5', '1.234,5', ',5', '0,5,']) expect(parseUsd(text), text).toBeUndefined();
    expect(formatCount(12_345)).toBe('12.345');
  });
});

describe('English', () => {
  it('reads no comma: it would be a thousand to whoever typed it', () => {
    expect(decimalSign()).toBe('.');
    expect(parseUsd('1,234')).toBeUndefined();
    expect(parseUsd('2 $')).toBeUndefined();
  });

  it('says one thing differently from several', () => {
    const sentences = { one: 'one', other: 'several' };
    expect([0, 1, 2].map((count) => plural(count, sentences))).toEqual(['several', 'one', 'several']);
  });
});
