/** Calls up earlier questions, as a terminal or VS Code's own chat does. */
export class Recall {
  #prompts: readonly string[] = [];
  /** Which of them is in the box; undefined for what is being typed. */
  #at: number | undefined;
  #draft = '';

  /** @param prompts oldest first */
  set(prompts: readonly string[]): void {
    this.#prompts = prompts;
    this.#at = undefined;
  }

  /** Whether what is in the box was called up, and not changed since. */
  get isBrowsing(): boolean {
    return this.#at !== undefined;
  }

  /** The box was typed in: what is in it is a question of its own. */
  typed(): void {
    this.#at = undefined;
  }

  /**
   * @param step -1 for the question before, 1 for the one after
   * @param text what is in the box
   * @returns what should be there; undefined where there is nothing further
   */
  go(step: -1 | 1, text: string): string | undefined {
    if (this.#at === undefined) {
      if (step === 1) return undefined;
      this.#draft = text;
    }
    const next = (this.#at ?? this.#prompts.length) + step;
    if (next < 0 || next > this.#prompts.length) return undefined;
    this.#at = next === this.#prompts.length ? undefined : next;
    return this.#at === undefined ? this.#draft : this.#prompts[this.#at];
  }
}
