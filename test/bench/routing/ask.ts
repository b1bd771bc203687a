import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Route } from '../../../protocol/route.ts';
import { Settings } from '../../../protocol/settings.ts';
import { loadCatalogue } from '../../../server/catalogue/catalogue.ts';
import { AttachmentStore, bytesWithinBase64 } from '../../../server/explain/attachments.ts';
import type { Privacy } from '../../../server/explain/make-safe.ts';
import { type ExplainContext, type Plan, plan } from '../../../server/explain/plan.ts';
import { quotePicture } from '../../../server/explain/pricing.ts';
import { Gateway } from '../../../server/gateway/gateway.ts';
import { Resilience } from '../../../server/gateway/resilience.ts';
import { Ledger } from '../../../server/ledger/ledger.ts';
import { Placeholders } from '../../../server/privacy/placeholders.ts';
import { openStorage } from '../../../server/storage/database.ts';
import type { RenderedQuestion } from '../../corpus/questions/render.ts';
import { says } from '../../corpus/questions/says.ts';

/** Who sends every picture sends it to this model. */
const BASELINE_MODEL = 'gpt-4o';
/** Before its shutdown, whenever this runs: prices and defaults are those of that day. */
const DAY = '2026-11-21T12:00:00';
/** Tokens that every answer is taken to have, whoever gives it: what is expected until answers were counted. */
const ANSWER_TOKENS = 350;

/** What became of one question. */
export interface Asked {
  question: RenderedQuestion;
  route: Route;
  /** Whether a cheaper model looks at the picture, which is most likely just text. */
  isGlance: boolean;
  reason: string;
  /** What the sent text does not say of what answers the question; there only where text was sent instead. */
  missing: string[];
  nanoUsd: {
    lenscap: number;
    /** The picture as it is, at high detail. */
    whole: number;
    /** The picture at no more than `lenscap.image.maxEdge`, at high detail. */
    shrunk: number;
  };
  /** How long route, model, messages and price took, in milliseconds. */
  planMs: number;
}

/** Plans an answer to every question, with everything real but the provider. Nothing is sent. */
export async function ask(questions: readonly RenderedQuestion[], privacy: Privacy): Promise<Asked[]> {
  // A ledger that nobody has asked from: it expects what is expected of everybody.
  const directory = await mkdtemp(join(tmpdir(), 'lenscap-bench-'));
  const { db, close } = await openStorage(directory);
  try {
    const context: ExplainContext = {
      settings: Settings.parse({}),
      workspace: 'bench',
      attachments: new AttachmentStore(),
      placeholders: () => new Placeholders(),
      detector: privacy.detector,
      catalogue: loadCatalogue(),
      ledger: new Ledger(db, { now: () => new Date(DAY) }),
      gateway: new Gateway({
        name: 'openai',
        baseUrl: undefined,
        apiKey: 'none',
        isOpenAi: true,
        hasAllModels: true,
      }),
      resilience: new Resilience({ shared: () => Promise.reject(new Error('Nothing is sent here.')) }),
    };
    const asked: Asked[] = [];
    for (const question of questions) asked.push(await askOne(question, privacy, context));
    return asked;
  } finally {
    await close();
    await rm(directory, { recursive: true, force: true });
  }
}

async function askOne(question: RenderedQuestion, privacy: Privacy, context: ExplainContext): Promise<Asked> {
  const { item, id: name, png } = question;
  const { maxEdge, maxPayloadBytes } = context.settings.image;
  const { id, source } = await context.attachments.add(name, await readFile(png), {
    maxEdge,
    maxBytes: bytesWithinBase64(maxPayloadBytes),
    mode: 'standard',
    privacy: async () => privacy,
    signal: new AbortController().signal,
  });
  const startedAt = performance.now();
  const planned = await plan({ attachments: [id], prompt: item.prompt }, context);
  const planMs = performance.now() - startedAt;
  context.attachments.remove(id);
  const { route, model, reason, expectedNanoUsd, tokens } = planned.quote;
  if (tokens.expectedOutput !== ANSWER_TOKENS) throw new Error('The answers compared are not equally long.');
  const text = route === 'text' ? sentText(planned) : undefined;
  const answer = item.needs === 'text' ? item.answer : [];
  const costOf = async ({ width, height }: { width: number; height: number }) => {
    const asking = { prompt: item.prompt, model: BASELINE_MODEL };
    const quoted = await quotePicture({ width, height, detail: 'high' }, asking, context);
    return quoted.expectedNanoUsd;
  };
  const scale = Math.min(1, maxEdge / Math.max(source.width, source.height));
  return {
    question,
    route,
    isGlance: route === 'vision' && model !== BASELINE_MODEL,
    reason,
    missing: text === undefined ? [] : answer.filter((phrase) => !says(text, phrase)),
    nanoUsd: {
      lenscap: expectedNanoUsd,
      whole: await costOf(source),
      shrunk: await costOf({
        width: Math.round(source.width * scale),
        height: Math.round(source.height * scale),
      }),
    },
    planMs,
  };
}

/** All words that would leave the machine beside Lenscap's own. */
function sentText({ sending }: Plan): string {
  const messages = sending?.messages.filter(({ role }) => role === 'user') ?? [];
  return messages
    .flatMap(({ parts }) => parts.map((part) => (part.kind === 'text' ? part.text : '')))
    .join('\n');
}
