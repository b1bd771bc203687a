import * as l10n from '@vscode/l10n';
import { CODE_BOUNDS, type CodeFrame } from '../../protocol/code.ts';
import { LenscapError } from '../../protocol/errors.ts';
import { formatCount } from '../../protocol/language.ts';
import { formatUsd } from '../../protocol/money.ts';
import type { Question } from '../../protocol/quote.ts';
import { Gateway } from '../gateway/gateway.ts';
import { chooseProvider, NO_KEY } from '../gateway/provider.ts';
import { escapeMarkdown } from '../links/escape-markdown.ts';
import type { StoredAttachment } from './attachments.ts';
import { fence } from './fence.ts';
import { type ExplainContext, plan } from './plan.ts';

/**
 * Answers without sending anything: what the pictures are, what was taken out
 * of them, which places in code are named, and what asking a model would cost.
 * @param question its words are for the price
 * @param frames places that the words and the pictures name
 * @param trouble why it is answered here although a model was to be asked, a sentence
 */
export async function answerLocally(
  question: Question,
  pictures: readonly StoredAttachment[],
  frames: readonly CodeFrame[],
  context: ExplainContext,
  trouble?: string,
): Promise<string> {
  const known = [...pictures.map(describe), ...describePlaces(frames)];
  if (trouble !== undefined) return [trouble, ...known].join('\n\n');
  const cost = await describeCost(question, pictures.length, context);
  const advice = context.gateway
    ? l10n.t('Nothing was sent.')
    : l10n.t(
        'Nothing was sent, because no API key is set. Set one with **Lenscap: Set API Key** in VS Code, or in the environment variable `OPENAI_API_KEY`.',
      );
  return [...known, [...cost, advice].join(' ')].join('\n\n');
}

/** What the question would cost the way it would go if somebody could be asked; nothing where nobody would be paid. */
async function describeCost(
  question: Question,
  pictures: number,
  context: ExplainContext,
): Promise<string[]> {
  const { route: _, model: __, ...anyhow } = question;
  try {
    const gateway = context.gateway ?? withoutKey(context.baseUrl);
    const { quote } = await plan(anyhow, { ...context, gateway });
    if (quote.maxNanoUsd === 0) return [];
    const { model } = quote;
    const [about, most] = [formatUsd(quote.expectedNanoUsd), formatUsd(quote.maxNanoUsd, 'up')];
    if (quote.texts.length === 0)
      return [l10n.t('Asking {0} would cost about {1}, at most {2}.', model, about, most)];
    return [
      pictures === 1
        ? l10n.t('Asking {0} with only its text would cost about {1}, at most {2}.', model, about, most)
        : l10n.t('Asking {0} with only their text would cost about {1}, at most {2}.', model, about, most),
    ];
  } catch (error) {
    // A model without a known price is no reason to say nothing of the picture.
    if (error instanceof LenscapError) return [error.message];
    throw error;
  }
}

/** The provider that there would be with a key. Nobody asks it. */
function withoutKey(baseUrl: string | undefined): Gateway | undefined {
  const provider = chooseProvider(baseUrl, NO_KEY);
  return provider && new Gateway(provider);
}

function describe({ name, safe: { image } }: StoredAttachment): string {
  const { source } = image;
  const format = source.mime.replace('image/', '').toUpperCase();
  const parts = [
    [
      l10n.t(
        '**{0}** is a {1} picture, {2} × {3} pixels, {4}.',
        escapeMarkdown(name),
        format,
        source.width,
        source.height,
        kilobytes(source.bytes),
      ),
      l10n.t(
        'What would be sent: {0} × {1} pixels, {2}, encoded anew.',
        image.width,
        image.height,
        kilobytes(image.bytes),
      ),
    ].join('\n'),
  ];
  if (image.removed.length > 0)
    parts.push(titled(l10n.t('Removed:'), list(image.removed.map(({ detail }) => detail))));
  const covered = image.findings.filter((finding) => finding.covered).map(({ title }) => title);
  if (covered.length > 0) parts.push(titled(l10n.t('Painted over:'), list(covered)));
  if (image.doubts.length > 0) parts.push(titled(l10n.t('Not safe to send:'), list(image.doubts)));
  if (image.mode === 'off') parts.push(l10n.t('Secrets were not looked for: privacy is off.'));
  if (image.text !== '')
    parts.push(titled(l10n.t('Text in it, as far as it could be read:'), fence(image.text)));
  return parts.join('\n\n');
}

function titled(title: string, text: string): string {
  return `${title}\n\n${text}`;
}

/** The user's own code; VS Code makes links of what is in the workspace. */
function describePlaces(frames: readonly CodeFrame[]): string[] {
  const places = frames
    .filter(({ isLibrary }) => !isLibrary)
    .map(({ path, line, column }) => `- ${inlineCode([path, line, ...(column ? [column] : [])].join(':'))}`);
  if (places.length === 0) return [];
  return [titled(l10n.t('Places in code that are named:'), places.slice(0, CODE_BOUNDS.places).join('\n'))];
}

function inlineCode(text: string): string {
  return `\`${text.replaceAll('`', '')}\``;
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${escapeMarkdown(item)}`).join('\n');
}

function kilobytes(bytes: number): string {
  return l10n.t('{0} kB', formatCount(Math.max(1, Math.round(bytes / 1000))));
}
