// @ts-check
/** Numbers on this page: a real minus, four decimals where one may want to compute along. */
import { fill } from '../format.js';
import { locale, texts } from '../page.js';

const odds = new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 });

/** Odds beyond these are not told, as a percentage is not beyond 99.9 %. */
const MOST_ODDS = 1000;

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

/** How much likelier one is than another, in words. @param {number} nats */
export function oddsOf(nats) {
  const times = Math.exp(nats);
  return fill(times > MOST_ODDS ? texts.oddsMore : texts.oddsAbout, { odds: odds.format(Math.min(times, MOST_ODDS)) });
}

/**
 * Show a number, and leave its whole value for whoever computes along.
 * @param {HTMLElement} place @param {number} value @param {(value: number) => string} [form]
 */
export function put(place, value, form = exact) {
  place.dataset.value = String(value);
  place.textContent = form(value);
}
