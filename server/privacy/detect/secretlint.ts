import { z } from 'zod';
import type { TextFinding } from '../detector.ts';
import { finding } from './findings.ts';
import type { Rule } from './rule.ts';

/** Our rules by the names of secretlint's. What is missing here is left to ours: account numbers, whole addresses. */
const ours: Readonly<Record<string, string>> = {
  '1password': 'onepassword-token',
  anthropic: 'anthropic-key',
  aws: 'aws-secret-key',
  basicauth: 'url-password',
  cloudflare: 'cloudflare-key',
  'database-connection-string': 'url-password',
  databricks: 'databricks-token',
  docker: 'docker-token',
  figma: 'figma-token',
  gcp: 'private-key',
  github: 'github-token',
  gitlab: 'gitlab-token',
  grafana: 'grafana-token',
  groq: 'groq-key',
  'hashicorp-vault': 'vault-token',
  huggingface: 'huggingface-token',
  linear: 'linear-key',
  notion: 'notion-token',
  npm: 'npm-token',
  openai: 'openai-key',
  privatekey: 'private-key',
  sendgrid: 'sendgrid-key',
  shopify: 'shopify-token',
  slack: 'slack-token',
  stripe: 'stripe-key',
  tailscale: 'tailscale-key',
  vercel: 'vercel-token',
};

/** Messages about what is no secret. */
const IGNORED = new Set(['AWSAccountID']);

const Values = z.record(z.string(), z.unknown());

async function load() {
  const [{ lintSource }, { creator }, { secretLintProfiler }] = await Promise.all([
    import('@secretlint/core'),
    import('@secretlint/secretlint-rule-preset-recommend'),
    import('@secretlint/profiler'),
  ]);
  // It marks every rule of every text, and never lets go of a mark.
  secretLintProfiler.setEnabled(false);
  return { lintSource, creator };
}

let loaded: ReturnType<typeof load> | undefined;

/**
 * What secretlint's recommended rules find, under our rules' names. Loaded
 * when it is first needed.
 */
export async function findBySecretlint(
  text: string,
  rules: ReadonlyMap<string, Rule>,
): Promise<TextFinding[]> {
  loaded ??= load();
  const { lintSource, creator } = await loaded;
  const { messages } = await lintSource({
    source: { content: text, filePath: 'text.txt', ext: '.txt', contentType: 'text' },
    options: {
      config: { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator, options: {} }] },
      noPhysicFilePath: true,
    },
  });
  return messages.flatMap((message) => {
    const rule = rules.get(ours[message.ruleId.replace('@secretlint/secretlint-rule-', '')] ?? '');
    if (rule === undefined || IGNORED.has(message.messageId)) return [];
    const [from, to] = message.range;
    // Of some rules the range has the secret's length but begins with the name in front of it.
    const values = Values.safeParse(message.data);
    const value = Object.values(values.success ? values.data : {}).find(
      (candidate) => typeof candidate === 'string' && candidate.length === to - from,
    );
    const at = typeof value === 'string' ? text.indexOf(value, from) : -1;
    const start = at < 0 ? from : at;
    return [finding({ ...rule, confidence: 0.9 }, text, start, Math.min(text.length, start + to - from))];
  });
}
