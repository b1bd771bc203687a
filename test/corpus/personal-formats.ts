import {
  cardNumber,
  email,
  groupsOfFour,
  iban,
  phone,
  privateAddress,
  publicAddress,
} from './personal-data.ts';
import { fill, type Random } from './random.ts';
import type { TokenFormat } from './token-format.ts';

const ISO_7812 = 'https://www.iso.org/standard/70484.html';
const IPV4 = 'https://www.rfc-editor.org/rfc/rfc1918';

function personal(
  name: string,
  variable: string,
  source: string,
  make: (random: Random) => string,
): TokenFormat {
  return {
    name,
    variable,
    isMarked: true,
    source,
    draw(random) {
      const text = make(random);
      return { text, secret: text };
    },
  };
}

export const personalFormats: readonly TokenFormat[] = [
  personal('email-address', 'ADMIN_EMAIL', 'https://www.rfc-editor.org/rfc/rfc5322#section-3.4.1', email),
  personal('phone-number', 'PHONE', 'https://www.itu.int/rec/T-REC-E.123', phone),
  personal('visa-number', 'CARD', ISO_7812, (random) => cardNumber(random)),
  personal('visa-number-in-groups', 'CARD', ISO_7812, (random) => groupsOfFour(cardNumber(random))),
  personal('mastercard-number', 'CARD', ISO_7812, (random) => cardNumber(random, '53')),
  personal('american-express-number', 'CARD', ISO_7812, (random) =>
    cardNumber(random, '37', 15).replace(/^(.{4})(.{6})/, '$1 $2 '),
  ),
  personal(
    'iban',
    'IBAN',
    'https://www.swift.com/standards/data-standards/iban-international-bank-account-number',
    iban,
  ),
  personal(
    'iban-in-groups',
    'IBAN',
    'https://www.swift.com/standards/data-standards/iban-international-bank-account-number',
    (random) => groupsOfFour(iban(random)),
  ),
  personal('private-ip-address', 'HOST', IPV4, privateAddress),
  personal('public-ip-address', 'HOST', 'https://www.rfc-editor.org/rfc/rfc791', publicAddress),
  personal('ipv6-address', 'HOST', 'https://www.rfc-editor.org/rfc/rfc5952', (random) =>
    // No group may begin with a zero there, nor hold nothing but letters by chance.
    fill('2a02:1{3:d}:2{3:x}:3{3:x}:4{3:x}:5{3:x}:6{3:x}:7{3:x}', random),
  ),
];
