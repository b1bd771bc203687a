import type { Detector } from '../../../server/privacy/detector.ts';
import { ordinaryText } from '../../corpus/ordinary-text.ts';
import { createRandom } from '../../corpus/random.ts';
import { inItsPlaces } from '../../corpus/surroundings.ts';
import { TOKEN_FORMATS } from '../../corpus/token-formats.ts';

/** How often a format is drawn for each of its places. */
const DRAWS = 3;

export interface ExactResult {
  secrets: { all: number; found: number };
  /** Formats of which a draw was missed, and the places it stood in. */
  missed: Map<string, Set<string>>;
  ordinary: { all: number; alarms: string[] };
}

/** Looks for every public format wherever it can stand, and for nothing in ordinary text. */
export async function lookThroughText(detector: Detector, seed: number): Promise<ExactResult> {
  const random = createRandom(seed);
  const result: ExactResult = {
    secrets: { all: 0, found: 0 },
    missed: new Map(),
    ordinary: { all: 0, alarms: [] },
  };
  for (let draw = 0; draw < DRAWS; draw++) {
    for (const format of TOKEN_FORMATS) {
      for (const { place, placed } of inItsPlaces(format, () => format.draw(random))) {
        const found = await detector.inText(placed.text);
        const isFound = Array.from({ length: placed.end - placed.start }, (_, at) => placed.start + at).every(
          (at) => found.some(({ start, end }) => start <= at && at < end),
        );
        result.secrets.all++;
        if (isFound) result.secrets.found++;
        else result.missed.set(format.name, (result.missed.get(format.name) ?? new Set()).add(place));
      }
    }
  }
  for (const text of ordinaryText(seed)) {
    const found = await detector.inText(text);
    result.ordinary.all++;
    if (found.length > 0)
      result.ordinary.alarms.push(
        `${found.map(({ rule }) => rule).join(', ')} in ${JSON.stringify(text.slice(0, 100))}`,
      );
  }
  return result;
}
