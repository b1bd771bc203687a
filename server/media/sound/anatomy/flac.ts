import * as l10n from '@vscode/l10n';
import type { Removal } from '../../metadata/said.ts';
import type { SoundSource } from '../source.ts';
import { MAX_METADATA_BYTES, MAX_STEPS, type SoundAnatomy } from './anatomy.ts';
import { readId3, readTail } from './id3.ts';
import { block, coverArt } from './tags.ts';
import { vorbisComment } from './vorbis-comment.ts';

const APPLICATION = 2;
const COMMENTS = 4;
const CUE_SHEET = 5;
const PICTURE = 6;

/** FLAC: a mark, blocks of metadata of which the first describes the sound, and frames. */
export async function dissectFlac(source: SoundSource): Promise<SoundAnatomy | undefined> {
  const { length, found } = await readId3(source, 0);
  const mark = await source.read(length, 8);
  // The first block is always STREAMINFO, 34 bytes.
  if (mark.toString('latin1', 0, 4) !== 'fLaC' || ((mark[4] ?? 0) & 0x7f) !== 0) return undefined;
  const metadata: Removal[] = [...found, ...(await readTail(source)).found];
  let at = length + 4;
  for (let step = 0; step < MAX_STEPS; step++) {
    const header = await source.read(at, 4);
    if (header.length < 4) break;
    const [first = 0] = header;
    const size = header.readUIntBE(1, 3);
    const type = first & 0x7f;
    if (type === COMMENTS) {
      metadata.push(...vorbisComment(await source.read(at + 4, Math.min(size, MAX_METADATA_BYTES))));
    } else if (type === PICTURE) metadata.push(coverArt(size));
    else if (type === APPLICATION) metadata.push(block(l10n.t('Application data'), size));
    else if (type === CUE_SHEET) metadata.push(block(l10n.t('Cue sheet'), size));
    at += 4 + size;
    if ((first & 0x80) !== 0) break;
  }
  // STREAMINFO: 20 bits of the rate, and 36 of the number of samples, 0 where nobody knows (RFC 9639).
  const info = await source.read(length + 8, 18);
  const rate = info.length === 18 ? info.readUIntBE(10, 3) >> 4 : 0;
  const samples = rate > 0 ? (info.readUInt8(13) & 0x0f) * 2 ** 32 + info.readUInt32BE(14) : 0;
  const saidSeconds = samples > 0 ? samples / rate : undefined;
  return { tracks: [{ kind: 'sound', codec: '' }], metadata, saidSeconds };
}
