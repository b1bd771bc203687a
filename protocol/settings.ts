import { z } from 'zod';

/**
 * What a user can set, as the client sends it in `initializationOptions` and
 * in `workspace/didChangeConfiguration`. The manifest of the extension repeats
 * names and defaults for VS Code; a test keeps the two equal.
 */
export const Settings = z.object({
  provider: z
    .object({
      /** Base URL of an OpenAI-compatible server; empty for OpenAI itself or `OPENAI_BASE_URL`. */
      baseUrl: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]).default(''),
    })
    .prefault({}),
  models: z
    .object({
      /** Model for questions with a picture; empty for the catalogue's default. */
      vision: z.string().default(''),
      /** Model for questions of text alone; empty for the catalogue's default. */
      text: z.string().default(''),
    })
    .prefault({}),
  image: z
    .object({
      /** Longest side of a picture that is sent, in pixels. */
      maxEdge: z.int().min(256).max(2048).default(1024),
      /** All pictures of one question together, in bytes of base64 as they go over the network. */
      maxPayloadBytes: z.int().min(100_000).max(20_000_000).default(2_000_000),
    })
    .prefault({}),
  answer: z
    .object({
      /** The most an answer may have, in tokens; what a question can cost at most follows from it. */
      maxOutputTokens: z.int().min(16).max(16_384).default(2_048),
    })
    .prefault({}),
});
export type Settings = z.infer<typeof Settings>;

/** `initializationOptions` of the LSP handshake. Every field may be missing: any LSP client can connect. */
export const InitializationOptions = z
  .object({
    /** Where the ledger lives, instead of the user's data directory. */
    dataDirectory: z.string().min(1).optional(),
    /** What spending in this window is booked under; the first workspace folder's name if missing. */
    workspace: z.string().min(1).optional(),
    settings: Settings.prefault({}),
  })
  .prefault({});
export type InitializationOptions = z.infer<typeof InitializationOptions>;
