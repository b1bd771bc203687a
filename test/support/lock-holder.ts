// Takes a lock and keeps it until it is killed.
import { tryLock } from '../../server/storage/lock.ts';

const [file = ''] = process.argv.slice(2);
const release = await tryLock(file);
process.send?.(release ? 'locked' : 'taken');
process.on('disconnect', () => release?.());
