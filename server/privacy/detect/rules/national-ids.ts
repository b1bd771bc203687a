import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule.ts';
import { luhn, weighted } from '../validators.ts';

/** ISO 3166 code of the country, lower case, and its identity number. */
export interface NationalId {
  country: string;
  rule: Rule;
}

function id(
  country: string,
  title: () => string,
  pattern: RegExp,
  valid: (compact: string) => boolean,
  examples: readonly string[],
  counterExamples: readonly string[],
  source: string,
): NationalId {
  return {
    country,
    rule: {
      id: `national-id-${country}`,
      title,
      description: 'Identifies a person.',
      confidence: 0.85,
      keywords: [],
      text: [{ pattern, valid: (value) => valid(value.replaceAll(/[\s./-]/g, '').toUpperCase()) }],
      reading: [],
      examples,
      counterExamples,
      source,
    },
  };
}

const EDGE = '(?<![A-Za-z0-9_.+-])';
const STOP = '(?![A-Za-z0-9_]|[.-]\\d)';
const pattern = (body: string): RegExp => new RegExp(EDGE + body + STOP, 'dg');

const day = (two: string): boolean => Number(two) >= 1 && Number(two) <= 31;
const month = (two: string): boolean => Number(two) >= 1 && Number(two) <= 12;

/** Steuer-Identifikationsnummer: ISO 7064 mod 11,10, and one digit twice or three times among the first ten. */
function german(digits: string): boolean {
  let product = 10;
  for (const digit of digits.slice(0, 10)) {
    const sum = (Number(digit) + product) % 10 || 10;
    product = (2 * sum) % 11;
  }
  const kinds = new Set(digits.slice(0, 10)).size;
  return digits[0] !== '0' && (kinds === 9 || kinds === 8) && (11 - product) % 10 === Number(digits[10]);
}

/** DNI and NIE: a letter for the remainder modulo 23. */
function spanish(value: string): boolean {
  const number = value.slice(0, -1).replace(/^[XYZ]/, (letter) => String('XYZ'.indexOf(letter)));
  return 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(number) % 23] === value.at(-1);
}

/** NIR: 97 minus the rest of the first 13, Corsica counted as 19 and 18. */
function french(value: string): boolean {
  const number = value.slice(0, 13).replace('2A', '19').replace('2B', '18');
  return 97 - Number(BigInt(number) % 97n) === Number(value.slice(13));
}

/** Codice fiscale: a check letter from values that differ at odd and even places. */
function italian(value: string): boolean {
  const odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
  let sum = 0;
  for (let i = 0; i < 15; i++) {
    const code = Number.parseInt(value[i] ?? '', 36);
    const index = code > 9 ? code - 10 : code;
    sum += i % 2 === 0 ? (odd[index] ?? 0) : index;
  }
  return String.fromCharCode(65 + (sum % 26)) === value[15];
}

/** Fødselsnummer: two check digits modulo 11. */
function norwegian(digits: string): boolean {
  if (
    !day(String(Number(digits.slice(0, 2)) % 40).padStart(2, '0')) ||
    !month(String(Number(digits.slice(2, 4)) % 40))
  )
    return false;
  return (
    weighted(digits, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 === 0 &&
    weighted(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0
  );
}

/** PESEL: weights 1, 3, 7, 9, and a month that says the century. */
function polish(digits: string): boolean {
  return (
    month(String(Number(digits.slice(2, 4)) % 20)) &&
    day(digits.slice(4, 6)) &&
    weighted(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0
  );
}

/** Identity numbers by country. Only those of the countries in the settings are looked for. */
export const nationalIds: readonly NationalId[] = [
  id(
    'de',
    () => l10n.t('German tax number'),
    pattern('[1-9]\\d(?: ?\\d{3}){3}'),
    german,
    ['IdNr «86 095 742 {nothing}719»'],
    ['86 095 742 {nothing}718'],
    'https://www.bzst.de/DE/Privatpersonen/SteuerlicheIdentifikationsnummer',
  ),
  id(
    'es',
    () => l10n.t('Spanish identity number'),
    pattern('(?:\\d{8}|[XYZ]\\d{7})-?[A-HJ-NP-TV-Z]'),
    spanish,
    ['DNI «12345678{nothing}Z»', 'NIE «X1234567{nothing}L»'],
    ['12345678{nothing}A'],
    'https://www.interior.gob.es/opencms/es/servicios-al-ciudadano/tramites-y-gestiones/dni/calculo-del-digito-de-control-del-nif-nie/',
  ),
  id(
    'fr',
    () => l10n.t('French social security number'),
    pattern('[12] ?\\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\\d) ?(?:\\d{2}|2[AB]) ?\\d{3} ?\\d{3} ?\\d{2}'),
    french,
    ['n° «2 55 08 14 168 {nothing}025 38»', '«255081416802{nothing}538»'],
    ['2 55 08 14 168 {nothing}025 39'],
    'https://www.insee.fr/fr/metadonnees/definition/c2083',
  ),
  id(
    'gb',
    () => l10n.t('British National Insurance number'),
    pattern('(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\\d{2} ?\\d{2} ?\\d{2} ?[A-D]'),
    (value) => !/^[A-Z]{2}(\d)\1{5}/.test(value),
    ['NI «AB 12 34 {nothing}56 C»'],
    ['BG 12 34 {nothing}56 C', 'AB 12 34 {nothing}56 E'],
    'https://www.gov.uk/hmrc-internal-manuals/national-insurance-manual/nim39110',
  ),
  id(
    'it',
    () => l10n.t('Italian tax code'),
    pattern('[A-Z]{6}\\d{2}[A-EHLMPRST]\\d{2}[A-Z]\\d{3}[A-Z]'),
    italian,
    ['CF «RSSMRA85T10A562{nothing}S»'],
    ['RSSMRA85T10A562{nothing}T'],
    'https://www.agenziaentrate.gov.it/portale/web/guest/schede/istanze/richiesta-ts_cf/informazioni-codificazione-pf',
  ),
  id(
    'nl',
    () => l10n.t('Dutch citizen service number'),
    pattern('\\d{4}[. ]?\\d{2}[. ]?\\d{3}'),
    (digits) => weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0 && new Set(digits).size > 2,
    ['BSN «1112{nothing}22333»'],
    ['1112{nothing}22334'],
    'https://www.rvig.nl/bsn',
  ),
  id(
    'no',
    () => l10n.t('Norwegian national identity number'),
    pattern('\\d{6} ?\\d{5}'),
    norwegian,
    ['fnr «010190{nothing}10046»'],
    ['010190{nothing}10047'],
    'https://www.skatteetaten.no/en/person/national-registry/identitetsnummer/fodselsnummer/',
  ),
  id(
    'pl',
    () => l10n.t('Polish identity number'),
    pattern('\\d{11}'),
    polish,
    ['PESEL «44051{nothing}401359»'],
    ['44051{nothing}401358'],
    'https://www.gov.pl/web/gov/czym-jest-numer-pesel',
  ),
  id(
    'se',
    () => l10n.t('Swedish identity number'),
    pattern('(?:19|20)?\\d{6}[-+]?\\d{4}'),
    (digits) => {
      const ten = digits.replace(/\D/g, '').slice(-10);
      return (
        month(ten.slice(2, 4)) && day(String(Number(ten.slice(4, 6)) % 60).padStart(2, '0')) && luhn(ten)
      );
    },
    ['pnr «811218-{nothing}9876»'],
    ['811218-{nothing}9875'],
    'https://skatteverket.se/privat/folkbokforing/personnummer',
  ),
  id(
    'us',
    () => l10n.t('US social security number'),
    pattern('(?!000|666|9\\d\\d)\\d{3}(?:-(?!00)\\d{2}-|[ ](?!00)\\d{2}[ ])(?!0000)\\d{4}'),
    (digits) => !/^(\d)\1{8}$/.test(digits),
    ['SSN «219-09-{nothing}4321»'],
    ['000-12-{nothing}3456', '219-09{nothing}4321'],
    'https://www.ssa.gov/employer/randomization.html',
  ),
];
