// Screenshots of text, made when the tests run.
import sharp from 'sharp';

export interface Look {
  width?: number;
  height?: number;
  dark?: boolean;
  /** Pixels of an em. */
  size?: number;
}

/** A PNG of lines of monospaced text, as an editor or a terminal shows them. */
export async function written(
  lines: readonly string[],
  { width = 1280, height = 720, dark = true, size = 16 }: Look = {},
): Promise<Buffer> {
  const escaped = lines.map((line) =>
    line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  );
  const colour = dark ? '#d4d4d4' : '#1f1f1f';
  // At 72 dots an inch, a point is a pixel.
  const text = sharp({
    text: {
      text: `<span foreground="${colour}">${escaped.join('\n')}</span>`,
      font: `DejaVu Sans Mono ${size}`,
      dpi: 72,
      rgba: true,
      spacing: Math.round(size / 3),
    },
  });
  return sharp({ create: { width, height, channels: 3, background: dark ? '#1e1e1e' : '#ffffff' } })
    .composite([{ input: await text.png().toBuffer(), left: 40, top: 30 }])
    .png()
    .toBuffer();
}
