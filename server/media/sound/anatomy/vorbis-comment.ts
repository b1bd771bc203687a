import type { Removal } from '../../metadata/said.ts';
import { MAX_STEPS } from './anatomy.ts';
import { coverArt, tag } from './tags.ts';

/** Comments as FLAC, Vorbis and Opus have them: the encoder's name, then NAME=value, lengths before each. */
export function vorbisComment(data: Buffer): Removal[] {
  const found: Removal[] = [];
  let at = 0;
  const next = (): string | undefined => {
    if (at + 4 > data.length) return undefined;
    const length = data.readUInt32LE(at);
    at += 4;
    if (length > data.length - at) {
      at = data.length;
      return undefined;
    }
    const text = data.toString('utf8', at, at + length);
    at += length;
    return text;
  };
  const vendor = next();
  if (vendor !== undefined) found.push(...tag('vendor', vendor));
  if (at + 4 > data.length) return found;
  const count = Math.min(data.readUInt32LE(at), MAX_STEPS);
  at += 4;
  for (let index = 0; index < count; index++) {
    const comment = next();
    if (comment === undefined) break;
    const [name = '', ...value] = comment.split('=');
    const isPicture = /^(metadata_block_picture|coverart)$/i.test(name);
    if (isPicture) found.push(coverArt(Math.floor((value.join('=').length * 3) / 4)));
    else found.push(...tag(name, value.join('=')));
  }
  return found;
}
