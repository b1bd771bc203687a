import { describe, expect, it } from 'vitest';
import type { SoundNote } from '../../protocol/voice.ts';
import { start } from '../../test/support/tiny-daemon.ts';
import { DaemonDiedError } from '../failure.ts';
import { HeldSound } from '../voice/held-sound.ts';

describe('a question that was spoken', () => {
  const transcribed = {
    seconds: 6,
    isSound: false,
    transcription: { costNanoUsd: 250_000, certainty: 'exact' as const, model: 'gpt-4o-mini-transcribe' },
  };
  const sound: SoundNote = {
    id: 'sound-1',
    name: 'Recording',
    seconds: 5,
    sourceSeconds: 6,
    format: 'microphone',
    removed: [],
    bytes: 160_044,
    sha256: '00',
    parts: 1,
    expectedNanoUsd: null,
    maxNanoUsd: null,
    notices: [],
  };

  it('is asked and priced as one, and says so in its turn', async () => {
    const { daemon, conversation, heard, turns } = start();
    heard.spoken = { form: 'note', transcribed };
    conversation.addWords('Call back.');
    await conversation.requote();
    expect(daemon.quoted.at(-1)).toMatchObject({ prompt: 'Call back.', spoken: true, form: 'note' });
    await conversation.send('Call back.');
    expect(daemon.questions).toMatchObject([{ prompt: 'Call back.', spoken: true, form: 'note' }]);
    expect(turns()).toMatchObject([{ spoken: transcribed }]);
    // The next one is typed.
    await conversation.send('And now?');
    expect(daemon.questions[1]).not.toHaveProperty('spoken');
  });

  it('is still spoken when it is asked again, or put back to be changed', async () => {
    const { daemon, conversation, heard, last, turns } = start();
    heard.spoken = { form: 'answer', transcribed };
    await conversation.send('four one one one');
    const [turn] = turns();
    await conversation.again(turn?.id ?? '');
    expect(daemon.questions[1]).toMatchObject({ spoken: true, fresh: true });
    conversation.edit(turn?.id ?? '');
    expect(last('restore')).toMatchObject({ prompt: 'four one one one' });
    expect(heard.spoken).toMatchObject({ transcribed });
    conversation.edit(turn?.id ?? '');
    expect(last('notice')?.text).toMatch(/is not empty/);
  });

  it('goes back into the box, spoken, when it was not answered', async () => {
    const { daemon, conversation, heard } = start();
    daemon.answer = () => Promise.reject(new DaemonDiedError());
    heard.spoken = { form: 'answer', transcribed };
    await conversation.send('four one one one');
    expect(conversation.prompt).toBe('four one one one');
    expect(heard.spoken).toBeDefined();
  });

  it('can be the sound itself, after a yes and without words', async () => {
    const { daemon, conversation, heard, last } = start();
    heard.spoken = { form: 'answer', sound: new HeldSound(daemon, sound), agreed: false };
    await conversation.send('');
    expect(daemon.questions).toEqual([]);
    expect(last('notice')?.text).toMatch(/Send anyway/);
    heard.spoken = { ...heard.spoken, agreed: true };
    await conversation.send('');
    expect(daemon.questions).toMatchObject([
      { prompt: '', sound: 'sound-1', route: 'audio', allowUnsafe: ['sound-1'] },
    ]);
  });
});
