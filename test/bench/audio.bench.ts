import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensureDebianPackages, soundRequirements } from '../../scripts/debian.ts';
import { openSound, recordedParts } from '../../server/media/sound/sound.ts';
import { bytesSource } from '../../server/media/sound/source.ts';
import { Recording } from '../../server/recorder/recorder.ts';
import { startMicrophone } from '../support/microphone.ts';
import { convert, pcm, RATE, speech, tone } from '../support/sound.ts';
import { interleave, side, summarize, timed } from './measure.ts';
import { canReadMemory } from './memory.ts';
import { type Bench, counted, type Row, type Skipped } from './row.ts';

const run = promisify(execFile);

const FORMATS = [
  { name: 'WebM with Opus', args: ['-c:a', 'libopus', '-f', 'webm'] },
  { name: 'MP3', args: ['-f', 'mp3'] },
  { name: 'M4A', args: ['-f', 'ipod', '-movflags', 'frag_keyframe+empty_moov'] },
  { name: 'FLAC', args: ['-f', 'flac'] },
];
const SENTENCE = 'The error is in line forty two of the parser, and I do not see where it comes from. ';
const TURNS = { warmUp: 2, rounds: 15 };
const NOTES = { warmUp: 0, rounds: 3 };
const NOTE_SECONDS = 10;
const MOST_TIMES = 1.5;
const MOST_STOP_MS = 300;
const MOST_MEMORY_MB = 250;

/** Sound made ready to be sent, compared with ffmpeg doing no more than decode it. */
export const audio: Bench = {
  name: 'audio',
  async run({ quick }) {
    const lacking = ensureDebianPackages(soundRequirements);
    if (lacking !== undefined) return [{ what: 'sound', skipped: `skipped: ${lacking}` }];
    return [...(await decoding(quick)), await stopping(quick), memory()];
  },
};

async function decoding(quick: boolean): Promise<Row[]> {
  const said = speech(SENTENCE.repeat(14)).subarray(0, 60 * RATE);
  const raw = Buffer.from(said.buffer, said.byteOffset, said.byteLength);
  const directory = await mkdtemp(join(tmpdir(), 'lenscap-bench-'));
  try {
    const { stdout } = await run('which', ['ffmpeg']);
    const ffmpeg = stdout.trim();
    const rows: Row[] = [];
    for (const { name, args } of FORMATS) {
      const wav = convert(rawAsWav(raw), ['-ar', '48000', ...args]);
      const file = join(directory, 'sound');
      await writeFile(file, wav);
      const ours = side(() =>
        timed(async () => {
          const sound = await openSound(bytesSource(wav), { ffmpeg });
          for await (const part of sound.parts()) if (part.wav.length === 44) throw new Error('It is empty.');
        }),
      );
      const toPcm = ['-v', 'error', '-i', file, '-ac', '1', '-ar', String(RATE), '-f', 's16le', 'pipe:1'];
      const bare = side(() => timed(() => run(ffmpeg, toPcm, { encoding: 'buffer', maxBuffer: 2 ** 26 })));
      await interleave(quick ? { warmUp: 1, rounds: 5 } : TURNS, [ours, bare]);
      rows.push({
        what: `a minute of ${name}, decoded, trimmed, written anew`,
        unit: 'ms',
        ours: summarize(ours.samples),
        bare: { name: 'ffmpeg decoding', ...summarize(bare.samples) },
        target: { kind: 'faster', least: 1 / MOST_TIMES },
      });
    }
    return rows;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function rawAsWav(raw: Buffer): Buffer {
  return spawnSync(
    'ffmpeg',
    ['-v', 'error', '-f', 's16le', '-ac', '1', '-ar', String(RATE), '-i', 'pipe:0', '-f', 'wav', 'pipe:1'],
    { input: raw, maxBuffer: 2 ** 26 },
  ).stdout;
}

/** From the word to stop until there are bytes to send. */
async function stopping(quick: boolean): Promise<Row | Skipped> {
  const what = `a note of ${NOTE_SECONDS} s, from stop to what is uploaded`;
  const microphone = await startMicrophone();
  try {
    const samples: number[] = [];
    for (let round = 0; round < (quick ? 1 : NOTES.rounds); round++) {
      const recording = await Recording.start({ environment: microphone.environment });
      await microphone.play(pcm(tone(NOTE_SECONDS, 300, 0.4)));
      samples.push(
        await timed(async () => {
          const recorded = await recording.stop();
          for await (const part of recordedParts(recorded?.samples ?? [])) {
            if (part.seconds < NOTE_SECONDS - 1) throw new Error(`Only ${part.seconds} s were heard.`);
          }
        }),
      );
    }
    return { what, unit: 'ms', ours: summarize(samples), target: { kind: 'most', most: MOST_STOP_MS } };
  } finally {
    await microphone.close();
  }
}

/** Of a process of its own, so that nothing else counts. */
function memory(): Row | Skipped {
  const what = 'memory for an hour of WAV, 48 kHz stereo (691 MB)';
  if (!canReadMemory) return { what, skipped: 'skipped: this system does not tell it' };
  const script = join(import.meta.dirname, 'audio', 'hour.ts');
  const { stdout, stderr, status } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The process ended with ${status}: ${stderr}`);
  return {
    what,
    unit: 'MB',
    ours: counted(Number(stdout), 1),
    target: { kind: 'most', most: MOST_MEMORY_MB },
  };
}
