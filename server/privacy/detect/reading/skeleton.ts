/**
 * Characters that readers take for each other, as inside of a character class.
 * Letters are also taken for the same letter in the other case.
 */
const CONFUSABLE: Readonly<Record<string, string>> = {
  a: 'aA@4',
  b: 'bB86h',
  c: 'cC(¢e',
  d: 'dD0',
  e: 'eEcé€',
  f: 'fFt',
  g: 'gG9q6',
  h: 'hHbn',
  i: 'iI1lLjJT!|í',
  j: 'jJi1I',
  k: 'kKx',
  l: 'lL1Ii|!',
  m: 'mMn',
  n: 'nNm',
  o: 'oO0Q',
  p: 'pP',
  q: 'qQg9',
  r: 'rR',
  s: 'sS5$',
  t: 'tTf7+',
  u: 'uUv',
  v: 'vVyu',
  w: 'wWv',
  x: 'xX',
  y: 'yYv',
  z: 'zZ2',
  0: '0OoQDU',
  1: '1lIiL|!',
  2: '2zZ',
  3: '3',
  4: '4Aa',
  5: '5Ss',
  6: '6bG',
  7: '7T',
  8: '8B',
  9: '9gq',
};

/** Source of a regular expression for a word as it may have been read. Separators may be taken for others, or be lost. */
export function tolerant(word: string, separators: 'optional' | 'needed' = 'optional'): string {
  const maybe = separators === 'optional' ? '?' : '';
  let source = '';
  for (const character of word) {
    const set = CONFUSABLE[character.toLowerCase()];
    // One of the thin ones is easily read as two.
    if (set !== undefined) source += `[${set}]${/[il1]/i.test(character) ? '{1,2}' : ''}`;
    else if (character === '_') source += `(?:[ ]?[_.~—–-][ ]?|[ ])${maybe}`;
    else if (character === '-') source += `[ ]?[_~—–-]${maybe}[ ]?`;
    else if (character === '.') source += '[ ]?[.,·:][ ]?';
    else source += `[ ]?${character.replace(/[.*+?^${}()|[\]\\/-]/, '\\$&')}[ ]?`;
  }
  return source;
}

/** Whether all characters but a few are hexadecimal digits: misread ones may be anything. */
export function isHexLike(text: string): boolean {
  const plain = text.replaceAll(/[-.\s]/g, '');
  const digits = plain.replaceAll(/[^0-9a-fA-F]/g, '').length;
  return plain.length >= 7 && digits >= plain.length * 0.85 && /^[0-9A-Za-z|]+$/.test(plain);
}
