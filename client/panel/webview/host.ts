import * as z from 'zod';
import { ToView, Turn, type ViewMessage } from '../messages.ts';

/** What the page keeps while it is hidden, and over a reload of the window. */
const Kept = z.object({
  turns: z.array(Turn),
  prompt: z.string(),
  /** Whether `prompt` was spoken: secrets in it are spelled otherwise then. */
  isSpoken: z.boolean().default(false),
});
type Kept = z.infer<typeof Kept>;

declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
};

const vscode = acquireVsCodeApi();

export function post(message: ViewMessage): void {
  vscode.postMessage(message);
}

/** Calls back with every message of the extension that is one. */
export function onMessage(handle: (message: ToView) => void): void {
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const message = ToView.safeParse(event.data);
    if (message.success) handle(message.data);
    else console.warn('Lenscap: not a message', message.error);
  });
}

export function readState(): Kept {
  const kept = Kept.safeParse(vscode.getState());
  return kept.success ? kept.data : { turns: [], prompt: '', isSpoken: false };
}

export function keepState(state: Kept): void {
  vscode.setState(state);
}
