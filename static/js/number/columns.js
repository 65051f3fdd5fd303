// @ts-check
import * as bars from '../bars.js';
import { fill, sureness } from '../format.js';
import { locale, part, say, texts } from '../page.js';
import { series } from './series.js';

/**
 * Mount the columns under the paper, one for each digit: what the network saw, and what it made of it.
 *
 * @typedef {import('./page.js').Digit} Digit
 * @typedef {{digits: Digit[], fresh: boolean, lit: number}} State
 * @param {HTMLElement} element
 * @param {() => State} state
 * @param {(place: number) => void} onPoint  which column is pointed at, -1 for none any more
 */
export function mount(element, state, onPoint) {
  const copies = series(element, mountOne);
  let count = 0;
  /** @type {State | null} what stands there */
  let now = null;

  /** @param {HTMLElement} copy @param {number} place */
  function mountOne(copy, place) {
    const [button, seen, figure, confidence] = ['show', 'seen', 'digit', 'confidence'].map((name) => part(copy, name));
    const chances = bars.mount(/** @type {HTMLElement} */ (copy.querySelector('.bars')), () => {
      const { digits, fresh } = state();
      return /** @type {any} */ ({ reading: digits[place], told: digits[place], fresh });
    }, locale);
    copy.addEventListener('click', () => onPoint(place));
    copy.addEventListener('focusin', () => onPoint(place));
    copy.addEventListener('focusout', () => onPoint(-1));
    copy.addEventListener('pointerenter', ({ pointerType }) => { if (pointerType !== 'touch') onPoint(place); });
    copy.addEventListener('pointerleave', ({ pointerType }) => { if (pointerType !== 'touch') onPoint(-1); });

    function update() {
      const { digits, lit } = state();
      const { digit, is_digit: isDigit, confidence: sure, input } = digits[place];
      const values = { place: place + 1, digit, confidence: sureness(sure) };
      copy.toggleAttribute('data-doubt', !isDigit);
      copy.toggleAttribute('data-lit', place === lit);
      button.setAttribute('aria-label', fill(isDigit ? texts.column : texts.columnDoubt, values));
      say(figure, isDigit ? String(digit) : '?');
      say(confidence, isDigit ? values.confidence : fill(texts.closest, values));
      if (seen.src !== input) seen.src = input;
      chances.update();
    }

    return { copy, update };
  }

  function update() {
    const { digits, fresh, lit } = state();
    // The pen moves a hundred times a second, and a hundred bars are not to be set each time.
    if (now?.digits === digits && now.fresh === fresh && now.lit === lit) return;
    now = { digits, fresh, lit };
    element.toggleAttribute('data-stale', !fresh);
    element.toggleAttribute('data-blank', digits.length === 0);
    for (const one of copies(digits.length)) one.update();
    // What has just been written is what one wants to see.
    if (digits.length > count) element.scrollLeft = element.scrollWidth;
    count = digits.length;
  }

  /** @param {number} place */
  function reveal(place) {
    const { copy } = copies(state().digits.length)[place];
    const [{ left, right }, list] = [copy, element].map((one) => one.getBoundingClientRect());
    // Sideways alone: scrollIntoView would move the page, and the paper from under the pen.
    if (left < list.left) element.scrollBy({ left: left - list.left });
    else if (right > list.right) element.scrollBy({ left: right - list.right });
  }

  return { update, reveal };
}
