import type OpenAI from 'openai';
import type { Usage } from '../../protocol/usage.ts';

/** What an exchange with a provider is about, for what is said of its failures. */
export type Kind = 'chat' | 'transcription';

/** What one piece of a response says; undefined where it says nothing of it. */
export interface Piece {
  /** The words in it, often none. */
  delta: string;
  /** All words, where it says them again: these are the ones that count. */
  text?: string | undefined;
  finishReason: string | undefined;
  serviceTier: string | undefined;
  usage: Usage | undefined;
  /** Of sound, where it is counted by its length. */
  seconds?: number | undefined;
}

/** A response that has begun. */
export interface Begun {
  response: Response;
  /** The provider's id for the request. */
  requestId: string | null;
  pieces: AsyncIterable<Piece>;
}

/** One request, as one of a provider's interfaces takes it. */
export interface Exchange {
  kind: Kind;
  /** What of it is large, if it is. */
  carries: 'words' | 'pictures' | 'sound';
  /** Our id, sent along so that even a request that timed out can be traced. */
  requestId: string;
  /** More patience than usual until the first byte, in milliseconds: for the way up, and for the work. */
  extraMs: number;
  open(client: OpenAI, options: { signal: AbortSignal; headers: Record<string, string> }): Promise<Begun>;
}
