import { isFiller, type Rule, type TextPattern } from '../rule.ts';
import { isAboutSecret, isKeyValue, isPasswordValue, isReference, looksRandom } from '../value.ts';
import { ASSIGNS } from './named.ts';

/** Words for "password", in the languages that user interfaces are most often translated to. */
export const PASSWORD_WORDS =
  'password|passwd|passphrase|passcode|passwort|kennwort|mot[ _]de[ _]passe|contrase[ñn]a|senha|has[łl]o|wachtwoord|l[öo]senord|passord|salasana|adgangskode|heslo|jelsz[óo]|parola|пароль|密码|パスワード';

/** Words for keys and tokens that are secret. */
export const KEY_WORDS =
  'secret|token|api[ _.-]?key|apikey|(?:access|secret|private|encryption|encrypt|signing|auth|master|account|license|licence|service|app|client|storage|deploy|shared|admin|session|jwt|hmac|webhook|security|consumer|bot)[ _.-]?key|credentials?|authorization|auth[ _.-]?code|jeton|cl[ée][ _-]d.api|api[ _-]?schl[üu]ssel|geheimnis|x-api-key|recovery[ _]code|backup[ _]code|client[ _]?secret|connection[ _]?string';

/** A value in quotes of three kinds, or without. The first group that took part is the value. */
const VALUE = String.raw`(?:"([^"\n⟦⟧]{1,400})"|'([^'\n⟦⟧]{1,400})'|\x60([^\x60\n⟦⟧]{1,400})\x60|([^\s"'\x60⟦⟧][^\s"'\x60⟦⟧]{0,400}))`;
const GAP = String.raw`\\?["'\]\x60]{0,2}[ \t]{0,20}(?:=>|:=|==?|:)[ \t]{0,20}\\?`;

/** Whether the value that was found stands in quotes. */
function quoted(match: RegExpExecArray): boolean {
  return /["'`]$/.test(match[0]);
}

function nameIn(match: RegExpExecArray, word: string): string {
  const before =
    /[\w.-]{0,40}$/.exec(match.input.slice(Math.max(0, match.index - 40), match.index))?.[0] ?? '';
  return before + word;
}

/** Short words are names only where they begin: not in `bypass`, `compass`. */
function beginsWord(match: RegExpExecArray): boolean {
  const before = match.input[match.index - 1] ?? ' ';
  const first = match[0][0] ?? '';
  return !/[A-Za-z]/.test(before) || (/[a-z]/.test(before) && /[A-Z]/.test(first));
}

function assignment(
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

/** Whether a name is assigned to as in files of settings, where bare words are values. */
function inSettings(match: RegExpExecArray): boolean {
  const rest = match.input.slice(match.index + match[0].length, match.index + match[0].length + 32);
  if (!/^(?:\r?\n|$|[;&#]|[ ][A-Za-z_]{1,30}=)/.test(rest)) return false;
  return !/[,;({[]$/.test(match[0]);
}

const cookieNames =
  'session(?:[_-]?id)?|sess(?:ion)?|sid|auth|token|jwt|csrf|xsrf|remember|connect\\.sid|phpsessid|jsessionid|asp\\.net_sessionid';

/** What is known as secret by what stands around it, whoever issued it. */
export const credentials: readonly Rule[] = [
  {
    id: 'jwt',
    title: 'JSON Web Token',
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
    id: 'url-password',
    title: 'Password in an address',
    description: 'Logs in to a database or a server, with the rest of the address.',
    confidence: 0.95,
    keywords: ['://'],
    text: [
      {
        pattern:
          /(?<=[A-Za-z0-9]):\/\/[^\s:/@"'`<>⟦⟧]{0,100}:([^\s"'`<>⟦⟧/]{1,200})@(?=[A-Za-z0-9[({$%_-])/dg,
        valid: (value) => !isReference(value) && !/^(?:pass(?:word)?|pwd|secret|pw)$/i.test(value),
      },
      {
        // One part before the @ that is a token: https://TOKEN@host.
        pattern: /https?:\/\/([A-Za-z0-9_-]{16,300})@(?=[A-Za-z0-9[])/dg,
        valid: (value) =>
          !isFiller(value) &&
          (looksRandom(value) || (/\d/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value))),
      },
    ],
    reading: [],
    examples: [
      'postgres://app:«{an:16}»@db.internal:5432/orders',
      'redis://:«{an:20}»@cache:6379',
      'https://oauth2:«{low:20}»@git.example.com/x.git',
      'https://«{an:30}»@git.example.com/x.git',
    ],
    counterExamples: [
      'postgres://localhost:5432/orders',
      'http://host:8080/@scope/name',
      'postgres://app:$' + '{DB_PASSWORD}@db',
      'https://user@host/x',
    ],
    source: 'https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1',
  },
  {
    id: 'authorization',
    title: 'Authorization header',
    description: 'Logs in to whatever the request goes to.',
    confidence: 0.95,
    keywords: ['bearer', 'basic', 'authorization', 'token '],
    text: [
      {
        pattern: /(?<![A-Za-z0-9_])bearer["']?[ \t]{1,3}["']?([A-Za-z0-9._~+/=%|:-]{8,4000})/dgi,
        valid: (value) =>
          !isReference(value) &&
          (looksRandom(value) || (/\d/.test(value) && /[A-Za-z]/.test(value) && value.length >= 12)),
      },
      {
        pattern:
          /(?:authorization["']?\s{0,3}[:=,]\s{0,3}["'`]?|(?<![A-Za-z0-9_]))basic[ \t]{1,3}([A-Za-z0-9+/=_-]{8,2000})/dgi,
        valid: (value) =>
          /^[\x20-\x7e\u00a0-\u00ff]{1,200}:[\x20-\x7e\u00a0-\u00ff]*$/.test(
            Buffer.from(value, 'base64').toString('latin1'),
          ),
      },
      {
        pattern:
          /authorization["']?\s{0,3}[:=,]\s{0,3}["'`]?(?:(?:token|apikey|api-key|key|ssws|bot|aws4-hmac-sha256|digest|negotiate|ntlm|genie(?:key)?|splunk|klaviyo-api-key|oauth)[ =]{1,3})?([A-Za-z0-9._~+/=%|:-]{8,4000})/dgi,
        valid: (value) => !isReference(value) && looksRandom(value) && !/^(?:bearer|basic)$/i.test(value),
      },
    ],
    reading: [],
    examples: [
      'Authorization: Bearer «{an:32}»',
      '-H "Authorization: Basic «amFuZTpodW50ZXIyLTEyMzQ=»"',
      'authorization: token «{hex:40}»',
    ],
    counterExamples: [
      'Bearer authentication is required',
      'Authorization: Bearer $TOKEN',
      'basic understanding of',
      'Authorization: Bearer <token>',
    ],
    source: 'https://www.rfc-editor.org/rfc/rfc6750, https://www.rfc-editor.org/rfc/rfc7617',
  },
  {
    id: 'session-cookie',
    title: 'Session cookie',
    description: 'Logs in as whoever has the session.',
    confidence: 0.9,
    keywords: ['cookie', 'sess', 'sid='],
    text: [
      {
        pattern:
          /cookie["']?\s{0,3}[:=,]\s{0,3}["'`]?(?:[A-Za-z0-9_.-]{1,60}=[^;\s"'`]{0,400};[ \t]?){0,20}?(?:[A-Za-z0-9_.-]{0,30})(?:sess|sid|auth|token|jwt|csrf|xsrf|remember)[A-Za-z0-9_.-]{0,30}=([^;\s"'`⟦⟧,]{8,4000})/dgi,
        valid: (value) => !isReference(value),
      },
      {
        pattern: new RegExp(`(?<![A-Za-z0-9_])(?:${cookieNames})=([A-Za-z0-9._%+/=-]{12,4000})`, 'dgi'),
        valid: (value) => !isReference(value) && looksRandom(value),
      },
    ],
    reading: [],
    examples: [
      'set-cookie: session=«{hex:32}»; Path=/; HttpOnly',
      'Cookie: theme=dark; connect.sid=«s%3A{an:32}»',
      'JSESSIONID=«{HEX:32}»',
    ],
    counterExamples: ['cookie: theme=dark', 'session=none', 'sid=$SID'],
    source: 'https://www.rfc-editor.org/rfc/rfc6265',
  },
  {
    id: 'password',
    title: 'Password',
    description: 'Logs in. Known by the name in front of it.',
    confidence: 0.9,
    keywords: [],
    text: [
      assignment(PASSWORD_WORDS, (value, match) => isPasswordValue(value, quoted(match), inSettings(match))),
      assignment(
        'pass|pwd|pw|psw|mdp|pin',
        (value, match, name) =>
          beginsWord(match) &&
          !/passport|passenger|passive|passing|passed/i.test(name) &&
          (/pin/i.test(name)
            ? /^\d{4,8}$/.test(value)
            : isPasswordValue(value, quoted(match), inSettings(match)) && /\d|[^A-Za-z0-9_]/.test(value)),
      ),
      {
        // On a command line.
        pattern: new RegExp(
          `(?<![A-Za-z0-9-])--?(?:[a-z]{1,20}-)?(?:password|passwd|pass|pwd|passphrase|pw)[ \\t]{1,3}${VALUE}`,
          'dg',
        ),
        trim: true,
        valid: (value, match) => !value.startsWith('-') && isPasswordValue(value, quoted(match), true),
      },
      {
        pattern: new RegExp(
          `(?<![A-Za-z0-9-])(?:mysql|mysqldump|mysqladmin|mariadb)\\b[^\\n|;]{0,200}? -p${VALUE}`,
          'dg',
        ),
        trim: true,
        valid: (value) => !isReference(value),
      },
      {
        pattern: new RegExp(
          `(?<![A-Za-z0-9-])(?:sshpass|(?:docker|podman|oc|az|helm)[a-z ]{0,30}? login|sqlcmd|redis-cli|mongo(?:sh)?|net use|7z|unzip|zip)\\b[^\\n|;]{0,200}? -[pPa][ \\t]{0,3}${VALUE}`,
          'dg',
        ),
        trim: true,
        valid: (value) =>
          !value.startsWith('-') && !isReference(value) && !/^\d{1,5}$/.test(value) && value.length >= 4,
      },
      {
        // user:password of curl, wget and others.
        pattern:
          /(?<![A-Za-z0-9-])(?:-u|--user|--proxy-user|-U)[ =]{0,3}["']?[^\s:"'⟦⟧]{1,80}:([^\s"'⟦⟧]{3,200})/dg,
        valid: (value) => !isReference(value) && !/^\d{1,5}$/.test(value) && !value.startsWith('/'),
      },
      {
        // .netrc, .pgpass
        pattern:
          /(?<![A-Za-z0-9])login[ \t\n]{1,4}\S{1,80}[ \t\n]{1,4}password[ \t\n]{1,4}([^\s⟦⟧]{3,200})/dg,
        valid: (value) => !isReference(value),
      },
      {
        // In prose: a word between, and what looks chosen.
        pattern: new RegExp(
          `(?<![A-Za-z])(?:${PASSWORD_WORDS}|pw|pwd)(?:[ \\t]{1,3}(?:for|of|to|on|für|pour|de)[ \\t]{1,3}[^\\s:=⟦⟧]{1,40}(?:[ \\t]{1,3}[^\\s:=⟦⟧]{1,20})?)?[ \\t]{0,3}(?:[:=?]|is|was|ist|lautet|est|es|è|er|är|jest)(?:[ \\t]{1,3}(?:is|it|still|now|again|currently|just|this|jetzt|immer|noch|toujours|ahora))*[ \\t]{1,3}${VALUE}`,
          'dgi',
        ),
        trim: true,
        valid: (value) => looksChosen(value),
      },
    ],
    reading: [],
    examples: [
      'DB_PASSWORD=«{pw:14}7a»',
      'password: «{pw:12}7a»',
      '"password": "«{an:10}4x»"',
      'PGPASSWORD=«sommer{d:4}» psql',
      "db: { pass: '«{an:10}4x»' }",
      'mysql -u root -p«{an:12}» shop',
      'curl -u jane:«{an:12}» https://api.example.com',
      'the password is «{an:8}7x» for now',
      'Passwort: «{an:9}7x»',
      'login --password «{an:9}7x»',
      'Server=db;User Id=sa;Password=«{an:12}7x»;Encrypt=true',
      'psql "host=db user=svc password=«{AZ:2}{az:6}» dbname=orders"',
      'machine example.com login jane password «{an:12}»',
    ],
    counterExamples: [
      'const password = await promptForPassword();',
      'password: string;',
      'password = process.env.DB_PASSWORD',
      'PASSWORD_MIN_LENGTH=8',
      'password=$' + '{DB_PASSWORD}',
      'password: {{ .Values.password }}',
      'Forgot password? Reset it here.',
      'password is required',
      'password: z.string().min(8),',
      '"password": "********"',
      'passwordField: HTMLInputElement',
      'bypass=cache1',
      'compass: north',
      'docker run -p 8080:80 nginx',
    ],
  },
  {
    id: 'secret',
    title: 'Key, token or secret',
    description: 'Known by the name in front of it, whoever issued it.',
    confidence: 0.85,
    keywords: [],
    text: [
      assignment(KEY_WORDS, (value, match, name) => isKeyValue(value, quoted(match)) && !isHashName(name)),
      assignment(
        'key',
        (value, match, name) =>
          /^[A-Z0-9_]*_KEY[A-Z0-9_]*$/.test(name) &&
          !/PUBLIC|PRIMARY|FOREIGN|CACHE|SORT/.test(name) &&
          looksRandom(value) &&
          !isReference(value) &&
          value.length >= 12 &&
          match[0] !== '',
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
    title: 'Recovery phrase',
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
    title: 'Random string',
    description: 'Nothing says what it is, but nothing else looks so: most likely a key.',
    confidence: 0.5,
    keywords: [],
    text: [
      {
        pattern: /(?<![A-Za-z0-9+/=_.@#%&?-])[A-Za-z0-9+/_-]{24,200}={0,2}(?![A-Za-z0-9+/=_.@%⟦-])/dg,
        valid: (value, match) => {
          const before = match.input.slice(Math.max(0, match.index - 40), match.index);
          return (
            /[a-z]/.test(value) &&
            /[A-Z]/.test(value) &&
            /\d/.test(value) &&
            looksRandom(value) &&
            !isFiller(value) &&
            !/^sha\d{1,3}-|^[0-9a-f-]+$|^[0-9A-F-]+$/i.test(value) &&
            !/(?:sha\d{0,3}|md5|hash|digest|integrity|checksum|fingerprint|etag|nonce|base64,|mappings|commit|public[ _-]?key|ssh-(?:rsa|ed25519)|ecdsa-\S{1,20})["'`]?[ :=(]{0,4}["'`]?$/i.test(
              before,
            ) &&
            !/^AAAA[BCE]/.test(value)
          );
        },
      },
    ],
    reading: [],
    examples: ["const sg = '«{an:24}aB7x9Q»';"],
    counterExamples: [
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

/** Whether prose gives away a password: no word, but something chosen. */
function looksChosen(value: string): boolean {
  if (value.length < 6 || isReference(value)) return false;
  const letter = /[A-Za-z]/.test(value);
  return (
    (letter && /\d/.test(value)) ||
    (letter && /[!#$%&*+=@^~]/.test(value.slice(1, -1))) ||
    /[a-z][A-Z]{2}|[A-Z][a-z]+[A-Z][a-z]*[A-Z]/.test(value)
  );
}

/** Names of what is public about a secret: its hash, its fingerprint. */
function isHashName(name: string): boolean {
  return /sha\d|md5|digest|checksum|fingerprint|etag|integrity/i.test(name);
}
