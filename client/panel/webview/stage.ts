import * as l10n from '@vscode/l10n';
import type { Box, Finding } from '../../../protocol/attach.ts';
import type { ReadyState } from '../messages.ts';
import { element, setChildren } from './dom.ts';
import { BoxDraft } from './draft.ts';
import { boxOf, type Part, partOf } from './geometry.ts';
import { isManual, sentenceOf } from './wording.ts';

export interface StageActions {
  readonly toggle: (finding: string) => void;
  readonly cover: (box: Box) => void;
  /** A redaction is pointed at, or none any more. */
  readonly point: (finding: string | undefined) => void;
  readonly say: (sentence: string) => void;
  readonly zoomed: (text: string) => void;
}

/** Screen pixels for one of the picture, smallest first. */
const ZOOMS = [0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6];
// A small picture is not blown up to the width of the view.
const LARGEST_FIT = 2;
// Lines of text are then too low for boxes with wide borders and numbers.
const REDUCED_BELOW = 0.6;

/** The picture as it will be sent, with its redactions as boxes that can be switched, and drawn. */
export class Stage {
  readonly root: HTMLElement;
  readonly #actions: StageActions;
  readonly #canvas: HTMLElement;
  readonly #image = element('img', { attributes: { draggable: 'false' } });
  readonly #layer = element('div', {
    class: 'boxes',
    attributes: { role: 'group', 'aria-label': l10n.t('Redactions on the picture') },
  });
  readonly #draft: BoxDraft;
  /** By finding: the first can be reached by Tab, and stands for all. */
  readonly #boxes = new Map<string, HTMLButtonElement[]>();
  /** How many findings there were when one was added by keys: the next one gets the focus. */
  #focusAfter: number | undefined;
  #state: ReadyState | undefined;
  #zoom: number | 'fit' = 'fit';

  constructor(actions: StageActions) {
    this.#actions = actions;
    this.#canvas = element('div', { class: 'canvas' }, this.#image, this.#layer);
    this.root = element('div', { class: 'stage', attributes: { tabindex: -1 } }, this.#canvas);
    this.#draft = new BoxDraft(this.#canvas, {
      cover: (part) => this.#cover(part),
      say: actions.say,
      // How much of the picture one of its pixels is.
      pixel: () => ({ width: 1 / (this.#state?.width ?? 1), height: 1 / (this.#state?.height ?? 1) }),
      end: (isSet) => {
        if (isSet) this.#focusAfter = this.#state?.findings.length;
        this.root.focus();
      },
    });
    this.root.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    new ResizeObserver(() => this.#resize()).observe(this.root);
  }

  /** @param address of the picture's file; undefined while it is not there */
  show(name: string, state: ReadyState, address: string | undefined): void {
    this.#state = state;
    this.#image.alt = l10n.t('{0}, as it will be sent', name);
    if (address && this.#image.src !== address) this.#image.src = address;
    this.#image.hidden = !address;
    this.#canvas.classList.toggle('changing', state.changing);
    this.#canvas.setAttribute('aria-busy', String(state.changing));
    this.#drawBoxes(state);
    this.#resize();
  }

  /** Puts the focus on the first redaction, or on the picture if there is none. */
  focus(): void {
    (this.#boxes.values().next().value?.[0] ?? this.root).focus();
  }

  /** Marks a redaction that is pointed at elsewhere. */
  mark(finding: string | undefined): void {
    for (const [id, buttons] of this.#boxes) {
      for (const button of buttons) button.classList.toggle('marked', id === finding);
    }
  }

  zoom(to: 'in' | 'out' | 'fit'): void {
    const scale = this.#scale();
    if (to === 'fit') this.#zoom = 'fit';
    // A little more than now: what is shown as the same size is the same step.
    else if (to === 'in') this.#zoom = ZOOMS.find((each) => each > scale * 1.01) ?? scale;
    else this.#zoom = ZOOMS.findLast((each) => each < scale / 1.01) ?? scale;
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = this.root;
    this.#resize();
    // What was in the middle stays there.
    const grown = this.#scale() / scale;
    this.root.scrollLeft = (scrollLeft + clientWidth / 2) * grown - clientWidth / 2;
    this.root.scrollTop = (scrollTop + clientHeight / 2) * grown - clientHeight / 2;
  }

  /** Begins a redaction in the middle of what is to be seen, to be moved by keys. */
  addByKeys(): void {
    const canvas = this.#canvas.getBoundingClientRect();
    const stage = this.root.getBoundingClientRect();
    const visible = {
      left: Math.max(canvas.left, stage.left),
      right: Math.min(canvas.right, stage.right),
      top: Math.max(canvas.top, stage.top),
      bottom: Math.min(canvas.bottom, stage.bottom),
    };
    const width = Math.min(0.3, ((visible.right - visible.left) * 0.3) / canvas.width);
    const height = Math.min(0.5, 24 / canvas.height);
    this.#draft.begin({
      x: ((visible.left + visible.right) / 2 - canvas.left) / canvas.width - width / 2,
      y: ((visible.top + visible.bottom) / 2 - canvas.top) / canvas.height - height / 2,
      width,
      height,
    });
  }

  /** @returns whether there was something half-drawn to give up */
  cancel(): boolean {
    return this.#draft.cancel();
  }

  #cover(part: Part): void {
    if (this.#state) this.#actions.cover(boxOf(part, this.#state.shows));
  }

  #drawBoxes({ findings, shows }: ReadyState): void {
    const old = new Map(this.#boxes);
    const focusedAt = [...old.values()].findIndex(([first]) => first === document.activeElement);
    this.#boxes.clear();
    const drawn = findings.map((finding, index) => {
      const parts = finding.boxes.flatMap((box) => partOf(box, shows) ?? []);
      const known = old.get(finding.id);
      // The same buttons while they can stay: the focus is on one of them.
      const buttons = parts.map((_, place) => known?.[place] ?? this.#button(finding.id));
      buttons.forEach((button, place) => {
        this.#dress(button, { finding, number: index + 1, part: parts[place], isFirst: place === 0 });
      });
      if (buttons.length > 0) this.#boxes.set(finding.id, buttons);
      return buttons;
    });
    setChildren(this.#layer, drawn.flat());
    if (this.#focusAfter !== undefined && findings.length > this.#focusAfter) {
      this.#focusAfter = undefined;
      if (document.activeElement === this.root) [...this.#boxes.values()].at(-1)?.[0]?.focus();
    }
    // The redaction that had the focus has gone, or got another id: the focus stays at its place.
    if (focusedAt >= 0 && !this.#layer.contains(document.activeElement)) {
      const [...all] = this.#boxes.values();
      (all[Math.min(focusedAt, all.length - 1)]?.[0] ?? this.root).focus();
    }
  }

  #button(id: string): HTMLButtonElement {
    const { toggle, point } = this.#actions;
    return element(
      'button',
      {
        attributes: { type: 'button' },
        on: {
          // A click by keys has no count; one by the pointer may be the end of a drag.
          click: ({ detail }) => {
            if (detail === 0 || !this.#draft.hasJustDrawn) toggle(id);
          },
          keydown: (event) => {
            const isManualBox = this.#state?.findings.some((each) => each.id === id && isManual(each));
            if (!isManualBox || (event.key !== 'Delete' && event.key !== 'Backspace')) return;
            event.preventDefault();
            toggle(id);
          },
          focus: () => point(id),
          blur: () => point(undefined),
          mouseenter: () => point(id),
          mouseleave: () => point(undefined),
        },
      },
      element('span', { class: 'number', attributes: { 'aria-hidden': 'true' } }),
    );
  }

  #dress(
    button: HTMLButtonElement,
    box: { finding: Finding; number: number; part: Part | undefined; isFirst: boolean },
  ): void {
    const { finding, number, part, isFirst } = box;
    if (!part) return;
    const kind = isManual(finding) ? 'manual' : finding.covered ? 'covered' : 'open';
    const marked = button.classList.contains('marked') ? ' marked' : '';
    button.className = `box ${kind}${part.x + part.width > 0.9 ? ' at-edge' : ''}${marked}`;
    button.tabIndex = isFirst ? 0 : -1;
    button.title = sentenceOf(finding);
    button.setAttribute('aria-label', `${number}: ${sentenceOf(finding)}`);
    button.setAttribute('aria-pressed', String(finding.covered));
    for (const label of button.querySelectorAll('.number')) label.textContent = isFirst ? String(number) : '';
    // Its place is set by the style's properties: the page's policy allows no style attributes in its text.
    button.style.left = `${part.x * 100}%`;
    button.style.top = `${part.y * 100}%`;
    button.style.width = `${part.width * 100}%`;
    button.style.height = `${part.height * 100}%`;
  }

  #wheel(event: WheelEvent): void {
    if (!event.ctrlKey || event.deltaY === 0) return;
    event.preventDefault();
    this.zoom(event.deltaY < 0 ? 'in' : 'out');
  }

  #scale(): number {
    if (this.#zoom !== 'fit') return this.#zoom;
    return Math.min(LARGEST_FIT, this.root.clientWidth / (this.#state?.width ?? 1));
  }

  #resize(): void {
    if (!this.#state) return;
    const scale = this.#scale();
    this.#canvas.style.width = `${Math.floor(this.#state.width * scale)}px`;
    this.#canvas.style.aspectRatio = `${this.#state.width} / ${this.#state.height}`;
    this.#canvas.classList.toggle('enlarged', scale > 1);
    this.#canvas.classList.toggle('reduced', scale < REDUCED_BELOW);
    this.#actions.zoomed(`${Math.round(scale * 100)} %`);
  }
}
