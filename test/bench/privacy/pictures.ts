import { readFile } from 'node:fs/promises';
import type { Box } from '../../../protocol/attach.ts';
import { Settings } from '../../../protocol/settings.ts';
import { bytesWithinBase64 } from '../../../server/explain/attachments.ts';
import { makeSafe, type Privacy, type SafePicture } from '../../../server/explain/make-safe.ts';
import type { Rendering } from '../../corpus/render.ts';
import { bySecretlint, presidioStyle, readPlainly } from './baselines.ts';
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
  const outcome = await redact(corpus, async (png) => {
    const picture = await secureFile(png, privacy);
    safe.push(picture);
    return picture.image.findings.flatMap(({ boxes }) => boxes);
  });
  return { ...outcome, safe };
}

/** Redacts every picture as one would otherwise; both read it once, and the same way. */
export async function redactOtherwise(
  corpus: readonly Rendering[],
): Promise<{ presidio: Outcome; secretlint: Outcome }> {
  return {
    presidio: await redact(corpus, async (png) => presidioStyle(await readPlainly(png))),
    secretlint: await redact(corpus, async (png) => bySecretlint(await readPlainly(png))),
  };
}

async function redact(
  corpus: readonly Rendering[],
  boxesIn: (png: Buffer) => Promise<Box[]>,
): Promise<Outcome> {
  const scores: Score[] = [];
  const times: number[] = [];
  for (const rendering of corpus) {
    const png = await readFile(rendering.png);
    const startedAt = performance.now();
    const boxes = await boxesIn(png);
    times.push(performance.now() - startedAt);
    scores.push(await scorePicture(rendering, boxes));
  }
  return { score: sum(scores), times };
}
