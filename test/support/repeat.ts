// For a person's actions on a page that is being drawn: a click, a key or a menu can be lost then.
import { setTimeout } from 'node:timers/promises';

/** How long a slow machine may take until something is to be seen. */
export const patience = { timeout: 60_000 };

/** Milliseconds an action has for its effect before it is done once more. */
const EFFECT_MS = 5_000;
const LOOK_EVERY_MS = 50;

/**
 * Does something, and does it again, until its effect is there. If the effect is there from the start, nothing is done.
 * @param act what does no harm when it is done once more; when it fails, it is tried again
 * @param isThere whether the effect is there; when it fails, it is not
 * @throws Error after a minute without the effect, with the last failure as its cause
 */
export async function repeat(act: () => Promise<unknown>, isThere: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + patience.timeout;
  let failure: unknown;
  const look = () =>
    isThere().catch((error: unknown) => {
      failure = error;
      return false;
    });
  while (!(await look())) {
    if (Date.now() > deadline) throw new Error('What was done had no effect.', { cause: failure });
    try {
      await act();
    } catch (error) {
      failure = error;
      continue;
    }
    const next = Date.now() + EFFECT_MS;
    while (Date.now() < next && !(await look())) await setTimeout(LOOK_EVERY_MS);
  }
}
