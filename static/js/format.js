// @ts-check
/** Numbers as text in the reader's language, as `formats.py` writes them. */
import { locale, texts } from './page.js';

export const DASH = '–';
const wholes = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const significants = new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 });
const percents = [0, 1, 2].map((digits) => new Intl.NumberFormat(locale, {
  style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits,
}));

/**
 * @param {string} text  with {name} where a value belongs
 * @param {Record<string, string | number>} values
 */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/**
 * Rounded, but 100 % is said of what is whole alone.
 * @param {number | null | undefined} share  0…1 @param {0 | 1 | 2} [digits]
 */
export function percent(share, digits = 2) {
  if (share == null) return DASH;
  const most = share >= 1 ? 1 : 1 - 10 ** -(digits + 2);
  return percents[digits].format(Math.min(share, most));
}

/** A softmax never reaches 1, and rounding must not pass for certainty. */
export const SUREST = 0.999;

/**
 * Make the function that splits a probability into pieces of a percentage, "99", ".", "9", "%".
 * @param {string} language
 * @param {number} least  decimals that are always shown
 * @returns {(probability: number) => Intl.NumberFormatPart[]}
 */
export function percentage(language, least) {
  const format = new Intl.NumberFormat(language, {
    style: 'percent', minimumFractionDigits: least, maximumFractionDigits: 1,
  });
  return (probability) => format.formatToParts(Math.min(probability, SUREST));
}

const pieces = percentage(locale, 0);

/** How sure a reading is, "99.9%" at most. @param {number} probability */
export const sureness = (probability) => pieces(probability).map(({ value }) => value).join('');

/** @param {number} number */
export const whole = (number) => wholes.format(number);

/** @param {number | null | undefined} loss */
export const decimals = (loss) => (loss == null ? DASH : loss.toFixed(4));

/** @param {number | null | undefined} seconds  in the two units that matter */
export function duration(seconds) {
  if (seconds == null) return DASH;
  if (seconds < 60) return fill(texts.seconds, { s: seconds < 10 ? significants.format(seconds) : whole(seconds) });
  const minutes = Math.floor(Math.round(seconds) / 60);
  if (minutes < 60) return fill(texts.minutes, { m: minutes, s: Math.round(seconds) % 60 });
  return fill(texts.hours, { h: Math.floor(minutes / 60), m: minutes % 60 });
}

/** In two digits that matter. @param {number} number */
export const brief = (number) => significants.format(number);

/** @param {number} ms  milliseconds */
export const milliseconds = (ms) => `${brief(ms)} ms`;
