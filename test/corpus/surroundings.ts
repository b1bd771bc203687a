// The places developers write secrets in: where exact text comes from that Lenscap looks through.
import type { Drawn, TokenFormat } from './token-format.ts';

export interface Placed {
  text: string;
  /** Where the secret stands in it, in UTF-16 offsets, half-open. */
  start: number;
  end: number;
}

/** A place, and whether it says by a name what stands there. */
interface Place {
  name: string;
  isNamed: boolean;
  /** Whether a text of several lines may stand there. */
  takesLines: boolean;
  around(value: string, variable: string): string;
}

const camelCase = (name: string) =>
  name.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());

const PLACES: readonly Place[] = [
  {
    name: 'env',
    isNamed: true,
    takesLines: true,
    around: (value, variable) => `NODE_ENV=production\n${variable}=${value}\nPORT=8080\n`,
  },
  {
    name: 'shell',
    isNamed: true,
    takesLines: true,
    around: (value, variable) => `$ export ${variable}="${value}" && npm run deploy`,
  },
  {
    name: 'code',
    isNamed: true,
    takesLines: true,
    around: (value, variable) =>
      `const options = {\n  retries: 3,\n  ${camelCase(variable)}: \`${value}\`,\n  timeout: 30_000,\n};`,
  },
  {
    name: 'json',
    isNamed: true,
    takesLines: false,
    around: (value, variable) => `{"name": "orders", "${variable.toLowerCase()}": "${value}", "replicas": 2}`,
  },
  {
    name: 'yaml',
    isNamed: true,
    takesLines: false,
    around: (value, variable) => `env:\n  - name: LOG_LEVEL\n    value: debug\n  ${variable}: ${value}\n`,
  },
  {
    name: 'log',
    isNamed: true,
    takesLines: false,
    around: (value, variable) =>
      `2026-03-04T10:12:05.120Z DEBUG client configured ${variable.toLowerCase()}=${value} region=eu-west-1`,
  },
  {
    name: 'log without a name',
    isNamed: false,
    takesLines: false,
    around: (value) => `2026-03-04T10:12:05.120Z ERROR upstream refused ${value} (401)`,
  },
  {
    name: 'prose',
    isNamed: false,
    takesLines: false,
    around: (value) => `It still fails for me with ${value}, could you have a look at it tomorrow?`,
  },
  {
    name: 'several lines',
    isNamed: false,
    takesLines: true,
    around: (value) => `$ cat credentials.txt\n${value}\n$ ls\n`,
  },
  {
    name: 'markdown',
    isNamed: false,
    takesLines: false,
    around: (value) => `- **Staging:** \`${value}\` (changes every month)`,
  },
];

/** Puts what was drawn of a format into every place it can stand in, and be known. */
export function inItsPlaces(format: TokenFormat, draw: () => Drawn): { place: string; placed: Placed }[] {
  return PLACES.flatMap(({ name, isNamed, takesLines, around }) => {
    if (!isNamed && !format.isMarked) return [];
    const { text: value, secret } = draw();
    if (!takesLines && value.includes('\n')) return [];
    const text = around(value, format.variable);
    const start = text.indexOf(value) + value.indexOf(secret);
    return [{ place: name, placed: { text, start, end: start + secret.length } }];
  });
}
