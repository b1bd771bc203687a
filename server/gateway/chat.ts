/** One part of a message: words, or a safe picture. */
export type Part =
  | { kind: 'text'; text: string }
  | { kind: 'image'; mime: string; data: Buffer; detail: 'low' | 'high' };

export interface ChatMessage {
  role: 'system' | 'user';
  parts: Part[];
}

export interface ChatRequest {
  /** Our id, sent along so that even a request that timed out can be traced. */
  requestId: string;
  model: string;
  messages: ChatMessage[];
  maxOutputTokens: number;
  reasoningEffort?: string | undefined;
}
