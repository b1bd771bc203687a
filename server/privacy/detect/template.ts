/** Sets of characters that templates name. */
const alphabets: Readonly<Record<string, string>> = {
  /** Letters and digits. */
  an: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  /** Capital letters and digits. */
  AN: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  /** Small letters and digits. */
  low: 'abcdefghijklmnopqrstuvwxyz0123456789',
  hex: '0123456789abcdef',
  HEX: '0123456789ABCDEF',
  /** Digits. */
  d: '0123456789',
  /** Digits but 0. */
  d1: '123456789',
  base32: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  bech32: 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L',
  base64: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
  base64url: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
  az: 'abcdefghijklmnopqrstuvwxyz',
  AZ: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  dollar: '$',
  /** A password as a generator makes it. */
  pw: 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789!#%*',
};

/**
 * A text made from a template: `{an:36}` stands for 36 random letters and
 * digits, `{nothing}` for nothing at all. That way the sources contain no
 * string that looks like a secret.
 * @param random from 0 to below 1
 * @throws Error for a set of characters that does not exist
 */
export function expand(template: string, random: () => number): string {
  return template.replaceAll(/\{(?:nothing|(\w+):(\d+))\}/g, (_, name?: string, length?: string) => {
    if (name === undefined) return '';
    const alphabet = alphabets[name];
    if (alphabet === undefined) throw new Error(`There is no alphabet "${name}" for templates.`);
    let text = '';
    for (let i = 0; i < Number(length); i++) text += alphabet[Math.floor(random() * alphabet.length)] ?? '';
    return text;
  });
}

/** Splits an expanded example into its text and the secret that was marked with « and ». */
export function example(marked: string): { text: string; secret: string } {
  const start = marked.indexOf('«');
  const end = marked.indexOf('»');
  if (start < 0 || end < start) throw new Error(`The example has no secret between « and »: ${marked}`);
  return { text: marked.replace('«', '').replace('»', ''), secret: marked.slice(start + 1, end) };
}

/** Numbers that look random and are the same each time: linear congruential, modulus 2³². */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
