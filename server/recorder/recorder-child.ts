import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { LocalError } from '../../protocol/errors.ts';
import { type Command, type Failed, Report } from './messages.ts';

/** What the sound systems need to be found; nothing else of the environment, least of all keys. */
const ENVIRONMENT =
  /^(PATH|HOME|USER|LOGNAME|LANG|XDG_RUNTIME_DIR|DBUS_SESSION_BUS_ADDRESS|(PULSE|PIPEWIRE|ALSA|JACK)_\w+|SystemRoot|TEMP|APPDATA|LOCALAPPDATA|USERPROFILE|ELECTRON_RUN_AS_NODE)$/;

/** Beside the bundle, where the build puts it, or the source itself. */
function script(): string {
  const here = import.meta.dirname;
  const beside = [join(here, 'recorder/process.js'), join(here, '../recorder/process.js')];
  return beside.find((file) => existsSync(file)) ?? join(here, 'recorder-process.ts');
}

/** The process with the microphone in it, and what it says. */
export class RecorderChild {
  readonly #child: ChildProcess;
  /** When it has ended, and with it every access to the microphone. */
  readonly ended: Promise<void>;

  /** @param onReport gets a last failure where the process ends without a word */
  constructor(environment: NodeJS.ProcessEnv, onReport: (report: Report) => void) {
    const env = Object.fromEntries(Object.entries(environment).filter(([name]) => ENVIRONMENT.test(name)));
    this.#child = fork(script(), {
      env,
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    let isDone = false;
    this.#child.on('message', (message) => {
      const report = Report.parse(message);
      isDone ||= report.kind === 'failed' || report.kind === 'stopped' || report.kind === 'devices';
      onReport(report);
    });
    this.ended = new Promise((resolve) => {
      const end = (cause: string) => {
        if (!isDone) onReport({ kind: 'failed', why: 'no-recorder', cause });
        isDone = true;
        resolve();
      };
      this.#child.on('error', (error) => end(String(error)));
      this.#child.on('exit', (status, signal) => end(`It ended with ${signal ?? status}.`));
    });
  }

  send(command: Command): void {
    if (this.#child.connected) this.#child.send(command, () => {});
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}

/** What went wrong with the microphone, in words. */
export function microphoneError({ why, cause }: Failed, device = ''): LocalError {
  const [message, hint] = inWords(why, device);
  return new LocalError(why, message, hint, { cause });
}

function inWords(why: Failed['why'], device: string): readonly [message: string, hint: string] {
  switch (why) {
    case 'no-recorder':
      return [l10n.t('Recording does not work on this machine.'), l10n.t('Choose an audio file instead.')];
    case 'no-microphone':
      return [
        l10n.t('No microphone was found.'),
        l10n.t('Connect one and allow VS Code to use it in the system’s settings, or choose an audio file.'),
      ];
    case 'unknown-device':
      return [
        l10n.t('The microphone “{0}” is not connected.', device),
        l10n.t('Connect it, or choose another one.'),
      ];
    case 'no-sound':
      return [
        l10n.t('The microphone gives no sound.'),
        l10n.t('Check that VS Code may use it and that no other program holds it, or choose another one.'),
      ];
  }
}
