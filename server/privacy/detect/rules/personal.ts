import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule.ts';
import { isCardNumber, isIban } from '../validators.ts';

/** Endings of file names, which are no top-level domains: `icon@2x.png`. */
const FILE_ENDING =
  /\.(?:png|jpe?g|gif|webp|svg|[cm]?[jt]sx?|json|css|html?|md|ya?ml|lock|map|txt|sh|py|rb|go|rs)$/i;

/** What identifies a person, or their money. */
export const personal: readonly Rule[] = [
  {
    id: 'email',
    title: () => l10n.t('E-mail address'),
    description: 'Identifies a person, and reaches them.',
    confidence: 0.9,
    keywords: ['@', '%40'],
    text: [
      {
        pattern:
          /(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._+'-]{0,63}(?:@|%40)(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24}(?![A-Za-z0-9@-]|\.[A-Za-z0-9])/dg,
        valid: (value, match) =>
          (!FILE_ENDING.test(value) &&
            // `git@github.com:owner/repository` names nobody, and neither do `user:password@host` and `ssh://root@host`.
            !/^git@/.test(value) &&
            !/[:/]$/.test(match.input.slice(Math.max(0, match.index - 1), match.index))) ||
          /(?<!:\/\/[\w.-]{0,20})(?:mailto|e-?mail|user|from|to|cc|bcc|reply-to|author|owner|login|account)["']?:$/i.test(
            match.input.slice(Math.max(0, match.index - 36), match.index),
          ),
      },
    ],
    reading: [],
    examples: [
      'write to «{az:6}.{az:7}@{az:8}.com», please',
      'mailto:«{az:5}+{az:3}@{az:6}.co.uk»',
      'user=«{az:9}{d:2}@mail.{az:5}.io»',
    ],
    counterExamples: [
      'git@github.com:acme/tool.git',
      'icon@2x.png',
      'npm i left-pad@1.3.0',
      '@types/node',
      'https://user:{az:8}@{az:8}.com/',
      'a @ b.c',
    ],
    source: 'https://www.rfc-editor.org/rfc/rfc5321',
  },
  {
    id: 'phone',
    title: () => l10n.t('Phone number'),
    description: 'Identifies a person, and reaches them.',
    confidence: 0.75,
    keywords: [],
    text: [
      {
        // International, with at least one separator or all in one.
        pattern:
          /(?<![A-Za-z0-9+.:/_-])\+[1-9]\d{0,2}(?:[ .-]?\(\d{1,4}\)[ .-]?|[ .-])?\d{1,4}(?:[ .-]?\d{2,5}){1,5}(?![A-Za-z0-9_-]|[.,:]\d)/dg,
        valid: (value) => {
          const digits = value.replaceAll(/\D/g, '').length;
          return digits <= 15 && digits >= (/[ .()-]/.test(value) ? 9 : 10);
        },
      },
      {
        // North America, as people write it.
        pattern:
          /(?<![A-Za-z0-9+.:/_(-])(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[-.])[2-9]\d{2}[-.]\d{4}(?![A-Za-z0-9_-]|\.\d)/dg,
      },
      {
        // After a word that says so.
        pattern:
          /(?<![A-Za-z])(?:phone|tel|telephone|mobile|mob|cell|fax|call|whatsapp|telefon|téléphone|teléfono|telefono|telefone|handy|mobil|portable)(?: (?:number|no|nr)\.?)?["']?\s{0,3}[:=.]{0,2}\s{0,3}["']?(\(?0\d{1,4}\)?(?:[ ./-]{0,3}\d{2,5}){2,5})(?![A-Za-z0-9])/dgi,
        valid: (value) => {
          const digits = value.replaceAll(/\D/g, '').length;
          return digits >= 8 && digits <= 13;
        },
      },
    ],
    reading: [],
    examples: [
      'call «+47 22 {d1:2} {d1:2} {d1:2}» today',
      'ring «+1 (415) 555-{d:4}»',
      'or «(415) 555-{d:4}»',
      'Tel.: «030 / {d1:4} {d:4}»',
      'phone: «+49151{d1:8}»',
    ],
    counterExamples: [
      '+1200 -300',
      '2026-11-21',
      'version 415.555',
      '12345678',
      '+10 lines',
      '@@ -12,7 +12,9 @@',
      '+0.25',
      '1 +447 -12',
    ],
    source: 'https://www.itu.int/rec/T-REC-E.164',
  },
  {
    id: 'card-number',
    title: () => l10n.t('Card number'),
    description: 'Pays at the expense of its holder.',
    confidence: 0.95,
    keywords: [],
    text: [
      {
        pattern:
          /(?<![A-Za-z0-9._+-])(?:[2-6]\d{3}(?: \d{4}){3}(?: \d{3})?|[2-6]\d{3}(?:-\d{4}){3}(?:-\d{3})?|3\d{3}[ -]\d{6}[ -]\d{4,5}|[2-6]\d{12,18})(?![A-Za-z0-9_-]|[.]\d)/dg,
        valid: isCardNumber,
      },
    ],
    reading: [],
    examples: [
      'paid with «4111 1111 1111 {nothing}1111» today',
      'amex «3782 822463 {nothing}10005»',
      'pan=«555555555555{nothing}4444»',
      '«6011-1111-1111-{nothing}1117»',
    ],
    counterExamples: [
      '4111 1111 1111 {nothing}1112',
      'id 1700000000000',
      '4000000000000000000000',
      '0x4111111111111111',
    ],
    source: 'https://www.iso.org/standard/70484.html',
  },
  {
    id: 'card-code',
    title: () => l10n.t('Card security code'),
    description: 'With its number, pays at the expense of its holder.',
    confidence: 0.8,
    keywords: ['cvv', 'cvc', 'csc', 'cvn'],
    text: [
      {
        pattern:
          /(?<![A-Za-z])(?:cvv2?|cvc2?|csc|cvn)(?: ?code)?["']?\s{0,3}[:=#]?\s{0,3}["']?(\d{3,4})(?![\dA-Za-z])/dgi,
      },
    ],
    reading: [],
    examples: ['CVV: «{d:3}»', '"cvc": "«{d:3}»"'],
    counterExamples: ['cvv required', 'CVC digits'],
  },
  {
    id: 'iban',
    title: () => l10n.t('Bank account number'),
    description: 'Identifies an account, and can be charged.',
    confidence: 0.97,
    keywords: [],
    text: [
      {
        pattern: /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])/dg,
        valid: isIban,
      },
    ],
    reading: [],
    examples: [
      'to «DE89 3704 0044 0532 0130 {nothing}00» by Monday',
      'IBAN: «GB29NWBK60161331926{nothing}819»',
      '«NO93 8601 1117 {nothing}947»',
    ],
    counterExamples: ['DE88 3704 0044 0532 0130 {nothing}00', 'AB12 CDEF GHIJ'],
    source: 'https://www.swift.com/standards/data-standards/iban-international-bank-account-number',
  },
  {
    id: 'person-name',
    title: () => l10n.t('Name of a person'),
    description: 'Where a form says that it is one; names elsewhere cannot be told from other words.',
    confidence: 0.7,
    keywords: [
      'holder',
      'surname',
      'first',
      'last',
      'full',
      'patient',
      'customer name',
      'name on card',
      'inhaber',
      'titulaire',
      'vorname',
      'nachname',
    ],
    text: [
      {
        pattern:
          /(?<![A-Za-z])(?:card ?holder(?:[ _]?name)?|account holder|name on card|full[ _]?name|first[ _]?name|last[ _]?name|surname|patient(?:[ _]name)?|customer[ _]name|karteninhaber|kontoinhaber|titulaire(?: de la carte)?|vorname|nachname)["']?[ \t]{0,4}[:=\t][ \t]{0,8}["']?(\p{Lu}\p{L}{1,20}(?:[ -]\p{Lu}[\p{L}.'’-]{0,20}){0,3})(?![\p{L}\d(_=])/dgiu,
        // Without regard to case the classes above match small letters, too.
        valid: (value) =>
          /^\p{Lu}/u.test(value) &&
          value.split(/[ -]/).every((part) => /^\p{Lu}/u.test(part)) &&
          !/^(?:String|Name|Required|Optional|None|Null|True|False|Enter|Text|The|Is|Must|Unknown)\b/.test(
            value,
          ),
      },
    ],
    reading: [],
    examples: ['Cardholder: «Jane Roe»', '"firstName": "«Kari»"'],
    counterExamples: ['firstName: string', 'Full name is required', 'lastName = req.body.lastName'],
  },
];
