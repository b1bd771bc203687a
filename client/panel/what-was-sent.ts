import { l10n, Uri, ViewColumn, window, workspace } from 'vscode';
import { LocalError } from '../../protocol/errors.ts';
import { type SentRequest, sentRequests } from '../../protocol/sent.ts';
import type { Daemon } from '../daemon.ts';
import { sentPage } from './sent-page.ts';

const SCHEME = 'lenscap-sent';
const OPEN_JSON = 'lenscap.openSentJson';
/** Requests whose JSON can be opened: those of the last pages. */
const MAX_PAGES = 10;

/** Shows requests as they went to the provider, in the editor area. */
export class WhatWasSent {
  readonly #daemon: Daemon;
  readonly #extensionUri: Uri;
  #shown: SentRequest[][] = [];

  constructor({ daemon, extensionUri }: { daemon: Daemon; extensionUri: Uri }) {
    this.#daemon = daemon;
    this.#extensionUri = extensionUri;
    workspace.registerTextDocumentContentProvider(SCHEME, {
      provideTextDocumentContent: ({ query }) => this.#find(query)?.body ?? '',
    });
  }

  /**
   * @param ids the daemon's names of the requests
   * @throws LocalError if it has forgotten them
   */
  async open(ids: readonly string[]): Promise<void> {
    const { requests } = await this.#daemon.request(sentRequests, { ids: [...ids] });
    if (requests.length === 0) {
      throw new LocalError(
        'sent-forgotten',
        l10n.t('What was sent for this answer is no longer in memory.'),
        l10n.t('It is kept in memory only, until the daemon ends; ask again to see it.'),
      );
    }
    this.#shown = [...this.#shown, requests].slice(-MAX_PAGES);
    const files = Uri.joinPath(this.#extensionUri, 'out', 'webview');
    const panel = window.createWebviewPanel('lenscap.sent', l10n.t('What Was Sent'), ViewColumn.Active, {
      enableScripts: false,
      enableFindWidget: true,
      enableCommandUris: [OPEN_JSON],
      localResourceRoots: [files],
    });
    panel.iconPath = Uri.joinPath(this.#extensionUri, 'media', 'icon.svg');
    panel.webview.html = sentPage(requests, {
      source: panel.webview.cspSource,
      styles: panel.webview.asWebviewUri(Uri.joinPath(files, 'sent.css')).toString(),
      jsonLink: (id) => `command:${OPEN_JSON}?${encodeURIComponent(JSON.stringify([id]))}`,
    });
  }

  /** Opens a request's very body, which is JSON, as a read-only document. */
  async openJson(id: unknown): Promise<void> {
    if (typeof id !== 'string' || !this.#find(id)) return;
    const uri = Uri.from({ scheme: SCHEME, path: '/request.json', query: id });
    await window.showTextDocument(uri, { preview: true });
  }

  #find(id: string): SentRequest | undefined {
    return this.#shown.flat().find((request) => request.id === id);
  }
}
