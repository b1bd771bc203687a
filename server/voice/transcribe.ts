import { randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { BudgetError, LenscapError } from '../../protocol/errors.ts';
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
import type { SpokenMemory } from '../privacy/spoken-memory.ts';
import { bookTranscription } from './booking.ts';
import { hintOf } from './hint.ts';
import { type Estimate, estimateTranscription } from './price.ts';
import { inWordsOfSound } from './refusal.ts';
import { chooseTranscriber, partBytes, standInsFor, type Transcriber } from './whom.ts';

/** What transcribing needs; put together once, at the composition root. */
export interface VoiceContext {
  settings: Settings;
  workspace: string;
  /** undefined when nothing is to be looked for: privacy is off. */
  detector: Detector | undefined;
  /** Gets the secrets that were said. */
  spokenMemory: Pick<SpokenMemory, 'remember'>;
  catalogue: Catalogue;
  ledger: Ledger;
  /** undefined without a key and without a server on this machine. */
  gateway: Gateway | undefined;
  /** The server of `lenscap.voice.localServer`, and the model it is asked for; undefined without one. */
  localServer: { gateway: Gateway; model: string } | undefined;
  /** The server of `lenscap.routing.localServer`, which may transcribe where nobody else does. */
  spareServer: { gateway: Gateway } | undefined;
  /** The way to all of them. */
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
  transcriber: Transcriber;
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
  const choosing = { ...context, day: context.ledger.today() };
  const chosen = chooseTranscriber(choosing);
  let chain = [chosen, ...standInsFor(chosen, choosing)];
  const { voice } = context.settings;
  const hint = voice.words ? await hintOf(options.words ?? [], context.detector) : '';
  const request = { hint, language: options.language ?? voice.language };
  const price = (part: SoundPart) => priceChain(part, chain, hint, choosing.day);
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
      const paid = await askFor(part, await price(part), errand, context, hooks);
      done.push(paid);
      // Who could not transcribe this part is not asked for the next one.
      chain = chain.slice(chain.indexOf(paid.candidate.transcriber));
      // What follows a gap would not be understood.
      if (hooks.signal.aborted || paid.outcome.error) break;
    }
  } catch (error) {
    // Of what was paid for, nothing is lost.
    const isStopped = hooks.signal.aborted && error === hooks.signal.reason;
    const said = error instanceof BudgetError ? await inItsWords(error, parts, done.length, price) : error;
    if (done.length === 0 || !(isStopped || said instanceof LenscapError)) throw said;
    if (said instanceof LenscapError) trouble = said;
  }
  return summarize(done, { notice: chosen.notice, steps, trouble }, context, hooks.signal);
}

/** A budget's refusal of a part, with what it and those after it need, as far as they are there. */
async function inItsWords(
  error: BudgetError,
  parts: AsyncIterable<SoundPart> | Iterable<SoundPart>,
  from: number,
  price: (part: SoundPart) => Promise<Wanted[]>,
): Promise<BudgetError> {
  let rest = 0;
  if (Array.isArray(parts)) {
    for (const part of parts.slice(from + 1)) rest += (await price(part))[0]?.maxNanoUsd ?? 0;
  }
  return inWordsOfSound(error, rest);
}

interface PartErrand {
  hint: string;
  language: string;
  questionId: string;
  allowNanoUsd: number | undefined;
  steps: string[];
}

/** The chain's members that take a part, priced: none that may cost more than the first, as the user was told. */
async function priceChain(
  part: SoundPart,
  chain: readonly Transcriber[],
  hint: string,
  day: string,
): Promise<Wanted[]> {
  const { wav, seconds } = part;
  const wanted: Wanted[] = [];
  for (const transcriber of chain) {
    const { gateway, model } = transcriber;
    const [first] = wanted;
    if (first && wav.length > partBytes(model)) continue;
    const estimate = await estimateTranscription(model, { seconds, hint }, day);
    const { tokens, expectedNanoUsd, maxNanoUsd } = estimate;
    if (first && maxNanoUsd > first.maxNanoUsd) continue;
    wanted.push({
      gateway,
      provider: gateway.provider,
      route: 'audio',
      model: model.name,
      tokens: tokens.text + tokens.audio + tokens.maxOutput,
      expectedNanoUsd,
      maxNanoUsd,
      transcriber,
      part,
      estimate,
    });
  }
  return wanted;
}

async function askFor(
  part: SoundPart,
  chain: readonly Wanted[],
  { hint, language, questionId, allowNanoUsd, steps }: PartErrand,
  context: VoiceContext,
  hooks: TranscribeHooks,
): Promise<Paid<Wanted>> {
  const { wav, seconds } = part;
  return askPaid(
    chain,
    {
      signal: hooks.signal,
      urgency: 'interactive',
      withinMs: DEADLINE_MS + extraPatience(part),
      questionId,
      allowNanoUsd,
      send: ({ gateway, model }, hold, requestId, stream) =>
        gateway.transcribe(hold, { requestId, model, wav, seconds, hint, language }, stream),
      book: ({ gateway, estimate }, outcome) =>
        bookTranscription(outcome, estimate, seconds, gateway.provider.name),
      // The sound is paid for once it is sent; the words are a matter of what comes.
      accrued: ({ expectedNanoUsd }) => expectedNanoUsd,
      // A sound stays as long as it is; who else has a limit of its own.
      smaller: async (wanted, refused) => (refused.includes(wanted) ? undefined : wanted),
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
    notice,
    steps,
    trouble,
  }: { notice: string | undefined; steps: string[]; trouble: LenscapError | undefined },
  context: VoiceContext,
  signal: AbortSignal,
): Promise<Transcript> {
  const last = done.at(-1);
  if (!last) throw new Error('A sound has one part at least.');
  const { transcriber } = last.candidate;
  const text = done.map(({ outcome }) => outcome.text.trim()).join(' ');
  const broken = done.flatMap(({ outcome }) => outcome.error ?? []);
  const settled = { passed: done.flatMap((each) => each.settled.passed) };
  return {
    text,
    isWhole: !signal.aborted && broken.length === 0 && !trouble,
    model: transcriber.model.name,
    seconds: done.reduce((sum, { candidate }) => sum + candidate.part.seconds, 0),
    usage: done.reduce<Usage>((sum, { booking }) => added(sum, booking.usage), NO_USAGE),
    costNanoUsd: done.reduce((sum, { costNanoUsd }) => sum + costNanoUsd, 0),
    certainty: done.every(({ certainty }) => certainty === 'exact') ? 'exact' : 'estimated',
    findings: await findingsIn(text, context),
    requestId: last.booking.requestId,
    notices: [
      ...(notice === undefined ? [] : [notice]),
      ...steps,
      ...(signal.aborted ? [l10n.t('Transcribing was stopped: what came until then is here.')] : []),
      ...broken.map((error) => l10n.t('{0} What came until then is kept.', error.message)),
      ...(trouble ? [l10n.t('Not all was transcribed: {0} {1}', trouble.message, trouble.hint)] : []),
      ...done.flatMap(({ notices }) => notices),
      ...(await spendNotices(settled, transcriber, context).catch(() => [])),
    ],
  };
}

/** What a question with these words would have replaced. */
async function findingsIn(
  text: string,
  { detector, spokenMemory }: Pick<VoiceContext, 'detector' | 'spokenMemory'>,
): Promise<Placeholder[]> {
  if (!detector) return [];
  const findings = await findSpoken(detector, text);
  spokenMemory.remember(findings);
  return new Placeholders().mask(text, findings).placeholders;
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
