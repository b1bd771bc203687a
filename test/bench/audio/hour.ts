// A process that reads an hour of sound which is made while it is read, and says how much memory that took, in megabytes.
import { openSound } from '../../../server/media/sound/sound.ts';
import { toWav } from '../../../server/media/sound/write-wav.ts';
import { residentMegabytes } from '../memory.ts';

const SECONDS = 3_600;
const RATE = 48_000;
const CHANNELS = 2;
const SECOND_BYTES = RATE * CHANNELS * 2;
const BYTES = 44 + SECONDS * SECOND_BYTES;

const header = toWav(new Int16Array(0), RATE);
header.writeUInt16LE(CHANNELS, 22);
header.writeUInt16LE(CHANNELS * 2, 32);
header.writeUInt32LE(BYTES - 44, 40);
const second = Buffer.alloc(SECOND_BYTES);
for (let frame = 0; frame < RATE; frame++) {
  const sample = Math.round(9_000 * Math.sin(frame * 0.05));
  second.writeInt16LE(sample, frame * 4);
  second.writeInt16LE(sample, frame * 4 + 2);
}

const before = residentMegabytes(process.pid);
let most = before;
const sound = await openSound({
  bytes: BYTES,
  async read(position, length) {
    const bytes = Buffer.alloc(Math.max(0, Math.min(length, BYTES - position)));
    if (position < 44) header.copy(bytes, 0, position);
    for (let at = Math.max(0, 44 - position); at < bytes.length; ) {
      const offset = (position + at - 44) % SECOND_BYTES;
      second.copy(bytes, at, offset);
      at += SECOND_BYTES - offset;
    }
    most = Math.max(most, residentMegabytes(process.pid));
    return bytes;
  },
});
for await (const part of sound.parts()) {
  if (part.wav.length > 26_214_400) throw new Error('A part is too large.');
}
console.log(most - before);
