// One screenshot being written: what a layout draws its contents from, and what it says is secret.
import { barcodeImage } from './barcode.ts';
import {
  cardNumber,
  email,
  groupsOfFour,
  iban,
  personName,
  phone,
  privateAddress,
  publicAddress,
} from './personal-data.ts';
import { ALPHABETS, fill, type Random } from './random.ts';
import type { Theme } from './themes.ts';
import { tokenFormat } from './token-formats.ts';

export interface Secret {
  type: string;
  value: string;
}

/** What a shot looks like, whatever it shows. */
export interface Look {
  theme: Theme;
  /** Font families: fixed width, and for user interfaces. */
  mono: string;
  ui: string;
  /** Font size in CSS pixels. */
  px: number;
}

/**
 * Stands in a layout's plain text or HTML for something that is marked. Private-use characters pass through
 * escaping and highlighting as they are.
 */
const FIRST_SECRET = 0xe000;
const FIRST_OPTIONAL = 0xf000;

export class Scene {
  readonly look: Look;
  readonly random: Random;
  readonly secrets: Secret[] = [];
  readonly #shown: string[] = [];
  readonly #optional: string[] = [];

  constructor(look: Look, random: Random) {
    this.look = look;
    this.random = random;
  }

  /** Characters by a pattern (see `fill`) that are no secret. */
  fill(pattern: string): string {
    return fill(pattern, this.random);
  }

  /** A secret of this type and value, for plain text or HTML alike. */
  secret(type: string, value: string): string {
    return this.#mark(type, value, escapeHtml(value));
  }

  /** A secret drawn from the public formats; around it stands what its format has around it. */
  token(format: string): string {
    const { text, secret } = tokenFormat(format).draw(this.random);
    const at = text.indexOf(secret);
    return text.slice(0, at) + this.secret(format, secret) + text.slice(at + secret.length);
  }

  /** As people choose them by a generator. */
  password(pattern = '{14:p}'): string {
    return this.secret('password', this.fill(pattern));
  }

  email = (): string => this.secret('email', email(this.random));
  phone = (): string => this.secret('phone', phone(this.random));
  iban = (): string => this.secret('iban', groupsOfFour(iban(this.random)));
  card = (): string => this.secret('card', groupsOfFour(cardNumber(this.random)));
  privateAddress = (): string => this.secret('ip-address', privateAddress(this.random));
  publicAddress = (): string => this.secret('ip-address', publicAddress(this.random));

  /** A person's name: it may be covered, and need not be. */
  name(): string {
    return this.optional(personName(this.random));
  }

  /** Text that no rule has to find, nor has to leave: user names, addresses reserved for documentation. */
  optional(text: string): string {
    this.#optional.push(`<span class="optional">${escapeHtml(text)}</span>`);
    return String.fromCharCode(FIRST_OPTIONAL + this.#optional.length - 1);
  }

  /** An address from the blocks for documentation (RFC 5737): nobody's, but a rule cannot always know. */
  documentationAddress(): string {
    return this.optional(`203.0.113.${this.random.below(250) + 1}`);
  }

  /** A QR code or a barcode, `width` CSS pixels wide. */
  async barcode(kind: 'QRCode' | 'Code128' | 'DataMatrix', value: string, width: number): Promise<string> {
    const image = await barcodeImage(kind, value);
    return this.#mark('barcode', value, `<img src="${image}" alt="" width="${width}">`);
  }

  /** A login as authenticator apps take it from a QR code. */
  oneTimePasswordUri(): string {
    const account = email(this.random);
    const secret = this.random.text(ALPHABETS.t, 32);
    return `otpauth://totp/Example:${account}?secret=${secret}&issuer=Example`;
  }

  /** The page's HTML with the marked things in place. */
  expand(html: string): string {
    return html.replace(/[\uE000-\uF8FF]/g, (char) => {
      const code = char.charCodeAt(0);
      const marked =
        code >= FIRST_OPTIONAL ? this.#optional[code - FIRST_OPTIONAL] : this.#shown[code - FIRST_SECRET];
      return marked ?? char;
    });
  }

  #mark(type: string, value: string, shown: string): string {
    const index = this.secrets.length;
    this.secrets.push({ type, value });
    this.#shown.push(`<span class="secret" data-secret="${index}">${shown}</span>`);
    return String.fromCharCode(FIRST_SECRET + index);
  }
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** A kind of screenshot: what it shows, as the HTML of a page's body. */
export interface Layout {
  readonly name: string;
  html(scene: Scene): string | Promise<string>;
}

/** One screenshot of the corpus. */
export interface Shot {
  layout: Layout;
  theme: Theme;
  mono: string;
  ui: string;
  px: number;
  /** Physical pixels to a CSS pixel. */
  scale: number;
  /** Of the window, in CSS pixels. */
  width: number;
  height: number;
}
