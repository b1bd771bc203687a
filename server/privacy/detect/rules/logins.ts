import * as l10n from '@vscode/l10n';
import { isFiller, type Rule } from '../rule.ts';
import { isPasswordValue, isReference, looksRandom } from '../value.ts';
import { assignment, beginsWord, inSettings, PASSWORD_WORDS, quoted, VALUE } from './assignment.ts';

const cookieNames =
  'session(?:[_-]?id)?|sess(?:ion)?|sid|auth|token|jwt|csrf|xsrf|remember|connect\\.sid|phpsessid|jsessionid|asp\\.net_sessionid';

/** What logs in, known by what stands around it. */
export const logins: readonly Rule[] = [
  {
    id: 'url-password',
    title: () => l10n.t('Password in an address'),
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
    title: () => l10n.t('Authorization header'),
    description: 'Logs in to whatever the request goes to.',
    confidence: 0.95,
    keywords: ['bearer', 'basic', 'authorization', 'token '],
    text: [
      {
        pattern: /(?<![A-Za-z0-9_])bearer["']?[ \t]{1,3}["']?([A-Za-z0-9._~+/=%|:-]{8,4000})/dgi,
        valid: (value) =>
          !isReference(value) &&
          // `=` ends tokens and nothing else (RFC 6750): before more it assigns to a name.
          !/^\w{2,30}=+[^=]/.test(value) &&
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
      'token_type=bearer expires_in=86400',
    ],
    source: 'https://www.rfc-editor.org/rfc/rfc6750, https://www.rfc-editor.org/rfc/rfc7617',
  },
  {
    id: 'session-cookie',
    title: () => l10n.t('Session cookie'),
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
    title: () => l10n.t('Password'),
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
        // An element: <password>…</password>.
        pattern:
          /<(?:[A-Za-z][\w.-]{0,30}[:._-])?(?:[a-z]{0,20}(?:[Pp]assword|[Pp]asswd|[Pp]assphrase|[Pp]wd)|P(?:assword|assphrase|wd))(?: [^<>\n]{0,80})?>[ \t]{0,2}([^<>\s⟦⟧]{4,200})[ \t]{0,2}<\//dg,
        valid: (value) => isPasswordValue(value, true, true) && !/^(?:xs:)?[a-z]+$/.test(value),
      },
      {
        // Given to a call after the user's name.
        pattern:
          /(?:login|log_?in|logIn|sign_?in|signIn|authenticate|[Cc]redentials?|[Bb]asic_?[Aa]uth)\([ \t]{0,3}["'][^"'\n⟦⟧]{1,80}["'][ \t]{0,3},[ \t]{0,3}["']([^"'\s⟦⟧]{6,100})["']/dg,
        valid: (value) =>
          !/^[./]|^https?:/.test(value) &&
          isPasswordValue(value, true, true) &&
          /\d|[^A-Za-z0-9_.-]|[a-z][A-Z]{2}/.test(value),
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
      'jdbc:mysql://db/app?user=app&password=«{AZ:2}{az:6}» (401)',
      'Server=db;User ID=sa;Password=«{AZ:2}{az:6}» (401)',
      'DB_PASSWORD=«*{AZ:2}{d:1}{az:1}{AZ:2}{d:2}{AZ:2}»',
      "password: '«!{AZ:2}{d:1}{az:1}#{AZ:2}{d:2}{AZ:2}»',",
      'psql "host=db user=svc password=«{AZ:2}{az:6}» dbname=orders"',
      'machine example.com login jane password «{an:12}»',
      '<username>deploy</username><password>«{az:4}-{az:5}-{d:3}»</password>',
      '<ns:adminPassword type="plain">«{an:10}4x»</ns:adminPassword>',
      "smtp.login('jane@example.com', '«{an:9}4x»')",
      'new Credentials("sa", "«{an:9}4x»")',
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
      'password = !isEmpty(input)',
      'password: *default_password',
      'a=1;password=resolvePassword, b=2',
      'bypass=cache1',
      'compass: north',
      'docker run -p 8080:80 nginx',
      '<password>$' + '{env.DB_PASSWORD}</password>',
      '<label for="password">Password</label>',
      '<xs:password>string</xs:password>',
      'page.login("jane", "user-menu")',
      'signIn("github", "/dashboard2")',
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
