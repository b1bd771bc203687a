import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { LocalError } from '../../protocol/errors.ts';
import { lackingForMicrophone, type Microphone, startMicrophone } from '../../test/support/microphone.ts';
import { hasProgram, joined, pcm, RATE, speech, tone } from '../../test/support/sound.ts';
import { loudness, SilenceWatch } from './loudness.ts';
import { listMicrophones, Recording, type RecordingUpdate } from './recorder.ts';

const lacking = lackingForMicrophone();
if (lacking !== undefined) console.log(`Recording is not tested: ${lacking}.`);
const canSpeak = hasProgram('espeak-ng') && hasProgram('ffmpeg');

/** Nowhere near a sound server. */
const silentPlace = {
  PATH: process.env['PATH'],
  HOME: '/nonexistent',
  PULSE_SERVER: 'unix:/nonexistent/socket',
};

describe.skipIf(lacking !== undefined)('recording', { timeout: 60_000 }, () => {
  let microphone: Microphone;
  let environment: NodeJS.ProcessEnv;

  beforeAll(async () => {
    microphone = await startMicrophone();
    environment = microphone.environment;
  }, 60_000);
  afterAll(() => microphone.close());

  /** What a recording told on its way. */
  function meter() {
    const updates: RecordingUpdate[] = [];
    return { updates, onUpdate: (update: RecordingUpdate) => updates.push(update) };
  }

  it('lists the microphones', async () => {
    expect(await listMicrophones(environment)).toEqual([microphone.name]);
  });

  it('hears what is said, and shows how loud it is', async () => {
    const { updates, onUpdate } = meter();
    const recording = await Recording.start({ environment, device: microphone.name, onUpdate });
    await microphone.play(canSpeak ? speech('Where does this error come from?') : pcm(tone(2, 300, 0.5)));
    const recorded = await recording.stop();
    expect(recorded?.endedBy).toBe('stop');
    const count = recorded?.samples.reduce((sum, { length }) => sum + length, 0) ?? 0;
    expect(count).toBe((recorded?.seconds ?? 0) * RATE);
    expect(recorded?.seconds).toBeGreaterThan(1);
    expect(Math.max(...(recorded?.samples.map(loudness) ?? []))).toBeGreaterThan(-30);
    const levels = updates.filter(({ state }) => state === 'recording').map(({ level }) => level);
    expect(Math.max(...levels)).toBeGreaterThan(-30);
    // About 15 times a second of what was recorded.
    expect(levels.length / (recorded?.seconds ?? 0)).toBeGreaterThan(12);
    expect(levels.length / (recorded?.seconds ?? 0)).toBeLessThan(18);
    expect(updates.at(-1)?.state).toBe('ended');
  });

  it('ends at its cap, exactly', async () => {
    const recording = await Recording.start({ environment, maxSeconds: 0.5 });
    const recorded = await recording.ended;
    expect(recorded).toMatchObject({ endedBy: 'cap', seconds: 0.5 });
    expect(recorded?.samples.reduce((sum, { length }) => sum + length, 0)).toBe(RATE / 2);
  });

  it('records nothing while it is paused', async () => {
    const recording = await Recording.start({ environment });
    recording.pause();
    expect(recording.state).toBe('paused');
    await microphone.play(pcm(tone(1, 300, 0.5)));
    const { seconds } = recording;
    expect(seconds).toBeLessThan(0.9);
    recording.resume();
    await vi.waitUntil(() => recording.seconds > seconds + 0.3, { timeout: 20_000 });
    expect((await recording.stop())?.seconds).toBeGreaterThan(seconds);
  });

  it('can end by itself when nobody says anything any more', async () => {
    const recording = await Recording.start({ environment, silenceSeconds: 0.6 });
    await microphone.play(pcm(joined(new Float32Array(RATE / 2), tone(0.7, 300, 0.5))));
    expect(await recording.ended).toMatchObject({ endedBy: 'silence' });
  });

  it('forgets everything when it is cancelled', async () => {
    const recording = await Recording.start({ environment });
    recording.cancel();
    expect(await recording.ended).toBeUndefined();
    expect(await recording.stop()).toBeUndefined();
    expect(recording.state).toBe('ended');
  });

  it('can be given up before the microphone is open', async () => {
    const controller = new AbortController();
    const started = Recording.start({ environment }, controller.signal);
    controller.abort(new Error('enough'));
    await expect(started).rejects.toThrow('enough');
  });

  it('says which microphone is not there', async () => {
    const failure = Recording.start({ environment, device: 'Headset' });
    await expect(failure).rejects.toThrow('The microphone “Headset” is not connected.');
    await expect(failure).rejects.toBeInstanceOf(LocalError);
  });
});

describe('where there is no microphone', { timeout: 60_000 }, () => {
  it('says so, and what to do', async () => {
    const failure = await Recording.start({ environment: silentPlace }).catch((error: unknown) => error);
    // A machine with a real one may still have it.
    if (failure instanceof Recording) failure.cancel();
    else {
      expect(failure).toBeInstanceOf(LocalError);
      expect(failure).toHaveProperty('hint', expect.stringMatching(/audio file|another one/));
    }
  });
});

describe('silence after speech', () => {
  const say = (watch: SilenceWatch, level: number, seconds: number) =>
    Array.from({ length: seconds * 10 }, () => watch.add(level, 0.1)).includes(true);

  it('ends a recording, but not before anything was said', () => {
    const watch = new SilenceWatch(2);
    expect(say(watch, -50, 10)).toBe(false);
    expect(say(watch, -25, 3)).toBe(false);
    expect(say(watch, -50, 1.5)).toBe(false);
    expect(say(watch, -25, 1)).toBe(false);
    expect(say(watch, -50, 2.5)).toBe(true);
  });

  it('is above the noise of the room', () => {
    const watch = new SilenceWatch(1);
    expect(say(watch, -35, 2)).toBe(false);
    expect(say(watch, -15, 2)).toBe(false);
    expect(say(watch, -35, 2)).toBe(true);
  });
});
