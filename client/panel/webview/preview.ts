import * as l10n from '@vscode/l10n';
import type { AttachmentTile, QuoteLine, ReadyState } from '../messages.ts';
import type { Thumbnails } from './attachments.ts';
import { quietButton } from './button.ts';
import { focusWhenDrawn } from './checkbox.ts';
import { element, icon, iconButton, patchChildren } from './dom.ts';
import { type FactActions, facts, findingRows } from './facts.ts';
import { type SentTextActions, sentText } from './sent-text.ts';
import { Stage, type StageActions } from './stage.ts';
import { isManual, redactionCount, sentenceOf, textInstead } from './wording.ts';

export interface PreviewActions extends FactActions, SentTextActions, Pick<StageActions, 'say'> {
  readonly toggle: (key: string, finding: string) => void;
  readonly cover: (key: string, box: Parameters<StageActions['cover']>[0]) => void;
  /** The preview was closed: what it was opened from gets the focus. */
  readonly closed: (key: string) => void;
}

/** A picture exactly as it will be sent: what is covered and why, what was removed, what it is in figures. */
export class Preview {
  readonly root: HTMLElement;
  readonly #actions: PreviewActions;
  readonly #thumbnails: Thumbnails;
  readonly #stage: Stage;
  readonly #title = element('h2', {});
  readonly #text = element('div', { class: 'sent-text' });
  readonly #scale = element('span', { class: 'scale' });
  readonly #caption = element('p', { class: 'caption' });
  readonly #doubts = element('div', { class: 'doubts' });
  readonly #findings = element('div', { class: 'findings' });
  readonly #facts = element('div', { class: 'facts' });
  readonly #close: HTMLButtonElement;
  #tile: { key: string; name: string; state: ReadyState } | undefined;
  #quote: QuoteLine = { kind: 'none' };
  #pointedAt: string | undefined;

  constructor(thumbnails: Thumbnails, actions: PreviewActions) {
    this.#thumbnails = thumbnails;
    this.#actions = actions;
    this.#stage = new Stage({
      toggle: (finding) => this.#toggle(finding),
      cover: (box) => {
        if (this.#tile) actions.cover(this.#tile.key, box);
      },
      point: (finding) => this.#point(finding),
      say: actions.say,
      zoomed: (text) => {
        this.#scale.textContent = text;
      },
    });
    this.#close = iconButton('close', l10n.t('Close Preview (Escape)'), () => this.close());
    this.root = element(
      'section',
      {
        class: 'preview',
        attributes: { id: 'preview', 'aria-label': l10n.t('Preview') },
        on: { keydown: (event) => this.#key(event) },
      },
      element('header', {}, this.#title, this.#close),
      this.#text,
      element(
        'div',
        { class: 'preview-bar', attributes: { role: 'toolbar', 'aria-label': l10n.t('Preview') } },
        quietButton(
          'add',
          l10n.t('Add Redaction'),
          () => this.#stage.addByKeys(),
          l10n.t('Drag on the picture, or press this and use the arrow keys'),
        ),
        element('span', { class: 'spacer' }),
        element(
          'span',
          { class: 'zoom' },
          iconButton('zoom-out', l10n.t('Zoom Out (−)'), () => this.#stage.zoom('out')),
          this.#scale,
          iconButton('zoom-in', l10n.t('Zoom In (+)'), () => this.#stage.zoom('in')),
          iconButton('screen-normal', l10n.t('Fit to the View (0)'), () => this.#stage.zoom('fit')),
        ),
      ),
      this.#stage.root,
      this.#caption,
      this.#doubts,
      this.#findings,
      this.#facts,
    );
    this.root.hidden = true;
  }

  /** The attachment it shows; undefined while it is closed. */
  get key(): string | undefined {
    return this.#tile?.key;
  }

  open(tile: AttachmentTile): void {
    if (tile.state.kind !== 'ready') return;
    this.#tile = { ...tile, state: tile.state };
    this.root.hidden = false;
    this.root.scrollTop = 0;
    this.#stage.zoom('fit');
    this.#draw();
    this.#close.focus();
    const found = redactionCount(tile.state) ?? l10n.t('not searched for secrets');
    const isText = textInstead(this.#quote, tile.key) !== undefined;
    this.#actions.say(
      isText
        ? l10n.t('Preview of {0}: {1}. It is sent as text.', tile.name, found)
        : l10n.t('Preview of {0}: {1}.', tile.name, found),
    );
  }

  close(): void {
    const key = this.#tile?.key;
    this.#tile = undefined;
    this.#stage.cancel();
    this.root.hidden = true;
    if (key !== undefined) this.#actions.closed(key);
  }

  /** The composer's pictures changed. */
  showTiles(tiles: readonly AttachmentTile[]): void {
    if (!this.#tile) return;
    const tile = tiles.find(({ key }) => key === this.#tile?.key);
    if (tile?.state.kind !== 'ready') {
      this.close();
      return;
    }
    if (this.#tile.state.changing && !tile.state.changing)
      this.#actions.say(l10n.t('The preview is up to date.'));
    this.#tile = { ...tile, state: tile.state };
    this.#draw();
  }

  /** The picture's file has come. */
  refresh(key: string): void {
    if (this.#tile?.key === key) this.#draw();
  }

  showQuote(quote: QuoteLine): void {
    this.#quote = quote;
    if (!this.#tile) return;
    this.#drawText(this.#tile);
    this.#drawFacts(this.#tile.state);
  }

  #draw(): void {
    if (!this.#tile) return;
    const { key, name, state } = this.#tile;
    this.#drawText(this.#tile);
    this.#title.textContent = name;
    this.#title.title = name;
    this.#stage.show(name, state, this.#thumbnails.address(key));
    this.#point(this.#pointedAt);
    this.#doubts.replaceChildren(
      ...(state.safe ? [] : state.doubts.map((doubt) => element('p', {}, icon('warning'), ` ${doubt}`))),
      ...(state.mode === 'off'
        ? [
            element(
              'p',
              {},
              icon('warning'),
              ` ${l10n.t('Nothing was looked for: lenscap.privacy.mode is off.')}`,
            ),
          ]
        : []),
    );
    this.#drawFacts(state);
  }

  #drawText({ key, name }: { key: string; name: string }): void {
    const hadFocus = this.#text.contains(document.activeElement);
    patchChildren(this.#text, sentText(name, this.#quote, textInstead(this.#quote, key), this.#actions));
    // The button is gone with the text: the picture is what is sent now.
    if (hadFocus && !this.#text.contains(document.activeElement)) this.#close.focus();
  }

  #drawFacts(state: ReadyState): void {
    const active = document.activeElement;
    const focused = this.#findings.contains(active) || this.#facts.contains(active);
    const finding = active?.getAttribute('data-finding');
    const rows = findingRows(state, {
      allow: this.#actions.allow,
      toggle: (id) => this.#toggle(id),
      point: (id) => {
        this.#stage.mark(id);
        this.#point(id);
      },
    });
    patchChildren(this.#findings, rows);
    const isText = this.#tile !== undefined && textInstead(this.#quote, this.#tile.key) !== undefined;
    patchChildren(this.#facts, facts(state, this.#quote, isText, this.#actions));
    if (!focused || this.root.contains(document.activeElement)) return;
    // What had the focus was drawn anew, or is gone.
    const again = [...this.#findings.querySelectorAll('vscode-checkbox')].find(
      (each) => each.dataset['finding'] === finding,
    );
    if (again) focusWhenDrawn(again);
    else this.#stage.focus();
  }

  #toggle(id: string): void {
    const finding = this.#tile?.state.findings.find((each) => each.id === id);
    if (!this.#tile || !finding) return;
    this.#actions.toggle(this.#tile.key, id);
    const { title, covered } = finding;
    if (isManual(finding)) this.#actions.say(l10n.t('Removed: {0}.', title));
    else this.#actions.say(covered ? l10n.t('Shown: {0}.', title) : l10n.t('Covered: {0}.', title));
  }

  /** Says under the picture what is pointed at. */
  #point(id: string | undefined): void {
    this.#pointedAt = id;
    const state = this.#tile?.state;
    if (!state) return;
    const finding = state.findings.find((each) => each.id === id);
    const boxes = redactionCount(state);
    const hint = l10n.t('Click a box to show what is under it; drag on the picture to cover more.');
    if (finding) this.#caption.textContent = sentenceOf(finding);
    else if (state.changing) this.#caption.textContent = l10n.t('Changing the picture…');
    else
      this.#caption.textContent = boxes
        ? `${capitalized(boxes)}. ${hint}`
        : l10n.t('Drag on the picture to cover something.');
  }

  #key(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      // Not further: it would stop an answer, too.
      event.stopPropagation();
      if (!this.#stage.cancel()) this.close();
    } else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (event.key === '+' || event.key === '=') this.#stage.zoom('in');
    else if (event.key === '-') this.#stage.zoom('out');
    else if (event.key === '0') this.#stage.zoom('fit');
    else return;
    event.preventDefault();
  }
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
