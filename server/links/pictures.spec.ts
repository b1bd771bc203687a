import { describe, expect, test, vi } from 'vitest';
import { UnsafeMediaError } from '../../protocol/errors.ts';
import { type PictureFacts, Pictures } from './pictures.ts';

const facts: PictureFacts = { mime: 'image/png', width: 2, height: 1, removed: [] };
const going = new AbortController().signal;

/** A source whose reads are answered by the test. */
function setUp() {
  const reads: {
    uri: string;
    signal: AbortSignal;
    answer(content: string | undefined): void;
    fail(): void;
  }[] = [];
  const inspect = vi.fn(async (_bytes: Uint8Array): Promise<PictureFacts> => facts);
  const pictures = new Pictures({
    inspect,
    read(uri, signal) {
      const { promise, resolve, reject } = Promise.withResolvers<Uint8Array | undefined>();
      reads.push({
        uri,
        signal,
        answer: (content) => resolve(content === undefined ? undefined : Buffer.from(content)),
        fail: () => reject(new Error('no disk')),
      });
      return promise;
    },
  });
  const read = async (index: number) => vi.waitFor(() => reads[index] ?? expect.fail('It was not read.'));
  return { pictures, inspect, reads, read };
}

describe('a picture', () => {
  test('is read once, whoever looks', async () => {
    const { pictures, reads, read } = setUp();
    const looks = [pictures.look('a', going), pictures.look('a', going)];
    (await read(0)).answer('A');
    expect(await Promise.all(looks)).toEqual([
      { kind: 'picture', bytes: 1, facts },
      { kind: 'picture', bytes: 1, facts },
    ]);
    await pictures.look('a', going);
    expect(reads).toHaveLength(1);
  });

  test('is read again when it changed, and looked at closer only if its content did', async () => {
    const { pictures, inspect, read } = setUp();
    for (const [index, content] of ['A', 'A', 'B'].entries()) {
      const look = pictures.look('a', going);
      (await read(index)).answer(content);
      await look;
      pictures.forget('a');
    }
    expect(inspect.mock.calls.map(([bytes]) => Buffer.from(bytes).toString())).toEqual(['A', 'B']);
  });

  test('that changes while it is read is read again the next time', async () => {
    const { pictures, reads, read } = setUp();
    const early = pictures.look('a', going);
    const first = await read(0);
    pictures.forget('a');
    const late = pictures.look('a', going);
    first.answer('old');
    (await read(1)).answer('newer');
    expect(await early).toMatchObject({ bytes: 3 });
    expect(await late).toMatchObject({ bytes: 5 });
    expect(await pictures.look('a', going)).toMatchObject({ bytes: 5 });
    expect(reads).toHaveLength(2);
  });

  test('that is not there is not looked for again; one that could not be read now is', async () => {
    const { pictures, reads, read } = setUp();
    const missing = pictures.look('a', going);
    (await read(0)).answer(undefined);
    expect(await missing).toBeUndefined();
    expect(await pictures.look('a', going)).toBeUndefined();
    expect(reads).toHaveLength(1);
    const failing = pictures.look('b', going);
    (await read(1)).fail();
    expect(await failing).toBeUndefined();
    const again = pictures.look('b', going);
    (await read(2)).answer('B');
    expect(await again).toBeDefined();
  });

  test('that is none says why', async () => {
    const { pictures, inspect, read } = setUp();
    inspect.mockRejectedValueOnce(
      new UnsafeMediaError('corrupt', 'The PNG picture is cut off.', 'Save it anew.'),
    );
    const look = pictures.look('a', going);
    (await read(0)).answer('A');
    expect(await look).toEqual({ kind: 'refused', bytes: 1, message: 'The PNG picture is cut off.' });
  });
});

describe('reading', () => {
  test('is three at a time, and goes on when one fails', async () => {
    const { pictures, reads, read } = setUp();
    const looks = ['a', 'b', 'c', 'd', 'e'].map((uri) => pictures.look(uri, going));
    expect(reads.map(({ uri }) => uri)).toEqual(['a', 'b', 'c']);
    reads[1]?.fail();
    (await read(3)).answer('D');
    (await read(4)).answer('E');
    reads[0]?.answer('A');
    reads[2]?.answer('C');
    expect((await Promise.all(looks)).map((look) => look?.kind)).toEqual([
      'picture',
      undefined,
      'picture',
      'picture',
      'picture',
    ]);
  });

  test('is called off when the last one who waited has left, and not before', async () => {
    const { pictures, reads, read } = setUp();
    const [first, second] = [new AbortController(), new AbortController()];
    const looks = [pictures.look('a', first.signal), pictures.look('a', second.signal)].map((look) =>
      expect(look).rejects.toThrow('gone'),
    );
    first.abort(new Error('gone'));
    await looks[0];
    expect(reads[0]?.signal.aborted).toBe(false);
    second.abort(new Error('gone'));
    await looks[1];
    expect(reads[0]?.signal.aborted).toBe(true);
    const next = pictures.look('a', going);
    (await read(1)).answer('A');
    expect(await next).toBeDefined();
  });

  test('does not begin for who has left the queue', async () => {
    const { pictures, reads } = setUp();
    const looks = ['a', 'b', 'c'].map((uri) => pictures.look(uri, going));
    const controller = new AbortController();
    const left = expect(pictures.look('d', controller.signal)).rejects.toThrow('gone');
    controller.abort(new Error('gone'));
    await left;
    const last = pictures.look('e', going);
    for (const read of reads) read.answer('A');
    await Promise.all(looks);
    await vi.waitFor(() => expect(reads).toHaveLength(4));
    reads[3]?.answer('E');
    await last;
    expect(reads.map(({ uri }) => uri)).toEqual(['a', 'b', 'c', 'e']);
  });
});
