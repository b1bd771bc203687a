import type { Disposable, SecretStorage } from 'vscode';

const name = 'openai-api-key';

/** The API key in VS Code's own secret store. It is never a setting, and never written to a log. */
export class Credentials {
  readonly #secrets: SecretStorage;

  constructor(secrets: SecretStorage) {
    this.#secrets = secrets;
  }

  read(): Thenable<string | undefined> {
    return this.#secrets.get(name);
  }

  /** Calls back with the key whenever it was changed, in this window or another one. */
  onDidChange(changed: (apiKey: string | undefined) => void): Disposable {
    return this.#secrets.onDidChange(async ({ key }) => {
      if (key === name) changed(await this.read());
    });
  }

  /** Keeps a key, or with undefined forgets it. The daemon learns of it through `onDidChange`. */
  async store(apiKey: string | undefined): Promise<void> {
    if (apiKey === undefined) await this.#secrets.delete(name);
    else await this.#secrets.store(name, apiKey);
  }
}
