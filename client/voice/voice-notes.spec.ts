import { describe, expect, it, vi } from 'vitest';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import type { z } from 'zod';
import { detach } from '../../protocol/attach.ts';
import { BudgetError, LocalError, type Refusal } from '../../protocol/errors.ts';
import type { Message } from '../../protocol/message.ts';
import { setBudget } from '../../protocol/spend.ts';
import {
  attachSound,
  attachSoundFile,
  type RecordProgress,
  recording,
  type SoundNote,
  type TranscribeProgress,
  type Transcript,
} from '../../protocol/voice.ts';
import type { VoiceState } from '../panel/messages.ts';
import { Microphone } from './microphone.ts';
import { spokenFields } from './spoken.ts';
import { type VoiceDaemon, VoiceNotes } from './voice-notes.ts';

const usage = {
  input: 70,
  cachedInput: 0,
  cacheWrite: 0,
  image: 0,
  audio: 60,
  output: 10,
  reasoning: 0,
  audioOutput: 0,
};

function transcript(text: string): Transcript {
  return {
    text,
    isWhole: true,
    model: 'gpt-4o-mini-transcribe',
    seconds: 6,
    usage,
    costNanoUsd: 250_000,
    certainty: 'exact',
    findings: [],
    requestId: 'req-1',
    notices: [],
  };
}

const recorded: RecordProgress = {
  state: 'recording',
  seconds: 1,
  maxSeconds: 120,
  level: -20,
  costNanoUsd: 50_000,
};

/** A daemon that hears what the test says. */
class TinyDaemon implements VoiceDaemon {
  life = 1;
  text = 'Why does this fail?';
  refusals: Error[] = [];
  isWhole = true;
  cannotRecord: Error | undefined;
  readonly asked: { id: string; allowNanoUsd?: number; words: string[] }[] = [];
  readonly detached: string[] = [];
  readonly attached: string[] = [];
  readonly caps: unknown[] = [];
  #count = 0;
  #stopped: (how: 'stop' | 'cancel') => void = () => {};

  request<P extends z.ZodType, R extends z.ZodType>(
    message: Message<P, R>,
    params: z.input<P>,
  ): Promise<z.output<R>> {
    return Promise.resolve(message.result.parse(this.#reply(message.method, params)));
  }

  async record(
    onProgress: (progress: RecordProgress) => void,
    token: { onCancellationRequested: (listener: () => void) => unknown },
  ): Promise<SoundNote | null> {
    if (this.cannotRecord) throw this.cannotRecord;
    onProgress({ ...recorded, state: 'opening' });
    onProgress(recorded);
    token.onCancellationRequested(() => this.#stopped('cancel'));
    const how = await new Promise<'stop' | 'cancel'>((resolve) => {
      this.#stopped = resolve;
    });
    return how === 'stop' ? this.#note('Recording') : null;
  }

  async transcribe(
    params: { id: string; words: string[]; allowNanoUsd?: number },
    onProgress: (progress: TranscribeProgress) => void,
  ): Promise<Transcript> {
    this.asked.push(params);
    const refusal = this.refusals.shift();
    if (refusal) throw refusal;
    for (const text of this.text.split(/(?= )/)) onProgress({ kind: 'delta', text });
    return { ...transcript(this.text), isWhole: this.isWhole };
  }

  #reply(method: string, params: unknown): unknown {
    switch (method) {
      case attachSoundFile.method: {
        const { path } = attachSoundFile.params.parse(params);
        this.attached.push(path);
        return this.#note(path);
      }
      case attachSound.method: {
        const { name, data } = attachSound.params.parse(params);
        this.attached.push(Buffer.from(data, 'base64').toString());
        return this.#note(name);
      }
      case recording.method: {
        const { action } = recording.params.parse(params);
        if (action === 'stop' || action === 'cancel') this.#stopped(action);
        return null;
      }
      case detach.method:
        this.detached.push(detach.params.parse(params).id);
        return null;
      case setBudget.method:
        this.caps.push(params);
        return { budgets: [], last: null, notes: [], uncertain: null };
      default:
        throw new Error(method);
    }
  }

  #note(name: string): SoundNote {
    this.#count += 1;
    return {
      id: `sound-${this.#count}`,
      name,
      seconds: 5,
      sourceSeconds: 8,
      format: 'wav',
      removed: [{ kind: 'title', detail: 'Title' }],
      bytes: 160_044,
      sha256: '00',
      parts: 1,
      notices: [],
      expectedNanoUsd: 250_000,
      maxNanoUsd: 300_000,
    };
  }
}

function voice(given: { prompt?: string; isReviewed?: boolean; canSendSound?: boolean } = {}) {
  const daemon = new TinyDaemon();
  const states: VoiceState[] = [];
  const indicated: (RecordProgress | undefined)[] = [];
  const sent: string[] = [];
  const composer = {
    prompt: given.prompt ?? '',
    addWords(text: string) {
      // What is in the box must count as spoken from its first moment on.
      expect(notes.spoken).toBeDefined();
      composer.prompt = [composer.prompt, text].filter(Boolean).join('\n\n');
    },
    requote: () => Promise.resolve(),
    send: () => {
      sent.push(composer.prompt);
      return Promise.resolve();
    },
  };
  const other = { record: vi.fn<() => Promise<Uint8Array | undefined>>(), act: vi.fn() };
  const microphone = new Microphone({
    daemon,
    other,
    onDidChange: (progress) => void indicated.push(progress),
  });
  const notes: VoiceNotes = new VoiceNotes({
    daemon,
    microphone,
    composer,
    cancellation: () => new CancellationTokenSource(),
    show: (state) => void states.push(state),
    canSendSound: () => given.canSendSound ?? true,
    isReviewed: () => given.isReviewed ?? false,
    words: () => Promise.resolve(['fetchWithTimeout']),
  });
  const kinds = (): string[] =>
    states.map(({ kind }) => kind).filter((kind, index, all) => kind !== all[index - 1]);
  return { daemon, notes, microphone, composer, states, kinds, indicated, sent, other };
}

const refusal: Refusal = {
  scope: 'all',
  subject: '',
  period: 'day',
  capNanoUsd: 100_000,
  leftNanoUsd: 0,
  neededNanoUsd: 300_000,
  raiseToNanoUsd: 500_000,
  renewsAt: '2026-11-22T00:00:00.000Z',
};
const refused = () => new BudgetError('budget-exceeded', 'It does not fit.', 'Raise it.', { refusal });

describe('a voice note', () => {
  it('is recorded, transcribed and sent', async () => {
    const { daemon, notes, kinds, indicated, sent } = voice();
    const noted = notes.record();
    expect(notes.isUnderWay).toBe(true);
    await notes.act('stop');
    await noted;
    expect(kinds()).toEqual(['recording', 'preparing', 'transcribing', 'transcribed']);
    expect(daemon.asked).toEqual([{ id: 'sound-1', words: ['fetchWithTimeout'] }]);
    expect(sent).toEqual(['Why does this fail?']);
    expect(notes.spoken).toEqual({
      form: 'answer',
      transcribed: {
        seconds: 6,
        isSound: false,
        transcription: { costNanoUsd: 250_000, certainty: 'exact', model: 'gpt-4o-mini-transcribe' },
      },
    });
    expect(daemon.detached).toEqual(['sound-1']);
    // The indicator is on while the microphone is open, and off at the end.
    expect(indicated.map((progress) => progress?.state)).toEqual(['opening', 'recording', undefined]);
  });

  it('shows what is heard as it comes', async () => {
    const { notes, states } = voice();
    await notes.takeFiles([{ name: 'note.mp3', bytes: Buffer.from('x') }]);
    const texts = states.flatMap((state) => (state.kind === 'transcribing' ? [state.text] : []));
    expect(texts).toEqual(['', 'Why', 'Why does', 'Why does this', 'Why does this fail?']);
  });

  it('is shown for a yes first, where that is wanted', async () => {
    const { notes, composer, sent } = voice({ isReviewed: true });
    await notes.takeFiles([{ name: 'note.mp3', bytes: Buffer.from('x') }]);
    expect(composer.prompt).toBe('Why does this fail?');
    expect(sent).toEqual([]);
    expect(notes.state).toMatchObject({ kind: 'transcribed', isToReview: true });
  });

  it('of which not all could be transcribed is not sent before somebody has seen it', async () => {
    const { daemon, notes, composer, sent } = voice();
    daemon.isWhole = false;
    await notes.takeFiles([{ name: 'note.mp3', bytes: Buffer.from('x') }]);
    expect(composer.prompt).toBe('Why does this fail?');
    expect(sent).toEqual([]);
  });

  it('is transcribed where the settings do not let it be sent itself any more', async () => {
    const { notes } = voice({ canSendSound: false });
    await notes.useFor('sound');
    await notes.takeFiles([{ name: 'note.mp3', bytes: Buffer.from('x') }]);
    expect(notes.state.kind).toBe('transcribed');
    expect(notes.spoken?.sound).toBeUndefined();
  });

  it('says what transcribing it will cost', async () => {
    const { notes, states } = voice();
    await notes.takeFiles([{ name: 'note.mp3', bytes: Buffer.from('x') }]);
    expect(states.find(({ kind }) => kind === 'transcribing')).toMatchObject({ expectedNanoUsd: 250_000 });
  });

  it('of a large file of this machine is read by the daemon', async () => {
    const { daemon, notes } = voice();
    await notes.takeFiles([{ name: 'long.wav', path: '/home/jane/long.wav' }]);
    expect(daemon.attached).toEqual(['/home/jane/long.wav']);
    expect(notes.state.kind).toBe('transcribed');
  });

  it('is added to what was typed, which the user sends', async () => {
    const { notes, composer, sent } = voice({ prompt: 'Look:' });
    await notes.takeFiles([{ name: 'note.mp3', bytes: Buffer.from('x') }]);
    expect(composer.prompt).toBe('Look:\n\nWhy does this fail?');
    expect(sent).toEqual([]);
  });

  it('of several files is one question', async () => {
    const { daemon, notes, composer, sent } = voice();
    await notes.takeFiles(['a', 'b'].map((name) => ({ name, bytes: Buffer.from(name) })));
    expect(daemon.attached).toEqual(['a', 'b']);
    expect(sent).toEqual([composer.prompt]);
    expect(notes.spoken?.transcribed).toMatchObject({ seconds: 12, transcription: { costNanoUsd: 500_000 } });
  });

  it('that was only to be written down is not sent', async () => {
    const { notes, sent } = voice();
    await notes.useFor('text');
    await notes.takeFiles([{ name: 'a', bytes: Buffer.from('a') }]);
    expect(sent).toEqual([]);
    await notes.useFor('note');
    expect(notes.spoken?.form).toBe('note');
  });

  it('that is cancelled leaves nothing', async () => {
    const { daemon, notes, kinds, sent } = voice();
    const noted = notes.record();
    notes.cancel();
    await noted;
    expect(kinds()).toEqual(['recording', 'off']);
    expect(daemon.asked).toEqual([]);
    expect(sent).toEqual([]);
    expect(notes.isUnderWay).toBe(false);
  });

  it('without words says so', async () => {
    const { daemon, notes } = voice();
    daemon.text = ' ';
    await notes.takeFiles([{ name: 'a', bytes: Buffer.from('a') }]);
    expect(notes.state).toMatchObject({ kind: 'failed', trouble: { code: 'no-words' } });
  });

  it('stays at hand when a budget has no room, and is allowed once', async () => {
    const { daemon, notes, sent } = voice();
    daemon.refusals = [refused()];
    await notes.takeFiles([{ name: 'a', bytes: Buffer.from('a') }]);
    expect(notes.state).toMatchObject({ kind: 'failed', canTryAgain: true });
    expect(notes.refusal).toEqual(refusal);
    await notes.wayOn('allow-once');
    expect(daemon.asked.map(({ id, allowNanoUsd }) => [id, allowNanoUsd])).toEqual([
      ['sound-1', undefined],
      ['sound-1', 300_000],
    ]);
    expect(sent).toHaveLength(1);
  });

  it('can have the budget raised', async () => {
    const { daemon, notes } = voice();
    daemon.refusals = [refused()];
    await notes.takeFiles([{ name: 'a', bytes: Buffer.from('a') }]);
    await notes.wayOn('raise');
    expect(daemon.caps).toMatchObject([{ capNanoUsd: 500_000 }]);
    expect(notes.state.kind).toBe('transcribed');
  });

  it('is gone with the daemon that held it', async () => {
    const { daemon, notes } = voice();
    daemon.refusals = [refused()];
    await notes.takeFiles([{ name: 'a', bytes: Buffer.from('a') }]);
    daemon.life = 2;
    await notes.tryAgain();
    expect(notes.state).toMatchObject({
      kind: 'failed',
      canTryAgain: false,
      trouble: { code: 'sound-gone' },
    });
  });

  it('whose words were all deleted was not spoken', async () => {
    const { notes } = voice({ isReviewed: true });
    await notes.takeFiles([{ name: 'a', bytes: Buffer.from('a') }]);
    notes.drafted('Why does that fail?');
    expect(notes.spoken).toBeDefined();
    notes.drafted(' ');
    expect(notes.spoken).toBeUndefined();
    expect(notes.state).toEqual({ kind: 'off' });
  });
});

describe('the sound itself', () => {
  it('waits for a yes', async () => {
    const { daemon, notes, sent } = voice();
    await notes.useFor('sound');
    await notes.takeFiles([{ name: 'a', bytes: Buffer.from('a') }]);
    expect(notes.state).toMatchObject({ kind: 'sound', name: 'a', agreed: false, removed: ['Title'] });
    expect(spokenFields(notes.spoken, [])).toEqual({
      spoken: true,
      form: 'answer',
      sound: 'sound-1',
      route: 'audio',
    });
    notes.agree(true);
    expect(spokenFields(notes.spoken, ['x'])).toMatchObject({ allowUnsafe: ['x', 'sound-1'] });
    expect(sent).toEqual([]);
    expect(daemon.asked).toEqual([]);
    const spoken = notes.takeSpoken();
    expect(notes.state).toEqual({ kind: 'off' });
    // A turn that is asked again still needs it.
    expect(daemon.detached).toEqual([]);
    if (spoken) notes.giveBack(spoken);
    expect(notes.state).toMatchObject({ kind: 'sound', agreed: true });
  });

  it('can be transcribed after all', async () => {
    const { notes, composer } = voice();
    await notes.useFor('sound');
    await notes.takeFiles([{ name: 'a', bytes: Buffer.from('a') }]);
    await notes.useFor('answer');
    expect(composer.prompt).toBe('Why does this fail?');
    expect(notes.spoken?.sound).toBeUndefined();
  });

  it('is let go of when it is removed', async () => {
    const { daemon, notes } = voice();
    await notes.useFor('sound');
    await notes.takeFiles([{ name: 'a', bytes: Buffer.from('a') }]);
    notes.discard();
    expect(daemon.detached).toEqual(['sound-1']);
    expect(notes.spoken).toBeUndefined();
  });
});

describe('where the daemon has no microphone', () => {
  const none = new LocalError('no-microphone', 'This machine has no microphone.', 'Connect one.');

  it('the view records', async () => {
    const { daemon, notes, other, sent } = voice();
    daemon.cannotRecord = none;
    other.record.mockResolvedValue(Buffer.from('RIFF'));
    await notes.record();
    expect(daemon.attached).toEqual(['RIFF']);
    expect(sent).toHaveLength(1);
  });

  it('and the view has none either, one sentence says why', async () => {
    const { daemon, notes, other, indicated } = voice();
    daemon.cannotRecord = none;
    other.record.mockRejectedValue(new LocalError('no-page-microphone', 'Views get none.', ''));
    await notes.record();
    expect(notes.state).toMatchObject({
      kind: 'failed',
      canTryAgain: false,
      trouble: {
        code: 'no-microphone',
        message: 'This machine has no microphone.',
        hint: 'Views get none. Choose an audio file instead.',
      },
    });
    expect(indicated.at(-1)).toBeUndefined();
  });
});

it('there is one microphone', async () => {
  const { microphone } = voice();
  const { token, cancel } = (() => {
    const source = new CancellationTokenSource();
    return { token: source.token, cancel: () => source.cancel() };
  })();
  const first = microphone.record(() => {}, token);
  await expect(microphone.record(() => {}, token)).rejects.toMatchObject({ code: 'already-recording' });
  cancel();
  expect(await first).toBeNull();
});
