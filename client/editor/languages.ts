// The package's own entry point is UMD, which cannot be bundled.
import { parse } from 'jsonc-parser/lib/esm/main.js';
import { extensions, Uri, workspace } from 'vscode';
import * as z from 'zod';
import type { CommentTokens } from './comments.ts';

// Languages people write text in. Some have comments; an answer there is text all the same.
const prose = new Set(['markdown', 'plaintext', 'restructuredtext', 'git-commit', 'quarto', 'typst']);

const Contribution = z.object({
  contributes: z.object({
    languages: z.array(z.object({ id: z.string(), configuration: z.string().optional() })),
  }),
});

const Configuration = z.object({
  comments: z.object({
    // Newer VS Code also knows line comments with options.
    lineComment: z.union([z.string(), z.object({ comment: z.string() })]).nullish(),
    blockComment: z.tuple([z.string().min(1), z.string().min(1)]).nullish(),
  }),
});

const known = new Map<string, Promise<CommentTokens | undefined>>();

/**
 * How a language writes comments, from the language configurations of the
 * installed extensions: VS Code has no API that tells.
 * @returns undefined where an answer is written as text
 */
export function commentTokens(languageId: string): Promise<CommentTokens | undefined> {
  if (prose.has(languageId)) return Promise.resolve(undefined);
  let tokens = known.get(languageId);
  if (!tokens) {
    tokens = findTokens(languageId);
    known.set(languageId, tokens);
  }
  return tokens;
}

async function findTokens(languageId: string): Promise<CommentTokens | undefined> {
  for (const { extensionUri, packageJSON } of extensions.all) {
    const contribution = Contribution.safeParse(packageJSON);
    if (!contribution.success) continue;
    for (const { id, configuration } of contribution.data.contributes.languages) {
      if (id !== languageId || !configuration) continue;
      const tokens = await readTokens(Uri.joinPath(extensionUri, configuration));
      if (tokens) return tokens;
    }
  }
  return undefined;
}

async function readTokens(file: Uri): Promise<CommentTokens | undefined> {
  try {
    const text = Buffer.from(await workspace.fs.readFile(file)).toString('utf8');
    const { comments } = Configuration.parse(parse(text));
    const line =
      typeof comments.lineComment === 'string' ? comments.lineComment : comments.lineComment?.comment;
    if (!line && !comments.blockComment) return undefined;
    return {
      ...(line && { line }),
      ...(comments.blockComment && { block: comments.blockComment }),
    };
  } catch {
    // Another extension's file that cannot be read is as good as none.
    return undefined;
  }
}
