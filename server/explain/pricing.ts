import * as l10n from '@vscode/l10n';
import { LenscapError } from '../../protocol/errors.ts';
import type { Question, Quote } from '../../protocol/quote.ts';
import type { Settings } from '../../protocol/settings.ts';
import type { Catalogue, Model } from '../catalogue/catalogue.ts';
import { type Detail, imageTokens } from '../catalogue/image-tokens.ts';
import type { ChatMessage } from '../gateway/chat.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { chooseModel, type Estimate, estimate } from '../routing/estimate.ts';
import type { StoredAttachment } from './attachments.ts';
import { buildMessages } from './prompt.ts';

/** What an answer costs that sends nothing. */
export const FREE: Omit<Quote, 'budgets' | 'reason'> = {
  route: 'local',
  model: 'local',
  tokens: { text: 0, image: 0, audio: 0, expectedOutput: 0, maxOutput: 0 },
  expectedNanoUsd: 0,
  maxNanoUsd: 0,
  placeholders: [],
  sent: [],
  texts: [],
  frames: [],
  code: [],
  alternatives: [],
  isCached: false,
  legibility: null,
  maskedPrompt: '',
  earlier: { turns: 0, leftOut: 0 },
};

/** What pictures would take at their source's size. */
export function countWhole({ imageTokens: rule }: Model, pictures: readonly StoredAttachment[]): number {
  if (!rule) return 0;
  const sources = pictures.map(({ safe }) => safe.image.source);
  return sources.reduce((sum, { width, height }) => sum + imageTokens(rule, DETAIL, width, height), 0);
}

/** What it adds to the cost that pictures were cropped, or kept more pixels than usual, so that their text stays legible. */
export async function priceLegibility(
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

export function sizesOf(pictures: readonly StoredAttachment[]): PictureSize[] {
  return pictures.map(({ safe }) => ({ width: safe.image.width, height: safe.image.height }));
}

/** What prices depend on. */
export interface Pricing {
  settings: Settings;
  catalogue: Catalogue;
  ledger: Ledger;
}

/** The detail pictures are asked about at. */
const DETAIL: Detail = 'high';

/** The same for one question. */
export interface QuestionPricing extends Pricing {
  /** What an answer to it usually takes, in tokens, whoever gives it: or prices could not be compared. */
  typicalOutputTokens: number | undefined;
  /** Of the sound that is sent itself, how long it is. */
  soundSeconds?: number | undefined;
}

/** Prices messages as they would be sent. */
export async function priceMessages(
  model: Model,
  messages: readonly ChatMessage[],
  pictures: readonly PictureSize[],
  { settings, ledger, typicalOutputTokens, soundSeconds = 0 }: Omit<QuestionPricing, 'catalogue'>,
  detail = DETAIL,
): Promise<Estimate> {
  const draft = {
    messages: messages.map(wordsOf),
    pictures: pictures.map(({ width, height }) => ({ width, height, detail })),
    maxOutputTokens: settings.answer.maxOutputTokens,
    typicalOutputTokens,
    soundSeconds,
  };
  return estimate(model, draft, ledger.today());
}

/**
 * Prices asking about pictures (or words alone) the usual way, whatever way is taken.
 * @throws BudgetError for an unknown price, UsageError for a model that cannot be asked.
 */
async function priceAsking(
  prompt: string,
  pictures: readonly StoredAttachment[],
  context: Pricing,
): Promise<{ model: string; expectedNanoUsd: number; maxNanoUsd: number }> {
  const { catalogue, ledger, settings } = context;
  const route = pictures.length > 0 ? 'vision' : 'text';
  const { model } = chooseModel(catalogue, route, ledger.today(), settings.models[route]);
  const messages = buildMessages(prompt, pictures);
  const typicalOutputTokens = await ledger.typicalOutput(route, model.name);
  const { expectedNanoUsd, maxNanoUsd } = await priceMessages(model, messages, sizesOf(pictures), {
    ...context,
    typicalOutputTokens,
  });
  return { model: model.name, expectedNanoUsd, maxNanoUsd };
}

/**
 * What asking about pictures would be expected to cost, for what is saved by not sending them: nothing
 * where nobody could be asked, or at no known price.
 */
export async function expectedOfPictures(
  prompt: string,
  pictures: readonly StoredAttachment[],
  context: Pricing & { gateway: Gateway | undefined },
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
  const typicalOutputTokens = await ledger.typicalOutput('vision', model.name);
  const { tokens, expectedNanoUsd, maxNanoUsd } = await priceMessages(
    model,
    messages,
    [picture],
    { ...context, typicalOutputTokens },
    picture.detail,
  );
  return {
    ...FREE,
    route: 'vision',
    model: model.name,
    reason: l10n.t(
      'a picture of {0} × {1} pixels at {2} detail',
      picture.width,
      picture.height,
      picture.detail,
    ),
    tokens,
    expectedNanoUsd,
    maxNanoUsd,
  };
}

function wordsOf({ parts }: ChatMessage): string {
  return parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
}
