import { shown } from './said.ts';

// ICC.1:2022, https://www.color.org/specification/ICC.1-2022-05.pdf
const HEADER_BYTES = 128;
const TAG_BYTES = 12;
const MAX_TAGS = 100;

/** The name a colour profile gives itself, or an empty text. */
export function profileName(profile: Buffer): string {
  if (profile.length < HEADER_BYTES + 4) return '';
  const tags = Math.min(profile.readUInt32BE(HEADER_BYTES), MAX_TAGS);
  for (let tag = 0; tag < tags; tag++) {
    const at = HEADER_BYTES + 4 + tag * TAG_BYTES;
    if (at + TAG_BYTES > profile.length) return '';
    if (profile.toString('latin1', at, at + 4) !== 'desc') continue;
    const from = profile.readUInt32BE(at + 4);
    return shown(description(profile.subarray(from, from + profile.readUInt32BE(at + 8))));
  }
  return '';
}

/** Version 2 has ASCII with its length in front; version 4 has UTF-16 in several languages, of which the first is read. */
function description(tag: Buffer): string {
  const type = tag.toString('latin1', 0, 4);
  if (type === 'desc' && tag.length >= 12) {
    return tag.toString('latin1', 12, 12 + Math.min(tag.readUInt32BE(8), 200)).replace(/\0.*$/s, '');
  }
  if (type !== 'mluc' || tag.length < 28) return '';
  const length = Math.min(tag.readUInt32BE(20), 400) & ~1;
  const from = tag.readUInt32BE(24);
  const text = Buffer.from(tag.subarray(from, from + length));
  return text.length % 2 === 0 ? text.swap16().toString('utf16le') : '';
}
