// Formats of secrets as their makers document them in public, to be found in exact text. Values are drawn
// at run time and belong to nobody.

import { personalFormats } from './personal-formats.ts';
import { privateKeyFormats } from './private-keys.ts';
import { fill } from './random.ts';
import type { TokenFormat } from './token-format.ts';

/** Name, variable, source and pattern (see `fill`); in double square brackets what is secret, if not all of it. */
type Entry = readonly [name: string, variable: string, source: string, pattern: string];

/** The rules of two scanners name formats that their makers only show by example. */
const GITLEAKS = 'https://github.com/gitleaks/gitleaks/blob/master/config/gitleaks.toml';
const TRUFFLEHOG = 'https://github.com/trufflesecurity/trufflehog/tree/main/pkg/detectors';
const GITHUB =
  'https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats';
const GITLAB = 'https://docs.gitlab.com/security/tokens/#token-prefixes';
const SLACK = 'https://docs.slack.dev/authentication/tokens';
const STRIPE = 'https://docs.stripe.com/keys';
const SHOPIFY = 'https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens';
const AWS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html';
const GOOGLE = 'https://developers.google.com/identity/protocols/oauth2';
const DIGITALOCEAN = 'https://docs.digitalocean.com/reference/api/create-personal-access-token/';
const URI = 'https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1';

const MARKED: readonly Entry[] = [
  // Clouds and hosting
  ['aws-access-key-id', 'AWS_ACCESS_KEY_ID', AWS, 'AKIA{16:t}'],
  ['aws-temporary-access-key-id', 'AWS_ACCESS_KEY_ID', AWS, 'ASIA{16:t}'],
  [
    'google-api-key',
    'GOOGLE_MAPS_KEY',
    'https://cloud.google.com/docs/authentication/api-keys',
    'AIza{35:u}',
  ],
  ['google-oauth-client-secret', 'GOOGLE_CLIENT_SECRET', GOOGLE, 'GOCSPX-{28:u}'],
  ['google-oauth-access-token', 'GOOGLE_ACCESS_TOKEN', GOOGLE, 'ya29.a0{160:u}'],
  ['google-oauth-refresh-token', 'GOOGLE_REFRESH_TOKEN', GOOGLE, '1//0{100:u}'],
  ['azure-client-secret', 'AZURE_CLIENT_SECRET', GITLEAKS, '{3:w}8Q~{34:w}'],
  [
    'azure-storage-connection-string',
    'AZURE_STORAGE_CONNECTION_STRING',
    'https://learn.microsoft.com/en-us/azure/storage/common/storage-configure-connection-string',
    'DefaultEndpointsProtocol=https;AccountName=mystore;AccountKey=[[{86:b}==]];EndpointSuffix=core.windows.net',
  ],
  [
    'azure-shared-access-signature',
    'SAS_URL',
    'https://learn.microsoft.com/en-us/azure/storage/common/storage-sas-overview',
    'https://mystore.blob.core.windows.net/backup?sv=2022-11-02&sp=rl&sig=[[{41:w}%3D]]',
  ],
  ['azure-devops-token', 'AZURE_DEVOPS_EXT_PAT', TRUFFLEHOG, '{76:w}AZDO{4:w}'],
  ['digitalocean-token', 'DIGITALOCEAN_TOKEN', DIGITALOCEAN, 'dop_v1_{64:x}'],
  ['digitalocean-oauth-token', 'DIGITALOCEAN_TOKEN', DIGITALOCEAN, 'doo_v1_{64:x}'],
  ['digitalocean-refresh-token', 'DIGITALOCEAN_REFRESH_TOKEN', DIGITALOCEAN, 'dor_v1_{64:x}'],
  ['alibaba-access-key-id', 'ALIBABA_ACCESS_KEY_ID', GITLEAKS, 'LTAI{20:w}'],
  [
    'heroku-api-key',
    'HEROKU_API_KEY',
    'https://devcenter.heroku.com/articles/authentication',
    'HRKU-AA{58:u}',
  ],
  ['cloudflare-origin-ca-key', 'CLOUDFLARE_CA_KEY', GITLEAKS, 'v1.0-{24:x}-{146:x}'],
  ['flyio-token', 'FLY_ACCESS_TOKEN', GITLEAKS, 'fo1_{43:w}'],
  ['netlify-token', 'NETLIFY_AUTH_TOKEN', TRUFFLEHOG, 'nfp_{36:w}'],
  ['supabase-token', 'SUPABASE_ACCESS_TOKEN', 'https://supabase.com/docs/guides/api/api-keys', 'sbp_{40:x}'],
  [
    'supabase-secret-key',
    'SUPABASE_KEY',
    'https://supabase.com/docs/guides/api/api-keys',
    'sb_secret_{22:u}_{8:w}',
  ],
  ['planetscale-token', 'PLANETSCALE_TOKEN', GITLEAKS, 'pscale_tkn_{43:u}'],
  ['planetscale-password', 'PLANETSCALE_PASSWORD', GITLEAKS, 'pscale_pw_{43:u}'],
  [
    'databricks-token',
    'DATABRICKS_TOKEN',
    'https://docs.databricks.com/aws/en/dev-tools/auth/pat',
    'dapi{32:x}',
  ],
  [
    'vault-service-token',
    'VAULT_TOKEN',
    'https://developer.hashicorp.com/vault/docs/concepts/tokens',
    'hvs.{95:u}',
  ],
  [
    'vault-batch-token',
    'VAULT_TOKEN',
    'https://developer.hashicorp.com/vault/docs/concepts/tokens',
    'hvb.{140:u}',
  ],
  ['terraform-cloud-token', 'TFE_TOKEN', GITLEAKS, '{14:w}.atlasv1.{67:u}'],
  ['doppler-token', 'DOPPLER_TOKEN', 'https://docs.doppler.com/docs/service-tokens', 'dp.pt.{43:w}'],
  ['pulumi-token', 'PULUMI_ACCESS_TOKEN', GITLEAKS, 'pul-{40:x}'],
  ['infracost-key', 'INFRACOST_API_KEY', GITLEAKS, 'ico-{32:w}'],
  ['tailscale-auth-key', 'TS_AUTHKEY', 'https://tailscale.com/kb/1085/auth-keys', 'tskey-auth-{16:w}-{32:w}'],
  // Source hosting, continuous integration, package registries
  ['github-token', 'GITHUB_TOKEN', GITHUB, 'ghp_{36:w}'],
  ['github-oauth-token', 'GH_TOKEN', GITHUB, 'gho_{36:w}'],
  ['github-user-token', 'GH_TOKEN', GITHUB, 'ghu_{36:w}'],
  ['github-server-token', 'GITHUB_TOKEN', GITHUB, 'ghs_{36:w}'],
  ['github-refresh-token', 'GH_REFRESH_TOKEN', GITHUB, 'ghr_{36:w}'],
  ['github-fine-grained-token', 'GITHUB_TOKEN', GITHUB, 'github_pat_{22:w}_{59:w}'],
  ['gitlab-token', 'GITLAB_TOKEN', GITLAB, 'glpat-{20:u}'],
  ['gitlab-deploy-token', 'CI_DEPLOY_PASSWORD', GITLAB, 'gldt-{20:u}'],
  ['gitlab-runner-token', 'RUNNER_TOKEN', GITLAB, 'glrt-{20:u}'],
  ['gitlab-trigger-token', 'TRIGGER_TOKEN', GITLAB, 'glptt-{40:x}'],
  ['gitlab-runner-registration-token', 'REGISTRATION_TOKEN', GITLAB, 'GR1348941{20:u}'],
  ['bitbucket-app-password', 'BITBUCKET_APP_PASSWORD', TRUFFLEHOG, 'ATBB{32:w}'],
  ['atlassian-api-token', 'JIRA_API_TOKEN', GITLEAKS, 'ATATT3xFfGF0{172:u}={8:X}'],
  [
    'circleci-token',
    'CIRCLE_TOKEN',
    'https://circleci.com/docs/managing-api-tokens/',
    'CCIPAT_{22:w}_{40:x}',
  ],
  ['buildkite-token', 'BUILDKITE_TOKEN', TRUFFLEHOG, 'bkua_{40:x}'],
  ['sonarqube-token', 'SONAR_TOKEN', GITLEAKS, 'sqp_{40:x}'],
  ['npm-token', 'NPM_TOKEN', 'https://docs.npmjs.com/about-access-tokens', 'npm_{36:w}'],
  ['pypi-token', 'TWINE_PASSWORD', 'https://pypi.org/help/#apitoken', 'pypi-AgEIcHlwaS5vcmc{80:u}'],
  ['rubygems-key', 'GEM_HOST_API_KEY', GITLEAKS, 'rubygems_{48:x}'],
  ['crates-io-token', 'CARGO_REGISTRY_TOKEN', TRUFFLEHOG, 'cio{32:w}'],
  ['nuget-key', 'NUGET_API_KEY', TRUFFLEHOG, 'oy2{43:l}'],
  ['clojars-token', 'CLOJARS_PASSWORD', GITLEAKS, 'CLOJARS_{60:l}'],
  [
    'docker-hub-token',
    'DOCKER_PASSWORD',
    'https://docs.docker.com/security/access-tokens/',
    'dckr_pat_{27:u}',
  ],
  ['artifactory-key', 'ARTIFACTORY_API_KEY', GITLEAKS, 'AKCp{69:w}'],
  ['postman-key', 'POSTMAN_API_KEY', GITLEAKS, 'PMAK-{24:x}-{34:x}'],
  // Payment and shops
  ['stripe-secret-key', 'STRIPE_SECRET_KEY', STRIPE, 'sk_live_{24:w}'],
  ['stripe-long-secret-key', 'STRIPE_SECRET_KEY', STRIPE, 'sk_live_51{97:w}'],
  ['stripe-test-key', 'STRIPE_TEST_KEY', STRIPE, 'sk_test_{24:w}'],
  ['stripe-restricted-key', 'STRIPE_KEY', STRIPE, 'rk_live_{24:w}'],
  ['stripe-webhook-secret', 'STRIPE_WEBHOOK_SECRET', 'https://docs.stripe.com/webhooks', 'whsec_{32:w}'],
  ['square-access-token', 'SQUARE_ACCESS_TOKEN', GITLEAKS, 'EAAAE{59:u}'],
  ['square-secret', 'SQUARE_SECRET', GITLEAKS, 'sq0csp-{43:u}'],
  ['shopify-access-token', 'SHOPIFY_TOKEN', SHOPIFY, 'shpat_{32:x}'],
  ['shopify-shared-secret', 'SHOPIFY_API_SECRET', SHOPIFY, 'shpss_{32:x}'],
  [
    'plaid-access-token',
    'PLAID_TOKEN',
    'https://plaid.com/docs/api/items/',
    'access-sandbox-{8:x}-{4:x}-{4:x}-{4:x}-{12:x}',
  ],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dollar signs are part of the format
  ['braintree-access-token', 'BRAINTREE_TOKEN', TRUFFLEHOG, 'access_token$production${16:l}${32:x}'],
  ['flutterwave-secret-key', 'FLW_SECRET_KEY', GITLEAKS, 'FLWSECK_TEST-{32:x}-X'],
  ['shippo-token', 'SHIPPO_TOKEN', GITLEAKS, 'shippo_live_{40:x}'],
  ['easypost-key', 'EASYPOST_KEY', GITLEAKS, 'EZAK{54:w}'],
  // Messages
  ['slack-bot-token', 'SLACK_BOT_TOKEN', SLACK, 'xoxb-{12:d}-{13:d}-{24:w}'],
  ['slack-user-token', 'SLACK_TOKEN', SLACK, 'xoxp-{12:d}-{12:d}-{13:d}-{32:x}'],
  ['slack-app-token', 'SLACK_APP_TOKEN', SLACK, 'xapp-1-A{10:U}-{13:d}-{64:x}'],
  [
    'slack-webhook',
    'SLACK_WEBHOOK_URL',
    'https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks',
    'https://hooks.slack.com/services/[[T{10:U}/B{10:U}/{24:w}]]',
  ],
  [
    'discord-bot-token',
    'DISCORD_TOKEN',
    'https://discord.com/developers/docs/reference#authentication',
    'MT{24:w}.G{5:w}.{38:u}',
  ],
  [
    'discord-webhook',
    'DISCORD_WEBHOOK',
    'https://discord.com/developers/docs/resources/webhook',
    'https://discord.com/api/webhooks/{19:d}/[[{68:u}]]',
  ],
  [
    'telegram-bot-token',
    'TELEGRAM_TOKEN',
    'https://core.telegram.org/bots/api#authorizing-your-bot',
    '{10:d}:AA{33:u}',
  ],
  ['twilio-api-key', 'TWILIO_API_KEY', 'https://www.twilio.com/docs/iam/api-keys', 'SK{32:x}'],
  [
    'sendgrid-key',
    'SENDGRID_API_KEY',
    'https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys',
    'SG.{22:u}.{43:u}',
  ],
  ['mailgun-key', 'MAILGUN_API_KEY', GITLEAKS, 'key-{32:x}'],
  [
    'mailchimp-key',
    'MAILCHIMP_API_KEY',
    'https://mailchimp.com/developer/marketing/docs/fundamentals/',
    '{32:x}-us12',
  ],
  ['brevo-key', 'BREVO_API_KEY', GITLEAKS, 'xkeysib-{64:x}-{16:w}'],
  // AI
  ['openai-project-key', 'OPENAI_API_KEY', TRUFFLEHOG, 'sk-proj-{58:u}T3BlbkFJ{58:u}'],
  ['openai-service-account-key', 'OPENAI_API_KEY', TRUFFLEHOG, 'sk-svcacct-{58:u}T3BlbkFJ{58:u}'],
  ['openai-legacy-key', 'OPENAI_API_KEY', GITLEAKS, 'sk-{20:w}T3BlbkFJ{20:w}'],
  ['anthropic-key', 'ANTHROPIC_API_KEY', GITLEAKS, 'sk-ant-api03-{93:u}AA'],
  ['huggingface-token', 'HF_TOKEN', 'https://huggingface.co/docs/hub/security-tokens', 'hf_{34:w}'],
  [
    'replicate-token',
    'REPLICATE_API_TOKEN',
    'https://replicate.com/docs/topics/security/api-tokens',
    'r8_{37:w}',
  ],
  ['groq-key', 'GROQ_API_KEY', TRUFFLEHOG, 'gsk_{52:w}'],
  ['perplexity-key', 'PERPLEXITY_API_KEY', GITLEAKS, 'pplx-{48:w}'],
  ['xai-key', 'XAI_API_KEY', TRUFFLEHOG, 'xai-{80:w}'],
  ['openrouter-key', 'OPENROUTER_API_KEY', TRUFFLEHOG, 'sk-or-v1-{64:x}'],
  ['langsmith-key', 'LANGSMITH_API_KEY', TRUFFLEHOG, 'lsv2_pt_{32:x}_{10:x}'],
  ['nvidia-key', 'NVIDIA_API_KEY', TRUFFLEHOG, 'nvapi-{64:u}'],
  ['deepseek-key', 'DEEPSEEK_API_KEY', TRUFFLEHOG, 'sk-{32:x}'],
  // Operations and collaboration
  [
    'new-relic-user-key',
    'NEW_RELIC_API_KEY',
    'https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/',
    'NRAK-{27:U}',
  ],
  [
    'new-relic-license-key',
    'NEW_RELIC_LICENSE_KEY',
    'https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/',
    '{36:x}NRAL',
  ],
  ['sentry-user-token', 'SENTRY_AUTH_TOKEN', GITLEAKS, 'sntryu_{64:x}'],
  ['grafana-service-account-token', 'GRAFANA_TOKEN', GITLEAKS, 'glsa_{32:w}_{8:x}'],
  ['dynatrace-token', 'DT_API_TOKEN', GITLEAKS, 'dt0c01.{24:U}.{64:U}'],
  ['notion-token', 'NOTION_TOKEN', GITLEAKS, 'ntn_{11:d}{35:w}'],
  ['airtable-token', 'AIRTABLE_TOKEN', GITLEAKS, 'pat{14:w}.{64:x}'],
  ['linear-key', 'LINEAR_API_KEY', GITLEAKS, 'lin_api_{40:w}'],
  ['figma-token', 'FIGMA_TOKEN', 'https://www.figma.com/developers/api#access-tokens', 'figd_{40:u}'],
  ['contentful-token', 'CONTENTFUL_TOKEN', TRUFFLEHOG, 'CFPAT-{43:u}'],
  ['hubspot-token', 'HUBSPOT_TOKEN', TRUFFLEHOG, 'pat-na1-{8:x}-{4:x}-{4:x}-{4:x}-{12:x}'],
  ['typeform-token', 'TYPEFORM_TOKEN', GITLEAKS, 'tfp_{59:u}'],
  ['readme-key', 'README_API_KEY', GITLEAKS, 'rdme_{70:l}'],
  ['dropbox-token', 'DROPBOX_TOKEN', TRUFFLEHOG, 'sl.B{135:u}'],
  [
    'mapbox-secret-token',
    'MAPBOX_TOKEN',
    'https://docs.mapbox.com/help/getting-started/access-tokens/',
    'sk.eyJ1Ijoi{60:w}.{22:u}',
  ],
  ['1password-service-account-token', 'OP_SERVICE_ACCOUNT_TOKEN', GITLEAKS, 'ops_eyJ{260:w}'],
  ['launchdarkly-sdk-key', 'LD_SDK_KEY', TRUFFLEHOG, 'sdk-{8:x}-{4:x}-{4:x}-{4:x}-{12:x}'],
  // Connections
  [
    'postgres-url',
    'DATABASE_URL',
    'https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS',
    'postgres://app:[[{16:w}]]@db.internal:5432/orders',
  ],
  [
    'mysql-url',
    'DATABASE_URL',
    'https://dev.mysql.com/doc/refman/8.4/en/connecting-using-uri-or-key-value-pairs.html',
    'mysql://root:[[{14:w}]]@mysql:3306/shop',
  ],
  [
    'mongodb-url',
    'MONGODB_URI',
    'https://www.mongodb.com/docs/manual/reference/connection-string/',
    'mongodb+srv://svc:[[{18:w}]]@cluster0.ab1cd.mongodb.net/prod',
  ],
  [
    'redis-url',
    'REDIS_URL',
    'https://www.iana.org/assignments/uri-schemes/prov/redis',
    'redis://:[[{20:w}]]@cache.internal:6379/0',
  ],
  [
    'amqp-url',
    'AMQP_URL',
    'https://www.rabbitmq.com/docs/uri-spec',
    'amqps://worker:[[{16:w}]]@mq.internal:5671/jobs',
  ],
  ['https-url-with-password', 'REPOSITORY', URI, 'https://deploy:[[{20:w}]]@git.example.com/team/app.git'],
  [
    'sql-server-connection-string',
    'SQL_CONNECTION',
    'https://learn.microsoft.com/en-us/dotnet/framework/data/adonet/connection-string-syntax',
    'Server=tcp:sql.example.net,1433;Database=crm;User ID=sa;Password=[[{16:p}]];Encrypt=true',
  ],
  [
    'jdbc-url',
    'SPRING_DATASOURCE_URL',
    'https://jdbc.postgresql.org/documentation/use/',
    'jdbc:postgresql://db:5432/app?user=app&password=[[{16:w}]]',
  ],
  [
    'bearer-authorization',
    'AUTHORIZATION',
    'https://www.rfc-editor.org/rfc/rfc6750#section-2.1',
    'Bearer [[{43:u}]]',
  ],
];

/** Formats of mere letters and digits: only the name before them tells. */
const UNMARKED: readonly Entry[] = [
  ['aws-secret-access-key', 'AWS_SECRET_ACCESS_KEY', AWS, '{40:b}'],
  ['aws-session-token', 'AWS_SESSION_TOKEN', AWS, 'IQoJb3JpZ2luX2Vj{300:b}'],
  ['azure-account-key', 'AZURE_STORAGE_KEY', TRUFFLEHOG, '{86:b}=='],
  ['heroku-legacy-key', 'HEROKU_API_KEY', GITLEAKS, '{8:x}-{4:x}-{4:x}-{4:x}-{12:x}'],
  ['cloudflare-api-token', 'CLOUDFLARE_API_TOKEN', GITLEAKS, '{40:u}'],
  ['linode-token', 'LINODE_TOKEN', TRUFFLEHOG, '{64:x}'],
  ['vercel-token', 'VERCEL_TOKEN', TRUFFLEHOG, '{24:w}'],
  ['datadog-api-key', 'DD_API_KEY', GITLEAKS, '{32:x}'],
  ['datadog-application-key', 'DD_APPLICATION_KEY', GITLEAKS, '{40:x}'],
  ['twilio-auth-token', 'TWILIO_AUTH_TOKEN', 'https://www.twilio.com/docs/iam/api', '{32:x}'],
  ['postmark-server-token', 'POSTMARK_SERVER_TOKEN', TRUFFLEHOG, '{8:x}-{4:x}-{4:x}-{4:x}-{12:x}'],
  ['cohere-key', 'COHERE_API_KEY', GITLEAKS, '{40:w}'],
  ['mistral-key', 'MISTRAL_API_KEY', TRUFFLEHOG, '{32:w}'],
  ['wandb-key', 'WANDB_API_KEY', TRUFFLEHOG, '{40:x}'],
  ['algolia-admin-key', 'ALGOLIA_ADMIN_KEY', GITLEAKS, '{32:x}'],
  ['okta-token', 'OKTA_API_TOKEN', GITLEAKS, '00{40:u}'],
  ['snyk-token', 'SNYK_TOKEN', GITLEAKS, '{8:x}-{4:x}-{4:x}-{4:x}-{12:x}'],
  [
    'django-secret-key',
    'SECRET_KEY',
    'https://docs.djangoproject.com/en/stable/ref/settings/#secret-key',
    '{50:l}',
  ],
  ['client-secret', 'OAUTH_CLIENT_SECRET', 'https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1', '{32:u}'],
  ['password', 'DB_PASSWORD', 'https://pages.nist.gov/800-63-4/sp800-63b.html', '{14:p}'],
  ['session-cookie', 'SESSION_TOKEN', 'https://www.rfc-editor.org/rfc/rfc6265', '{32:x}'],
];

function toFormats(entries: readonly Entry[], isMarked: boolean): TokenFormat[] {
  return entries.map(([name, variable, source, pattern]) => ({
    name,
    variable,
    isMarked,
    source,
    draw(random) {
      const filled = fill(pattern, random);
      const secret = /\[\[(.*)\]\]/.exec(filled)?.[1];
      return { text: filled.replace(/\[\[|\]\]/g, ''), secret: secret ?? filled };
    },
  }));
}

/** A name and a password, together in base 64. */
const basicAuthorization: TokenFormat = {
  name: 'basic-authorization',
  variable: 'AUTHORIZATION',
  isMarked: true,
  source: 'https://www.rfc-editor.org/rfc/rfc7617',
  draw(random) {
    const secret = Buffer.from(fill('deploy:{20:p}', random)).toString('base64');
    return { text: `Basic ${secret}`, secret };
  },
};

export const TOKEN_FORMATS: readonly TokenFormat[] = [
  ...toFormats(MARKED, true),
  basicAuthorization,
  ...toFormats(UNMARKED, false),
  ...privateKeyFormats,
  ...personalFormats,
];

/** @throws Error if there is no such format. */
export function tokenFormat(name: string): TokenFormat {
  const format = TOKEN_FORMATS.find((known) => known.name === name);
  if (!format) throw new Error(`There is no token format ${name}.`);
  return format;
}
