// @ts-check
import { EXAMPLES } from '../examples.js';
import { SIDE, smooth } from '../strokes.js';

/** @typedef {import('../drawing.js').Stroke} Stroke */

const SVG = 'http://www.w3.org/2000/svg';

/** @param {Stroke[]} strokes  @returns {SVGElement} a small picture of them */
function pictureOf(strokes) {
  const picture = document.createElementNS(SVG, 'svg');
  picture.setAttribute('viewBox', `0 0 ${SIDE} ${SIDE}`);
  picture.setAttribute('aria-hidden', 'true');
  for (const { points, width } of strokes) {
    const line = document.createElementNS(SVG, 'polyline');
    line.setAttribute('points', smooth(points, width).map(({ x, y }) => `${x.toFixed()},${y.toFixed()}`).join(' '));
    picture.append(line);
  }
  return picture;
}

/**
 * Mount a button for each example that is named.
 * @param {HTMLElement} element
 * @param {[string, string][]} names  each with its example's key
 * @param {(strokes: Stroke[]) => void} onTry
 */
export function mount(element, names, onTry) {
  for (const [key, name] of names) {
    const strokes = EXAMPLES[key];
    const button = document.createElement('button');
    Object.assign(button, { type: 'button', className: 'try', title: name, ariaLabel: name });
    button.append(pictureOf(strokes));
    button.addEventListener('click', () => onTry(strokes));
    element.append(button);
  }
}
