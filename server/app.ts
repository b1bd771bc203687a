import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import envPaths from 'env-paths';
import type { z } from 'zod';
import type { Attachment } from '../protocol/attach.ts';
import type { Explanation } from '../protocol/explain.ts';
import type { ModelHealth } from '../protocol/health.ts';
import type { NewModel } from '../protocol/models.ts';
import type { Question, Quote } from '../protocol/quote.ts';
import type { mask } from '../protocol/sent.ts';
import type { Settings } from '../protocol/settings.ts';
import type { BudgetState } from '../protocol/spend.ts';
import type { Transcript } from '../protocol/voice.ts';
import { AnswerCache } from './cache/answers.ts';
import { alone } from './cache/cache-file.ts';
import type { Catalogue } from './catalogue/catalogue.ts';
import { CurrentCatalogue } from './catalogue/current-catalogue.ts';
import { Connections } from './connections.ts';
import { findCacheKey } from './credentials.ts';
import { Answers, type ExplainHooks } from './explain/answers.ts';
import { AttachmentStore, bytesWithinBase64 } from './explain/attachments.ts';
import { isKept } from './explain/cached.ts';
import { type Comparison, compare } from './explain/compare.ts';
import { Conversations } from './explain/conversations.ts';
import { explain, isOffline } from './explain/explain.ts';
import type { Choice, SafePicture } from './explain/make-safe.ts';
import { type ExplainContext, plan } from './explain/plan.ts';
import { type ImaginedPicture, type PictureSize, quotePicture } from './explain/pricing.ts';
import { maskPrompt } from './explain/say.ts';
import { SeenPictures } from './explain/seen.ts';
import { type Clock, systemClock } from './gateway/clock.ts';
import { Resilience } from './gateway/resilience.ts';
import { openShared, type Shared } from './gateway/shared-file.ts';
import { rebuildCounters } from './ledger/counters.ts';
import { Ledger } from './ledger/ledger.ts';
import { SpokenMemory } from './privacy/spoken-memory.ts';
import { createPrivacy, type PrivacyParts, withSettings } from './privacy.ts';
import { healthOf } from './provider-health.ts';
import { QuestionQueue } from './queue/question-queue.ts';
import { Queueing } from './queueing.ts';
import { Spending } from './spending.ts';
import { openStorage, type Storage } from './storage/database.ts';
import { type CopyKeeper, keepCopies } from './storage/keep-copies.ts';
import { KEY_BYTES } from './storage/sealing.ts';
import type { TranscribeHooks, TranscribeOptions, VoiceContext } from './voice/transcribe.ts';
import { Voice } from './voice.ts';

export interface AppOptions {
  dataDirectory: string;
  workspace: string;
  settings: Settings;
  environment: NodeJS.ProcessEnv;
  /** The editor's proxy: it goes before the environment's. */
  proxy?: string | undefined;
  /** For what waits for providers; tests turn it. */
  clock?: Clock;
  /** The key that kept answers and questions are sealed with, undefined where there is none; the keychain's if not given. */
  cacheKey?: () => Promise<Buffer | undefined>;
  /** Takes sentences about what happened outside any question. */
  log?(sentence: string): void;
}

/** Where the ledger lives unless somebody says otherwise. */
export function defaultDataDirectory(environment: NodeJS.ProcessEnv): string {
  return environment['LENSCAP_DATA_DIR'] || envPaths('lenscap', { suffix: '' }).data;
}

/**
 * Everything Lenscap can do, wired up: the composition that the daemon offers
 * over LSP and the command line over a shell.
 */
export class App {
  readonly ledger: Ledger;
  readonly storage: Storage;
  readonly spending: Spending;
  readonly cache: AnswerCache;
  /** What waits for the network. */
  readonly queueing: Queueing;
  readonly voice: Voice;
  readonly connections: Connections;
  readonly #copies: CopyKeeper;
  readonly #catalogue: CurrentCatalogue;
  readonly #options: AppOptions;
  readonly #attachments = new AttachmentStore();
  readonly #conversations = new Conversations();
  readonly #spokenMemory = new SpokenMemory();
  readonly #answers: Answers;
  readonly #seen: SeenPictures;
  readonly #underWay = new Set<Promise<unknown>>();
  readonly #closing = new AbortController();
  #settings: Settings;
  #privacy: Promise<PrivacyParts> | undefined;
  #shared: Promise<Shared> | undefined;
  readonly #resilience: Resilience;

  /** @throws LocalError if the ledger or the user's models file cannot be read. */
  static async open(options: AppOptions): Promise<App> {
    // Where the user keeps models of their own.
    const models = join(options.dataDirectory, 'models.json');
    const catalogue = new CurrentCatalogue(models, options.settings.models.custom);
    const storage = await openStorage(options.dataDirectory, { rebuild: rebuildCounters });
    const ledger = new Ledger(storage.db);
    try {
      await ledger.initialize();
      await ledger.recoverOrphans();
    } catch (error) {
      await storage.close();
      throw error;
    }
    return new App(options, catalogue, storage, ledger);
  }

  private constructor(options: AppOptions, catalogue: CurrentCatalogue, storage: Storage, ledger: Ledger) {
    this.#options = options;
    this.#settings = options.settings;
    this.#catalogue = catalogue;
    this.storage = storage;
    this.ledger = ledger;
    const log = (sentence: string) => options.log?.(sentence);
    if (storage.restored) log(restoredSentence(storage.restored));
    this.#copies = keepCopies(storage, log);
    this.connections = new Connections({ ...options, settings: () => this.#settings });
    this.#resilience = new Resilience({
      shared: () => this.#openShared(),
      ...(options.clock && { clock: options.clock }),
    });
    const directory = options.dataDirectory;
    const key = options.cacheKey ?? (() => findCacheKey(KEY_BYTES));
    this.cache = new AnswerCache({ directory, key, onTrouble: log }, options.settings.cache);
    this.queueing = new Queueing({
      queue: new QuestionQueue({
        directory,
        key,
        alone: (action) => alone(directory, action),
        onTrouble: log,
      }),
      workspace: this.workspace,
      clock: options.clock ?? systemClock,
      context: () => this.#context(),
      closing: this.#closing.signal,
      log,
    });
    this.#answers = new Answers(this.cache);
    this.#seen = new SeenPictures(options.settings);
    this.voice = new Voice({
      environment: options.environment,
      context: () => this.#voiceContext(),
      closing: this.#closing.signal,
    });
    this.spending = new Spending({
      storage,
      ledger,
      workspace: this.workspace,
      catalogue: () => this.catalogue,
      modelsInUse: () => this.modelsInUse(),
    });
  }

  get catalogue(): Catalogue {
    return this.#catalogue.last;
  }

  /** The settings in force. */
  get settings(): Settings {
    return this.#settings;
  }

  get workspace(): string {
    return this.#options.workspace;
  }

  /** @throws LocalError if the user's models file is wrong; the settings are in force all the same. */
  configure(settings: Settings): void {
    const { privacy, models } = this.#settings;
    this.#settings = settings;
    this.cache.configure(settings.cache);
    this.#seen.configure(settings);
    this.connections.forget();
    const { reader, languages } = privacy;
    if (reader !== settings.privacy.reader || !isDeepStrictEqual(languages, settings.privacy.languages))
      void this.#forgetPrivacy();
    // The reader goes on with what it is reading.
    else if (this.#privacy && !isDeepStrictEqual(privacy, settings.privacy))
      this.#privacy = this.#privacy.then((parts) => withSettings(parts, settings.privacy));
    this.queueing.stir();
    if (!isDeepStrictEqual(models.custom, settings.models.custom))
      this.#catalogue.setCustom(settings.models.custom);
  }

  /**
   * Adds a model to the user's models.json, or corrects it there.
   * @returns the file
   * @throws UsageError, LocalError
   */
  addModel(model: NewModel): Promise<string> {
    return this.#catalogue.add(model, this.ledger.today());
  }

  /** What is wrong with the user's own rules, a sentence each. */
  async privacyWarnings(): Promise<readonly string[]> {
    return (await this.#lookAfterPrivacy()).warnings;
  }

  /** Takes the editor's key; undefined falls back to keychain and environment. */
  setCredentials(apiKey: string | undefined): void {
    this.connections.setKey(apiKey);
    this.queueing.stir();
  }

  /** How the models in use fare, and those that were asked lately, in all windows. */
  async health(): Promise<ModelHealth[]> {
    const { localServer: local } = this.connections;
    const main = await this.connections.provider();
    const { answer, routing } = this.#settings;
    const inUse = [
      ...(main ? [{ provider: main, models: this.modelsInUse().map(({ name }) => name) }] : []),
      ...(local ? [{ provider: local, models: routing.localModel ? [routing.localModel] : [] }] : []),
    ];
    const need = { requests: 1, tokens: answer.maxOutputTokens };
    return healthOf(inUse, await this.#openShared(), need, (this.#options.clock ?? systemClock).now());
  }

  /** The models that are asked unless a question names another one. */
  modelsInUse(): { name: string; isDefault: boolean }[] {
    const { models } = this.#settings;
    const day = this.ledger.today();
    const asked = (['vision', 'text'] as const).map((kind) => ({
      name: models[kind] || this.catalogue.defaultFor(kind, day).model.name,
      isDefault: models[kind] === '',
    }));
    // The catalogue's own for glances is left out: not every provider has it.
    return models.glance === '' ? asked : [...asked, { name: models.glance, isDefault: false }];
  }

  /** Loads what the first question needs, so that it is as quick as the second. */
  async warmUp(): Promise<void> {
    await Promise.all([(await this.connections.main())?.warmUp(), this.#openShared()]);
  }

  /**
   * Lets the reader read a small empty picture.
   * @returns which one it is
   * @throws LocalError if it does not work
   */
  async tryReader(): Promise<'bundled' | 'system'> {
    const { reader } = await this.#lookAfterPrivacy();
    const [width, height] = [64, 32];
    const picture = { data: Buffer.alloc(width * height * 3, 255), width, height };
    await reader.read(picture, { layout: 'lines', signal: this.#closing.signal });
    return reader.name;
  }

  /** @throws UnsafeMediaError if the file cannot be made safe; the signal's reason when aborted. */
  attach(name: string, bytes: Uint8Array, signal: AbortSignal): Promise<Attachment> {
    const { image, privacy } = this.#settings;
    return this.#attachments.add(name, bytes, {
      maxEdge: image.maxEdge,
      maxBytes: bytesWithinBase64(image.maxPayloadBytes),
      mode: privacy.mode,
      privacy: () => this.#lookAfterPrivacy(),
      see: this.#seen.under(privacy),
      signal: AbortSignal.any([signal, this.#closing.signal]),
    });
  }

  /** Lets go of a picture or a sound. */
  detach(id: string): void {
    this.#attachments.remove(id);
    this.voice.detach(id);
  }

  redact(id: string, choice: Choice): Promise<Attachment> {
    return this.#attachments.redact(id, choice);
  }

  /**
   * The safe file of an attachment, as it would be sent.
   * @param together the question's attachments: among others it may have to be smaller
   */
  async preview(id: string, together: readonly string[] = []): Promise<SafePicture> {
    const ids = together.includes(id) ? together : [id];
    const limit = bytesWithinBase64(this.#settings.image.maxPayloadBytes);
    const pictures = await this.#attachments.forQuestion(ids, limit);
    return (pictures.find((picture) => picture.id === id) ?? this.#attachments.get(id)).safe;
  }

  /** Finds where two attached pictures differ; see `lenscap/compare`. */
  compare(before: string, after: string): Promise<Comparison> {
    return compare(before, after, this.#attachments);
  }

  async quote(question: Question): Promise<Quote> {
    const context = {
      ...(await this.#context()),
      placeholders: (conversation: string | undefined) => this.#conversations.draft(conversation),
    };
    const planned = await plan(question, context);
    const budgets = await this.#budgets(planned.quote.model);
    const isCached = await isKept(question, planned, context);
    return { ...planned.quote, ...(isCached && { isCached, expectedNanoUsd: 0, maxNanoUsd: 0 }), budgets };
  }

  /** Texts without their secrets, whatever the privacy mode: for what a client keeps on disk. */
  async mask({ texts, conversation, spoken = false }: z.output<typeof mask.params>): Promise<string[]> {
    const { detector } = await this.#lookAfterPrivacy();
    const placeholders = this.#conversations.draft(conversation);
    const masked: string[] = [];
    for (const prompt of texts)
      masked.push((await maskPrompt({ prompt, spoken }, placeholders, detector)).text);
    return masked;
  }

  /** An answer's words; where they cannot be looked through, none. */
  async #maskOne(text: string): Promise<string> {
    return this.mask({ texts: [text] }).then(
      ([masked = '']) => masked,
      () => '',
    );
  }

  /** Prices a picture of a size, without one. */
  async quotePicture(picture: ImaginedPicture, question: Pick<Question, 'prompt' | 'model'>): Promise<Quote> {
    const context = { settings: this.#settings, catalogue: this.#catalogue.now(), ledger: this.ledger };
    const quoted = await quotePicture(picture, question, context);
    return { ...quoted, budgets: await this.#budgets(quoted.model) };
  }

  /** Prices asking about a picture file of a size, scaled down as it would be sent. */
  async quoteSending({
    width,
    height,
  }: PictureSize): Promise<PictureSize & { model: string; expectedNanoUsd: number }> {
    const scale = Math.min(1, this.#settings.image.maxEdge / Math.max(width, height));
    const sent = {
      width: Math.max(1, Math.round(width * scale)),
      height: Math.max(1, Math.round(height * scale)),
    };
    const { model, expectedNanoUsd } = await this.quotePicture({ ...sent, detail: 'high' }, { prompt: '' });
    return { ...sent, model, expectedNanoUsd };
  }

  /** @throws what the journey does; QueuedError where nobody could be reached and the question waits for the network */
  explain(question: Question, hooks: ExplainHooks): Promise<Explanation> {
    return this.#untilBooked(hooks, async (stoppable) => {
      try {
        const context = await this.#context();
        const answer = await explain(question, context, stoppable);
        // Where secrets are not looked for, what a client keeps has to be looked through all the same.
        return context.detector ? answer : { ...answer, masked: await this.#maskOne(answer.masked) };
      } catch (error) {
        if (!question.queueOffline || !isOffline(error)) throw error;
        throw await this.queueing.add(question, error);
      }
    });
  }

  /** Asks a question that waited: see `Queueing`. */
  askQueued(id: string, upToNanoUsd: number | undefined, hooks: ExplainHooks): Promise<Explanation> {
    return this.#untilBooked(hooks, (stoppable) => this.queueing.ask(id, upToNanoUsd, stoppable));
  }

  /** Asks so that closing stops it, and waits until what came is booked. */
  async #untilBooked(
    hooks: ExplainHooks,
    ask: (stoppable: ExplainHooks) => Promise<Explanation>,
  ): Promise<Explanation> {
    const signal = AbortSignal.any([hooks.signal, this.#closing.signal]);
    return this.#booked(ask({ ...hooks, signal }));
  }

  /** Has a note transcribed; see `Voice`. */
  transcribe(id: string, options: TranscribeOptions, hooks: TranscribeHooks): Promise<Transcript> {
    return this.#booked(this.voice.transcribe(id, options, hooks));
  }

  /** The same for a file, piece by piece. */
  transcribeFile(path: string, options: TranscribeOptions, hooks: TranscribeHooks): Promise<Transcript> {
    return this.#booked(this.voice.transcribeFile(path, options, hooks));
  }

  /** What costs money is waited for when all ends, so that it is booked. */
  async #booked<T>(costly: Promise<T>): Promise<T> {
    this.#underWay.add(costly);
    try {
      return await costly;
    } finally {
      this.#underWay.delete(costly);
    }
  }

  /** Stops what is under way, waits until it is booked, and closes the ledger. */
  async close(): Promise<void> {
    this.spending.close();
    this.#closing.abort();
    await Promise.allSettled(this.#underWay);
    // What could not be booked gets its last chance here; after it, another process books an estimate.
    await this.ledger.recoverOrphans().catch(() => {});
    await this.queueing.close();
    await this.#forgetPrivacy();
    await this.connections.close();
    // Where it could not be opened there is nothing to close.
    await this.#shared?.then((shared) => shared.close()).catch(() => {});
    await this.cache.close();
    await this.#copies.stop();
    await this.storage.close();
  }

  /** The budgets a question falls under, and those that are always shown. */
  #budgets(model: string): Promise<BudgetState[]> {
    return this.ledger.budgets({ workspace: this.workspace, model });
  }

  async #context(): Promise<ExplainContext> {
    return {
      settings: this.#settings,
      workspace: this.workspace,
      attachments: this.#attachments,
      sound: (id) => this.voice.forQuestion(id),
      placeholders: (conversation) => this.#conversations.placeholders(conversation),
      turns: ({ conversation, before }) => this.#conversations.turns(conversation, before),
      remember: ({ conversation, turn }, said) =>
        this.#conversations.remember(conversation, { ...said, id: turn }),
      detector: await this.#detector(),
      catalogue: this.#catalogue.now(),
      ledger: this.ledger,
      answers: this.#answers,
      gateway: await this.connections.main(),
      baseUrl: this.connections.baseUrl,
      localServer: await this.connections.local(),
      resilience: this.#resilience,
    };
  }

  async #voiceContext(): Promise<VoiceContext> {
    const { localServer: spareServer, ...context } = await this.#context();
    const localServer = await this.connections.voiceServer();
    return { ...context, spokenMemory: this.#spokenMemory, localServer, spareServer };
  }

  /** undefined when nothing is to be looked for. */
  async #detector(): Promise<ExplainContext['detector']> {
    const { mode, allow } = this.#settings.privacy;
    if (mode === 'off') return undefined;
    return this.#spokenMemory.around((await this.#lookAfterPrivacy()).detector, allow);
  }

  #lookAfterPrivacy(): Promise<PrivacyParts> {
    this.#privacy ??= createPrivacy(this.#settings.privacy);
    return this.#privacy;
  }

  async #forgetPrivacy(): Promise<void> {
    const parts = this.#privacy;
    this.#privacy = undefined;
    await parts?.then(({ reader }) => reader.close()).catch(() => {});
  }

  #openShared(): Promise<Shared> {
    this.#shared ??= openShared(this.#options.dataDirectory, this.#options.clock ?? systemClock);
    return this.#shared;
  }
}

function restoredSentence({ since, setAside, rows }: NonNullable<Storage['restored']>): string {
  return `The ledger was damaged and restored with ${rows} rows; spending since ${new Date(since).toLocaleString()} may be missing. The damaged file is kept as ${setAside}.`;
}
