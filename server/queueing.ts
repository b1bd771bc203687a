import { randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { type Failure, LenscapError, LocalError, QueuedError } from '../protocol/errors.ts';
import type { Explanation } from '../protocol/explain.ts';
import type { QueuedQuestion } from '../protocol/queue.ts';
import type { Question } from '../protocol/quote.ts';
import type { ExplainHooks } from './explain/answers.ts';
import { isOffline } from './explain/explain.ts';
import type { ExplainContext } from './explain/plan.ts';
import { askKept, DearerError, gatewayFor, keep } from './explain/queued.ts';
import type { Clock } from './gateway/clock.ts';
import type { Placeholders } from './privacy/placeholders.ts';
import type { KeptQuestion } from './queue/kept-question.ts';
import { Patrol } from './queue/patrol.ts';
import { notQueued, type QuestionQueue, type Waiting } from './queue/question-queue.ts';

export interface QueueingOptions {
  queue: QuestionQueue;
  workspace: string;
  clock: Pick<Clock, 'later'>;
  context(): Promise<ExplainContext>;
  /** Aborted when this process stops what is under way in order to end. */
  closing: AbortSignal;
  /** Takes sentences about what happened outside any question. */
  log(sentence: string): void;
}

/** Asked so often in vain although somebody was there, it stays: each time it may have cost something. */
const MOST_IN_VAIN = 3;

/** What this process knows of a question that it looks after. */
interface Known {
  /** What its placeholders stand for, if it was queued in this process. */
  originals?: Placeholders;
  isAsking?: boolean;
  isReady?: boolean;
  /** How often it was asked, and nobody answered. */
  inVain?: number;
  /** Why it stays until the user says what becomes of it. */
  trouble?: { failure: Failure; nowNanoUsd?: number } | undefined;
}

/** Questions that wait for the network, and who asks them when it is back. */
export class Queueing {
  readonly #options: QueueingOptions;
  readonly #known = new Map<string, Known>();
  readonly #patrol: Patrol;
  #onChange: (() => void) | undefined;

  constructor(options: QueueingOptions) {
    this.#options = options;
    this.#patrol = new Patrol({
      look: () => this.#look(),
      later: options.clock.later,
      onError: (error) => options.log(`The queue of questions does not work as it should: ${said(error)}`),
    });
  }

  /** Looks for the network as long as a question of this workspace waits for it, and tells of every change. */
  watch(onChange: () => void): void {
    this.#onChange = onChange;
    this.stir();
  }

  /** Something changed that questions may have waited for: a key, a setting. */
  stir(): void {
    if (this.#onChange && this.#options.queue.mayHaveQuestions) this.#patrol.start();
  }

  /**
   * Keeps a question that met nobody.
   * @param cause what it failed with
   * @returns the error that says so
   * @throws UsageError where there is no room for it; `cause` where there is nothing to keep
   */
  async add(question: Question, cause: LenscapError): Promise<QueuedError> {
    const kept = await keep(question, randomUUID(), await this.#options.context());
    if (!kept) throw cause;
    const { isDurable } = await this.#options.queue.add(kept.question, kept.pictures);
    const { id } = kept.question;
    if (!isDurable && !this.#onChange) {
      await this.#options.queue.remove(id);
      throw new LocalError(
        'no-keychain',
        l10n.t(
          '{0} The question cannot be kept either: this system has no keychain to seal it with.',
          cause.message,
        ),
        l10n.t('Ask it again when you are online.'),
        { cause },
      );
    }
    this.#known.set(id, { originals: kept.originals });
    this.#changed();
    this.stir();
    const hint = isDurable
      ? l10n.t(
          'The question waits until it can: in VS Code it is then asked by itself, elsewhere by "lenscap queue ask".',
        )
      : l10n.t(
          'The question waits until it can, but only as long as this window is open: this system has no keychain to keep it with.',
        );
    return new QueuedError(id, cause.message, hint, { cause });
  }

  /** @param isEverywhere whether those of all workspaces, which are then left to whoever looks after them */
  async list(isEverywhere = false): Promise<QueuedQuestion[]> {
    const { queue, workspace } = this.#options;
    const waiting = await queue.list(isEverywhere ? undefined : workspace, !isEverywhere);
    return waiting
      .filter(({ owner }) => isEverywhere || owner === 'this')
      .map((each) => describe(each, this.#known.get(each.question.id)));
  }

  /**
   * Asks a question of the queue. It stays there, with its answer.
   * @param upToNanoUsd what the user agreed that it may cost, if they did
   * @throws UsageError where it is not, or no longer, to be asked here; what asking throws
   */
  async ask(id: string, upToNanoUsd: number | undefined, hooks: ExplainHooks): Promise<Explanation> {
    const { queue, context } = this.#options;
    const { question, pictures, answer } = await queue.get(id);
    const known = this.#knownOf(id);
    if (known.isAsking) throw notQueued();
    known.isAsking = true;
    known.isReady = false;
    known.trouble = undefined;
    this.#changed();
    const shown = new Shown(known.originals, hooks);
    try {
      const given = answer ?? (await askKept({ question, pictures }, upToNanoUsd, await context(), shown));
      if (answer) shown.onProgress({ kind: 'delta', text: answer.text });
      else if (this.#isAnswer(given)) await this.#keepAnswer(id, given);
      else known.trouble = { failure: stopped() };
      return shown.end(given, question);
    } catch (error) {
      known.inVain = (known.inVain ?? 0) + 1;
      if (!isOffline(error) || known.inVain >= MOST_IN_VAIN) known.trouble = troubleOf(error);
      else if (this.#onChange) this.#patrol.goOn();
      throw error;
    } finally {
      known.isAsking = false;
      this.#changed();
    }
  }

  async remove(id: string): Promise<boolean> {
    this.#known.delete(id);
    const isRemoved = await this.#options.queue.remove(id);
    this.#changed();
    return isRemoved;
  }

  /** @returns how many questions, of all workspaces, were forgotten */
  async clear(): Promise<number> {
    this.#known.clear();
    return this.#options.queue.clear();
  }

  /** How many questions were sealed with a key that the keychain no longer has. */
  countUnreadable(): Promise<number> {
    return this.#options.queue.countUnreadable();
  }

  async close(): Promise<void> {
    this.#patrol.stop();
    this.#onChange = undefined;
    await this.#options.queue.close();
  }

  /** What the user stopped before a word came is no answer, nor is what was cut off because this process ends. */
  #isAnswer({ finishReason, text }: Explanation): boolean {
    return finishReason !== 'cancelled' || (text !== '' && !this.#options.closing.aborted);
  }

  async #keepAnswer(id: string, answer: Explanation): Promise<void> {
    try {
      await this.#options.queue.answered(id, answer);
    } catch (error) {
      // Who asked has it all the same.
      this.#options.log(`An answer could not be kept in the queue: ${said(error)}`);
    }
  }

  async #look(): Promise<boolean> {
    const { queue, workspace, context } = this.#options;
    const waiting = await queue.list(workspace, true);
    const now = waiting.length > 0 ? await context() : undefined;
    let isChanged = false;
    const reached = new Map<string, boolean>();
    for (const { question, owner, isAnswered } of waiting) {
      if (owner !== 'this' || !now) continue;
      isChanged ||= !this.#known.has(question.id);
      const known = this.#knownOf(question.id);
      if (known.isAsking || known.trouble) continue;
      let isReady = isAnswered || reached.get(question.baseUrl);
      if (isReady === undefined) {
        isReady = await isReached(question, now);
        reached.set(question.baseUrl, isReady);
      }
      // Said again each time: whoever was to ask may have been busy.
      isChanged ||= isReady || known.isReady !== isReady;
      known.isReady = isReady;
    }
    if (isChanged) this.#changed();
    return waiting.some(({ question }) => !this.#known.get(question.id)?.trouble);
  }

  #knownOf(id: string): Known {
    const known = this.#known.get(id) ?? {};
    this.#known.set(id, known);
    return known;
  }

  #changed(): void {
    this.#onChange?.();
  }
}

/** Where there is nobody to ask at all it waits; where it is to go elsewhere, asking it says so. */
async function isReached(question: KeptQuestion, context: ExplainContext): Promise<boolean> {
  const gateway = gatewayFor(question, context);
  if (gateway) return gateway.isReachable();
  return (
    context.gateway !== undefined && question.baseUrl !== (context.settings.routing.localServer || undefined)
  );
}

function describe({ question, owner, isAnswered, isDurable }: Waiting, known: Known = {}): QueuedQuestion {
  const { id, queuedAt, workspace, prompt, pictures, route, model, expectedNanoUsd, maxNanoUsd } = question;
  const { trouble } = known;
  const state =
    owner === 'another'
      ? 'elsewhere'
      : known.isAsking
        ? 'asking'
        : trouble
          ? 'stays'
          : isAnswered || known.isReady
            ? 'ready'
            : 'waiting';
  return {
    ...{ id, queuedAt, workspace, prompt, pictures, route, model, expectedNanoUsd, maxNanoUsd },
    isDurable,
    state,
    ...(trouble && { trouble: trouble.failure }),
    ...(trouble?.nowNanoUsd !== undefined && { nowNanoUsd: trouble.nowNanoUsd }),
  };
}

function stopped(): Failure {
  return {
    kind: 'provider',
    code: 'cancelled',
    message: l10n.t('It was stopped before an answer came.'),
    hint: l10n.t('Ask it now, or remove it.'),
  };
}

function troubleOf(error: unknown): Known['trouble'] {
  const nowNanoUsd = error instanceof DearerError ? { nowNanoUsd: error.nowNanoUsd } : {};
  if (error instanceof LenscapError) return { failure: error.toFailure(), ...nowNanoUsd };
  const message = l10n.t('Lenscap failed: {0}.', said(error));
  return {
    failure: { kind: 'failed', code: 'internal', message, hint: l10n.t('Ask it again, or remove it.') },
  };
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What whoever queued a question sees of its answer: the originals, as long as they are known. */
class Shown implements ExplainHooks {
  readonly signal: AbortSignal;
  readonly #originals: Placeholders | undefined;
  readonly #restorer: ReturnType<Placeholders['restorer']> | undefined;
  readonly #hooks: ExplainHooks;

  constructor(originals: Placeholders | undefined, hooks: ExplainHooks) {
    this.signal = hooks.signal;
    this.#originals = originals;
    this.#restorer = originals?.restorer();
    this.#hooks = hooks;
  }

  onProgress(progress: Parameters<ExplainHooks['onProgress']>[0]): void {
    if (progress.kind !== 'delta' || !this.#restorer) this.#hooks.onProgress(progress);
    else this.#show(this.#restorer.push(progress.text));
  }

  end(answer: Explanation, { hasSecrets }: KeptQuestion): Explanation {
    this.#show(this.#restorer?.end() ?? '');
    if (this.#originals) return { ...answer, text: this.#originals.restore(answer.text) };
    return hasSecrets ? { ...answer, notices: [...answer.notices, notRestored()] } : answer;
  }

  #show(text: string): void {
    if (text !== '') this.#hooks.onProgress({ kind: 'delta', text });
  }
}

function notRestored(): string {
  return l10n.t(
    'The secrets of this question were not kept while it waited: words like ⟦api-key-1⟧ stand for them.',
  );
}
