// A process that makes the files of its arguments safe, all at once, as the daemon does, and says how
// much memory that took at most.
import { readFileSync } from 'node:fs';
import { withDecodedImage } from '../../../server/media/decode.ts';
import { fitImage } from '../../../server/media/fit.ts';
import { packPixels } from '../../../server/media/pack.ts';

const results = await Promise.all(
  process.argv.slice(2).map((path) =>
    withDecodedImage(readFileSync(path), async ({ pixels }) => {
      const painted = { ...pixels, data: Buffer.from(pixels.data) };
      const [fitted] = await Promise.all([
        fitImage(painted, { maxEdge: 1024, maxBytes: 1_500_000 }),
        packPixels(pixels),
      ]);
      return fitted.data.length;
    }),
  ),
);
const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
const peakMegabytes = (Number(kibibytes) * 1_024) / 1_000_000;
process.stdout.write(JSON.stringify({ peakMegabytes, decoded: results.length }));
