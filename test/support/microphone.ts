// A microphone that tests speak into: a sound server of their own with a silent loudspeaker, whose monitor records.
import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const RATE = 16_000;

/** Why there can be no such microphone on this machine; undefined where there can. */
export function lackingForMicrophone(): string | undefined {
  const needed = ['pulseaudio', 'pactl', 'pacat'];
  const missing = needed.filter((program) => spawnSync(program, ['--version']).error !== undefined);
  return missing.length === 0 ? undefined : `there is no ${missing.join(', ')}`;
}

export interface Microphone {
  /** For processes that record: where the sound server is. */
  readonly environment: NodeJS.ProcessEnv;
  /** As recorders list it. */
  readonly name: string;
  /** Plays samples of 16 kHz, one channel. @returns when they have been played. */
  play(samples: Int16Array): Promise<void>;
  /** Whether anybody listens to it just now. */
  isOpen(): Promise<boolean>;
  close(): Promise<void>;
}

/** Starts one. Nothing of the user's own sound server is touched. */
export async function startMicrophone(): Promise<Microphone> {
  const home = await mkdtemp(join(tmpdir(), 'lenscap-sound-'));
  const environment: NodeJS.ProcessEnv = {
    PATH: process.env['PATH'],
    HOME: home,
    XDG_RUNTIME_DIR: home,
    PULSE_SERVER: `unix:${join(home, 'pulse.socket')}`,
    PULSE_COOKIE: join(home, 'cookie'),
  };
  const modules = [
    `module-native-protocol-unix socket=${join(home, 'pulse.socket')} auth-anonymous=1`,
    `module-null-sink sink_name=loudspeaker rate=${RATE} channels=1`,
  ];
  const { PULSE_SERVER: _, ...ofServer } = environment;
  const server = spawn(
    'pulseaudio',
    [
      '--daemonize=no',
      '--exit-idle-time=-1',
      '--use-pid-file=no',
      '-n',
      ...modules.flatMap((module) => ['-L', module]),
    ],
    { env: ofServer, stdio: 'ignore' },
  );
  const close = async () => {
    await stop(server);
    await rm(home, { recursive: true, force: true });
  };
  try {
    await untilItAnswers(server, environment);
    return {
      environment,
      name: 'Monitor of Null Output',
      play: (samples) => play(samples, environment),
      async isOpen() {
        const { stdout } = await run('pactl', ['list', 'short', 'source-outputs'], { env: environment });
        return stdout.trim() !== '';
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function untilItAnswers(server: ChildProcess, env: NodeJS.ProcessEnv): Promise<void> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    try {
      await run('pactl', ['set-default-source', 'loudspeaker.monitor'], { env });
      return;
    } catch (error) {
      if (server.exitCode !== null || Date.now() > deadline) throw error;
    }
  }
}

async function play(samples: Int16Array, env: NodeJS.ProcessEnv): Promise<void> {
  const player = spawn(
    'pacat',
    [
      '--playback',
      '--format=s16le',
      `--rate=${RATE}`,
      '--channels=1',
      '--device=loudspeaker',
      '--latency-msec=50',
    ],
    { env, stdio: ['pipe', 'ignore', 'ignore'] },
  );
  const ended = new Promise<void>((resolve, reject) => {
    player.on('error', reject);
    player.on('close', (status) =>
      status === 0 ? resolve() : reject(new Error(`pacat ended with ${status}.`)),
    );
  });
  player.stdin.end(Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength));
  await ended;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  child.kill('SIGKILL');
  await ended;
}

/** Where the sound server is, for a daemon. */
export function soundEnvironment({ environment }: Microphone): Record<string, string> {
  const { PULSE_SERVER = '', PULSE_COOKIE = '', XDG_RUNTIME_DIR = '' } = environment;
  return { PULSE_SERVER, PULSE_COOKIE, XDG_RUNTIME_DIR };
}
