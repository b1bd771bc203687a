// What the editor tests need from the operating system, and how to get it on Debian.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

export interface Requirement {
  /** The Debian package. */
  readonly name: string;
  /** Commands on the PATH, or absolute files, which show that it is there however it was installed. */
  readonly shownBy: readonly string[];
}

/** What code-server is compiled with. */
export const codeServerRequirements: readonly Requirement[] = [
  { name: 'libkrb5-dev', shownBy: ['/usr/include/gssapi/gssapi.h'] },
  { name: 'python3', shownBy: ['python3'] },
  { name: 'make', shownBy: ['make'] },
  { name: 'g++', shownBy: ['g++'] },
  { name: 'pkg-config', shownBy: ['pkg-config'] },
];

/** A browser to look at code-server with, and a font to read it. */
export const browserRequirements: readonly Requirement[] = [
  { name: 'chromium', shownBy: ['chromium'] },
  { name: 'fonts-dejavu-core', shownBy: ['/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf'] },
];

/** What screenshots of developers' screens are written in, where they are rendered. */
export const fontRequirements: readonly Requirement[] = [
  { name: 'fonts-hack', shownBy: ['/usr/share/fonts/truetype/hack/Hack-Regular.ttf'] },
  {
    name: 'fonts-jetbrains-mono',
    shownBy: ['/usr/share/fonts/truetype/jetbrains-mono/JetBrainsMono-Regular.ttf'],
  },
  { name: 'fonts-firacode', shownBy: ['/usr/share/fonts/truetype/firacode/FiraCode-Regular.ttf'] },
  { name: 'fonts-liberation', shownBy: ['/usr/share/fonts/truetype/liberation/LiberationMono-Regular.ttf'] },
  { name: 'fonts-noto-mono', shownBy: ['/usr/share/fonts/truetype/noto/NotoMono-Regular.ttf'] },
];

/** Programs our results are checked or compared against. */
export const toolRequirements: readonly Requirement[] = [
  { name: 'neovim', shownBy: ['nvim'] },
  { name: 'imagemagick', shownBy: ['/usr/bin/convert'] },
  { name: 'libimage-exiftool-perl', shownBy: ['exiftool'] },
  { name: 'tesseract-ocr', shownBy: ['tesseract'] },
];

/** Something to say, something to hear it with, and files to put it into. */
export const soundRequirements: readonly Requirement[] = [
  { name: 'ffmpeg', shownBy: ['ffmpeg', 'ffprobe'] },
  { name: 'espeak-ng', shownBy: ['espeak-ng'] },
  { name: 'pulseaudio', shownBy: ['pulseaudio'] },
  { name: 'pulseaudio-utils', shownBy: ['pactl', 'pacat'] },
];

function isOnPath(command: string): boolean {
  if (isAbsolute(command)) return existsSync(command);
  return (process.env['PATH'] ?? '').split(delimiter).some((directory) => {
    try {
      accessSync(join(directory, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function isPackageInstalled(name: string): boolean {
  const query = spawnSync('dpkg-query', ['--status', name], { encoding: 'utf8' });
  return query.status === 0 && query.stdout.includes('\nStatus: install ok installed\n');
}

/** The requirements that this machine does not meet. */
export function missing(requirements: readonly Requirement[]): Requirement[] {
  return requirements.filter(({ name, shownBy }) => !shownBy.every(isOnPath) && !isPackageInstalled(name));
}

/**
 * Installs what is missing by apt-get, if this process may.
 * @returns undefined when everything is there, otherwise one line that names
 * what is missing and the command that would install it.
 */
export function ensureDebianPackages(requirements: readonly Requirement[]): string | undefined {
  const wanted = missing(requirements).map(({ name }) => name);
  if (wanted.length === 0) return undefined;

  const install = ['install', '-y', '--no-install-recommends', ...wanted];
  if (isOnPath('apt-get') && process.getuid?.() === 0) {
    console.log(`Installing ${wanted.join(', ')}…`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    for (const args of [['update'], install]) {
      // Quiet unless it fails: thousands of lines hide what the tests say.
      const run = spawnSync('apt-get', ['-q', ...args], { env, encoding: 'utf8', maxBuffer: 2 ** 28 });
      if (run.status !== 0) console.error(run.stderr.trim());
    }
  }

  const still = missing(requirements).map(({ name }) => name);
  if (still.length === 0) return undefined;
  return `missing Debian packages ${still.join(', ')}; install them with: sudo apt-get update && sudo apt-get install -y ${still.join(' ')}`;
}
