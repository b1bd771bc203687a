import * as z from 'zod';
import type { Message } from './message.ts';
import { PrivacyMode } from './settings.ts';

export const AttachmentId = z.string().min(1);

/** A rectangle in pixels of the oriented source picture, origin top left. */
export const Box = z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int() });
export type Box = z.infer<typeof Box>;

/** Something that was in the file and is not in what would be sent. */
export const Removed = z.object({ kind: z.string(), detail: z.string() });
export type Removed = z.infer<typeof Removed>;

/** A secret that was found in a picture, and where. */
export const Finding = z.object({
  /** Stable as long as the attachment lives; those of `manual` boxes follow the order in which they were given. */
  id: z.string(),
  /** The rule's id, `github-token`; `manual` for what the user painted over. */
  rule: z.string(),
  /** What the rule looks for, for people: "GitHub token". */
  title: z.string(),
  boxes: z.array(Box),
  /** 0 to 1. */
  confidence: z.number(),
  /** Whether it is painted over in what would be sent. */
  covered: z.boolean(),
  /** SHA-256 of the value as it was read, in hex, for `lenscap.privacy.allow`; missing where there is no text. */
  valueHash: z.string().optional(),
});
export type Finding = z.infer<typeof Finding>;

/** What a picture is like, as far as routing needs to know. Shares are from 0 to 1. */
export const Look = z.object({
  /** How many words were read, and how surely: the mean confidence of their characters. */
  words: z.int(),
  confidence: z.number(),
  /** Of all that is drawn, the share that is lines of text which were read. */
  textShare: z.number(),
  /** The same without level and upright lines: frames of windows, of fields and of tables say nothing. */
  unruledTextShare: z.number(),
  /** Of the area, the share that is neither ground nor text nor straight lines: photos, charts, drawings. */
  pictureShare: z.number(),
  /** Of all that is drawn, the share of the largest drawing of coloured curves: a chart's line, a commit graph. */
  curveShare: z.number(),
  /** Of all that is drawn, the share of coloured bars and blocks: a waterfall of requests, a timeline. */
  barShare: z.number(),
  /** Of the letters that were read, the share in lines of two dozen characters and more: no labels. */
  longLineShare: z.number(),
  /** Of what was read, the share in lines that begin beneath others. */
  alignedShare: z.number(),
  /** Whether its words say that something went wrong. */
  speaksOfTrouble: z.boolean(),
  /** Of the picture, what the other shares leave out, since it surrounds windows. */
  surroundShare: z.number(),
});
export type Look = z.infer<typeof Look>;

/** What is known of a picture after it was made safe. `bytes` counts the file, `sha256` is in hex. */
export const SafeImage = z.object({
  /** Whether it may be sent without the user's explicit yes. */
  safe: z.boolean(),
  /** Why it is not safe, one sentence each; empty when it is. */
  doubts: z.array(z.string()),
  /** How closely it was looked at. */
  mode: PrivacyMode,
  mime: z.string(),
  width: z.int(),
  height: z.int(),
  bytes: z.int(),
  sha256: z.string(),
  source: z.object({ mime: z.string(), width: z.int(), height: z.int(), bytes: z.int() }),
  removed: z.array(Removed),
  findings: z.array(Finding),
  /** The part of the oriented source that the safe picture shows: all of it, or cropped to its content. */
  shows: Box,
  /**
   * Why it is not simply scaled down to `lenscap.image.maxEdge` (it was cropped, or has more pixels, so that its
   * text can be read), and the size it would have otherwise.
   */
  legibility: z.object({ reason: z.string(), width: z.int(), height: z.int() }).nullable(),
  /** Text read from the picture, secrets replaced by placeholders; empty where nothing was read. */
  text: z.string(),
  /** null where it was not read: privacy is off. */
  look: Look.nullable(),
});
export type SafeImage = z.infer<typeof SafeImage>;

export const Attachment = SafeImage.extend({ id: AttachmentId, name: z.string() });
export type Attachment = z.infer<typeof Attachment>;

/** A file as a client sends it: its name is for people only, its content decides what it is. */
export const MediaFile = z.object({
  name: z.string().min(1).max(255),
  /** The file's bytes in base64. */
  data: z.base64(),
});
export type MediaFile = z.infer<typeof MediaFile>;

/**
 * client → daemon, as soon as the user pasted, dropped or chose a file: the
 * daemon makes it safe while the question is being typed. Later calls name the
 * id. Fails as `unsafe` if the media cannot be made safe.
 */
export const attach = {
  method: 'lenscap/attach',
  params: MediaFile,
  result: Attachment,
} satisfies Message;

/** client → daemon, when an attachment was removed or its question answered. Unknown ids are no error. */
export const detach = {
  method: 'lenscap/detach',
  params: z.object({ id: AttachmentId }),
  result: z.null(),
} satisfies Message;

/**
 * client → daemon, to show what would be sent: the very bytes, base64. `together`
 * names all pictures of its question, it among them: it is shrunk as it would be
 * beside the others.
 */
export const preview = {
  method: 'lenscap/preview',
  params: z.object({ id: AttachmentId, together: z.array(AttachmentId).default([]) }),
  result: z.object({
    mime: z.string(),
    data: z.base64(),
    width: z.int(),
    height: z.int(),
    bytes: z.int(),
    sha256: z.string(),
  }),
} satisfies Message;

/**
 * client → daemon, when the user changed what is painted over. Says all of it
 * each time: the findings to leave open, and boxes beside them to paint over.
 */
export const redact = {
  method: 'lenscap/redact',
  params: z.object({
    id: AttachmentId,
    /** Ids of findings. */
    uncover: z.array(z.string()).max(1000).default([]),
    cover: z.array(Box).max(200).default([]),
  }),
  result: Attachment,
} satisfies Message;
