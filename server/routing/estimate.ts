import * as l10n from '@vscode/l10n';
import { BudgetError, UsageError } from '../../protocol/errors.ts';
import type { Quote } from '../../protocol/quote.ts';
import { type Catalogue, type Model, type Price, priceOn, type Role } from '../catalogue/catalogue.ts';
import { costOf, worstCostOf } from '../catalogue/cost.ts';
import { type Detail, imageTokens } from '../catalogue/image-tokens.ts';
import { countTextTokens, TOKENS_PER_MESSAGE, TOKENS_PER_REPLY } from '../catalogue/text-tokens.ts';

/** What would be sent, as far as its price depends on it. */
export interface Draft {
  /** The words of each message. */
  messages: string[];
  /** Sizes of the pictures as they will be sent, in pixels. */
  pictures: { width: number; height: number; detail: Detail }[];
  maxOutputTokens: number;
  /** Of a sound, how long it is; 0 without one. */
  soundSeconds?: number;
  /** What answers of this kind took the user so far, in tokens; undefined while there are too few. */
  typicalOutputTokens: number | undefined;
}

export interface Estimate {
  tokens: Quote['tokens'];
  price: Price;
  expectedNanoUsd: number;
  maxNanoUsd: number;
}

/** What a typical explanation takes, in tokens, until this user's own answers say better. */
const TYPICAL_OUTPUT_TOKENS = 350;

/**
 * How far a provider's count of the input may be above ours; all of it is held,
 * and more is not believed.
 *
 * Text, where the model's encoding is known: 2 %. Our count then is the
 * provider's own (OpenAI's published example of six messages: 124 and 124), and
 * only the frame around messages can differ. Text, where it is not known: 35 %,
 * and a token for every two bytes that are not ASCII. Measured with o200k_base
 * against its predecessor cl100k_base: prose and code 1 to 2 % apart, German
 * 34 %, Japanese 64 %, Hindi 165 % (its letters had no tokens of their own).
 *
 * Pictures: 5 % and a token each. Billing may differ from the published rule by
 * a token, and third-party measurements do by a few per cent. The same for sound.
 */
const MARGINS = {
  knownText: 2,
  unknownText: 35,
  otherScriptsBytesPerToken: 2,
  pictures: 5,
  sound: 5,
  tokensPerPicture: 1,
  tokens: 16,
};

/**
 * Prices a request before it is sent. The worst case is every token of the
 * input, margins included, and the longest answer, each in the dearest class the
 * model has: written to the cache, above the long-context limit if it can get
 * there. Models that think do so within the limit on the answer.
 * @param day local ISO date, for the price in force
 * @throws BudgetError if no price is known: what cannot be priced is not sent.
 */
export async function estimate(model: Model, draft: Draft, day: string): Promise<Estimate> {
  const price = priceOn(model, day);
  if (!price) throw unknownPrice(model.name);
  const text = await countText(draft.messages);
  const image = countPictures(model, draft.pictures);
  const audio = countSound(model, draft.soundSeconds ?? 0);
  const maxOutput = Math.min(draft.maxOutputTokens, model.maxOutputTokens);
  const expectedOutput = Math.min(draft.typicalOutputTokens ?? TYPICAL_OUTPUT_TOKENS, maxOutput);
  const most =
    mostText(model, text, draft.messages) +
    mostPictures(image, draft.pictures.length) +
    withPercent(audio, MARGINS.sound) +
    MARGINS.tokens;
  const expected = { input: text + image + audio, image, audio, output: expectedOutput };
  const none = { cachedInput: 0, cacheWrite: 0, reasoning: 0, audioOutput: 0 };
  return {
    tokens: { text, image, audio, expectedOutput, maxOutput },
    price,
    expectedNanoUsd: costOf(price, { ...none, ...expected }),
    maxNanoUsd: worstCostOf(price, { input: most, output: maxOutput }),
  };
}

async function countText(messages: readonly string[]): Promise<number> {
  let text = TOKENS_PER_REPLY;
  for (const message of messages) text += TOKENS_PER_MESSAGE + (await countTextTokens(message));
  return text;
}

function countPictures(model: Model, pictures: Draft['pictures']): number {
  if (pictures.length === 0) return 0;
  const rule = model.imageTokens;
  if (!rule) {
    throw new UsageError(
      'model-without-pictures',
      l10n.t('{0} takes no pictures.', model.name),
      l10n.t('Choose another model in lenscap.models, or send only words.'),
    );
  }
  return pictures.reduce(
    (sum, { width, height, detail }) => sum + imageTokens(rule, detail, width, height),
    0,
  );
}

function countSound({ name, soundTokens }: Model, seconds: number): number {
  if (seconds === 0) return 0;
  if (soundTokens) return Math.ceil(seconds * soundTokens.inPerSecond);
  throw new UsageError(
    'model-without-sound',
    l10n.t('{0} hears no sounds.', name),
    l10n.t('Choose a model that "lenscap models" lists with sound, or have the sound transcribed.'),
  );
}

function mostText({ tokenizer }: Model, text: number, messages: readonly string[]): number {
  if (tokenizer.exact) return withPercent(text, MARGINS.knownText);
  const otherBytes = messages.reduce((sum, each) => sum + Buffer.byteLength(each.replace(ASCII, '')), 0);
  return withPercent(text, MARGINS.unknownText) + Math.ceil(otherBytes / MARGINS.otherScriptsBytesPerToken);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are ASCII, too.
const ASCII = /[\x00-\x7f]+/g;

function mostPictures(image: number, count: number): number {
  return withPercent(image, MARGINS.pictures) + count * MARGINS.tokensPerPicture;
}

function withPercent(tokens: number, percent: number): number {
  return Math.ceil((tokens * (100 + percent)) / 100);
}

/** A model to ask, and why it is this one. */
export interface Choice {
  model: Model;
  /** Whether it is the catalogue's own choice, which changes when the model is shut down. */
  isDefault: boolean;
  /** What the user has to know of the choice. */
  notice: string | undefined;
}

/**
 * The model that is asked in a role: the user's for this question, else their setting's, else the catalogue's default.
 * @throws BudgetError if the catalogue does not know it, because then its price is unknown too;
 *   UsageError if it is there for something else than answers.
 */
export function chooseModel(
  catalogue: Catalogue,
  role: Exclude<Role, 'transcription'>,
  day: string,
  wanted: string | undefined,
): Choice {
  if (wanted !== undefined && wanted !== '') {
    const model = catalogue.find(wanted);
    if (!model) throw unknownPrice(wanted);
    if (!model.abilities.includes('text')) {
      throw new UsageError(
        'model-without-answers',
        l10n.t('{0} answers no questions.', wanted),
        l10n.t('Choose another model; "lenscap models" says what each can do.'),
      );
    }
    return { model, isDefault: false, notice: undefined };
  }
  const { model, replaces } = catalogue.defaultFor(role, day);
  return {
    model,
    isDefault: true,
    notice:
      replaces === undefined
        ? undefined
        : l10n.t('{0} was shut down by its provider; {1} takes its place.', replaces, model.name),
  };
}

function unknownPrice(model: string): BudgetError {
  return new BudgetError(
    'unknown-price',
    l10n.t('The price of {0} is not known, so it is not asked.', model),
    l10n.t(
      'Add it with "lenscap models add {0} --input … --output …" (dollars per million tokens) or, in VS Code, with "Lenscap: Add Model Price", or choose a model that "lenscap models" lists.',
      model,
    ),
    { model },
  );
}
