/** What every hostile file has planted in it wherever its format has room, and no output may have. */
export const MARKER = 'PLANTED-SECRET-4711';
