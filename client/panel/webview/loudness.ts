import * as l10n from '@vscode/l10n';

/** Below this a microphone hears nothing but itself, in dBFS. */
const QUIETEST = -60;

/** How far a level meter goes out, from 0 to 1: decibels are how loud something is heard. */
export function meterShare(dbfs: number): number {
  return Math.min(Math.max(1 - dbfs / QUIETEST, 0), 1);
}

/** The loudness of samples from −1 to 1 (their root mean square), in dBFS; silence is −100. */
export function loudness(samples: Float32Array): number {
  const sum = samples.reduce((total, sample) => total + sample * sample, 0);
  return sum === 0 ? -100 : Math.max(-100, 10 * Math.log10(sum / samples.length));
}

/** What a screen reader says of a level. */
export function spokenLevel(dbfs: number): string {
  if (dbfs < -50) return l10n.t('quiet');
  return dbfs > -6 ? l10n.t('too loud') : l10n.t('sound');
}
