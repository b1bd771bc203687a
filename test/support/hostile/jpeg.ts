import { picture } from '../images.ts';
import { isoBox, pdf, photoshop, XMP, zip } from './blocks.ts';
import { type HostileFile, MARKER } from './marker.ts';
import { fullExif, tiffBomb, tiffLoop } from './tiff.ts';

const jpeg = () => picture().jpeg({ quality: 95 }).toBuffer();

export function jpegSegment(marker: number, data: Uint8Array): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
}

/** Puts segments right behind the start of a JPEG. */
async function withSegments(...segments: Buffer[]): Promise<Buffer> {
  const file = await jpeg();
  return Buffer.concat([file.subarray(0, 2), ...segments, file.subarray(2)]);
}

const app = (number: number, prefix: string, data: Uint8Array) =>
  jpegSegment(0xe0 + number, Buffer.concat([Buffer.from(prefix, 'latin1'), data]));
const comment = (text: string) => jpegSegment(0xfe, Buffer.from(text));

function extendedXmp(): Buffer {
  const head = Buffer.alloc(40, '0');
  head.writeUInt32BE(XMP.length, 32);
  head.writeUInt32BE(0, 36);
  return Buffer.concat([head, XMP]);
}

/** A list of two pictures, as CIPA DC-007 has it; the second stands behind the first one's end. */
function multiPicture(): Buffer {
  const body = Buffer.alloc(8 + 2 + 12 + 4);
  body.write('MM\0*\0\0\0\x08', 0, 'latin1');
  body.writeUInt16BE(1, 8);
  body.writeUInt16BE(0xb001, 10);
  body.writeUInt16BE(4, 12);
  body.writeUInt32BE(1, 14);
  body.writeUInt32BE(2, 18);
  return body;
}

export const jpegs: readonly HostileFile[] = [
  {
    name: 'JPEG with EXIF: position, camera, serial numbers, maker’s notes, thumbnail',
    make: async () => withSegments(app(1, 'Exif\0\0', fullExif(await jpeg())), comment(MARKER)),
    removes: ['gps', 'camera', 'serial', 'date', 'author', 'software', 'comment', 'thumbnail', 'exif'],
  },
  {
    name: 'JPEG with XMP, and extended XMP',
    make: () =>
      withSegments(
        app(1, 'http://ns.adobe.com/xap/1.0/\0', XMP),
        app(1, 'http://ns.adobe.com/xmp/extension/\0', extendedXmp()),
      ),
    removes: ['gps', 'serial', 'author', 'software', 'xmp'],
  },
  {
    name: 'JPEG with IPTC and Photoshop data',
    make: () => withSegments(app(13, 'Photoshop 3.0\0', photoshop())),
    removes: ['author', 'location', 'comment', 'thumbnail', 'iptc'],
  },
  {
    name: 'JPEG with a colour profile',
    make: () =>
      picture()
        .withIccProfile('p3')
        .withExif({ IFD0: { Artist: MARKER } })
        .jpeg()
        .toBuffer(),
    removes: ['icc', 'author'],
  },
  {
    name: 'JPEG with a second picture, as 3D cameras and gain maps have',
    make: async () => {
      const second = await withSegments(comment(MARKER));
      return Buffer.concat([await withSegments(app(2, 'MPF\0', multiPicture())), second]);
    },
    removes: ['pictures', 'trailer'],
  },
  {
    name: 'JPEG with a JFXX thumbnail and segments of private use',
    make: () =>
      withSegments(
        app(0, 'JFXX\0\x10', Buffer.from(MARKER)),
        app(11, 'JP', Buffer.from(MARKER)),
        app(7, 'PRIVATE\0', Buffer.from(MARKER)),
      ),
    removes: ['thumbnail', 'chunk'],
  },
  {
    name: 'JPEG with HTML in its comment',
    make: () => withSegments(comment(`<html><script>alert("${MARKER}")</script>`)),
    removes: ['comment'],
  },
  {
    name: 'JPEG with a PDF in its comment',
    make: () => withSegments(comment(pdf().toString('latin1'))),
    removes: ['comment'],
  },
  {
    name: 'JPEG with an archive behind its end (GIFAR)',
    make: async () => Buffer.concat([await jpeg(), zip()]),
    removes: ['trailer'],
  },
  {
    name: 'JPEG with a video behind its end, as motion photos have',
    make: async () =>
      Buffer.concat([
        await jpeg(),
        isoBox('ftyp', Buffer.from('mp42\0\0\0\0mp42')),
        isoBox('mdat', Buffer.from(MARKER)),
      ]),
    removes: ['trailer'],
  },
  {
    name: 'JPEG with what it was cropped from behind its end',
    make: async () => {
      const before = await withSegments(comment(MARKER));
      return Buffer.concat([await jpeg(), before.subarray(before.length / 2), Buffer.from(MARKER)]);
    },
    removes: ['trailer'],
  },
  {
    name: 'JPEG whose EXIF is a bomb',
    make: () => withSegments(app(1, 'Exif\0\0', tiffBomb(65_000)), comment(MARKER)),
    removes: ['exif'],
  },
  {
    name: 'JPEG whose EXIF goes round in circles',
    make: () => withSegments(app(1, 'Exif\0\0', tiffLoop()), comment(MARKER)),
    removes: ['exif'],
  },
  {
    name: 'JPEG with words that turn the line around',
    make: () => withSegments(comment(`\u202egnp.${MARKER}\u2066\0\x1b[31m\n\n${'x'.repeat(5000)}`)),
    removes: ['comment'],
  },
];
