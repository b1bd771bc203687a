/** An address, its server or project, and what bundlers and development servers add before and after the path. */
const ADDRESS =
  /^(?:https?|file|webpack|webpack-internal|vite|turbopack|app|rsc|ng|capacitor|ionic):\/{2,3}/i;

/** No path, but what engines write where there is none. */
const NONE = /^(?:<|\[native|native$|anonymous$|unknown|eval\b|internal\b|debugger|extensions::)/i;

/** What comes with a language, or was installed beside the user's code. */
const LIBRARY = [
  /^node:/,
  /^internal\//,
  /(?:^|[\\/])(?:node_modules|site-packages|dist-packages|bower_components|\.pnpm|\.yarn|\.venv|\.tox)[\\/]/,
  /(?:^|[\\/])vendor[\\/]/,
  /[\\/]lib[\\/]python\d/,
  /[\\/](?:gems|rubies|\.rbenv|\.cargo|\.rustup|\.m2|\.gradle|\.nuget|\.pub-cache)[\\/]/,
  /[\\/]pkg[\\/]mod[\\/]/,
  /^\/(?:usr|rustc|opt|nix|snap|Applications|Library|System)\//,
  /[\\/](?:Program Files|Microsoft Visual Studio|Windows Kits)/,
  /[\\/]deps[\\/][^\\/]+[\\/]lib[\\/]/,
  /^(?:webpack[\\/](?:bootstrap|runtime|startup)|@vite[\\/]|@react-refresh|@id[\\/])/,
];

/**
 * A path as it was found, as one that can be looked for: of an address what follows its server, without what
 * was asked for with it.
 * @returns undefined where it is none
 */
export function cleanPath(found: string): string | undefined {
  let path = found.trim();
  if (ADDRESS.test(path)) {
    const isFile = /^file:/i.test(path);
    path = path.replace(isFile ? /^file:\/\//i : /^[a-z-]+:\/{2,3}(?:\([^)]{0,60}\)\/)?/i, '');
    // The server, or the project's name: `webpack://shop/./src`. A file has none, and Windows' begin with a drive.
    if (!isFile) path = found.startsWith('webpack-internal:') ? path : path.replace(/^[^/]*\//, '');
    path = path.replace(/[?#].*$/s, '').replace(/^\/([A-Za-z]:)/, '$1');
    path = path.replace(/^(?:\(?[\w-]{1,40}\)\/)?(?:\.\/)+/, '').replace(/^(?:@fs|_next|_N_E)\//, '/');
    try {
      path = decodeURIComponent(path);
    } catch {
      // A percent sign that stands for itself.
    }
  }
  if (path === '' || path.length > 300 || NONE.test(path) || !/[A-Za-z]/.test(path)) return undefined;
  // Nothing a file can be called has these; text that only looks like a frame may.
  return hasControls(path) ? undefined : path;
}

function hasControls(path: string): boolean {
  return [...path].some((character) => character < ' ' || character === '\u007f');
}

/** Whether a file is none of the user's own. */
export function isLibraryPath(path: string): boolean {
  return LIBRARY.some((pattern) => pattern.test(path));
}
