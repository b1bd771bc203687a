// Items in one call each, which reads better in a long list than an object of six properties.
import type { Layout } from '../scene.ts';
import type { QuestionItem, Size } from './question.ts';

/** A question that the words on the screen answer; the answer's phrases are as `question.ts` wants them. */
export function text(
  kind: string,
  layout: Layout,
  prompt: string,
  answer: readonly string[],
  size?: Size,
): QuestionItem {
  return { kind, layout, prompt, needs: 'text', answer, ...(size && { size }) };
}

/** A question that only the picture answers. */
export function picture(kind: string, layout: Layout, prompt: string, size?: Size): QuestionItem {
  return { kind, layout, prompt, needs: 'picture', ...(size && { size }) };
}
