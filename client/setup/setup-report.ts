import * as l10n from '@vscode/l10n';
import { plural } from '../../protocol/language.ts';
import type { Check, CheckArea } from '../../protocol/setup.ts';

const TITLES: Readonly<Record<CheckArea, () => string>> = {
  answers: () => l10n.t('Who Answers'),
  pictures: () => l10n.t('Pictures'),
  sound: () => l10n.t('Sound'),
  storage: () => l10n.t('Ledger, Cache, and Keychain'),
  versions: () => l10n.t('Versions'),
};

/** What checks are about, for people; by the check's name. What is not here is a name everywhere. */
const NAMES: Readonly<Record<string, () => string>> = {
  key: () => l10n.t('key'),
  provider: () => l10n.t('provider'),
  'local server': () => l10n.t('local server'),
  proxy: () => l10n.t('proxy'),
  decoder: () => l10n.t('decoder'),
  reader: () => l10n.t('reader'),
  microphone: () => l10n.t('microphone'),
  'sound files': () => l10n.t('sound files'),
  ledger: () => l10n.t('ledger'),
  copies: () => l10n.t('copies'),
  keychain: () => l10n.t('keychain'),
  daemon: () => l10n.t('daemon'),
  system: () => l10n.t('system'),
  extension: () => l10n.t('extension'),
  workspace: () => l10n.t('workspace'),
};

/** The command that mends a check with a fault, and what stands on it; by the check's name. */
const MENDED_BY: Readonly<Record<string, { title: () => string; command: string }>> = {
  key: { title: () => l10n.t('Set API Key'), command: 'lenscap.setApiKey' },
  'local server': { title: () => l10n.t('Use a Local Server'), command: 'lenscap.useLocalServer' },
  microphone: { title: () => l10n.t('Choose Microphone'), command: 'lenscap.chooseMicrophone' },
  ledger: { title: () => l10n.t('Accept Restored Ledger'), command: 'lenscap.acceptLedger' },
  daemon: { title: () => l10n.t('Restart Daemon'), command: 'lenscap.restartDaemon' },
};

/** A report as a document, and where in it something can be done. */
export interface SetupReport {
  /** Markdown. */
  readonly text: string;
  /** Commands by the number of their line, from 0. */
  readonly ways: readonly { readonly line: number; readonly title: string; readonly command: string }[];
}

/**
 * What was found, for people to read and to paste into a report.
 * @param at when it was looked, as it is to be shown
 */
export function setupReport(checks: readonly Check[], at: string): SetupReport {
  const faults = checks.filter(({ ok }) => !ok).length;
  const lines = [`# ${l10n.t('Lenscap: Setup')}`, '', `${summary(faults)} ${l10n.t('Checked {0}.', at)}`, ''];
  const ways: SetupReport['ways'][number][] = [];
  for (const area of Object.keys(TITLES)) {
    const ofArea = checks.filter((check) => check.area === area);
    if (ofArea.length === 0) continue;
    lines.push(`## ${TITLES[ofArea[0]?.area ?? 'versions']()}`, '');
    for (const { name, ok, detail, mend } of ofArea) {
      const way = ok ? undefined : MENDED_BY[name];
      if (way) ways.push({ line: lines.length, ...way, title: way.title() });
      lines.push(`- ${mark(ok, mend)} ${oneLine(NAMES[name]?.() ?? name)}: ${oneLine(detail)}`);
      if (mend !== null) lines.push(`  - ${ok ? oneLine(mend) : l10n.t('To mend: {0}', oneLine(mend))}`);
    }
    lines.push('');
  }
  return { text: lines.join('\n'), ways };
}

/** No colour: it has to be read in a report as well. */
function mark(ok: boolean, mend: string | null): string {
  if (!ok) return '✗';
  return mend === null ? '✓' : '–';
}

function summary(faults: number): string {
  if (faults === 0) return l10n.t('Nothing needs mending.');
  return plural(faults, {
    one: l10n.t('One thing needs mending (✗).'),
    other: l10n.t('{0} things need mending (✗).', faults),
  });
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
}
