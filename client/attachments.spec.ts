import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { attach, detach, preview } from '../protocol/attach.ts';
import { UnsafeMediaError } from '../protocol/errors.ts';
import type { Message } from '../protocol/message.ts';
import { type AttachmentDaemon, PictureAttachment } from './attachments.ts';
import { DaemonDiedError } from './failure.ts';

const about = {
  safe: true,
  doubts: [],
  mode: 'standard',
  sha256: '00',
  removed: [],
  findings: [],
  shows: { x: 0, y: 0, width: 2, height: 2 },
  legibility: null,
  text: '',
  look: null,
};

/** A daemon that makes pictures safe by putting them in upper case. */
class TinyDaemon implements AttachmentDaemon {
  life = 1;
  readonly held = new Map<string, string>();
  readonly attached: string[] = [];
  failure: Error | undefined;
  #count = 0;

  die(): void {
    this.life += 1;
    this.held.clear();
  }

  async request<P extends z.ZodType, R extends z.ZodType>(
    message: Message<P, R>,
    params: z.input<P>,
  ): Promise<z.output<R>> {
    return message.result.parse(this.#answer(message.method, params));
  }

  #answer(method: string, params: unknown): unknown {
    if (this.failure) {
      const failure = this.failure;
      if (failure instanceof DaemonDiedError) this.failure = undefined;
      throw failure;
    }
    switch (method) {
      case attach.method: {
        const { name, data } = attach.params.parse(params);
        this.#count += 1;
        const id = `id-${this.#count}`;
        this.attached.push(Buffer.from(data, 'base64').toString());
        this.held.set(id, Buffer.from(data, 'base64').toString().toUpperCase());
        const source = { mime: 'image/png', width: 2, height: 2, bytes: data.length };
        return { ...source, ...about, source, id, name };
      }
      case preview.method: {
        const bytes = Buffer.from(this.held.get(preview.params.parse(params).id) ?? '');
        const file = { mime: 'image/png', width: 2, height: 2, bytes: bytes.length, sha256: '00' };
        return { ...file, data: bytes.toString('base64') };
      }
      case detach.method:
        this.held.delete(detach.params.parse(params).id);
        return null;
      default:
        throw new Error(method);
    }
  }
}

function pictureWith(daemon: TinyDaemon): PictureAttachment {
  return new PictureAttachment(daemon, 'shot.png', Buffer.from('raw'));
}

describe('a picture', () => {
  it('is made safe once, however often it is asked for', async () => {
    const daemon = new TinyDaemon();
    const picture = pictureWith(daemon);
    const [first, second] = await Promise.all([picture.prepare(), picture.prepare()]);
    expect(first).toBe(second);
    expect(Buffer.from(first.bytes).toString()).toBe('RAW');
    expect(await picture.id()).toBe('id-1');
    expect(daemon.attached).toEqual(['raw']);
  });

  it('is attached again, in its safe form, to a daemon that came back', async () => {
    const daemon = new TinyDaemon();
    const picture = pictureWith(daemon);
    await picture.prepare();
    daemon.die();
    const [first, second] = await Promise.all([picture.id(), picture.id()]);
    expect(first).toBe(second);
    expect(daemon.held.has(first)).toBe(true);
    expect(daemon.attached).toEqual(['raw', 'RAW']);
  });

  it('is sent once more when the daemon dies over it', async () => {
    const daemon = new TinyDaemon();
    daemon.failure = new DaemonDiedError();
    const picture = pictureWith(daemon);
    expect((await picture.prepare()).about.mime).toBe('image/png');
  });

  it('can be released and asked about again', async () => {
    const daemon = new TinyDaemon();
    const picture = pictureWith(daemon);
    await picture.id();
    await picture.release();
    expect(daemon.held.size).toBe(0);
    expect(daemon.held.has(await picture.id())).toBe(true);
  });

  it('is refused with the daemon’s own words', async () => {
    const daemon = new TinyDaemon();
    daemon.failure = new UnsafeMediaError('unknown-type', 'This is no picture.', 'Use a PNG.');
    await expect(pictureWith(daemon).id()).rejects.toBe(daemon.failure);
  });
});
