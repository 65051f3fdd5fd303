// @ts-check
import { SIDE, toCanvas } from '../strokes.js';
import { MARGIN, boxAt } from './places.js';
import { series } from './series.js';

/**
 * Mount the boxes around the digits, on the paper, and the digits' marks on the slider that moves it.
 *
 * @typedef {import('./page.js').Digit} Digit
 * @typedef {{digits: Digit[], fresh: boolean, lit: number, width: number}} State  width: of the paper
 * @param {HTMLElement} element  lies over the paper
 * @param {HTMLElement} marks  lies along the slider
 * @param {HTMLElement} pad  the surface under the pen
 * @param {() => State} state
 * @param {(place: number) => void} onPoint  which digit the pointer hovers over, -1 for none
 */
export function mount(element, marks, pad, state, onPoint) {
  const copies = series(element, (copy) => copy);
  const markCopies = series(marks, (copy) => copy);
  let pointed = -1;

  /** @param {PointerEvent} event @returns {number} */
  function under({ type, buttons, pointerType, clientX, clientY }) {
    if (type === 'pointerleave' || buttons > 0 || pointerType === 'touch') return -1;
    const { digits, width } = state();
    const place = toCanvas({ x: clientX, y: clientY }, pad.getBoundingClientRect(), width);
    return boxAt(digits.map(({ box }) => box), place);
  }

  /** @param {PointerEvent} event */
  function look(event) {
    const now = under(event);
    if (now === pointed) return;
    pointed = now;
    onPoint(now);
  }

  pad.addEventListener('pointermove', look);
  pad.addEventListener('pointerleave', look);

  function update() {
    const { digits, fresh, lit, width } = state();
    element.toggleAttribute('data-stale', !fresh);
    copies(digits.length).forEach((copy, place) => {
      const { box: [left, top, across, down], digit, is_digit: isDigit } = digits[place];
      const sides = {
        left: (left - MARGIN) / width, width: (across + 2 * MARGIN) / width,
        top: (top - MARGIN) / SIDE, height: (down + 2 * MARGIN) / SIDE,
      };
      for (const [name, share] of Object.entries(sides)) copy.style.setProperty(`--${name}`, `${100 * share}%`);
      copy.toggleAttribute('data-doubt', !isDigit);
      copy.toggleAttribute('data-lit', place === lit);
      copy.toggleAttribute('data-high', top < 2.5 * MARGIN);
      copy.dataset.digit = isDigit ? String(digit) : '?';
    });
    markCopies(digits.length).forEach((copy, place) => {
      const { box: [left, , across], digit, is_digit: isDigit } = digits[place];
      copy.style.setProperty('--left', `${(100 * (left + across / 2)) / width}%`);
      copy.textContent = isDigit ? String(digit) : '?';
      copy.toggleAttribute('data-lit', place === lit);
    });
  }

  return { update };
}
