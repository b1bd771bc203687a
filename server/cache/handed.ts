import * as z from 'zod';
import { Failure } from '../../protocol/errors.ts';
import { Explanation } from '../../protocol/explain.ts';
import type { Seal } from '../storage/sealing.ts';

/** An answer as whoever was asked gave it, whole or not, with placeholders where the question had them. */
const HandedAnswer = Explanation.pick({
  text: true,
  finishReason: true,
  route: true,
  model: true,
  costNanoUsd: true,
  notices: true,
});
export type HandedAnswer = z.infer<typeof HandedAnswer>;

/** What came of asking, for those who waited for it in other windows. */
const Handed = z.union([z.object({ answer: HandedAnswer }), z.object({ failure: Failure })]);
export type Handed = z.infer<typeof Handed>;

const Sealed = z.object({ share: z.string(), handed: Handed });

/** @param share names those whom it is for */
export function sealHanded(seal: Seal, share: string, handed: Handed): string {
  const content: z.input<typeof Sealed> = { share, handed };
  return seal.seal(JSON.stringify(content));
}

/** @returns undefined if it is for others, or cannot be opened */
export function openHanded(seal: Seal, share: string, sealed: string): Handed | undefined {
  const opened = seal.open(sealed);
  const { data } = Sealed.safeParse(opened === undefined ? undefined : JSON.parse(opened));
  return data?.share === share ? data.handed : undefined;
}
