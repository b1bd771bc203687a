import { DEFAULT_SELECTION, type FromDashboard, Selection, ToDashboard } from '../messages.ts';

declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
};

const vscode = acquireVsCodeApi();

export function post(message: FromDashboard): void {
  vscode.postMessage(message);
}

/** Calls back with every message of the extension that is one. */
export function onMessage(handle: (message: ToDashboard) => void): void {
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const message = ToDashboard.safeParse(event.data);
    if (message.success) handle(message.data);
    else console.warn('Lenscap: not a message', message.error);
  });
}

/** What was chosen when the page was last shown. */
export function readSelection(): Selection {
  const kept = Selection.safeParse(vscode.getState());
  return kept.success ? kept.data : DEFAULT_SELECTION;
}

export function keepSelection(selection: Selection): void {
  vscode.setState(selection);
}
