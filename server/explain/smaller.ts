import { UnsafeMediaError } from '../../protocol/errors.ts';
import type { SentPicture } from '../../protocol/quote.ts';
import { imageTokens } from '../catalogue/image-tokens.ts';
import type { ChatMessage, Part } from '../gateway/chat.ts';
import { shrink } from '../media/fit.ts';
import { sha256 } from './make-safe.ts';
import type { Sending } from './plan.ts';

/**
 * The same question with each picture in half the bytes, for a provider that finds it too large.
 * @returns undefined where there is no picture, or one cannot be made smaller
 */
export async function halve(sending: Sending): Promise<Sending | undefined> {
  if (sending.sent.length === 0) return undefined;
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
