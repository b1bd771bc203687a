import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { z } from 'zod';

/** Tags that say how the pixels are stored, and what exiftool says of any file. */
const STRUCTURE = [
  /^SourceFile$/,
  /^ExifTool:ExifToolVersion$/,
  /^File:(File\w+|Directory|MIMEType|ImageWidth|ImageHeight|BitsPerSample|ColorComponents|EncodingProcess|YCbCrSubSampling)$/,
  /^Composite:(ImageSize|Megapixels)$/,
  /^PNG:(ImageWidth|ImageHeight|BitDepth|ColorType|Compression|Filter|Interlace|Palette)$/,
  /^JFIF:(JFIFVersion|ResolutionUnit|XResolution|YResolution)$/,
  /^RIFF:(VP8L?Version|ImageWidth|ImageHeight|HorizontalScale|VerticalScale|AlphaIsUsed)$/,
];

/** One pixel for each millimetre: what the encoder writes when it knows of no density. */
const NO_DENSITY: Readonly<Record<string, unknown>> = {
  'PNG:PixelsPerUnitX': 1000,
  'PNG:PixelsPerUnitY': 1000,
  'PNG:PixelUnits': 'meters',
};

interface ImageFile {
  data: Buffer;
  mime: string;
}

/**
 * What exiftool, which is not ours, finds in files beyond their structure: names of tags.
 * @throws Error if it does not see what was planted in one more file.
 */
export async function moreThanStructure(files: readonly ImageFile[]): Promise<string[]> {
  const planted = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#fff' } })
    .withExif({ IFD0: { Artist: 'Jane Roe' } })
    .png()
    .toBuffer();
  const [control = [], ...found] = await unstructured([{ data: planted, mime: 'image/png' }, ...files]);
  if (control.length === 0) throw new Error('exiftool does not see what was planted.');
  return found.flat();
}

async function unstructured(files: readonly ImageFile[]): Promise<string[][]> {
  const directory = await mkdtemp(join(tmpdir(), 'lenscap-bench-'));
  try {
    const names = files.map(({ mime }, index) => join(directory, `${index}.${mime.replace('image/', '')}`));
    for (const [index, { data }] of files.entries()) await writeFile(names[index] ?? '', data);
    const args = ['-json', '-groupNames', '-all', '-unknown2', '-duplicates', ...names];
    const { stdout, error } = spawnSync('exiftool', args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
    if (error) throw new Error('exiftool does not run.', { cause: error });
    const tags = z.array(z.record(z.string(), z.unknown())).parse(JSON.parse(stdout));
    if (tags.length !== files.length) throw new Error('exiftool did not look at every file.');
    return tags.map((file) =>
      Object.entries(file).flatMap(([tag, value]) =>
        STRUCTURE.some((known) => known.test(tag)) || NO_DENSITY[tag] === value ? [] : [tag],
      ),
    );
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
