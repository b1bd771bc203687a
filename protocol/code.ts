import * as z from 'zod';

/** What may go along with a question of the code it is about: so many places, so many lines before and after each. */
export const CODE_BOUNDS = { places: 8, linesAround: 10, bytes: 16_000 } as const;

/** The most places in code that are told of one question. */
export const MAX_FRAMES = 20;

/** A place in code that a stack trace or a compiler's message names. Lines and columns begin with 1. */
export const CodeFrame = z.object({
  /** As it was written, on whatever machine; for an address, what follows its server. */
  path: z.string().min(1).max(1_000),
  line: z.int().min(1),
  column: z.int().min(1).optional(),
  function: z.string().optional(),
  /** What it was recognized as: the id of a rule in `server/trace/`. */
  rule: z.string(),
  /** It is in a package or in what comes with the language. */
  isLibrary: z.boolean(),
  /** It was read in a picture, and may be misread. */
  isRead: z.boolean(),
});
export type CodeFrame = z.infer<typeof CodeFrame>;

/** In UTF-16 units: more than a private key has. */
export const MAX_BESIDE = 6_000;

/** Lines of a file in the user's workspace, one after the other. */
export const CodeExcerpt = z.object({
  /** From the workspace folder on. */
  path: z.string().min(1).max(1_000),
  firstLine: z.int().min(1),
  text: z.string().min(1).max(CODE_BOUNDS.bytes),
  /** What stands right before and after. Never sent: a secret may begin or end there, and is found with it only. */
  before: z.string().max(MAX_BESIDE).default(''),
  after: z.string().max(MAX_BESIDE).default(''),
});
export type CodeExcerpt = z.infer<typeof CodeExcerpt>;

/** The lines that go along with one question. */
export const CodeExcerpts = z
  .array(CodeExcerpt)
  .max(CODE_BOUNDS.places)
  .refine(
    (excerpts) => excerpts.reduce((sum, { text }) => sum + byteLength(text), 0) <= CODE_BOUNDS.bytes,
    `All lines together may have ${CODE_BOUNDS.bytes} bytes.`,
  );

/** In UTF-8. */
export function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
