import type { Box } from '../../../protocol/attach.ts';
import type { Picture } from '../reading.ts';
import type { TextBlock } from './page.ts';

export function findText(picture: Picture, region: Box): TextBlock[] {
  const segs = findSegments(picture, region);
  return segs.map((box) => toBlock(picture, box));
}

/** Difference of brightness two pixels apart that counts as an edge. */
const EDGE = 20;
/** Edges this near belong together, in pixels. */
const GAP_X = 8;
const GAP_Y = 1;
const RULE = 64;

export function findSegments(picture: Picture, region: Box): Box[] {
  const { data, width: stride } = picture;
  const { x: left, y: top, width, height } = region;
  // edges
  const edge = new Uint8Array(width * height);
  const luma = new Uint8Array(width + 2);
  const run = new Int32Array(width);
  for (let y = 0; y < height; y++) {
    let at = ((top + y) * stride + left) * 3;
    for (let x = 0; x < width; x++, at += 3) {
      luma[x] = ((data[at] ?? 0) * 77 + (data[at + 1] ?? 0) * 150 + (data[at + 2] ?? 0) * 29) >> 8;
    }
    luma[width] = luma[width - 1] ?? 0;
    luma[width + 1] = luma[width - 1] ?? 0;
    const row = y * width;
    for (let x = 0; x < width; x++) {
      const d = (luma[x + 2] ?? 0) - (luma[x] ?? 0);
      if (d > EDGE || d < -EDGE) {
        edge[row + x] = 1;
        run[x] = (run[x] ?? 0) + 1;
      } else {
        const r = run[x] ?? 0;
        if (r >= RULE) for (let k = 1; k <= r; k++) edge[row + x - k * width] = 0;
        run[x] = 0;
      }
    }
  }
  for (let x = 0; x < width; x++) {
    const r = run[x] ?? 0;
    if (r >= RULE) for (let k = 1; k <= r; k++) edge[(height - k) * width + x] = 0;
  }
  // runs and components
  const comps: { x0: number; y0: number; x1: number; y1: number; n: number }[] = [];
  const parent: number[] = [];
  const find = (i: number): number => {
    while (parent[i] !== i) {
      parent[i] = parent[parent[i] ?? 0] ?? 0;
      i = parent[i] ?? 0;
    }
    return i;
  };
  let above: [number, number, number, number][] = [];
  for (let y = 0; y < height; y++) {
    const row = y * width;
    const current: [number, number, number, number][] = [];
    let start = -1;
    let last = -1;
    const flush = () => {
      if (start < 0) return;
      const id = parent.length;
      parent.push(id);
      comps.push({ x0: start, y0: y, x1: last + 2, y1: y + 1, n: 1 });
      current.push([start, last + 2, id, y]);
      start = -1;
    };
    for (let x = 0; x < width; x++) {
      if (edge[row + x] === 0) continue;
      if (start >= 0 && x - last > GAP_X) flush();
      if (start < 0) start = x;
      last = x;
    }
    flush();
    // join with above (kept for GAP_Y rows)
    above = above.filter((r) => y - r[3] <= GAP_Y + 1);
    let i = 0;
    const sorted = above.sort((a, b) => a[0] - b[0]);
    for (const [s, e, id] of current) {
      while (i < sorted.length && (sorted[i]?.[1] ?? 0) < s - 400) i++;
      for (let j = 0; j < sorted.length; j++) {
        const r = sorted[j];
        if (!r) break;
        if (r[0] >= e) break;
        if (r[1] <= s) continue;
        const a = find(id);
        const b = find(r[2]);
        if (a !== b) parent[a] = b;
      }
    }
    above.push(...current);
  }
  const merged = new Map<number, { x0: number; y0: number; x1: number; y1: number; n: number }>();
  for (const [i, c] of comps.entries()) {
    const root = find(i);
    const m = merged.get(root);
    if (!m) merged.set(root, { ...c });
    else {
      m.x0 = Math.min(m.x0, c.x0);
      m.y0 = Math.min(m.y0, c.y0);
      m.x1 = Math.max(m.x1, c.x1);
      m.y1 = Math.max(m.y1, c.y1);
      m.n += c.n;
    }
  }
  return [...merged.values()].map((c) => ({ x: left + c.x0, y: top + c.y0, width: c.x1 - c.x0, height: c.y1 - c.y0 }));
}

function toBlock(_picture: Picture, box: Box): TextBlock {
  return { box, dark: false, scale: 2 };
}
