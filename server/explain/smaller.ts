import { UnsafeMediaError } from '../../protocol/errors.ts';
import type { SentPicture } from '../../protocol/quote.ts';
import { imageTokens } from '../catalogue/image-tokens.ts';
import type { ChatMessage, Part } from '../gateway/chat.ts';
import { shrink } from '../media/fit.ts';
import { sha256 } from '../storage/sha256.ts';
import type { Sending } from './plan.ts';

/**
 * What may be sent of a question that was found too large: once its pictures, smaller; where they were too
 * large even so, only a way without them; where its words alone were, nothing.
 * @param refused what was too large, in order
 */
export async function whatStillFits(
  sending: Sending,
  refused: readonly Sending[],
): Promise<Sending | undefined> {
  if (refused.some(({ sent }) => sent.length === 0)) return undefined;
  if (sending.sent.length === 0) return sending;
  return refused.length === 1 ? halve(sending) : undefined;
}

/**
 * The same question with each picture in half the bytes.
 * @returns undefined where one cannot be made smaller
 */
async function halve(sending: Sending): Promise<Sending | undefined> {
  const sent: SentPicture[] = [];
  const halvePart = async (part: Part): Promise<Part> => {
    if (part.kind !== 'image') return part;
    const { data, mime, width, height } = await shrink(part.data, Math.floor(part.data.length / 2));
    const { id } = sending.sent[sent.length] ?? { id: '' };
    sent.push({ id, mime, width, height, bytes: data.length, sha256: sha256(data) });
    return { ...part, mime, data };
  };
  try {
    const messages: ChatMessage[] = [];
    for (const message of sending.messages) {
      const parts: Part[] = [];
      // One after the other: their order says which is which.
      for (const part of message.parts) parts.push(await halvePart(part));
      messages.push({ ...message, parts });
    }
    const image = countImages(sending, sent);
    return { ...sending, messages, sent, imageTokens: image, tokens: { ...sending.tokens, image } };
  } catch (error) {
    if (error instanceof UnsafeMediaError) return undefined;
    throw error;
  }
}

function countImages({ model }: Sending, pictures: readonly SentPicture[]): number {
  const rule = model.imageTokens;
  if (!rule) return 0;
  return pictures.reduce((sum, { width, height }) => sum + imageTokens(rule, 'high', width, height), 0);
}
