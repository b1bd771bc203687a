import { type Disposable, l10n, StatusBarAlignment, ThemeColor, window } from 'vscode';
import type { RecordProgress } from '../../protocol/voice.ts';
import { formatTime } from '../panel/webview/wording.ts';

/** Says in the status bar that the microphone is open, and for how long; a click stops the recording. */
export class MicrophoneIndicator implements Disposable {
  readonly #item = window.createStatusBarItem('lenscap.microphone', StatusBarAlignment.Right, 101);

  constructor() {
    this.#item.name = l10n.t('Lenscap Microphone');
    this.#item.command = 'lenscap.recordVoiceNote';
    this.#item.tooltip = l10n.t('Lenscap is recording. Click to stop.');
    this.#item.backgroundColor = new ThemeColor('statusBarItem.warningBackground');
  }

  /** @param progress undefined when the microphone is closed */
  show(progress: RecordProgress | undefined): void {
    if (!progress) {
      this.#item.hide();
      return;
    }
    const { state, seconds } = progress;
    const time = formatTime(seconds);
    const texts = {
      opening: `$(loading~spin) ${l10n.t('Microphone')}`,
      recording: `$(mic-filled) ${time}`,
      paused: `$(debug-pause) ${time}`,
    };
    const labels = {
      opening: l10n.t('Lenscap opens the microphone'),
      recording: l10n.t('Lenscap is recording, {0}. Activate to stop.', time),
      paused: l10n.t('Lenscap’s recording is paused at {0}. Activate to stop.', time),
    };
    this.#item.text = texts[state];
    this.#item.accessibilityInformation = { label: labels[state], role: 'button' };
    this.#item.show();
  }

  dispose(): void {
    this.#item.dispose();
  }
}
