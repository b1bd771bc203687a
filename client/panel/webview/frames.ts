/** What drawing may take of a frame, so that typing and scrolling get their turn. */
const BUDGET_MS = 10;
/** After all was drawn: nobody reads faster, and what else is drawn, typing above all, gets the frames between. */
const REST_MS = 50;

const waiting = new Set<() => void>();
let isScheduled = false;
let restUntil = 0;

/** Has something drawn in the next frame; where there is much to draw, or something was drawn just now, a little later. */
export function inAFrame(draw: () => void): void {
  waiting.add(draw);
  schedule(restUntil - performance.now());
}

/** It is drawn already. */
export function notInAFrame(draw: () => void): void {
  waiting.delete(draw);
}

function drawWaiting(): void {
  isScheduled = false;
  const until = performance.now() + BUDGET_MS;
  for (const draw of waiting) {
    waiting.delete(draw);
    draw();
    if (performance.now() >= until) break;
  }
  if (waiting.size > 0) schedule(0);
  else restUntil = performance.now() + REST_MS;
}

function schedule(inMs: number): void {
  if (isScheduled) return;
  isScheduled = true;
  if (inMs > 0) setTimeout(() => requestAnimationFrame(drawWaiting), inMs);
  else requestAnimationFrame(drawWaiting);
}
