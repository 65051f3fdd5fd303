// @ts-check
import { fill, sureness } from '../format.js';
import { say, texts } from '../page.js';
import { SIDE, bounds } from './maps.js';
import { joined } from './numbers.js';

/**
 * The way of the drawing to the network, step by step, each with a switch.
 *
 * @typedef {import('../reader.js').Reading} Reading
 * @typedef {{name: string, on: boolean, image: string}} Step
 * @typedef {object} State
 * @property {Step[] | undefined} steps  undefined while there is no drawing
 * @property {string[]} without  steps that are switched off
 * @property {{reading: Reading, before: Reading} | null} compared  the reading without those steps and
 *   the one with all, of the same drawing
 * @property {Uint8Array | null} image  what the network reads, 28 × 28
 * @property {boolean} empty
 */

/** What a simple demo leaves out: it stretches the whole canvas to 28 × 28. */
const SIMPLE = ['crop', 'fit', 'centre'];

/**
 * Whether the ink lies about as MNIST has it, without any help: it fills half the picture at least, and
 * its middle is that of the picture.
 * @param {Uint8Array} image
 */
function asInMnist(image) {
  const { top, left, height, width } = bounds(image);
  const off = Math.max(Math.abs(top + height / 2 - SIDE / 2), Math.abs(left + width / 2 - SIDE / 2));
  return Math.max(height, width) >= SIDE / 2 && off <= SIDE / 7;
}

/** @param {State} state */
const simpleChangesNothing = ({ without, image }) => (
  without.length === SIMPLE.length && SIMPLE.every((step) => without.includes(step)) && image !== null && asInMnist(image)
);

/**
 * Put the difference that the switches make into a sentence.
 * @param {State} state @param {Record<string, string>} titles  of the steps
 */
export function words(state, titles) {
  const { without, compared, empty } = state;
  if (empty) return texts.wayBlank;
  const lead = fill(without.length > 1 ? texts.withoutMany : texts.withoutOne, {
    count: without.length, step: titles[without[0]],
  });
  if (!compared) return without.length ? fill(texts.wayWaiting, { without: lead }) : '';
  const { reading, before } = compared;
  const values = {
    without: lead, digit: reading.digit, confidence: sureness(reading.confidence),
    was: before.is_digit ? before.digit : texts.noDigit, before: sureness(before.confidence),
  };
  if (without.length === 0) return fill(reading.is_digit ? texts.wayAll : texts.wayAllDoubt, values);
  if (!reading.is_digit) return fill(texts.wayDoubt, values);
  const same = before.is_digit && before.digit === reading.digit;
  const sentence = fill(same ? texts.waySame : texts.wayOther, values);
  return same && simpleChangesNothing(state) ? joined([sentence, texts.wayLarge]) : sentence;
}

/**
 * @param {{section: HTMLElement, verdict: HTMLElement, simple: HTMLElement, all: HTMLElement}} elements
 * @param {() => State} state
 * @param {(without: string[]) => void} onSwitch
 */
export function mount({ section, verdict, simple, all }, state, onSwitch) {
  const items = [.../** @type {NodeListOf<HTMLElement>} */ (section.querySelectorAll('.step'))].map((item) => ({
    item,
    name: item.dataset.step ?? '',
    title: item.querySelector('b')?.textContent ?? '',
    image: /** @type {HTMLImageElement} */ (item.querySelector('img')),
    toggle: /** @type {HTMLInputElement | null} */ (item.querySelector('input')),
  }));
  const titles = Object.fromEntries(items.map(({ name, title }) => [name, title]));
  const switches = items.flatMap(({ toggle }) => (toggle ? [toggle] : []));
  for (const toggle of switches) {
    toggle.addEventListener('change', () => {
      onSwitch(switches.filter(({ checked }) => !checked).map(({ value }) => value));
    });
  }
  simple.addEventListener('click', () => onSwitch(SIMPLE));
  all.addEventListener('click', () => onSwitch([]));
  const fitted = items.find(({ name }) => name === 'fit');
  // Its pixels are shown as large as those of the picture after it.
  fitted?.image.addEventListener('load', ({ target }) => {
    const { naturalWidth, naturalHeight } = /** @type {HTMLImageElement} */ (target);
    fitted.item.style.setProperty('--across', String(naturalWidth / SIDE));
    fitted.item.style.setProperty('--down', String(naturalHeight / SIDE));
  });

  function update() {
    const now = state();
    for (const { item, name, image, toggle } of items) {
      const off = now.without.includes(name);
      if (toggle) toggle.checked = !off;
      item.toggleAttribute('data-off', off);
      const step = now.steps?.find((each) => each.name === name);
      image.hidden = !step;
      if (step && image.src !== step.image) image.src = step.image;
      if (step) image.alt = texts.stepImage;
    }
    say(verdict, words(now, titles));
    section.toggleAttribute('data-altered', now.without.length > 0);
  }

  return { update };
}
