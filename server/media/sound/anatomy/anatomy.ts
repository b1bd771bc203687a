import type { Removal } from '../../metadata/said.ts';
import type { SoundFormat } from '../formats.ts';
import type { SoundSource } from '../source.ts';

/** What a container says it holds. */
export interface Track {
  kind: 'sound' | 'video' | 'other';
  /** By the container's own name: `mp4a`, `A_OPUS`, `vorbis`; empty where the format has but one. */
  codec: string;
}

/** A file along the structure of its format: what is in it, and what it carries beside the sound. */
export interface SoundAnatomy {
  tracks: Track[];
  metadata: Removal[];
  /** How long it says its sound is, in seconds; undefined where it does not. */
  saidSeconds?: number | undefined;
  /** Whether the file ends in the middle of something. */
  isCut?: boolean;
}

/**
 * Reads a file along its format's structure: bounded in steps and in bytes,
 * whatever the file says of itself.
 * @returns undefined where it is not of that format.
 */
export type Dissector = (source: SoundSource) => Promise<SoundAnatomy | undefined>;

export type Dissectors = Record<SoundFormat, Dissector>;

/** The most parts of a file that are looked at; a hostile one has millions. */
export const MAX_STEPS = 4_000;

/** The most bytes of one part of metadata that are looked at. */
export const MAX_METADATA_BYTES = 256 * 1024;
