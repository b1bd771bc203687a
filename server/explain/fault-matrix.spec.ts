// Every status and lie × (before the first byte, in the middle) × (others can be asked, or not):
// what the user sees, what is tried again, what is booked. Prints the table.
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { LenscapError } from '../../protocol/errors.ts';
import type { ExplainProgress } from '../../protocol/explain.ts';
import type { Question } from '../../protocol/quote.ts';
import { Settings } from '../../protocol/settings.ts';
import { TestClock } from '../../test/support/clock.ts';
import { FAULTS, type Fault, USAGE } from '../../test/support/faults.ts';
import { png } from '../../test/support/images.ts';
import { startRawProvider } from '../../test/support/raw-provider.ts';
import { newResilience } from '../../test/support/resilience.ts';
import { scratchDirectory } from '../../test/support/scratch.ts';
import { loadCatalogue, priceOn } from '../catalogue/catalogue.ts';
import { countTextTokens } from '../catalogue/text-tokens.ts';
import { Gateway, SILENCE_MS } from '../gateway/gateway.ts';
import { Ledger } from '../ledger/ledger.ts';
import { Placeholders } from '../privacy/placeholders.ts';
import { openStorage } from '../storage/database.ts';
import { ask } from './ask.ts';
import { AttachmentStore } from './attachments.ts';
import type { ExplainContext, Sending } from './plan.ts';

const QUESTION: Question = { attachments: [], prompt: 'Why?' };
/** What gpt-4o-mini's answer costs: 100 × 150 + 2 × 600. */
const INSTEAD = 16_200;
/** The same of gpt-4o's: 100 × 2500 + 2 × 10,000. */
const COUNTED = 270_000;
const [WANTED, OTHER, LOCAL] = ['gpt-4o', 'gpt-4o-mini', 'llama'] as const;

/** What is shown as the question's price at most: of all requests for it together. */
const MOST = 500_000;

/** Input as it is quoted, and so booked where nobody counted. */
const TOKENS = { text: 120, image: 0, audio: 0, expectedOutput: 100, maxOutput: 500 };

async function sendingTo(name: string, provider: Sending['provider'], picture?: Buffer): Promise<Sending> {
  const catalogue = loadCatalogue();
  const known = catalogue.find(provider === 'local' ? OTHER : name);
  const price = known && priceOn(known, '2026-11-21');
  if (!known || !price) throw new Error(`The catalogue knows ${name}.`);
  const text = { kind: 'text', text: 'Why?' } as const;
  const sent = { id: 'a', mime: 'image/png', width: 64, height: 64, bytes: 0, sha256: '' };
  return {
    provider,
    route: picture ? 'vision' : 'text',
    model: { ...known, name },
    isDefault: true,
    isGlance: false,
    form: 'answer',
    messages: [
      {
        role: 'user',
        parts: picture ? [text, { kind: 'image', mime: 'image/png', data: picture, detail: 'high' }] : [text],
      },
    ],
    price,
    tokens: TOKENS,
    expectedNanoUsd: 50_000,
    maxNanoUsd: name === WANTED ? MOST : 100_000,
    sent: picture ? [sent] : [],
    imageTokens: 0,
    wholeImageTokens: 0,
  };
}

/** A world in which one model has a fault, and others are well. */
async function prepare(fault: Fault, isMidway: boolean, hasOthers: boolean) {
  const clock = new TestClock();
  const [main, local] = [await startRawProvider(), await startRawProvider()];
  onTestFinished(async () => {
    if (!fault.isClosed) await main.stop();
    await local.stop();
  });
  const reached: string[] = [];
  const serve = async (provider: typeof main, came: (model: string) => void) => {
    for (;;) {
      const exchange = await provider.next();
      const { model } = Object(exchange.body);
      reached.push(model);
      if (model !== WANTED) exchange.open().delta('It is so.').finish().usage(USAGE).done();
      else if (isMidway) exchange.open().delta('Because');
      else fault.before(exchange);
      if (model === WANTED && isMidway) turn = () => fault.midway(exchange);
      came(model);
    }
  };
  let turn = () => {};
  const { promise: arrived, resolve } = Promise.withResolvers<void>();
  void serve(main, () => resolve());
  void serve(local, () => {});
  if (fault.isClosed) await main.stop();
  const { db, close } = await openStorage(scratchDirectory());
  onTestFinished(close);
  // Long before any of these models retires, which would be said, too.
  const ledger = new Ledger(db, { now: () => new Date('2026-10-30T12:00:00') });
  await ledger.initialize();
  const gatewayTo = (name: string, baseUrl: string) =>
    new Gateway({ name, baseUrl, apiKey: 'a-test-key', isOpenAi: false }, { clock });
  const context: ExplainContext = {
    settings: Settings.parse({ privacy: { mode: 'off' } }),
    workspace: 'here',
    attachments: new AttachmentStore(),
    placeholders: () => new Placeholders(),
    detector: undefined,
    catalogue: loadCatalogue(),
    ledger,
    gateway: gatewayTo('main', main.baseUrl),
    localServer: { gateway: gatewayTo('local', local.baseUrl), model: LOCAL },
    resilience: newResilience({ clock }),
  };
  const picture = fault.hasPicture ? await png(640, 480) : undefined;
  const first = await sendingTo(WANTED, 'main', picture);
  const candidates = hasOthers
    ? [first, await sendingTo(OTHER, 'main'), await sendingTo(LOCAL, 'local')]
    : [first];
  const planned = { pictures: [], quote: { placeholders: [] }, candidates };
  let shown = '';
  const steps: string[] = [];
  const onProgress = (progress: ExplainProgress) => {
    if (progress.kind === 'delta') shown += progress.text;
    if (progress.kind === 'step') steps.push(progress.text);
    // The middle of an answer is when some of it was seen.
    if (shown === 'Because') turn();
  };
  const asking = ask(QUESTION, planned, 'q-1', [], context, {
    signal: new AbortController().signal,
    onProgress,
  }).then(
    (answer) => ({ answer, error: undefined }),
    (error: unknown) => ({ answer: undefined, error }),
  );
  if (fault.lasts) {
    await arrived;
    await expect.poll(() => shown).toBe(isMidway ? 'Because' : '');
    clock.pass(SILENCE_MS);
  }
  const { answer, error } = await asking;
  const rows = (await ledger.rows({ since: new Date(0) })).toReversed();
  return { answer, error, rows, reached, steps, clock, shown: () => shown };
}

const table: string[][] = [];

/** What `text` costs beside its input, at gpt-4o's price. */
const partly = async (text: string) => TOKENS.text * 2500 + (await countTextTokens(text)) * 10_000;

describe.each(FAULTS)('$name', (fault) => {
  for (const hasOthers of [false, true]) {
    const others = hasOthers ? 'others can be asked' : 'nobody else';
    if (fault.only !== 'middle')
      test(`before the first byte, ${others}`, async () => {
        const { answer, error, rows, reached, steps, clock } = await prepare(fault, false, hasOthers);
        if (fault.isHarmless) {
          expect(answer).toMatchObject({
            text: 'Because it is.',
            finishReason: 'stop',
            certainty: 'estimated',
          });
          expect(rows).toMatchObject([
            { certainty: 'estimated', costNanoUsd: await partly('Because it is.') },
          ]);
          note(fault, 'before', hasOthers, 'the whole answer', clock, rows);
          return;
        }
        if (!fault.isClosed) expect(reached.filter((model) => model === WANTED)).toHaveLength(fault.tries);
        // Whatever was tried, it never comes to more than the price shown.
        expect(rows.reduce((sum, row) => sum + row.costNanoUsd, 0)).toBeLessThanOrEqual(MOST);
        const own = rows.filter(({ model }) => model === WANTED);
        expect(own).toHaveLength(fault.tries);
        expect(own.map(({ attempt }) => attempt)).toEqual(own.map((_, index) => index + 1));
        for (const row of own) {
          expect(row).toMatchObject(
            fault.costs
              ? {
                  certainty: fault.counted ?? 'estimated',
                  costNanoUsd: fault.counted ? COUNTED : TOKENS.text * 2500,
                }
              : { certainty: 'exact', costNanoUsd: 0 },
          );
          expect(row.questionId).toBe('q-1');
        }
        if (hasOthers && fault.instead !== 'nobody') {
          const who = fault.instead === 'model' ? OTHER : LOCAL;
          expect(answer).toMatchObject({ text: 'It is so.', finishReason: 'stop', model: who });
          expect(answer?.costNanoUsd).toBe(rows.reduce((sum, row) => sum + row.costNanoUsd, 0));
          expect(rows.at(-1)).toMatchObject({ model: who, certainty: 'exact', costNanoUsd: INSTEAD });
          expect(rows).toHaveLength(fault.tries + 1);
          expect(steps.at(-1)).toContain(`Asking ${who} instead.`);
          expect(answer?.notices.at(-1)).toContain(`Asking ${who} instead.`);
          note(fault, 'before', hasOthers, `${who}’s answer; “${steps.at(-1)}”`, clock, rows);
        } else {
          if (!(error instanceof LenscapError)) throw error ?? new Error('It was answered.');
          const hint = expect.stringContaining(fault.hint ?? '');
          expect(error).toMatchObject({ kind: 'provider', code: fault.code, hint });
          expect(rows).toHaveLength(fault.tries);
          note(fault, 'before', hasOthers, `${error.message} ${error.hint}`, clock, rows);
        }
        expect(steps).toHaveLength(fault.tries - 1 + (answer ? 1 : 0));
      });

    if (!fault.isClosed && fault.only !== 'before')
      test(`in the middle, ${others}`, async () => {
        const { answer, rows, reached, steps, clock, shown } = await prepare(fault, true, hasOthers);
        const text = fault.isHarmless ? 'Because it is.' : 'Because';
        expect(answer).toMatchObject({
          text,
          finishReason: fault.isHarmless ? 'stop' : 'interrupted',
          certainty: 'estimated',
          model: WANTED,
        });
        expect(shown()).toBe(text);
        const notices = fault.isHarmless ? [] : [expect.stringContaining(fault.words)];
        expect(answer?.notices).toEqual(notices);
        // Nothing is asked for again that the user has seen a part of.
        expect(reached).toEqual([WANTED]);
        expect(steps).toEqual([]);
        const costNanoUsd = fault.counted ? COUNTED : await partly(text);
        expect(rows).toMatchObject([{ certainty: 'estimated', costNanoUsd }]);
        const saw = fault.isHarmless ? 'the whole answer' : `“Because”; “${answer?.notices[0]}”`;
        note(fault, 'middle', hasOthers, saw, clock, rows);
      });
  }
});

function note(
  { name }: Fault,
  when: string,
  hasOthers: boolean,
  saw: string,
  { naps }: TestClock,
  rows: readonly { model: string; certainty: string; costNanoUsd: number }[],
): void {
  const asked = rows.filter(({ model }) => model === WANTED).length;
  const waits = naps.length === 0 ? '' : `, after ${naps.map((ms) => `${ms} ms`).join(', ')}`;
  const retried = asked === 1 ? '–' : `${asked - 1} ×${waits}`;
  const booked = rows.map(({ model, certainty, costNanoUsd }) => `${model} ${certainty} ${costNanoUsd}`);
  table.push([name, when, hasOthers ? 'yes' : 'no', saw, retried, booked.join(' + ')]);
}

afterAll(() => {
  const head = ['fault', 'when', 'others', 'the user saw', 'retried', 'booked (nano-dollars)'];
  const lines = [head, head.map(() => '---'), ...table].map((cells) => `| ${cells.join(' | ')} |`);
  process.stdout.write(`${lines.join('\n')}\n`);
});
