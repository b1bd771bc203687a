import * as l10n from '@vscode/l10n';
import type { CancellationToken } from 'vscode';
import type { z } from 'zod';
import { detach } from '../protocol/attach.ts';
import { compare } from '../protocol/compare.ts';
import { plural } from '../protocol/language.ts';
import { formatUsd } from '../protocol/money.ts';
import type { Question, Quote } from '../protocol/quote.ts';
import type { AttachmentDaemon, PictureAttachment } from './attachments.ts';
import { CancelledError } from './failure.ts';

export type Comparison = z.output<typeof compare.result>;

/** What a question about changes has of its own. */
export type AboutChanges = Pick<Question, 'allowUnsafe'> & {
  readonly attachments: string[];
  readonly form: 'changes';
};

/**
 * Where two pictures differ: found on this machine, and cut out, so that a
 * model can be asked about these places and nothing else.
 */
export class Changes {
  readonly #daemon: AttachmentDaemon;
  readonly #before: PictureAttachment;
  readonly #after: PictureAttachment;
  #held: { comparison: Comparison; life: number } | undefined;

  constructor(daemon: AttachmentDaemon, before: PictureAttachment, after: PictureAttachment) {
    this.#daemon = daemon;
    this.#before = before;
    this.#after = after;
  }

  /**
   * Finds them. What the daemon has found is asked for once, as long as it lives and was not told to forget it.
   * @throws CancelledError; what attaching and comparing throw
   */
  async find(token?: CancellationToken): Promise<Comparison> {
    if (this.#held?.life === this.#daemon.life) return this.#held.comparison;
    const { promise: cancelled, reject } = Promise.withResolvers<never>();
    const listening = token?.onCancellationRequested(() => reject(new CancelledError()));
    try {
      return await Promise.race([this.#find(token), cancelled]);
    } finally {
      listening?.dispose();
    }
  }

  /** A model's question about them. @throws what `find` throws */
  async question(token?: CancellationToken): Promise<AboutChanges> {
    const { attachments, places } = await this.find(token);
    const allowUnsafe = places.flatMap(({ before, after }) => [
      ...(before && this.#before.agreed ? [before.id] : []),
      ...(after && this.#after.agreed ? [after.id] : []),
    ]);
    return { attachments, form: 'changes', ...(allowUnsafe.length > 0 && { allowUnsafe }) };
  }

  /** Has the daemon forget what was cut out. It can still be asked about: then it is compared again. */
  async release(): Promise<void> {
    const held = this.#held;
    this.#held = undefined;
    if (held?.life === this.#daemon.life) await this.#forget(held.comparison);
  }

  async #find(token: CancellationToken | undefined): Promise<Comparison> {
    const [before, after] = await Promise.all([this.#before.id(), this.#after.id()]);
    const { life } = this.#daemon;
    const comparison = await this.#daemon.request(compare, { before, after });
    if (token?.isCancellationRequested) await this.#forget(comparison);
    else this.#held = { comparison, life };
    return comparison;
  }

  async #forget({ attachments }: Comparison): Promise<void> {
    await Promise.all(attachments.map((id) => this.#daemon.request(detach, { id }).catch(() => null)));
  }
}

/** A way to ask a model about changes. */
export interface AskingWay {
  readonly route: Quote['route'];
  readonly label: string;
  /** “about $0.0021”. */
  readonly price: string;
  /** Who is asked, and for how much at most. */
  readonly description: string;
  /** What is sent. */
  readonly detail?: string;
}

/** The ways to ask a model, with their prices, the likeliest first; none where nobody can be asked. */
export function askingWays(quoted: Quote | undefined): AskingWay[] {
  if (!quoted || quoted.route === 'local') return [];
  const { route, model, expectedNanoUsd, maxNanoUsd, alternatives } = quoted;
  const about = formatUsd(expectedNanoUsd);
  return [
    {
      route,
      label: l10n.t('Ask What Changed'),
      price: l10n.t('about {0}', about),
      description: l10n.t('{0}, about {1}, at most {2}', model, about, formatUsd(maxNanoUsd, 'up')),
      detail: sentOf(quoted),
    },
    ...alternatives
      .filter((way) => way.route !== 'local')
      .map((way) => ({
        route: way.route,
        label: way.title,
        price: l10n.t('about {0}', formatUsd(way.expectedNanoUsd)),
        description: l10n.t('{0}, about {1}', way.model, formatUsd(way.expectedNanoUsd)),
      })),
  ];
}

function sentOf({ sent, route, texts }: Quote): string {
  if (route === 'text')
    return plural(texts.length, {
      one: l10n.t('Sent is the text of one piece, no picture.'),
      other: l10n.t('Sent is the text of {0} pieces, no picture.', texts.length),
    });
  const pixels = sent.map(({ width, height }) => `${width} × ${height}`).join(', ');
  return l10n.t('Sent are only these pieces, with secrets painted over: {0}.', pixels);
}
