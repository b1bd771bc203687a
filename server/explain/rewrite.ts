import type { Answer, ExplainHooks } from './answers.ts';

/** Turns an answer into what is shown of it, while it comes in pieces. */
export interface Rewriter {
  /** @returns what can be shown now, and will not change any more */
  push(delta: string): string;
  /** @returns the rest, and all of it */
  end(): { rest: string; text: string };
}

/** Asks, and passes the answer on as the rewriter has it. */
export async function rewriteAnswer(
  rewriter: Rewriter,
  hooks: ExplainHooks,
  ask: (hooks: ExplainHooks) => Promise<Answer>,
): Promise<Answer> {
  const show = (text: string) => {
    if (text !== '') hooks.onProgress({ kind: 'delta', text });
  };
  const answer = await ask({
    ...hooks,
    onProgress(progress) {
      if (progress.kind === 'delta') show(rewriter.push(progress.text));
      else hooks.onProgress(progress);
    },
  });
  const { rest, text } = rewriter.end();
  show(rest);
  return { ...answer, text };
}
