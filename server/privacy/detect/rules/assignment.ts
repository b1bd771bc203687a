import type { TextPattern } from '../rule.ts';
import { isAboutSecret } from '../value.ts';

/** Words for "password", in the languages that user interfaces are most often translated to. */
export const PASSWORD_WORDS =
  'password|passwd|passphrase|passcode|passwort|kennwort|mot[ _]de[ _]passe|contrase[ñn]a|senha|has[łl]o|wachtwoord|l[öo]senord|passord|salasana|adgangskode|heslo|jelsz[óo]|parola|пароль|密码|パスワード';

/** Words for keys and tokens that are secret. */
export const KEY_WORDS =
  'secret|token|api[ _.-]?key|apikey|(?:access|secret|private|encryption|encrypt|signing|auth|master|account|license|licence|service|app|client|storage|deploy|shared|admin|session|jwt|hmac|webhook|security|consumer|bot)[ _.-]?key|credentials?|authorization|auth[ _.-]?code|jeton|cl[ée][ _-]d.api|api[ _-]?schl[üu]ssel|geheimnis|x-api-key|recovery[ _]code|backup[ _]code|client[ _]?secret|connection[ _]?string';

/** A value in quotes of three kinds, or without. The first group that took part is the value. */
export const VALUE = String.raw`(?:"([^"\n⟦⟧]{1,400})"|'([^'\n⟦⟧]{1,400})'|\x60([^\x60\n⟦⟧]{1,400})\x60|([^\s"'\x60⟦⟧][^\s"'\x60⟦⟧]{0,400}))`;
const GAP = String.raw`\\?["'\]\x60]{0,2}[ \t]{0,20}(?:=>|:=|==?|:)[ \t]{0,20}\\?`;

/** Whether the value that was found stands in quotes. */
export function quoted(match: RegExpExecArray): boolean {
  return /["'`]$/.test(match[0]);
}

/** All of a name, of which a word was found: `DB_PASSWORD_OLD`. */
function nameIn(match: RegExpExecArray, word: string): string {
  const before =
    /[\w.-]{0,40}$/.exec(match.input.slice(Math.max(0, match.index - 40), match.index))?.[0] ?? '';
  return before + word;
}

/** Short words are names only where they begin: not in `bypass`, `compass`. */
export function beginsWord(match: RegExpExecArray): boolean {
  const before = match.input[match.index - 1] ?? ' ';
  const first = match[0][0] ?? '';
  return !/[A-Za-z]/.test(before) || (/[a-z]/.test(before) && /[A-Z]/.test(first));
}

/**
 * The pattern for a name that contains one of the words, what assigns to it,
 * and the value.
 * @param words a regular expression without groups that count
 * @param valid also gets the whole name
 */
export function assignment(
  words: string,
  valid: (value: string, match: RegExpExecArray, name: string) => boolean,
): TextPattern {
  const name = new RegExp(`^(?:${words})[\\w.-]{0,24}`, 'i');
  return {
    pattern: new RegExp(`(?:${words})[\\w.-]{0,24}${GAP}${VALUE}`, 'dgi'),
    trim: true,
    valid: (value, match) => {
      const full = nameIn(match, name.exec(match[0])?.[0] ?? '');
      return !isAboutSecret(full) && valid(value, match, full);
    },
  };
}

/** What stands beside a password in a connection string. */
const BESIDE_PASSWORD =
  /(?:server|host|data source|database|initial catalog|user ?id|uid|user(?:name)?)=[^;\n]{0,80};/i;

/** Whether a name is assigned to as in an address (`?user=a&password=b`) or in a connection string (`Uid=a;Pwd=b`). */
export function isParameter(match: RegExpExecArray): boolean {
  const before = match.input.slice(Math.max(0, match.index - 200), match.index);
  const separator = /([?&;])[\w.-]{0,40}$/.exec(before)?.[1];
  if (separator === undefined || !/^[\w.-]{1,80}=[^=\s]/.test(match[0])) return false;
  return separator !== ';' || BESIDE_PASSWORD.test(before);
}

/** Whether a name is assigned to as in files of settings, where bare words are values; also as a parameter. */
export function inSettings(match: RegExpExecArray): boolean {
  if (isParameter(match)) return true;
  const rest = match.input.slice(match.index + match[0].length, match.index + match[0].length + 32);
  if (!/^(?:\r?\n|$|[;&#]|[ ][A-Za-z_]{1,30}=)/.test(rest)) return false;
  return !/[,;({[]$/.test(match[0]);
}
