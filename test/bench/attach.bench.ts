import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { attach as attachMessage, detach } from '../../protocol/attach.ts';
import { Settings } from '../../protocol/settings.ts';
import { DaemonClient } from '../../scripts/daemon-client.ts';
import { browserRequirements, ensureDebianPackages, toolRequirements } from '../../scripts/debian.ts';
import { bytesWithinBase64 } from '../../server/explain/attachments.ts';
import { decodeImage } from '../../server/media/decode.ts';
import { fitImage } from '../../server/media/fit.ts';
import { interleave, side, summarize, timed } from './measure.ts';
import type { Bench, Row } from './row.ts';
import { screenshot } from './screenshots.ts';

const run = promisify(execFile);

const SIZES = [
  { name: '1080p', width: 1920, height: 1080 },
  { name: '4K', width: 3840, height: 2160 },
];
const LEAST_FASTER = 3;
const TURNS = { warmUp: 3, rounds: 25 };

/** A PNG made safe: attached to the daemon, and by ImageMagick's command doing the same to a file. */
export const attach: Bench = {
  name: 'attach',
  async run() {
    const needed = ['imagemagick', 'fonts-dejavu-core'];
    const requirements = [...toolRequirements, ...browserRequirements];
    const lacking = ensureDebianPackages(requirements.filter(({ name }) => needed.includes(name)));
    const convert = findConvert();
    if (lacking !== undefined || convert === undefined) {
      const skipped = `skipped: ${lacking ?? 'there is no ImageMagick'}`;
      return SIZES.map(({ name }) => ({ what: `attach a PNG without reading it, ${name}`, skipped }));
    }
    const directory = await mkdtemp(join(tmpdir(), 'lenscap-bench-'));
    const pictures = await Promise.all(
      SIZES.map(async (size) => ({ ...size, png: await screenshot(size.width, size.height) })),
    );
    let daemon: DaemonClient | undefined;
    try {
      daemon = await DaemonClient.start({
        // Nothing is read here: what decoding and encoding cost is compared. Reading has a benchmark of its own.
        initializationOptions: {
          dataDirectory: join(directory, 'data'),
          workspace: 'bench',
          settings: { privacy: { mode: 'off' } },
        },
      });
      const rows: Row[] = [];
      for (const { name, png } of pictures)
        rows.push(...(await compare(name, png, daemon, convert, directory)));
      return rows;
    } finally {
      await daemon?.stop();
      await rm(directory, { recursive: true, force: true });
    }
  },
};

async function compare(
  name: string,
  png: Buffer,
  daemon: DaemonClient,
  convert: string,
  directory: string,
): Promise<Row[]> {
  const source = join(directory, `${name}.png`);
  await writeFile(source, png);

  // From the file's bytes to the answer: base64, JSON, the pipe, and all the way back.
  const ours = side(async () => {
    const startedAt = performance.now();
    const { id } = await daemon.request(attachMessage, { name: source, data: png.toString('base64') });
    const took = performance.now() - startedAt;
    await daemon.request(detach, { id });
    return took;
  });
  const { maxEdge, maxPayloadBytes } = Settings.parse({}).image;
  const options = { maxEdge, maxBytes: bytesWithinBase64(maxPayloadBytes) };
  const inProcess = side(() => timed(async () => fitImage((await decodeImage(png)).pixels, options)));
  const command = [source, ...`-auto-orient -background white -flatten -colorspace sRGB`.split(' ')];
  command.push('-resize', `${maxEdge}x${maxEdge}>`, '-strip', join(directory, 'out.png'));
  const bare = side(() => timed(() => run(convert, command)));
  // A process's own start is part of what a command costs; this says how much of it.
  const start = side(() => timed(() => run(convert, ['-version'])));
  await interleave(TURNS, [ours, bare, inProcess, start]);

  const target = { kind: 'faster', least: LEAST_FASTER } as const;
  const startMs = summarize(start.samples).median;
  const work = bare.samples.map((took) => took - startMs);
  return [
    {
      what: `attach a PNG without reading it, ${name}`,
      unit: 'ms',
      ours: summarize(ours.samples),
      bare: { name: 'convert', ...summarize(bare.samples) },
      target,
    },
    {
      what: '  the work alone, in one process',
      unit: 'ms',
      ours: summarize(inProcess.samples),
      bare: { name: `convert less its start (${startMs.toFixed(0)} ms)`, ...summarize(work) },
    },
  ];
}

/** ImageMagick's command: its own name since version 7, `convert` before. */
function findConvert(): string | undefined {
  return ['magick', 'convert'].find((command) => {
    const found = spawnSync(command, ['-version'], { encoding: 'utf8' });
    // Windows has a convert of its own, which formats disks.
    return found.status === 0 && found.stdout.includes('ImageMagick');
  });
}
