import { DocumentDropOrPasteEditKind } from 'vscode';
import type { AnswerForm } from '../../protocol/quote.ts';

/** What can be made of a picture where it is pasted or dropped. */
export type EditorForm = Extract<AnswerForm, 'answer' | 'code' | 'alt-text' | 'issue'>;

interface PasteKind {
  readonly form: EditorForm;
  /** Stable: users name it in `editor.pasteAs.preferences` and `editor.dropIntoEditor.preferences`. */
  readonly kind: DocumentDropOrPasteEditKind;
  /** As the list of ways to paste has it. */
  readonly title: string;
  /** As is said while it is under way, and of the picture in the cursor's line. */
  readonly doing: string;
  readonly done: string;
}

const ours = DocumentDropOrPasteEditKind.Empty.append('lenscap');

/** In the order they are offered in. */
export const pasteKinds: readonly PasteKind[] = [
  {
    form: 'answer',
    kind: ours.append('explain'),
    title: 'Explain Screenshot',
    doing: 'answering',
    done: 'answered',
  },
  {
    form: 'code',
    kind: ours.append('code'),
    title: 'Insert Screenshot as Code',
    doing: 'writing code',
    done: 'code written',
  },
  {
    form: 'alt-text',
    kind: ours.append('altText'),
    title: 'Insert Screenshot’s Alt Text',
    doing: 'writing alt text',
    done: 'alt text written',
  },
  {
    form: 'issue',
    kind: ours.append('issue'),
    title: 'Insert Screenshot as Issue Report',
    doing: 'writing an issue report',
    done: 'issue report written',
  },
];

/** @throws TypeError for a form that is none of an editor's */
export function pasteKind(form: EditorForm): PasteKind {
  const found = pasteKinds.find((each) => each.form === form);
  if (!found) throw new TypeError(`There is no way to paste as ${form}.`);
  return found;
}

/** How it is said that an answer is under way, and that it is there. */
export function wordsFor(form: EditorForm | 'changes'): Pick<PasteKind, 'doing' | 'done'> {
  return form === 'changes' ? { doing: 'answering', done: 'answered' } : pasteKind(form);
}
