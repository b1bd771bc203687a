import { InvalidArgumentError } from 'commander';
import { UsdPerMillion } from '../protocol/models.ts';
import { parseUsd } from '../protocol/money.ts';
import { Settings } from '../protocol/settings.ts';

// What people type after an option, parsed; commander prints what these throw.

/** A cap in nano-dollars, or none. Not null: commander takes that for a value that was not parsed. */
export type Cap = number | 'none';

/** An amount in dollars as nano-dollars, or `none`. */
export function toCap(text: string): Cap {
  if (text === 'none') return text;
  const amount = parseUsd(text);
  if (amount === undefined)
    throw new InvalidArgumentError('It must be an amount in dollars like 2.00, or none.');
  return amount;
}

/** A size in pixels. */
export function toPixels(text: string): { width: number; height: number } {
  const [, width, height] = /^([1-9]\d{0,4})[x×]([1-9]\d{0,4})$/.exec(text) ?? [];
  if (!width || !height) throw new InvalidArgumentError('It must be a size in pixels like 1920x1080.');
  return { width: Number(width), height: Number(height) };
}

/** The base URL of a server. */
export function toBaseUrl(text: string): string {
  const { data } = Settings.shape.routing.unwrap().shape.localServer.safeParse(text);
  if (data === undefined) throw new InvalidArgumentError('It must be a URL like http://127.0.0.1:11434/v1.');
  return data;
}

/** A language by its ISO 639-1 code. */
export function toLanguage(text: string): string {
  if (!/^[a-z]{2,3}$/.test(text)) throw new InvalidArgumentError('It must be a code like en or de.');
  return text;
}

/** A number of seconds to record. */
export function toSeconds(text: string): number {
  const seconds = Number(text);
  if (!/^\d{1,4}$/.test(text) || seconds < 1 || seconds > 1_800)
    throw new InvalidArgumentError('It must be whole seconds, from 1 to 1800.');
  return seconds;
}

/** The first instant of a local day. */
export function toDay(text: string): Date {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  const date = new Date(Number(year), Number(month) - 1, Number(day));
  // 31 February would become a day in March.
  if (date.getMonth() + 1 !== Number(month))
    throw new InvalidArgumentError('It must be a day like 2026-11-01.');
  return date;
}

/** A price in dollars per million tokens, as it is on price pages. */
export function toUsdPerMillion(text: string): number {
  const price = UsdPerMillion.safeParse(
    /^\$?\d+(\.\d+)?$/.test(text) ? Number(text.replace('$', '')) : undefined,
  );
  if (!price.success)
    throw new InvalidArgumentError(
      'It must be dollars per million tokens like 2.50, with six decimals at most.',
    );
  return price.data;
}

/** A number of tokens. */
export function toTokens(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new InvalidArgumentError('It must be a number of tokens like 128000.');
  return Number(text);
}
