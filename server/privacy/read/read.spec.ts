import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { written } from '../../../test/support/written.ts';
import type { Picture, Reading, ReadRequest } from '../reading.ts';
import { findProgram } from './program.ts';
import { createReader, type ReaderOptions } from './read.ts';

const system = findProgram('tesseract', process.env['PATH']) ? (['system'] as const) : [];
const bundled = createReader({ reader: 'bundled', languages: ['eng'] });
const readers = [bundled, ...system.map((reader) => createReader({ reader, languages: ['eng'] }))];

afterAll(() => Promise.all(readers.map((reader) => reader.close())));

async function pixels(image: Buffer): Promise<Picture> {
  const { data, info } = await sharp(image).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

const request = (more: Partial<ReadRequest> = {}): ReadRequest => ({
  layout: 'lines',
  signal: new AbortController().signal,
  ...more,
});

const text = ({ lines }: Reading) => lines.map(({ words }) => words.map((word) => word.text).join(' '));

const LINES = ['import server from "node:http";', 'const port = 3000;', 'password: correct-horse-7'];

describe.each(readers)('the $name reader', { timeout: 60_000 }, (reader) => {
  it.each([
    { dark: true, size: 14 },
    { dark: false, size: 14 },
    { dark: true, size: 28 },
    { dark: false, size: 28 },
  ])('reads lines in order ($dark, $size)', async (look) => {
    const reading = await reader.read(await pixels(await written(LINES, look)), request());
    expect(text(reading)).toEqual(LINES);
  });

  it('tells where each symbol stands', async () => {
    const size = 16;
    const reading = await reader.read(await pixels(await written(['abcdefgh'], { size })), request());
    const [word] = reading.lines[0]?.words ?? [];
    expect(word?.text).toBe('abcdefgh');
    expect(word?.symbols.map((symbol) => symbol.text).join('')).toBe('abcdefgh');
    // The text starts 40 pixels from the left; a letter of DejaVu Sans Mono is 0.602 em wide.
    for (const [index, { box }] of (word?.symbols ?? []).entries()) {
      const middle = 40 + (index + 0.5) * 0.602 * size;
      expect(Math.abs(box.x + box.width / 2 - middle)).toBeLessThan(4);
      expect(box.y).toBeGreaterThanOrEqual(25);
      expect(box.y + box.height).toBeLessThanOrEqual(60);
    }
  });

  it('reads regions alone', async () => {
    const picture = await pixels(await written(LINES, { size: 20 }));
    const { lines } = await reader.read(picture, request());
    const box = lines[1]?.box ?? { x: 0, y: 0, width: 1, height: 1 };
    const region = { x: box.x - 4, y: box.y - 3, width: box.width + 8, height: box.height + 6 };
    const beyond = { x: -50, y: -50, width: 60, height: 60 };
    expect(text(await reader.read(picture, request({ regions: [region, beyond] })))).toEqual([LINES[1]]);
    expect(await reader.read(picture, request({ regions: [] }))).toEqual({ lines: [] });
  });

  it('looks anywhere for words when asked to', async () => {
    const picture = await pixels(await written(LINES, { size: 18 }));
    const reading = await reader.read(picture, request({ layout: 'sparse' }));
    expect(text(reading).join(' ')).toContain('correct-horse-7');
  });

  it('reads nothing where nothing is', async () => {
    const blank = (width: number, height: number) => ({
      data: Buffer.alloc(width * height * 3, 40),
      width,
      height,
    });
    for (const picture of [blank(0, 0), blank(1, 1), blank(640, 480), blank(20_000, 3), blank(2, 20_000)]) {
      expect(await reader.read(picture, request())).toEqual({ lines: [] });
    }
  });

  it('reads a line wider than a page, without doubling or losing where pages meet', async () => {
    // Letters that are not mistaken for each other.
    const letters = [...'abdehkmnrux'];
    const words = letters.flatMap((first) => letters.map((second) => `${first}${second}${first}e`));
    const picture = await pixels(await written([words.join(' ')], { width: 7_000, height: 80, size: 14 }));
    const reading = await reader.read(picture, request());
    expect(reading.lines).toHaveLength(1);
    const read = text(reading).join(' ');
    expect(words.filter((word) => !read.includes(word)).length).toBeLessThan(words.length / 20);
    expect(Math.abs(read.length - words.join(' ').length)).toBeLessThan(12);
  });

  it('reads lines that touch', async () => {
    const pitch = 15;
    const line = await sharp(await written(['gjpqy lines that touch'], { width: 400, height: 60, size: 16 }))
      .extract({ left: 36, top: 31, width: 300, height: 20 })
      .png()
      .toBuffer();
    const stack = sharp({
      create: { width: 400, height: 140, channels: 3, background: '#1e1e1e' },
    }).composite(
      [1, 2, 3, 4, 5, 6].map((at) => ({ input: line, left: 40, top: at * pitch, blend: 'lighten' as const })),
    );
    const lines = text(await reader.read(await pixels(await stack.png().toBuffer()), request()));
    expect(lines.filter((each) => /lines that touch/i.test(each)).length).toBeGreaterThanOrEqual(5);
  });

  it('reads what stands on coloured areas: chips in a row, some lighter and some darker than their writing', async () => {
    const chips = [
      { word: '10.49.129.183', ground: '#6a1b9a', colour: '#ffffff' },
      { word: 'maple-harbor', ground: '#dbeafe', colour: '#1f1f1f' },
      { word: '172.22.104.181', ground: '#c2410c', colour: '#ffffff' },
      { word: 'group-of-pumps', ground: '#334155', colour: '#e0e0e0' },
    ];
    const drawn = await Promise.all(
      chips.map(async ({ word, ground, colour }) => {
        const { data, info } = await sharp({
          text: {
            text: `<span foreground="${colour}">${word}</span>`,
            font: 'DejaVu Sans 13',
            dpi: 72,
            rgba: true,
          },
        })
          .png()
          .toBuffer({ resolveWithObject: true });
        return await sharp({
          create: { width: info.width + 16, height: 23, channels: 3, background: ground },
        })
          .composite([{ input: data, left: 8, top: 5 }])
          .png()
          .toBuffer();
      }),
    );
    const page = sharp({ create: { width: 640, height: 100, channels: 3, background: '#ffffff' } }).composite(
      drawn.map((input, index) => ({ input, left: 20 + index * 136, top: 40 })),
    );
    const reading = await reader.read(await pixels(await page.png().toBuffer()), request());
    expect(text(reading).join(' ')).toBe(chips.map(({ word }) => word).join(' '));
  });

  it('stops when it is told to', async () => {
    const picture = await pixels(await written(Array.from({ length: 25 }, () => 'a line to read, and more')));
    const controller = new AbortController();
    const reading = reader.read(picture, request({ signal: controller.signal }));
    controller.abort(new Error('changed my mind'));
    await expect(reading).rejects.toThrow('changed my mind');
    await expect(reader.read(picture, request({ signal: controller.signal }))).rejects.toThrow(
      'changed my mind',
    );
  });

  it('works again after it was closed', async () => {
    await reader.close();
    expect(text(await reader.read(await pixels(await written(['again'])), request()))).toEqual(['again']);
  });
});

describe('createReader', { timeout: 60_000 }, () => {
  const make = (options: Partial<ReaderOptions>) =>
    createReader({ reader: 'auto', languages: ['eng'], environment: { PATH: '' }, ...options });
  const picture = () => written(['hello there'], { size: 20 }).then(pixels);
  const readWith = async (options: Partial<ReaderOptions>) => {
    const reader = make(options);
    try {
      return { read: text(await reader.read(await picture(), request())), name: reader.name };
    } finally {
      await reader.close();
    }
  };

  it('takes the bundled reader where there is no program', async () => {
    expect(make({}).name).toBe('bundled');
    expect(await readWith({})).toEqual({ read: ['hello there'], name: 'bundled' });
  });

  it('says that the program is missing where it is asked for', async () => {
    await expect(readWith({ reader: 'system' })).rejects.toThrow('not installed');
  });

  it.each(['auto', 'bundled'] as const)('names a language that is missing (%s)', async (reader) => {
    await expect(readWith({ reader, languages: ['eng', 'deu'] })).rejects.toThrow('"deu"');
  });

  it('passes over a program that does not work, or is too old', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'lenscap-reader-'));
    try {
      const program = join(directory, 'tesseract');
      const environment = { PATH: directory };
      for (const script of ['exit 1', 'echo "tesseract 3.04.01"', 'echo garbage']) {
        await writeFile(program, `#!/bin/sh\n${script}\n`);
        await chmod(program, 0o755);
        expect((await readWith({ environment })).name).toBe('bundled');
        await expect(readWith({ environment, reader: 'system' })).rejects.toThrow(program);
      }
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });

  it('does not keep the process alive', async () => {
    const script = `
      import { createReader } from ${JSON.stringify(join(import.meta.dirname, 'read.ts'))};
      const reader = createReader({ reader: 'bundled', languages: ['eng'] });
      const data = Buffer.alloc(300);
      for (let at = 0; at < 300; at += 12) data.fill(255, at, at + 3);
      await reader.warmUp();
      await reader.read({ data, width: 10, height: 10 }, { layout: 'lines', signal: new AbortController().signal });
      console.log('read');`;
    // Less time than idle threads stay.
    const { stdout, status } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      timeout: 45_000,
    });
    expect([stdout.trim(), status]).toEqual(['read', 0]);
  });
});
