// @ts-check
/** Numbers on this page: a real minus, four decimals where one may want to compute along. */
import { fill } from '../format.js';
import { locale, texts } from '../page.js';
import { percentage } from '../verdict.js';

const pieces = percentage(locale, 0);
const odds = new Intl.NumberFormat(locale, { maximumSignificantDigits: 2, notation: 'compact', compactDisplay: 'long' });

/** @param {number} value @param {number} digits */
function rounded(value, digits) {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−');
}

/** @param {number} value */
export const exact = (value) => rounded(value, 4);

/** @param {number} value */
export const brief = (value) => rounded(value, 2);

/** With a sign in any case. @param {number} value */
export const balance = (value) => (value > 0 && brief(value) !== '0.00' ? `+${brief(value)}` : brief(value));

/** Put sentences one after another, as the language does it. @param {string[]} sentences */
export const joined = (sentences) => sentences.reduce((first, second) => fill(texts.two, { first, second }));

/** @param {number} probability */
export const sureness = (probability) => pieces(probability).map(({ value }) => value).join('');

/** How much likelier one is than another. @param {number} nats */
export const oddsOf = (nats) => odds.format(Math.exp(nats));

/**
 * Show a number, and leave its whole value for whoever computes along.
 * @param {HTMLElement} place @param {number} value @param {(value: number) => string} [form]
 */
export function put(place, value, form = exact) {
  place.dataset.value = String(value);
  place.textContent = form(value);
}
