import type { Rule } from '../rule.ts';
import { ai } from './ai.ts';
import { chat } from './chat.ts';
import { cloud } from './cloud.ts';
import { credentials } from './credentials.ts';
import { infrastructure } from './infrastructure.ts';
import { keys } from './keys.ts';
import { logins } from './logins.ts';
import { network } from './network.ts';
import { payment } from './payment.ts';
import { personal } from './personal.ts';
import { registries } from './registries.ts';
import { services } from './services.ts';
import { sourceHosting } from './source-hosting.ts';

/** All rules that hold everywhere. Those for national identity numbers stand behind a setting. */
export const rules: readonly Rule[] = [
  ...keys,
  ...cloud,
  ...sourceHosting,
  ...payment,
  ...chat,
  ...ai,
  ...registries,
  ...infrastructure,
  ...services,
  ...credentials,
  ...logins,
  ...personal,
  ...network,
];
