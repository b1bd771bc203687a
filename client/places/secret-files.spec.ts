import { expect, it } from 'vitest';
import { keepsSecrets } from './secret-files.ts';

it.each([
  ...[
    '.env',
    '.env.local',
    'config/prod.env',
    'certs/server.pem',
    'id_rsa',
    'deploy/id_ed25519.old',
    '.npmrc',
  ],
  ...[
    '.aws/config',
    'k8s/secrets.yaml',
    'app-credentials.json',
    'infra/prod.tfvars',
    '.git/config',
    'ID_RSA',
  ],
  ...['config/master.key', 'service-account-prod.json', '.ssh/config'],
])('%s keeps secrets', (path) => expect(keepsSecrets(path)).toBe(true));

it.each([
  ...[
    'src/environment.ts',
    'src/env.ts',
    'src/keys.ts',
    'src/secrets.ts',
    'credentials.rb',
    'src/key/map.go',
  ],
  ...['environment.yaml', 'README.md', 'src/id_rsa_parser/mod.rs'],
])('%s is code', (path) => expect(keepsSecrets(path)).toBe(false));
