// @ts-check
import { texts } from '../page.js';
import { balance, put } from './numbers.js';
import { reachOf } from './maps.js';

/** What an output stands for: a digit, or none. @param {number} index */
export const digitName = (index) => (index < 10 ? String(index) : texts.noDigit);

/**
 * Build a bar that grows to the right from the middle for what is above zero, to the left below.
 * @param {string} tag @param {number} index  of the output that it is about
 */
export function bar(tag, index) {
  const row = document.createElement(tag);
  row.className = 'vote';
  const [label, track, fill, number] = ['vote-name', 'vote-track', 'vote-fill', 'vote-number'].map((part) => {
    const piece = document.createElement('span');
    piece.className = part;
    return piece;
  });
  label.textContent = digitName(index);
  label.toggleAttribute('data-none', index > 9);
  number.textContent = '–';
  track.append(fill);
  row.append(label, track, number);
  return row;
}

/**
 * @param {HTMLElement[]} bars @param {number[] | null} values
 * @param {(value: number) => string} [form]
 */
export function show(bars, values, form = balance) {
  const reach = values ? reachOf(values) : 0;
  bars.forEach((row, place) => {
    const value = values?.[place] ?? 0;
    const fill = /** @type {HTMLElement} */ (row.querySelector('.vote-fill'));
    const number = /** @type {HTMLElement} */ (row.querySelector('.vote-number'));
    fill.style.setProperty('--vote', reach ? (value / reach).toFixed(4) : '0');
    row.toggleAttribute('data-against', value < 0);
    if (values) put(number, value, form);
    else number.textContent = '–';
  });
}

/**
 * Mount what a unit speaks for, digit by digit.
 * @param {HTMLElement} list
 */
export function mount(list) {
  /** @type {HTMLElement[]} */
  let bars = [];

  /** @param {number[]} values */
  function update(values) {
    if (bars.length !== values.length) {
      bars = values.map((_, index) => bar('li', index));
      list.replaceChildren(...bars);
    }
    show(bars, values);
  }

  return { update };
}
