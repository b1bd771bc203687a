import { type CancellationToken, CancellationTokenSource, InputBoxValidationSeverity, window } from 'vscode';

/** What became of a value that was entered. */
export interface Verdict {
  /** `again`: it was not taken, and can be corrected. `taken`: it is in force, and the box has nothing more to ask. */
  readonly kind: 'again' | 'taken' | 'taken-with-doubt';
  /** A sentence about it, shown in the box. */
  readonly message: string;
}

export interface VerifiedInput {
  readonly title: string;
  readonly prompt: string;
  readonly placeholder: string;
  readonly password?: boolean;
  /** What is wrong with a value as it is being typed, a sentence; undefined if nothing. */
  wrong(value: string): string | undefined;
  /** Takes a value, or says why not. undefined closes the box without a word. */
  verify(value: string, token: CancellationToken): Promise<Verdict | undefined>;
}

const SEVERITY = {
  again: InputBoxValidationSeverity.Error,
  taken: InputBoxValidationSeverity.Info,
  'taken-with-doubt': InputBoxValidationSeverity.Warning,
} as const;

/**
 * An input box that has what was entered looked at by somebody else, and says in the box what they said: no
 * notification, and no dialog. Escape closes it, and takes back a value that is still being looked at.
 * @returns when it is closed
 */
export function askVerified(options: VerifiedInput): Promise<void> {
  const box = window.createInputBox();
  Object.assign(box, {
    title: options.title,
    prompt: options.prompt,
    placeholder: options.placeholder,
    password: options.password ?? false,
    ignoreFocusOut: true,
  });
  const looking = new CancellationTokenSource();
  let isTaken = false;

  const accept = async (): Promise<void> => {
    if (isTaken) {
      box.hide();
      return;
    }
    const value = box.value.trim();
    if (box.busy || options.wrong(value) !== undefined) return;
    box.busy = true;
    box.enabled = false;
    try {
      const verdict = await options.verify(value, looking.token);
      if (looking.token.isCancellationRequested) return;
      if (!verdict) {
        box.hide();
        return;
      }
      isTaken = verdict.kind !== 'again';
      if (isTaken) {
        box.value = '';
        box.placeholder = '';
      }
      const message = isTaken ? `${verdict.message} Press Enter to close.` : verdict.message;
      box.validationMessage = { message, severity: SEVERITY[verdict.kind] };
    } finally {
      box.busy = false;
      box.enabled = true;
    }
  };

  return new Promise((resolve, reject) => {
    box.onDidChangeValue((value) => {
      if (!isTaken) box.validationMessage = options.wrong(value.trim());
    });
    box.onDidAccept(() =>
      accept().catch((error: unknown) => {
        box.hide();
        reject(error);
      }),
    );
    box.onDidHide(() => {
      looking.cancel();
      looking.dispose();
      box.dispose();
      resolve();
    });
    box.show();
  });
}
