/** Words that stand where a secret would: types, nothing, and what people write into examples. */
const NO_SECRETS = new Set(
  `true false null nil none undefined void string str number int integer boolean bool object array any unknown never
  required optional secret password passwd token key apikey value text default empty todo fixme tbd changeme change-me
  change_me example placeholder redacted hidden masked removed yes no on off enabled disabled test-token your-token
  must should and or is was the a an in of to for not invalid incorrect wrong expired missing forgotten reset
  await new async return const let var function self this bytes date bearer basic digest hash type name input output
  username email login admin user root public private public-key header cookie session csrf config env file path`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** How code names what is elsewhere: variables, calls, members, templates. */
const REFERENCE =
  /^(?:[$%#@]?[{(<[]|\$[A-Za-z_]|%[A-Za-z_]\w*%(?!\w)|![=(/]|=|~\/|\.{1,2}\/|\\|https?:\/\/)|process\.env|import\.meta|os\.environ|getenv|\benv[.[]|secrets?\.[A-Za-z]|vars?\.[A-Za-z]|^[A-Za-z_$][\w$]*(?:[?!]?\.[A-Za-z_$][\w$]*)+[!?]?$|^[A-Za-z_$][\w$.]*[([<]|\$\{|\{\{|=>|\?\.|\|\||&&|::/;

/** A name with an operator in front: `!isValid`, `*pointer`, `&buffer[0]`, and `!Ref` of YAML. */
const OPERAND = /^(?:!{1,2}|\*|&)([A-Za-z_$][\w$.?]*)!?(?:[([<].*)?$/;

const FILLER =
  /^[*•●∙·.xX_#?-]+$|(?<![A-Za-z0-9])(?:your|example|placeholder|changeme|replace|redacted|insert|dummy)|(?:example|placeholder|changeme|redacted)$|\*{4}|•{3}|x{5}|\.{3}|…|<|^[a-z]+-here$/i;

/** What a name may be followed by that makes it another's: `passwordLength`, `token_count`, `secretName`. */
const ABOUT =
  /(?:len(?:gth)?|count|min|max|size|limit|name|names|type|file|path|dir|url|uri|endpoint|host|port|ttl|expir\w*|expires?|age|policy|hint|field|label|placeholder|prompt|message|error|id|ids|ref|format|regex|pattern|rules?|valid\w*|require\w*|reset|change[ds]?|strength|scopes?|version|algo\w*|encoding|prefix|suffix|issuer|audience|store|manager|provider|service|header|index|usage|budget|used|izers?|ize[ds]?|s)$/i;

/** Whether a name is about a secret rather than the name of one. */
export function isAboutSecret(name: string): boolean {
  const words = name.replaceAll(/([a-z\d])([A-Z])/g, '$1_$2').replace(/^[^A-Za-z]+|[^A-Za-z0-9]+$/g, '');
  return (
    /^(?:tokens|passwords|secrets|keys)$/i.test(words) ||
    ABOUT.test(words.replace(/^.*(?:password|passwd|token|secret|key|pwd|pass)/i, '')) ||
    /(?:max|min|num|total|prompt|completion|input|output|used|context)[_ .-]?tokens?/i.test(words) ||
    /^(?:public|primary|foreign|cache|sort|partition|group|i18n|react|row|translation)[_ .-]?keys?$/i.test(
      words,
    )
  );
}

/** Whether a value is a reference, a type or a stand-in, rather than a secret itself. */
export function isReference(value: string): boolean {
  return (
    NO_SECRETS.has(value.toLowerCase()) ||
    REFERENCE.test(value) ||
    isOperand(value) ||
    FILLER.test(value) ||
    new Set(value).size < 3
  );
}

/** Whether a value is a name with an operator in front, rather than a password that begins with one's sign. */
function isOperand(value: string): boolean {
  const name = OPERAND.exec(value)?.[1];
  return name !== undefined && !(/\d/.test(name) && looksRandom(name));
}

/** Upper- and lower-case letters and digits that are left when runs are taken out that words and numbers are made of. */
function leftover(text: string): number {
  return text.replaceAll(/[A-Z][a-z]{2,}|[a-z]{3,}|[A-Z]{3,}|\d{4,}|[^A-Za-z0-9]/g, '').length;
}

/** Whether characters follow each other as chance has it: neither words, identifiers nor numbers. */
export function looksRandom(text: string): boolean {
  const size = text.replaceAll(/[^A-Za-z0-9]/g, '').length;
  if (size < 8) return false;
  const digit = /\d/.test(text);
  const letter = /[A-Za-z]/.test(text);
  const mixed = /[a-z]/.test(text) && /[A-Z]/.test(text);
  // Hexadecimal digits have long runs of numbers.
  if (digit && letter && size >= 16 && /^(?:[0-9a-f]+|[0-9A-F]+)$/.test(text)) return true;
  if (!letter || !(digit || mixed) || new Set(text).size < Math.min(8, size / 2)) return false;
  return leftover(text) >= size * (digit ? 0.25 : 0.4);
}

/** Whether letters are capital and small as chance has it, other than in names that are put together of words. */
export function isJumbled(text: string): boolean {
  if (!/^[A-Za-z0-9_-]{16,}$/.test(text)) return false;
  const letters = text.replaceAll(/[^A-Za-z]/g, '');
  const words = letters.split(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/);
  const odd = words.filter((word) => /^[A-Z]{2}/.test(word) || /^[^aeiouy]+$/i.test(word));
  return words.length >= letters.length / 4 && odd.length >= 2;
}

/** Whether a part is long and no word: hexadecimal digits, or letters that take turns with digits. */
function hasRandomPart(text: string): boolean {
  return text
    .split(/[^A-Za-z0-9]/)
    .some(
      (part) =>
        (part.length >= 16 && looksRandom(part)) ||
        (part.length >= 20 && (part.match(/[A-Za-z](?=\d)/g) ?? []).length >= 3),
    );
}

/** Whether a value after a name like "token" or "key" is a secret. */
export function isKeyValue(value: string, quoted: boolean): boolean {
  if (value.length < 8 || isReference(value)) return false;
  if (/\s/.test(value)) return false;
  // Names of types and classes have digits, too.
  if (!quoted && /^[A-Z][A-Za-z]*\d{1,4}[A-Z][a-z]{3,}[A-Za-z]*$/.test(value)) return false;
  if (looksRandom(value) || isJumbled(value) || hasRandomPart(value)) return true;
  // Words with hyphens and underscores are names of things, unless they are quoted and have digits.
  if (/^[A-Za-z]+(?:[ _./:-][A-Za-z]+)*$/.test(value)) return false;
  return quoted
    ? /\d/.test(value) && /[A-Za-z]/.test(value) && value.length >= 10
    : /\d/.test(value) && /[A-Za-z]/.test(value) && !/^[a-z]+(?:[-_.][a-z0-9]+)*$/i.test(value);
}

/** Whether a value after a name like "password" is a secret: people choose short ones, and words. */
export function isPasswordValue(value: string, quoted: boolean, assigned: boolean): boolean {
  if (value.length < 3 || isReference(value)) return false;
  if (/\s/.test(value))
    return (
      quoted &&
      value.length <= 64 &&
      !/^[A-Z][a-z]/.test(value) &&
      !/password|secret|enter|please/i.test(value) &&
      value.split(/\s+/).length >= 3
    );
  if (/\d/.test(value) && /[A-Za-z]/.test(value)) return true;
  if (quoted)
    return (
      value.length >= 4 && !/^[a-z]+(?:[A-Z][a-z]+)+$/.test(value) && !/^[a-z]+(?:[._-][a-z]+)+$/.test(value)
    );
  if (/^\d{4,}$/.test(value)) return assigned;
  if (/[^A-Za-z0-9_.,;:?()-]/.test(value)) return value.length >= 5;
  // A bare word is a variable in code, and a password in a file of settings.
  return assigned && value.length >= 4 && /^[A-Za-z_-]+$/.test(value);
}

/** Cuts off what follows a value without quotes in code and prose. */
export function trimValue(value: string): string {
  return value
    .replace(/[;&][A-Za-z][\w.-]{0,40}(?: [A-Za-z][\w.-]{0,40})?=.*$/, '')
    .replace(/\\?["'`]?[,;)\]}>]{0,8}$/, '')
    .replace(/[.?:]$/, '');
}
