import { BudgetError, UsageError } from '../../protocol/errors.ts';
import type { Quote } from '../../protocol/quote.ts';
import { type Catalogue, type Model, type Price, priceOn } from '../catalogue/catalogue.ts';
import { costOf } from '../catalogue/cost.ts';
import { type Detail, imageTokens } from '../catalogue/image-tokens.ts';
import { countTextTokens, TOKENS_PER_MESSAGE, TOKENS_PER_REPLY } from '../catalogue/text-tokens.ts';

/** What would be sent, as far as its price depends on it. */
export interface Draft {
  /** The words of each message. */
  messages: string[];
  /** Sizes of the pictures as they will be sent, in pixels. */
  pictures: { width: number; height: number; detail: Detail }[];
  maxOutputTokens: number;
}

export interface Estimate {
  tokens: Quote['tokens'];
  price: Price;
  /** The input alone: what is owed once the request is out. */
  inputNanoUsd: number;
  expectedNanoUsd: number;
  maxNanoUsd: number;
}

/** What a typical explanation takes, in tokens, until this user's own answers say better. */
const TYPICAL_OUTPUT_TOKENS = 350;

/**
 * Billing may differ from the published picture rules by a token, and later
 * models count text a little differently from the tokenizer: the worst case
 * that is held covers 10 % and 16 tokens more input than was counted.
 */
const MARGIN_PERCENT = 10;
const MARGIN_TOKENS = 16;

/**
 * Prices a request before it is sent.
 * @param day local ISO date, for the price in force
 * @throws BudgetError if no price is known: what cannot be priced is not sent.
 */
export async function estimate(model: Model, draft: Draft, day: string): Promise<Estimate> {
  const price = priceOn(model, day);
  if (!price) throw unknownPrice(model.name);
  let text = TOKENS_PER_REPLY;
  for (const message of draft.messages) text += TOKENS_PER_MESSAGE + (await countTextTokens(message));
  const rule = model.imageTokens;
  if (!rule && draft.pictures.length > 0) {
    throw new UsageError(
      'model-without-pictures',
      `${model.name} takes no pictures.`,
      'Choose another model in lenscap.models.vision, or send only words.',
    );
  }
  const image = rule
    ? draft.pictures.reduce(
        (sum, { width, height, detail }) => sum + imageTokens(rule, detail, width, height),
        0,
      )
    : 0;
  const maxOutput = Math.min(draft.maxOutputTokens, model.maxOutputTokens);
  const cost = (input: number, output: number) =>
    costOf(price, { input, cachedInput: 0, image: 0, audio: 0, output, reasoning: 0 });
  const input = text + image;
  return {
    tokens: { text, image, audio: 0, maxOutput },
    price,
    inputNanoUsd: cost(input, 0),
    expectedNanoUsd: cost(input, Math.min(TYPICAL_OUTPUT_TOKENS, maxOutput)),
    maxNanoUsd: cost(Math.ceil((input * (100 + MARGIN_PERCENT)) / 100) + MARGIN_TOKENS, maxOutput),
  };
}

/**
 * The model a route asks: the user's for this question, else their setting's, else the catalogue's default.
 * @throws BudgetError if the catalogue does not know it, because then its price is unknown too.
 */
export function chooseModel(
  catalogue: Catalogue,
  route: 'text' | 'vision',
  day: string,
  wanted: string | undefined,
): { model: Model; notice: string | undefined } {
  if (wanted !== undefined && wanted !== '') {
    const model = catalogue.find(wanted);
    if (!model) throw unknownPrice(wanted);
    return { model, notice: undefined };
  }
  const { model, replaces } = catalogue.defaultFor(route, day);
  return {
    model,
    notice:
      replaces === undefined
        ? undefined
        : `${replaces} was shut down by its provider; ${model.name} takes its place.`,
  };
}

function unknownPrice(model: string): BudgetError {
  return new BudgetError(
    'unknown-price',
    `The price of ${model} is not known, so it is not asked.`,
    'Choose a model that "lenscap models" lists, or add it with its price to models.json in the data directory.',
  );
}
