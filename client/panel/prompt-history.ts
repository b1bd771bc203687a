import * as z from 'zod';

/** `vscode.Memento`, so that this file needs no editor. */
export interface Store {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

const KEY = 'lenscap.prompts';
const MAX_PROMPTS = 100;
const MAX_CHARACTERS = 4_000;
const Kept = z.array(z.string().max(MAX_CHARACTERS)).max(MAX_PROMPTS);

/**
 * The questions asked in this workspace, oldest first, to be called up again.
 * While the window lives they are as they were typed; on disk they have
 * placeholders where their secrets were.
 */
export class PromptHistory {
  readonly #store: Store;
  #prompts: { text: string; masked: string | undefined }[];

  constructor(store: Store) {
    this.#store = store;
    this.#prompts = (Kept.safeParse(store.get(KEY)).data ?? []).map((text) => ({ text, masked: text }));
  }

  get all(): string[] {
    return this.#prompts.map(({ text }) => text);
  }

  /**
   * Adds a question; one that was there moves to the end.
   * @param masked it without its secrets; one that cannot be told is not kept on disk
   * @returns whether there is something new
   */
  async add(text: string, masked: Promise<string | undefined>): Promise<boolean> {
    if (text.trim() === '' || text.length > MAX_CHARACTERS) return false;
    const prompt: { text: string; masked: string | undefined } = { text, masked: undefined };
    const others = this.#prompts.filter((each) => each.text !== text);
    this.#prompts = [...others, prompt].slice(-MAX_PROMPTS);
    prompt.masked = await masked;
    await this.#store.update(
      KEY,
      this.#prompts.flatMap((each) => each.masked?.slice(0, MAX_CHARACTERS) ?? []),
    );
    return true;
  }
}
