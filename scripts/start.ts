// `npm start [-- FILE…]`: builds, then answers about pictures, or what is said in sound
// files, through the real daemon, as an editor would, streaming into the terminal.
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ResponseError } from 'vscode-jsonrpc/node';
import { attach } from '../protocol/attach.ts';
import { Failure } from '../protocol/errors.ts';
import { soundExtensions } from '../protocol/sound-extensions.ts';
import { attachSound } from '../protocol/voice.ts';
import { foot, transcriptFoot } from '../server/print.ts';
import { DaemonClient } from './daemon-client.ts';

const root = join(import.meta.dirname, '..');
const build = spawnSync(process.execPath, [join(root, 'scripts/build.ts')], { stdio: 'inherit' });
if (build.status !== 0) process.exit(1);

const SOUND = new RegExp(`\\.(${soundExtensions.join('|')})$`, 'i');

const given = process.argv.slice(2);
const files = given.length > 0 ? given : [join(root, 'media/sample.png')];

const daemon = await DaemonClient.start({ initializationOptions: { workspace: basename(process.cwd()) } });
try {
  const attachments = [];
  const said: string[] = [];
  for (const file of files) {
    const data = await readFile(file, 'base64');
    if (SOUND.test(file)) {
      const note = await daemon.request(attachSound, { name: basename(file), data });
      console.log(
        `Attached ${note.name}: ${note.seconds.toFixed(1)} s to send of ${note.sourceSeconds.toFixed(1)} s.\n`,
      );
      const transcript = await daemon.transcribe({ id: note.id }, (progress) => {
        if (progress.kind === 'delta') process.stdout.write(progress.text);
      });
      console.log(`\n${transcriptFoot(transcript)}\n`);
      said.push(transcript.text);
      continue;
    }
    const attached = await daemon.request(attach, { name: basename(file), data });
    console.log(
      `Attached ${attached.name}: ${attached.width} × ${attached.height}, ${attached.bytes} bytes to send.\n`,
    );
    attachments.push(attached.id);
  }
  const question = { attachments, prompt: said.join('\n\n'), spoken: said.length > 0 };
  const answer = await daemon.explain(question, (progress) => {
    if (progress.kind === 'delta') process.stdout.write(progress.text);
  });
  console.log(`\n${foot(answer)}`);
} catch (error) {
  console.error(`\n${explainError(error)}`);
  process.exitCode = 1;
} finally {
  await daemon.stop();
}

function explainError(error: unknown): string {
  const failure = error instanceof ResponseError ? Failure.safeParse(error.data) : undefined;
  if (failure?.success) return `${failure.data.message} ${failure.data.hint}`;
  return error instanceof Error ? error.message : String(error);
}
