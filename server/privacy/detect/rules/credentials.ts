import * as l10n from '@vscode/l10n';
import { isFiller, type Rule } from '../rule.ts';
import { isKeyValue, isReference, looksRandom } from '../value.ts';
import { assignment, KEY_WORDS, quoted, VALUE } from './assignment.ts';
import { ASSIGNS } from './named.ts';

/** Keys and tokens that are known by what stands around them, or by their form, whoever issued them. */
export const credentials: readonly Rule[] = [
  {
    id: 'jwt',
    title: () => l10n.t('JSON Web Token'),
    description: 'Logs in as whom it names, until it expires.',
    confidence: 0.97,
    keywords: ['eyj', 'ewog'],
    text: [
      {
        pattern:
          /(?<![A-Za-z0-9_-])(?:eyJ|ewog)[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{4,8000}(?:\.[A-Za-z0-9_-]{0,4000}){1,3}(?![A-Za-z0-9_-])/dg,
      },
    ],
    reading: [
      { prefix: 'eyJhbGci', least: 16 },
      { prefix: 'eyJ0eXAi', least: 16 },
      { prefix: 'eyJraWQi', least: 16 },
    ],
    examples: ['Bearer «eyJhbGciOiJIUzI1NiJ9.eyJzdWIi{an:40}.{base64url:42}a»'],
    counterExamples: ['eyJ.a.b', 'eyJhbGciOiJIUzI1NiJ9'],
    source: 'https://www.rfc-editor.org/rfc/rfc7519',
  },
  {
    id: 'secret',
    title: () => l10n.t('Key, token or secret'),
    description: 'Known by the name in front of it, whoever issued it.',
    confidence: 0.85,
    keywords: [],
    text: [
      assignment(KEY_WORDS, (value, match, name) => isKeyValue(value, quoted(match)) && !isHashName(name)),
      assignment(
        'key',
        (value, match, name) =>
          (/^[A-Z0-9_]*_KEY[A-Z0-9_]*$/.test(name) || /[A-Za-z0-9](?:[_-]key|Key)$/.test(name)) &&
          !/public|publishable|primary|foreign|cache|sort|partition|group|row|object|dedup|idempot|react|storage/i.test(
            name,
          ) &&
          looksRandom(value) &&
          !isReference(value) &&
          value.length >= (quoted(match) || /[A-Z]_KEY/.test(name) ? 12 : 24),
      ),
      {
        pattern: new RegExp(
          `(?<![A-Za-z0-9-])--?(?:[a-z]{1,20}-){0,2}(?:token|api-?key|secret|secret-key|access-key|auth-token|key)[ \\t]{1,3}${VALUE}`,
          'dg',
        ),
        trim: true,
        valid: (value, match) =>
          !value.startsWith('-') &&
          isKeyValue(value, quoted(match)) &&
          (looksRandom(value) || !match[0].includes('key')),
      },
      {
        // In prose: "the token is …", "use this key: …".
        pattern: new RegExp(
          `(?<![A-Za-z])(?:${KEY_WORDS})[ \\t]{1,3}(?:(?:is|was|ist|est|es|to)[ \\t]{1,3})?${VALUE}`,
          'dgi',
        ),
        trim: true,
        valid: (value) => looksRandom(value) && value.length >= 16 && !isReference(value) && /\d/.test(value),
      },
    ],
    reading: [],
    examples: [
      'INTERNAL_API_KEY=«{an:28}7a»',
      "apiKey: '«{an:28}7a»',",
      '"client_secret": "«{an:24}7a»"',
      'x-api-key: «{low:28}7a»',
      'https://api.example.com/v1?access_token=«{an:30}7a»&x=1',
      'deploy --token «{an:28}7a»',
      'JWT_SECRET="«{hex:48}»"',
    ],
    counterExamples: [
      'const apiKey = process.env.OPENAI_API_KEY;',
      'max_tokens: 4096',
      'credential: X509Credential',
      'token: string',
      'secretKeyRef: { name: db, key: password }',
      'token = tokenizer.encode(text)',
      'api_key: None',
      '{"error":"token_expired"}',
      'tokenCount = 1024',
      'secretName: my-service-tls-2',
      'authToken: config.auth.token',
      'primary_key=order_id_2',
      'API_KEY=your-api-key-here',
    ],
  },
  {
    id: 'recovery-phrase',
    title: () => l10n.t('Recovery phrase'),
    description: 'Restores a wallet.',
    confidence: 0.9,
    keywords: ['mnemonic', 'phrase', 'seed'],
    text: [
      {
        pattern: new RegExp(
          `(?:mnemonic|seed(?:[ _]?phrase)?|recovery[ _]phrase)${ASSIGNS}((?:[a-z]{3,8}[ ,]{1,2}){11,23}[a-z]{3,8})(?![a-z])`,
          'dgi',
        ),
      },
    ],
    reading: [],
    examples: [
      'MNEMONIC="«{az:5} {az:4} {az:6} {az:5} {az:4} {az:6} {az:5} {az:4} {az:6} {az:5} {az:4} {az:6}»"',
    ],
    counterExamples: ['seed: 12345', 'The seed phrase has twelve words'],
    source: 'https://github.com/bitcoin/bips/blob/master/bip-0039.mediawiki',
  },
  {
    id: 'random-string',
    title: () => l10n.t('Random string'),
    description: 'Nothing says what it is, but nothing else looks so: most likely a key.',
    confidence: 0.5,
    keywords: [],
    text: [
      {
        // Alone, or assigned to a name; not as a part of an address.
        pattern:
          /(?:(?<![A-Za-z0-9+/=_.@#%&?-])|(?<=(?:^|[\s;(])[A-Za-z_][\w.-]{1,40}=)(?!\/))[A-Za-z0-9+/_-]{24,200}={0,2}(?![A-Za-z0-9+/=_.@%⟦-])/dg,
        valid: (value, match) => {
          const before = match.input.slice(Math.max(0, match.index - 40), match.index);
          return (
            /[a-z]/.test(value) &&
            /[A-Z]/.test(value) &&
            /\d/.test(value) &&
            looksRandom(value) &&
            !isFiller(value) &&
            !/^sha\d{1,3}-|^[0-9a-f-]+$|^[0-9A-F-]+$/i.test(value) &&
            !/(?:sha\d{0,3}|md5|hash|digest|integrity|checksum|fingerprint|etag|nonce|base64,|mappings|commit|public[ _-]?key|ssh-(?:rsa|ed25519)|ecdsa-\S{1,20}|(?<![a-z])h1|cursor|(?:request|trace|span|build|node|correlation)[_-]?id)["'`]?[ :=(]{0,4}(?:W\/)?["'`]?$/i.test(
              before,
            ) &&
            !isInPublicBlock(match.input, match.index) &&
            !/^AAAA[BCE]/.test(value)
          );
        },
      },
    ],
    reading: [],
    examples: ["const sg = '«{an:24}aB7x9Q»';", 'TELEMETRY_PAT=«{an:40}aB7x9Q» region=eu'],
    counterExamples: [
      'etag: W/"{hex:10}-{an:23}aB7x"',
      'example.com/tool v1.8.0 h1:{base64:39}aB7x=',
      '-----BEGIN CERTIFICATE-----\nMIID{base64:56}aB7x\n{base64:60}aB7x\n-----END CERTIFICATE-----',
      'https://example.com/watch?list={an:36}aB7x',
      'integrity sha512-{base64:86}==',
      '{hex:64}  dist.tar.gz',
      'UserRepositoryConnectionOptionsFactoryBean2',
      '{hex:8}-{hex:4}-{hex:4}-{hex:4}-{hex:12}',
      'https://example.com/assets/{an:40}.js',
      'node_modules/lib/src/components/Button2/index',
      'MAX_RETRY_COUNT_PER_REQUEST_V2',
      'ssh-rsa AAAAB3NzaC1yc2E{base64:100}',
    ],
  },
];

/** The longest block whose beginning is looked for, in characters. */
const LONGEST_BLOCK = 8_192;

/** Whether an offset is within a block of PEM or PGP that is no secret: a certificate, a public key, a signature. */
function isInPublicBlock(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - LONGEST_BLOCK), at);
  const begin = before.lastIndexOf('-----BEGIN ');
  if (begin < 0 || before.includes('-----END ', begin)) return false;
  const label = /^-----BEGIN ([A-Z0-9 ]{1,60})-----/.exec(before.slice(begin, begin + 80))?.[1];
  return label !== undefined && !/PRIVATE|MESSAGE/.test(label);
}

/** Names of what is public about a secret: its hash, its fingerprint. */
function isHashName(name: string): boolean {
  return /sha\d|md5|digest|checksum|fingerprint|etag|integrity/i.test(name);
}
