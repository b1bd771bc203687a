import { homedir, userInfo } from 'node:os';

/** Whose machine it is. */
export interface Person {
  home: string;
  /** Their name at the system; empty where it has none. */
  user: string;
}

export function thisPerson(): Person {
  try {
    return { home: homedir(), user: userInfo().username };
  } catch {
    // A user id without an entry, as in some containers.
    return { home: homedir(), user: '' };
  }
}

/**
 * A text that can be shown to strangers: the home folder is `~`, the user's name is left out of other paths and
 * of what belongs to somebody ("Jane's Headset"), and an address loses its login and its query.
 */
export function withoutPerson(text: string, { home, user }: Person): string {
  const addresses = text
    // Up to the last @: a password may have some in it.
    .replace(/\b([a-z][a-z+.-]*:\/\/)[^\s/]*@/gi, '$1')
    .replace(/(:\/\/[^\s?]*)\?\S*/g, '$1');
  const atHome = home.length > 1 ? replaceWhole(addresses, home, '~') : addresses;
  const named = user === '' ? atHome : replaceInPaths(atHome, user);
  // “Jane's Headset”
  return named.replace(/(^|[\s,;("“])[^\s,;("“]+(['’]s?) (?=\p{Lu})/gu, '$1…$2 ');
}

/** Replaces a path where it is not the beginning of another name. */
function replaceWhole(text: string, path: string, by: string): string {
  const [first = '', ...others] = text.split(path);
  return others.reduce((done, other) => done + (/^[\w.-]/.test(other) ? path : by) + other, first);
}

/** Replaces a name where it is a whole part of a path. */
function replaceInPaths(text: string, name: string): string {
  const parts = text.split(/([\\/\s,;:"]+)/);
  return parts
    .map((part, at) =>
      part.toLowerCase() === name.toLowerCase() && /[\\/]$/.test(parts[at - 1] ?? '') ? '…' : part,
    )
    .join('');
}
