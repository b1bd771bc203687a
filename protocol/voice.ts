import * as z from 'zod';
import { AttachmentId, MediaFile, Removed } from './attach.ts';
import type { Message } from './message.ts';
import { NanoUsd } from './nano-usd.ts';
import { Placeholder } from './quote.ts';
import { Certainty } from './spend.ts';
import { Usage } from './usage.ts';

const PartialResultToken = z.union([z.string(), z.int()]);

/** A recording or a sound file, made safe: kept by the daemon in memory only, under its id. */
export const SoundNote = z.object({
  id: AttachmentId,
  name: z.string(),
  /** What is left without the silence, and what would be paid for. */
  seconds: z.number(),
  /** How long the recording or the file is. */
  sourceSeconds: z.number(),
  /** What the file was: `wav`, `mp3`, …; `microphone` for a recording. */
  format: z.string(),
  removed: z.array(Removed),
  /** Of all parts as they would be sent: WAV, 16 kHz, one channel. */
  bytes: z.int(),
  /** In hex, of the parts one after the other. */
  sha256: z.string(),
  /** In how many requests it is transcribed. */
  parts: z.int(),
  /** Of transcribing it; null where the price of the model is not known (then it would be refused). */
  expectedNanoUsd: NanoUsd.nullable(),
  maxNanoUsd: NanoUsd.nullable(),
  /** What the user has to know of it, a sentence each: that the file breaks off, that the microphone did. */
  notices: z.array(z.string()),
});
export type SoundNote = z.infer<typeof SoundNote>;

/**
 * client → daemon: the microphones of the machine the daemon runs on. Fails as
 * `failed` with code `no-microphone` or `no-recorder`.
 */
export const microphones = {
  method: 'lenscap/microphones',
  params: z.object({}).prefault({}),
  result: z.object({ names: z.array(z.string()) }),
} satisfies Message;

/** Partial results of `lenscap/record`, about 15 a second, in `$/progress` under the client's `partialResultToken`. */
export const RecordProgress = z.object({
  /** The microphone is open in `recording` only; `opening` takes up to some seconds. */
  state: z.enum(['opening', 'recording', 'paused']),
  /** Recorded so far. */
  seconds: z.number(),
  maxSeconds: z.number(),
  /** Of the last moment, in dBFS: 0 is the loudest there is, silence is about −60 and less. */
  level: z.number(),
  /** What transcribing it would cost so far; null where the price of the model is not known. */
  costNanoUsd: NanoUsd.nullable(),
});
export type RecordProgress = z.infer<typeof RecordProgress>;

/**
 * client → daemon: records until it is stopped (`lenscap/recording`), silent
 * long enough, or at the cap. One recording at a time: a second one fails as
 * `usage` with code `already-recording`. What is missing is as the settings
 * have it. null when it was cancelled, by `lenscap/recording` or `$/cancelRequest`.
 */
export const record = {
  method: 'lenscap/record',
  params: z
    .object({
      /** A name of `lenscap/microphones`; empty for the system's default. */
      device: z.string().max(500).optional(),
      maxSeconds: z.number().positive().max(3600).optional(),
      /** Ends by itself after as much silence; 0 for never. */
      silenceSeconds: z.number().min(0).max(60).optional(),
      denoise: z.boolean().optional(),
      partialResultToken: PartialResultToken.optional(),
    })
    .prefault({}),
  result: SoundNote.nullable(),
} satisfies Message;

/** client → daemon: what to do with the recording under way. Without one it does nothing. */
export const recording = {
  method: 'lenscap/recording',
  params: z.object({ action: z.enum(['pause', 'resume', 'stop', 'cancel']) }),
  result: z.null(),
} satisfies Message;

/**
 * client → daemon: a sound file, or what a webview recorded as WAV. Fails as
 * `unsafe` if it is no sound that Lenscap reads. `lenscap/detach` lets it go.
 */
export const attachSound = {
  method: 'lenscap/attachSound',
  params: MediaFile.extend({ denoise: z.boolean().optional() }),
  result: SoundNote,
} satisfies Message;

/**
 * client → daemon: the same for a file of the machine they both run on, which
 * is read piece by piece: for files that are too large for a message.
 */
export const attachSoundFile = {
  method: 'lenscap/attachSoundFile',
  params: z.object({ path: z.string().min(1).max(4096), denoise: z.boolean().optional() }),
  result: SoundNote,
} satisfies Message;

/** What somebody said, in their own words: it has not been looked through for secrets. */
export const Transcript = z.object({
  text: z.string(),
  /** Whether it is all that was said; else the notices say why not. */
  isWhole: z.boolean(),
  model: z.string(),
  /** What was paid for. */
  seconds: z.number(),
  usage: Usage,
  costNanoUsd: NanoUsd,
  certainty: Certainty,
  /** What a question with `spoken: true` would have replaced before it is sent, in the order of the text. */
  findings: z.array(Placeholder),
  requestId: z.string(),
  notices: z.array(z.string()),
});
export type Transcript = z.infer<typeof Transcript>;

/** Partial results of `lenscap/transcribe`, in `$/progress` under the client's `partialResultToken`. */
export const TranscribeProgress = z.discriminatedUnion('kind', [
  /** What is waited for: a retry, the queue. */
  z.object({ kind: z.literal('step'), text: z.string() }),
  /** The next piece of the transcript. */
  z.object({ kind: z.literal('delta'), text: z.string() }),
]);
export type TranscribeProgress = z.infer<typeof TranscribeProgress>;

/**
 * client → daemon: has a sound transcribed, by the provider or by the server of
 * `lenscap.voice.localServer`. Refused by budgets as questions are. The note
 * stays until it is detached.
 */
export const transcribe = {
  method: 'lenscap/transcribe',
  params: z.object({
    id: AttachmentId,
    /** Identifiers and file names of the workspace, the likeliest first: a hint for their spelling, sent along. */
    words: z.array(z.string().max(200)).max(2000).default([]),
    /** ISO 639-1, `en`; empty: the model finds out. */
    language: z.string().max(10).optional(),
    /** What the user agreed it may cost at most, although a budget has no room for it. */
    allowNanoUsd: NanoUsd.nonnegative().optional(),
    partialResultToken: PartialResultToken.optional(),
  }),
  result: Transcript,
} satisfies Message;
