// A process with nothing in it but the reader, for memory.ts: reads the pictures it is told of, rests, and says what
// that took. Lines of JSON on its standard output: {"at": "before" | "after" | "rested", threads, residentMb, peakMb}.
import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { decodeImage } from '../../../server/media/decode.ts';
import { PictureReader } from '../../../server/privacy/read/picture-reader.ts';
import { bundledEngine } from './plain-recipe.ts';

const { positionals: pictures } = parseArgs({ allowPositionals: true });

/** Much shorter than in use, so that nobody waits. */
const IDLE_MS = 1_000;
const PATIENCE_MS = 30_000;

function megabytes(field: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync('/proc/self/status', 'utf8');
  return (Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) * 1_024) / 1_000_000;
}

function say(at: string): void {
  const threads = readdirSync('/proc/self/task').length;
  console.log(JSON.stringify({ at, threads, residentMb: megabytes('VmRSS'), peakMb: megabytes('VmHWM') }));
}

const decoded = [];
for (const picture of pictures) decoded.push((await decodeImage(await readFile(picture))).pixels);
say('before');
const before = readdirSync('/proc/self/task').length;

const reader = new PictureReader('bundled', bundledEngine(IDLE_MS));
for (const pixels of decoded) {
  await reader.read(pixels, { layout: 'lines', signal: new AbortController().signal });
}
say('after');

const deadline = Date.now() + PATIENCE_MS;
while (readdirSync('/proc/self/task').length > before && Date.now() < deadline) await pause(100);
say('rested');
