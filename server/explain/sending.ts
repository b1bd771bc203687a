import { LenscapError } from '../../protocol/errors.ts';
import type { AnswerForm, Quote, SentPicture } from '../../protocol/quote.ts';
import type { Model, Price } from '../catalogue/catalogue.ts';
import type { ChatMessage } from '../gateway/chat.ts';
import type { Candidate } from '../routing/chain.ts';
import { type Choice, chooseModel } from '../routing/estimate.ts';
import { localModel } from '../routing/local-model.ts';
import type { StoredAttachment } from './attachments.ts';
import type { SaidCode } from './code.ts';
import { type History, historyMessages, picturesOf } from './history.ts';
import { countWhole, type Pricing, priceMessages, type QuestionPricing, sizesOf } from './pricing.ts';
import { buildMessages } from './prompt.ts';
import type { StoredSound } from './sound.ts';

/** The model a plan would ask, what of the question it would be sent, and at what price. */
export interface Sending extends Pick<Quote, 'tokens' | 'expectedNanoUsd' | 'maxNanoUsd' | 'sent'> {
  /** Whose server: the context's `gateway`, or its `localServer`. */
  provider: 'main' | 'local';
  route: 'text' | 'vision' | 'audio';
  model: Model;
  /** Whether it is the catalogue's choice, and not the user's. */
  isDefault: boolean;
  /** Whether pictures are looked at by another model than usual, a cheaper one. */
  isGlance: boolean;
  messages: ChatMessage[];
  /** How the answer is written. */
  form: AnswerForm;
  price: Price;
  /** Tokens of the pictures as they are sent. */
  imageTokens: number;
  /** Tokens of the same pictures at their source's size. */
  wholeImageTokens: number;
}

/** A question as it can be sent: nothing secret is left in its words. */
export interface Sayable {
  prompt: string;
  form: AnswerForm;
  /** Of the document that code is for. */
  language?: string | undefined;
  /** The sound that is sent itself. */
  sound?: StoredSound;
  pictures: readonly StoredAttachment[];
  /** What was read in the pictures, for ways that do not send them. */
  texts: readonly string[];
  /** Lines of the user's own code. */
  code: readonly SaidCode[];
  /** What was said before. */
  history: History;
}

/** Whom to ask with what; without a model's name the catalogue's own. */
export interface Asked extends Omit<Candidate, 'model'> {
  model: string | undefined;
  /** What the catalogue's own model is chosen for, where it is not what the route is for. */
  role?: 'vision' | 'glance';
}

/** What would be sent to one model, priced, and what the user has to know of the choice of the model. */
export interface PricedSending extends Sending {
  notice: string | undefined;
}

/**
 * Puts together what a model would be sent, and prices it.
 * @throws UsageError for a model that cannot be asked so, BudgetError for an unknown price
 */
export async function prepare(asked: Asked, said: Sayable, context: QuestionPricing): Promise<PricedSending> {
  const { provider, route } = asked;
  const { model, isDefault, notice } = modelOf(asked, context);
  const { form, language, sound, code, history } = said;
  const shown = route === 'vision' ? said.pictures : [];
  const [system, ...question] = buildMessages(said.prompt, shown, route === 'text' ? said.texts : [], {
    ...{ form, language, sound, code },
    labels: said.pictures.map(({ label }) => label),
    hasRead: history.turns.some(
      ({ texts, pictures }) => texts.length > 0 && (route !== 'vision' || pictures.length === 0),
    ),
    hasCode: history.turns.some((turn) => turn.code.length > 0),
  });
  const messages = [...(system ? [system] : []), ...historyMessages(history, route), ...question];
  const pictures = route === 'vision' ? [...picturesOf(history), ...shown] : [];
  const { price, ...cost } = await priceMessages(model, messages, sizesOf(pictures), {
    ...context,
    soundSeconds: sound?.seconds,
  });
  return {
    provider,
    route,
    model,
    isDefault,
    isGlance: asked.role === 'glance',
    messages,
    form,
    price,
    ...cost,
    sent: pictures.map(describeSent),
    imageTokens: cost.tokens.image,
    wholeImageTokens: countWhole(model, pictures),
    notice,
  };
}

/** The same, where what cannot be asked or priced is no way to go, and why. */
export async function tryToPrepare(
  asked: Asked,
  said: Sayable,
  context: QuestionPricing,
): Promise<PricedSending | LenscapError> {
  try {
    return await prepare(asked, said, context);
  } catch (error) {
    if (error instanceof LenscapError) return error;
    throw error;
  }
}

/** The model that would be asked. @throws as `chooseModel` */
export function modelOf({ provider, route, model, role }: Asked, { catalogue, ledger }: Pricing): Choice {
  if (provider === 'local' && model !== undefined)
    return { model: localModel(model), isDefault: false, notice: undefined };
  return chooseModel(catalogue, role ?? route, ledger.today(), model);
}

function describeSent({ id, safe }: StoredAttachment): SentPicture {
  const { mime, width, height, bytes, sha256 } = safe.image;
  return { id, mime, width, height, bytes, sha256 };
}
