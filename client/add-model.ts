import { l10n, type QuickPickItem, window } from 'vscode';
import { addModel, NewModel } from '../protocol/models.ts';
import { formatUsd, NANO_PER_USD, typedUsd } from '../protocol/money.ts';
import type { Daemon } from './daemon.ts';
import { parseUsdPerMillion } from './model-price.ts';

const DONE_MESSAGE_MS = 8_000;

/**
 * Asks what a model costs, and adds it to the user's models. Escape changes nothing.
 * @param name the model, if it is known already
 * @returns whether it was added
 */
export async function askModelPrice(daemon: Pick<Daemon, 'request'>, name?: string): Promise<boolean> {
  const model = await window.showInputBox({
    title: titleOf(1),
    prompt: l10n.t('Name of the model, as its provider has it'),
    placeHolder: 'gpt-4o',
    ...(name !== undefined && { value: name }),
    validateInput: (value) =>
      NewModel.shape.name.safeParse(value).success
        ? undefined
        : l10n.t('Write a name of at most {0} characters.', 200),
  });
  if (model === undefined) return false;
  const input = await askPrice(l10n.t('What does a million tokens of input cost, in US dollars?'), 2);
  if (input === undefined) return false;
  const output = await askPrice(l10n.t('What does a million tokens of output cost, in US dollars?'), 3);
  if (output === undefined) return false;
  const pictures = await askPictures();
  if (!pictures) return false;
  await daemon.request(addModel, { name: model, input, output, ...pictures });
  const usd = (amount: number): string => formatUsd(Math.round(amount * NANO_PER_USD));
  const done = l10n.t(
    'Lenscap: {0} costs {1} and {2} a million tokens',
    model.trim(),
    usd(input),
    usd(output),
  );
  window.setStatusBarMessage(`$(check) ${done}`, DONE_MESSAGE_MS);
  return true;
}

function titleOf(step: number): string {
  return l10n.t('Lenscap: Add Model Price ({0} of {1})', step, 4);
}

/** An amount as it can be typed. */
function example(): string {
  return typedUsd(2.5 * NANO_PER_USD);
}

async function askPrice(prompt: string, step: number): Promise<number | undefined> {
  const price = await window.showInputBox({
    title: titleOf(step),
    prompt,
    placeHolder: example(),
    validateInput: (value) =>
      parseUsdPerMillion(value) === undefined
        ? l10n.t('Write an amount such as {0}, with at most six decimals.', example())
        : undefined,
  });
  return price === undefined ? undefined : parseUsdPerMillion(price);
}

interface PicturesItem extends QuickPickItem {
  readonly pictures?: Pick<NewModel, 'picturesLike'>;
}

/** @returns undefined where the user gave up */
async function askPictures(): Promise<Pick<NewModel, 'picturesLike'> | undefined> {
  const items: PicturesItem[] = [
    { label: l10n.t('Takes no pictures'), pictures: {} },
    ...['gpt-4o', 'gpt-4o-mini'].map((model) => ({
      label: l10n.t('Counts pictures like {0}', model),
      pictures: { picturesLike: model },
    })),
    { label: l10n.t('Counts Pictures Like Another Model…') },
  ];
  const picked = await window.showQuickPick(items, {
    title: titleOf(4),
    placeHolder: l10n.t('How many tokens does a picture have?'),
  });
  if (!picked || picked.pictures) return picked?.pictures;
  const picturesLike = await window.showInputBox({
    title: titleOf(4),
    prompt: l10n.t('Name of a model that “lenscap models” lists, and that counts pictures as this one does'),
    placeHolder: 'gpt-4o',
    validateInput: (value) => (value.trim() === '' ? l10n.t('Write the name of a model.') : undefined),
  });
  return picturesLike === undefined ? undefined : { picturesLike: picturesLike.trim() };
}
