import { LenscapError, UsageError } from '../../protocol/errors.ts';
import type { Placeholder, Question, Quote, SentPicture } from '../../protocol/quote.ts';
import type { Route } from '../../protocol/route.ts';
import type { Settings } from '../../protocol/settings.ts';
import type { Catalogue, Model, Price } from '../catalogue/catalogue.ts';
import { type Detail, imageTokens } from '../catalogue/image-tokens.ts';
import type { ChatMessage, Gateway } from '../gateway/gateway.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Detector } from '../privacy/detector.ts';
import type { Placeholders } from '../privacy/placeholders.ts';
import { chooseRoute } from '../routing/choose-route.ts';
import { chooseModel, type Estimate, estimate } from '../routing/estimate.ts';
import { type AttachmentStore, bytesWithinBase64, type StoredAttachment } from './attachments.ts';
import { buildMessages } from './prompt.ts';

/** What answering a question needs; put together once, at the composition root. */
export interface ExplainContext {
  settings: Settings;
  workspace: string;
  attachments: AttachmentStore;
  /** What stands for which secret in a conversation, by the client's name for it. */
  placeholders(conversation: string | undefined): Placeholders;
  /** undefined when nothing is to be looked for: privacy is off. */
  detector: Detector | undefined;
  catalogue: Catalogue;
  ledger: Ledger;
  /** undefined without a key and without a server on this machine. */
  gateway: Gateway | undefined;
}

/** The model a plan would ask, and at what price. */
export interface Sending {
  model: Model;
  /** Whether it is the catalogue's choice, and not the user's. */
  isDefault: boolean;
  messages: ChatMessage[];
  price: Price;
  /** Tokens of the pictures as they are sent. */
  imageTokens: number;
  /** Tokens of the same pictures at their source's size. */
  wholeImageTokens: number;
}

/** How a question will be answered, and what it may cost: all that is decided before anything is sent. */
export interface Plan {
  pictures: StoredAttachment[];
  quote: Omit<Quote, 'budgets'>;
  notices: string[];
  /** What the words sent stand for; it puts the originals back into the answer. */
  placeholders: Placeholders;
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
  const placeholders = context.placeholders(question.conversation);
  const { route, reason } = chooseRoute({
    pictures: pictures.length,
    providerAvailable: gateway !== undefined,
    wanted: question.route,
  });
  refuseEmpty(question, route, pictures.length);
  if (route === 'local') {
    const quote = { ...FREE, reason };
    return { pictures, quote, notices: [], placeholders, sending: undefined };
  }
  const sent = route === 'vision' ? pictures : [];
  const wanted = question.model ?? settings.models[route];
  const { model, isDefault, notice } = chooseModel(catalogue, route, ledger.today(), wanted);
  const words = await hideSecrets(question.prompt, placeholders, context.detector);
  const messages = buildMessages(words.text, sent);
  const priceOf = (sizes: PictureSize[]) => priceMessages(route, model, messages, sizes, context);
  const { price, ...cost } = await priceOf(sizesOf(sent));
  const notices = notice === undefined ? [] : [notice];
  if (sent.length < pictures.length)
    notices.push(pictures.length === 1 ? 'The picture was not sent.' : 'The pictures were not sent.');
  return {
    pictures,
    quote: {
      route,
      model: model.name,
      reason,
      ...cost,
      placeholders: words.placeholders,
      sent: sent.map(describeSent),
      legibility: await priceLegibility(sent, cost.expectedNanoUsd, priceOf),
    },
    notices,
    placeholders,
    sending: {
      model,
      isDefault,
      messages,
      price,
      imageTokens: cost.tokens.image,
      wholeImageTokens: countWhole(model, sent),
    },
  };
}

/** What an answer costs that sends nothing. */
const FREE: Omit<Quote, 'budgets' | 'reason'> = {
  route: 'local',
  model: 'local',
  tokens: { text: 0, image: 0, audio: 0, expectedOutput: 0, maxOutput: 0 },
  expectedNanoUsd: 0,
  maxNanoUsd: 0,
  placeholders: [],
  sent: [],
  legibility: null,
};

/** @throws UsageError if there is nothing to answer, or nothing that the route would send. */
function refuseEmpty({ prompt }: Question, route: Route, pictures: number): void {
  if (prompt.trim() !== '') return;
  if (pictures === 0) {
    throw new UsageError(
      'empty-question',
      'There is no question and no picture.',
      'Type a question or paste a screenshot.',
    );
  }
  if (route === 'text') {
    throw new UsageError(
      'empty-question',
      'The text route sends words only, and there are none.',
      'Type a question, or choose another route.',
    );
  }
}

/** Replaces what is secret in a question's words by placeholders. */
async function hideSecrets(
  prompt: string,
  placeholders: Placeholders,
  detector: Detector | undefined,
): Promise<{ text: string; placeholders: Placeholder[] }> {
  return placeholders.mask(prompt, detector ? await detector.inText(prompt) : []);
}

function describeSent({ id, safe }: StoredAttachment): SentPicture {
  const { mime, width, height, bytes, sha256 } = safe.image;
  return { id, mime, width, height, bytes, sha256 };
}

/** What pictures would take at their source's size. */
function countWhole({ imageTokens: rule }: Model, pictures: readonly StoredAttachment[]): number {
  if (!rule) return 0;
  const sources = pictures.map(({ safe }) => safe.image.source);
  return sources.reduce((sum, { width, height }) => sum + imageTokens(rule, DETAIL, width, height), 0);
}

/** What it adds to the cost that pictures were cropped, or kept more pixels than usual, so that their text stays legible. */
async function priceLegibility(
  pictures: readonly StoredAttachment[],
  expectedNanoUsd: number,
  price: (sizes: PictureSize[]) => Promise<{ expectedNanoUsd: number }>,
): Promise<Quote['legibility']> {
  const [reason] = pictures.flatMap(({ safe }) => safe.image.legibility?.reason ?? []);
  if (reason === undefined) return null;
  const usual = await price(pictures.map(({ safe }) => safe.image.legibility ?? safe.image));
  return { reason, extraNanoUsd: expectedNanoUsd - usual.expectedNanoUsd };
}

export interface PictureSize {
  width: number;
  height: number;
}

function sizesOf(pictures: readonly StoredAttachment[]): PictureSize[] {
  return pictures.map(({ safe }) => ({ width: safe.image.width, height: safe.image.height }));
}

type Pricing = Pick<ExplainContext, 'settings' | 'catalogue' | 'ledger'>;

/** The detail pictures are asked about at. */
const DETAIL: Detail = 'high';

/** Prices messages as they would be sent. */
async function priceMessages(
  route: 'text' | 'vision',
  model: Model,
  messages: readonly ChatMessage[],
  pictures: readonly PictureSize[],
  { settings, ledger }: Pick<Pricing, 'settings' | 'ledger'>,
  detail = DETAIL,
): Promise<Estimate> {
  const draft = {
    messages: messages.map(wordsOf),
    pictures: pictures.map(({ width, height }) => ({ width, height, detail })),
    maxOutputTokens: settings.answer.maxOutputTokens,
    typicalOutputTokens: await ledger.typicalOutput(route, model.name),
  };
  return estimate(model, draft, ledger.today());
}

/**
 * Prices asking about pictures (or words alone) the usual way, whatever way is taken.
 * @throws BudgetError for an unknown price, UsageError for a model that cannot be asked.
 */
export async function priceAsking(
  prompt: string,
  pictures: readonly StoredAttachment[],
  context: Pricing,
): Promise<{ model: string; expectedNanoUsd: number; maxNanoUsd: number }> {
  const { catalogue, ledger, settings } = context;
  const route = pictures.length > 0 ? 'vision' : 'text';
  const { model } = chooseModel(catalogue, route, ledger.today(), settings.models[route]);
  const messages = buildMessages(prompt, pictures);
  const { expectedNanoUsd, maxNanoUsd } = await priceMessages(
    route,
    model,
    messages,
    sizesOf(pictures),
    context,
  );
  return { model: model.name, expectedNanoUsd, maxNanoUsd };
}

/**
 * What asking about pictures would be expected to cost, for what is saved by not sending them: nothing
 * where nobody could be asked, or at no known price.
 */
export async function expectedOfPictures(
  prompt: string,
  pictures: readonly StoredAttachment[],
  context: Pricing & Pick<ExplainContext, 'gateway'>,
): Promise<number> {
  if (pictures.length === 0 || !context.gateway) return 0;
  try {
    return (await priceAsking(prompt, pictures, context)).expectedNanoUsd;
  } catch (error) {
    if (error instanceof LenscapError) return 0;
    throw error;
  }
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
  context: Pricing,
): Promise<Omit<Quote, 'budgets'>> {
  const { settings, catalogue, ledger } = context;
  const wanted = question.model ?? settings.models.vision;
  const { model } = chooseModel(catalogue, 'vision', ledger.today(), wanted);
  const messages = buildMessages(question.prompt, []);
  const { tokens, expectedNanoUsd, maxNanoUsd } = await priceMessages(
    'vision',
    model,
    messages,
    [picture],
    context,
    picture.detail,
  );
  return {
    ...FREE,
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
