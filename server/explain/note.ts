import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import type { Rewriter } from './rewrite.ts';

/** A note as a model writes it: what was said, what is to be done, and which code it is about. */
const Note = z.object({
  summary: z.string().default(''),
  tasks: z.array(z.string()).default([]),
  code: z.array(z.object({ reference: z.string().default(''), about: z.string().default('') })).default([]),
});
type Note = z.infer<typeof Note>;

/** The same for `response_format`. Strict schemas want every field required, and no other. */
export const NOTE_SCHEMA = {
  type: 'object',
  properties: {
    summary: { type: 'string' },
    tasks: { type: 'array', items: { type: 'string' } },
    code: {
      type: 'array',
      items: {
        type: 'object',
        properties: { reference: { type: 'string' }, about: { type: 'string' } },
        required: ['reference', 'about'],
        additionalProperties: false,
      },
    },
  },
  required: ['summary', 'tasks', 'code'],
  additionalProperties: false,
} as const;

/** Writes a note's JSON as Markdown while it comes. */
export class NoteWriter implements Rewriter {
  #json = '';
  #shown = '';

  /** @returns what can be shown now of it, and will not change any more */
  push(delta: string): string {
    this.#json += delta;
    const note = readNote(this.#json);
    return note ? this.#show(render(note, false)) : '';
  }

  /** @returns the rest, and all of it. What is no note is passed on as it came. */
  end(): { rest: string; text: string } {
    const note = readNote(this.#json);
    const text = note ? render(note, true) : this.#json;
    return { rest: this.#show(text), text };
  }

  #show(text: string): string {
    if (!text.startsWith(this.#shown)) return '';
    const more = text.slice(this.#shown.length);
    this.#shown = text;
    return more;
  }
}

/** As far as it has come; undefined where that is no note. */
function readNote(json: string): Note | undefined {
  // Some models put a fence around what they were asked for.
  const bare = json.replace(/^\s*```(?:json)?\s*/, '').replace(/\s*```\s*$/, '');
  if (!bare.trimStart().startsWith('{')) return undefined;
  try {
    return Note.safeParse(JSON.parse(closed(bare))).data;
  } catch {
    return undefined;
  }
}

/** The beginning of a JSON text with its strings, lists and objects closed. */
function closed(json: string): string {
  const open: string[] = [];
  let isString = false;
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (isString && character === '\\') at++;
    else if (character === '"') isString = !isString;
    else if (isString) continue;
    else if (character === '{') open.push('}');
    else if (character === '[') open.push(']');
    else if (character === '}' || character === ']') open.pop();
  }
  // An escape that has only begun is left out.
  const whole = isString ? `${json.replace(/(?<!\\)((?:\\\\)*)\\(?:u[0-9a-f]{0,3})?$/i, '$1')}"` : json;
  return whole.replace(/,\s*$/, '') + open.toReversed().join('');
}

/** @param isWhole else what may still change is left out */
function render({ summary, tasks, code }: Note, isWhole: boolean): string {
  const references = code.filter(
    ({ reference, about }, index) => reference !== '' && (isWhole || about !== '' || index < code.length - 1),
  );
  return [
    summary.trim(),
    ...(tasks.length > 0
      ? [`## ${l10n.t('Tasks')}\n\n${tasks.map((task) => `- [ ] ${line(task)}`).join('\n')}`]
      : []),
    ...(references.length > 0
      ? [
          `## ${l10n.t('Code')}\n\n${references.map((each) => `- ${codeOf(each.reference)}${aboutOf(each)}`).join('\n')}`,
        ]
      : []),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function line(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function codeOf(reference: string): string {
  return `\`${line(reference.replaceAll('`', ''))}\``;
}

function aboutOf({ about }: { about: string }): string {
  return about.trim() === '' ? '' : `: ${line(about)}`;
}
