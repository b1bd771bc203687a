import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { Option } from 'commander';
import { UsageError } from '../protocol/errors.ts';
import { formatUsd } from '../protocol/money.ts';

import { type Question, SpokenForm } from '../protocol/quote.ts';

import type { PrivacyMode } from '../protocol/settings.ts';
import type { RecordProgress, SoundNote, Transcript } from '../protocol/voice.ts';
import type { App } from './app.ts';
import { toBaseUrl, toLanguage, toSeconds } from './arguments.ts';
import * as print from './print.ts';
import type { Output } from './run.ts';

// What the command line does about sound.

export interface TranscribeOptions {
  language?: string;
  transcriptionModel?: string;
  transcriptionServer?: string;
  denoise?: true;
  privacy: PrivacyMode;
  json?: true;
}

export interface ListenOptions extends TranscribeOptions {
  device?: string;
  seconds?: number;
  form?: SpokenForm;
  model?: string;
  sound?: true;
  prompt?: string;
  yes?: true;
}

/** How a sound is transcribed, for both commands. */
export function voiceOptions(): Option[] {
  return [
    new Option(
      '--language <code>',
      'the language that is spoken, as en (default: the model finds out)',
    ).argParser(toLanguage),
    new Option('--transcription-model <name>', 'instead of the model Lenscap would transcribe with'),
    new Option(
      '--transcription-server <url>',
      'a server on this machine that transcribes as OpenAI does (whisper.cpp)',
    ).argParser(toBaseUrl),
    new Option('--denoise', 'take out noise before it is sent'),
  ];
}

/** What `lenscap listen` takes beside that. */
export function listenOptions(): Option[] {
  return [
    new Option('--device <name>', 'the microphone; "lenscap doctor" lists them'),
    new Option('--seconds <number>', 'stop by itself after so long (default: 120)').argParser(toSeconds),
    new Option('--form <form>', 'what to make of it (default: answer)').choices(SpokenForm.options),
    new Option('--model <name>', 'instead of the model Lenscap would ask'),
    new Option(
      '--sound',
      'send the sound itself to a model that hears, where the tone matters; secrets said in it cannot be covered',
    ),
    new Option('-p, --prompt <text>', 'with --sound: what to ask about it'),
    new Option(
      '--yes',
      'do not ask whether to send: the transcript with --privacy strict, the sound with --sound',
    ),
  ];
}

export async function transcribeFile(app: App, file: string, options: TranscribeOptions): Promise<Output> {
  return untilStopped(async (signal) => {
    const transcript = await showTranscript(options, (onProgress) =>
      app.transcribeFile(file, {}, { signal, onProgress }),
    );
    return { text: '', json: transcript };
  });
}

/** Records until Enter is pressed, transcribes, and answers. */
export async function listen(app: App, options: ListenOptions): Promise<Output> {
  refuseWhatCannotBe(options);
  return untilStopped(async (signal) => {
    const note = await recordNote(app, options, signal);
    if (!note) throw cancelled('Nothing was recorded.');
    for (const notice of note.notices) process.stderr.write(`${notice}\n`);
    const { form, model, sound, prompt = '' } = options;
    let question: Question = { attachments: [], prompt };
    let transcript: Transcript | undefined;
    if (sound) {
      if (!options.yes) await confirm(`Send the sound itself, ${note.seconds.toFixed(0)} s?`);
      question = { ...question, sound: note.id, route: 'audio', allowUnsafe: [note.id] };
    } else {
      transcript = await showTranscript(options, (onProgress) =>
        app.transcribe(note.id, {}, { signal, onProgress }),
      );
      app.detach(note.id);
      if (!transcript.isWhole && (signal.aborted || !process.stdin.isTTY))
        throw cancelled('The transcript is not whole, so it was not sent.');
      if (needsYes(transcript, options)) await confirm(`Send this${hiddenIn(transcript)}?`);
      question = { ...question, prompt: transcript.text, spoken: true };
    }
    const stream = options.json ? process.stderr : process.stdout;
    stream.write('\n');
    const explanation = await app.explain(
      { ...question, ...(form && { form }), ...(model !== undefined && { model }) },
      {
        signal,
        onProgress(progress) {
          if (progress.kind === 'delta') stream.write(progress.text);
        },
      },
    );
    stream.write('\n');
    if (!options.json) process.stderr.write(`${print.foot(explanation)}\n`);
    return { text: '', json: { ...explanation, ...(transcript && { transcript }) } };
  });
}

/** @throws UsageError before anything is recorded, for what would be refused when it has been */
function refuseWhatCannotBe({ sound, prompt, form, privacy, yes }: ListenOptions): void {
  if (prompt !== undefined && !sound) {
    throw new UsageError('prompt-without-sound', '--prompt goes with --sound.', 'Say what you want to ask.');
  }
  if (sound && form !== undefined && form !== 'answer') {
    throw new UsageError(
      'form-of-sound',
      'Of a sound that is sent itself there is no note and no dictation.',
      'Leave out --sound or --form.',
    );
  }
  if (sound && privacy === 'strict') {
    throw new UsageError(
      'unsafe-sound',
      'Secrets in a sound cannot be blacked out, and --privacy is strict.',
      'Leave out --sound, or choose another --privacy.',
    );
  }
  if (!yes && !process.stdin.isTTY && (sound || privacy === 'strict')) {
    throw new UsageError(
      'nobody-to-ask',
      'You would be asked before it is sent, and there is no terminal to ask you in.',
      'Run it in a terminal, or add --yes.',
    );
  }
}

/** Half of what somebody said is not sent before they have seen it. */
function needsYes({ isWhole }: Transcript, { privacy, yes }: ListenOptions): boolean {
  return !isWhole || (privacy === 'strict' && !yes);
}

function cancelled(message: string): UsageError {
  return new UsageError('cancelled', message, 'Run the command again.');
}

async function untilStopped<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = () => controller.abort();
  process.once('SIGINT', stop);
  try {
    return await work(controller.signal);
  } finally {
    process.off('SIGINT', stop);
  }
}

async function recordNote(
  app: App,
  { device, seconds }: ListenOptions,
  signal: AbortSignal,
): Promise<SoundNote | undefined> {
  const done = new AbortController();
  void once(process.stdin, 'data', { signal: done.signal }).then(
    () => app.voice.act('stop'),
    () => {},
  );
  try {
    return await app.voice.record(
      { ...(device !== undefined && { device }), ...(seconds !== undefined && { maxSeconds: seconds }) },
      { signal, onProgress: showMeter() },
    );
  } finally {
    done.abort();
    process.stdin.pause();
    if (process.stderr.isTTY) process.stderr.write('\n');
  }
}

/** One line on stderr: on a terminal it goes on, elsewhere it is said once. */
function showMeter(): (progress: RecordProgress) => void {
  let said: RecordProgress['state'] | undefined;
  return ({ state, seconds, maxSeconds, costNanoUsd }) => {
    const isNew = state !== said;
    said = state;
    if (!process.stderr.isTTY) {
      if (isNew && state === 'recording') process.stderr.write('Recording. Press Enter to stop.\n');
      return;
    }
    const cost = costNanoUsd === null ? '' : `, ${formatUsd(costNanoUsd)} so far`;
    const line =
      state === 'opening'
        ? 'Opening the microphone…'
        : `Recording: ${seconds.toFixed(0)} of ${maxSeconds} s${cost}. Press Enter to stop.`;
    process.stderr.write(`\r${line.padEnd(72)}`);
  };
}

async function showTranscript(
  { json }: { json?: true },
  transcribe: (
    onProgress: (progress: { kind: 'step' | 'delta'; text: string }) => void,
  ) => Promise<Transcript>,
): Promise<Transcript> {
  // With --json the words go to stderr, so that stdout is one object.
  const stream = json ? process.stderr : process.stdout;
  const transcript = await transcribe(({ kind, text }) => {
    if (kind === 'delta') stream.write(text);
    // Somebody who waits should know what for.
    else process.stderr.write(`${text}\n`);
  });
  stream.write('\n');
  if (!json) process.stderr.write(`${print.transcriptFoot(transcript)}\n`);
  return transcript;
}

function hiddenIn({ findings }: Transcript): string {
  return findings.length === 0
    ? ''
    : ` (replaced before it is sent: ${findings.map(({ title }) => title).join(', ')})`;
}

/** @throws UsageError if the user says no, or cannot be asked */
async function confirm(question: string): Promise<void> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const said = process.stdin.isTTY ? await terminal.question(`${question} [y/N] `) : '';
    if (/^y(es)?$/i.test(said.trim())) return;
  } finally {
    terminal.close();
  }
  throw new UsageError('not-sent', 'It was not sent.', 'Run it again and say y, or add --yes.');
}
