import * as l10n from '@vscode/l10n';
import type { Box, Finding } from '../../protocol/attach.ts';
import type { SentPicture } from '../../protocol/quote.ts';
import { type AttachmentDaemon, PictureAttachment } from '../attachments.ts';
import { DaemonDiedError, failureOf, sentences } from '../failure.ts';
import type { RedactionChange } from '../redactions.ts';
import { told, waysOn } from '../ways-on.ts';
import type { AttachmentTile, ExtensionMessage, Trouble } from './messages.ts';

export interface CompositionOptions {
  readonly daemon: AttachmentDaemon;
  readonly post: (message: ExtensionMessage) => void;
  /** Shows a sentence that belongs to no tile; null takes it away. */
  readonly notice: (text: string | null) => void;
}

/** The pictures of the question being composed, as the view shows them: exactly as they would be sent. */
export class Composition {
  readonly #options: CompositionOptions;
  #pictures: PictureAttachment[] = [];
  readonly #refused = new Map<string, Trouble>();
  /** The hash of the file the view has, by key. */
  readonly #shown = new Map<string, string>();
  /** Counts the looks, so that of several only the last one counts. */
  #look = 0;
  /** Whether a look is under way: until it is over, what is shown may not be what would be sent. */
  #isLooking = false;

  constructor(options: CompositionOptions) {
    this.#options = options;
  }

  get pictures(): readonly PictureAttachment[] {
    return this.#pictures;
  }

  /** Those that are ready to be sent, or will be with the user's yes. */
  get ready(): readonly PictureAttachment[] {
    return this.#pictures.filter(({ safe, key }) => safe !== undefined && !this.#refused.has(key));
  }

  /** Takes a picture in. Resolves when it is safe, or refused: the tile says which. */
  async attach(name: string, bytes: Uint8Array): Promise<void> {
    const picture = new PictureAttachment(this.#options.daemon, name, bytes);
    this.#pictures.push(picture);
    this.#postTiles();
    try {
      await picture.prepare();
    } catch (error) {
      this.#refused.set(picture.key, troubleOf(error));
    }
    await this.refresh();
  }

  async remove(key: string): Promise<void> {
    const removed = this.#find(key);
    this.#pictures = this.#pictures.filter((picture) => picture !== removed);
    this.#refused.delete(key);
    await Promise.all([removed?.release().catch(() => {}), this.refresh()]);
  }

  /** Puts a picture in another place among the others. @param to from 0 */
  move(key: string, to: number): void {
    const moved = this.#find(key);
    if (!moved) return;
    const others = this.#pictures.filter((picture) => picture !== moved);
    this.#pictures = others.toSpliced(Math.min(to, others.length), 0, moved);
    this.#postTiles();
  }

  /** Shows what was covered in a picture, or covers it again; takes away what the user painted over. */
  toggle(key: string, finding: string): Promise<void> {
    return this.#redact(this.#find(key), { kind: 'toggle', finding });
  }

  /** Paints over one more place. */
  cover(key: string, box: Box): Promise<void> {
    return this.#redact(this.#find(key), { kind: 'cover', box });
  }

  /** Shows what has this hash in every picture, because it is no secret. */
  async allow(valueHash: string): Promise<void> {
    const has = (finding: Finding): boolean => finding.valueHash === valueHash && finding.covered;
    const concerned = this.#pictures.filter(({ findings }) => findings.some(has));
    await Promise.all(concerned.map((picture) => this.#redact(picture, { kind: 'allow', valueHash })));
  }

  /** The user says yes to sending a picture that is not safe, or takes it back. */
  agree(key: string, yes: boolean): void {
    const picture = this.#find(key);
    if (!picture) return;
    picture.agreed = yes;
    if (this.refusal() === undefined) this.#options.notice(null);
    this.#postTiles();
  }

  /** Why a question with these pictures is not sent, and what to do; undefined if it can be. */
  refusal(): string | undefined {
    const refused = this.#pictures.find(({ key }) => this.#refused.has(key));
    if (refused) return l10n.t('“{0}” cannot be sent. Remove it to ask without it.', refused.name);
    const unsafe = this.#pictures.find(({ sendable }) => !sendable);
    return (
      unsafe &&
      l10n.t(
        '“{0}” was not sent: it may still show a secret. Look at its preview, then choose “Send anyway”, or remove it.',
        unsafe.name,
      )
    );
  }

  /** Hands the pictures over to a question. */
  take(): PictureAttachment[] {
    const taken = this.#pictures;
    this.#pictures = [];
    this.#postTiles();
    return taken;
  }

  giveBack(pictures: readonly PictureAttachment[]): void {
    this.#pictures = [...pictures];
    void this.refresh();
  }

  /** Gives the view a picture's file, unless it has that. */
  showFile({ key, safe }: PictureAttachment): void {
    if (!safe || this.#shown.get(key) === safe.sha256) return;
    this.#shown.set(key, safe.sha256);
    this.#options.post({ type: 'thumbnail', key, mime: safe.mime, bytes: safe.bytes });
  }

  /** Whether these are the files the view shows: the daemon says so with every price. */
  shows(sent: readonly SentPicture[]): boolean {
    const shown = new Set(this.#shown.values());
    return sent.every(({ sha256 }) => shown.has(sha256));
  }

  /** Looks at every picture as it would be sent together with the others, and shows it. */
  async refresh(): Promise<void> {
    this.#look += 1;
    const look = this.#look;
    this.#isLooking = true;
    this.#postTiles();
    try {
      const ready = this.ready;
      const ids = await Promise.all(ready.map((picture) => picture.id()));
      await Promise.all(ready.map((picture) => picture.look(ids)));
    } catch (error) {
      // A daemon that died is said elsewhere, and when it is back it is looked at again.
      const died = failureOf(error) instanceof DaemonDiedError;
      if (look === this.#look && !died) this.#options.notice(sentencesOf(error));
    }
    if (look !== this.#look) return;
    this.#isLooking = false;
    this.#postTiles();
  }

  /** Gives a view that was loaded everything. */
  show(): void {
    this.#shown.clear();
    this.#postTiles();
  }

  async #redact(picture: PictureAttachment | undefined, change: RedactionChange): Promise<void> {
    if (!picture?.safe) return;
    const changing = picture.redact(change);
    this.#postTiles();
    try {
      await changing;
    } catch (error) {
      this.#options.notice(sentencesOf(error));
    }
    await this.refresh();
  }

  #find(key: string): PictureAttachment | undefined {
    return this.#pictures.find((picture) => picture.key === key);
  }

  #postTiles(): void {
    for (const picture of this.#pictures) this.showFile(picture);
    const tiles = this.#pictures.map((picture) => this.#tile(picture));
    this.#options.post({ type: 'attachments', tiles });
  }

  #tile(picture: PictureAttachment): AttachmentTile {
    const { key, name, safe, findings, agreed } = picture;
    const trouble = this.#refused.get(key);
    if (trouble) return { key, name, state: { kind: 'refused', trouble } };
    if (!safe) return { key, name, state: { kind: 'working' } };
    const { text: _, ...about } = safe.about;
    const { mime, width, height, sha256, bytes } = safe;
    const file = { mime, width, height, sha256, bytes: bytes.length };
    // With one more picture in the question, this one may have to be sent smaller.
    const isOneComing = this.#pictures.some((each) => !each.safe && !this.#refused.has(each.key));
    const changing = picture.changing || this.#isLooking || isOneComing;
    const state = { ...about, ...file, findings: [...findings], changing, agreed };
    return { key, name, state: { kind: 'ready', ...state } };
  }
}

/** What went wrong, as a view can show it. */
export function troubleOf(error: unknown): Trouble {
  const failure = failureOf(error);
  return { code: failure.code, ...told(failure), ways: waysOn(failure) };
}

/** The same in a line. */
export function sentencesOf(error: unknown): string {
  return sentences(told(failureOf(error)));
}
