// @ts-check
import { fill, sureness } from '../format.js';
import { part, say, texts } from '../page.js';
import { SURE } from '../verdict.js';
import { changes } from './changes.js';
import { SIDE, unsigned } from './maps.js';
import { mix, paintPixels, palette, wipe } from './palette.js';

/**
 * What would have to go, for the drawing to be read as another digit.
 *
 * @typedef {{target: number, reached: boolean, map: string, digit: number, is_digit: boolean, probability: number}} Removal
 * @typedef {object} State
 * @property {{digit: number, is_digit: boolean, confidence: number} | null} reading
 * @property {Uint8Array | null} image
 * @property {Removal | undefined} removal
 * @property {number | null} target
 */

/** @param {HTMLCanvasElement} canvas @param {Uint8Array} image @param {Removal | undefined} removal */
function paint(canvas, image, removal) {
  const removed = removal ? unsigned(removal.map) : null;
  paintPixels(canvas, SIDE, SIDE, (pixel) => (removed?.[pixel]
    ? mix(palette.paper, palette.wants, 0.25 + (0.75 * image[pixel]) / 255)
    : palette.unsigned[image[pixel]]));
}

/** What is left of the drawing. @param {HTMLCanvasElement} canvas @param {Uint8Array} image @param {Removal} removal */
function paintRest(canvas, image, { map }) {
  const removed = unsigned(map);
  paintPixels(canvas, SIDE, SIDE, (pixel) => palette.unsigned[removed[pixel] ? 0 : image[pixel]]);
}

/**
 * Which of three texts says how sure a reading is, as the verdict over the page does.
 * @param {boolean} isDigit @param {number} probability @param {string[]} three  sure, perhaps, no digit
 */
const chosen = (isDigit, probability, [sure, perhaps, doubt]) => (isDigit ? (probability < SURE ? perhaps : sure) : doubt);

/** Put it into a sentence. @param {State} state */
export function words({ reading, removal, target }) {
  if (!reading) return texts.targetBlank;
  if (target === null) return texts.targetChoose;
  if (target === reading.digit) {
    const is = chosen(reading.is_digit, reading.confidence, [texts.targetIs, texts.targetIsPerhaps, texts.targetIsClosest]);
    return fill(is, { target });
  }
  if (removal?.target !== target) return texts.targetWaiting;
  if (!removal.reached) return fill(texts.targetNever, { target });
  const { is_digit: isDigit, probability } = removal;
  const reached = chosen(isDigit, probability, [texts.targetReached, texts.targetPerhaps, texts.targetDoubt]);
  return fill(reached, { target, probability: sureness(probability) });
}

/**
 * @param {HTMLElement} targets  holds a button for each digit
 * @param {HTMLElement} element  holds the picture and the words
 * @param {() => State} state
 * @param {(target: number | null) => void} onTarget
 */
export function mount(targets, element, state, onTarget) {
  const [canvas, rest] = /** @type {HTMLCanvasElement[]} */ (['taken', 'left'].map((name) => part(element, name)));
  const sentence = /** @type {HTMLElement} */ (element.querySelector(':scope > p'));
  const buttons = /** @type {HTMLButtonElement[]} */ ([...targets.children]);
  const changed = changes();
  targets.addEventListener('click', ({ target }) => {
    const button = /** @type {Element} */ (target).closest('button');
    if (button) onTarget(button.getAttribute('aria-pressed') === 'true' ? null : Number(button.value));
  });

  function update() {
    const now = state();
    const { image, reading, removal, target } = now;
    for (const button of buttons) {
      button.setAttribute('aria-pressed', String(Number(button.value) === target));
      button.toggleAttribute('data-read', Number(button.value) === reading?.digit);
    }
    say(sentence, words(now));
    const shown = removal?.target === target && target !== reading?.digit ? removal : undefined;
    if (!changed(image, shown, palette)) return;
    if (image) paint(canvas, image, shown);
    else wipe(canvas);
    if (image && shown) paintRest(rest, image, shown);
    else wipe(rest);
  }

  return { update };
}
