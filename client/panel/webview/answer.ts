import type { BlockReader, Piece } from './blocks.ts';
import { type CodeActions, codeFrame } from './code-block.ts';
import { element, patchChildren } from './dom.ts';
import { inAFrame, notInAFrame } from './frames.ts';
import type { LineHighlighter, Run } from './highlight.ts';
import { later } from './loading.ts';
import { renderMarkdown } from './markdown.ts';
import { linkPlaces } from './place-links.ts';

export interface AnswerActions extends CodeActions {
  /** Opens the place in a file that words name. */
  readonly openPlace: (words: string) => void;
}

/** From how many blocks on those out of sight are not laid out. */
const LONG = 150;
/** Blocks a frame looks through for places. */
const LINKED_A_FRAME = 100;

/**
 * An answer as it comes. What is complete is drawn once; only its last block is
 * drawn again, at most once a frame, and of much that comes at once a frame
 * takes a part.
 */
export class AnswerView {
  readonly root = element('div', { class: 'answer' });
  /** What may still change; its box takes no room of its own. */
  readonly #open = element('div', { class: 'open' });
  readonly #actions: AnswerActions;
  readonly #drawn: () => void;
  #reader: BlockReader;
  #text = '';
  #isOver = false;
  /** The code that goes on line by line. */
  #code: HTMLElement | undefined;
  #highlighter: LineHighlighter | undefined;
  #places: readonly string[] = [];
  #linked = 0;

  /** @param drawn called whenever it may have become taller */
  constructor(actions: AnswerActions, drawn: () => void) {
    this.#actions = actions;
    this.#drawn = drawn;
    this.#reader = new (later().BlockReader)();
    this.root.append(this.#open);
  }

  /** Adds a piece. It is drawn in the next frame. */
  append(text: string): void {
    this.#text += text;
    this.#reader.push(text);
    inAFrame(this.#draw);
  }

  /**
   * Shows the answer as it is known now.
   * @param isOver whether nothing more comes
   * @param places words that name places in the workspace
   */
  show(text: string, isOver: boolean, places: readonly string[]): void {
    const isOther = !text.startsWith(this.#text) || (this.#isOver && text !== this.#text);
    if (isOther) this.#restart();
    this.#reader.push(text.slice(this.#text.length));
    this.#text = text;
    this.#isOver = isOver;
    this.root.classList.toggle('streaming', !isOver);
    if (places.length !== this.#places.length) {
      this.#places = places;
      this.#linked = 0;
    }
    // What is shown for the first time comes with others.
    if (this.root.isConnected) this.#draw();
    else inAFrame(this.#draw);
  }

  #restart(): void {
    this.#reader = new (later().BlockReader)();
    this.#text = '';
    this.#code = undefined;
    this.#linked = 0;
    this.root.replaceChildren(this.#open);
  }

  readonly #draw = (): void => {
    notInAFrame(this.#draw);
    const pieces = this.#reader.step();
    if (this.#isOver && !this.#reader.hasMore) pieces.push(...this.#reader.end());
    for (const piece of pieces) this.#add(piece);
    const { text, continues } = this.#reader.open;
    if (this.#code) this.#open.replaceChildren();
    else patchChildren(this.#open, text === '' ? [] : renderMarkdown(text, this.#actions));
    this.#open.classList.toggle('continues', continues);
    this.root.classList.toggle('long', this.root.childElementCount > LONG);
    if (this.#reader.hasMore || this.#link()) inAFrame(this.#draw);
    this.#drawn();
  };

  #add(piece: Piece): void {
    if (piece.kind === 'lines') {
      // Lines in boxes of their own: a longer box would be laid out anew with every line.
      const runs = this.#highlighter?.push(piece.text) ?? [];
      this.#code?.append(element('span', { class: 'lines' }, ...runs.map(nodeOf)));
      return;
    }
    this.#code = undefined;
    if (piece.kind === 'code') {
      this.#code = element('code');
      this.#highlighter = new (later().LineHighlighter)(/^\S*/.exec(piece.info)?.[0] ?? '');
      const block = element('pre', {}, this.#code);
      this.#open.before(codeFrame(block, piece.info, this.#actions));
      return;
    }
    const nodes = renderMarkdown(piece.text, this.#actions);
    const [first] = nodes;
    if (piece.continues && first instanceof HTMLElement && goOn(this.#open.previousElementSibling, first))
      return;
    this.#open.before(...nodes);
  }

  /** Makes links of what names places. @returns whether there is more to look through */
  #link(): boolean {
    if (!this.#isOver || this.#places.length === 0 || this.#reader.hasMore) return false;
    const blocks = this.root.children;
    const end = Math.min(blocks.length, this.#linked + LINKED_A_FRAME);
    for (; this.#linked < end; this.#linked++) {
      const block = blocks[this.#linked];
      if (block) linkPlaces(block, this.#places, this.#actions.openPlace);
    }
    return this.#linked < blocks.length;
  }
}

/** Highlighted code as nodes: its words only ever become text. */
function nodeOf({ classes, text }: Run): Node {
  return classes.reduceRight<Node>((inner, name) => element('span', { class: name }, inner), new Text(text));
}

/** Moves the items or rows of a piece into the list or table it goes on from. @returns whether there is one */
function goOn(before: Element | null, piece: HTMLElement): boolean {
  if (!before) return false;
  const isList = before.tagName === piece.tagName && /^[UO]L$/.test(piece.tagName);
  const [to, from] = isList ? [before, piece] : [before.querySelector('tbody'), piece.querySelector('tbody')];
  if (!to || !from) return false;
  to.append(...from.childNodes);
  return true;
}
