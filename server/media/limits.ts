/** The largest file that is taken in, in bytes. */
export const MAX_SOURCE_BYTES = 20_000_000;

/** The most pixels a picture may decode to. Bounds the memory a compression bomb can ask for. */
export const MAX_SOURCE_PIXELS = 64_000_000;

/** The most pictures one question may have. */
export const MAX_ATTACHMENTS = 10;
