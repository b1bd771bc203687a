import * as z from 'zod';
import { ModelEntry } from './models.ts';

/** `strict`: whole lines, read twice. `standard`: the secrets. `off`: nothing is looked for. */
export const PrivacyMode = z.enum(['strict', 'standard', 'off']);
export type PrivacyMode = z.infer<typeof PrivacyMode>;

/** A rule of the user's own. */
export const UserRule = z.object({
  /** Lower-case words with hyphens; placeholders are named after it. */
  id: z.string().regex(/^[a-z][a-z0-9-]{0,40}$/),
  description: z.string().max(200).default(''),
  /** A regular expression in RE2's syntax: no backreferences, no lookaround, so that no text can stall it. */
  pattern: z.string().min(1).max(1000),
});
export type UserRule = z.infer<typeof UserRule>;

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
      /**
       * Model for pictures that are most likely just text, and for others where it has to be cheap. Empty for the catalogue's default, where the provider has
       * it and no other model was named for pictures.
       */
      glance: z.string().default(''),
      /** Model for questions of text alone; empty for the catalogue's default. */
      text: z.string().default(''),
      /** Models of the user's, or corrections of the catalogue's, laid over models.json by name. */
      custom: z.array(ModelEntry).max(100).default([]),
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
  privacy: z
    .object({
      mode: PrivacyMode.default('standard'),
      /** Who reads pictures: the reader that comes along, the `tesseract` program, or the latter if there is one. */
      reader: z.enum(['auto', 'bundled', 'system']).default('auto'),
      /** Languages of text in pictures, by Tesseract's names. English comes along, others are the system's. */
      languages: z
        .array(z.string().regex(/^[a-z]{3}(_[a-z]{2,8})?$/))
        .min(1)
        .max(5)
        .default(['eng']),
      /** Countries (ISO 3166, lower case) whose national identity numbers are looked for. */
      nationalIds: z.array(z.enum(['de', 'es', 'fr', 'gb', 'it', 'nl', 'no', 'pl', 'se', 'us'])).default([]),
      rules: z.array(UserRule).max(100).default([]),
      /** Values that are no secrets, by the SHA-256 of their text in hex. */
      allow: z
        .array(z.string().regex(/^[0-9a-f]{64}$/))
        .max(10_000)
        .default([]),
    })
    .prefault({}),
  routing: z
    .object({
      /** `private` sends nothing but to the local server. Never dearer than what was asked for. */
      policy: z.enum(['cheapest', 'balanced', 'best', 'private']).default('balanced'),
      /** Base URL of an OpenAI-compatible server on this machine (Ollama, LM Studio, llama.cpp); empty for none. */
      localServer: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]).default(''),
      /** The model the local server is asked for; empty for the first it lists. */
      localModel: z.string().max(200).default(''),
      /** Whether another model or route may answer when the chosen one cannot. */
      fallback: z.boolean().default(true),
    })
    .prefault({}),
  cache: z
    .object({
      /** How long an answer is given again to the same question, in seconds; 0 for never. */
      answerSeconds: z.int().min(0).max(86_400).default(300),
      /** How long what was seen in a picture is remembered, in seconds; 0 for never. In memory only. */
      readingSeconds: z.int().min(0).max(86_400).default(3_600),
      /** The most that kept answers may take up on disk, in bytes. */
      maxBytes: z.int().min(1_000_000).max(1_000_000_000).default(50_000_000),
    })
    .prefault({}),
  voice: z
    .object({
      /** Name of the microphone; empty for the system's default. */
      device: z.string().max(500).default(''),
      /** A recording ends by itself at this length. */
      maxSeconds: z.int().min(5).max(1_800).default(120),
      /** Ends a recording after as many seconds of silence; 0 for never. */
      stopOnSilence: z.number().min(0).max(60).default(0),
      denoise: z.boolean().default(false),
      /** The language that is spoken, ISO 639-1 (`en`); empty: the model finds out. */
      language: z
        .string()
        .regex(/^([a-z]{2,3})?$/)
        .default(''),
      /** Model for transcription; empty for the catalogue's default. With a local server: what it is asked for. */
      model: z.string().max(200).default(''),
      /** Base URL of a server on this machine that transcribes as OpenAI does (whisper.cpp); empty for none. */
      localServer: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]).default(''),
      /** Sends identifiers and file names of the workspace as a hint for their spelling. */
      words: z.boolean().default(true),
      /** When a transcript is shown for a yes before it goes on; `strict`: where `privacy.mode` is. */
      review: z.enum(['strict', 'always', 'never']).default('strict'),
    })
    .prefault({}),
  context: z
    .object({
      /** Whether lines of code around the places that a stack trace names go along with a question. */
      includeCode: z.enum(['ask', 'always', 'never']).default('ask'),
    })
    .prefault({}),
  markdown: z
    .object({
      /** Above which links to pictures in Markdown stands what can be done: where something is missing, all, none. */
      codeLens: z.enum(['needed', 'always', 'off']).default('needed'),
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
    /** The editor's own proxy, before the environment's: `http.proxy` in VS Code. */
    proxy: z.string().optional(),
    /** What the client can do beyond the standard. */
    capabilities: z
      .object({
        /** It answers `lenscap/readFile`, so that links to pictures can be looked at. */
        readFile: z.boolean().default(false),
      })
      .prefault({}),
  })
  .prefault({});
export type InitializationOptions = z.infer<typeof InitializationOptions>;
