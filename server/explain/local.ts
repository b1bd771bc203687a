import { LenscapError } from '../../protocol/errors.ts';
import { formatUsd } from '../../protocol/money.ts';
import { escapeMarkdown } from '../links/escape-markdown.ts';
import type { StoredAttachment } from './attachments.ts';
import { fence } from './fence.ts';
import type { ExplainContext } from './plan.ts';
import { priceAsking } from './pricing.ts';

/**
 * Answers without sending anything: what the pictures are, what was taken out
 * of them, and what asking a model would cost.
 * @param prompt the user's words, for the price
 * @param trouble why it is answered here although a model was to be asked, a sentence
 */
export async function answerLocally(
  prompt: string,
  pictures: readonly StoredAttachment[],
  context: ExplainContext,
  trouble?: string,
): Promise<string> {
  if (trouble !== undefined) return [trouble, ...pictures.map(describe)].join('\n\n');
  const cost = await describeCost(prompt, pictures, context);
  const advice = context.gateway
    ? 'Nothing was sent.'
    : 'Nothing was sent, because no API key is set. Set one with **Lenscap: Set API Key** in VS Code, or in the environment variable `OPENAI_API_KEY`.';
  return [...pictures.map(describe), `${cost} ${advice}`].join('\n\n');
}

async function describeCost(
  prompt: string,
  pictures: readonly StoredAttachment[],
  context: ExplainContext,
): Promise<string> {
  try {
    const { model, expectedNanoUsd, maxNanoUsd } = await priceAsking(prompt, pictures, context);
    return `Asking ${model} would cost about ${formatUsd(expectedNanoUsd)}, at most ${formatUsd(maxNanoUsd, 'up')}.`;
  } catch (error) {
    // A model without a known price is no reason to say nothing of the picture.
    if (error instanceof LenscapError) return error.message;
    throw error;
  }
}

function describe({ name, safe: { image } }: StoredAttachment): string {
  const { source } = image;
  const format = source.mime.replace('image/', '').toUpperCase();
  const parts = [
    `**${escapeMarkdown(name)}** is a ${format} picture, ${source.width} × ${source.height} pixels, ${kilobytes(source.bytes)}.
What would be sent: ${image.width} × ${image.height} pixels, ${kilobytes(image.bytes)}, encoded anew.`,
  ];
  if (image.removed.length > 0) parts.push(`Removed:\n\n${list(image.removed.map(({ detail }) => detail))}`);
  const covered = image.findings.filter((finding) => finding.covered).map(({ title }) => title);
  if (covered.length > 0) parts.push(`Painted over:\n\n${list(covered)}`);
  if (image.doubts.length > 0) parts.push(`Not safe to send:\n\n${list(image.doubts)}`);
  if (image.mode === 'off') parts.push('Secrets were not looked for: privacy is off.');
  if (image.text !== '') parts.push(`Text in it, as far as it could be read:\n\n${fence(image.text)}`);
  return parts.join('\n\n');
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${escapeMarkdown(item)}`).join('\n');
}

function kilobytes(bytes: number): string {
  return `${Math.max(1, Math.round(bytes / 1000)).toLocaleString('en-US')} kB`;
}
