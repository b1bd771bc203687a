import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { LocalError } from '../../../protocol/errors.ts';
import type { Page } from './engine.ts';
import { parseHocr } from './hocr.ts';
import { findProgram } from './program.ts';
import { SystemEngine } from './system-engine.ts';

const blank: Page = { grey: new Uint8Array(50 * 20).fill(255), width: 50, height: 20 };
const never = new AbortController().signal;
const bounds = { timeoutMs: 30_000, maxOutputBytes: 100_000 };

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lenscap-reader-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** A program of our own making in place of Tesseract. */
async function program(script: string): Promise<string> {
  const file = join(directory, `program-${Math.random()}`);
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  return file;
}

const read = (file: string, pages: Page[], options = bounds, signal = never) =>
  new SystemEngine(
    file,
    ['eng'],
    { PATH: '/usr/bin:/bin', OPENAI_API_KEY: 'not-for-you' },
    options,
  ).recognize(pages, 'lines', signal);

describe('SystemEngine', () => {
  it('fails with a LocalError if the program is gone, or fails', async () => {
    await expect(read(join(directory, 'gone'), [blank])).rejects.toThrow(LocalError);
    await expect(read(await program('exit 1'), [blank])).rejects.toThrow('ended with 1');
    await expect(read(await program('kill -9 $$'), [blank])).rejects.toThrow('SIGKILL');
  });

  it('makes nothing of garbage', async () => {
    const hocr = await read(await program('cat > /dev/null; head -c 50000 /dev/urandom'), [blank, blank]);
    expect(hocr.flatMap(parseHocr)).toEqual([]);
  });

  it('ends a program that takes too long, or writes too much', async () => {
    const hanging = await program('exec sleep 1000');
    await expect(read(hanging, [blank], { ...bounds, timeoutMs: 200 })).rejects.toThrow('more than 200 ms');
    const chatty = await program('while :; do echo "<span"; done');
    await expect(read(chatty, [blank])).rejects.toThrow('more than 100000 bytes');
  });

  it('ends its programs when it is aborted, and when one of them fails', async () => {
    const pids = join(directory, 'pids');
    const running = async () => {
      const started = (await readFile(pids, 'utf8')).trim().split('\n').map(Number);
      return { started: started.length, alive: started.filter(isAlive) };
    };
    const controller = new AbortController();
    const hanging = await program(`echo $$ >> "${pids}"; exec sleep 1000`);
    const reading = read(hanging, [blank, blank], bounds, controller.signal);
    await vi.waitFor(async () => expect((await running()).started).toBeGreaterThan(0), 10_000);
    controller.abort(new Error('changed my mind'));
    await expect(reading).rejects.toThrow('changed my mind');
    await vi.waitFor(async () => expect((await running()).alive).toEqual([]), 10_000);
  });

  it('gives no secrets to the program', async () => {
    const seen = join(directory, 'seen');
    const curious = await program(`{ env; echo "$@"; } > "${seen}"; cat > /dev/null`);
    await read(curious, [blank]);
    const told = await readFile(seen, 'utf8');
    expect(told).toContain('OMP_THREAD_LIMIT=1');
    expect(told).not.toContain('not-for-you');
  });
});

describe('findProgram', () => {
  it('looks in absolute directories only, and for programs only', async () => {
    const file = join(directory, 'tesseract');
    await writeFile(file, '#!/bin/sh\n');
    expect(findProgram('tesseract', `.:${directory}`)).toBeUndefined();
    await chmod(file, 0o755);
    expect(findProgram('tesseract', `.:relative:${directory}`)).toBe(file);
    expect(findProgram('tesseract', relative(process.cwd(), directory))).toBeUndefined();
    expect(findProgram('tesseract', undefined)).toBeUndefined();
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
