import * as l10n from '@vscode/l10n';
import { element } from './dom.ts';
import { between, nudged, type Part } from './geometry.ts';

export interface BoxDraftActions {
  readonly cover: (part: Part) => void;
  readonly say: (sentence: string) => void;
  /** How much of the picture's width and height one of its pixels is. */
  readonly pixel: () => { width: number; height: number };
  /** The box that was being placed by keys is gone, and with it the focus; it was set or given up. */
  readonly end: (isSet: boolean) => void;
}

// What the pointer has to move, in screen pixels, before it is drawing and no longer clicking.
const DRAG_FROM = 4;
/** Picture pixels a key moves a box by. */
const STEP = 8;

function help(): string {
  return l10n.t(
    'New redaction. Arrow keys move it, Shift and arrow keys resize it, with Control in small steps. Enter sets it, Escape cancels.',
  );
}

/** A box that is being drawn over the picture, by pointer or by keys. */
export class BoxDraft {
  readonly #canvas: HTMLElement;
  readonly #actions: BoxDraftActions;
  readonly #box: HTMLElement;
  #part: Part | undefined;
  #from: { x: number; y: number; clientX: number; clientY: number; pointer: number } | undefined;
  #isDrawing = false;

  /** @param canvas the element that is exactly as large as the picture */
  constructor(canvas: HTMLElement, actions: BoxDraftActions) {
    this.#canvas = canvas;
    this.#actions = actions;
    this.#box = element('div', {
      class: 'box draft',
      attributes: { role: 'application', 'aria-label': help(), title: help() },
      on: {
        keydown: (event) => this.#key(event),
        blur: () => void this.cancel(),
      },
    });
    canvas.addEventListener('pointerdown', (event) => this.#down(event));
    canvas.addEventListener('pointermove', (event) => this.#move(event));
    canvas.addEventListener('pointerup', (event) => this.#up(event));
    canvas.addEventListener('pointercancel', () => void this.cancel());
  }

  /** Whether the click that comes now is the end of a drag. */
  get hasJustDrawn(): boolean {
    return this.#isDrawing;
  }

  /** Begins one to be placed by keys. */
  begin(part: Part): void {
    this.#draw(nudged(part, { x: 0, y: 0, width: 0, height: 0 }, this.#actions.pixel()));
    this.#box.tabIndex = 0;
    this.#box.focus();
    this.#box.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  /** @returns whether there was one */
  cancel(): boolean {
    const was = this.#part !== undefined;
    this.#part = undefined;
    this.#from = undefined;
    this.#box.removeAttribute('tabindex');
    this.#box.remove();
    return was;
  }

  #draw(part: Part): void {
    this.#part = part;
    if (!this.#box.isConnected) this.#canvas.append(this.#box);
    this.#box.style.left = `${part.x * 100}%`;
    this.#box.style.top = `${part.y * 100}%`;
    this.#box.style.width = `${part.width * 100}%`;
    this.#box.style.height = `${part.height * 100}%`;
  }

  #down(event: PointerEvent): void {
    this.#isDrawing = false;
    // A finger scrolls.
    if (event.button !== 0 || event.pointerType === 'touch') return;
    const { clientX, clientY, pointerId: pointer } = event;
    this.#from = { ...this.#at(event), clientX, clientY, pointer };
  }

  #move(event: PointerEvent): void {
    const from = this.#from;
    if (!from || event.pointerId !== from.pointer) return;
    const distance = Math.hypot(event.clientX - from.clientX, event.clientY - from.clientY);
    if (!this.#isDrawing && distance < DRAG_FROM) return;
    if (!this.#isDrawing) this.#canvas.setPointerCapture(event.pointerId);
    this.#isDrawing = true;
    this.#draw(between(from, this.#at(event)));
  }

  #up(event: PointerEvent): void {
    if (event.pointerId !== this.#from?.pointer) return;
    const part = this.#isDrawing ? this.#part : undefined;
    this.cancel();
    if (part) this.#set(part);
  }

  #key(event: KeyboardEvent): void {
    const part = this.#part;
    if (!part) return;
    const direction = directions[event.key];
    if (direction) {
      const pixel = this.#actions.pixel();
      const step = event.ctrlKey || event.metaKey || event.altKey ? 1 : STEP;
      const x = direction.x * step * pixel.width;
      const y = direction.y * step * pixel.height;
      const by = event.shiftKey ? { x: 0, y: 0, width: x, height: y } : { x, y, width: 0, height: 0 };
      const moved = nudged(part, by, pixel);
      this.#draw(moved);
      this.#box.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      this.#actions.say(placeOf(moved));
    } else if (event.key === 'Enter' || event.key === ' ') {
      this.cancel();
      this.#actions.end(true);
      this.#set(part);
    } else if (event.key === 'Escape') {
      this.cancel();
      this.#actions.say(l10n.t('No redaction was added.'));
      this.#actions.end(false);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #set(part: Part): void {
    this.#actions.cover(part);
    this.#actions.say(l10n.t('Redaction added.'));
  }

  #at(event: PointerEvent): { x: number; y: number } {
    const { left, top, width, height } = this.#canvas.getBoundingClientRect();
    const within = (value: number): number => Math.min(Math.max(value, 0), 1);
    return { x: within((event.clientX - left) / width), y: within((event.clientY - top) / height) };
  }
}

const directions: Readonly<Record<string, { x: number; y: number }>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

function placeOf({ x, y, width, height }: Part): string {
  const percent = (value: number): string => `${Math.round(value * 100)} %`;
  return l10n.t(
    '{0} from the left, {1} from the top, {2} wide, {3} high.',
    percent(x),
    percent(y),
    percent(width),
    percent(height),
  );
}
