// @ts-check
import * as stamp from '../stamp.js';
import { alike } from './places.js';
import { series } from './series.js';

/**
 * Mount the number as a row of seals. One that has been pressed stays pressed while its digit stays what
 * it was: only what is new moves.
 *
 * @typedef {import('./page.js').State} State
 * @param {HTMLElement} element
 * @param {() => State} state
 */
export function mount(element, state) {
  /** @type {import('./page.js').Digit[]} the digits whose seals have been pressed */
  let pressed = [];

  /** @param {number} place */
  function shown(place) {
    const { told, settled, ...others } = state();
    const digit = told?.digits[place] ?? null;
    const before = pressed[place];
    const stays = digit && before?.digit === digit.digit && alike(before.box, digit.box);
    return { ...others, told: digit, settled: settled || Boolean(stays) };
  }

  const seals = series(element, (copy, place) => stamp.mount(copy, /** @type {any} */ (() => shown(place))));

  function update() {
    const { told, settled } = state();
    if (!told) pressed = [];
    else if (settled) pressed = told.digits;
    const count = told?.digits.length || 1;
    element.style.setProperty('--count', String(count));
    for (const seal of seals(count)) seal.update();
  }

  return { update };
}
