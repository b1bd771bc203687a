import type { Box } from '../../protocol/attach.ts';
import { valueHash as hashOf } from './placeholders.ts';

/** What is to be painted over. */
export interface PictureFinding {
  /** Stable for a picture and what was found in it: `github-token-2`. */
  id: string;
  rule: string;
  /** What the rule looks for, for people: "GitHub token". */
  title: string;
  /** 0 to 1. */
  confidence: number;
  /** In pixels of the picture, grown over all of the writing that they touch. */
  boxes: Box[];
  /** The secret as it was read; missing where there is no text. Never logged, never sent. */
  value: string | undefined;
  /** SHA-256 of the value, in hex. */
  valueHash: string | undefined;
}

/** Collects findings, and gives each its id. */
export class Findings {
  readonly #all: PictureFinding[] = [];
  readonly #counts = new Map<string, number>();

  add(finding: Omit<PictureFinding, 'id' | 'valueHash'>): void {
    const { rule, value } = finding;
    const count = (this.#counts.get(rule) ?? 0) + 1;
    this.#counts.set(rule, count);
    const valueHash = value === undefined ? undefined : hashOf(value);
    this.#all.push({ ...finding, id: `${rule}-${count}`, valueHash });
  }

  get all(): PictureFinding[] {
    return [...this.#all];
  }

  get boxes(): Box[] {
    return this.#all.flatMap(({ boxes }) => boxes);
  }
}
