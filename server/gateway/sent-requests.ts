import type { SentRequest } from '../../protocol/sent.ts';

/** The most requests that are remembered, and the most characters of them: the oldest go first. */
const MAX_REQUESTS = 200;
const MAX_CHARACTERS = 64_000_000;

/** What was sent, as it went onto the wire. In memory only. */
export class SentRequests {
  readonly #requests = new Map<string, SentRequest>();
  #characters = 0;

  add(request: SentRequest): void {
    this.#forget(request.id);
    this.#requests.set(request.id, request);
    this.#characters += request.body.length;
    for (const oldest of this.#requests.keys()) {
      const isTooMuch = this.#requests.size > MAX_REQUESTS || this.#characters > MAX_CHARACTERS;
      if (!isTooMuch || this.#requests.size === 1) break;
      this.#forget(oldest);
    }
  }

  /** Those of these ids that are remembered, in the order asked for. */
  get(ids: readonly string[]): SentRequest[] {
    return ids.flatMap((id) => this.#requests.get(id) ?? []);
  }

  #forget(id: string): void {
    this.#characters -= this.#requests.get(id)?.body.length ?? 0;
    this.#requests.delete(id);
  }
}
