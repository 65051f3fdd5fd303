// @ts-check
import { fill } from '../format.js';
import { say, texts } from '../page.js';
import { changes } from './changes.js';
import { SIDE, signed } from './maps.js';
import { brief, oddsOf } from './numbers.js';
import { mix, paintPixels, palette, wipe } from './palette.js';

/**
 * The lead of the digit that is read, and the ink that carries it.
 *
 * @typedef {{digit: number, is_digit: boolean, runner_up: number, margin: number}} Inspection
 * @typedef {{map: string, scale: number}} Occlusion
 * @typedef {object} State
 * @property {Inspection | null} reading
 * @property {number} temperature
 * @property {Uint8Array | null} image
 * @property {Occlusion | undefined} occlusion
 */

/** Below this a lead is called small: about three to one. */
const SMALL = 1.1;

/** How dark ink is that neither carries nor hinders, 0…1. */
const FAINT = 0.3;

/** @param {HTMLCanvasElement} canvas @param {Uint8Array} image @param {Occlusion} occlusion */
function paint(canvas, image, { map }) {
  const shares = signed(map);
  paintPixels(canvas, SIDE, SIDE, (pixel) => {
    const ground = palette.unsigned[Math.round(FAINT * image[pixel])];
    return mix(ground, shares[pixel] < 0 ? palette.rejects : palette.wants, Math.abs(shares[pixel]) / 127);
  });
}

/** How far the lead falls without the ink that carries it most. @param {Occlusion} occlusion */
const mostOf = ({ map, scale }) => (scale * Math.max(0, ...signed(map))) / 127;

/** @param {State} state */
function wordsOf({ reading, temperature }) {
  if (!reading) return texts.marginBlank;
  const { digit, runner_up: second, margin, is_digit: isDigit } = reading;
  const odds = oddsOf(margin / temperature);
  const words = isDigit ? (margin < SMALL ? texts.marginClose : texts.marginNext) : texts.marginDoubt;
  return fill(words, { digit, second, margin: brief(margin), odds });
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {HTMLElement} words
 * @param {HTMLElement} scale  what the strongest colour stands for, in words
 * @param {() => State} state
 */
export function mount(canvas, words, scale, state) {
  const changed = changes();

  function update() {
    const now = state();
    const { image, occlusion, reading } = now;
    say(words, wordsOf(now));
    if (reading) words.dataset.value = String(reading.margin);
    if (!changed(image, occlusion, palette)) return;
    const most = occlusion ? mostOf(occlusion) : 0;
    say(scale, most > 0 ? fill(texts.reddest, { scale: brief(most) }) : '');
    if (image && occlusion) paint(canvas, image, occlusion);
    else wipe(canvas);
  }

  return { update };
}
