import manifest from '../package.json' with { type: 'json' };

/** The version of Lenscap, as the manifest has it. */
export const version = manifest.version;
