import type { ImageTokenRule } from '../../protocol/models.ts';

/** What a request asks for; Lenscap always names one, because what `auto` means differs by model. */
export type Detail = 'low' | 'high' | 'original';

/**
 * Tokens a provider counts for one picture.
 * @param width in pixels, as sent
 * @param height in pixels, as sent
 */
export function imageTokens(rule: ImageTokenRule, detail: Detail, width: number, height: number): number {
  return rule.kind === 'tile'
    ? tileTokens(rule, detail, width, height)
    : patchTokens(rule, detail, width, height);
}

/** Scale to fit 2048 × 2048, then the shortest side down to 768; 512-pixel tiles. Never scales up. */
function tileTokens(
  rule: Extract<ImageTokenRule, { kind: 'tile' }>,
  detail: Detail,
  width: number,
  height: number,
): number {
  if (detail === 'low') return rule.base;
  let [w, h] = [width, height];
  if (Math.max(w, h) > 2048) [w, h] = fitInside(w, h, 2048);
  const shortest = Math.min(w, h);
  if (shortest > 768) {
    // In this order (multiply, then divide) the shortest side comes out as 768 exactly.
    [w, h] = [Math.floor((w * 768) / shortest), Math.floor((h * 768) / shortest)];
  }
  return rule.base + rule.perTile * Math.ceil(w / 512) * Math.ceil(h / 512);
}

/** 32-pixel patches after the cap on the sides; above the patch budget the picture is shrunk to fit it. */
function patchTokens(
  rule: Extract<ImageTokenRule, { kind: 'patch' }>,
  detail: Detail,
  width: number,
  height: number,
): number {
  const limits = detail === 'original' ? (rule.original ?? rule.high) : rule[detail];
  let [w, h] = [width, height];
  if (Math.max(w, h) > limits.maxEdge) [w, h] = fitInside(w, h, limits.maxEdge);
  const { maxPatches } = limits;
  if (maxPatches !== null && patches(w, h) > maxPatches) {
    let scale = Math.sqrt((1024 * maxPatches) / (w * h));
    const [across, down] = [(w * scale) / 32, (h * scale) / 32];
    scale *= Math.min(Math.floor(across) / across, Math.floor(down) / down);
    [w, h] = [Math.floor(w * scale), Math.floor(h * scale)];
  }
  return Math.ceil((patches(w, h) * rule.multiplierPercent) / 100);
}

function patches(w: number, h: number): number {
  return Math.ceil(w / 32) * Math.ceil(h / 32);
}

function fitInside(w: number, h: number, edge: number): [number, number] {
  const longest = Math.max(w, h);
  return [Math.max(1, Math.floor((w * edge) / longest)), Math.max(1, Math.floor((h * edge) / longest))];
}
