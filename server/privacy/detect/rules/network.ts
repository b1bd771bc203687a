import { isIPv6 } from 'node:net';
import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule.ts';

/**
 * Whether an address says something about somebody's network. This machine, no
 * machine, network masks, and the ranges that are reserved for documentation do not.
 */
function isTelling(address: string): boolean {
  const parts = address.split('.').map(Number);
  const [a = 0, b = 0, c = 0, d = 0] = parts;
  if (parts.some((part) => part > 255) || a === 0 || a === 127) return false;
  // Where every cloud's machines ask about themselves, and what gives itself an address.
  if (a === 169 && b === 254) return false;
  // What names a network, or stands for any machine.
  if (b === 0 && c === 0 && d === 0) return false;
  // Masks, multicast, and what begins with it.
  if (a >= 224) return false;
  // Reserved for documentation: RFC 5737.
  if (
    (a === 192 && b === 0 && c === 2) ||
    (a === 198 && b === 51 && c === 100) ||
    (a === 203 && b === 0 && c === 113)
  )
    return false;
  // Everybody's resolvers.
  if ((a === 8 && b === 8) || (a === 1 && (b === 1 || b === 0)))
    return !(c === b && (d === b || d === 4)) && !(a === 1 && b === 0 && c === 0 && d <= 1);
  return true;
}

/** Addresses in a network. */
export const network: readonly Rule[] = [
  {
    id: 'ip-address',
    title: () => l10n.t('IP address'),
    description: 'Names a machine, in the Internet or in a private network.',
    confidence: 0.8,
    keywords: ['.'],
    text: [
      {
        pattern: /(?<![A-Za-z0-9_.-]|[A-Za-z]\/)(?:\d{1,3}\.){3}\d{1,3}(?![A-Za-z0-9_]|\.\d|-[a-z])/dg,
        valid: (value, match) =>
          isTelling(value) &&
          !/(?:(?:^|[^a-z])(?:v|ver|release|rev|build|[<>=~]=|~>|\^|~)|version)["']?[ :=(]{0,3}["']?$|(?:(?:^|[^a-z])(?:sections?|sec\.|chapters?|clauses?|appendix|articles?|paragraphs?|versions)|§|version(?= [\d.]{3,20} (?:and|or|to) $))[ \u00a0]{0,2}(?:\d{1,5}(?:\.\d{1,5}){1,4}(?:, ?(?:and |or )?| and | or | to )){0,4}$/i.test(
            match.input.slice(Math.max(0, match.index - 48), match.index),
          ),
      },
    ],
    reading: [],
    examples: [
      'connect to «10.{d1:1}.{d1:2}.{d1:1}» failed',
      'http://«192.168.{d1:1}.{d1:2}»:8080/',
      'from «81.{d1:2}.{d1:2}.1{d:2}» port 22',
    ],
    counterExamples: [
      'bind 0.0.0.0:80',
      'http://127.0.0.1:3000',
      'Chrome/120.0.0.0',
      'version 1.2.3.4',
      'AssemblyFileVersion("2.{d1:1}.1.0")',
      'see section 3.{d1:1}.1.4 of the standard',
      'Version 10.0.19045.3448 and 4.{d1:1}.2.1',
      'Sections 4.2.1, 4.2.{d1:1}.3 and 4.{d1:1}.1.2',
      '§ 7.{d1:1}.2.1',
      'mask 255.255.255.0',
      '203.0.113.7',
      '1.2.3.4.5',
      'v10.2.3.4',
      '999.1.1.1',
      'curl http://169.254.169.254/latest',
    ],
    source: 'https://www.rfc-editor.org/rfc/rfc1918, https://www.rfc-editor.org/rfc/rfc5737',
  },
  {
    id: 'ipv6-address',
    title: () => l10n.t('IPv6 address'),
    description: 'Names a machine, in the Internet or in a private network.',
    confidence: 0.8,
    keywords: [':'],
    text: [
      {
        pattern: /(?<![A-Za-z0-9:.])(?:[0-9a-fA-F]{1,4}(?:::?)){2,7}(?:[0-9a-fA-F]{1,4})?(?![A-Za-z0-9:.])/dg,
        valid: (value) =>
          isIPv6(value) &&
          /\d/.test(value) &&
          value.replaceAll(':', '').length >= 5 &&
          !/^(?:2001:0?db8:|::|fe80::1$)/i.test(value),
      },
    ],
    reading: [],
    examples: [
      'ping «2a01:4f8:{hex:4}:{hex:4}::1» ok',
      'addr «fd12:3456:{hex:4}:1:{hex:4}:{hex:4}:{hex:4}:{hex:4}» up',
    ],
    counterExamples: ['at 12:34:56', '::1', '2001:db8::1', 'std::vec', '00:1a:2b:3c:4d:5e', 'a::b'],
    source: 'https://www.rfc-editor.org/rfc/rfc4291',
  },
  {
    id: 'home-user',
    title: () => l10n.t('User name in a path'),
    description: 'The name of a person, where their home directory is named after it.',
    confidence: 0.6,
    keywords: ['users'],
    text: [
      {
        pattern:
          /(?<![A-Za-z0-9_.-])(?:[A-Z]:\\{1,2}Users\\{1,2}|\/Users\/)([A-Za-z][A-Za-z0-9._-]{1,30}\.[A-Za-z][A-Za-z0-9_-]{1,30})(?=[\\/])/dg,
      },
    ],
    reading: [],
    examples: ['C:\\Users\\«jane.roe»\\src', '/Users/«ola.nordmann»/work'],
    counterExamples: [
      '/home/dev/my-service',
      '/Users/runner/work',
      'C:\\Users\\Public\\x',
      '/api/users/1037',
    ],
  },
];
