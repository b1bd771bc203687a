import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ViewMessage } from '../messages.ts';
import { PageMicrophone } from './page-microphone.ts';

type PageEvent = Extract<ViewMessage, { type: 'pageMicrophone' }>['event'];

/** A browser's microphone, as far as it is used: whoever asked for it waits until the user says yes. */
class FakeTrack {
  isLive = true;
  onended: (() => void) | undefined;
  stop(): void {
    this.isLive = false;
  }
}

interface FakeProcessor {
  onaudioprocess?: (event: { inputBuffer: { getChannelData(): Float32Array } }) => void;
  connect(): void;
}

let tracks: FakeTrack[];
let yes: (() => void)[];
let processors: FakeProcessor[];
let hasContext: boolean;

beforeEach(() => {
  [tracks, yes, processors, hasContext] = [[], [], [], true];
  vi.stubGlobal('navigator', {
    mediaDevices: {
      getUserMedia: () =>
        new Promise((resolve) => {
          yes.push(() => {
            const track = new FakeTrack();
            tracks.push(track);
            resolve({ getTracks: () => [track] });
          });
        }),
    },
  });
  vi.stubGlobal(
    'AudioContext',
    class {
      sampleRate = 16_000;
      destination = {};
      constructor() {
        if (!hasContext) throw new Error('There are too many.');
      }
      createScriptProcessor(): FakeProcessor {
        const processor = { connect() {} };
        processors.push(processor);
        return processor;
      }
      createMediaStreamSource() {
        return { connect() {} };
      }
      async resume() {}
      async close() {}
    },
  );
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});
afterEach(() => vi.unstubAllGlobals());

const live = () => tracks.filter(({ isLive }) => isLive).length;
const order = (what: 'open' | 'pause' | 'resume' | 'stop' | 'cancel', silenceSeconds = 0) =>
  ({ type: 'pageMicrophone', do: what, maxSeconds: 60, silenceSeconds }) as const;

function microphone() {
  const events: PageEvent[] = [];
  const page = new PageMicrophone((event) => void events.push(event));
  return { page, events };
}

/** What is said into whatever is open: so many sixteenths of a second, so loud. */
function say(pieces: number, height: number): void {
  for (let piece = 0; piece < pieces; piece++)
    processors.at(-1)?.onaudioprocess?.({
      inputBuffer: { getChannelData: () => new Float32Array(1_024).fill(height) },
    });
}

test('paused before the user has said yes, it is not open when they do', async () => {
  const { page } = microphone();
  const opening = page.handle(order('open'));
  await vi.waitUntil(() => yes.length === 1);
  await page.handle(order('pause'));
  yes[0]?.();
  await opening;
  expect(live()).toBe(0);
});

test('resumed twice, it is open once, and closed at the end', async () => {
  const { page } = microphone();
  for (const [index, what] of (['open', 'resume', 'resume'] as const).entries()) {
    const listening = page.handle(order(what));
    await vi.waitUntil(() => yes.length === index + 1);
    yes[index]?.();
    await listening;
    expect(live()).toBe(1);
  }
  await page.handle(order('stop'));
  expect(live()).toBe(0);
});

test('what cannot be listened to is closed', async () => {
  hasContext = false;
  const { page, events } = microphone();
  const opening = page.handle(order('open'));
  await vi.waitUntil(() => yes.length === 1);
  yes[0]?.();
  await opening;
  expect(live()).toBe(0);
  expect(events.at(-1)).toMatchObject({ kind: 'failed' });
});

test('unplugged, it ends with what was said', async () => {
  const { page, events } = microphone();
  const opening = page.handle(order('open'));
  await vi.waitUntil(() => yes.length === 1);
  yes[0]?.();
  await opening;
  say(16, 0.5);
  tracks[0]?.onended?.();
  await vi.waitUntil(() => events.at(-1)?.kind === 'ended');
  expect(events.at(-1)).toHaveProperty('wav.length', 44 + 16 * 1_024 * 2);
});

test('silence ends nothing before anything was said', async () => {
  const { page, events } = microphone();
  const opening = page.handle(order('open', 1));
  await vi.waitUntil(() => yes.length === 1);
  yes[0]?.();
  await opening;
  say(48, 0);
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(events.at(-1)).toMatchObject({ kind: 'progress', state: 'recording' });
  say(4, 0.5);
  say(16, 0);
  await vi.waitUntil(() => events.at(-1)?.kind === 'ended');
});
