import { randomUUID } from 'node:crypto';
import { LenscapError } from '../../protocol/errors.ts';
import type { Placeholder } from '../../protocol/quote.ts';
import type { Settings } from '../../protocol/settings.ts';
import { NO_USAGE, type Usage } from '../../protocol/usage.ts';
import type { TranscribeProgress, Transcript } from '../../protocol/voice.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { spendNotices } from '../explain/notices.ts';
import { askPaid, type Paid, type Payee } from '../explain/paid.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { DEADLINE_MS, type Resilience } from '../gateway/resilience.ts';
import { extraPatience } from '../gateway/transcription.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { SoundPart } from '../media/sound/parts.ts';
import type { Detector } from '../privacy/detector.ts';
import { Placeholders } from '../privacy/placeholders.ts';
import { findSpoken } from '../privacy/spoken.ts';
import { bookTranscription } from './booking.ts';
import { hintOf } from './hint.ts';
import { type Estimate, estimateTranscription } from './price.ts';
import { chooseTranscriber, type Transcriber } from './whom.ts';

/** What transcribing needs; put together once, at the composition root. */
export interface VoiceContext {
  settings: Settings;
  workspace: string;
  /** undefined when nothing is to be looked for: privacy is off. */
  detector: Detector | undefined;
  catalogue: Catalogue;
  ledger: Ledger;
  /** undefined without a key and without a server on this machine. */
  gateway: Gateway | undefined;
  /** The server of `lenscap.voice.localServer`, and the model it is asked for; undefined without one. */
  localServer: { gateway: Gateway; model: string } | undefined;
  /** The way to both. */
  resilience: Resilience;
}

export interface TranscribeOptions {
  /** Words for the model to spell as they are spelled here, the likeliest first. */
  words?: readonly string[] | undefined;
  /** ISO 639-1; the setting's if undefined. */
  language?: string | undefined;
  /** What the user agreed it may cost at most, although a budget has no room for it. */
  allowNanoUsd?: number | undefined;
}

export interface TranscribeHooks {
  signal: AbortSignal;
  onProgress(progress: TranscribeProgress): void;
}

/** Somebody to ask, with one part of the sound. */
interface Wanted extends Payee {
  part: SoundPart;
  estimate: Estimate;
}

/**
 * The journey of a sound: price each part → hold the worst case → send → its
 * words as they come → settle by the tokens or seconds that the provider
 * counted. One part after the other. What came is kept when a later part
 * fails, or when it is stopped: it is paid for.
 * @throws UsageError (nobody can be asked), BudgetError (nothing was sent), ProviderError, LocalError;
 *   UnsafeMediaError if the sound turns out to be none
 */
export async function transcribe(
  parts: AsyncIterable<SoundPart> | Iterable<SoundPart>,
  options: TranscribeOptions,
  context: VoiceContext,
  hooks: TranscribeHooks,
): Promise<Transcript> {
  const transcriber = chooseTranscriber({ ...context, day: context.ledger.today() });
  const { voice } = context.settings;
  const hint = voice.words ? await hintOf(options.words ?? [], context.detector) : '';
  const request = { hint, language: options.language ?? voice.language };
  const questionId = randomUUID();
  const steps: string[] = [];
  const done: Paid<Wanted>[] = [];
  let trouble: LenscapError | undefined;
  try {
    for await (const part of parts) {
      const spent = done.reduce((sum, { costNanoUsd }) => sum + costNanoUsd, 0);
      const allowNanoUsd =
        options.allowNanoUsd === undefined ? undefined : Math.max(0, options.allowNanoUsd - spent);
      if (done.length > 0) hooks.onProgress({ kind: 'delta', text: ' ' });
      const errand = { ...request, questionId, allowNanoUsd, steps };
      const paid = await askFor(part, transcriber, errand, context, hooks);
      done.push(paid);
      // What follows a gap would not be understood.
      if (hooks.signal.aborted || paid.outcome.error) break;
    }
  } catch (error) {
    // Of what was paid for, nothing is lost.
    const isStopped = hooks.signal.aborted && error === hooks.signal.reason;
    if (done.length === 0 || !(isStopped || error instanceof LenscapError)) throw error;
    if (error instanceof LenscapError) trouble = error;
  }
  return summarize(done, { transcriber, steps, trouble }, context, hooks.signal);
}

interface PartErrand {
  hint: string;
  language: string;
  questionId: string;
  allowNanoUsd: number | undefined;
  steps: string[];
}

async function askFor(
  part: SoundPart,
  { gateway, model }: Transcriber,
  { hint, language, questionId, allowNanoUsd, steps }: PartErrand,
  context: VoiceContext,
  hooks: TranscribeHooks,
): Promise<Paid<Wanted>> {
  const { wav, seconds } = part;
  const estimate = await estimateTranscription(model, { seconds, hint }, context.ledger.today());
  const { tokens, expectedNanoUsd, maxNanoUsd } = estimate;
  const wanted: Wanted = {
    gateway,
    provider: gateway.provider,
    route: 'audio',
    model: model.name,
    tokens: tokens.text + tokens.audio + tokens.maxOutput,
    expectedNanoUsd,
    maxNanoUsd,
    part,
    estimate,
  };
  return askPaid(
    [wanted],
    {
      signal: hooks.signal,
      urgency: 'interactive',
      withinMs: DEADLINE_MS + extraPatience(part),
      questionId,
      allowNanoUsd,
      send: (_, hold, requestId, stream) =>
        gateway.transcribe(hold, { requestId, model: model.name, wav, seconds, hint, language }, stream),
      book: (_, outcome) => bookTranscription(outcome, estimate, seconds, gateway.provider.name),
      // The sound is paid for once it is sent; the words are a matter of what comes.
      accrued: () => expectedNanoUsd,
      smaller: async () => undefined,
      onDelta: (text) => hooks.onProgress({ kind: 'delta', text }),
      onStep(text, kind) {
        if (kind !== 'wait') steps.push(text);
        hooks.onProgress({ kind: 'step', text });
      },
    },
    context,
  );
}

async function summarize(
  done: readonly Paid<Wanted>[],
  {
    transcriber,
    steps,
    trouble,
  }: { transcriber: Transcriber; steps: string[]; trouble: LenscapError | undefined },
  context: VoiceContext,
  signal: AbortSignal,
): Promise<Transcript> {
  const text = done.map(({ outcome }) => outcome.text.trim()).join(' ');
  const broken = done.flatMap(({ outcome }) => outcome.error ?? []);
  const settled = { passed: done.flatMap((each) => each.settled.passed) };
  return {
    text,
    model: transcriber.model.name,
    seconds: done.reduce((sum, { candidate }) => sum + candidate.part.seconds, 0),
    usage: done.reduce<Usage>((sum, { booking }) => added(sum, booking.usage), NO_USAGE),
    costNanoUsd: done.reduce((sum, { costNanoUsd }) => sum + costNanoUsd, 0),
    certainty: done.every(({ certainty }) => certainty === 'exact') ? 'exact' : 'estimated',
    findings: await findingsIn(text, context.detector),
    requestId: done.at(-1)?.booking.requestId ?? '',
    notices: [
      ...(transcriber.notice === undefined ? [] : [transcriber.notice]),
      ...steps,
      ...(signal.aborted ? ['Transcribing was stopped: what came until then is here.'] : []),
      ...broken.map((error) => `${error.message} What came until then is kept.`),
      ...(trouble ? [`Not all was transcribed: ${trouble.message} ${trouble.hint}`] : []),
      ...done.flatMap(({ notices }) => notices),
      ...(await spendNotices(settled, transcriber, context).catch(() => [])),
    ],
  };
}

/** What a question with these words would have replaced. */
async function findingsIn(text: string, detector: Detector | undefined): Promise<Placeholder[]> {
  if (!detector) return [];
  return new Placeholders().mask(text, await findSpoken(detector, text)).placeholders;
}

function added(a: Usage, b: Usage): Usage {
  return {
    input: a.input + b.input,
    cachedInput: a.cachedInput + b.cachedInput,
    cacheWrite: a.cacheWrite + b.cacheWrite,
    image: a.image + b.image,
    audio: a.audio + b.audio,
    output: a.output + b.output,
    reasoning: a.reasoning + b.reasoning,
    audioOutput: a.audioOutput + b.audioOutput,
  };
}
