/** One part of a message: words, a safe picture, or a sound. */
export type Part =
  | { kind: 'text'; text: string }
  | { kind: 'image'; mime: string; data: Buffer; detail: 'low' | 'high' }
  | { kind: 'sound'; wav: Buffer };

export interface ChatMessage {
  role: 'system' | 'user' | 'assistant';
  parts: Part[];
}

export interface ChatRequest {
  /** Our id, sent along so that even a request that timed out can be traced. */
  requestId: string;
  model: string;
  messages: ChatMessage[];
  maxOutputTokens: number;
  reasoningEffort?: string | undefined;
  /** The answer is to be JSON of this schema. */
  schema?: { name: string; schema: Readonly<Record<string, unknown>> } | undefined;
}
