import fc from 'fast-check';
import { countTokens as countOtherTokens } from 'gpt-tokenizer/encoding/cl100k_base';
import { describe, expect, test } from 'vitest';
import { PUBLISHED_COUNTS } from '../../test/corpus/published-tokens.ts';
import { loadCatalogue, type Model } from '../catalogue/catalogue.ts';
import { costOf } from '../catalogue/cost.ts';
import { countTextTokens } from '../catalogue/text-tokens.ts';
import { chooseModel, type Draft, estimate } from './estimate.ts';

const catalogue = loadCatalogue();
const TODAY = '2026-11-22';
function modelOf(name: string): Model {
  const model = catalogue.find(name);
  if (!model) throw new Error(`The catalogue has no ${name}.`);
  return model;
}

function draft(more: Partial<Draft> = {}): Draft {
  return { messages: [], pictures: [], maxOutputTokens: 2048, typicalOutputTokens: undefined, ...more };
}

const picture = { width: 1024, height: 576, detail: 'high' } as const;

describe('estimate', () => {
  test('counts words, frames and pictures, and prices them', async () => {
    const messages = ['Be brief.', 'hello world'];
    const priced = await estimate(modelOf('gpt-4o'), draft({ messages, pictures: [picture] }), TODAY);
    const text = 3 + 4 + (await countTextTokens('Be brief.')) + 4 + 2;
    expect(text).toBe(16);
    expect(priced.tokens).toEqual({ text, image: 765, audio: 0, expectedOutput: 350, maxOutput: 2048 });
    expect(priced.expectedNanoUsd).toBe((16 + 765) * 2500 + 350 * 10_000);
    // Text and 2 % (17), the picture and 5 % (804) and a token, 16 tokens, and the whole of the answer.
    expect(priced.maxNanoUsd).toBe((17 + 804 + 1 + 16) * 2500 + 2048 * 10_000);
  });

  test('holds more where the encoding is not published, and for other scripts', async () => {
    const luna = modelOf('gpt-6-luna');
    const latin = await estimate(luna, draft({ messages: ['hello world'] }), TODAY);
    // 9 tokens and 35 % (13), 16 tokens; all of it may be written to the cache, at 125.
    expect(latin.tokens.text).toBe(9);
    expect(latin.expectedNanoUsd).toBe(9 * 100 + 350 * 500);
    expect(latin.maxNanoUsd).toBe((13 + 16) * 125 + 2048 * 500);
    // Eight letters of three bytes: twelve tokens more.
    const words = 'कृपया जां';
    const other = await estimate(luna, draft({ messages: [words] }), TODAY);
    const text = 7 + (await countTextTokens(words));
    expect(Buffer.byteLength(words)).toBe(8 * 3 + 1);
    expect(other.maxNanoUsd).toBe((Math.ceil(text * 1.35) + 12 + 16) * 125 + 2048 * 500);
  });

  test('is priced as long context when the worst case crosses its limit, and only then', async () => {
    const luna = modelOf('gpt-6-luna');
    const words = (tokens: number) => draft({ messages: ['a '.repeat(tokens)] });
    const short = await estimate(luna, words(201_400), TODAY);
    expect(short.maxNanoUsd).toBe((Math.ceil(short.tokens.text * 1.35) + 16) * 125 + 2048 * 500);
    const long = await estimate(luna, words(201_600), TODAY);
    expect(long.tokens.text).toBeLessThan(272_000);
    expect(long.expectedNanoUsd).toBe(long.tokens.text * 100 + 350 * 500);
    expect(long.maxNanoUsd).toBe((Math.ceil(long.tokens.text * 1.35) + 16) * 250 + 2048 * 750);
  });

  test('expects what such answers took, and never more than an answer may have', async () => {
    const expected = async (more: Partial<Draft>) =>
      (await estimate(modelOf('gpt-4o'), draft(more), TODAY)).tokens.expectedOutput;
    expect(await expected({ typicalOutputTokens: 120 })).toBe(120);
    expect(await expected({ typicalOutputTokens: 3000 })).toBe(2048);
    expect(await expected({ maxOutputTokens: 16 })).toBe(16);
    const own = { ...modelOf('gpt-4o'), maxOutputTokens: 100 };
    expect((await estimate(own, draft({ maxOutputTokens: 16_384 }), TODAY)).tokens).toMatchObject({
      expectedOutput: 100,
      maxOutput: 100,
    });
  });

  test('the worst case covers whatever a provider may count within the margins, in any class', async () => {
    const models = catalogue.models.filter(({ abilities }) => abilities.includes('text'));
    const side = fc.integer({ min: 1, max: 2048 });
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', maxLength: 500 }),
        fc.array(fc.record({ width: side, height: side }), { maxLength: 10 }),
        fc.constantFrom(...models),
        fc.record({
          cached: fc.nat(),
          written: fc.nat(),
          sound: fc.nat(),
          thought: fc.nat(),
          said: fc.nat(),
        }),
        fc.option(fc.nat({ max: 5000 }), { nil: undefined }),
        async (words, sizes, model, parts, typicalOutputTokens) => {
          const pictures = model.imageTokens
            ? sizes.map((size) => ({ ...size, detail: 'high' as const }))
            : [];
          const asked = draft({ messages: [words], pictures, typicalOutputTokens });
          const priced = await estimate(model, asked, TODAY);
          const { text, image, maxOutput } = priced.tokens;
          const input = Math.floor(text * (model.tokenizer.exact ? 1.02 : 1.35)) + Math.floor(image * 1.05);
          const cachedInput = parts.cached % (input + 1);
          const cacheWrite = parts.written % (input - cachedInput + 1);
          const reasoning = parts.thought % (maxOutput + 1);
          const usage = {
            input,
            cachedInput,
            cacheWrite,
            image,
            audio: parts.sound % (input - cachedInput - cacheWrite + 1),
            output: maxOutput,
            reasoning,
            audioOutput: parts.said % (maxOutput - reasoning + 1),
          };
          expect(priced.expectedNanoUsd).toBeLessThanOrEqual(priced.maxNanoUsd);
          expect(costOf(priced.price, usage)).toBeLessThanOrEqual(priced.maxNanoUsd);
        },
      ),
      { numRuns: 200 },
    );
  });

  test.each([
    'The connection to the database could not be made. Check that the service runs.',
    'const { input, output } = await estimate(model, draft(), "2026-11-22");',
    "TypeError: Cannot read properties of undefined (reading 'map')\n    at render (/app/src/list.tsx:42:17)",
    'Die Verbindung zur Datenbank konnte nicht hergestellt werden. Bitte prüfen Sie, ob der Dienst läuft.',
    'Не удалось подключиться к базе данных. Проверьте, что служба запущена.',
    '无法连接到数据库。请检查服务是否正在运行以及登录信息是否正确。',
    'データベースに接続できませんでした。サービスが実行中であることを確認してください。',
    'डेटाबेस से कनेक्ट नहीं हो सका। कृपया जांचें कि सेवा चल रही है।',
    'تعذر الاتصال بقاعدة البيانات. يرجى التحقق من أن الخدمة تعمل.',
    '🙈🙉🙊',
  ])('where the encoding is not published, another one is covered too: %j', async (words) => {
    const messages = [words.repeat(100)];
    const priced = await estimate(modelOf('gpt-6-luna'), draft({ messages, maxOutputTokens: 16 }), TODAY);
    const otherwise = 7 + countOtherTokens(messages.join());
    expect(otherwise * 125 + 16 * 500).toBeLessThanOrEqual(priced.maxNanoUsd);
  });

  test('a model without pictures is not sent any', async () => {
    const { imageTokens: _, ...wordsOnly } = modelOf('gpt-4o');
    await expect(estimate(wordsOnly, draft({ pictures: [picture] }), TODAY)).rejects.toMatchObject({
      kind: 'usage',
      code: 'model-without-pictures',
    });
  });

  test('what has no price yet is not sent', async () => {
    await expect(estimate(modelOf('gpt-4o'), draft(), '2024-05-12')).rejects.toMatchObject({
      kind: 'budget',
      code: 'unknown-price',
    });
  });
});

test.each(PUBLISHED_COUNTS)(
  'the quote has no error where the count is published: $model, $tokens tokens',
  async ({ model, messages, picture, tokens }) => {
    const asked = draft({ messages: [...messages], pictures: picture ? [picture] : [] });
    const quoted = (await estimate(modelOf(model), asked, TODAY)).tokens;
    expect(picture ? quoted.image : quoted.text).toBe(tokens);
  },
);

describe('chooseModel', () => {
  test.each([
    [undefined, 'vision', TODAY, 'gpt-4o', undefined],
    ['', 'text', TODAY, 'gpt-4o-mini', undefined],
    ['gpt-4.1', 'vision', TODAY, 'gpt-4.1', undefined],
    [
      undefined,
      'vision',
      '2027-01-14',
      'gpt-6-luna',
      'gpt-4o was shut down by its provider; gpt-6-luna takes its place.',
    ],
    // Whoever names a model gets it, or the provider's own word that it is gone.
    ['gpt-4o', 'vision', '2027-01-14', 'gpt-4o', undefined],
  ] as const)('%j for %s on %s: %s', (wanted, route, day, name, notice) => {
    const chosen = chooseModel(catalogue, route, day, wanted);
    expect(chosen.model.name).toBe(name);
    expect(chosen).toMatchObject({ notice, isDefault: !wanted });
  });

  test('a model nobody knows the price of is refused, with the command that adds it', () => {
    expect(() => chooseModel(catalogue, 'text', TODAY, 'gpt-unheard-of')).toThrow(
      expect.objectContaining({
        kind: 'budget',
        code: 'unknown-price',
        message: expect.stringContaining('gpt-unheard-of'),
        hint: expect.stringMatching(
          /lenscap models add gpt-unheard-of --input … --output ….*Lenscap: Add Model Price/,
        ),
      }),
    );
  });

  test.each(['whisper-1', 'text-embedding-3-small', 'omni-moderation-latest'])(
    '%s is there for something else',
    (name) => {
      expect(() => chooseModel(catalogue, 'text', TODAY, name)).toThrow(
        expect.objectContaining({ kind: 'usage', code: 'model-without-answers' }),
      );
    },
  );
});
