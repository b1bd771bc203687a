import { ALPHABETS, fill, type Random } from './random.ts';
import type { TokenFormat } from './token-format.ts';

/**
 * A private key as text of several lines, its label made up of parts so that no scanner takes this source
 * for a key. The secret is all of it.
 */
export function pem(random: Random, label: string, bodyLines: number, begin = 'MIIE'): string {
  const lines = Array.from({ length: bodyLines }, (_, index) =>
    random.text(ALPHABETS.b, index === bodyLines - 1 ? 41 : 64),
  );
  const body = begin + lines.join('\n').slice(begin.length);
  const dashes = '-'.repeat(5);
  return `${dashes}BEGIN ${label}${dashes}\n${body}\n${dashes}END ${label}${dashes}`;
}

const PRIVATE = 'PRIVATE KEY';

/** A JSON Web Token signed with HS256. */
function jwt(random: Random): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { sub: fill('{10:d}', random), role: 'admin', iat: 1_790_000_000 + random.below(1_000_000) };
  return `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}.${fill('{43:u}', random)}`;
}

const PKIX = 'https://www.rfc-editor.org/rfc/rfc7468';

function keyFormat(name: string, source: string, make: (random: Random) => string): TokenFormat {
  return {
    name,
    variable: 'PRIVATE_KEY',
    isMarked: true,
    source,
    draw(random) {
      const text = make(random);
      return { text, secret: text };
    },
  };
}

export const privateKeyFormats: readonly TokenFormat[] = [
  keyFormat('pkcs8-private-key', PKIX, (random) => pem(random, PRIVATE, 26, 'MIIEvQIBADANBg')),
  keyFormat('rsa-private-key', PKIX, (random) => pem(random, `RSA ${PRIVATE}`, 25)),
  keyFormat('ec-private-key', 'https://www.rfc-editor.org/rfc/rfc5915', (random) =>
    pem(random, `EC ${PRIVATE}`, 3, 'MHcCAQEEI'),
  ),
  keyFormat(
    'openssh-private-key',
    'https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key',
    (random) => pem(random, `OPENSSH ${PRIVATE}`, 6, 'b3BlbnNzaC1rZXktdjE'),
  ),
  keyFormat('encrypted-private-key', PKIX, (random) => pem(random, `ENCRYPTED ${PRIVATE}`, 28)),
  keyFormat('pgp-private-key', 'https://www.rfc-editor.org/rfc/rfc9580#section-6.2', (random) =>
    pem(random, `PGP ${PRIVATE} BLOCK`, 20, '\nlQOYBGX'),
  ),
  keyFormat('private-key-in-json', 'https://cloud.google.com/iam/docs/keys-create-delete', (random) =>
    pem(random, PRIVATE, 26, 'MIIEvQIBADANBg').replaceAll('\n', '\\n'),
  ),
  keyFormat('age-secret-key', 'https://github.com/C2SP/C2SP/blob/main/age.md', (random) =>
    fill('AGE-SECRET-KEY-1{58:Q}', random),
  ),
  { ...keyFormat('json-web-token', 'https://www.rfc-editor.org/rfc/rfc7519', jwt), variable: 'ACCESS_TOKEN' },
];
