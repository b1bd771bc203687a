import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Picture } from '../reading.ts';
import { paint } from './paint.ts';

/** No pixel is black, so that paint shows. */
function colourful(width: number, height: number): Picture {
  const data = Buffer.from(Array.from({ length: width * height * 3 }, (_, i) => 1 + ((i * 7919) % 255)));
  return { data, width, height };
}

it('paints every pixel of every box, and leaves every other byte as it was', () => {
  const side = fc.integer({ min: -10, max: 60 });
  const box = fc.record({ x: side, y: side, width: side, height: side });
  fc.assert(
    fc.property(fc.array(box, { maxLength: 5 }), (boxes) => {
      const picture = colourful(40, 30);
      const before = Buffer.from(picture.data);
      const painted = paint(picture, boxes);
      for (let y = 0; y < 30; y++) {
        for (let x = 0; x < 40; x++) {
          const covered = boxes.some((b) => x >= b.x && x < b.x + b.width && y >= b.y && y < b.y + b.height);
          const at = (y * 40 + x) * 3;
          const expected = covered ? Buffer.alloc(3) : before.subarray(at, at + 3);
          expect(painted.data.subarray(at, at + 3)).toEqual(expected);
        }
      }
      expect(picture.data).toEqual(before);
    }),
    { numRuns: 40 },
  );
});
