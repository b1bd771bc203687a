/** What drawing may take of a frame, so that typing and scrolling get their turn. */
const BUDGET_MS = 10;

const waiting = new Set<() => void>();
let isScheduled = false;

/** Has something drawn in the next frame, or, where there is much to draw, in one of those after it. */
export function inAFrame(draw: () => void): void {
  waiting.add(draw);
  schedule();
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
  if (waiting.size > 0) schedule();
}

function schedule(): void {
  if (!isScheduled) requestAnimationFrame(drawWaiting);
  isScheduled = true;
}
