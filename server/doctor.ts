import { release, type } from 'node:os';
import * as l10n from '@vscode/l10n';
import type { Check } from '../protocol/setup.ts';
import type { App } from './app.ts';
import { checkAnswers } from './check-answers.ts';
import { checkPictures, checkSound } from './check-media.ts';
import { checkStorage } from './check-storage.ts';
import { thisPerson, withoutPerson } from './places.ts';
import { version } from './version.ts';

/**
 * Looks at what Lenscap needs, each thing for itself: one that is broken hides no other. Asks the provider,
 * and the server on this machine, for their lists of models; sends nothing else. Safe to be shown to strangers.
 */
export async function doctor(app: App): Promise<Check[]> {
  const areas = await Promise.all([
    looked('answers', () => checkAnswers(app)),
    looked('pictures', () => checkPictures(app)),
    looked('sound', () => checkSound(app)),
    looked('storage', () => checkStorage(app)),
  ]);
  const { apiKey } = await app.connections.key();
  const person = thisPerson();
  const clean = (text: string) =>
    withoutPerson(apiKey === undefined ? text : text.replaceAll(apiKey, '…'), person);
  return [...areas.flat(), ...versions()].map(({ detail, mend, ...check }) => ({
    ...check,
    detail: clean(detail),
    mend: mend === null ? null : clean(mend),
  }));
}

async function looked(area: Check['area'], look: () => Promise<Check[]>): Promise<Check[]> {
  try {
    return await look();
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return [
      { area, name: area, ok: false, detail, mend: l10n.t('This is a fault of Lenscap; please report it.') },
    ];
  }
}

function versions(): Check[] {
  const { versions: programs, platform, arch } = process;
  const known = { area: 'versions', ok: true, mend: null } as const;
  return [
    { ...known, name: 'daemon', detail: version },
    { ...known, name: 'Node', detail: programs.node },
    { ...known, name: 'system', detail: `${type()} ${release()}, ${platform}-${arch}` },
  ];
}
