import { expect, test } from 'vitest';
import { noise } from '../../test/support/images.ts';
import { loadCatalogue, priceOn } from '../catalogue/catalogue.ts';
import type { Sending } from './plan.ts';
import { whatStillFits } from './smaller.ts';

async function sendingTo(name: string, hasPicture: boolean): Promise<Sending> {
  const model = loadCatalogue().find(name);
  const price = model && priceOn(model, '2026-11-22');
  if (!model || !price) throw new Error(`The catalogue has no price for ${name}.`);
  const data = await noise(120, 80);
  const sent = { id: 'a', mime: 'image/png', width: 120, height: 80, bytes: data.length, sha256: '' };
  const image = { kind: 'image', mime: 'image/png', data, detail: 'high' } as const;
  return {
    provider: 'main',
    route: hasPicture ? 'vision' : 'text',
    model,
    isDefault: true,
    isGlance: false,
    form: 'answer',
    messages: [{ role: 'user', parts: [{ kind: 'text', text: 'Why?' }, ...(hasPicture ? [image] : [])] }],
    price,
    tokens: { text: 100, image: 255, audio: 0, expectedOutput: 100, maxOutput: 500 },
    expectedNanoUsd: 0,
    maxNanoUsd: 0,
    sent: hasPicture ? [sent] : [],
    imageTokens: 255,
    wholeImageTokens: 255,
  };
}

test('pictures that were too large are sent once more in half their bytes, whoever is asked then', async () => {
  const [first, other] = [await sendingTo('gpt-4o', true), await sendingTo('gpt-4o-mini', true)];
  for (const wanted of [first, other]) {
    const smaller = await whatStillFits(wanted, [first]);
    expect(smaller?.model).toBe(wanted.model);
    expect(smaller?.sent[0]?.bytes).toBeLessThanOrEqual((first.sent[0]?.bytes ?? 0) / 2);
    expect(smaller?.messages[0]?.parts[0]).toEqual({ kind: 'text', text: 'Why?' });
  }
});

test('where smaller ones were too large, too, only the way without them is left; after it none', async () => {
  const [first, other, text] = [
    await sendingTo('gpt-4o', true),
    await sendingTo('gpt-6-luna', true),
    await sendingTo('gpt-4o-mini', false),
  ];
  expect(await whatStillFits(first, [first, first])).toBeUndefined();
  expect(await whatStillFits(other, [first, first])).toBeUndefined();
  expect(await whatStillFits(text, [first, first])).toBe(text);
  expect(await whatStillFits(text, [first, first, text])).toBeUndefined();
  expect(await whatStillFits(first, [text])).toBeUndefined();
});
