import type { AttachmentTile } from '../messages.ts';
import { element, icon, iconButton } from './dom.ts';

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

  /** The picture, or its icon where it is not at hand. */
  show(key: string, alternative: string): HTMLElement {
    const address = this.#addresses.get(key);
    if (!address) return icon('file-media', 'no-picture');
    return element('img', { attributes: { src: address, alt: alternative, draggable: 'false' } });
  }
}

/** The tiles of the composer: each picture as it would be sent, with what was taken out of it. */
export class AttachmentList {
  readonly root = element('ul', { class: 'tiles', attributes: { 'aria-label': 'Attachments' } });
  readonly #thumbnails: Thumbnails;
  readonly #remove: (key: string) => void;
  #tiles: readonly AttachmentTile[] = [];
  #enlarged: string | undefined;

  constructor(thumbnails: Thumbnails, remove: (key: string) => void) {
    this.#thumbnails = thumbnails;
    this.#remove = remove;
    this.show([]);
  }

  show(tiles: readonly AttachmentTile[]): void {
    this.#tiles = tiles;
    // The focus stays in the list when the tile it was on goes.
    const focused = [...this.root.children].findIndex((child) => child.contains(document.activeElement));
    this.root.replaceChildren(...tiles.map((tile) => this.#tile(tile)));
    this.root.hidden = tiles.length === 0;
    if (focused >= 0) {
      this.root.children[Math.min(focused, tiles.length - 1)]?.querySelector<HTMLElement>('.remove')?.focus();
    }
  }

  /** Draws again: a thumbnail has come. */
  refresh(): void {
    this.show(this.#tiles);
  }

  #tile(tile: AttachmentTile): HTMLElement {
    const { key, name, state } = tile;
    const enlarged = this.#enlarged === key && state.kind === 'ready';
    const remove = iconButton('close', `Remove ${name}`, () => this.#remove(key));
    remove.classList.add('remove');
    return element(
      'li',
      {
        class: `tile ${state.kind}${enlarged ? ' enlarged' : ''}`,
        attributes: { title: tooltip(tile), 'aria-busy': state.kind === 'working' ? 'true' : undefined },
      },
      this.#picture(tile, enlarged),
      element(
        'div',
        { class: 'tile-text' },
        element('span', { class: 'tile-name' }, name),
        element(
          'span',
          { class: 'tile-about', attributes: { role: state.kind === 'refused' ? 'alert' : undefined } },
          about(tile),
        ),
      ),
      remove,
    );
  }

  #picture({ key, name, state }: AttachmentTile, enlarged: boolean): HTMLElement {
    if (state.kind === 'working')
      return element('span', { class: 'thumbnail' }, icon('loading', 'codicon-modifier-spin'));
    if (state.kind === 'refused') return element('span', { class: 'thumbnail' }, icon('error'));
    return element(
      'button',
      {
        class: 'thumbnail',
        attributes: {
          type: 'button',
          'aria-expanded': String(enlarged),
          'aria-label': `${enlarged ? 'Shrink' : 'Enlarge'} ${name}, as it would be sent`,
        },
        on: {
          click: () => {
            this.#enlarged = enlarged ? undefined : key;
            this.refresh();
            this.root
              .querySelector<HTMLElement>(
                `.tile:nth-child(${this.#tiles.findIndex((each) => each.key === key) + 1}) .thumbnail`,
              )
              ?.focus();
          },
        },
      },
      this.#thumbnails.show(key, ''),
    );
  }
}

function about({ state }: AttachmentTile): string {
  switch (state.kind) {
    case 'working':
      return 'Making it safe…';
    case 'refused':
      return `${state.trouble.message} ${state.trouble.hint}`;
    case 'ready': {
      const removed = state.removed.length > 0 ? ` · ${state.removed.length} removed` : '';
      return `${state.width} × ${state.height} · ${formatBytes(state.bytes)}${removed}`;
    }
  }
}

function tooltip({ name, state }: AttachmentTile): string {
  if (state.kind !== 'ready') return name;
  const removed = state.removed.map(({ detail }) => `• ${detail}`);
  return [`${name}, as it would be sent.`, ...(removed.length > 0 ? ['Removed:', ...removed] : [])].join(
    '\n',
  );
}

function formatBytes(bytes: number): string {
  return bytes < 1_000_000
    ? `${Math.max(1, Math.round(bytes / 1_000))} kB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
