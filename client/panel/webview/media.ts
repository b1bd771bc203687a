import { soundExtensions } from '../../../protocol/sound-extensions.ts';

const mediaName = new RegExp(`\\.(png|jpe?g|webp|gif|avif|bmp|${soundExtensions.join('|')})$`, 'i');

/**
 * The files of something pasted or dropped. What they really are, the daemon
 * finds out: here only text is told from files.
 */
export function filesIn(data: DataTransfer | null): File[] {
  if (!data) return [];
  // Spreadsheets and word processors put a picture beside their text; who pastes that means the text.
  const isText = data.types.includes('text/plain') && data.types.includes('text/html');
  return isText ? [] : [...data.files];
}

/** The pictures and sounds among files dragged from VS Code's own Explorer, which come as addresses only. */
export function urisIn(data: DataTransfer | null): string[] {
  const list = data?.getData('application/vnd.code.uri-list') || data?.getData('text/uri-list') || '';
  return list.split(/\r?\n/).filter((line) => !line.startsWith('#') && mediaName.test(line));
}

/** The clipboard's picture; null if it has none, or may not be read. */
export async function readClipboardImage(): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    for (const item of await navigator.clipboard.read()) {
      const type = item.types.find((each) => each.startsWith('image/'));
      if (type) return new Uint8Array(await (await item.getType(type)).arrayBuffer());
    }
  } catch {
    // Not permitted, or nothing there: the same to the user.
  }
  return null;
}
