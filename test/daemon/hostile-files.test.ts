import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { attach, detach, preview } from '../../protocol/attach.ts';
import { Failure, UnsafeMediaError } from '../../protocol/errors.ts';
import { stripMetadata } from '../../server/media/strip.ts';
import { HOSTILE_FILES, REFUSED_FILES } from '../support/hostile/hostile.ts';
import { MARKER } from '../support/hostile/marker.ts';
import { damaged, seeds, THOROUGHNESS } from '../support/hostile/mutate.ts';
import { structureOf } from '../support/hostile/structure.ts';
import { noise } from '../support/images.ts';
import { scratchDirectory } from '../support/scratch.ts';
import { failureOf, startDaemon, type TestDaemon } from './harness.ts';

/** What is looked for in pictures, and covered, is tested elsewhere. */
const SETTINGS = { privacy: { mode: 'off' } };

/** The bytes that would be sent of a file. */
async function sentOf(daemon: TestDaemon, file: Buffer): Promise<Buffer> {
  const { id } = await daemon.request(attach, { name: 'a.png', data: file.toString('base64') });
  const { data } = await daemon.request(preview, { id, together: [] });
  await daemon.request(detach, { id });
  return Buffer.from(data, 'base64');
}

function refusal(error: unknown): UnsafeMediaError {
  if (error instanceof UnsafeMediaError) return error;
  throw error;
}

/** What exiftool, which shares nothing with us, finds in the files of a folder: tags by group and file. */
function exiftool(directory: string): Map<string, string[]> {
  const { stdout, stderr, error } = spawnSync(
    'exiftool',
    ['-json', '-a', '-u', '-U', '-G1', '-ee', directory],
    { encoding: 'utf8', maxBuffer: 100_000_000 },
  );
  if (error) throw error;
  const files = z.array(z.record(z.string(), z.unknown())).safeParse(JSON.parse(stdout || '[]'));
  if (!files.success) throw new Error(`exiftool says: ${stderr}`);
  return new Map(
    files.data.map((tags) => [
      String(tags['SourceFile']),
      Object.keys(tags).filter((tag) => tag !== 'SourceFile' && !ABOUT_THE_DISK.test(tag)),
    ]),
  );
}

/** The file's place on the disk, exiftool itself, and what follows from width and height. */
const ABOUT_THE_DISK = /^(System|ExifTool|Composite):/;

/** How the pixels are stored: type, sides, depth, filters. Nothing else may be found in what is sent. */
const STRUCTURE_OF_SENT =
  /^(File:(FileType|FileTypeExtension|MIMEType|ImageWidth|ImageHeight|EncodingProcess|BitsPerSample|ColorComponents|YCbCrSubSampling)|PNG:(ImageWidth|ImageHeight|BitDepth|ColorType|Compression|Filter|Interlace)|PNG-pHYs:(PixelsPerUnitX|PixelsPerUnitY|PixelUnits)|JFIF:(JFIFVersion|ResolutionUnit|XResolution|YResolution))$/;

/** And in what stays in a workspace, in its own format: GIF, RIFF (WebP) and QuickTime (AVIF) have words of their own. */
const STRUCTURE_OF_STRIPPED =
  /^(File|PNG|PNG-pHYs|JFIF|GIF|RIFF|QuickTime|Meta|ItemRef\d*):(?!.*(Comment|Date|Time|Software|Creator|Author|Copyright|XMP|GPS|Serial|Make|Model|Trailer))/;

describe('exiftool', () => {
  test('finds nothing but structure in what would be sent of hostile files', {
    timeout: 180_000,
  }, async () => {
    const daemon = await startDaemon({ settings: SETTINGS });
    const [before, after] = [join(scratchDirectory(), 'before'), join(scratchDirectory(), 'after')];
    for (const directory of [before, after]) mkdirSync(directory);
    const files = [...HOSTILE_FILES, { name: 'noise', make: () => noise(900, 700) }];
    for (const [index, { name, make }] of files.entries()) {
      const file = await make();
      const sent = await sentOf(daemon, file);
      expect(sent.includes(MARKER)).toBe(false);
      structureOf(sent);
      // exiftool unfolds bombs, too.
      if (!/bomb|gigabyte/.test(name)) writeFileSync(join(before, `${index}.png`), file);
      writeFileSync(join(after, `${index}.png`), sent);
    }
    const found = exiftool(after);
    expect(found.size).toBe(files.length);
    for (const tags of found.values()) {
      expect(tags.filter((tag) => !STRUCTURE_OF_SENT.test(tag))).toEqual([]);
      expect(tags.length).toBeGreaterThan(5);
    }
    // It would have found something: in most of the files there is something.
    const foundBefore = [...exiftool(before).values()];
    const telling = foundBefore.filter((tags) => tags.some((tag) => !STRUCTURE_OF_SENT.test(tag)));
    expect(telling.length).toBeGreaterThan(HOSTILE_FILES.length / 2);
  });

  test('finds nothing but structure in pictures of a workspace, stripped', async () => {
    const directory = scratchDirectory();
    let stripped = 0;
    for (const [index, { make }] of HOSTILE_FILES.entries()) {
      // Animations and bitmaps are left alone.
      const result = await stripMetadata(await make()).catch(refusal);
      if (result instanceof UnsafeMediaError) continue;
      const { mime, data } = result;
      writeFileSync(join(directory, `${index}.${mime.slice(6)}`), data);
      stripped++;
    }
    const found = exiftool(directory);
    expect(found.size).toBe(stripped);
    for (const tags of found.values()) {
      expect(tags.filter((tag) => !STRUCTURE_OF_STRIPPED.test(tag))).toEqual([]);
    }
    expect(stripped).toBeGreaterThan(HOSTILE_FILES.length / 2);
  });
});

test('what is no picture, or too much of one, is refused in words', async () => {
  const daemon = await startDaemon({ settings: SETTINGS });
  for (const { make, codes } of REFUSED_FILES) {
    const data = (await make()).toString('base64');
    const failure = await failureOf(daemon.request(attach, { name: 'a.png', data }));
    expect(failure.kind).toBe('unsafe');
    expect(codes).toContain(failure.code);
  }
  expect(await daemon.stop()).toBe(0);
});

test('the daemon survives hundreds of damaged files, and answers each', {
  timeout: 120_000 * THOROUGHNESS,
}, async () => {
  const daemon = await startDaemon({ settings: SETTINGS });
  const files = await seeds();
  let answered = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(damaged(files), { minLength: 1, maxLength: 8 }), async (batch) => {
      const outcomes = await Promise.allSettled(batch.map((file) => sentOf(daemon, file)));
      for (const outcome of outcomes) {
        if (outcome.status === 'fulfilled') {
          answered++;
          structureOf(outcome.value);
        } else {
          expect(Failure.parse(outcome.reason.data).kind).toBe('unsafe');
        }
      }
    }),
    { numRuns: 100 * THOROUGHNESS },
  );
  expect(answered).toBeGreaterThan(50);
  expect(await daemon.stop()).toBe(0);
});

describe.skipIf(process.platform !== 'linux')('memory', () => {
  /** Of the whole process, in megabytes (10⁶ bytes): what limits.ts allows for decoding, and the process itself. */
  const CEILING = 1_000;
  const blank = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 4, background: { r: 30, g: 60, b: 210, alpha: 0.5 } } });

  const WORST: Record<string, () => Sharp> = {
    'PNG of 53 megapixels, 16 bits, transparent, interlaced': () =>
      blank(7280, 7280).toColourspace('rgb16').png({ progressive: true, compressionLevel: 1 }),
    'JPEG of 64 megapixels, progressive, to be turned': () =>
      blank(8000, 8000)
        .withMetadata({ orientation: 6 })
        .jpeg({ progressive: true, chromaSubsampling: '4:4:4' }),
    'WebP of 64 megapixels, transparent': () => blank(8000, 8000).webp({ effort: 0 }),
    'GIF of 64 megapixels': () => blank(8000, 8000).gif({ effort: 1 }),
    'AVIF of 24 megapixels, 12 bits, transparent': () =>
      blank(6000, 4000).toColourspace('rgb16').avif({ effort: 0, bitdepth: 12, chromaSubsampling: '4:4:4' }),
  };

  test('stays under its ceiling for the worst pictures, each alone and ten at once', {
    timeout: 300_000,
  }, async () => {
    const files: Buffer[] = [];
    for (const make of Object.values(WORST)) files.push(await make().toBuffer());
    for (const batch of [...files.map((file) => [file]), [...files, ...files]]) {
      const megabytes = await peakOf(batch);
      expect(megabytes).toBeGreaterThan(200);
      expect(megabytes).toBeLessThan(CEILING);
    }
  });

  /** The most resident memory of a process that makes these pictures safe, all at once. */
  async function peakOf(files: readonly Buffer[]): Promise<number> {
    const directory = scratchDirectory();
    const paths = files.map((file, index) => {
      const path = join(directory, String(index));
      writeFileSync(path, file);
      return path;
    });
    const worker = join(import.meta.dirname, '../support/hostile/decode-worker.ts');
    const child = spawn(process.execPath, [worker, ...paths], { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    const [status] = await once(child, 'close');
    expect(status).toBe(0);
    return z.object({ peakMegabytes: z.number(), decoded: z.literal(files.length) }).parse(JSON.parse(output))
      .peakMegabytes;
  }
});
