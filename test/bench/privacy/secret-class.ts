import { personalFormats } from '../../corpus/personal-formats.ts';
import { privateKeyFormats } from '../../corpus/private-keys.ts';
import { TOKEN_FORMATS } from '../../corpus/token-formats.ts';

const SELF_EXPLANATORY = new Set(['email', 'phone', 'card', 'iban', 'barcode', 'ip-address']);
const privateKeys = new Set(privateKeyFormats.map(({ name }) => name));
const personal = new Set(personalFormats.map(({ name }) => name));
const marked = new Set(TOKEN_FORMATS.filter(({ isMarked }) => isMarked).map(({ name }) => name));

/** What a type of secret is counted under: coarse enough that nobody learns what the held-out half shows. */
export function classOf(type: string): string {
  if (SELF_EXPLANATORY.has(type)) return type;
  if (type === 'json-web-token') return 'JSON web token';
  if (privateKeys.has(type)) return 'private key';
  if (type.includes('password')) return 'password';
  if (type.endsWith('-url') || type.includes('connection-string')) return 'password in a URL';
  if (personal.has(type)) return type;
  return marked.has(type) ? 'token with a mark' : 'token without a mark';
}
