import ignore, { type Ignore } from 'ignore';

/** The patterns of a directory's .gitignore, by its path from the top; undefined where there is none. */
export type ReadPatterns = (directory: string) => Promise<string | undefined>;

/**
 * Whether Git ignores a file, by the patterns of its directory and of all above it; those further down go
 * before those above, and nothing in a directory that is ignored is not. Upper and lower case are the same to
 * Git on some machines and not on others: what would be ignored on one of them is.
 * @param path from the top on, with slashes
 */
export async function isIgnored(path: string, readPatterns: ReadPatterns): Promise<boolean> {
  const steps = path.split('/');
  const rules: { depth: number; of: readonly Ignore[] }[] = [];
  for (const [depth] of steps.entries()) {
    const patterns = await readPatterns(steps.slice(0, depth).join('/'));
    if (patterns !== undefined) {
      const of = [true, false].map((ignorecase) => ignore({ ignorecase }).add(patterns));
      rules.unshift({ depth, of });
    }
    // All that is known of what lies in a directory stands in it or above.
    const isDirectory = depth < steps.length - 1;
    const reached = (from: number) => steps.slice(from, depth + 1).join('/') + (isDirectory ? '/' : '');
    for (const caseRule of [0, 1]) {
      const said = rules
        .map(({ depth: from, of }) => of[caseRule]?.test(reached(from)))
        .find((result) => result?.ignored || result?.unignored);
      if (said?.ignored) return true;
    }
  }
  return false;
}
