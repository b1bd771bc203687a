import * as l10n from '@vscode/l10n';
import type { z } from 'zod';
import type { compare } from '../protocol/compare.ts';
import { plural } from '../protocol/language.ts';

/** What was found in comparing two screenshots, in words. */
export function comparisonSentences({
  places,
  alignment,
  movedBy,
  share,
  hasCovered,
}: z.output<typeof compare.result>): string[] {
  const covered = hasCovered ? [l10n.t('What is painted over was not compared.')] : [];
  const moved =
    alignment === 'rows' && movedBy !== 0
      ? [
          movedBy < 0
            ? l10n.t('Most of the picture went up by {0} pixels.', -movedBy)
            : l10n.t('Most of the picture went down by {0} pixels.', movedBy),
        ]
      : [];
  if (places.length === 0)
    return [l10n.t('The screenshots are the same: no difference can be seen.'), ...moved, ...covered];
  if (alignment === 'none')
    return [l10n.t('The screenshots have too little in common to tell where they differ.'), ...covered];
  const percent = share < 0.01 ? l10n.t('less than 1 %') : `${Math.round(share * 100)} %`;
  const count = plural(places.length, {
    one: l10n.t('One place differs, {0} of the picture.', percent),
    other: l10n.t('{0} places differ, {1} of the picture.', places.length, percent),
  });
  const first = places.flatMap(({ before, after }, index) => {
    const box = after?.box ?? before?.box;
    if (!box) return [];
    const where = l10n.t('{0} × {1} at {2}, {3}', box.width, box.height, box.x, box.y);
    const which = before && after ? where : after ? l10n.t('{0} (new)', where) : l10n.t('{0} (gone)', where);
    return [`${index + 1}: ${which}`];
  });
  return [count, ...moved, ...covered, l10n.t('In pixels: {0}.', first.join('; '))];
}
