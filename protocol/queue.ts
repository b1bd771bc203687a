import * as z from 'zod';
import { Failure } from './errors.ts';
import { explain } from './explain.ts';
import type { Message } from './message.ts';
import { NanoUsd } from './nano-usd.ts';
import { Route } from './route.ts';

// Questions that wait for the network. One that is asked with `queueOffline`
// and meets nobody fails with code `queued` and waits; it goes on existing
// until it is removed, and who asks it removes it when its answer has come.

export const QueuedQuestion = z.object({
  id: z.string(),
  /** ISO 8601. */
  queuedAt: z.string(),
  workspace: z.string(),
  /** As it will be sent: secrets are placeholders. */
  prompt: z.string(),
  /** The names of its pictures. */
  pictures: z.array(z.string()),
  route: Route,
  model: z.string(),
  expectedNanoUsd: NanoUsd,
  /** The most it may cost: what the user saw when it was queued. */
  maxNanoUsd: NanoUsd,
  /** Whether it survives this process: where there is no keychain it does not. */
  isDurable: z.boolean(),
  /**
   * `waiting` for the network; `ready` to be asked, or answered already; `stays` until the user says what
   * becomes of it, for the reason in `trouble`; `asking`; `elsewhere`: another window looks after it.
   */
  state: z.enum(['waiting', 'ready', 'asking', 'stays', 'elsewhere']),
  trouble: Failure.optional(),
  /** With code `dearer`: the most that it may cost now. */
  nowNanoUsd: NanoUsd.optional(),
});
export type QueuedQuestion = z.infer<typeof QueuedQuestion>;

const Questions = z.object({ questions: z.array(QueuedQuestion) });

/** client → daemon: the questions of this workspace that this window looks after, oldest first. */
export const queue = {
  method: 'lenscap/queue',
  params: z.object({}),
  result: Questions,
} satisfies Message;

/** daemon → client: they have changed; those that are `ready` may be asked. */
export const queueChanged = { method: 'lenscap/queueChanged', params: Questions } as const;

/**
 * client → daemon: asks a question of the queue, streamed as `lenscap/explain`. It stays in the queue, with
 * its answer once that has come, until it is removed. Fails as `budget` with code `dearer` where it may cost
 * more than the user saw, unless they agreed to `upToNanoUsd`.
 */
export const askQueued = {
  method: 'lenscap/askQueued',
  params: z.object({
    id: z.string(),
    upToNanoUsd: NanoUsd.nonnegative().optional(),
    partialResultToken: explain.params.shape.partialResultToken,
  }),
  result: explain.result,
} satisfies Message;

/** client → daemon: takes a question out of the queue. Unknown ids are no error. */
export const unqueue = {
  method: 'lenscap/unqueue',
  params: z.object({ id: z.string() }),
  result: z.null(),
} satisfies Message;
