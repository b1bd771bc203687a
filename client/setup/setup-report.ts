import type { Check, CheckArea } from '../../protocol/setup.ts';

const TITLES: Readonly<Record<CheckArea, string>> = {
  answers: 'Who Answers',
  pictures: 'Pictures',
  sound: 'Sound',
  storage: 'Ledger, Cache, and Keychain',
  versions: 'Versions',
};

/** The command that mends a check with a fault, and what stands on it; by the check's name. */
const MENDED_BY: Readonly<Record<string, { title: string; command: string }>> = {
  key: { title: 'Set API Key', command: 'lenscap.setApiKey' },
  'local server': { title: 'Use a Local Server', command: 'lenscap.useLocalServer' },
  microphone: { title: 'Choose Microphone', command: 'lenscap.chooseMicrophone' },
  ledger: { title: 'Accept Restored Ledger', command: 'lenscap.acceptLedger' },
  daemon: { title: 'Restart Daemon', command: 'lenscap.restartDaemon' },
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
  const lines = ['# Lenscap: Setup', '', `${summary(faults)} Checked ${at}.`, ''];
  const ways: SetupReport['ways'][number][] = [];
  for (const area of Object.keys(TITLES)) {
    const ofArea = checks.filter((check) => check.area === area);
    if (ofArea.length === 0) continue;
    lines.push(`## ${TITLES[ofArea[0]?.area ?? 'versions']}`, '');
    for (const { name, ok, detail, mend } of ofArea) {
      const way = ok ? undefined : MENDED_BY[name];
      if (way) ways.push({ line: lines.length, ...way });
      lines.push(`- ${mark(ok, mend)} ${oneLine(name)}: ${oneLine(detail)}`);
      if (mend !== null) lines.push(`  - ${ok ? '' : 'To mend: '}${oneLine(mend)}`);
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
  if (faults === 0) return 'Nothing needs mending.';
  return faults === 1 ? 'One thing needs mending (✗).' : `${faults} things need mending (✗).`;
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
}
