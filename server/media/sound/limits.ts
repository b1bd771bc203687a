/** What transcripts and audio models are made from, in samples a second. */
export const SAMPLE_RATE = 16_000;

/** The largest file that is read, in bytes: an hour of the largest WAV that is usual has one billion. */
export const MAX_SOUND_BYTES = 2_000_000_000;

/** The longest sound that is decoded unless less is asked for, in seconds. */
export const MAX_SOUND_SECONDS = 4 * 3600;

/** What the provider takes in one request, all of the multipart body together, in bytes. */
export const MAX_BODY_BYTES = 26_214_400;

/** Left of it for boundaries, headers, model and prompt. */
const FORM_BYTES = 65_536;

/** The most bytes of a WAV file that is sent in one request: 13.6 minutes. */
export const MAX_PART_BYTES = MAX_BODY_BYTES - FORM_BYTES;
