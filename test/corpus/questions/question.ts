// The labelled corpus for routing: screenshots, each with a question about it, and whether the words on the
// screen are enough to answer it. Two halves of at least 60 items and 12 kinds each: development.ts, which the
// routing may be tuned on, and holdout/, which only measures. Neither half uses a layout of the other's.
//
// How to write an item:
//   - A `Layout` (see ../scene.ts) returns the HTML of a page's body from a `Scene`: colours, fonts and the size
//     of text come from `scene.look`, by way of `pageStyle(scene)`; what may vary by seed comes from `scene.random`.
//     `parts.ts` has an editor, a terminal and a table. Drawings are SVG, HTML, or a <canvas> with a <script>.
//   - The window's size is drawn by seed (SIZES) unless the item names one: a layout has to bear all of them.
//   - The prompt is what a developer would type beside such a screenshot: short, often careless; now and then
//     empty, now and then in another language.
//   - `needs` is decided by one question: could a colleague who is read the words on the screen over the phone, in
//     their places, answer as well as one who sees it? Then 'text', else 'picture'. When in doubt it is 'picture'.
//   - `answer` are the words on the screen a good answer is made from: an error's message, the line in question,
//     the figure asked for; phrases that stand in one line, of at least three characters, and found nowhere else on
//     it by chance. Rendering fails if one is not within the window. Empty where the whole screen is the answer.
//   - Six items in ten need the text, as developers' screenshots do; at least one item in ten has the look of the
//     other side (a chart with a question about its words, a page of text with a question about its look).
//   - Fake data only, and nothing that looks like a secret.
import type { Layout, Shot } from '../scene.ts';
import type { Theme } from '../themes.ts';

/** What a question needs to be answered from, and the words on the screen that answer it. */
type Label = { needs: 'text'; answer: readonly string[] } | { needs: 'picture' };

/** One question about one screenshot. */
export type QuestionItem = Label & {
  /** What kind of screenshot it is: `terminal`, `bar chart`, `layout bug`. Results are told by it. */
  kind: string;
  layout: Layout;
  /** Empty means "explain what this shows". */
  prompt: string;
  /** Drawn by seed where it is missing. */
  size?: Size;
};

/** What the looks of a half are drawn from, by seed. The halves share as little as they can. */
export interface Looks {
  themes: readonly Theme[];
  /** Font families: fixed width, and for user interfaces. */
  mono: readonly string[];
  ui: readonly string[];
  /** Font sizes in CSS pixels. */
  px: readonly number[];
}

/** One half of the corpus. */
export interface QuestionHalf {
  name: 'development' | 'holdout';
  seed: number;
  looks: Looks;
  items: readonly QuestionItem[];
}

/** Windows and parts of windows as people capture them, in CSS pixels; `scale` is physical pixels to each. */
export const SIZES = {
  window: { width: 1920, height: 1080, scale: 1 },
  windowRetina: { width: 1280, height: 720, scale: 2 },
  part: { width: 1000, height: 640, scale: 1 },
  partRetina: { width: 900, height: 600, scale: 2 },
} as const satisfies Record<string, Pick<Shot, 'width' | 'height' | 'scale'>>;

/** Sizes that are not drawn by seed, for items that name one: a new one here moves no other item's draws. */
export const NAMED_SIZES = {
  laptop: { width: 1440, height: 900, scale: 1 },
  wide: { width: 1366, height: 768, scale: 1 },
  large: { width: 1680, height: 1050, scale: 1 },
  tall: { width: 980, height: 1180, scale: 1 },
  snippet: { width: 760, height: 440, scale: 2 },
  strip: { width: 1180, height: 420, scale: 1 },
  phone: { width: 390, height: 844, scale: 2 },
} as const satisfies Record<string, Pick<Shot, 'width' | 'height' | 'scale'>>;
export type Size = keyof typeof SIZES | keyof typeof NAMED_SIZES;
