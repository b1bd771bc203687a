import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { ModelEntry } from '../protocol/models.ts';
import { loadCatalogue } from './catalogue/catalogue.ts';
import { compareModels, listModels } from './models.ts';

const TODAY = '2026-11-21';

describe('the list', () => {
  const { text, json } = listModels(loadCatalogue(), TODAY);

  test('has a line for every model: prices, abilities, end, successor', () => {
    expect(text).toMatch(/^gpt-4o +\$2\.5 +\$1\.25 +\$10 +text, pictures +2027-01-14 +gpt-6-luna$/m);
    expect(text).toMatch(
      /^gpt-6-luna +\$0\.1 +\$0\.01 +\$0\.5 +cache write \$0\.125 +text, pictures, reasoning$/m,
    );
    expect(text).toMatch(/^gpt-audio +\$2\.5 +\$2\.5 +\$10 +sound \$32 in, \$64 out +text, sound, speech/m);
    expect(text).toMatch(/^whisper-1 +\$0\.006 a minute +transcription +2027-02-26 +gpt-transcribe$/m);
    expect(text).toMatch(/\nDollars per million tokens, as of 2026-11-21\.$/);
  });

  test('says in the form of models.json what can be pasted there', () => {
    const { models } = z.strictObject({ collected: z.iso.date(), models: z.array(ModelEntry) }).parse(json);
    expect(loadCatalogue(undefined, models).models).toEqual(loadCatalogue().models);
  });

  test('has models whose price has not begun', () => {
    expect(listModels(loadCatalogue(), '2020-01-01').text).toMatch(/^gpt-4o +no price yet/m);
  });
});

describe('the comparison with a provider', () => {
  const all = loadCatalogue().models.map(({ name, shutdownDate }) => ({
    id: name,
    shutdown_date: shutdownDate ?? null,
  }));
  const without = (...names: string[]) => all.filter(({ id }) => !names.includes(id));
  const compare = (listed: Parameters<typeof compareModels>[1], day = TODAY) =>
    compareModels(loadCatalogue(), listed, day);

  test('finds nothing where both agree', () => expect(compare(all)).toEqual([]));

  test('finds a model the provider does not list', () => {
    expect(compare(without('gpt-4o'))).toEqual([
      { model: 'gpt-4o', kind: 'not-listed', ours: '2027-01-14', theirs: null },
    ]);
  });

  test('does not expect what was shut down to be listed', () => {
    expect(compare(without('gpt-4.1-nano'))).toEqual([]);
    expect(compare(without('gpt-4.1-nano', 'gpt-4o'), '2027-01-14')).toEqual([]);
  });

  test('finds a listed model without a price', () => {
    expect(compare([...all, { id: 'gpt-7', shutdown_date: '2030-01-01' }])).toEqual([
      { model: 'gpt-7', kind: 'no-price', ours: null, theirs: '2030-01-01' },
    ]);
    expect(compare(all, '2024-10-01')).toContainEqual({
      model: 'gpt-4o',
      kind: 'no-price',
      ours: null,
      theirs: '2027-01-14',
    });
  });

  test.each([
    ['another day', 'gpt-4o', '2027-06-01', [{ ours: '2027-01-14', theirs: '2027-06-01' }]],
    ['none where we have one', 'gpt-4o', null, [{ ours: '2027-01-14', theirs: null }]],
    ['one where we have none', 'gpt-6-luna', '2028-01-01', [{ ours: null, theirs: '2028-01-01' }]],
    ['nothing at all', 'gpt-4o', undefined, []],
  ])('looks at the shutdown date: %s', (_, model, shutdown_date, expected) => {
    expect(compare([...without(model), { id: model, shutdown_date }])).toEqual(
      expected.map((dates) => ({ model, kind: 'shutdown-date', ...dates })),
    );
  });
});
