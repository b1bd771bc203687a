/** How the names of sound files end; the content decides what they are. */
export const soundExtensions = [
  'wav',
  'mp3',
  'm4a',
  'mp4',
  'aac',
  'ogg',
  'oga',
  'opus',
  'webm',
  'flac',
] as const;
