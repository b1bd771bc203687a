// Held out: no rule is written against these. Files and terminals of those who run things.
import { editor, highlightLines, pageStyle } from '../parts.ts';
import { escapeHtml, type Layout } from '../scene.ts';

export const kubernetesSecret: Layout = {
  name: 'kubernetes-secret',
  html: (scene) =>
    editor(scene, {
      file: 'secret.yaml',
      language: 'yaml',
      files: [
        'v charts',
        '  v templates',
        '    deployment.yaml',
        '    secret.yaml',
        '    service.yaml',
        '  values.yaml',
        '  Chart.yaml',
      ],
      source: `apiVersion: v1
kind: Secret
metadata:
  name: orders-credentials
  namespace: staging
  labels:
    app.kubernetes.io/name: orders
  annotations:
    checksum/config: ${scene.fill('{64:x}')}
type: Opaque
data:
  DB_PASSWORD: ${scene.secret('encoded-password', Buffer.from(scene.fill('{18:p}')).toString('base64'))}
  API_TOKEN: ${scene.secret('encoded-token', Buffer.from(scene.fill('{30:w}')).toString('base64'))}
stringData:
  redis-url: ${scene.token('redis-url')}
  smtp-password: ${scene.password('{16:w}')}
  datadog-api-key: ${scene.token('datadog-api-key')}
---
apiVersion: v1
kind: Service
spec:
  clusterIP: ${scene.privateAddress()}
  ports:
    - port: 8080
      targetPort: http`,
    }),
};

export const compose: Layout = {
  name: 'compose',
  html: (scene) =>
    editor(scene, {
      file: 'docker-compose.yml',
      language: 'yaml',
      files: ['v shop', '  > web', '  > worker', '  docker-compose.yml', '  Dockerfile', '  Makefile'],
      firstLine: 12,
      source: `services:
  web:
    image: acme/shop:2.4.1@sha256:${scene.fill('{64:x}')}
    ports: ["8080:8080"]
    environment:
      NODE_ENV: production
      DATABASE_URL: ${scene.token('postgres-url')}
      SENTRY_AUTH_TOKEN: ${scene.token('sentry-user-token')}
      MAIL_FROM: ${scene.email()}
  database:
    image: postgres:16
    environment:
      - POSTGRES_USER=shop
      - POSTGRES_PASSWORD=${scene.password('{20:w}')}
    volumes:
      - data:/var/lib/postgresql/data
  queue:
    image: rabbitmq:4-management
    environment:
      RABBITMQ_DEFAULT_PASS: ${scene.password('{12:p}')}
volumes:
  data: {}`,
    }),
};

export const continuousIntegration: Layout = {
  name: 'continuous-integration',
  html(scene) {
    const { theme } = scene.look;
    const steps = ['Set up job', 'Checkout', 'Install', 'Test', 'Publish', 'Complete job'];
    const lines = [
      '▾ Run npm publish --provenance',
      '  npm publish --provenance',
      '  shell: /usr/bin/bash -e {0}',
      '  env:',
      `    NODE_AUTH_TOKEN: ${scene.token('npm-token')}`,
      `    TURBO_TOKEN: ${scene.token('vercel-token')}`,
      '    CI: true',
      'npm notice 📦  @acme/orders@2.4.1',
      `npm notice shasum: ${scene.fill('{40:x}')}`,
      `npm notice integrity: sha512-${scene.fill('{14:b}')}[...]${scene.fill('{13:b}')}==`,
      'npm notice total files: 48',
      `+ curl -u deploy:${scene.password('{16:w}')} -T dist.tar.gz https://repo.acme.dev/raw/`,
      '  % Total    % Received % Xferd  Average Speed   Time',
      '100 1428k  100 1428k    0     0  4211k      0 --:--:-- --:--:--',
      `Pushing to https://x-access-token:${scene.token('github-server-token')}@github.com/acme/orders.git`,
      `To github.com:acme/orders.git   ${scene.fill('{7:x}..{7:x}')}  main -> main`,
      `Runner ${scene.privateAddress()} finished in 1m 42s`,
    ];
    const rows = lines.map(
      (line, index) =>
        `<div class="line"><span style="display:inline-block;width:4ch;margin-right:2ch;text-align:right" class="muted">${index + 1}</span>${escapeHtml(line)}</div>`,
    );
    return `${pageStyle(scene)}<div style="padding:12px 24px;border-bottom:1px solid ${theme.border}"><b>Release #318</b> <span class="muted">· main · succeeded 4 minutes ago in 2m 11s</span></div>
      <div style="display:flex"><div style="width:200px;padding:12px 24px">${steps.map((step) => `<div style="padding:4px 0">✓ ${step}</div>`).join('')}</div>
      <div class="mono raised" style="flex:1;padding:10px">${rows.join('')}</div></div>`;
  },
};

export const splitTerminal: Layout = {
  name: 'split-terminal',
  html(scene) {
    const { theme, mono, px } = scene.look;
    const pane = (lines: readonly string[], style: string) =>
      `<div style="overflow:hidden;padding:6px;border:1px solid ${theme.border};${style}">${lines.map((line) => `<div class="line">${escapeHtml(line)}</div>`).join('')}</div>`;
    const address = scene.privateAddress();
    const left = pane(
      [
        '➜ ~ vault kv get secret/orders',
        '====== Data ======',
        'Key              Value',
        '---              -----',
        `password         ${scene.password()}`,
        `signing_key      ${scene.secret('signing-key', scene.fill('{44:w}'))}`,
        'username         orders_rw',
        '➜ ~ export VAULT_TOKEN=\\',
        scene.token('vault-service-token'),
        '➜ ~ ',
      ],
      'grid-row:1/3',
    );
    const top = pane(
      [
        `➜ ~ ssh deploy@${address}`,
        'Welcome to Debian GNU/Linux 12',
        'Last login: Tue Mar  3 10:12:05 2026',
        'deploy@web-2:~$ uptime',
        ' 10:12:31 up 41 days,  2 users,  load average: 0.42, 0.38',
        'deploy@web-2:~$ cat .netrc',
        `machine git.acme.dev login ci password ${scene.password('{16:w}')}`,
      ],
      '',
    );
    const bottom = pane(
      [
        '➜ ~ htop -n 1',
        '  PID USER   PRI  NI  VIRT   RES S CPU% MEM%',
        ' 1201 orders  20   0 1.2G  212M S  4.2  2.6',
        ' 1377 orders  20   0  890M 144M S  1.1  1.8',
        `➜ ~ hf auth login --token ${scene.token('huggingface-token')}`,
        'Token is valid (permission: write).',
      ],
      '',
    );
    return `${pageStyle(scene)}<div style="display:grid;grid-template-columns:1fr 1fr;height:100vh;font:${px}px/1.4 '${mono}',monospace">${left}${top}${bottom}</div>`;
  },
};

export const gitDiff: Layout = {
  name: 'git-diff',
  html(scene) {
    const { theme } = scene.look;
    const lines = highlightLines(
      `@@ -12,9 +12,11 @@ class PaymentsConfig:
     timeout: int = 30
     retries: int = 5
-    api_key: str = "${scene.token('stripe-long-secret-key')}"
-    webhook_secret = "${scene.token('stripe-webhook-secret')}"
+    api_key: str = os.environ["STRIPE_API_KEY"]
+    webhook_secret = os.environ["STRIPE_WEBHOOK_SECRET"]
     currency: str = "nok"
@@ -40,6 +42,7 @@ def notify(order):
     # see the discussion in #1482
+    TELEGRAM = "${scene.token('telegram-bot-token')}"
     send(order.id, channel="#orders")
-SLACK_HOOK = "${scene.token('slack-webhook')}"
+SLACK_HOOK = settings.slack_hook`,
      'plain',
    ).map((line) => {
      const colour = line.startsWith('+') ? '#2ea04326' : line.startsWith('-') ? '#f8514926' : 'transparent';
      return `<div class="line" style="background:${colour};padding:0 10px">${line}</div>`;
    });
    return `${pageStyle(scene)}<div style="padding:14px 30px"><h3>Read the keys from the environment <span class="muted">#1483</span></h3>
      <p class="muted">acme wants to merge 2 commits into main from fix/keys · commit ${scene.fill('{7:x}')}</p>
      <div class="bordered"><div class="raised" style="padding:8px 12px;border-bottom:1px solid ${theme.border}">payments/config.py <span class="muted">+3 −3</span></div><div class="mono">${lines.join('')}</div></div></div>`;
  },
};
