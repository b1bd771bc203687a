import { randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import type { Box, Finding } from '../protocol/attach.ts';

/** What the user does to what is painted over in a picture. */
export type RedactionChange =
  /** Shows what was covered, or covers it again; takes away what the user painted over. */
  | { readonly kind: 'toggle'; readonly finding: string }
  /** Paints over one more place. */
  | { readonly kind: 'cover'; readonly box: Box }
  /** Shows everything that was read as this value. */
  | { readonly kind: 'allow'; readonly valueHash: string };

/** The rule of what the user painted over. */
const MANUAL = 'manual';

/** The findings as they will be after a change, so that the view need not wait for the daemon. */
export function changed(findings: readonly Finding[], change: RedactionChange): readonly Finding[] {
  switch (change.kind) {
    case 'toggle':
      return findings.flatMap((finding) => {
        if (finding.id !== change.finding) return [finding];
        return finding.rule === MANUAL ? [] : [{ ...finding, covered: !finding.covered }];
      });
    case 'cover': {
      const painted = { rule: MANUAL, title: l10n.t('Added by you'), confidence: 1, covered: true };
      return [...findings, { ...painted, id: randomUUID(), boxes: [change.box] }];
    }
    case 'allow':
      return findings.map((finding) =>
        finding.valueHash === change.valueHash ? { ...finding, covered: false } : finding,
      );
  }
}

/** What `lenscap/redact` is told: which findings stay open, and what is painted over beside them. */
export function redactions(findings: readonly Finding[]): { uncover: string[]; cover: Box[] } {
  return {
    uncover: findings.filter(({ rule, covered }) => rule !== MANUAL && !covered).map(({ id }) => id),
    cover: findings.filter(({ rule }) => rule === MANUAL).flatMap(({ boxes }) => boxes),
  };
}

/**
 * The daemon's findings, with the ids that what the user painted over has here:
 * the daemon counts those anew each time, and a key pressed meanwhile means the
 * box the user saw.
 */
export function withOwnIds(findings: readonly Finding[], wanted: readonly Finding[]): Finding[] {
  const ids = wanted.filter(({ rule }) => rule === MANUAL).map(({ id }) => id);
  return findings.map((finding) => {
    const own = finding.rule === MANUAL ? ids.shift() : undefined;
    return own === undefined ? finding : { ...finding, id: own };
  });
}

/**
 * The findings of a picture that was attached again, as it had been sent, with
 * those open that the user had opened: it is told by the place, because ids and
 * what is read are new.
 * @param before what was known of it; its boxes are of the part `shows` of the old source
 * @param size of the picture as it had been sent: the new source
 */
export function reopened(
  findings: readonly Finding[],
  before: { readonly findings: readonly Finding[]; readonly shows: Box },
  size: { readonly width: number; readonly height: number },
): readonly Finding[] {
  const { shows } = before;
  const x = (value: number): number => ((value - shows.x) * size.width) / shows.width;
  const y = (value: number): number => ((value - shows.y) * size.height) / shows.height;
  const open = before.findings.filter(({ covered }) => !covered).flatMap(({ boxes }) => boxes);
  const isOpen = (box: Box): boolean => {
    const [middleX, middleY] = [box.x + box.width / 2, box.y + box.height / 2];
    return open.some(
      (each) =>
        middleX >= x(each.x) &&
        middleX <= x(each.x + each.width) &&
        middleY >= y(each.y) &&
        middleY <= y(each.y + each.height),
    );
  };
  return findings.map((finding) =>
    finding.boxes.length > 0 && finding.boxes.every(isOpen) ? { ...finding, covered: false } : finding,
  );
}
