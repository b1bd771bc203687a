import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { Settings } from '../../protocol/settings.ts';
import { LOCAL_SERVER, prepareScreenshots } from '../../test/support/screenshots.ts';

const SCREEN = ['$ npm test', 'not ok 2 - closes idle sockets', '  at Socket.close (socket.ts:84)'].join(
  '\n',
);

const MODELS = ['gpt-4o', 'gpt-4o-mini', 'gpt-4.1', 'gpt-4.1-mini', 'gpt-6-luna', 'gpt-6-sol', 'llama'];
const ROUTES = ['text', 'vision'] as const;

/** What each model's answers took so far, by route: some have no history, some answer in a word, some never end. */
const histories = fc.dictionary(
  fc.constantFrom(...ROUTES.flatMap((route) => MODELS.map((model) => `${route} ${model}`))),
  fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20_000 })),
);

const settings = fc.record({
  routing: fc.record({ policy: fc.constantFrom('cheapest', 'balanced', 'best', 'private') }),
  answer: fc.record({ maxOutputTokens: fc.constantFrom(16, 512, 2048, 16_384) }),
  models: fc.record({
    vision: fc.constantFrom('', 'gpt-4.1', 'gpt-6-sol'),
    text: fc.constantFrom('', 'gpt-4.1-mini'),
  }),
});

const questions = fc.record(
  {
    prompt: fc.constantFrom('why?', 'which colour is it?', 'make sure the answer is exact and correct'),
    route: fc.constantFrom(...ROUTES),
    attachments: fc.constant<string[]>([]),
  },
  { requiredKeys: ['prompt'] },
);

test('nobody who may answer instead can cost more than what was shown, whatever answers were like so far', async () => {
  const { context, planned } = await prepareScreenshots([SCREEN], {}, { localServer: LOCAL_SERVER });
  const typicalOutput = vi.spyOn(context.ledger, 'typicalOutput');
  let others = 0;
  await fc.assert(
    fc.asyncProperty(histories, settings, questions, async (history, chosen, question) => {
      typicalOutput.mockImplementation(async (route, model) => history[`${route} ${model}`]);
      context.settings = Settings.parse(chosen);
      // Without a picture there is nothing to look at.
      if (question.attachments) delete question.route;
      const { quote, candidates } = await planned(question);
      expect(candidates[0]).toMatchObject({
        expectedNanoUsd: quote.expectedNanoUsd,
        maxNanoUsd: quote.maxNanoUsd,
      });
      const expected = Math.max(...candidates.map(({ tokens }) => tokens.expectedOutput));
      for (const { expectedNanoUsd, maxNanoUsd, tokens, model } of candidates) {
        expect(maxNanoUsd).toBeLessThanOrEqual(quote.maxNanoUsd);
        expect(expectedNanoUsd).toBeLessThanOrEqual(quote.expectedNanoUsd);
        // One length of the answer for all of them: or their prices say nothing about each other.
        expect(tokens.expectedOutput).toBe(Math.min(expected, model.maxOutputTokens));
      }
      others += candidates.length - 1;
    }),
    { numRuns: 200 },
  );
  expect(others).toBeGreaterThan(200);
}, 60_000);

test.each([
  ['a picture', { prompt: 'which colour is it?' }],
  ['its text', { prompt: 'why?' }],
  ['words', { prompt: 'why?', attachments: [] }],
])('%s: that one model answers in a word takes nobody out of the chain', async (_, question) => {
  const { context, planned } = await prepareScreenshots([SCREEN], {}, { localServer: LOCAL_SERVER });
  const names = async () => (await planned(question)).candidates.map(({ model }) => model.name);
  const before = await names();
  expect(before.length).toBeGreaterThan(1);
  const first = before[0];
  vi.spyOn(context.ledger, 'typicalOutput').mockImplementation(async (_route, model) =>
    model === first ? 5 : undefined,
  );
  expect(await names()).toEqual(before);
});

test('the price on a button is what its click costs, whatever answers were like so far', async () => {
  const { context, planned } = await prepareScreenshots([SCREEN], {}, { localServer: LOCAL_SERVER });
  const typicalOutput = vi.spyOn(context.ledger, 'typicalOutput');
  await fc.assert(
    fc.asyncProperty(histories, async (history) => {
      typicalOutput.mockImplementation(async (route, model) => history[`${route} ${model}`]);
      const { quote } = await planned({ prompt: 'why?' });
      for (const { route, model, expectedNanoUsd } of quote.alternatives) {
        const wanted = route === 'local' ? { route } : { route, model };
        expect((await planned({ prompt: 'why?', ...wanted })).quote.expectedNanoUsd).toBe(expectedNanoUsd);
      }
    }),
    { numRuns: 60 },
  );
}, 60_000);
