// A conversation as the view has it, with a daemon whose answers the test gives.
import { createHash } from 'node:crypto';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import type { z } from 'zod';
import type { AskingDaemon } from '../../client/panel/asking.ts';
import { Conversation } from '../../client/panel/conversation.ts';
import type { ExtensionMessage, Turn } from '../../client/panel/messages.ts';
import { PromptHistory } from '../../client/panel/prompt-history.ts';
import type { Spoken } from '../../client/voice/spoken.ts';
import { type Attachment, attach, detach, type Finding, preview, redact } from '../../protocol/attach.ts';
import { compare } from '../../protocol/compare.ts';
import type { ExplainProgress, Explanation } from '../../protocol/explain.ts';
import type { Message } from '../../protocol/message.ts';
import { type askQueued, unqueue } from '../../protocol/queue.ts';
import { type Placeholder, type Question, quote } from '../../protocol/quote.ts';
import { mask } from '../../protocol/sent.ts';
import { acceptLedger, type BudgetState, setBudget } from '../../protocol/spend.ts';

const file = { mime: 'image/png', width: 2, height: 2, bytes: 3 };
const safe = {
  ...file,
  source: file,
  safe: true,
  doubts: [],
  mode: 'standard' as const,
  sha256: '00',
  removed: [],
  findings: [],
  shows: { x: 0, y: 0, width: 2, height: 2 },
  legibility: null,
  text: '',
  look: null,
};
export const token: Finding = {
  id: 'token',
  rule: 'github-token',
  title: 'GitHub token',
  boxes: [{ x: 0, y: 0, width: 1, height: 1 }],
  confidence: 0.97,
  covered: true,
  valueHash: 'a'.repeat(64),
};

const usage = {
  input: 10,
  cachedInput: 0,
  cacheWrite: 0,
  image: 5,
  audio: 0,
  output: 2,
  reasoning: 0,
  audioOutput: 0,
};

export function explanation(text: string, finishReason = 'stop'): Explanation {
  return {
    text,
    masked: text,
    finishReason,
    usage,
    route: 'vision',
    model: 'gpt-4o',
    reason: 'r',
    costNanoUsd: 1_000_000,
    certainty: 'exact',
    cache: 'off',
    requestId: 'req-1',
    attempts: [],
    timings: { attachMs: 0, firstDeltaMs: 1, totalMs: 2 },
    notices: [],
    sent: [],
  };
}

const summary = { budgets: [], last: null, notes: [], uncertain: null };

/** A daemon whose answers the test gives. What is covered shows in the bytes of its pictures. */
class TinyDaemon implements AskingDaemon {
  life = 1;
  refusal: Error | undefined;
  /** Of the next picture. */
  findings: Finding[] = [];
  doubts: string[] = [];
  placeholders: Placeholder[] = [];
  budgets: BudgetState[] = [];
  readonly caps: z.infer<typeof setBudget.params>[] = [];
  isAccepted = false;
  /** Whether pictures go as their text. */
  isTextFirst = false;
  readonly questions: Question[] = [];
  readonly askedQueued: z.input<typeof askQueued.params>[] = [];
  readonly unqueued: string[] = [];
  readonly quoted: Question[] = [];
  readonly redacted: z.infer<typeof redact.params>[] = [];
  readonly detached: string[] = [];
  readonly compared: z.infer<typeof compare.params>[] = [];
  /** Whether two pictures differ. */
  areSame = false;
  /** Whether nobody can be asked. */
  isKeyless = false;
  /** What the daemon waits for before it paints. */
  painting = Promise.resolve();
  answer: (progress: (piece: ExplainProgress) => void, cancelled: Promise<void>) => Promise<Explanation> =
    () => Promise.resolve(explanation('Because.'));
  readonly #pictures = new Map<string, Attachment>();
  #count = 0;

  async request<P extends z.ZodType, R extends z.ZodType>(
    message: Message<P, R>,
    params: z.input<P>,
  ): Promise<z.output<R>> {
    if (message.method === redact.method) await this.painting;
    return message.result.parse(this.#reply(message.method, params));
  }

  askQueued(
    params: z.input<typeof askQueued.params>,
    onProgress: (progress: ExplainProgress) => void,
    token: { onCancellationRequested: (listener: () => void) => unknown },
  ): Promise<Explanation> {
    this.askedQueued.push(params);
    return this.#answered(onProgress, token);
  }

  async explain(
    question: Question,
    onProgress: (progress: ExplainProgress) => void,
    token: { onCancellationRequested: (listener: () => void) => unknown },
  ): Promise<Explanation> {
    this.questions.push(question);
    return this.#answered(onProgress, token);
  }

  #answered(
    onProgress: (progress: ExplainProgress) => void,
    token: { onCancellationRequested: (listener: () => void) => unknown },
  ): Promise<Explanation> {
    return this.answer(
      onProgress,
      new Promise((resolve) => void token.onCancellationRequested(() => resolve())),
    );
  }

  #reply(method: string, params: unknown): unknown {
    switch (method) {
      case attach.method: {
        if (this.refusal) throw this.refusal;
        this.#count += 1;
        const id = `id-${this.#count}`;
        const { name } = attach.params.parse(params);
        const { findings, doubts } = this;
        const attachment = { ...safe, id, name, findings, doubts, safe: doubts.length === 0 };
        this.#pictures.set(id, attachment);
        return attachment;
      }
      case unqueue.method: {
        this.unqueued.push(unqueue.params.parse(params).id);
        return null;
      }
      case redact.method: {
        const asked = redact.params.parse(params);
        this.redacted.push(asked);
        const attachment = this.#picture(asked.id);
        const findings = [
          ...attachment.findings
            .filter(({ rule }) => rule !== 'manual')
            .map((each) => ({ ...each, covered: !asked.uncover.includes(each.id) })),
          ...asked.cover.map((box, index) => ({
            ...token,
            id: `manual-${index}`,
            rule: 'manual',
            boxes: [box],
          })),
        ];
        const redacted = { ...attachment, findings };
        this.#pictures.set(asked.id, redacted);
        return redacted;
      }
      case preview.method: {
        const { id, together } = preview.params.parse(params);
        const bytes = this.bytes(id, together.includes(id) ? together.length - 1 : 0);
        const file = { mime: 'image/png', width: 2, height: 2, bytes: bytes.length, sha256: hash(bytes) };
        return { ...file, data: bytes.toString('base64') };
      }
      case quote.method: {
        const question = quote.params.parse(params);
        this.quoted.push(question);
        const { prompt, attachments } = question;
        const tokens = { text: 1, image: 1, audio: 0, expectedOutput: 1, maxOutput: 1 };
        const price = { expectedNanoUsd: prompt.length, maxNanoUsd: prompt.length * 2 };
        const sent = attachments.map((id) => {
          const bytes = this.bytes(id, attachments.length - 1);
          return { id, mime: 'image/png', width: 2, height: 2, bytes: bytes.length, sha256: hash(bytes) };
        });
        const { placeholders, budgets } = this;
        const about = {
          route: this.isKeyless ? 'local' : 'vision',
          model: 'gpt-4o',
          reason: 'r',
          tokens,
          budgets,
          legibility: null,
          frames: [],
          code: [],
          earlier: { turns: 0, leftOut: 0 },
          maskedPrompt: prompt,
          alternatives: [],
          texts: this.isTextFirst ? attachments.map((id) => ({ id, text: `text of ${id}` })) : [],
          isCached: false,
        };
        return { ...about, ...price, placeholders, sent };
      }
      case detach.method:
        this.detached.push(detach.params.parse(params).id);
        return null;
      case compare.method: {
        const pair = compare.params.parse(params);
        this.compared.push(pair);
        const box = { x: 1, y: 1, width: 1, height: 1 };
        const attachments = this.areSame ? [] : [pair.before, pair.after].map((id) => `${id}-part`);
        for (const id of attachments) this.#pictures.set(id, { ...safe, id, name: id });
        const [before, after] = attachments.map((id) => ({ id, box }));
        const places = before && after ? [{ before, after }] : [];
        const found = { alignment: 'exact', movedBy: 0, share: 0.25, hasCovered: false };
        return { ...found, places, attachments };
      }
      case mask.method:
        return {
          texts: mask.params.parse(params).texts.map((text) => text.replaceAll('s3cret', '⟦password-1⟧')),
        };
      case setBudget.method:
        this.caps.push(setBudget.params.parse(params));
        return summary;
      case acceptLedger.method:
        this.isAccepted = true;
        return summary;
      default:
        throw new Error(method);
    }
  }

  /** The file of a picture among so many others. */
  bytes(id: string, others: number): Buffer {
    const covered = this.#picture(id).findings.filter((each) => each.covered);
    return Buffer.from(`${covered.map((each) => each.id)} beside ${others}`);
  }

  #picture(id: string): Attachment {
    const picture = this.#pictures.get(id);
    if (!picture) throw new Error(id);
    return picture;
  }
}

export function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function start() {
  const daemon = new TinyDaemon();
  const posted: ExtensionMessage[] = [];
  const answering: boolean[] = [];
  const disk: unknown[] = [];
  const heard: { spoken: Spoken | undefined } = { spoken: undefined };
  const conversation = new Conversation({
    daemon,
    post: (message) => void posted.push(message),
    cancellation: () => new CancellationTokenSource(),
    onDidChangeAnswering: (now) => void answering.push(now),
    here: 'w',
    voice: {
      get spoken() {
        return heard.spoken;
      },
      takeSpoken: () => {
        const { spoken } = heard;
        heard.spoken = undefined;
        return spoken;
      },
      giveBack: (spoken) => {
        heard.spoken = spoken;
      },
    },
    prompts: new PromptHistory({ get: () => [], update: async (_, kept) => void disk.push(kept) }),
    placesIn: async (text) => (text.includes('a.ts:1') ? ['a.ts:1'] : []),
    code: { find: async () => [], read: async () => [], wish: () => 'ask' },
  });
  const last = <T extends ExtensionMessage['type']>(type: T) =>
    posted.findLast((message): message is Extract<ExtensionMessage, { type: T }> => message.type === type);
  const turns = (): Turn[] => {
    const ids = new Set(posted.flatMap((message) => (message.type === 'turn' ? [message.turn.id] : [])));
    return [...ids].flatMap((id) => conversation.turn(id) ?? []);
  };
  return { daemon, posted, answering, conversation, heard, disk, last, turns };
}

export const png = Buffer.from('png');

export function shownBytes(
  message: Extract<ExtensionMessage, { type: 'thumbnail' }> | undefined,
): Uint8Array {
  return message?.bytes instanceof Uint8Array ? message.bytes : new Uint8Array();
}
