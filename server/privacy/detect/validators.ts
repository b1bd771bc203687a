/** The check digit of card numbers (ISO/IEC 7812-1, annex B). Other characters than digits are ignored. */
export function luhn(number: string): boolean {
  let sum = 0;
  let odd = false;
  for (let i = number.length - 1; i >= 0; i--) {
    const digit = number.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) continue;
    const value = odd ? digit * 2 : digit;
    sum += value > 9 ? value - 9 : value;
    odd = !odd;
  }
  return sum > 0 && sum % 10 === 0;
}

/** The issuers' ranges and lengths of card numbers, without spaces. */
export function isCardNumber(number: string): boolean {
  const digits = number.replaceAll(/\D/g, '');
  const issued =
    /^4(?:\d{12}|\d{15}|\d{18})$/.test(digits) || // Visa
    /^(?:5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12})$/.test(digits) || // Mastercard
    /^3[47]\d{13}$/.test(digits) || // American Express
    /^(?:6011|64[4-9]\d|65\d\d)\d{12}$/.test(digits) || // Discover
    /^35(?:2[89]|[3-8]\d)\d{12}$/.test(digits) || // JCB
    /^3(?:0[0-5]|[689]\d)\d{11}$/.test(digits) || // Diners Club
    /^62\d{14,17}$/.test(digits) || // UnionPay
    /^(?:50|5[6-9]|6[0378])\d{14}$/.test(digits); // Maestro and national cards
  return issued && luhn(digits) && new Set(digits).size > 1;
}

/** Lengths of account numbers by country (SWIFT's IBAN registry). */
const ibanLengths: Readonly<Record<string, number>> = {
  AD: 24,
  AE: 23,
  AL: 28,
  AT: 20,
  AZ: 28,
  BA: 20,
  BE: 16,
  BG: 22,
  BH: 22,
  BI: 27,
  BR: 29,
  BY: 28,
  CH: 21,
  CR: 22,
  CY: 28,
  CZ: 24,
  DE: 22,
  DJ: 27,
  DK: 18,
  DO: 28,
  EE: 20,
  EG: 29,
  ES: 24,
  FI: 18,
  FK: 18,
  FO: 18,
  FR: 27,
  GB: 22,
  GE: 22,
  GI: 23,
  GL: 18,
  GR: 27,
  GT: 28,
  HR: 21,
  HU: 28,
  IE: 22,
  IL: 23,
  IQ: 23,
  IS: 26,
  IT: 27,
  JO: 30,
  KW: 30,
  KZ: 20,
  LB: 28,
  LC: 32,
  LI: 21,
  LT: 20,
  LU: 20,
  LV: 21,
  LY: 25,
  MC: 27,
  MD: 24,
  ME: 22,
  MK: 19,
  MN: 20,
  MR: 27,
  MT: 31,
  MU: 30,
  NI: 28,
  NL: 18,
  NO: 15,
  OM: 23,
  PK: 24,
  PL: 28,
  PS: 29,
  PT: 25,
  QA: 29,
  RO: 24,
  RS: 22,
  RU: 33,
  SA: 24,
  SC: 31,
  SD: 18,
  SE: 24,
  SI: 19,
  SK: 24,
  SM: 27,
  SO: 23,
  ST: 25,
  SV: 28,
  TL: 23,
  TN: 24,
  TR: 26,
  UA: 29,
  VA: 22,
  VG: 24,
  XK: 20,
  YE: 30,
};

/** Length and check digits of an account number (ISO 13616, ISO 7064 mod 97-10). Spaces are ignored. */
export function isIban(text: string): boolean {
  const iban = text.replaceAll(/[\s-]/g, '').toUpperCase();
  if (ibanLengths[iban.slice(0, 2)] !== iban.length) return false;
  let rest = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** How many characters of an account number of this country, or undefined if it has none. */
export function ibanLength(country: string): number | undefined {
  return ibanLengths[country];
}

/** The sum of digits times weights; what is no digit counts as 0. */
export function weighted(digits: string, weights: readonly number[]): number {
  let sum = 0;
  for (const [index, weight] of weights.entries())
    sum += weight * (Number.parseInt(digits[index] ?? '', 10) || 0);
  return sum;
}
