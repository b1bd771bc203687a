// Held out: no rule is written against these. Notebooks, documents, and screens without any secret.
import { editor, highlightLines, pageStyle, table } from '../parts.ts';
import { escapeHtml, type Layout, type Scene } from '../scene.ts';

function block(scene: Scene, source: string, language: string): string {
  const lines = highlightLines(source, language).map((line) => `<div class="line">${line}</div>`);
  return `<div class="mono raised bordered" style="padding:8px 12px;margin:4px 0;flex:1;font-size:${scene.look.px}px">${lines.join('')}</div>`;
}

export const notebook: Layout = {
  name: 'notebook',
  html(scene) {
    const cell = (number: number, source: string, output: string) =>
      `<div style="display:flex;margin:8px 0"><span class="mono muted" style="width:70px">[${number}]:</span>${block(scene, source, 'python')}</div>
       <div class="mono" style="margin-left:84px;white-space:pre-wrap;word-break:break-all">${escapeHtml(output)}</div>`;
    return `${pageStyle(scene)}<div class="raised" style="padding:6px 16px">File &nbsp; Edit &nbsp; View &nbsp; Run &nbsp; Kernel &nbsp; Help <span class="muted" style="float:right">Python 3 (ipykernel)</span></div>
      <div style="padding:10px 40px">
      ${cell(1, `import os\nimport pandas as pd\nos.environ["HF_TOKEN"] = "${scene.token('huggingface-token')}"\nwandb.login(key="${scene.token('wandb-key')}")`, 'True')}
      ${cell(2, `engine = create_engine("${scene.token('postgres-url')}")\ndf = pd.read_sql("select * from customers", engine)\ndf[["email", "total"]].head(3)`, `                      email   total\n0  ${scene.email()}  129.90\n1  ${scene.email()}   48.00\n2  ${scene.email()}  912.35`)}
      ${cell(3, `client = anthropic.Anthropic(api_key="${scene.token('anthropic-key')}")\nclient.models.list()`, 'AuthenticationError: 401 invalid x-api-key')}</div>`;
  },
};

export const markdownPreview: Layout = {
  name: 'markdown-preview',
  html: (scene) => `${pageStyle(scene)}<div style="max-width:900px;padding:20px 40px"><h1>Runbook: orders</h1>
    <p>Ask ${scene.name()} (${scene.email()}) for access. Staging listens on <code class="raised">${scene.privateAddress()}:8080</code>, production behind the gateway.</p>
    <h2>Deploy</h2>${block(scene, `export PULUMI_ACCESS_TOKEN=${scene.token('pulumi-token')}\npulumi up --stack staging`, 'bash')}
    <h2>Ask for the status</h2>${block(scene, `curl -H "X-Auth-Token: ${scene.token('client-secret')}" https://status.acme.dev/api/v1/health`, 'bash')}
    <ul><li>The token is replaced on the first of the month.</li><li>Figma: <code class="raised">${scene.token('figma-token')}</code></li><li>Do not restart the queue during the day.</li></ul></div>`,
};

export const dataEditor: Layout = {
  name: 'service-account',
  html: (scene) =>
    editor(scene, {
      file: 'service-account.json',
      language: 'json',
      files: ['v infra', '  main.tf', '  variables.tf', '  service-account.json'],
      source: `{
  "type": "service_account",
  "project_id": "acme-staging",
  "private_key_id": "${scene.optional(scene.fill('{40:x}'))}",
  "client_email": "${scene.secret('email', scene.fill('deploy-{4:l}@acme-staging.iam.gserviceaccount.com'))}",
  "client_id": "${scene.optional(scene.fill('1{20:d}'))}",
  "auth_uri": "https://accounts.google.com/o/oauth2/auth",
  "universe_domain": "googleapis.com",
  "private_key": "${scene.token('private-key-in-json')}"
}`,
    }),
};

export const lockFile: Layout = {
  name: 'lock-file',
  html: (scene) =>
    editor(scene, {
      file: 'package-lock.json',
      language: 'json',
      files: ['v web', '  package.json', '  package-lock.json'],
      firstLine: 2_113,
      source: ['pino', 'zod', 'undici', 'kysely', 'commander', 'esbuild']
        .map(
          (name, index) => `    "node_modules/${name}": {
      "version": "${index + 3}.${index * 2}.${index + 1}",
      "resolved": "https://registry.npmjs.org/${name}/-/${name}-${index + 3}.${index * 2}.${index + 1}.tgz",
      "integrity": "sha512-${scene.fill('{86:b}')}==",
      "engines": { "node": ">=20" }
    },`,
        )
        .join('\n'),
    }),
};

export const prose: Layout = {
  name: 'prose',
  html: (
    scene,
  ) => `${pageStyle(scene)}<div style="max-width:800px;padding:30px 60px"><h1>How we rotate secrets</h1>
    <p class="muted">3 March 2026 · six minutes to read</p>
    <p>Nobody likes to change a password, and yet a key that was once committed has to be considered known to everybody. This is what we do about it.</p>
    <h2>Tokens live for an hour</h2><p>A token is asked for when it is needed and thrown away after. Nothing is kept in files. The access token never leaves the process; the refresh token is bound to the device.</p>
    <p>Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore magna aliqua. Ut enim ad minim veniam, quis nostrud exercitation ullamco laboris.</p>
    <h2>What remains</h2><p>See RFC 6749, section 4.1, and version 2.4.1 of our handbook. Build 20260303.2 has all of it; the checksum is ${scene.fill('{32:x}')}.</p></div>`,
};

export const numbers: Layout = {
  name: 'numbers',
  html: (scene) => {
    const rows = Array.from({ length: 16 }, (_, index) => [
      `2026-03-${String(index + 1).padStart(2, '0')}`,
      ...Array.from({ length: 7 }, () => scene.fill('{3:d}.{2:d}')),
      scene.fill('{6:d}'),
    ]);
    const head = ['Day', 'p50', 'p75', 'p90', 'p95', 'p99', 'max', 'errors', 'requests'];
    return `${pageStyle(scene)}<div style="padding:16px 30px"><h3>Latency of orders-api, ms</h3>${table([head, ...rows], `padding:3px 18px;border-bottom:1px solid ${scene.look.theme.border}`)}</div>`;
  },
};

export const minified: Layout = {
  name: 'minified',
  html: (scene) => {
    const names = 'abcdefghijklmnopqrstuvwxyz';
    const name = () => scene.random.text(names, 1 + scene.random.below(2));
    const statement = () =>
      scene.random.pick([
        () => `function ${name()}(${name()},${name()}){return ${name()}.${name()}(${name()})}`,
        () => `var ${name()}=${name()}(${scene.random.below(9_999)}),${name()}=void 0;`,
        () => `if(!${name()}.${name()})throw new Error("Minified exception; code "+${name()});`,
        () => `${name()}.prototype.componentDidUpdate=function(){this.${name()}=!0};`,
        () =>
          `e.exports={id:"${scene.fill('{8:x}-{4:x}-4{3:x}-a{3:x}-{12:x}')}",hash:"${scene.fill('{20:x}')}"};`,
      ])();
    return `${pageStyle(scene)}<div class="mono line" style="padding:6px">${escapeHtml(Array.from({ length: 60 }, statement).join(''))}</div>`;
  },
};
