// Secrets in what somebody said: transcripts have "four one one one" where a screen has 4111.
import { merged } from './detect/findings.ts';
import type { Detector, TextFinding } from './detector.ts';
import { type Atom, atomsOf } from './spoken-words.ts';

/** A transcript as it would have been typed, and where each of its characters comes from. */
export interface SpokenText {
  text: string;
  /** The range of the transcript that a range of the text stands for; half-open, UTF-16 offsets. */
  toOriginal(start: number, end: number): { start: number; end: number };
}

/** Fewer digits or letters one after the other are words: "one or two", "a b". */
const LEAST_RUN = 3;

/** What stands between the words of a run at most. */
const GAP = /^[\s,.–-]{0,3}$/;
/** The same where a stop or a comma ends a number. */
const NARROW_GAP = /^[\s–-]{0,3}$/;

/** What comes before "at" where it is no part of an address: "look at example dot com". */
const NOT_A_NAME =
  /^(a|am|an|and|are|arrive|arrived|back|be|been|call|came|click|down|found|go|here|hosted|i|in|is|it|live|lives|look|looking|looks|me|not|or|out|page|point|pointing|points|run|running|runs|see|server|served|site|start|starts|stop|that|the|them|there|this|up|us|was|website|were|work|works|you)$/i;

/** How far behind "at" a "dot" makes an address of it, in words and signs. */
const DOMAIN_ATOMS = 8;

/**
 * Writes spoken English as it would be typed: digits said one by one or as
 * numbers ("oh", "double seven", "forty two"), letters said one by one, and the
 * signs of addresses ("jane dot doe at example dot com"). Meant for detection
 * alone: it joins more than a person would.
 * @param stopsAtPunctuation whether a comma or a full stop ends a number
 */
export function typed(transcript: string, stopsAtPunctuation = false): SpokenText {
  const atoms = atomsOf(transcript);
  const gap = stopsAtPunctuation ? NARROW_GAP : GAP;
  const between = (index: number) => transcript.slice(atoms[index - 1]?.end ?? 0, atoms[index]?.start);
  const isSign = atoms.map((_, index) => joinsAsSign(atoms, index, between));
  const isMember = atoms.map(
    ({ kind }, index) => kind === 'digits' || kind === 'letter' || isSign[index] === true,
  );
  const inRun = runs(atoms, isMember, (index) => gap.test(between(index)));
  const writer = new Writer();
  let at = 0;
  for (const [index, atom] of atoms.entries()) {
    const before = atoms[index - 1];
    const isJoined =
      before !== undefined &&
      (isSign[index] || isSign[index - 1] || (inRun[index] !== 0 && inRun[index] === inRun[index - 1])) &&
      /^[\s,.–-]*$/.test(between(index));
    if (!isJoined) writer.copy(transcript, at, atom.start);
    if (isSign[index] || inRun[index] !== 0) writer.write(atom.typed, atom.start, atom.end);
    else writer.copy(transcript, atom.start, atom.end);
    at = atom.end;
  }
  writer.copy(transcript, at, transcript.length);
  return writer.done();
}

/**
 * The secrets in a transcript: as it is, and as it would have been typed.
 * @returns findings placed in the transcript, in order, without overlaps
 */
export async function findSpoken(
  detector: Pick<Detector, 'inText'>,
  transcript: string,
): Promise<TextFinding[]> {
  const variants = [typed(transcript), typed(transcript, true)].filter(({ text }) => text !== transcript);
  const inVariants = await Promise.all(
    variants.map(async ({ text, toOriginal }) =>
      (await detector.inText(text)).map((finding) => {
        const { start, end } = toOriginal(finding.start, finding.end);
        return { ...finding, start, end, value: transcript.slice(start, end), typed: finding.value };
      }),
    ),
  );
  return merged([...(await detector.inText(transcript)), ...inVariants.flat()], transcript);
}

/** For each atom the number of the run of digits, letters and signs it is in; 0 where it is in none. */
function runs(
  atoms: readonly Atom[],
  isMember: readonly boolean[],
  isClose: (index: number) => boolean,
): number[] {
  const numbers: number[] = new Array(atoms.length).fill(0);
  let first = 0;
  for (let index = 1; index <= atoms.length; index++) {
    if (isMember[index - 1] && isMember[index] && isClose(index)) continue;
    const length = atoms.slice(first, index).reduce((sum, { typed }) => sum + typed.length, 0);
    if (index - first > 1 && length >= LEAST_RUN) numbers.fill(first + 1, first, index);
    first = index;
  }
  return numbers;
}

/** Whether a word is said for a sign, and stands where the sign would. */
function joinsAsSign(atoms: readonly Atom[], index: number, between: (index: number) => string): boolean {
  const atom = atoms[index];
  const before = atoms[index - 1];
  const after = atoms[index + 1];
  if (atom?.kind !== 'sign' || !before || !after) return false;
  const isClose = (each: number) => /^[\s,.–-]*$/.test(between(each));
  if (!isClose(index) || !isClose(index + 1)) return false;
  if (atom.typed !== '@') return true;
  if (before.kind === 'word' && NOT_A_NAME.test(before.typed)) return false;
  if (atom.isExplicit) return true;
  return atoms
    .slice(index + 1, index + 1 + DOMAIN_ATOMS)
    .some((each, offset) =>
      offset === 0 ? /^[\w-]+\.\w{2,}$/.test(each.typed) : each.kind === 'sign' && each.typed === '.',
    );
}

/** Puts a text together, and keeps for each character where it comes from. */
class Writer {
  #text = '';
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  copy(source: string, start: number, end: number): void {
    for (let at = start; at < end; at++) this.write(source[at] ?? '', at, at + 1);
  }

  write(text: string, start: number, end: number): void {
    this.#text += text;
    for (let index = 0; index < text.length; index++) {
      this.#starts.push(start);
      this.#ends.push(end);
    }
  }

  done(): SpokenText {
    const [starts, ends] = [this.#starts, this.#ends];
    return {
      text: this.#text,
      toOriginal: (start, end) => ({ start: starts[start] ?? 0, end: ends[end - 1] ?? starts[start] ?? 0 }),
    };
  }
}
