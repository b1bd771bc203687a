import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { UsageError } from '../../protocol/errors.ts';
import { Explanation } from '../../protocol/explain.ts';
import { livenessOf, processStart } from '../storage/owner.ts';
import { KeptPicture, KeptQuestion } from './kept-question.ts';
import { hasQueueFile, openQueueFile, type QueueFile, type QueueFileOptions } from './queue-file.ts';

/** The most questions that wait at once, of all windows. */
export const MAX_QUESTIONS = 20;

/** The most they may take up together, in bytes as they are sealed. */
export const MAX_BYTES = 64_000_000;

/** A question that waits. */
export interface Waiting {
  question: KeptQuestion;
  /** Who looks after it: this process, another one that runs, or nobody. */
  owner: 'this' | 'another' | 'nobody';
  isAnswered: boolean;
  isDurable: boolean;
}

interface Row {
  id: string;
  question: string;
  isAnswered: number;
  pid: number | null;
  startedAt: string | null;
}

const LIST = `
  select id, question, answer is not null as isAnswered, owner_pid as pid, owner_started_at as startedAt
  from waiting`;

/**
 * Questions that wait for the network, sealed in a file that all windows share.
 * Each is looked after by one process at a time, and nobody's when that has ended.
 */
export class QuestionQueue {
  readonly #options: QueueFileOptions;
  readonly #startedAt = processStart(process.pid);
  #file: Promise<QueueFile> | undefined;

  /** Opens nothing yet: most windows never queue anything. */
  constructor(options: QueueFileOptions) {
    this.#options = options;
  }

  /** Whether there may be a question in it; looks for a file, and no further. */
  get mayHaveQuestions(): boolean {
    return this.#file !== undefined || hasQueueFile(this.#options.directory);
  }

  /**
   * Takes a question in, durably where there is a keychain; this process looks after it.
   * @throws UsageError where the queue is full: nothing that waits is dropped for it; SQLite's errors
   */
  async add(question: KeptQuestion, pictures: readonly KeptPicture[]): Promise<Waiting> {
    const { sqlite, seal, isDurable } = await this.#open();
    const { id, workspace, queuedAt } = question;
    const sealed = [this.#seal(seal, id, question), this.#seal(seal, id, pictures)] as const;
    const bytes = sealed[0].length + sealed[1].length;
    sqlite
      .transaction(() => {
        const kept = sqlite
          .prepare<[], { count: number; bytes: number }>(
            'select count(*) as count, coalesce(sum(length(question) + length(pictures)), 0) as bytes from waiting',
          )
          .get();
        if (kept && (kept.count >= MAX_QUESTIONS || kept.bytes + bytes > MAX_BYTES)) throw full(kept.count);
        sqlite
          .prepare('insert into waiting values (?, ?, ?, ?, ?, null, ?, ?)')
          .run(id, seal.name(workspace), Date.parse(queuedAt), ...sealed, process.pid, this.#startedAt);
      })
      .immediate();
    return { question, owner: 'this', isAnswered: false, isDurable };
  }

  /**
   * The questions of a workspace, or of all, oldest first. What was sealed with another key is left out.
   * @param isTaking whether this process looks after those that nobody does
   */
  async list(workspace: string | undefined, isTaking: boolean): Promise<Waiting[]> {
    if (!this.mayHaveQuestions) return [];
    const { sqlite, seal, isDurable } = await this.#open();
    const name = workspace === undefined ? null : seal.name(workspace);
    const rows = sqlite
      .prepare<[string | null, string | null], Row>(
        `${LIST} where ? is null or workspace = ? order by queued_at, id`,
      )
      .all(name, name);
    return rows.flatMap((row) => {
      const question = this.#unseal(seal, row.id, row.question, KeptQuestion);
      if (!question) return [];
      const owner = isTaking && this.#take(sqlite, row) ? 'this' : this.#ownerOf(row);
      return [{ question, owner, isAnswered: row.isAnswered === 1, isDurable }];
    });
  }

  /**
   * A question that this process looks after, or that nobody does: then it does from now on.
   * @throws UsageError where there is none of this id, or another process has it
   */
  async get(id: string): Promise<Waiting & { pictures: KeptPicture[]; answer: Explanation | undefined }> {
    const { sqlite, seal, isDurable } = await this.#open();
    const row = sqlite
      .prepare<[string], Row & { pictures: string; answer: string | null }>(
        `${LIST.replace('from', ', pictures, answer from')} where id = ?`,
      )
      .get(id);
    const question = row && this.#unseal(seal, id, row.question, KeptQuestion);
    const pictures = row && this.#unseal(seal, id, row.pictures, z.array(KeptPicture));
    if (!row || !question || !pictures) throw notQueued();
    if (!this.#take(sqlite, row)) throw elsewhere();
    const answer = row.answer === null ? undefined : this.#unseal(seal, id, row.answer, Explanation);
    return { question, pictures, answer, owner: 'this', isAnswered: answer !== undefined, isDurable };
  }

  /** Keeps a question's answer, with placeholders, until the question is removed. */
  async answered(id: string, answer: Explanation): Promise<void> {
    const { sqlite, seal } = await this.#open();
    sqlite.prepare('update waiting set answer = ? where id = ?').run(this.#seal(seal, id, answer), id);
  }

  /** How many were sealed with another key than the keychain has now: nobody can ask them any more. */
  async countUnreadable(): Promise<number> {
    if (!this.mayHaveQuestions) return 0;
    const { sqlite, seal } = await this.#open();
    const rows = sqlite.prepare<[], Row>(LIST).all();
    return rows.filter(({ id, question }) => !this.#unseal(seal, id, question, KeptQuestion)).length;
  }

  /** @returns how many there were */
  async clear(): Promise<number> {
    if (!this.mayHaveQuestions) return 0;
    const { sqlite } = await this.#open();
    return sqlite.prepare('delete from waiting').run().changes;
  }

  /** @returns whether it was there */
  async remove(id: string): Promise<boolean> {
    if (!this.mayHaveQuestions) return false;
    const { sqlite } = await this.#open();
    return sqlite.prepare('delete from waiting where id = ?').run(id).changes > 0;
  }

  /** Looks after nothing any more, so that the next window need not wait for this process to end. */
  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    if (!file) return;
    const { sqlite } = await file;
    sqlite
      .prepare(
        'update waiting set owner_pid = null, owner_started_at = null where owner_pid = ? and owner_started_at = ?',
      )
      .run(process.pid, this.#startedAt);
    sqlite.close();
  }

  #open(): Promise<QueueFile> {
    this.#file ??= openQueueFile(this.#options).catch((error: unknown) => {
      this.#file = undefined;
      throw error;
    });
    return this.#file;
  }

  #ownerOf({ pid, startedAt }: Row): Waiting['owner'] {
    if (pid === null || startedAt === null) return 'nobody';
    if (pid === process.pid && startedAt === this.#startedAt) return 'this';
    return livenessOf(pid, startedAt) === 'dead' ? 'nobody' : 'another';
  }

  /** Only as the row was seen: of two processes that take it at once, one gets it. */
  #take(sqlite: QueueFile['sqlite'], row: Row): boolean {
    const owner = this.#ownerOf(row);
    if (owner !== 'nobody') return owner === 'this';
    const { changes } = sqlite
      .prepare(
        'update waiting set owner_pid = ?, owner_started_at = ? where id = ? and owner_pid is ? and owner_started_at is ?',
      )
      .run(process.pid, this.#startedAt, row.id, row.pid, row.startedAt);
    return changes > 0;
  }

  /** Its id is sealed with it: what was moved to another's row does not count. */
  #seal(seal: QueueFile['seal'], id: string, value: unknown): string {
    return seal.seal(JSON.stringify({ id, value }));
  }

  #unseal<S extends z.ZodType>(
    seal: QueueFile['seal'],
    id: string,
    sealed: string,
    schema: S,
  ): z.output<S> | undefined {
    const opened = seal.open(sealed);
    if (opened === undefined) return undefined;
    const kept = z.object({ id: z.literal(id), value: z.unknown() }).safeParse(JSON.parse(opened));
    return schema.safeParse(kept.data?.value).data;
  }
}

function full(count: number): UsageError {
  return new UsageError(
    'queue-full',
    l10n.t(
      'The question was not queued: {0} questions wait for the network already, and there is no room for this one.',
      count,
    ),
    l10n.t('Remove one of them, or ask again when you are online.'),
  );
}

/** The error for a question that is not, or no longer, in the queue. */
export function notQueued(): UsageError {
  return new UsageError('not-queued', l10n.t('This question no longer waits.'), l10n.t('Ask it again.'));
}

function elsewhere(): UsageError {
  return new UsageError(
    'queued-elsewhere',
    l10n.t('Another window looks after this question.'),
    l10n.t('Wait for its answer there, or close that window.'),
  );
}
