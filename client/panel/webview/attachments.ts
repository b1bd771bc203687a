import * as l10n from '@vscode/l10n';
import { plural } from '../../../protocol/language.ts';
import type { AttachmentTile, QuoteLine, ReadyState } from '../messages.ts';
import { checkbox, focusWhenDrawn } from './checkbox.ts';
import { element, icon, iconButton, setChildren } from './dom.ts';
import { tileHandlers } from './tile-order.ts';
import { formatBytes, redactionCount, textInstead } from './wording.ts';

/** Pictures as the page can show them, by the key of their attachment. */
export class Thumbnails {
  readonly #addresses = new Map<string, string>();

  add(key: string, mime: string, bytes: Uint8Array<ArrayBuffer>): void {
    const old = this.#addresses.get(key);
    if (old) URL.revokeObjectURL(old);
    this.#addresses.set(key, URL.createObjectURL(new Blob([bytes], { type: mime })));
  }

  /** Lets go of all pictures but these. */
  keepOnly(keys: ReadonlySet<string>): void {
    for (const [key, address] of this.#addresses) {
      if (keys.has(key)) continue;
      URL.revokeObjectURL(address);
      this.#addresses.delete(key);
    }
  }

  /** Where the page finds a picture's file; undefined while it has not come. */
  address(key: string): string | undefined {
    return this.#addresses.get(key);
  }

  /** The picture, or its icon where it is not at hand. */
  show(key: string, alternative: string): HTMLElement {
    const address = this.#addresses.get(key);
    if (!address) return icon('file-media', 'no-picture');
    return element('img', { attributes: { src: address, alt: alternative, draggable: 'false' } });
  }
}

export interface TileActions {
  readonly remove: (key: string) => void;
  /** Puts it in another place, from 0. */
  readonly move: (key: string, to: number) => void;
  readonly preview: (key: string) => void;
  readonly agree: (key: string, yes: boolean) => void;
}

/** The tiles of the composer: each picture as it would be sent, with what was done to it. */
export class AttachmentList {
  readonly root = element('ul', { class: 'tiles', attributes: { 'aria-label': l10n.t('Attachments') } });
  readonly #thumbnails: Thumbnails;
  readonly #actions: TileActions;
  #tiles: readonly AttachmentTile[] = [];
  /** What each tile was drawn from: one that says the same stays, and a click on it is not lost. */
  readonly #drawn = new Map<string, { from: string; element: HTMLElement }>();
  #previewed: string | undefined;
  #quote: QuoteLine = { kind: 'none' };

  constructor(thumbnails: Thumbnails, actions: TileActions) {
    this.#thumbnails = thumbnails;
    this.#actions = actions;
    this.show([]);
  }

  show(tiles: readonly AttachmentTile[]): void {
    const before = this.#tiles;
    this.#tiles = tiles;
    // The focus stays on the same control, and in the list when the tile it was on goes.
    const focused = [...this.root.children].findIndex((child) => child.contains(document.activeElement));
    const control = controls.find((each) => document.activeElement?.classList.contains(each)) ?? 'remove';
    const next = tiles.map((tile) => this.#draw(tile));
    for (const key of this.#drawn.keys()) {
      if (!tiles.some((tile) => tile.key === key)) this.#drawn.delete(key);
    }
    setChildren(this.root, next);
    this.root.hidden = tiles.length === 0;
    if (focused < 0 || this.root.contains(document.activeElement)) return;
    const moved = tiles.findIndex(({ key }) => key === before[focused]?.key);
    const tile = this.root.children[moved >= 0 ? moved : Math.min(focused, tiles.length - 1)];
    const again =
      tile?.querySelector<HTMLElement>(`.${control}`) ?? tile?.querySelector<HTMLElement>('.remove');
    if (again) focusWhenDrawn(again);
  }

  /** Draws again: a thumbnail has come. */
  refresh(): void {
    this.show(this.#tiles);
  }

  /** Marks the tile whose preview is open. */
  showPreviewed(key: string | undefined): void {
    this.#previewed = key;
    this.refresh();
  }

  /** Marks the tiles whose text is sent instead of the picture. */
  showQuote(quote: QuoteLine): void {
    this.#quote = quote;
    this.refresh();
  }

  /** Gives the focus to what opens the preview of an attachment. */
  focus(key: string): boolean {
    const tile = this.root.children[this.#tiles.findIndex((each) => each.key === key)];
    const button = tile?.querySelector<HTMLElement>('.thumbnail');
    button?.focus();
    return button !== null && button !== undefined;
  }

  #draw(tile: AttachmentTile): HTMLElement {
    const from = JSON.stringify([
      tile,
      // What its keys do depends on its place.
      this.#tiles.indexOf(tile),
      this.#tiles.length,
      this.#thumbnails.address(tile.key) ?? '',
      this.#previewed === tile.key,
      this.#isText(tile),
    ]);
    const known = this.#drawn.get(tile.key);
    if (known?.from === from) return known.element;
    const drawn = this.#tile(tile);
    this.#drawn.set(tile.key, { from, element: drawn });
    return drawn;
  }

  #isText({ key }: AttachmentTile): boolean {
    return textInstead(this.#quote, key) !== undefined;
  }

  #tile(tile: AttachmentTile): HTMLElement {
    const { key, name, state } = tile;
    const remove = iconButton('close', l10n.t('Remove {0}', name), () => this.#actions.remove(key));
    remove.classList.add('remove');
    const isUnsafe = state.kind === 'ready' && !state.safe;
    const isOff = state.kind === 'ready' && state.mode === 'off';
    const isBusy = state.kind === 'working' || (state.kind === 'ready' && state.changing);
    return element(
      'li',
      {
        class: `tile ${state.kind}${isUnsafe ? ' unsafe' : ''}${isOff ? ' unchecked' : ''}`,
        attributes: { title: tooltip(tile), 'aria-busy': isBusy ? 'true' : undefined, draggable: 'true' },
        on: tileHandlers(
          key,
          this.#tiles.findIndex((each) => each.key === key),
          this.#tiles.length,
          this.#actions,
        ),
      },
      this.#picture(tile),
      element(
        'div',
        { class: 'tile-text' },
        element('span', { class: 'tile-name' }, name),
        element(
          'span',
          { class: 'tile-about', attributes: { role: state.kind === 'refused' ? 'alert' : undefined } },
          ...about(tile, this.#isText(tile)),
        ),
      ),
      remove,
      isUnsafe && this.#unsafe(tile, state),
    );
  }

  #picture({ key, name, state }: AttachmentTile): HTMLElement {
    if (state.kind === 'working')
      return element('span', { class: 'thumbnail' }, icon('loading', 'codicon-modifier-spin'));
    if (state.kind === 'refused') return element('span', { class: 'thumbnail' }, icon('error'));
    const isOpen = this.#previewed === key;
    return element(
      'button',
      {
        class: `thumbnail${isOpen ? ' previewed' : ''}`,
        attributes: {
          type: 'button',
          'aria-expanded': String(isOpen),
          'aria-controls': 'preview',
          'aria-label': l10n.t('Preview {0}, as it will be sent', name),
        },
        on: { click: () => this.#actions.preview(key) },
      },
      this.#thumbnails.show(key, ''),
    );
  }

  /** Why a picture is not safe, and the user's yes to sending it all the same. */
  #unsafe({ key, name }: AttachmentTile, { doubts, agreed }: ReadyState): HTMLElement {
    return element(
      'div',
      { class: 'tile-doubts', attributes: { role: 'group', 'aria-label': name } },
      ...doubts.map((doubt) => element('p', {}, icon('warning'), ` ${doubt}`)),
      checkbox(l10n.t('Send anyway'), (yes) => this.#actions.agree(key, yes), {
        class: 'agree',
        isChecked: agreed,
      }),
    );
  }
}

/** What in a tile can have the focus. */
const controls = ['thumbnail', 'remove', 'agree'];

function about({ state }: AttachmentTile, isText: boolean): (Node | string)[] {
  switch (state.kind) {
    case 'working':
      return [l10n.t('Checking for secrets…')];
    case 'refused':
      return [`${state.trouble.message} ${state.trouble.hint}`];
    case 'ready': {
      const size = `${state.width} × ${state.height} · ${formatBytes(state.bytes)}`;
      if (state.changing) return [icon('loading', 'codicon-modifier-spin'), ` ${size}`];
      const parts = [
        redactionCount(state),
        isText ? l10n.t('sent as text') : size,
        state.removed.length > 0
          ? plural(state.removed.length, {
              one: l10n.t('1 thing removed'),
              other: l10n.t('{0} things removed', state.removed.length),
            })
          : undefined,
      ];
      const text = parts.filter((part) => part !== undefined).join(' · ');
      if (state.mode !== 'off') return [text];
      const warning = element('strong', {}, icon('warning'), ` ${l10n.t('Not searched for secrets')}`);
      return [warning, ` · ${text}`];
    }
  }
}

function tooltip({ name, state }: AttachmentTile): string {
  if (state.kind !== 'ready') return name;
  const list = (heading: string, lines: readonly string[]): string[] =>
    lines.length > 0 ? [heading, ...lines.map((line) => `• ${line}`)] : [];
  return [
    l10n.t('{0}, as it will be sent. Click the picture to look at it.', name),
    ...list(
      l10n.t('Covered:'),
      state.findings.filter(({ covered }) => covered).map(({ title }) => title),
    ),
    ...list(
      l10n.t('Removed:'),
      state.removed.map(({ detail }) => detail),
    ),
  ].join('\n');
}
