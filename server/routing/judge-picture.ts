import type { Look } from '../../protocol/attach.ts';
import type { PromptFeatures } from './prompt-features.ts';

/**
 * Whether the words in a picture are enough to answer a question about it: surely, or as far as one can tell
 * from them alone; if not, why.
 */
export type Judgement = 'text' | 'probably-text' | 'looks' | 'more-than-text' | 'unread' | 'nothing-read';

/** What a picture has to be like to be taken for text. Tuned on the development half of the routing corpus. */
interface Limits {
  /** So much of what is drawn is text that was read, */
  textShare: number;
  /** or so much of it apart from straight lines, if there are so many words: a form, a table, a diff in two panes. */
  unruled: readonly { words: number; textShare: number }[];
  /** or enough of its words stand in long lines. */
  running: readonly Running[];
  /** Around those may be so much that is neither text nor ground, in shares of the area; */
  aroundRunning: number;
  /** around others no more than so much. */
  pictureShare: number;
  /** Of what is drawn no more than so much may be coloured bars, whose lengths nobody can read. */
  barShare: number;
}

/** A page, code or a log in a whole window, with its trees, icons, buttons and marks. A diagram has labels instead. */
interface Running {
  /** How many of the lines begin beneath each other: those of pages do, labels on arrows and in bubbles do not. */
  alignedShare: number;
  longLineShare: number;
  unruledTextShare: number;
  /** The latter two: the more long lines there are, the more may be drawn around them. */
  together: number;
}

/** Where the question does not say whether it is about words. A diagram of boxes has some 40 words, and hardly ever 80. */
const UNSAID: Limits = {
  textShare: 0.72,
  unruled: [
    { words: 30, textShare: 0.95 },
    { words: 80, textShare: 0.88 },
  ],
  running: [
    { alignedShare: 0, longLineShare: 0.5, unruledTextShare: 0.75, together: 1.4 },
    { alignedShare: 0.6, longLineShare: 0.29, unruledTextShare: 0.62, together: 1.2 },
  ],
  aroundRunning: 0.06,
  pictureShare: 0.06,
  barShare: 0.2,
};
/** Where it speaks of what can be read, there may be more around that: buttons, icons, a small chart. */
const ABOUT_WORDS: Limits = {
  textShare: 0.48,
  unruled: [
    { words: 12, textShare: 0.86 },
    { words: 40, textShare: 0.82 },
  ],
  running: [
    { alignedShare: 0, longLineShare: 0.4, unruledTextShare: 0.7, together: 1.3 },
    { alignedShare: 0.6, longLineShare: 0.29, unruledTextShare: 0.62, together: 1.15 },
  ],
  aroundRunning: 0.12,
  pictureShare: 0.06,
  barShare: 0.5,
};
/** With the policy `cheapest`, whatever is asked. */
const LENIENT: Limits = { ...ABOUT_WORDS, textShare: 0.47, pictureShare: 0.12 };

/** Below it, on average, characters are guessed. Keys and hashes are read less surely than words. */
const SURE = 0.55;
/**
 * From here on what is read is what is there. In the development half 6 of 100 words are lost in pictures that are
 * read less surely, 4 to 1 in others, the fewer the surer.
 */
const SURELY_READ = 0.78;
/** So few words are a drawing's labels, unless they are all that there is. */
const FEW_WORDS = 12;
const FEWEST_WORDS = 3;
/** Before lines are called long, there have to be some. */
const RUNNING_WORDS = 30;
/** Text that lies on other text is read as lines, too, but less surely. */
const RUNNING_SURE = 0.7;
/** With so much in long lines it is prose, which is read surely where it is on a ground of its own. */
const PROSE = 0.8;
const NOTHING_ELSE = 0.85;
/** From here on a drawing beside the text says something that the text does not. */
const DRAWN = 0.04;

/**
 * Judges one picture.
 * @param prompt the question's words
 * @param lenient prefers text wherever it might do
 */
export function judgePicture(look: Look, prompt: PromptFeatures, lenient: boolean): Judgement {
  if (look.words === 0) return 'nothing-read';
  if (prompt.looks > 0) return 'looks';
  const isUnsaid = prompt.reads === 0 && !look.speaksOfTrouble;
  // "What is wrong here?" of a page whose words know of nothing: it is how the page looks.
  if (prompt.faults > 0 && isUnsaid) return 'looks';
  if (look.confidence < SURE) return 'unread';
  if (isUnsaid && !lenient && mayBeLookedAt(look)) return 'more-than-text';
  const limits = lenient ? LENIENT : prompt.reads > 0 ? ABOUT_WORDS : UNSAID;
  if (!isText(look, limits)) return 'more-than-text';
  return isSure(look, isUnsaid) ? 'text' : 'probably-text';
}

/** Whether what looks like text is nothing else, and was read right. */
function isSure({ textShare, surroundShare, confidence }: Look, isUnsaid: boolean): boolean {
  const saysMore = isUnsaid && textShare < NOTHING_ELSE;
  return !saysMore && surroundShare === 0 && confidence >= SURELY_READ;
}

/**
 * Whether a picture whose words are all that is looked at may be one of how something looks, if nobody says otherwise:
 * the wallpaper around a window may be a page's, and lines that are read unsurely may lie on each other.
 */
function mayBeLookedAt(look: Look): boolean {
  return look.surroundShare > 0 || (look.longLineShare >= PROSE && look.confidence < RUNNING_SURE);
}

function isText(look: Look, limits: Limits): boolean {
  const least = look.textShare >= NOTHING_ELSE ? FEWEST_WORDS : FEW_WORDS;
  if (look.words < least || look.curveShare >= DRAWN || look.barShare > limits.barShare) return false;
  if (isRunning(look, limits)) return true;
  if (look.pictureShare > limits.pictureShare) return false;
  return (
    look.textShare >= limits.textShare ||
    limits.unruled.some((each) => look.words >= each.words && look.unruledTextShare >= each.textShare)
  );
}

function isRunning(look: Look, { running, aroundRunning }: Limits): boolean {
  if (look.words < RUNNING_WORDS || look.confidence < RUNNING_SURE || look.pictureShare > aroundRunning)
    return false;
  return running.some(
    (least) =>
      look.alignedShare >= least.alignedShare &&
      look.longLineShare >= least.longLineShare &&
      look.unruledTextShare >= least.unruledTextShare &&
      look.longLineShare + look.unruledTextShare >= least.together,
  );
}
