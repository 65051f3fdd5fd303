// @ts-check
import { fill, sureness } from './format.js';
import { part, say } from './page.js';

/**
 * Mount the reading in words, with the evidence: what the network saw, which version, how long it took.
 *
 * @typedef {import('./reader.js').Reading} Reading
 * @typedef {import('./client.js').Trouble} Trouble
 * @typedef {object} State
 * @property {Reading | null} reading  the newest
 * @property {boolean} fresh  whether it is about the drawing as it stands
 * @property {Reading | null} told  what is said of the drawing; null while that is not decided
 * @property {boolean} settled  whether what is said is the newest reading, and fresh
 * @property {Trouble | null} trouble
 * @typedef {Record<string, string>} Texts
 */

/** Below this a reading is a guess: on the draw page the second one is named as well. */
export const SURE = 0.75;

/** @param {number[]} probabilities @returns {number[]} digits, the likeliest first */
function ranked(probabilities) {
  return probabilities.map((_, digit) => digit).sort((a, b) => probabilities[b] - probabilities[a]);
}

/** Put a trouble into two sentences. @param {Trouble} trouble @param {Texts} texts @returns {[string, string]} */
export function troubleWords(trouble, texts) {
  if (trouble.permanent) return [texts[trouble.kind], trouble.detail || texts.change];
  const seconds = Math.ceil((trouble.retryAfter ?? 0) / 1000);
  return [texts[trouble.kind], seconds > 1 ? fill(texts.retryIn, { seconds }) : texts.retry];
}

/**
 * Put a state into two sentences.
 * @param {State} state @param {Texts} texts
 * @returns {[string, string]}
 */
export function words({ reading, told, trouble }, texts) {
  if (trouble) return troubleWords(trouble, texts);
  if (!reading) return [texts.blank, texts.blankMore];
  if (!told) return [texts.waiting, texts.waitingMore];
  const { digit, is_digit: isDigit, confidence, probabilities } = told;
  const sure = fill(texts.sure, { confidence: sureness(confidence) });
  if (!isDigit) return [texts.doubt, fill(texts.closest, { digit })];
  const [, second] = ranked(probabilities);
  if (confidence < SURE) return [fill(texts.perhaps, { digit, second }), sure];
  return [fill(texts.reading, { digit }), sure];
}

/**
 * @param {HTMLElement} element  the panel
 * @param {() => State} state
 * @param {Texts} texts
 * @param {string} locale
 * @param {(state: any) => [string, string]} [sentences]  of another page, whose states have another
 *   form: there a reading has at least `model` and `elapsed_ms`
 */
export function mount(element, state, texts, locale, sentences = (now) => words(now, texts)) {
  const [headline, detail, model, elapsed] = ['headline', 'detail', 'model', 'elapsed'].map((name) => part(element, name));
  const seen = /** @type {HTMLImageElement | null} */ (part(element, 'seen'));
  const number = new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 });
  /** What people call the versions, by id. @type {Record<string, string>} */
  const names = JSON.parse(model.dataset.names ?? '{}');

  function update() {
    const now = state();
    const [first, second] = sentences(now);
    say(headline, first);
    say(detail, second);
    element.toggleAttribute('data-trouble', now.trouble !== null);
    if (now.reading) say(model, names[now.reading.model] ?? now.reading.model);
    say(elapsed, now.reading ? fill(texts.elapsed, { ms: number.format(now.reading.elapsed_ms) }) : '');
    if (!seen) return;
    seen.hidden = !now.reading;
    if (now.reading && seen.src !== now.reading.input) seen.src = now.reading.input;
  }

  return { update };
}
