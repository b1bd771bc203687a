import type { CodeExcerpt } from '../../protocol/code.ts';
import { type Question, quote } from '../../protocol/quote.ts';
import { failureOf } from '../failure.ts';
import type { Spoken } from '../voice/spoken.ts';
import { refusalOf } from '../ways-on.ts';
import type { AskingDaemon, AskingOptions } from './asking.ts';
import { type Composition, troubleOf } from './composition.ts';
import { type Offer, offerOf } from './price.ts';

/** What is being composed. */
export interface Composed {
  readonly daemon: AskingDaemon;
  /** The workspace of this window, as spending is booked. */
  readonly here: string;
  readonly composition: Composition;
  readonly prompt: string;
  readonly spoken: Spoken | undefined;
  /** The way the user chose. */
  readonly wanted: Pick<Question, 'route' | 'model'>;
  /** Lines of code that go along. */
  readonly code: readonly CodeExcerpt[];
  readonly toQuestion: AskingOptions['toQuestion'];
}

/** What a question would cost as it is composed, or why it will not be answered. Never throws. */
export async function askOffer(composed: Composed): Promise<Offer> {
  const { daemon, here, composition, prompt, spoken, wanted, code, toQuestion } = composed;
  const pictures = composition.ready;
  if (pictures.length === 0 && !spoken?.sound && prompt.trim() === '')
    return { line: { kind: 'none' }, about: { frames: [], code: [] } };
  try {
    const attachments = await Promise.all(pictures.map((picture) => picture.id()));
    // A price is no promise: the yes to an unsafe picture is asked for when it is sent.
    const agreed = spoken && { ...spoken, agreed: true };
    const question = {
      ...toQuestion(attachments, prompt, attachments, agreed, undefined),
      ...wanted,
      ...(code.length > 0 && { code: [...code] }),
    };
    const { sent, texts, ...price } = await daemon.request(quote, question);
    // Pictures of earlier questions, which go along, were shown with those.
    if (!composition.shows(sent.filter(({ id }) => attachments.includes(id)))) void composition.refresh();
    const keyed = texts.flatMap(({ id, text }) => {
      const picture = pictures[attachments.indexOf(id)];
      return picture ? [{ key: picture.key, text }] : [];
    });
    return offerOf(price, keyed, here, wanted.route !== undefined);
  } catch (error) {
    const failure = failureOf(error);
    return { line: { kind: 'refused', trouble: troubleOf(failure) }, refusal: refusalOf(failure), failure };
  }
}
