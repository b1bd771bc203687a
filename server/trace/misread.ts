import { CODE } from './rule.ts';

/** Digits, and what readers of pictures take for them. */
const DIGIT = '[0-9lIi|!OoQSsBZz]';
const LIKE: Readonly<Record<string, string>> = {
  ...{ l: '1', I: '1', i: '1', '|': '1', '!': '1' },
  ...{ O: '0', o: '0', Q: '0', S: '5', s: '5', B: '8', Z: '2', z: '2' },
};

/** Endings of two letters that are read with another one of them, as what they are. */
const ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/(?<=[\w)\]])\.(?:1s|ls|t5|tS|fs)(?=[:;(]\s?\d)/g, '.ts'],
  [/(?<=[\w)\]])\.(?:j5|jS|is|Js)(?=[:;(]\s?\d)/g, '.js'],
  [/(?<=[\w)\]])\.(?:pv|Py|py,)(?=[:;(]\s?\d|", line)/g, '.py'],
];

/** `.ts:42:17` and the like, however its separators and digits were read. */
const POSITION = new RegExp(
  ` ?\\. ?(${CODE})(?: ?[:;](?: (?!${DIGIT}{1,6} [a-z]))?| ?(?=\\())(\\(?)(${DIGIT}{1,6})(?:( ?[:;.,] ?)(${DIGIT}{1,6}))?(?![\\w])`,
  'g',
);
const LINE_WORD = new RegExp(`(["'\`,:]) ?,? ?[l1I]ine ?(${DIGIT}{1,6})(?!\\w)`, 'g');

/**
 * A line of text that was read in a picture as it was probably written, as far as places in code go: quotes and
 * dashes as one types them, colons that were read as semicolons, digits that were read as letters, and no
 * spaces beside the separators of a path.
 */
export function mend(line: string): string {
  let mended = line
    .replace(/[“”„″]/g, '"')
    .replace(/[‘’′]/g, "'")
    .replace(/[—–]/g, '-')
    .replace(/(\w) ?([/\\]) (?=[\w.@[(])/g, '$1$2')
    .replace(/(\w) ([/\\])(?=[\w.@[(])/g, '$1$2');
  for (const [pattern, ending] of ENDINGS) mended = mended.replace(pattern, ending);
  return mended
    .replace(POSITION, (whole, ending: string, open: string, one: string, between = '', other = '') => {
      // A word is no number: at least one of its characters has to be a digit, or all to look like one and zero.
      const [line_, column] = [digits(one), digits(other)];
      if (line_ === undefined || (other !== '' && column === undefined)) return whole;
      const separator = open === '(' ? ',' : ':';
      const rest = other === '' ? '' : `${between.trim() === ',' && open === '' ? ', ' : separator}${column}`;
      return `.${ending}${open || ':'}${line_}${rest}`;
    })
    .replace(LINE_WORD, (whole, before: string, number: string) => {
      const line_ = digits(number);
      if (line_ === undefined) return whole;
      return before === ':' ? `:line ${line_}` : `${before === ',' ? '' : before}, line ${line_}`;
    });
}

function digits(read: string): string | undefined {
  if (!/\d/.test(read) && !/^[lI|!Oo]+$/.test(read)) return undefined;
  return [...read].map((character) => LIKE[character] ?? character).join('');
}
