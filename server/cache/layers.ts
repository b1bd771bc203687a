import type { Database as Sqlite } from 'better-sqlite3';
import type { Cacheable } from 'cacheable';
import { Seal } from '../storage/sealing.ts';
import { alone, cacheFile, openCacheFile } from './cache-file.ts';
import { Leases } from './leases.ts';
import { SqliteStore } from './sqlite-store.ts';

/** How many answers are kept in memory; the least recently used goes first. */
const MOST_IN_MEMORY = 100;

/** What all windows share: there only where there is a key to seal it with. */
export interface Disk {
  file: string;
  store: SqliteStore;
  leases: Leases;
  seal: Seal;
}

/** Memory over disk. */
export interface Layers {
  cache: Cacheable;
  disk: Disk | undefined;
  /** What a key is called in the layers. */
  name(key: string): string;
  /** Forgets what is in memory if another process has changed what is on the disk. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

export interface LayersOptions {
  directory: string;
  /** The key to seal with; undefined where there is no keychain. Called by one process at a time. */
  key: () => Promise<Buffer | undefined>;
  maxBytes: number;
  now: () => number;
  /** What goes wrong while the layers are used. */
  onError(error: unknown): void;
}

/**
 * Opens memory and disk; without a key memory alone, because nothing is written unsealed.
 * What seals is above the store: another store (Redis) would get the same sealed text.
 * @throws what keeps the file from being made
 */
export async function openLayers(options: LayersOptions): Promise<Layers> {
  return stack(await openShared(options), options);
}

/** Opens memory alone. */
export function openMemory(options: LayersOptions): Promise<Layers> {
  return stack(undefined, options);
}

interface Shared {
  sqlite: Sqlite;
  disk: Disk;
}

async function stack(shared: Shared | undefined, options: Pick<LayersOptions, 'onError'>): Promise<Layers> {
  const { Cacheable, createKeyv, Keyv } = await import('cacheable');
  const cache = new Cacheable({
    primary: createKeyv({ lruSize: MOST_IN_MEMORY }),
    ...(shared && {
      secondary: new Keyv({
        store: shared.disk.store,
        useKeyPrefix: false,
        serialize: (data) => shared.disk.seal.seal(JSON.stringify(data)),
        // What does not open is not there.
        deserialize: (sealed) => {
          const opened = shared.disk.seal.open(sealed);
          return opened === undefined ? undefined : JSON.parse(opened);
        },
      }),
    }),
  });
  cache.on('error', options.onError);
  let seen = shared && versionOf(shared.sqlite);
  return {
    cache,
    disk: shared?.disk,
    name: (key) => shared?.disk.seal.name(key) ?? key,
    async refresh() {
      if (!shared) return;
      const version = versionOf(shared.sqlite);
      if (version !== seen) await cache.primary.clear();
      seen = version;
    },
    close: async () => void shared?.sqlite.close(),
  };
}

async function openShared(options: LayersOptions): Promise<Shared | undefined> {
  const { directory, maxBytes, now } = options;
  return alone(directory, async () => {
    const key = await options.key();
    if (!key) return undefined;
    const sqlite = await openCacheFile(directory);
    const store = new SqliteStore(sqlite, { maxBytes, now });
    const seal = new Seal(key, 'cache');
    return { sqlite, disk: { file: cacheFile(directory), store, leases: new Leases(sqlite), seal } };
  });
}

/** Changes when another connection has written. Costs microseconds. */
function versionOf(sqlite: Sqlite): unknown {
  return sqlite.pragma('data_version', { simple: true });
}
