import { UsageError } from '../../protocol/errors.ts';
import type { Question, Quote } from '../../protocol/quote.ts';
import type { Settings } from '../../protocol/settings.ts';
import type { Catalogue, Model, Price } from '../catalogue/catalogue.ts';
import type { Detail } from '../catalogue/image-tokens.ts';
import type { ChatMessage, Gateway } from '../gateway/gateway.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { chooseRoute } from '../routing/choose-route.ts';
import { chooseModel, estimate } from '../routing/estimate.ts';
import { type AttachmentStore, bytesWithinBase64, type StoredAttachment } from './attachments.ts';
import { buildMessages } from './prompt.ts';

/** What answering a question needs; put together once, at the composition root. */
export interface ExplainContext {
  settings: Settings;
  workspace: string;
  attachments: AttachmentStore;
  catalogue: Catalogue;
  ledger: Ledger;
  /** undefined without a key and without a server on this machine. */
  gateway: Gateway | undefined;
}

/** The model a plan would ask, and at what price. */
export interface Sending {
  model: Model;
  messages: ChatMessage[];
  price: Price;
  inputNanoUsd: number;
}

/** How a question will be answered, and what it may cost: all that is decided before anything is sent. */
export interface Plan {
  pictures: StoredAttachment[];
  quote: Omit<Quote, 'budgets'>;
  notices: string[];
  /** undefined on the local route, which sends nothing. */
  sending: Sending | undefined;
}

/**
 * Chooses route and model and prices the result.
 * @throws UsageError for an impossible wish, BudgetError for an unknown price.
 */
export async function plan(question: Question, context: ExplainContext): Promise<Plan> {
  const { settings, catalogue, ledger, gateway } = context;
  const pictures = await context.attachments.forQuestion(
    question.attachments,
    bytesWithinBase64(settings.image.maxPayloadBytes),
  );
  if (question.prompt.trim() === '' && pictures.length === 0) {
    throw new UsageError(
      'empty-question',
      'There is no question and no picture.',
      'Type a question or paste a screenshot.',
    );
  }
  const { route, reason } = chooseRoute({
    pictures: pictures.length,
    providerAvailable: gateway !== undefined,
    wanted: question.route,
  });
  if (route === 'local') {
    return {
      pictures,
      quote: {
        route,
        model: 'local',
        reason,
        tokens: { text: 0, image: 0, audio: 0, maxOutput: 0 },
        expectedNanoUsd: 0,
        maxNanoUsd: 0,
      },
      notices: [],
      sending: undefined,
    };
  }
  if (route === 'text' && question.prompt.trim() === '') {
    throw new UsageError(
      'empty-question',
      'The text route sends words only, and there are none.',
      'Type a question, or choose another route.',
    );
  }
  const sent = route === 'vision' ? pictures : [];
  const { model, notice } = chooseModel(
    catalogue,
    route,
    ledger.today(),
    question.model ?? settings.models[route],
  );
  const messages = buildMessages(question.prompt, sent);
  const priced = await priceMessages(model, messages, sent, settings, ledger.today());
  const notices = notice === undefined ? [] : [notice];
  if (sent.length < pictures.length)
    notices.push(pictures.length === 1 ? 'The picture was not sent.' : 'The pictures were not sent.');
  return {
    pictures,
    quote: {
      route,
      model: model.name,
      reason,
      tokens: priced.tokens,
      expectedNanoUsd: priced.expectedNanoUsd,
      maxNanoUsd: priced.maxNanoUsd,
    },
    notices,
    sending: { model, messages, price: priced.price, inputNanoUsd: priced.inputNanoUsd },
  };
}

/** Prices messages as they would be sent. */
export function priceMessages(
  model: Model,
  messages: ChatMessage[],
  pictures: readonly StoredAttachment[],
  settings: Settings,
  day: string,
) {
  return estimate(
    model,
    {
      messages: messages.map(wordsOf),
      pictures: pictures.map(({ safe }) => ({
        width: safe.image.width,
        height: safe.image.height,
        detail: 'high',
      })),
      maxOutputTokens: settings.answer.maxOutputTokens,
    },
    day,
  );
}

/** A picture that is not there: its size in pixels as it would be sent, and the detail asked for. */
export interface ImaginedPicture {
  width: number;
  height: number;
  detail: Detail;
}

/**
 * Prices a question about a picture of a given size, for planning. Needs neither picture nor key.
 * @throws BudgetError for an unknown price, UsageError for a model without pictures.
 */
export async function quotePicture(
  picture: ImaginedPicture,
  question: Pick<Question, 'prompt' | 'model'>,
  { settings, catalogue, ledger }: Pick<ExplainContext, 'settings' | 'catalogue' | 'ledger'>,
): Promise<Omit<Quote, 'budgets'>> {
  const day = ledger.today();
  const { model } = chooseModel(catalogue, 'vision', day, question.model ?? settings.models.vision);
  const draft = {
    messages: buildMessages(question.prompt, []).map(wordsOf),
    pictures: [picture],
    maxOutputTokens: settings.answer.maxOutputTokens,
  };
  const { tokens, expectedNanoUsd, maxNanoUsd } = await estimate(model, draft, day);
  return {
    route: 'vision',
    model: model.name,
    reason: `a picture of ${picture.width} × ${picture.height} pixels at ${picture.detail} detail`,
    tokens,
    expectedNanoUsd,
    maxNanoUsd,
  };
}

function wordsOf({ parts }: ChatMessage): string {
  return parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
}
