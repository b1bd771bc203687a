import * as l10n from '@vscode/l10n';
import type { Box, Finding, Removed, SafeImage } from '../../protocol/attach.ts';
import type { PrivacyMode } from '../../protocol/settings.ts';
import { countTextTokens } from '../catalogue/text-tokens.ts';
import { loadVocabulary } from '../catalogue/vocabulary.ts';
import { withDecodedImage } from '../media/decode.ts';
import { fitImage } from '../media/fit.ts';
import { type PackedPixels, packPixels, withUnpackedPixels } from '../media/pack.ts';
import type { Pixels } from '../media/pixels.ts';
import type { Detector, ReadingFinding } from '../privacy/detector.ts';
import { hasText, lookOf } from '../privacy/look.ts';
import { mend } from '../privacy/mend.ts';
import { Placeholders } from '../privacy/placeholders.ts';
import type { WarmReader } from '../privacy/read/read.ts';
import type { Reading } from '../privacy/reading.ts';
import { type ReadText, shorten, toText } from '../privacy/reading-text.ts';
import { spansUnder } from '../privacy/redact/hidden.ts';
import { type PictureFinding, paint, type SecureOptions, secure } from '../privacy/secure.ts';
import { sha256 } from '../storage/sha256.ts';
import { searchReading } from './search-reading.ts';
import type { See, Seen } from './seen.ts';

/** What reads pictures, and what finds secrets in what was read. */
export interface Privacy {
  reader: WarmReader;
  detector: Detector;
}

export interface SafetyOptions {
  /** Longest side of the result, in pixels, unless text asks for more. Pictures are never enlarged. */
  maxEdge: number;
  /** Size of the result's file, in bytes. */
  maxBytes: number;
  mode: PrivacyMode;
  /** Not asked for when the mode is `off`. */
  privacy(): Promise<Privacy>;
  /** What was seen in pictures before, with the same privacy settings; missing: every picture is looked at. */
  see?: See;
  signal: AbortSignal;
}

/** What the user decided about what is painted over: findings to leave open, by id, and boxes of their own. */
export interface Choice {
  uncover: readonly string[];
  cover: readonly Box[];
}

/** A picture as it may be sent. */
export interface SafePicture {
  image: SafeImage;
  /** The file: what `image` describes, byte for byte. */
  data: Buffer;
  /** What was read in it, secrets and all, and where they are: never sent or logged as it is. */
  words: ReadText;
}

/** A picture that was looked at: what it needs to be painted over again when the user decides otherwise. */
export interface Examined extends Seen {
  packed: PackedPixels;
  source: SafeImage['source'];
  removed: Removed[];
  options: Pick<SafetyOptions, 'maxEdge' | 'maxBytes' | 'mode'>;
}

/**
 * Turns a file nobody vouches for into a picture that may be sent: decoded to
 * its pixels, read, what is secret painted over, read again, fitted, encoded anew.
 * @throws UnsafeMediaError saying what is wrong with the file; the signal's reason when aborted.
 */
export function makeSafe(
  bytes: Uint8Array,
  options: SafetyOptions,
): Promise<SafePicture & { examined: Examined }> {
  const { mode, signal, maxEdge, maxBytes } = options;
  const privacy = mode === 'off' ? undefined : options.privacy();
  // The reader gets ready while the file is decoded.
  void privacy?.then(
    ({ reader }) => reader.warmUp(),
    () => {},
  );
  // So does what counts the text.
  void countTextTokens('\n').catch(() => {});
  void loadVocabulary().catch(() => {});
  return withDecodedImage(bytes, async ({ pixels, source, removed }) => {
    signal.throwIfAborted();
    const parts = await privacy;
    const see = options.see ?? ((_pixels, _reader, look) => look());
    const seeing = parts
      ? see(pixels, parts.reader, () => lookAt(pixels, { mode, ...parts, signal }))
      : NOTHING_LOOKED_FOR;
    const [packed, seen] = await Promise.all([packPixels(pixels), seeing]);
    const examined = { packed, source, removed, ...seen, options: { maxEdge, maxBytes, mode } };
    const safe = await finish(pixels, examined, { uncover: [], cover: [] });
    // Questions are quoted with every key the user types: all that can be done now is done now.
    if (parts) await searchReading(safe.words, parts.detector);
    return { ...safe, examined };
  });
}

/** Paints over what the user decided on, and nothing is read again: their word counts. */
export function repaint(examined: Examined, choice: Choice): Promise<SafePicture> {
  return withUnpackedPixels(examined.packed, (pixels) => finish(pixels, examined, choice));
}

/** Makes a picture to be sent of pixels that are a part of one that was looked at, already painted over. */
export function finishPart(pixels: Pixels, examined: Examined): Promise<SafePicture> {
  return finish(pixels, examined, { uncover: [], cover: [] });
}

const NOTHING_LOOKED_FOR: Seen = {
  findings: [],
  doubts: [],
  reading: { lines: [] },
  secrets: [],
  look: null,
};

async function lookAt(pixels: Pixels, options: SecureOptions): Promise<Seen> {
  const secured = await secure(pixels, options);
  return { ...secured, look: lookOf(pixels, secured.reading) };
}

async function finish(pixels: Pixels, examined: Examined, choice: Choice): Promise<SafePicture> {
  const { source, removed, doubts, reading, secrets, look, options } = examined;
  const textHeights = reading.lines.filter(hasText).map(({ box }) => box.height);
  const findings = [
    ...examined.findings.map((finding) => describe(finding, !choice.uncover.includes(finding.id))),
    ...choice.cover.map((box, index) => manual(box, index)),
  ];
  const covered = findings.flatMap((finding) => (finding.covered ? finding.boxes : []));
  const { maxEdge, maxBytes, mode } = options;
  // What is found stays in view, covered or not: the user may have to look at it.
  const keep = findings.flatMap(({ boxes }) => boxes);
  const fitted = await fitImage(paint(pixels, covered), { maxEdge, maxBytes, textHeights, keep });
  const { data, mime, width, height, shows, legibility } = fitted;
  const hidden = [...secrets, ...choice.cover.map((box) => underBox(reading, box))];
  const words = shorten(toText(mend(reading, hidden, await loadVocabulary()), hidden));
  const text = new Placeholders().mask(words.text, words.findings).text;
  // Prices follow, of every way to ask: what was counted once is counted in no time.
  await countTextTokens(text);
  return {
    data,
    words,
    image: {
      safe: doubts.length === 0,
      doubts,
      mode,
      mime,
      width,
      height,
      bytes: data.length,
      sha256: sha256(data),
      source,
      removed,
      findings,
      shows,
      legibility,
      text,
      look,
    },
  };
}

function underBox(reading: Reading, box: Box): ReadingFinding {
  return { ...byUser(), confidence: 1, value: '', spans: spansUnder(reading, [box]) };
}

function byUser(): { rule: string; title: string } {
  return { rule: 'manual', title: l10n.t('Added by you') };
}

function describe(
  { id, rule, title, confidence, boxes, valueHash }: PictureFinding,
  covered: boolean,
): Finding {
  return { id, rule, title, confidence, boxes, covered, ...(valueHash !== undefined && { valueHash }) };
}

function manual(box: Box, index: number): Finding {
  const id = `manual-${index + 1}`;
  return { id, ...byUser(), boxes: [box], confidence: 1, covered: true };
}
