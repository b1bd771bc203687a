type Later = typeof import('./later.ts');

let loaded: Later | undefined;

/** Loads what the page needs only after it is shown. */
export const loading: Promise<Later> = import('./later.ts').then((later) => {
  loaded = later;
  return later;
});

/** What was loaded. Only for what is drawn because of a message: messages are read with it, and so come after it. */
export function later(): Later {
  if (!loaded) throw new Error('What draws answers has not been loaded.');
  return loaded;
}
