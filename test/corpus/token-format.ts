import type { Random } from './random.ts';

export interface Drawn {
  /** The text as it is written: a token, or a connection string around it. */
  text: string;
  /** The part of it that is secret. */
  secret: string;
}

export interface TokenFormat {
  name: string;
  /** What it is called in an environment. */
  variable: string;
  /** Whether it shows by itself what it is; where it does not, only the name before it tells. */
  isMarked: boolean;
  /** Where its format is documented. */
  source: string;
  draw(random: Random): Drawn;
}
