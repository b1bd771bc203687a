// What the view and the extension say to each other. Each side parses what it
// gets: the view shows a stranger's text, so its word is not taken for it.
import * as z from 'zod';
import { Box, SafeImage } from '../../protocol/attach.ts';
import { NanoUsd } from '../../protocol/nano-usd.ts';
import { Placeholder, Quote } from '../../protocol/quote.ts';
import { Route } from '../../protocol/route.ts';
import { PrivacyMode, Settings } from '../../protocol/settings.ts';
import { Certainty } from '../../protocol/spend.ts';
import { NOTHING_SAVED, Saved, Usage } from '../../protocol/usage.ts';
import { RecordProgress } from '../../protocol/voice.ts';

/** Bytes arrive as what they were sent as; over a remote connection that may be the buffer itself. */
const Bytes = z
  .union([z.instanceof(Uint8Array), z.instanceof(ArrayBuffer)])
  .transform((bytes) => (bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes));

/** What a user can do about a question that was refused. Amounts and names stay in the extension. */
export const WayOn = z.enum([
  ...['allow-once', 'raise', 'set-budget', 'add-model-price', 'accept-ledger'],
  /** Where the provider refused the key, or does not know what is asked for. */
  ...['set-api-key', 'open-settings'],
  /** Where nobody could be reached; then where a question waits for the network. */
  ...['ask-when-online', 'try-again', 'answer-locally', 'ask-now', 'remove-queued'],
  /** Where two pictures were compared on this machine: asks a model what the differences mean. */
  ...['ask-changes-as-text', 'ask-changes-as-picture'],
] as const);
export type WayOn = z.infer<typeof WayOn>;

/** A way on as a button: what is on it, and its tooltip. */
export const Way = z.object({ way: WayOn, label: z.string(), title: z.string() });
export type Way = z.infer<typeof Way>;

/** The two sentences of an error, and ways on. */
const Trouble = z.object({
  code: z.string(),
  message: z.string(),
  hint: z.string(),
  /** Missing in turns of an earlier version. */
  ways: z.array(Way).default([]),
});
export type Trouble = z.infer<typeof Trouble>;

/** A picture in the composer. Its pixels come apart from it, in `thumbnail`. */
export const AttachmentTile = z.object({
  key: z.string(),
  name: z.string(),
  state: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('working') }),
    /** Size, hash and pixels are of the file that would be sent; `findings` are as the user wants them. */
    SafeImage.omit({ text: true }).extend({
      kind: z.literal('ready'),
      /** It is being painted or looked at anew: what is shown may not be what would be sent. */
      changing: z.boolean(),
      /** The user has said yes to sending it although it is not safe. */
      agreed: z.boolean(),
    }),
    z.object({ kind: z.literal('refused'), trouble: Trouble }),
  ]),
});
export type AttachmentTile = z.infer<typeof AttachmentTile>;
export type ReadyState = Extract<AttachmentTile['state'], { kind: 'ready' }>;

/** What is known of an answer when it is there: its foot line. */
export const Foot = z.object({
  usage: Usage,
  costNanoUsd: NanoUsd,
  certainty: Certainty,
  /** Missing in turns of an earlier version. */
  saved: Saved.default(NOTHING_SAVED),
  totalMs: z.number(),
  requestId: z.string(),
  finishReason: z.string(),
  notices: z.array(z.string()),
  /** Places painted over in the pictures that were sent; missing in turns of an earlier version. */
  covered: z.int().default(0),
  /** Where it was answered on this machine because nobody could be reached, or as far as this machine can. */
  ways: z.array(Way).default([]),
});
export type Foot = z.infer<typeof Foot>;

/** What a question took that was spoken. */
export const SpokenTurn = z.object({
  /** null where the view was reloaded before it was sent. */
  seconds: z.number().nullable(),
  /** Whether the sound itself was sent. */
  isSound: z.boolean(),
  transcription: z.object({ costNanoUsd: NanoUsd, certainty: Certainty, model: z.string() }).nullable(),
});
export type SpokenTurn = z.infer<typeof SpokenTurn>;

/** A place in a file of the workspace, from its folder on. */
export const CodePlace = z.object({ path: z.string(), line: z.int(), column: z.int().optional() });
export type CodePlace = z.infer<typeof CodePlace>;

/** One question and its answer. */
export const Turn = z.object({
  id: z.string(),
  prompt: z.string(),
  pictures: z.array(z.object({ key: z.string(), name: z.string() })),
  /** The places in code that the question names; missing in turns of an earlier version. */
  frames: z.array(CodePlace).optional(),
  /** Missing where it was typed. */
  spoken: SpokenTurn.optional(),
  /** `waiting` for the network; `trouble` then says what for, and what can be done. */
  status: z.enum(['answering', 'done', 'failed', 'waiting']),
  /** The answer so far, Markdown. */
  text: z.string(),
  choice: z.object({ route: Route, model: z.string(), reason: z.string() }).optional(),
  /** What is waited for, or tried instead, until the answer comes. */
  step: z.string().optional(),
  foot: Foot.optional(),
  trouble: Trouble.optional(),
  /** What the daemon calls, or called, it while it waits for the network. */
  queued: z.string().optional(),
  /** Whether its pictures are still at hand, so that it can be asked again with them. */
  canAskAgain: z.boolean(),
  /** What was said before it did not go along. */
  startsConversation: z.boolean().default(false),
  /** The daemon's names of the requests that were made for it. */
  requests: z.array(z.string()).default([]),
  /** Words of the answer that name places in files of the workspace. */
  places: z.array(z.string()).default([]),
  /** Question and answer with placeholders for secrets, as far as they are known: only these are kept on disk. */
  masked: z.object({ prompt: z.string().optional(), text: z.string().optional() }).default({}),
});
export type Turn = z.infer<typeof Turn>;

/** What the page keeps while it is hidden, and over a reload of the window. */
export const Kept = z.object({
  turns: z.array(Turn),
  prompt: z.string(),
  /** Whether `prompt` was spoken: secrets in it are spelled otherwise then. */
  isSpoken: z.boolean().default(false),
});
export type Kept = z.infer<typeof Kept>;

export const QuoteLine = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({
    kind: z.literal('quote'),
    expectedNanoUsd: NanoUsd,
    maxNanoUsd: NanoUsd,
    model: z.string(),
    route: Route,
    reason: z.string(),
    /** Ways to choose instead, with what they would cost. */
    alternatives: Quote.shape.alternatives,
    /** Whether the user chose this way, and not Lenscap. */
    isChosen: z.boolean(),
    /** Whether the answer is there already. */
    isCached: z.boolean(),
    placeholders: z.array(Placeholder),
    /** What is sent instead of pictures, by the key of each. */
    texts: z.array(z.object({ key: z.string(), text: z.string() })),
    legibility: Quote.shape.legibility,
    earlier: Quote.shape.earlier,
    /** The words of the question as they may be kept on disk. */
    maskedPrompt: z.string(),
    /** A budget it does not fit, in a sentence; null if it fits all. */
    misfit: z.object({ sentence: z.string(), ways: z.array(Way) }).nullable(),
  }),
  z.object({ kind: z.literal('refused'), trouble: Trouble }),
]);
export type QuoteLine = z.infer<typeof QuoteLine>;

/** What becomes of a voice note: it is answered, made a note of, only written into the question box, or sent itself. */
export const VoiceUse = z.enum(['answer', 'note', 'text', 'sound']);
export type VoiceUse = z.infer<typeof VoiceUse>;

/** Where a voice note is on its way from the microphone, or a file, into the question. */
export const VoiceState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('off') }),
  RecordProgress.extend({ kind: z.literal('recording') }),
  /** It is being made safe: decoded, silence and everything but the sound left out. */
  z.object({ kind: z.literal('preparing'), name: z.string() }),
  z.object({
    kind: z.literal('transcribing'),
    seconds: z.number(),
    /** What was heard so far. */
    text: z.string(),
    /** What is waited for. */
    step: z.string().nullable(),
    /** What it will cost, as far as that is known. */
    expectedNanoUsd: z.number().nullable(),
  }),
  /** The transcript is in the question box. */
  SpokenTurn.extend({
    kind: z.literal('transcribed'),
    notices: z.array(z.string()),
    isToReview: z.boolean(),
  }),
  /** The sound itself will be sent, if the user agrees. */
  z.object({
    kind: z.literal('sound'),
    name: z.string(),
    seconds: z.number(),
    bytes: z.int(),
    removed: z.array(z.string()),
    agreed: z.boolean(),
  }),
  z.object({
    kind: z.literal('failed'),
    trouble: Trouble,
    /** The sound is still there. */
    canTryAgain: z.boolean(),
  }),
]);
export type VoiceState = z.infer<typeof VoiceState>;

/** view → extension */
export const FromView = z.discriminatedUnion('type', [
  /** The view was (re)loaded; `turns` is what it kept from before the window was reloaded. */
  Kept.extend({ type: z.literal('ready') }),
  z.object({ type: z.literal('attach'), name: z.string(), bytes: Bytes }),
  /** Files dragged from VS Code's own Explorer. */
  z.object({ type: z.literal('attachUris'), uris: z.array(z.string()).max(50) }),
  z.object({ type: z.literal('remove'), key: z.string() }),
  /** Puts an attachment in another place among the others: the order is that in which they are sent. */
  z.object({ type: z.literal('move'), key: z.string(), to: z.int().nonnegative() }),
  /** Shows what was covered, or covers it again; takes away what the user painted over. */
  z.object({ type: z.literal('toggle'), key: z.string(), finding: z.string() }),
  /** Paints over one more place. */
  z.object({ type: z.literal('cover'), key: z.string(), box: Box }),
  /** Whether to send it although it is not safe. */
  z.object({ type: z.literal('agree'), key: z.string(), yes: z.boolean() }),
  /** What has this hash is no secret, now and from now on. */
  z.object({ type: z.literal('allow'), valueHash: z.string().regex(/^[0-9a-f]{64}$/) }),
  z.object({ type: z.literal('choose') }),
  /** What to do with the voice note. */
  z.object({
    type: z.literal('voice'),
    do: z.enum(['record', 'pause', 'resume', 'stop', 'cancel', 'again', 'discard', 'chooseFile']),
  }),
  z.object({ type: z.literal('voiceUse'), use: VoiceUse }),
  /** The user says yes to sending the sound itself, or takes it back. */
  z.object({ type: z.literal('voiceAgree'), yes: z.boolean() }),
  /** One of the ways that were offered when a transcription was refused. */
  z.object({ type: z.literal('voiceWayOn'), way: WayOn }),
  /** What the page's own microphone does. */
  z.object({
    type: z.literal('pageMicrophone'),
    event: z.discriminatedUnion('kind', [
      RecordProgress.pick({ state: true, seconds: true, level: true }).extend({
        kind: z.literal('progress'),
      }),
      /** null when it was cancelled. */
      z.object({ kind: z.literal('ended'), wav: Bytes.nullable() }),
      z.object({ kind: z.literal('failed'), isDenied: z.boolean() }),
    ]),
  }),
  /** The question as it is being typed. */
  z.object({ type: z.literal('draft'), prompt: z.string() }),
  z.object({ type: z.literal('send'), prompt: z.string() }),
  /** Has the two pictures that are composed compared, on this machine. */
  z.object({ type: z.literal('compare'), prompt: z.string() }),
  /** Has the question being composed answered another way than Lenscap would choose; null leaves it to Lenscap again. */
  z.object({ type: z.literal('route'), way: z.object({ route: Route, model: z.string() }).nullable() }),
  z.object({ type: z.literal('stop') }),
  z.object({ type: z.literal('again'), id: z.string() }),
  /** Puts a turn's question back into the box, to be asked otherwise. */
  z.object({ type: z.literal('edit'), id: z.string() }),
  /** Asks for the rest of an answer that broke off. */
  z.object({ type: z.literal('continue'), id: z.string() }),
  /** One of the ways that were offered on a turn; with null, on what is being composed. */
  z.object({ type: z.literal('wayOn'), way: WayOn, turn: z.string().nullable() }),
  z.object({ type: z.literal('copy'), id: z.string() }),
  z.object({ type: z.literal('copyText'), text: z.string() }),
  z.object({ type: z.literal('insert'), id: z.string() }),
  z.object({ type: z.literal('open'), id: z.string() }),
  z.object({ type: z.literal('insertCode'), code: z.string() }),
  /** Shows code of an answer as a change; `info` and `before` say where it belongs. */
  z.object({ type: z.literal('applyCode'), code: z.string(), info: z.string(), before: z.string() }),
  /** Opens the place in a file that words of an answer name. */
  z.object({ type: z.literal('openPlace'), words: z.string().max(500) }),
  /** Opens a place that the question names. */
  z.object({ type: z.literal('openCode'), place: CodePlace }),
  /** Has the lines around those places go along with the question being composed, or not. */
  z.object({ type: z.literal('includeCode'), yes: z.boolean() }),
  /** Shows the requests that were made for an answer. */
  z.object({ type: z.literal('whatWasSent'), id: z.string() }),
  z.object({ type: z.literal('setUp'), way: z.enum(['key', 'server']) }),
  z.object({ type: z.literal('restartDaemon') }),
  /** The clipboard's picture, or null if there is none. */
  z.object({ type: z.literal('clipboard'), bytes: Bytes.nullable() }),
]);
export type FromView = z.infer<typeof FromView>;
/** What the view posts: before parsing. */
export type ViewMessage = z.input<typeof FromView>;

/** extension → view */
export const ToView = z.discriminatedUnion('type', [
  z.object({ type: z.literal('turns'), turns: z.array(Turn) }),
  /** A turn that is new or has changed otherwise than by a delta. */
  z.object({ type: z.literal('turn'), turn: Turn }),
  z.object({ type: z.literal('delta'), id: z.string(), text: z.string() }),
  z.object({ type: z.literal('attachments'), tiles: z.array(AttachmentTile) }),
  /** The file that would be sent, whenever it has become another one. */
  z.object({ type: z.literal('thumbnail'), key: z.string(), mime: z.string(), bytes: Bytes }),
  z.object({ type: z.literal('quote'), quote: QuoteLine }),
  /** The places in code that the question being composed names, and the lines that go along with it. */
  z.object({
    type: z.literal('code'),
    /** `whyNot`: why the lines there stay here, as the end of a sentence. */
    places: z.array(CodePlace.extend({ whyNot: z.string().nullable() })),
    wish: Settings.shape.context.unwrap().shape.includeCode.unwrap(),
    /** Of how many places the lines can go along. */
    offered: z.int(),
    includes: z.boolean(),
    /** Exactly as they are sent. */
    sent: Quote.shape.code,
  }),
  /** How closely is looked for secrets, in pictures and in words. */
  z.object({ type: z.literal('privacy'), mode: PrivacyMode }),
  /** A sentence about the daemon or what was just refused; null takes it away. */
  z.object({ type: z.literal('notice'), text: z.string().nullable(), canRestart: z.boolean() }),
  /** The question was sent: the box is free for the next one. */
  z.object({ type: z.literal('sent') }),
  /** The question did not get anywhere: it is back in the box. */
  z.object({ type: z.literal('restore'), prompt: z.string() }),
  z.object({ type: z.literal('focus') }),
  /** The questions asked so far, oldest first, for the arrow keys. */
  z.object({ type: z.literal('prompts'), prompts: z.array(z.string()) }),
  /** What is asked next goes without what was said before. */
  z.object({ type: z.literal('conversation'), isNew: z.boolean() }),
  /** Whether anybody can be asked: there is a key, or a server on this machine. */
  z.object({ type: z.literal('setup'), canAsk: z.boolean() }),
  z.object({ type: z.literal('voice'), state: VoiceState, use: VoiceUse, canSendSound: z.boolean() }),
  /** What the page's own microphone is to do. */
  z.object({
    type: z.literal('pageMicrophone'),
    do: z.enum(['open', 'pause', 'resume', 'stop', 'cancel']),
    maxSeconds: z.number(),
    /** 0 for never. */
    silenceSeconds: z.number(),
  }),
  /** An extension cannot read the clipboard's picture; the page can, and answers with `clipboard`. */
  z.object({ type: z.literal('readClipboard') }),
]);
export type ToView = z.infer<typeof ToView>;
/** What the extension posts: before parsing. */
export type ExtensionMessage = z.input<typeof ToView>;
