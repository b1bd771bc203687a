import type { z } from 'zod';
import type { compare } from '../protocol/compare.ts';

/** What was found in comparing two screenshots, in words. */
export function comparisonSentences({
  places,
  alignment,
  movedBy,
  share,
  hasCovered,
}: z.output<typeof compare.result>): string[] {
  const covered = hasCovered ? ['What is painted over was not compared.'] : [];
  const moved =
    alignment === 'rows' && movedBy !== 0
      ? [`Most of the picture went ${movedBy < 0 ? 'up' : 'down'} by ${Math.abs(movedBy)} pixels.`]
      : [];
  if (places.length === 0)
    return ['The screenshots are the same: no difference can be seen.', ...moved, ...covered];
  if (alignment === 'none')
    return ['The screenshots have too little in common to tell where they differ.', ...covered];
  const percent = share < 0.01 ? 'less than 1 %' : `${Math.round(share * 100)} %`;
  const count = places.length === 1 ? 'One place differs' : `${places.length} places differ`;
  const first = places.flatMap(({ before, after }, index) => {
    const box = after?.box ?? before?.box;
    const gone = after ? (before ? '' : ' (new)') : ' (gone)';
    return box ? [`${index + 1}: ${box.width} × ${box.height} at ${box.x}, ${box.y}${gone}`] : [];
  });
  return [`${count}, ${percent} of the picture.`, ...moved, ...covered, `In pixels: ${first.join('; ')}.`];
}
