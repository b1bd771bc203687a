import type { CancellationToken } from 'vscode';
import { LocalError, UnsafeMediaError } from '../../protocol/errors.ts';
import type { Explanation } from '../../protocol/explain.ts';
import type { Question } from '../../protocol/quote.ts';
import { altTextIn } from '../alt-text.ts';
import { type AttachmentDaemon, PictureAttachment } from '../attachments.ts';
import type { Daemon } from '../daemon.ts';
import { CancelledError } from '../failure.ts';
import type { ImageFile } from '../files.ts';

export interface AltTextHooks {
  readonly token: CancellationToken;
  /** What the user agreed it may cost at most, although a budget has no room for it. */
  readonly allowNanoUsd?: number | undefined;
  /** Before it is sent. */
  readonly onQuestion?: (question: Question) => void;
}

/**
 * Has a model describe a picture.
 * @returns a sentence, and what it took
 * @throws CancelledError; UnsafeMediaError for what may still show secrets; what asking throws
 */
export async function askAltText(
  daemon: AttachmentDaemon & Pick<Daemon, 'explain'>,
  { name, bytes }: ImageFile,
  { token, allowNanoUsd, onQuestion }: AltTextHooks,
): Promise<{ sentence: string; explanation: Explanation }> {
  const picture = new PictureAttachment(daemon, name, bytes);
  const { promise: cancelled, reject } = Promise.withResolvers<never>();
  const listening = token.onCancellationRequested(() => reject(new CancelledError()));
  try {
    const { about } = await Promise.race([picture.prepare(), cancelled]);
    if (!about.safe) throw unsafe(name, about.doubts);
    const attachments = [await picture.id()];
    if (token.isCancellationRequested) throw new CancelledError();
    const allowed = allowNanoUsd !== undefined && { allowNanoUsd };
    const question: Question = { attachments, prompt: '', form: 'alt-text', ...allowed };
    onQuestion?.(question);
    const explanation = await daemon.explain(question, () => {}, token);
    const { text, finishReason } = explanation;
    if (finishReason === 'cancelled') throw new CancelledError();
    const sentence = finishReason === 'stop' ? altTextIn(text) : '';
    if (sentence !== '') return { sentence, explanation };
    throw new LocalError(
      'no-alt-text',
      'The model did not answer with an alt text.',
      'Try again, or ask about the picture in the Lenscap view.',
    );
  } finally {
    listening.dispose();
    // Also where it is still being made safe: nobody asks about it any more.
    void picture.prepare().then(
      () => picture.release(),
      () => {},
    );
  }
}

function unsafe(name: string, doubts: readonly string[]): UnsafeMediaError {
  return new UnsafeMediaError(
    'not-safe',
    `“${name}” was not sent, because it may still show secrets${doubts[0] ? `: ${doubts[0]}` : '.'}`,
    'Open it in the Lenscap view (“Explain”), where you can look at it and decide.',
  );
}
