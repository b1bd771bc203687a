// What changed between two screenshots: found on this machine, and nothing else is sent.
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import { attach, redact } from '../../protocol/attach.ts';
import { compare } from '../../protocol/compare.ts';
import { quote } from '../../protocol/quote.ts';
import { startProvider } from '../support/provider.ts';
import { refusalOf, startDaemon } from './harness.ts';

const SIZE = { width: 1200, height: 800 };

/** A picture of coloured boxes: `[x, y, width, height, colour]`. */
function boxes(
  list: readonly (readonly [number, number, number, number, string])[],
  more = '',
): Promise<Buffer> {
  const shapes = list
    .map(
      ([x, y, width, height, fill]) =>
        `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill}"/>`,
    )
    .join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${Object.entries(SIZE)
    .map(([name, value]) => `${name}="${value}"`)
    .join(' ')}><rect width="100%" height="100%" fill="#fff"/>${shapes}${more}</svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

async function setUp(before: Buffer, after: Buffer) {
  const provider = await startProvider();
  onTestFinished(() => provider.stop());
  provider.answer(/./, 'The button is **red** now.', { usage: { prompt_tokens: 500, completion_tokens: 9 } });
  const daemon = await startDaemon({ baseUrl: provider.baseUrl });
  const ids: string[] = [];
  for (const [name, file] of [
    ['before.png', before],
    ['after.png', after],
  ] as const)
    ids.push((await daemon.request(attach, { name, data: file.toString('base64') })).id);
  const [one = '', other = ''] = ids;
  return { provider, daemon, before: one, after: other };
}

/** How many pixels of a picture are like this colour. */
async function count(picture: Buffer, [r, g, b]: readonly [number, number, number]): Promise<number> {
  const data = await sharp(picture).removeAlpha().raw().toBuffer();
  let found = 0;
  for (let at = 0; at < data.length; at += 3) {
    const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
    if (Math.abs(red - r) + Math.abs(green - g) + Math.abs(blue - b) < 60) found += 1;
  }
  return found;
}

const PURPLE = [128, 0, 128] as const;
const same = [300, 100, 200, 100, 'rgb(128, 0, 128)'] as const;

test('only the places that differ reach the provider, before and after', async () => {
  const { provider, daemon, before, after } = await setUp(
    await boxes([same, [900, 600, 120, 60, '#0000ff']]),
    await boxes([same, [900, 600, 120, 60, '#ff0000']]),
  );
  const found = await daemon.request(compare, { before, after });
  expect(found).toMatchObject({ alignment: 'exact', movedBy: 0, hasCovered: false });
  expect(found.places).toHaveLength(1);
  expect(found.share).toBeLessThan(0.03);
  expect(provider.received()).toBe(0);

  const question = { attachments: found.attachments, prompt: '', form: 'changes' as const };
  const quoted = await daemon.request(quote, question);
  expect(quoted.sent).toHaveLength(2);
  const answer = await daemon.explain(question);
  expect(answer.text).toBe('The button is **red** now.');

  const [request] = provider.requests();
  const [was, is, ...more] = request?.images ?? [];
  expect(more).toEqual([]);
  expect(JSON.stringify(request?.body)).toContain('The place, before:');
  for (const each of [was, is]) {
    const { width, height } = await sharp(each).metadata();
    expect([width, height]).toEqual([found.places[0]?.after?.box.width, found.places[0]?.after?.box.height]);
    expect(await count(each ?? Buffer.alloc(0), PURPLE)).toBe(0);
  }
  expect(await count(was ?? Buffer.alloc(0), [0, 0, 255])).toBe(7_200);
  expect(await count(is ?? Buffer.alloc(0), [255, 0, 0])).toBe(7_200);
});

test('what is the same costs nothing and asks nobody', async () => {
  const { provider, daemon, before, after } = await setUp(await boxes([same]), await boxes([same]));
  expect(await daemon.request(compare, { before, after })).toEqual({
    alignment: 'exact',
    movedBy: 0,
    places: [],
    share: 0,
    hasCovered: false,
    attachments: [],
  });
  expect(provider.received()).toBe(0);
});

test('what is painted over is neither compared nor sent', async () => {
  const { provider, daemon, before, after } = await setUp(
    await boxes([[900, 600, 120, 60, '#0000ff']]),
    await boxes([
      [900, 600, 120, 60, '#ff0000'],
      [100, 600, 120, 60, '#00ff00'],
    ]),
  );
  const box = { x: 880, y: 580, width: 160, height: 100 };
  for (const id of [before, after]) await daemon.request(redact, { id, cover: [box] });
  const found = await daemon.request(compare, { before, after });
  expect(found.hasCovered).toBe(true);
  expect(found.places.map((place) => (place.after?.box.x ?? 0) < 400)).toEqual([true]);
  await daemon.explain({ attachments: found.attachments, prompt: '', form: 'changes' });
  for (const image of provider.requests()[0]?.images ?? [])
    expect((await count(image, [255, 0, 0])) + (await count(image, [0, 0, 255]))).toBe(0);
});

test('where words differ, the words go, and only those that differ', async () => {
  const lines = (status: string) =>
    [
      'Deployment report of the night',
      'Servers restarted in the second zone',
      `Result: ${status}`,
      'Nothing else to say about this',
    ]
      .map(
        (text, index) =>
          `<text x="60" y="${120 + index * 130}" font-size="34" font-family="DejaVu Sans">${text}</text>`,
      )
      .join('');
  const { provider, daemon, before, after } = await setUp(
    await boxes([], lines('all seventeen checks passed today')),
    await boxes([], lines('three critical checks failed today')),
  );
  const found = await daemon.request(compare, { before, after });
  const question = { attachments: found.attachments, prompt: '', form: 'changes' as const };
  expect(await daemon.request(quote, question)).toMatchObject({ route: 'text', sent: [] });
  await daemon.explain(question);
  const body = JSON.stringify(provider.requests()[0]?.body);
  expect(provider.requests()[0]?.images).toEqual([]);
  expect(body).toContain('passed');
  expect(body).toContain('failed');
  expect(body).not.toContain('Deployment');
  expect(body).not.toContain('zone');
});

test('pictures that are unknown are refused', async () => {
  const { daemon, before } = await setUp(await boxes([same]), await boxes([same]));
  const refusal = await refusalOf(daemon.request(compare, { before, after: 'gone' }));
  expect(JSON.stringify(refusal)).toContain('unknown-attachment');
});
