// @ts-check
import { fill, percent } from '../format.js';
import { say, texts } from '../page.js';
import { signed, unsigned } from './maps.js';
import { brief, oddsOf, sureness } from './numbers.js';
import { mix, paintPixels, palette, wipe } from './palette.js';

/**
 * Why this digit: the ink that carries the reading, what would have to go, and what it is like.
 *
 * @typedef {{digit: number, is_digit: boolean, runner_up: number, margin: number}} Inspection
 * @typedef {{map: string, scale: number}} Occlusion
 * @typedef {{target: number, reached: boolean, map: string, digit: number, is_digit: boolean, probability: number}} Removal
 * @typedef {{label: number, image: string, likeness: number}} Match
 * @typedef {object} State
 * @property {Inspection | null} reading
 * @property {number} temperature
 * @property {Uint8Array | null} image
 * @property {Occlusion | undefined} occlusion
 * @property {Removal | undefined} removal
 * @property {Match[] | null | undefined} nearest  null: this version keeps none
 * @property {number | null} target
 */

/** Below this a lead is called small: about three to one. */
const SMALL = 1.1;

/** How dark ink is that neither carries nor hinders, 0…1. */
const FAINT = 0.3;

/** @param {HTMLCanvasElement} canvas @param {Uint8Array} image @param {Occlusion} occlusion */
function paintOcclusion(canvas, image, { map }) {
  const shares = signed(map);
  paintPixels(canvas, 28, 28, (pixel) => {
    const ground = palette.unsigned[Math.round(FAINT * image[pixel])];
    return mix(ground, shares[pixel] < 0 ? palette.rejects : palette.wants, Math.abs(shares[pixel]) / 127);
  });
}

/** @param {HTMLCanvasElement} canvas @param {Uint8Array} image @param {Removal | undefined} removal */
function paintRemoval(canvas, image, removal) {
  const removed = removal ? unsigned(removal.map) : null;
  paintPixels(canvas, 28, 28, (pixel) => (removed?.[pixel]
    ? mix(palette.paper, palette.wants, 0.25 + (0.75 * image[pixel]) / 255)
    : palette.unsigned[image[pixel]]));
}

/** @param {State} state */
function marginWords({ reading, temperature }) {
  if (!reading) return texts.marginBlank;
  const { digit, runner_up: second, margin, is_digit: isDigit } = reading;
  const odds = oddsOf(margin / temperature);
  const words = isDigit ? (margin < SMALL ? texts.marginClose : texts.marginNext) : texts.marginDoubt;
  return fill(words, { digit, second, margin: brief(margin), odds });
}

/** @param {State} state */
function removalWords({ reading, removal, target }) {
  if (!reading) return texts.targetBlank;
  if (target === null) return texts.targetChoose;
  if (target === reading.digit) return fill(texts.targetIs, { target });
  if (removal?.target !== target) return texts.targetWaiting;
  if (!removal.reached) return fill(texts.targetNever, { target });
  const words = removal.is_digit ? texts.targetReached : texts.targetDoubt;
  return fill(words, { target, probability: sureness(removal.probability) });
}

/**
 * @param {HTMLElement} section
 * @param {() => State} state
 * @param {(target: number | null) => void} onTarget
 */
export function mount(section, state, onTarget) {
  /** @param {string} selector @returns {any} */
  const find = (selector) => section.querySelector(selector);
  const [map, margin, buttons, note] = ['#occlusion', '#margin', '#targets', '#nearest-words'].map(find);
  const [canvas, words] = [find('#removal canvas'), find('#removal p')];
  const near = [...section.querySelectorAll('.near')];
  /** @type {unknown[]} */
  let painted = [];
  buttons.addEventListener('click', (/** @type {MouseEvent} */ event) => {
    const button = /** @type {HTMLButtonElement | null} */ (/** @type {Element} */ (event.target).closest('button'));
    if (button) onTarget(button.getAttribute('aria-pressed') === 'true' ? null : Number(button.value));
  });

  /** @param {State} now */
  function showMaps({ image, occlusion, removal, reading, target }) {
    const shown = removal?.target === target && target !== reading?.digit ? removal : undefined;
    const next = [image, occlusion, shown, palette];
    if (next.every((each, place) => each === painted[place])) return;
    painted = next;
    if (image && occlusion) paintOcclusion(map, image, occlusion);
    else wipe(map);
    if (image) paintRemoval(canvas, image, shown);
    else wipe(canvas);
  }

  /** @param {State} now */
  function showNearest({ nearest, reading }) {
    say(note, nearest === null ? texts.nearestNone : texts.nearestSome);
    near.forEach((item, place) => {
      const match = nearest?.[place];
      const image = /** @type {HTMLImageElement} */ (item.querySelector('img'));
      image.hidden = !match;
      if (match && image.src !== match.image) image.src = match.image;
      item.toggleAttribute('data-other', Boolean(match && reading && match.label !== reading.digit));
      const label = match && (match.label < 10 ? String(match.label) : texts.noDigit);
      say(item.querySelector('.near-words') ?? item, match
        ? fill(texts.nearDigit, { label: String(label), likeness: percent(match.likeness, 0) })
        : '–');
    });
    find('#nearest').toggleAttribute('data-none', nearest === null);
  }

  function update() {
    const now = state();
    showMaps(now);
    say(margin, marginWords(now));
    if (now.reading) margin.dataset.value = String(now.reading.margin);
    for (const button of buttons.children) {
      button.setAttribute('aria-pressed', String(Number(button.value) === now.target));
      button.toggleAttribute('data-read', Number(button.value) === now.reading?.digit);
    }
    say(words, removalWords(now));
    showNearest(now);
  }

  return { update };
}
