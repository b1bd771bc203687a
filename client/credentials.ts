import { type Disposable, l10n, type SecretStorage, window } from 'vscode';

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

  /** Asks for the key. An empty answer forgets it, Escape changes nothing. */
  async ask(): Promise<void> {
    const stored = (await this.read()) !== undefined;
    const apiKey = await window.showInputBox({
      title: l10n.t('Lenscap: Set API Key'),
      prompt: stored
        ? l10n.t('A key is stored. Enter a new one, or nothing to forget it.')
        : l10n.t('It is kept in VS Code’s secret storage, and sent to nobody but your provider.'),
      placeHolder: l10n.t('API key of OpenAI, or of the server in “lenscap.provider.baseUrl”'),
      password: true,
      ignoreFocusOut: true,
      validateInput: (value) =>
        /\s/.test(value.trim())
          ? l10n.t('A key has no blanks in it. Copy it again, without the text around it.')
          : undefined,
    });
    if (apiKey === undefined) return;
    await this.store(apiKey.trim() || undefined);
  }

  /** Keeps a key, or with undefined forgets it. The daemon learns of it through `onDidChange`. */
  async store(apiKey: string | undefined): Promise<void> {
    if (apiKey === undefined) await this.#secrets.delete(name);
    else await this.#secrets.store(name, apiKey);
  }
}
