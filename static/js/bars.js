// @ts-check
import { percentage } from './format.js';

/**
 * Mount the ten probability bars.
 *
 * @typedef {import('./verdict.js').State} State
 * @param {HTMLElement} element  a list of ten items, each with .bar-fill and .bar-number
 * @param {() => State} state
 * @param {string} locale
 */
export function mount(element, state, locale) {
  const piecesOf = percentage(locale, 1);
  const rows = [...element.querySelectorAll('.bar')].map((row) => ({
    row: /** @type {HTMLElement} */ (row),
    fill: /** @type {HTMLElement} */ (row.querySelector('.bar-fill')),
    number: /** @type {HTMLElement} */ (row.querySelector('.bar-number')),
  }));

  /** Split "98.2%", so that a narrow screen can leave the fraction and the sign away. @param {number} p */
  function parts(p) {
    const pieces = piecesOf(p);
    const whole = pieces.filter(({ type }) => type === 'integer').map(({ value }) => value).join('');
    return [whole, pieces.map(({ value }) => value).join('').slice(whole.length)];
  }

  function update() {
    const { reading, fresh, told } = state();
    element.toggleAttribute('data-stale', !fresh);
    element.toggleAttribute('data-doubt', reading !== null && !told?.is_digit);
    rows.forEach(({ row, fill, number }, digit) => {
      const probability = reading?.probabilities[digit] ?? 0;
      const [whole, rest] = reading ? parts(probability) : ['–', ''];
      row.toggleAttribute('data-top', reading?.digit === digit);
      fill.style.setProperty('--p', String(probability));
      number.firstElementChild?.replaceChildren(whole);
      number.lastElementChild?.replaceChildren(rest);
    });
  }

  return { update };
}
