import {
  CancellationTokenSource,
  commands,
  type Disposable,
  env,
  type LogOutputChannel,
  l10n,
  type Uri,
  ViewColumn,
  type WebviewPanel,
  window,
} from 'vscode';
import { type Report, report as reportMessage } from '../../protocol/report.ts';
import type { Daemon } from '../daemon.ts';
import { CancelledError, failureOf } from '../failure.ts';
import { readPage } from '../panel/page-files.ts';
import { exportSpend } from './dashboard/export.ts';
import { DEFAULT_SELECTION, FromDashboard, type ToDashboard } from './dashboard/messages.ts';
import { type Days, daysOf } from './dashboard/range.ts';
import { localDate } from './dashboard/webview/calendar.ts';
import { whatIsUncertain } from './uncertain.ts';

export interface DashboardOptions {
  readonly extensionUri: Uri;
  readonly daemon: Daemon;
  readonly log: LogOutputChannel;
}

const VIEW_TYPE = 'lenscap.dashboard';

/** How long changes are gathered before the ledger is read again: a busy hour has many. */
const REFRESH_AFTER_MS = 1_000;

/** The editor tab that shows what was spent. It keeps nothing: its page remembers what was chosen. */
export class Dashboard implements Disposable {
  readonly #options: DashboardOptions;
  readonly #disposables: Disposable[];
  #panel: WebviewPanel | undefined;
  #selection = DEFAULT_SELECTION;
  /** Every workspace of the range, from when all of them were shown last. */
  #workspaces: readonly string[] | undefined;
  #reading: CancellationTokenSource | undefined;
  /** What a new page asks for first; asked for while that page is being loaded. */
  #ahead: { readonly days: Days; readonly report: Promise<Report> } | undefined;
  #refreshing: NodeJS.Timeout | undefined;

  constructor(options: DashboardOptions) {
    this.#options = options;
    const { daemon } = options;
    this.#disposables = [
      window.registerWebviewPanelSerializer(VIEW_TYPE, {
        deserializeWebviewPanel: async (panel) => this.#fill(panel),
      }),
      daemon.onDidChangeSpend(() => this.#refreshSoon()),
      daemon.onDidChangeState(({ kind }) => {
        if (kind === 'running') this.#refreshSoon();
      }),
    ];
  }

  /** Opens the tab, or brings it to the front. */
  async open(): Promise<void> {
    if (this.#panel) {
      this.#panel.reveal();
      return;
    }
    this.#readAhead();
    await this.#fill(
      window.createWebviewPanel(VIEW_TYPE, l10n.t('Lenscap Spend'), ViewColumn.Active, {
        enableFindWidget: true,
      }),
    );
  }

  dispose(): void {
    this.#panel?.dispose();
    for (const disposable of this.#disposables) disposable.dispose();
  }

  async #fill(panel: WebviewPanel): Promise<void> {
    this.#panel = panel;
    panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message));
    panel.onDidDispose(() => {
      if (this.#panel !== panel) return;
      this.#panel = undefined;
      this.#stopReading();
    });
    const { extensionUri } = this.#options;
    const html = await readPage(panel.webview, { extensionUri, name: 'dashboard', imports: [] });
    if (this.#panel === panel) panel.webview.html = html;
  }

  #receive(raw: unknown): void {
    const message = FromDashboard.safeParse(raw);
    if (message.success) this.#handle(message.data).catch((error: unknown) => this.#showTrouble(error));
    else this.#options.log.warn(`The dashboard sent a message that is none: ${message.error.message}`);
  }

  async #handle(message: FromDashboard): Promise<void> {
    switch (message.type) {
      case 'show':
        this.#selection = message.selection;
        return this.#read();
      case 'export': {
        const sentence = await exportSpend(this.#options.daemon, this.#selection, message.format);
        if (sentence !== undefined) this.#post({ type: 'done', sentence });
        return;
      }
      case 'copy':
        return env.clipboard.writeText(message.text);
      case 'ask':
        return commands.executeCommand('lenscap.pasteAndExplain');
      case 'setBudget':
        return commands.executeCommand('lenscap.setBudget');
      case 'acceptLedger':
        return commands.executeCommand('lenscap.acceptLedger');
      case 'restartDaemon':
        await this.#options.daemon.restart();
        return this.#read();
    }
  }

  /** Reads what is chosen. Whatever was being read before is of no interest any more. */
  async #read(): Promise<void> {
    this.#stopReading();
    const reading = new CancellationTokenSource();
    this.#reading = reading;
    try {
      const { range, workspace } = this.#selection;
      const days = daysOf(range, localDate(new Date()));
      const { daemon } = this.#options;
      if (workspace === null || !this.#workspaces) {
        const all = await (this.#takeAhead(days) ?? daemon.request(reportMessage, days, reading.token));
        if (this.#reading !== reading) return;
        this.#workspaces = all.workspaces.filter(({ isRest }) => !isRest).map(({ workspace }) => workspace);
        if (workspace === null) return this.#show(all);
      }
      const one = await daemon.request(reportMessage, { ...days, workspace }, reading.token);
      if (this.#reading === reading) this.#show(one);
    } catch (error) {
      if (this.#reading === reading) this.#showTrouble(error);
    }
  }

  #readAhead(): void {
    const days = daysOf(DEFAULT_SELECTION.range, localDate(new Date()));
    const report = this.#options.daemon.request(reportMessage, days);
    // Who takes it hears of it.
    report.catch(() => {});
    this.#ahead = { days, report };
  }

  #takeAhead({ from, to }: Days): Promise<Report> | undefined {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    return ahead?.days.from === from && ahead.days.to === to ? ahead.report : undefined;
  }

  #show(report: Report): void {
    const { notes, uncertain } = report.summary;
    this.#post({
      type: 'report',
      report,
      workspaces: [...(this.#workspaces ?? [])],
      notes: [...(uncertain ? [whatIsUncertain(uncertain)] : []), ...notes],
    });
  }

  #showTrouble(error: unknown): void {
    const failure = failureOf(error);
    if (failure instanceof CancelledError) return;
    this.#options.log.error(`The dashboard: ${failure.name} (${failure.code}): ${failure.message}`);
    const remedy =
      failure.code === 'daemon-stopped' ? 'restart' : failure.code === 'not-written' ? 'none' : 'retry';
    this.#post({ type: 'trouble', message: failure.message, hint: failure.hint, remedy });
  }

  #refreshSoon(): void {
    this.#refreshing ??= setTimeout(() => {
      this.#refreshing = undefined;
      // A hidden page is not there; it asks when it is shown again.
      if (this.#panel?.visible) void this.#read();
    }, REFRESH_AFTER_MS);
  }

  #stopReading(): void {
    this.#reading?.cancel();
    this.#reading?.dispose();
    this.#reading = undefined;
  }

  #post(message: ToDashboard): void {
    void this.#panel?.webview.postMessage(message);
  }
}
