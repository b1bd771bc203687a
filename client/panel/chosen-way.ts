import type { Question } from '../../protocol/quote.ts';
import type { Route } from '../../protocol/route.ts';

/** Another way than Lenscap would choose. */
export interface ChosenWay {
  readonly route: Route;
  readonly model: string;
}

/** A way as a question has it: the local route has no model. */
export function wantedBy(way: ChosenWay | undefined): Pick<Question, 'route' | 'model'> {
  if (!way) return {};
  return way.route === 'local' ? { route: way.route } : { route: way.route, model: way.model };
}
