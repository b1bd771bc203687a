// Runs in a process of its own: the microphone. Reading from it stops a
// process until there is something to read, its native code says what it
// thinks on standard error, and when this process ends, the microphone is
// closed for certain. It writes nothing anywhere.
import { Command, type Failed, type Report } from './messages.ts';

/** Samples of one reading: 32 ms. */
const FRAME_SAMPLES = 512;
/** Readings that are held if this process is kept waiting: 3 s. */
const HELD_FRAMES = 100;
/** A microphone that says nothing at first is asked again for so long: sound servers take a second or two. */
const PATIENCE_MS = 3_000;

type Recorder = InstanceType<typeof import('@picovoice/pvrecorder-node').PvRecorder>;

let isPaused = false;
let isStopped = false;
let wake = () => {};

async function load() {
  try {
    return (await import('@picovoice/pvrecorder-node')).PvRecorder;
  } catch (error) {
    return fail('no-recorder', error);
  }
}

async function record(device: string | undefined): Promise<void> {
  const PvRecorder = await load();
  const names = PvRecorder.getAvailableDevices();
  if (names.length === 0) fail('no-microphone', 'The list of devices is empty.');
  const index = device === undefined ? -1 : names.indexOf(device);
  if (device !== undefined && index < 0) fail('unknown-device', `There are ${names.join(', ')}.`);
  while (!isStopped) {
    let recorder: Recorder;
    try {
      recorder = new PvRecorder(FRAME_SAMPLES, index, HELD_FRAMES);
    } catch (error) {
      return fail('no-microphone', error);
    }
    await listen(recorder);
    // Stopped alone, it still holds the microphone: while it is paused, that is closed.
    recorder.release();
    if (isPaused && !isStopped) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
  report({ kind: 'stopped' });
}

/** Passes on what is heard until it is told otherwise. */
async function listen(recorder: Recorder): Promise<void> {
  try {
    recorder.start();
    let heardAt = performance.now();
    while (!isStopped && !isPaused) {
      try {
        const samples = await recorder.read();
        heardAt = performance.now();
        report({ kind: 'samples', samples });
      } catch (error) {
        if (performance.now() - heardAt > PATIENCE_MS) throw error;
      }
    }
    recorder.stop();
  } catch (error) {
    fail('no-sound', error);
  }
}

function report(message: Report): void {
  process.send?.(message);
}

function fail(why: Failed['why'], cause: unknown): never {
  process.send?.({ kind: 'failed', why, cause: String(cause) } satisfies Report, () => process.exit(1));
  throw cause;
}

async function obey(command: Command): Promise<void> {
  switch (command.do) {
    case 'list': {
      const PvRecorder = await load();
      report({ kind: 'devices', names: PvRecorder.getAvailableDevices() });
      return;
    }
    case 'record':
      return await record(command.device);
    case 'pause':
      isPaused = true;
      return;
    case 'resume':
      isPaused = false;
      return wake();
    case 'stop':
      isStopped = true;
      return wake();
  }
}

// The daemon is gone: so is the reason to listen.
process.on('disconnect', () => process.exit(0));
process.on('message', (message) => {
  // What failed has been reported.
  obey(Command.parse(message)).catch(() => {});
});
