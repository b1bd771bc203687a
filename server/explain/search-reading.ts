import type { Detector, TextFinding } from '../privacy/detector.ts';
import { apart, type ReadText } from '../privacy/reading-text.ts';

/** What was found last, as long as the text is kept, and by whom: rules change with the settings. */
const searched = new WeakMap<ReadText, { detector: Detector; findings: Promise<TextFinding[]> }>();

/**
 * What is secret in a text that was read in a picture: what was found in the reading, and what is found
 * in it as exact text, because two detectors see more than one. A detector searches a text once.
 */
export async function searchReading(read: ReadText, detector: Detector | undefined): Promise<TextFinding[]> {
  if (!detector) return apart(read.findings);
  const before = searched.get(read);
  if (before?.detector === detector) return before.findings;
  const findings = detector.inText(read.text).then((more) => apart([...read.findings, ...more]));
  searched.set(read, { detector, findings });
  // What failed is tried again.
  findings.catch(() => searched.delete(read));
  return findings;
}
