// Loaded into a daemon before its own code (`node --expose-gc --import …`): on SIGUSR2 it collects
// garbage and writes what it then uses to the file that LENSCAP_BENCH_MEMORY names.
import { renameSync, writeFileSync } from 'node:fs';

const file = process.env['LENSCAP_BENCH_MEMORY'] ?? '';

process.on('SIGUSR2', async () => {
  // Buffers are let go by finalizers that run between collections.
  for (let pass = 0; pass < 4; pass++) {
    globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    await new Promise((next) => setImmediate(next));
  }
  // Renamed when complete, so that nobody reads half of it.
  writeFileSync(`${file}.part`, JSON.stringify(process.memoryUsage()));
  renameSync(`${file}.part`, file);
});
