// What the rules are developed against. The other half, which they are not, is in holdout/.
import { editor, pageStyle, table, terminal } from './parts.ts';
import { escapeHtml, type Layout, type Scene } from './scene.ts';

const FILES = [
  'v orders-service',
  '  > node_modules',
  '  v src',
  '    index.ts',
  '    client.ts',
  '  .env',
  '  package.json',
  '  README.md',
];
const PROMPT = 'dev@build-07:~/orders-service';

export const env: Layout = {
  name: 'env',
  html: (scene) =>
    editor(scene, {
      file: '.env',
      language: 'ini',
      files: FILES,
      source: [
        '# settings of the development stage',
        'NODE_ENV=development',
        'PORT=3000',
        'LOG_LEVEL=debug',
        `OPENAI_API_KEY=${scene.token('openai-project-key')}`,
        `AWS_ACCESS_KEY_ID=${scene.token('aws-access-key-id')}`,
        `AWS_SECRET_ACCESS_KEY=${scene.token('aws-secret-access-key')}`,
        'AWS_REGION=eu-north-1',
        '',
        'DB_HOST=localhost',
        'DB_USER=orders_rw',
        `DB_PASSWORD=${scene.password()}`,
        `STRIPE_SECRET_KEY=${scene.token('stripe-secret-key')}`,
        `GITHUB_TOKEN=${scene.token('github-token')}`,
        `ADMIN_EMAIL=${scene.email()}`,
        'CACHE_TTL_SECONDS=3600',
        'FEATURE_FLAGS=newCheckout,betaSearch',
      ].join('\n'),
    }),
};

const HANDLER = `export async function handler(request: Request) {
  const body = await request.json();
  if (!body.userId) return new Response('missing user', { status: 400 });
  // again with exponential backoff, up to five attempts
  for (let attempt = 0; attempt < 5; attempt++) {
    const response = await fetchWithTimeout(url, { timeout: 2500 });
    if (response.ok) return response;
    await sleep(2 ** attempt * 100);
  }
  throw new Error('upstream unavailable');
}`;

export const code: Layout = {
  name: 'code',
  html: (scene) =>
    editor(scene, {
      file: 'client.ts',
      language: 'typescript',
      files: FILES,
      source: `import { createServer } from 'node:http';
import pino from 'pino';

const client = new OpenAI({
  apiKey: '${scene.token('openai-service-account-key')}',
  timeout: 30_000,
});
const slackToken = "${scene.token('slack-bot-token')}";
const mapsKey = "${scene.token('google-api-key')}"; // TODO move to the vault
const mailer = new Mailer('${scene.token('sendgrid-key')}');
const pool = new Pool({ connectionString: '${scene.token('postgres-url')}' });

${HANDLER}`,
    }),
};

export const shell: Layout = {
  name: 'terminal',
  html: (scene) =>
    terminal(
      scene,
      [
        '$ git remote -v',
        `origin  https://oauth2:${scene.token('gitlab-token')}@gitlab.example.com/team/orders.git (fetch)`,
        '$ cat ~/.npmrc',
        `//registry.npmjs.org/:_authToken=${scene.token('npm-token')}`,
        'fund=false',
        '$ aws sts get-caller-identity',
        '{',
        '    "Account": "123456789012",',
        '    "Arn": "arn:aws:iam::123456789012:user/deploy"',
        '}',
        '$ export | grep -i key',
        `declare -x AWS_ACCESS_KEY_ID="${scene.token('aws-access-key-id')}"`,
        `declare -x AWS_SECRET_ACCESS_KEY="${scene.token('aws-secret-access-key')}"`,
        `$ mysql -u root -p${scene.password('{14:w}')} -h db.internal shop`,
        'ERROR 1045 (28000): Access denied for user',
        '$ npm test',
        '',
        '> orders-service@2.4.1 test',
        '> node --test',
        'ok 1 - parses the configuration',
        'ok 2 - tries again after a 503',
        'not ok 3 - closes idle sockets after the time-out',
        "  error: 'Expected 200 but received 401 Unauthorized'",
        '$ ',
      ],
      PROMPT,
    ),
};

export const curl: Layout = {
  name: 'curl',
  html: (scene) =>
    terminal(
      scene,
      [
        '$ curl -sv https://api.example.com/v2/orders \\',
        `  -H "Authorization: Bearer ${scene.token('json-web-token')}"`,
        `*   Trying ${scene.documentationAddress()}:443...`,
        '> GET /v2/orders HTTP/2',
        '> user-agent: curl/8.5.0',
        '< HTTP/2 401',
        '< content-type: application/json',
        `< set-cookie: session=${scene.token('session-cookie')}; Path=/; HttpOnly`,
        '{"error":"token_expired","message":"The access token expired 42 minutes ago"}',
        `$ echo ${scene.token('github-fine-grained-token')} | gh auth login --with-token`,
        '$ ',
      ],
      PROMPT,
    ),
};

function key(scene: Scene, format: string): string[] {
  const cat = terminal(scene, ['$ cat deploy_key.pem'], PROMPT);
  const rest = ['$ ls -la', 'total 48', '-rw-------  1 dev dev 1675 Mar  3 10:12 deploy_key.pem', '$ '];
  const style = `padding:0 8px;white-space:pre-wrap;font:${scene.look.px}px/1.45 '${scene.look.mono}',monospace`;
  return [cat, `<div style="${style}">${scene.token(format)}</div>`, terminal(scene, rest, PROMPT)];
}

export const privateKey: Layout = {
  name: 'private-key',
  html: (scene) => key(scene, scene.random.pick(['openssh-private-key', 'rsa-private-key'])).join(''),
};

export const settings: Layout = {
  name: 'settings',
  html: (scene) => `${pageStyle(scene)}<div style="padding:24px 60px">
    <h2>Billing</h2><p>Your plan renews on 14 April. Invoices go to <b>${scene.email()}</b>, with a copy to ${scene.email()}.</p>
    ${table(
      [
        ['Payment', ''],
        ['Card number', scene.card()],
        ['Expiry', '08 / 29'],
        ['Cardholder', scene.name()],
        ['Backup card', scene.card()],
        ['Bank account', scene.iban()],
        ['Phone', scene.phone()],
      ],
      'padding:4px 18px 4px 0;font-weight:normal',
    )}
    <h2>API keys</h2><div class="mono">${table(
      [
        ['Name', 'Key', 'Created'],
        ['Production', scene.token('stripe-secret-key'), '3 days ago'],
        ['Assistant', scene.token('anthropic-key'), 'last year'],
      ],
      'padding:4px 18px 4px 0',
    )}</div>
    <p>Rotate keys regularly. Changes can take up to five minutes to apply to all regions.</p>
    <span class="button">Save changes</span></div>`,
};

export const chat: Layout = {
  name: 'chat',
  html(scene) {
    const message = (who: string, at: string, text: string) =>
      `<p><b>${who}</b> <span class="muted">${at}</span><br>${text}</p>`;
    const inline = (text: string) => `<code class="raised" style="padding:2px 4px">${text}</code>`;
    return `${pageStyle(scene)}<div style="padding:20px">
      ${message('Ola', '09:41', 'the staging deploy is broken again, the gateway answers 401')}
      ${message('Mia', '09:43', `try my token ${inline(scene.token('github-token'))}, it still works`)}
      ${message('Ola', '09:44', `and the database? is the password still ${inline(scene.password())} ?`)}
      ${message('Mia', '09:45', `password: ${scene.password()} since Monday. mail me at ${scene.email()} if it fails`)}
      ${message('Ola', '09:47', 'thanks! deploying build 4f2a9c1 now, should take about six minutes')}
      ${message('Mia', '09:52', `or call ${scene.phone()}`)}</div>`;
  },
};

export const logs: Layout = {
  name: 'logs',
  html(scene) {
    const special = new Map([
      [3, `INFO  auth login ok user=${scene.email()} ip=${scene.publicAddress()}`],
      [7, `ERROR db connect failed url=${scene.token('mysql-url')}`],
      [11, `DEBUG slack webhook token=${scene.token('slack-user-token')}`],
      [13, `WARN  payments card=${scene.card()} declined by issuer`],
      [17, `INFO  peer ${scene.privateAddress()} joined the cluster`],
    ]);
    return terminal(
      scene,
      Array.from({ length: 22 }, (_, index) => {
        const time = `2026-03-04T10:${10 + index}:0${index % 10}.${100 + index * 7}Z`;
        const usual = `INFO  http ${['GET', 'POST', 'PUT'][index % 3]} /api/v1/orders/${1000 + index * 37} ${[200, 201, 204][index % 3]} ${12 + index * 3}ms`;
        return `${time} ${special.get(index) ?? usual}`;
      }),
      PROMPT,
    );
  },
};

export const harmlessCode: Layout = {
  name: 'harmless-code',
  html: (scene) =>
    editor(scene, {
      file: 'server.ts',
      language: 'typescript',
      files: FILES,
      source: `${HANDLER}

// see https://github.com/acme/orders/pull/1482 and commit ${scene.fill('{40:x}')}
export const BUILD_ID = '${scene.fill('{8:x}-{4:x}-4{3:x}-a{3:x}-{12:x}')}';
const apiKey = process.env.OPENAI_API_KEY;
const password = await promptForPassword();
export type UserRepositoryConnectionOptions = { maxPoolSizePerInstance: number };`,
    }),
};

export const harmlessShell: Layout = {
  name: 'harmless-shell',
  html: (scene) =>
    terminal(
      scene,
      [
        '$ git log --oneline | head -4',
        `${scene.fill('{7:x}')} Fix the race in the socket pool on shutdown`,
        `${scene.fill('{7:x}')} Bump typescript from 5.8.2 to 5.9.0`,
        `${scene.fill('{7:x}')} Add a retry budget to the HTTP client`,
        `${scene.fill('{7:x}')} Remove the unused getConnectionPoolSize helper`,
        '$ npm ls',
        'orders-service@2.4.1 /home/dev/orders-service',
        '├── @types/node@24.1.0',
        '├── pino@9.6.0',
        '└── typescript@5.9.0',
        `integrity sha512-${scene.fill('{86:b}')}==`,
        '$ sha256sum dist.tar.gz',
        `${scene.fill('{64:x}')}  dist.tar.gz`,
        '$ docker ps',
        'CONTAINER ID   IMAGE            STATUS         PORTS',
        `${scene.fill('{12:x}')}   postgres:16      Up 3 hours     0.0.0.0:5432->5432/tcp`,
        '$ ',
      ],
      PROMPT,
    ),
};

export const login: Layout = {
  name: 'login',
  async html(scene) {
    const code = await scene.barcode('QRCode', scene.oneTimePasswordUri(), 180);
    return `${pageStyle(scene)}<div style="padding:40px;max-width:640px"><h2>Two-factor authentication</h2>
      <p>Scan this code with your authenticator app, then enter the six digits it shows.</p>${code}
      <p class="muted">${escapeHtml("Can't scan it? Ask your administrator.")}</p><span class="button">Next</span></div>`;
  },
};
