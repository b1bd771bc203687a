import type { Uri } from 'vscode';

const imageName = /\.(png|jpe?g|webp|gif|avif|bmp)$/i;

/** Whether a file has the name of a picture, and is not on the web. */
export function isImage({ scheme, path }: Pick<Uri, 'scheme' | 'path'>): boolean {
  return scheme !== 'http' && scheme !== 'https' && imageName.test(path);
}
