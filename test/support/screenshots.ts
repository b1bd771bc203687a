import sharp from 'sharp';
import { onTestFinished } from 'vitest';
import type { Question } from '../../protocol/quote.ts';
import { Settings } from '../../protocol/settings.ts';
import { loadCatalogue } from '../../server/catalogue/catalogue.ts';
import { AttachmentStore } from '../../server/explain/attachments.ts';
import { type ExplainContext, plan } from '../../server/explain/plan.ts';
import { Gateway } from '../../server/gateway/gateway.ts';
import { Ledger } from '../../server/ledger/ledger.ts';
import { createDetector } from '../../server/privacy/detect/detect.ts';
import { Placeholders } from '../../server/privacy/placeholders.ts';
import { openStorage } from '../../server/storage/database.ts';
import { pictureOf, readingOf } from './reading.ts';
import { newResilience } from './resilience.ts';
import { scratchDirectory } from './scratch.ts';

const provider = { name: 'openai', baseUrl: undefined, apiKey: 'a-test-key', isOpenAi: true };

/** OpenAI itself; nobody is asked in these tests. */
export const OPENAI = new Gateway({ ...provider, hasAllModels: true });

/** A server on this machine; nobody is asked in these tests. */
export const LOCAL_SERVER = { gateway: new Gateway({ ...provider, name: 'local' }), model: 'llama' };

/** A question about screenshots that are read as these texts. */
export async function prepareScreenshots(
  texts: readonly string[],
  settings = {},
  more: Partial<ExplainContext> = {},
) {
  const { db, close } = await openStorage(scratchDirectory());
  onTestFinished(close);
  const attachments = new AttachmentStore();
  const { detector } = createDetector(Settings.parse({}).privacy);
  const ids: string[] = [];
  for (const text of texts) {
    const reading = readingOf(text);
    const reader = {
      name: 'bundled' as const,
      // What was painted over is not read again.
      read: async (_: unknown, { regions }: { regions?: unknown }) => (regions ? { lines: [] } : reading),
      warmUp: async () => {},
      close: async () => {},
    };
    const { data, ...raw } = pictureOf(reading);
    const file = await sharp(data, { raw: { ...raw, channels: 3 } })
      .png()
      .toBuffer();
    const { id } = await attachments.add('a.png', file, {
      ...{ maxEdge: 1024, maxBytes: 1_500_000, mode: 'standard' },
      privacy: async () => ({ reader, detector }),
      signal: new AbortController().signal,
    });
    ids.push(id);
  }
  const placeholders = new Placeholders();
  const ledger = new Ledger(db, { now: () => new Date('2026-10-30T12:00:00') });
  await ledger.initialize();
  const context: ExplainContext = {
    settings: Settings.parse(settings),
    workspace: 'here',
    attachments,
    placeholders: () => placeholders,
    detector,
    catalogue: loadCatalogue(),
    ledger,
    gateway: new Gateway(provider),
    resilience: newResilience(),
    ...more,
  };
  const planned = (question: Partial<Question> = {}) =>
    plan({ attachments: ids, prompt: '', ...question }, context);
  return { context, attachments, ids, planned, placeholders };
}
