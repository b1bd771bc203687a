// The details behind the table, for people: on standard error, beside the rows.
import type { Asked } from './ask.ts';

/** A line for each kind and what it needs, then every question that went the wrong way or lost its answer. */
export function tellOfKinds(asked: readonly Asked[]): void {
  const groups = Map.groupBy(asked, ({ question: { item } }) => `${item.needs}: ${item.kind}`);
  const rows = [
    ['needs: kind', 'questions', 'sent as text', 'glance', 'right', 'answer lost', '$ per 1,000'],
  ];
  for (const [name, group] of [...groups].sort(([a], [b]) => a.localeCompare(b))) {
    const count = (holds: (one: Asked) => boolean) => String(group.filter(holds).length);
    rows.push([
      name,
      String(group.length),
      count(({ route }) => route === 'text'),
      count(({ isGlance }) => isGlance),
      count(isRight),
      count(({ missing }) => missing.length > 0),
      dollars(group, 'lenscap'),
    ]);
  }
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const row of rows)
    console.error(
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    );
  for (const one of asked.filter((each) => !isRight(each) && !each.isGlance))
    console.error(
      `Wrong way: ${one.question.id} "${one.question.item.prompt}" needs ${one.question.item.needs}, was sent as ${one.route}: ${one.reason}`,
    );
  for (const { question, missing } of asked.filter((each) => each.missing.length > 0))
    console.error(`Answer lost: ${question.id} ${missing.join(' · ')}`);
  console.error('');
}

/** Whether a question was sent as what it needs. Text that a cheaper model looks at is none of these, and told apart. */
export function isRight({ route, question: { item } }: Asked): boolean {
  return route === (item.needs === 'text' ? 'text' : 'vision');
}

/** What a thousand such questions cost, in dollars. */
export function costOfThousand(asked: readonly Asked[], way: keyof Asked['nanoUsd']): number {
  return asked.reduce((sum, { nanoUsd }) => sum + nanoUsd[way], 0) / asked.length / 1e6;
}

function dollars(asked: readonly Asked[], way: keyof Asked['nanoUsd']): string {
  return costOfThousand(asked, way).toFixed(2);
}
