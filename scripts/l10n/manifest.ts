// What package.json itself says to people: VS Code reads it before any code of ours runs, from package.nls*.json.
import type { Translations } from './bundle.ts';

/** Fields of contributions that VS Code shows. */
const SHOWN = new Set([
  'title',
  'shortTitle',
  'description',
  'markdownDescription',
  'enumDescriptions',
  'markdownEnumDescriptions',
  'enumItemLabels',
  'deprecationMessage',
  'markdownDeprecationMessage',
  'patternErrorMessage',
  'contents',
  'altText',
  'contextualTitle',
  'displayName',
  'userDescription',
  'fullName',
  'label',
]);

/** What is data, whatever its fields are called. */
const DATA = new Set(['default', 'enum', 'examples', 'defaultSnippets', 'when', 'modelDescription']);

/** Our name is our name everywhere. */
const NAME = 'Lenscap';

/**
 * Moves the manifest's sentences out of it: each is replaced by `%key%`, its key made from where it
 * stands. What has been moved before stays as it is.
 * @returns the manifest to be written, and what was moved by its key
 */
export function moveSentences(manifest: unknown): { manifest: unknown; moved: Translations } {
  const moved: Record<string, string> = {};
  const move = (value: unknown, path: readonly string[], isShown: boolean): unknown => {
    if (Array.isArray(value)) {
      return value.map((each, index) => move(each, [...path, nameOf(each) ?? String(index)], isShown));
    }
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(
        Object.entries(value).map(([field, each]) => [
          field,
          DATA.has(field) ? each : move(each, [...path, field], SHOWN.has(field)),
        ]),
      );
    }
    if (!isShown || typeof value !== 'string' || value === '' || value === NAME || isKey(value)) return value;
    const key = path.join('.');
    if (moved[key] !== undefined) throw new Error(`Two sentences of package.json have the key “${key}”.`);
    moved[key] = value;
    return `%${key}%`;
  };
  if (typeof manifest !== 'object' || manifest === null) return { manifest, moved };
  const fields = Object.entries(manifest).map(([field, value]): [string, unknown] => {
    if (field === 'description') return [field, move(value, [field], true)];
    if (field === 'contributes') return [field, move(value, [], false)];
    return [field, field === 'capabilities' ? move(value, [field], false) : value];
  });
  return { manifest: Object.fromEntries(fields), moved };
}

/** The keys a manifest uses. */
export function keysIn(manifest: unknown): string[] {
  if (typeof manifest === 'string') return isKey(manifest) ? [manifest.slice(1, -1)] : [];
  if (typeof manifest !== 'object' || manifest === null) return [];
  return [...new Set(Object.values(manifest).flatMap(keysIn))].toSorted();
}

function isKey(text: string): boolean {
  return /^%[^%\s]+%$/.test(text);
}

/** What an entry of a list is called, so that its key does not change with its place. */
function nameOf(entry: unknown): string | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  for (const field of ['command', 'id', 'view']) {
    const name: unknown = Reflect.get(entry, field);
    if (typeof name === 'string') return name;
  }
  return undefined;
}
