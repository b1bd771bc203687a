import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { insertChunks, noise, picture, pixels, pngChunk } from '../images.ts';
import { photoshop, XMP, zip } from './blocks.ts';
import { type HostileFile, MARKER } from './marker.ts';
import { fullExif, tiffBomb } from './tiff.ts';

const png = () => picture().png().toBuffer();
const text = (type: string, content: string | Buffer) =>
  pngChunk(type, Buffer.isBuffer(content) ? content : Buffer.from(content, 'latin1'));
const withChunks = async (...chunks: Buffer[]) => insertChunks(await png(), ...chunks);
const compressed = (keyword: string, content: string | Buffer) =>
  text('zTXt', Buffer.concat([Buffer.from(`${keyword}\0\0`), deflateSync(content)]));

function density(): Buffer {
  const data = Buffer.alloc(9);
  data.writeUInt32BE(5669, 0);
  data.writeUInt32BE(5669, 4);
  data[8] = 1;
  return pngChunk('pHYs', data);
}

/** As ImageMagick writes it. */
function rawProfile(type: string, data: Buffer): Buffer {
  const digits = data.toString('hex').replace(/(.{72})/g, '$1\n');
  return compressed(`Raw profile type ${type}`, `\n${type}\n${String(data.length).padStart(8)}\n${digits}\n`);
}

export const pngs: readonly HostileFile[] = [
  {
    name: 'PNG with every kind of text',
    make: () =>
      withChunks(
        text('tEXt', `Author\0${MARKER}`),
        text('tEXt', `parameters\0a prompt ${MARKER}`),
        compressed('Comment', MARKER),
        text('iTXt', `Title\0\0\0en\0Titel\0${MARKER}`),
        text('iTXt', Buffer.concat([Buffer.from('Source\0\x01\0\0\0'), deflateSync(MARKER)])),
        text('iTXt', `XML:com.adobe.xmp\0\0\0\0\0${XMP.toString()}`),
        text('tIME', Buffer.from([7, 0xea, 3, 1, 10, 12, 13])),
        text('tEXt', MARKER),
        density(),
      ),
    removes: ['author', 'text', 'comment', 'camera', 'xmp', 'gps', 'date', 'density', 'chunk'],
  },
  {
    name: 'PNG with EXIF and private chunks',
    make: () =>
      withChunks(
        pngChunk('eXIf', fullExif()),
        pngChunk('prVt', Buffer.from(MARKER)),
        pngChunk('caBX', Buffer.from(MARKER)),
        pngChunk('sPLT', Buffer.from(`${MARKER}\0\x08`)),
      ),
    removes: ['exif', 'gps', 'serial', 'chunk'],
  },
  {
    name: 'PNG with profiles as ImageMagick writes them',
    make: () => withChunks(rawProfile('exif', fullExif()), rawProfile('iptc', photoshop())),
    removes: ['exif', 'gps', 'iptc', 'location'],
    // They are compressed, so the marker cannot be seen in the file.
    isPlanted: false,
  },
  {
    name: 'PNG with text that unfolds to a gigabyte',
    make: () => withChunks(compressed('Comment', Buffer.alloc(200_000_000, 65)), text('prVt', MARKER)),
    removes: ['comment'],
  },
  {
    name: 'PNG with an EXIF bomb of megabytes',
    make: () => withChunks(pngChunk('eXIf', tiffBomb(4_000_000)), text('prVt', MARKER)),
    removes: ['exif'],
  },
  {
    name: 'PNG with what it was cropped from behind its end (aCropalypse)',
    make: async () => {
      const before = insertChunks(await noise(200, 100), text('prVt', MARKER));
      return Buffer.concat([await png(), before.subarray(60), Buffer.from(MARKER)]);
    },
    removes: ['trailer'],
    says: /bytes after the picture’s end, as cropped screenshots leave behind/,
  },
  {
    name: 'PNG with an archive behind its end',
    make: async () => Buffer.concat([await png(), zip()]),
    removes: ['trailer'],
    says: /ZIP archive/,
  },
  {
    name: 'PNG with a JPEG behind its end',
    make: async () => Buffer.concat([await png(), await picture().jpeg().toBuffer(), Buffer.from(MARKER)]),
    removes: ['trailer'],
    says: /another picture/,
  },
  {
    name: 'PNG with colours hidden under transparency',
    make: async () => {
      const alpha = Buffer.alloc(64 * 48);
      return insertChunks(
        await sharp(pixels(64, 48), { raw: { width: 64, height: 48, channels: 3 } })
          .joinChannel(alpha, { raw: { width: 64, height: 48, channels: 1 } })
          .png()
          .toBuffer(),
        text('prVt', MARKER),
      );
    },
    removes: ['alpha'],
    isWhite: true,
  },
  {
    name: 'PNG with a palette whose colours are all transparent',
    make: async () => {
      const file = await picture().png({ palette: true }).toBuffer();
      const data = file.indexOf('IDAT') - 4;
      const colours = file.readUInt32BE(file.indexOf('PLTE') - 4) / 3;
      const transparent = pngChunk('tRNS', Buffer.alloc(colours));
      return Buffer.concat([file.subarray(0, data), transparent, text('prVt', MARKER), file.subarray(data)]);
    },
    removes: ['alpha'],
    isWhite: true,
  },
  {
    name: 'PNG that moves (APNG)',
    make: () =>
      withChunks(
        pngChunk('acTL', Buffer.from([0, 0, 0, 3, 0, 0, 0, 0])),
        pngChunk('prVt', Buffer.from(MARKER)),
      ),
    removes: ['frames'],
    says: /2 further frames; the first is kept/,
  },
];
