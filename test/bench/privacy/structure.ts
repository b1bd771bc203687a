import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

/** Tags that say how the pixels are stored. */
const STRUCTURE =
  /^(SourceFile|ExifTool:ExifToolVersion|(File|Composite):.*|PNG:(ImageWidth|ImageHeight|BitDepth|ColorType|Compression|Filter|Interlace|Palette|Transparency)|JFIF:(JFIFVersion|ResolutionUnit|XResolution|YResolution)|RIFF:(VP8Version|VP8L?Version|ImageWidth|ImageHeight|HorizontalScale|VerticalScale|AlphaIsUsed))$/;
const NO_STRUCTURE = /^File:Comment$/;

/** What exiftool, which is not ours, finds in files beyond their structure: names of tags. */
export async function moreThanStructure(files: readonly { data: Buffer; mime: string }[]): Promise<string[]> {
  const directory = await mkdtemp(join(tmpdir(), 'lenscap-bench-'));
  try {
    for (const [index, { data, mime }] of files.entries()) {
      await writeFile(join(directory, `${index}.${mime.replace('image/', '')}`), data);
    }
    const args = ['-json', '-groupNames', '-all', '-unknown2', '-duplicates', '-warning', directory];
    const { stdout, error } = spawnSync('exiftool', args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
    if (error) throw new Error('exiftool does not run.', { cause: error });
    const tags = z.array(z.record(z.string(), z.unknown())).parse(JSON.parse(stdout));
    if (tags.length !== files.length) throw new Error('exiftool did not look at every file.');
    return tags.flatMap((file) =>
      Object.keys(file).filter((tag) => !STRUCTURE.test(tag) || NO_STRUCTURE.test(tag)),
    );
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
