import { readFile } from 'node:fs/promises';
import type { Box } from '../../../protocol/attach.ts';
import { Settings } from '../../../protocol/settings.ts';
import { bytesWithinBase64 } from '../../../server/explain/attachments.ts';
import { makeSafe, type Privacy, type SafePicture } from '../../../server/explain/make-safe.ts';
import type { Rendering } from '../../corpus/render.ts';
import { bySecretlint, type PlainReading, presidioStyle, readPlainly } from './baselines.ts';
import { type Score, scorePicture, sum } from './score.ts';

/** What one way of redacting made of a corpus. */
export interface Outcome {
  score: Score;
  /** Milliseconds for each picture. */
  times: number[];
}

const { maxEdge, maxPayloadBytes } = Settings.parse({}).image;

/** From the bytes of a file to those that may be sent, as for every attachment. */
export function secureFile(file: Buffer, privacy: Privacy): Promise<SafePicture> {
  return makeSafe(file, {
    maxEdge,
    maxBytes: bytesWithinBase64(maxPayloadBytes),
    mode: 'standard',
    privacy: async () => privacy,
    signal: new AbortController().signal,
  });
}

/** Redacts every picture with Lenscap. */
export async function redactWithLenscap(
  corpus: readonly Rendering[],
  privacy: Privacy,
): Promise<Outcome & { safe: SafePicture[] }> {
  const safe: SafePicture[] = [];
  const scores: Score[] = [];
  const times: number[] = [];
  for (const rendering of corpus) {
    const file = await readFile(rendering.png);
    const startedAt = performance.now();
    const picture = await secureFile(file, privacy);
    times.push(performance.now() - startedAt);
    safe.push(picture);
    const boxes = picture.image.findings.flatMap((finding) => finding.boxes);
    scores.push(await scorePicture(rendering, boxes));
  }
  return { score: sum(scores), times, safe };
}

/** Redacts every picture as one would otherwise: read once, and in the same way for both. */
export async function redactOtherwise(
  corpus: readonly Rendering[],
): Promise<{ presidio: Outcome; secretlint: Outcome }> {
  const plain: { reading: PlainReading; ms: number }[] = [];
  for (const { png } of corpus) {
    const file = await readFile(png);
    const startedAt = performance.now();
    const reading = await readPlainly(file);
    plain.push({ reading, ms: performance.now() - startedAt });
  }
  const search = async (boxesIn: (reading: PlainReading) => Promise<Box[]> | Box[]): Promise<Outcome> => {
    const scores: Score[] = [];
    const times: number[] = [];
    for (const [index, rendering] of corpus.entries()) {
      const { reading, ms } = plain[index] ?? { reading: { text: '', words: [] }, ms: 0 };
      const startedAt = performance.now();
      const boxes = await boxesIn(reading);
      times.push(ms + performance.now() - startedAt);
      scores.push(await scorePicture(rendering, boxes));
    }
    return { score: sum(scores), times };
  };
  return { presidio: await search(presidioStyle), secretlint: await search(bySecretlint) };
}
