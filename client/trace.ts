import type { LogOutputChannel } from 'vscode';

/**
 * A view of the log for the language client to trace to. A verbose trace
 * would write the parameters of every message: pictures, questions, the API
 * key. They follow the first line of a trace message, or make up a message in
 * JSON; here neither gets through, whatever the user sets.
 */
export function withoutContent<T extends Pick<LogOutputChannel, 'trace'>>(log: T): T {
  const trace = (message: string): void => {
    const [head = ''] = message.split('\n', 1);
    if (!head.startsWith('{')) log.trace(head);
  };
  return new Proxy(log, {
    get: (target, property) => (property === 'trace' ? trace : Reflect.get(target, property, target)),
  });
}
