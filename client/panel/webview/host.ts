import type { Kept, ToView, ViewMessage } from '../messages.ts';
import { loading } from './loading.ts';

declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
};

const vscode = acquireVsCodeApi();
const NOTHING_KEPT: Kept = { turns: [], prompt: '', isSpoken: false };
/** What is said before the page is ready comes after that. */
let held: ViewMessage[] | undefined = [];

export function post(message: ViewMessage): void {
  if (held) held.push(message);
  else vscode.postMessage(message);
}

/** Says that the page is ready, with what it kept. */
export function postReady(kept: Kept): void {
  const rest = held ?? [];
  held = undefined;
  post({ type: 'ready', ...kept });
  for (const message of rest) post(message);
}

/** Calls back with every message of the extension that is one, as soon as messages can be read. */
export function onMessage(handle: (message: ToView) => void): void {
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    void loading.then(
      ({ ToView }) => {
        const message = ToView.safeParse(data);
        if (message.success) handle(message.data);
        else console.warn('Lenscap: not a message', message.error);
      },
      // The page says so itself (`main.ts`).
      () => {},
    );
  });
}

/** The question the page kept, which can be read at once: it is typed on. */
export function readPrompt(): string {
  const state = vscode.getState();
  const isKept = typeof state === 'object' && state !== null && 'prompt' in state;
  return isKept && typeof state.prompt === 'string' ? state.prompt : '';
}

/** All that the page kept, as soon as it can be read; a page that kept nothing need not wait for that. */
export async function readState(): Promise<Kept> {
  const state = vscode.getState();
  if (state === undefined) return NOTHING_KEPT;
  const { Kept } = await loading;
  return Kept.safeParse(state).data ?? NOTHING_KEPT;
}

/** Keeps this from now on. Before the page is ready, what was kept stays. */
export function keepState(state: Kept): void {
  if (!held) vscode.setState(state);
}
