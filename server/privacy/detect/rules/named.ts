import { isFiller, type Rule } from '../rule.ts';

/** A secret that is known by the name in front of it and by its form. */
interface NamedSecret {
  id: string;
  title: () => string;
  description: string;
  /** Regular expressions for names, without groups that count, bounded; compared without regard to case. */
  names: readonly string[];
  /** As in `Rule`. */
  keywords: readonly string[];
  /** Regular expression for the value, without groups that count. */
  body: string;
  examples: readonly string[];
  counterExamples: readonly string[];
  confidence?: number;
  valid?: (value: string) => boolean;
  source?: string;
}

/** What stands between a name and its value: `=`, `: "`, `' => '`, `":"`, ` := `, `, `, `&name=`. */
export const ASSIGNS = String.raw`["'\]\x60]{0,2}[ \t]{0,20}(?:=>|:=|==?|:|,)[ \t]{0,20}\\?["'\x60]?`;

/** The rule for a secret that is known by the name in front of it and by its form. */
export function named(secret: NamedSecret): Rule {
  const names = secret.names.join('|');
  return {
    id: secret.id,
    title: secret.title,
    description: secret.description,
    confidence: secret.confidence ?? 0.95,
    keywords: secret.keywords,
    text: [
      {
        pattern: new RegExp(`(?:${names})${ASSIGNS}(?:Bearer )?(${secret.body})(?![A-Za-z0-9])`, 'dgi'),
        valid: (value) => !isFiller(value) && (secret.valid?.(value) ?? true),
      },
    ],
    reading: [],
    examples: secret.examples,
    counterExamples: secret.counterExamples,
    ...(secret.source === undefined ? {} : { source: secret.source }),
  };
}
