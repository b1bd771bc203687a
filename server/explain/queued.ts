import * as l10n from '@vscode/l10n';
import {
  BudgetError,
  LenscapError,
  ProviderError,
  UnsafeMediaError,
  UsageError,
} from '../../protocol/errors.ts';
import type { Explanation } from '../../protocol/explain.ts';
import { formatUsd } from '../../protocol/money.ts';
import type { Question } from '../../protocol/quote.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { Placeholders } from '../privacy/placeholders.ts';
import type { KeptPicture, KeptQuestion } from '../queue/kept-question.ts';
import type { ExplainHooks } from './answers.ts';
import { AttachmentStore, type StoredAttachment, shareOut } from './attachments.ts';
import { maskCode, type SaidCode } from './code.ts';
import { explain } from './explain.ts';
import { type ExplainContext, historyOf, type Plan, plan } from './plan.ts';
import { maskPrompt, maskReading } from './say.ts';
import { STRICTNESS } from './strictness.ts';

/** A question that can be asked later, by another process too. */
export interface Kept {
  question: KeptQuestion;
  pictures: KeptPicture[];
}

/** It may cost more by now than the user saw when it was queued. Nothing was sent. */
export class DearerError extends BudgetError {
  readonly nowNanoUsd: number;

  constructor(nowNanoUsd: number, shownNanoUsd: number) {
    super(
      'dearer',
      l10n.t(
        'It may cost {0} by now; it was at most {1} when it was queued.',
        formatUsd(nowNanoUsd, 'up'),
        formatUsd(shownNanoUsd, 'up'),
      ),
      l10n.t('Ask it now if that is all right, or remove it.'),
    );
    this.nowNanoUsd = nowNanoUsd;
  }
}

/**
 * Makes of a question what can be kept: what would be sent, to whom, and what
 * it may cost. Secrets are not in it, nor what could tell them.
 * @returns also the originals of its placeholders, for the memory of this process; undefined where nothing would be sent, or
 *   what is not a question to be answered later: sounds, notes, dictation
 */
export async function keep(
  question: Question,
  id: string,
  context: ExplainContext,
): Promise<(Kept & { originals: Placeholders }) | undefined> {
  const { settings, detector, gateway, workspace } = context;
  const planned = await plan(question, context);
  const { sending, quote, placeholders: originals } = planned;
  if (!sending || sending.route === 'audio' || sending.form !== 'answer') return undefined;
  const said = await maskPrompt(question, originals, detector);
  const code = await maskCode(question.code ?? [], originals, detector);
  const history = historyOf(question, planned.pictures, context).turns;
  let hasSecrets =
    [said, ...code].some(({ placeholders }) => placeholders.length > 0) ||
    history.some(({ prompt, answer }) => [prompt, answer].some((text) => originals.restore(text) !== text));
  const pictures: KeptPicture[] = [];
  for (const { id: key, name, safe } of planned.pictures) {
    const read = await maskReading(safe.words, originals, detector);
    hasSecrets ||= read.placeholders.length > 0;
    pictures.push(toKept({ id: key, name, safe }, read.text));
  }
  // What was read in them goes along as it went the first time.
  for (const [turn, past] of history.entries())
    for (const picture of past.pictures) pictures.push({ ...toKept(picture, ''), turn });
  return {
    question: {
      id,
      queuedAt: new Date().toISOString(),
      workspace,
      prompt: said.text,
      pictures: planned.pictures.map(({ name }) => name),
      hasSecrets,
      privacy: settings.privacy.mode,
      baseUrl:
        sending.provider === 'local' ? settings.routing.localServer : (gateway?.provider.baseUrl ?? ''),
      route: sending.route,
      model: quote.model,
      reason: quote.reason,
      expectedNanoUsd: quote.expectedNanoUsd,
      maxNanoUsd: quote.maxNanoUsd,
      allowUnsafe: question.allowUnsafe ?? [],
      ...(question.allowNanoUsd !== undefined && { allowNanoUsd: question.allowNanoUsd }),
      fresh: question.fresh ?? false,
      code: withoutPlaceholders(code),
      history: history.map(({ mode, prompt, answer, texts, code: lines }) => ({
        mode,
        prompt,
        answer,
        texts: [...texts],
        code: withoutPlaceholders(lines),
      })),
      ...(question.conversation !== undefined && { conversation: question.conversation }),
      ...(question.turn !== undefined && { turn: question.turn }),
    },
    pictures,
    originals,
  };
}

/**
 * Asks a question that was kept, as an ordinary one: on the route and of the
 * model that the user saw. Its answer has placeholders.
 * @param upToNanoUsd what the user agreed that it may cost, if they did
 * @throws DearerError; BudgetError, UsageError, UnsafeMediaError where it is not to be asked as it is; what `explain` throws
 */
export async function askKept(
  { question, pictures }: Kept,
  upToNanoUsd: number | undefined,
  context: ExplainContext,
  hooks: ExplainHooks,
): Promise<Explanation> {
  refuseAsItIs(question, context);
  const { prompt, reason, maxNanoUsd, allowUnsafe, allowNanoUsd, fresh, code } = question;
  const { conversation, turn, history } = question;
  const own = pictures.filter((picture) => picture.turn === undefined);
  const masked = new Placeholders(true);
  const keptContext: ExplainContext = {
    ...context,
    waits: true,
    // Its words were searched, and masked, when it was queued.
    detector: undefined,
    turns: () =>
      history.map((past, index) => ({
        ...past,
        id: undefined,
        code: past.code.map((lines) => ({ ...lines, placeholders: [] })),
        pictures: pictures.filter((picture) => picture.turn === index).map(toStored),
      })),
    remember: (_, said) => context.remember?.({ conversation, turn }, said),
    placeholders: () => masked,
    attachments: new KeptPictures(own.map(toStored)),
  };
  const left: Question = {
    attachments: own.map(({ id }) => id),
    prompt,
    allowUnsafe,
    ...(allowNanoUsd !== undefined && { allowNanoUsd }),
    ...(fresh && { fresh: true }),
    ...(code.length > 0 && { code: code.map((excerpt) => ({ ...excerpt, before: '', after: '' })) }),
  };
  const { asked, planned } = await planAgain(left, question, keptContext);
  const { quote } = planned;
  if (!planned.sending)
    throw new UsageError(
      'nobody-asked',
      l10n.t('It waits for the model {0}, and now no model may be asked.', question.model),
      l10n.t('Set lenscap.routing.policy as it was, or remove it.'),
    );
  if (quote.maxNanoUsd > Math.max(maxNanoUsd, upToNanoUsd ?? 0))
    throw new DearerError(quote.maxNanoUsd, maxNanoUsd);
  const withReason: ExplainHooks = {
    ...hooks,
    onProgress: (progress) =>
      hooks.onProgress(progress.kind === 'route' ? { ...progress, reason } : progress),
  };
  const answer = await explain(asked, keptContext, withReason, planned);
  return { ...answer, reason };
}

/**
 * Plans the question with the choice left to Lenscap, if that is what it would choose again: who stands in if the model
 * does not answer, and what is booked as saved, depend on why it was chosen. Else as it was chosen then.
 */
async function planAgain(
  left: Question,
  { route, model }: KeptQuestion,
  context: ExplainContext,
): Promise<{ asked: Question; planned: Plan }> {
  try {
    const planned = await plan(left, context);
    if (planned.quote.route === route && planned.quote.model === model) return { asked: left, planned };
  } catch (error) {
    // What it would choose now cannot be asked; what was chosen may be.
    if (!(error instanceof LenscapError)) throw error;
  }
  const asked = { ...left, route, model };
  return { asked, planned: await plan(asked, context) };
}

/** Whom a kept question goes to; undefined if nobody answers for that address now. */
export function gatewayFor(
  { baseUrl }: KeptQuestion,
  { gateway, localServer, settings }: ExplainContext,
): Gateway | undefined {
  if (baseUrl !== '' && baseUrl === settings.routing.localServer) return localServer?.gateway;
  return (gateway?.provider.baseUrl ?? '') === baseUrl ? gateway : undefined;
}

function refuseAsItIs(question: KeptQuestion, context: ExplainContext): void {
  const { settings, gateway } = context;
  const { baseUrl, privacy } = question;
  if (!gatewayFor(question, context)) {
    if (!gateway || (baseUrl !== '' && baseUrl === settings.routing.localServer))
      throw new ProviderError(
        'unreachable',
        l10n.t('There is nobody to ask yet.'),
        l10n.t('Set an API key, or start the server of lenscap.routing.localServer.'),
      );
    throw new UsageError(
      'provider-changed',
      l10n.t('Questions go to another provider than when this one was queued.'),
      l10n.t('Remove it and ask it anew, or set lenscap.provider.baseUrl as it was.'),
    );
  }
  if (STRICTNESS[privacy] < STRICTNESS[settings.privacy.mode])
    throw new UnsafeMediaError(
      'looked-at-less',
      l10n.t(
        'It was queued when lenscap.privacy.mode was {0}; now it is {1}.',
        privacy,
        settings.privacy.mode,
      ),
      l10n.t('Remove it and ask it anew.'),
    );
}

/** The pictures of a question that was kept. */
class KeptPictures extends AttachmentStore {
  readonly #pictures: readonly StoredAttachment[];

  constructor(pictures: readonly StoredAttachment[]) {
    super();
    this.#pictures = pictures;
  }

  override forQuestion(_ids: readonly string[], maxBytes: number): Promise<StoredAttachment[]> {
    return shareOut(this.#pictures, maxBytes);
  }
}

/** @param text what was read in it, with placeholders */
function toKept(
  { id, name, safe }: Pick<StoredAttachment, 'id' | 'name' | 'safe'>,
  text: string,
): KeptPicture {
  // What was taken out, and the hashes of what is covered, would tell of it.
  const findings = safe.image.findings.map(({ valueHash: _, ...finding }) => finding);
  const image = { ...safe.image, text, findings, removed: [] };
  return { id, name, image, data: safe.data.toString('base64') };
}

function withoutPlaceholders(code: readonly SaidCode[]): KeptQuestion['code'] {
  return code.map(({ path, firstLine, text }) => ({ path, firstLine, text }));
}

function toStored({ id, name, image, data }: KeptPicture): StoredAttachment {
  const words = { text: image.text, findings: [] };
  return { id, name, safe: { image, data: Buffer.from(data, 'base64'), words }, attachMs: 0 };
}
