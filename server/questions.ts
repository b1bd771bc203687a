import { basename } from 'node:path';
import { Option } from 'commander';
import { UnsafeMediaError, UsageError } from '../protocol/errors.ts';
import type { Question } from '../protocol/quote.ts';
import type { Route } from '../protocol/route.ts';
import { PrivacyMode, Settings } from '../protocol/settings.ts';
import type { App } from './app.ts';
import { toBaseUrl } from './arguments.ts';
import type { Detail } from './catalogue/image-tokens.ts';
import { bytesWithinBase64 } from './explain/attachments.ts';
import { makeSafe } from './explain/make-safe.ts';
import { readSource, writeTarget } from './files.ts';
import * as print from './print.ts';
import { createPrivacy } from './privacy.ts';
import type { Policy } from './routing/choose-route.ts';
import type { Output } from './run.ts';

// What the command line does about pictures and questions.

export interface QuestionOptions {
  prompt: string;
  route?: Route;
  model?: string;
  privacy: PrivacyMode;
  allowUnsafe?: true;
  allowOverBudget?: true;
  fresh?: true;
  policy?: Policy;
  localServer?: string;
  localModel?: string;
}

export interface SanitizeOptions {
  output?: string;
  privacy: PrivacyMode;
  allowUnsafe?: true;
}

export interface QuoteOptions extends QuestionOptions {
  pixels?: { width: number; height: number };
  detail?: Detail;
}

export function privacyOption(): Option {
  return new Option('--privacy <mode>', 'how closely to look for secrets')
    .choices(PrivacyMode.options)
    .default('standard');
}

/** How it is chosen who answers, for commands that ask or quote. */
export function routingOptions(): Option[] {
  return [
    new Option('--policy <policy>', 'how Lenscap chooses who answers (default: balanced)').choices(
      Settings.shape.routing.unwrap().shape.policy.unwrap().options,
    ),
    new Option('--local-server <url>', 'an OpenAI-compatible server on this machine').argParser(toBaseUrl),
    new Option('--local-model <name>', 'the model it is asked for (default: the first it lists)'),
  ];
}

export async function sanitizeFile(file: string, options: SanitizeOptions): Promise<Output> {
  const settings = Settings.parse({ privacy: { mode: options.privacy } });
  const { maxEdge, maxPayloadBytes } = settings.image;
  const privacy = await createPrivacy(settings.privacy);
  try {
    const { image, data } = await makeSafe(await readSource(file), {
      maxEdge,
      maxBytes: bytesWithinBase64(maxPayloadBytes),
      mode: settings.privacy.mode,
      privacy: async () => privacy,
      signal: new AbortController().signal,
    });
    if (!image.safe && !options.allowUnsafe) {
      throw new UnsafeMediaError(
        'unsafe-attachment',
        `${file} is not safe to send: ${image.doubts.join(' ')}`,
        'Cover the secret in it and try again, or add --allow-unsafe.',
      );
    }
    if (options.output !== undefined) await writeTarget(options.output, data);
    return { text: print.sanitized(image, options.output), json: image };
  } finally {
    await privacy.reader.close();
  }
}

export async function explainFiles(
  app: App,
  files: string[],
  options: QuestionOptions & { json?: true },
): Promise<Output> {
  const controller = new AbortController();
  const stop = () => controller.abort();
  process.once('SIGINT', stop);
  // With --json the deltas go to stderr, so that stdout is one object.
  const stream = options.json ? process.stderr : process.stdout;
  try {
    const question = await toQuestion(app, files, options, controller.signal);
    const agreed = options.allowOverBudget && { allowNanoUsd: (await app.quote(question)).maxNanoUsd };
    const explanation = await app.explain(
      { ...question, ...agreed },
      {
        signal: controller.signal,
        onProgress: (progress) => {
          if (progress.kind === 'delta') stream.write(progress.text);
        },
      },
    );
    stream.write('\n');
    if (!options.json) process.stderr.write(`${print.foot(explanation)}\n`);
    return { text: '', json: explanation };
  } finally {
    process.off('SIGINT', stop);
  }
}

export async function quoteFiles(app: App, files: string[], options: QuoteOptions): Promise<Output> {
  const { pixels, detail } = options;
  if (detail && !pixels) {
    throw new UsageError(
      'detail-without-pixels',
      '--detail goes with --pixels.',
      'Files are quoted as they would be sent.',
    );
  }
  const quote = pixels
    ? await app.quotePicture({ ...pixels, detail: detail ?? 'high' }, options)
    : await app.quote(await toQuestion(app, files, options, new AbortController().signal));
  return { text: print.quote(quote), json: quote };
}

async function toQuestion(
  app: App,
  files: string[],
  options: QuestionOptions,
  signal: AbortSignal,
): Promise<Question> {
  const attachments = await Promise.all(
    files.map(async (file) => (await app.attach(basename(file), await readSource(file), signal)).id),
  );
  return {
    attachments,
    prompt: options.prompt,
    ...(options.allowUnsafe && { allowUnsafe: attachments }),
    ...(options.fresh && { fresh: true }),
    ...(options.route && { route: options.route }),
    ...(options.model !== undefined && { model: options.model }),
  };
}
