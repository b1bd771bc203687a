// Numbers and addresses of people who do not exist, right by their check digits.
import { ALPHABETS, type Random } from './random.ts';

/** A card number whose last digit is right (ISO/IEC 7812-1, Luhn), without spaces. */
export function cardNumber(random: Random, prefix = '4', length = 16): string {
  const digits = prefix + random.text(ALPHABETS.d, length - 1 - prefix.length);
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const weighted = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (weighted > 9 ? weighted - 9 : weighted);
  }, 0);
  return digits + ((10 - (sum % 10)) % 10);
}

/** In groups of four, as on the card. */
export function groupsOfFour(digits: string): string {
  return digits.replace(/(.{4})(?=.)/g, '$1 ');
}

const IBAN_PATTERNS = [
  { country: 'DE', digits: 18 },
  { country: 'NO', digits: 11 },
  { country: 'ES', digits: 20 },
  { country: 'PL', digits: 24 },
] as const;

/** An account number whose check digits are right (ISO 13616, modulo 97), without spaces. */
export function iban(random: Random): string {
  const { country, digits } = random.pick(IBAN_PATTERNS);
  const account = random.text(ALPHABETS.d, digits);
  const letters = [...`${country}00`].map((char) => Number.parseInt(char, 36)).join('');
  const check = 98n - (BigInt(account + letters) % 97n);
  return `${country}${String(check).padStart(2, '0')}${account}`;
}

const GIVEN = ['jane', 'marek', 'sofia', 'ola', 'liam', 'ines', 'tariq', 'yuki', 'hanna', 'pedro'];
const FAMILY = [
  'roe',
  'kowalski',
  'olsen',
  'nordmann',
  'haddad',
  'tanaka',
  'silva',
  'weber',
  'doyle',
  'lind',
];
const DOMAINS = [
  'example.com',
  'corp-mail.io',
  'acme.co.uk',
  'nordic-foods.no',
  'contoso.dev',
  'mail.example.org',
];

export function email(random: Random): string {
  const separator = random.pick(['.', '_', '', '-']);
  const number = random.below(2) === 0 ? '' : String(random.below(90) + 10);
  return `${random.pick(GIVEN)}${separator}${random.pick(FAMILY)}${number}@${random.pick(DOMAINS)}`;
}

/** Two capitalised names. */
export function personName(random: Random): string {
  const capitalised = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
  return `${capitalised(random.pick(GIVEN))} ${capitalised(random.pick(FAMILY))}`;
}

/** In the international form, or as it is written in North America. */
export function phone(random: Random): string {
  const digits = (length: number) => random.text(ALPHABETS.d, length);
  return random.pick([
    `+47 9${digits(2)} ${digits(2)} ${digits(3)}`,
    `+44 20 7946 0${digits(3)}`,
    `+1 (${random.below(700) + 200}) 555-01${digits(2)}`,
    `+49 30 2312${digits(4)}`,
  ]);
}

/** An address on a private network (RFC 1918). */
export function privateAddress(random: Random): string {
  const byte = () => random.below(250) + 2;
  return random.pick([
    `10.${byte()}.${byte()}.${byte()}`,
    `192.168.${byte()}.${byte()}`,
    `172.${random.below(16) + 16}.${byte()}.${byte()}`,
  ]);
}

/** An address that could be somebody's: not private, reserved or for documentation. */
export function publicAddress(random: Random): string {
  const byte = () => random.below(250) + 2;
  return `${random.pick([31, 46, 78, 81, 85, 91, 109, 151, 176, 188])}.${byte()}.${byte()}.${byte()}`;
}
