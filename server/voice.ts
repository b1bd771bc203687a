import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import * as l10n from '@vscode/l10n';
import type * as z from 'zod';
import { LenscapError, UsageError } from '../protocol/errors.ts';
import type { RecordProgress, record, SoundNote, Transcript } from '../protocol/voice.ts';
import type { StoredSound } from './explain/sound.ts';
import { MAX_PART_BYTES } from './media/sound/limits.ts';
import { openSound, recordedParts, type SoundOptions } from './media/sound/sound.ts';
import { bytesSource, fileSource, type SoundSource } from './media/sound/source.ts';
import { findProgram } from './privacy/read/program.ts';
import { listMicrophones } from './recorder/recorder.ts';
import { NoteStore, type StoredNote } from './voice/notes.ts';
import { costSoFar, estimateTranscription } from './voice/price.ts';
import { RecordingSession } from './voice/session.ts';
import {
  type TranscribeHooks,
  type TranscribeOptions,
  transcribe,
  type VoiceContext,
} from './voice/transcribe.ts';
import { chooseTranscriber, chooseTranscription, partBytes } from './voice/whom.ts';

/** What of the rest of Lenscap voice notes need. */
export interface VoiceOptions {
  environment: NodeJS.ProcessEnv;
  context(): Promise<VoiceContext>;
  closing: AbortSignal;
}

export type RecordOptions = Omit<z.output<typeof record.params>, 'partialResultToken'>;

/** Everything about voice notes, wired up: recordings, sound files, transcripts. */
export class Voice {
  readonly #options: VoiceOptions;
  readonly #notes = new NoteStore();
  readonly #session = new RecordingSession();

  constructor(options: VoiceOptions) {
    this.#options = options;
  }

  /** The program that decodes what Lenscap's own decoders do not; undefined without one. */
  get ffmpeg(): string | undefined {
    return findProgram('ffmpeg', this.#options.environment['PATH']);
  }

  /** @throws LocalError if there is none, or recording does not work here. */
  microphones(): Promise<string[]> {
    return listMicrophones(this.#options.environment);
  }

  /**
   * Records a note.
   * @returns undefined when it was cancelled
   * @throws UsageError, LocalError; UnsafeMediaError if nothing was said
   */
  async record(
    wanted: RecordOptions,
    hooks: { signal: AbortSignal; onProgress(progress: RecordProgress): void },
  ): Promise<SoundNote | undefined> {
    const context = await this.#options.context();
    const { voice } = context.settings;
    // Nobody wants to hear only after having spoken that there is nobody to listen.
    chooseTranscriber({ ...context, day: context.ledger.today() });
    const recorded = await this.#session.record({
      device: wanted.device ?? voice.device,
      maxSeconds: wanted.maxSeconds ?? voice.maxSeconds,
      silenceSeconds: wanted.silenceSeconds ?? voice.stopOnSilence,
      costOf: meterOf(context),
      onProgress: hooks.onProgress,
      signal: AbortSignal.any([hooks.signal, this.#options.closing]),
      environment: this.#options.environment,
    });
    if (!recorded) return undefined;
    const parts = recordedParts(recorded.samples, {
      ...this.#partOptions(context),
      denoise: wanted.denoise ?? voice.denoise,
    });
    const note = await this.#notes.add(parts, () => ({
      name: l10n.t('Voice note'),
      sourceSeconds: recorded.seconds,
      format: 'microphone',
      removed: [],
      notices:
        recorded.endedBy === 'failure'
          ? [l10n.t('The microphone failed while it was recording. What was said until then is here.')]
          : [],
    }));
    return priced(note, context);
  }

  act(action: 'pause' | 'resume' | 'stop' | 'cancel'): void {
    this.#session.act(action);
  }

  /** @throws UnsafeMediaError if it is no sound that Lenscap reads; LocalError without a decoder for it. */
  attach(
    name: string,
    bytes: Uint8Array,
    denoise: boolean | undefined,
    signal: AbortSignal,
  ): Promise<SoundNote> {
    return this.#attach(name, bytesSource(bytes), denoise, signal);
  }

  async #attach(
    name: string,
    source: SoundSource,
    denoise: boolean | undefined,
    signal: AbortSignal,
  ): Promise<SoundNote> {
    const context = await this.#options.context();
    let sourceSeconds = 0;
    const sound = await openSound(source, {
      ...this.#soundOptions(context, signal),
      denoise: denoise ?? context.settings.voice.denoise,
      onDecoded(seconds) {
        sourceSeconds = seconds;
      },
    });
    const { format, removed } = sound;
    const note = await this.#notes.add(sound.parts(), () => ({
      name,
      sourceSeconds,
      format,
      removed,
      notices: sound.noticesAt(sourceSeconds),
    }));
    return priced(note, context);
  }

  /** The same for a file of this machine, which need not fit into a message. @throws UsageError if it cannot be read */
  attachFile(path: string, denoise: boolean | undefined, signal: AbortSignal): Promise<SoundNote> {
    return withFile(path, (source) => this.#attach(basename(path), source, denoise, signal));
  }

  detach(id: string): void {
    this.#notes.remove(id);
  }

  /** @throws UsageError if there is none of this id. */
  async transcribe(id: string, options: TranscribeOptions, hooks: TranscribeHooks): Promise<Transcript> {
    const { parts, facts } = this.#notes.get(id);
    const transcript = await transcribe(
      parts,
      options,
      await this.#options.context(),
      this.#whileOpen(hooks),
    );
    return { ...transcript, notices: [...facts.notices, ...transcript.notices] };
  }

  /**
   * Transcribes a file piece by piece as it is decoded: it need not fit into memory.
   * @throws UsageError if it cannot be read
   */
  async transcribeFile(
    path: string,
    options: TranscribeOptions & { denoise?: boolean },
    hooks: TranscribeHooks,
  ): Promise<Transcript> {
    const context = await this.#options.context();
    const whileOpen = this.#whileOpen(hooks);
    return withFile(path, async (source) => {
      let seconds = 0;
      const sound = await openSound(source, {
        ...this.#soundOptions(context, whileOpen.signal),
        denoise: options.denoise ?? context.settings.voice.denoise,
        onDecoded(decoded) {
          seconds = decoded;
        },
      });
      const transcript = await transcribe(sound.parts(), options, context, whileOpen);
      // Of one that was not read to its end, nobody can say where it would have ended.
      const notices = transcript.isWhole ? sound.noticesAt(seconds) : [];
      return { ...transcript, notices: [...notices, ...transcript.notices] };
    });
  }

  /**
   * A sound as a question sends it.
   * @throws UsageError if there is none of this id, or it is too long for one request
   */
  forQuestion(id: string): StoredSound {
    const { facts, parts } = this.#notes.get(id);
    const [part, ...more] = parts;
    if (part && more.length === 0) {
      const { name, seconds, sha256 } = facts;
      return { id, name, seconds, sha256, wav: part.wav };
    }
    throw new UsageError(
      'sound-too-long',
      l10n.t('“{0}” is too long to be sent as a sound.', facts.name),
      l10n.t('Have it transcribed instead, or record a shorter note.'),
    );
  }

  #whileOpen(hooks: TranscribeHooks): TranscribeHooks {
    return { ...hooks, signal: AbortSignal.any([hooks.signal, this.#options.closing]) };
  }

  #soundOptions(context: VoiceContext, signal: AbortSignal): SoundOptions {
    return {
      ...this.#partOptions(context),
      ffmpeg: this.ffmpeg,
      signal: AbortSignal.any([signal, this.#options.closing]),
    };
  }

  #partOptions(context: VoiceContext): SoundOptions {
    const chosen = tryChoose(context);
    return { maxPartBytes: chosen ? partBytes(chosen) : MAX_PART_BYTES };
  }
}

/** @throws UsageError if it cannot be read */
async function withFile<T>(path: string, use: (source: SoundSource) => Promise<T>): Promise<T> {
  // Opening a pipe would wait for somebody to write into it.
  const found = await stat(path).catch((cause: unknown) => {
    throw unreadable(path, l10n.t('Check its name and permissions.'), cause);
  });
  if (!found.isFile()) throw unreadable(path, l10n.t('It is a folder, a pipe or a device: name a file.'));
  const file = await open(path).catch((cause: unknown) => {
    throw unreadable(path, l10n.t('Check its permissions.'), cause);
  });
  try {
    return await use(await fileSource(file));
  } finally {
    await file.close();
  }
}

function unreadable(path: string, hint: string, cause?: unknown): UsageError {
  return new UsageError('unreadable-file', l10n.t('{0} cannot be read.', basename(path)), hint, { cause });
}

/** The model that would transcribe; undefined where what is set is none: that is said when it is asked. */
function tryChoose(context: VoiceContext) {
  try {
    return chooseTranscription({ ...context, day: context.ledger.today() }).model;
  } catch (error) {
    if (error instanceof LenscapError) return undefined;
    throw error;
  }
}

function meterOf(context: VoiceContext): (seconds: number) => number | null {
  const model = tryChoose(context);
  const day = context.ledger.today();
  return (seconds) => (model ? (costSoFar(model, seconds, day) ?? null) : null);
}

async function priced({ facts, parts }: StoredNote, context: VoiceContext): Promise<SoundNote> {
  const model = tryChoose(context);
  if (!model) return { ...facts, expectedNanoUsd: null, maxNanoUsd: null };
  let [expectedNanoUsd, maxNanoUsd] = [0, 0];
  try {
    for (const { seconds } of parts) {
      const part = await estimateTranscription(model, { seconds, hint: '' }, context.ledger.today());
      expectedNanoUsd += part.expectedNanoUsd;
      maxNanoUsd += part.maxNanoUsd;
    }
  } catch (error) {
    if (error instanceof LenscapError) return { ...facts, expectedNanoUsd: null, maxNanoUsd: null };
    throw error;
  }
  return { ...facts, expectedNanoUsd, maxNanoUsd };
}
