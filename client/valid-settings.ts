import * as z from 'zod';
import { Settings } from '../protocol/settings.ts';

const Group = z.record(z.string(), z.unknown());

/**
 * Leaves out what a setting cannot have, and nothing else: one rule with a
 * mistake must not turn off the others.
 * @returns with it the names of what was left out: `image.maxEdge`, `privacy.rules.2`.
 */
export function validSettings(given: unknown): { settings: Settings; invalid: string[] } {
  const groups = { ...z.record(z.string(), z.unknown()).safeParse(given).data };
  const names = new Set<string>();
  for (;;) {
    const { data, error } = Settings.safeParse(groups);
    if (data) return { settings: data, invalid: [...names] };
    // From the end, so that entries of a list keep their numbers; each once, whatever is wrong with it.
    const paths = new Map(error.issues.map(({ path }) => [path.slice(0, 3).join('.'), path.map(String)]));
    for (const [name, [group = '', field, index]] of [...paths].toReversed()) {
      names.add(name);
      groups[group] = without(groups[group], field, index);
    }
  }
}

/** A group without one of its fields, or without one entry of a field that is a list. */
function without(group: unknown, field: string | undefined, index: string | undefined): unknown {
  const fields = { ...Group.safeParse(group).data };
  if (field === undefined) return undefined;
  const list = fields[field];
  if (index !== undefined && Array.isArray(list)) fields[field] = list.toSpliced(Number(index), 1);
  else delete fields[field];
  return fields;
}
