import { type QuickPickItem, window } from 'vscode';
import { addModel, NewModel } from '../protocol/models.ts';
import { formatUsd, NANO_PER_USD } from '../protocol/money.ts';
import type { Daemon } from './daemon.ts';
import { parseUsdPerMillion } from './model-price.ts';

const title = 'Lenscap: Add Model Price';
const DONE_MESSAGE_MS = 8_000;

/**
 * Asks what a model costs, and adds it to the user's models. Escape changes nothing.
 * @param name the model, if it is known already
 * @returns whether it was added
 */
export async function askModelPrice(daemon: Pick<Daemon, 'request'>, name?: string): Promise<boolean> {
  const model = await window.showInputBox({
    title: `${title} (1 of 4)`,
    prompt: 'Name of the model, as its provider has it',
    placeHolder: 'gpt-4o',
    ...(name !== undefined && { value: name }),
    validateInput: (value) =>
      NewModel.shape.name.safeParse(value).success ? undefined : 'Write a name of at most 200 characters.',
  });
  if (model === undefined) return false;
  const input = await askPrice('What does a million tokens of input cost, in US dollars?', 2);
  if (input === undefined) return false;
  const output = await askPrice('What does a million tokens of output cost, in US dollars?', 3);
  if (output === undefined) return false;
  const pictures = await askPictures();
  if (!pictures) return false;
  await daemon.request(addModel, { name: model, input, output, ...pictures });
  const [inputUsd, outputUsd] = [input, output].map((usd) => formatUsd(Math.round(usd * NANO_PER_USD)));
  window.setStatusBarMessage(
    `$(check) Lenscap: ${model.trim()} costs ${inputUsd} and ${outputUsd} a million tokens`,
    DONE_MESSAGE_MS,
  );
  return true;
}

async function askPrice(prompt: string, step: number): Promise<number | undefined> {
  const price = await window.showInputBox({
    title: `${title} (${step} of 4)`,
    prompt,
    placeHolder: '2.50',
    validateInput: (value) =>
      parseUsdPerMillion(value) === undefined
        ? 'Write an amount such as 2.50, with at most six decimals.'
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
    { label: 'Takes no pictures', pictures: {} },
    ...['gpt-4o', 'gpt-4o-mini'].map((model) => ({
      label: `Counts pictures like ${model}`,
      pictures: { picturesLike: model },
    })),
    { label: 'Counts Pictures Like Another Model…' },
  ];
  const picked = await window.showQuickPick(items, {
    title: `${title} (4 of 4)`,
    placeHolder: 'How many tokens does a picture have?',
  });
  if (!picked || picked.pictures) return picked?.pictures;
  const picturesLike = await window.showInputBox({
    title: `${title} (4 of 4)`,
    prompt: 'Name of a model that “lenscap models” lists, and that counts pictures as this one does',
    placeHolder: 'gpt-4o',
    validateInput: (value) => (value.trim() === '' ? 'Write the name of a model.' : undefined),
  });
  return picturesLike === undefined ? undefined : { picturesLike: picturesLike.trim() };
}
