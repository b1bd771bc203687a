import { describe, expect, it } from 'vitest';
import { isSound, looksLikeSound } from './sound-name.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');

describe('a file', () => {
  it.each([
    ['note.wav', 'RIFF\0\0\0\0WAVEfmt '],
    ['note', 'OggS\0\x02'],
    ['note.bin', 'fLaC\0\0'],
    ['note', 'ID3\x04'],
    ['clip', '\x1aE\xdf\xa3\x01'],
    ['voice', '\0\0\0\x20ftypM4A '],
    ['bare.mp3', '\xff\xfb\x90\x64'],
    ['empty.wav', ''],
    ['really-text.WAV', 'hello'],
  ])('%s is heard', (name, content) => expect(looksLikeSound(name, bytes(content))).toBe(true));

  it.each([
    ['shot.png', '\x89PNG\r\n'],
    ['shot.wav', '\x89PNG\r\n'],
    ['photo.mp3', '\xff\xd8\xff\xe0'],
    ['shot.webp', 'RIFF\0\0\0\0WEBPVP8 '],
    ['photo', '\0\0\0\x20ftypavif'],
    ['photo.m4a', '\0\0\0\x20ftypheic'],
    ['bare', '\xff\xfb\x90\x64'],
    ['notes.txt', 'hello'],
  ])('%s is not', (name, content) => expect(looksLikeSound(name, bytes(content))).toBe(false));

  it('of the web is nothing to read', () => {
    expect(isSound({ scheme: 'file', path: '/a/note.MP3' })).toBe(true);
    expect(isSound({ scheme: 'https', path: '/a/note.mp3' })).toBe(false);
    expect(isSound({ scheme: 'file', path: '/a/mp3' })).toBe(false);
  });
});
