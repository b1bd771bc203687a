import * as l10n from '@vscode/l10n';
import type { z } from 'zod';
import type { Box } from '../../protocol/attach.ts';
import type { compare as message } from '../../protocol/compare.ts';
import { UsageError } from '../../protocol/errors.ts';
import { cut, findDifference } from '../media/difference/difference.ts';
import { MAX_SOURCE_PIXELS } from '../media/limits.ts';
import { packPixels, withBothUnpacked } from '../media/pack.ts';
import type { Pixels } from '../media/pixels.ts';
import { lookOf } from '../privacy/look.ts';
import { type ReadText, toText } from '../privacy/reading-text.ts';
import { spansUnder } from '../privacy/redact/hidden.ts';
import { paint } from '../privacy/secure.ts';
import type { AttachmentStore, Undecided } from './attachments.ts';
import { type Examined, finishPart, type SafePicture } from './make-safe.ts';
import { changedLines, NO_TEXT, readingIn } from './part-reading.ts';

export type Comparison = z.infer<(typeof message)['result']>;

/** A part of a picture, made ready to be sent. */
interface Made {
  examined: Examined;
  safe: SafePicture;
  box: Box;
}

/**
 * Finds where two pictures differ, and makes an attachment of each side of each
 * place: painted over as the whole picture is, with the words that were read there.
 * @throws UsageError if one is unknown, or they are too large together
 */
export async function compare(
  beforeId: string,
  afterId: string,
  store: AttachmentStore,
): Promise<Comparison> {
  const [before, after] = [store.get(beforeId), store.get(afterId)];
  const sizes = [before, after].map(({ examined: { packed } }) => packed.width * packed.height);
  if (sizes.reduce((sum, size) => sum + size) > MAX_SOURCE_PIXELS) {
    throw new UsageError(
      'too-large-to-compare',
      l10n.t('The pictures have more than {0} million pixels together.', MAX_SOURCE_PIXELS / 1_000_000),
      l10n.t('Crop them to what you want to compare.'),
    );
  }
  return withBothUnpacked(before.examined.packed, after.examined.packed, async (one, other) => {
    const [was, is] = [painted(one, before), painted(other, after)];
    const { places, ...about } = findDifference(was, is);
    const sides: { was: Made | undefined; is: Made | undefined }[] = [];
    for (const place of places)
      sides.push({
        was: place.before ? await makePart(was, before, place.before) : undefined,
        is: place.after ? await makePart(is, after, place.after) : undefined,
      });
    const attachments: string[] = [];
    const keep = (made: Made | undefined, words: ReadText, { name }: Undecided, label: string) => {
      if (!made) return null;
      const { examined, safe, box } = made;
      const id = store.keep({ name, label, examined, safe: { ...safe, words } });
      attachments.push(id);
      return { id, box };
    };
    const kept = sides.map((side, index) => {
      const [left, right] = changedLines(side.was?.safe.words ?? NO_TEXT, side.is?.safe.words ?? NO_TEXT);
      const place = sides.length > 1 ? `Place ${index + 1} of ${sides.length}` : 'The place';
      return {
        before: keep(side.was, left, before, labelOf(place, 'before', side.is)),
        after: keep(side.is, right, after, labelOf(place, 'after', side.was)),
      };
    });
    return {
      ...about,
      places: kept,
      share: shareOf(
        places.map((place) => [place.before, place.after]),
        sizes,
      ),
      hasCovered: [before, after].some(({ safe }) => safe.image.findings.some(({ covered }) => covered)),
      attachments,
    };
  });
}

function labelOf(place: string, side: 'before' | 'after', counterpart: Made | undefined): string {
  if (counterpart) return `${place}, ${side}`;
  return side === 'before'
    ? `${place}, before; it is gone after`
    : `${place}, after; it was not there before`;
}

/** The pixels as they may be seen: with everything painted over that is to be. */
function painted(pixels: Pixels, { safe }: Undecided): Pixels {
  const boxes = safe.image.findings.flatMap((finding) => (finding.covered ? finding.boxes : []));
  return { ...pixels, ...paint(pixels, boxes) };
}

async function makePart(pixels: Pixels, { examined, safe }: Undecided, box: Box): Promise<Made> {
  const part = cut(pixels, box);
  // What the user painted over is a secret in the words, too.
  const added = safe.image.findings.flatMap(({ rule, title, boxes }) =>
    rule === 'manual'
      ? [{ rule, title, confidence: 1, value: '', spans: spansUnder(examined.reading, boxes) }]
      : [],
  );
  const read = readingIn(examined.reading, [...examined.secrets, ...added], box);
  const own: Examined = {
    ...examined,
    ...read,
    packed: await packPixels(part),
    look: examined.look && lookOf(part, read.reading),
    source: { ...examined.source, width: box.width, height: box.height },
    removed: [],
    findings: [],
  };
  const finished = await finishPart(part, own);
  return { examined: own, safe: { ...finished, words: toText(read.reading, read.secrets) }, box };
}

function shareOf(places: readonly (readonly (Box | null)[])[], [was = 1, is = 1]: readonly number[]): number {
  const areas = [0, 1].map((side) =>
    places.reduce((sum, place) => sum + (place[side] ? place[side].width * place[side].height : 0), 0),
  );
  return Math.min(1, Math.max((areas[0] ?? 0) / was, (areas[1] ?? 0) / is));
}
