import type { Properties } from './dom.ts';

export interface OrderActions {
  readonly move: (key: string, to: number) => void;
  readonly remove: (key: string) => void;
}

/** What is dragged is one of ours, and which: no page or program can set a type of its own for it. */
const TYPE = 'application/x-lenscap-attachment';

/** Whether a drag is of an attachment, and not of a file from somewhere. */
export function isTileDrag(transfer: DataTransfer | null): boolean {
  return transfer?.types.includes(TYPE) ?? false;
}

/**
 * What puts attachments in order: dragging, Alt with the arrow keys; Delete
 * takes one away.
 * @param at its place, from 0
 */
export function tileHandlers(
  key: string,
  at: number,
  count: number,
  { move, remove }: OrderActions,
): NonNullable<Properties['on']> {
  const mark = (event: DragEvent, isOver: boolean): void => {
    if (event.currentTarget instanceof Element) event.currentTarget.classList.toggle('over', isOver);
  };
  return {
    dragstart: (event) => {
      event.dataTransfer?.setData(TYPE, key);
      if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move';
    },
    dragover: (event) => {
      if (!isTileDrag(event.dataTransfer)) return;
      event.preventDefault();
      event.stopPropagation();
      mark(event, true);
    },
    dragleave: (event) => mark(event, false),
    drop: (event) => {
      if (!isTileDrag(event.dataTransfer)) return;
      event.preventDefault();
      event.stopPropagation();
      mark(event, false);
      const dragged = event.dataTransfer?.getData(TYPE) ?? '';
      if (dragged !== '' && dragged !== key) move(dragged, at);
    },
    keydown: (event) => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (event.key === 'Delete') remove(key);
      else if (!event.altKey || step === undefined) return;
      else if (at + step >= 0 && at + step < count) move(key, at + step);
      event.preventDefault();
    },
  };
}
