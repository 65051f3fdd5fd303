// @ts-check
import { fill, percent } from '../format.js';
import { say, texts } from '../page.js';
import { digitName } from './votes.js';

/**
 * Mount the training images that look most alike to the network.
 *
 * @typedef {{label: number, image: string, likeness: number}} Match
 * @typedef {object} State
 * @property {{digit: number} | null} reading
 * @property {Match[] | null | undefined} nearest  null: this version keeps none
 * @param {HTMLElement} list  of as many places as there are images at most
 * @param {HTMLElement} note
 * @param {() => State} state
 */
export function mount(list, note, state) {
  const places = /** @type {HTMLElement[]} */ ([...list.children]).map((item) => ({
    item,
    image: /** @type {HTMLImageElement} */ (item.querySelector('img')),
    words: /** @type {HTMLElement} */ (item.querySelector('.near-words')),
  }));

  function update() {
    const { nearest, reading } = state();
    say(note, nearest === null ? texts.nearestNone : texts.nearestSome);
    list.toggleAttribute('data-none', nearest === null);
    places.forEach(({ item, image, words }, place) => {
      const match = nearest?.[place];
      image.hidden = !match;
      if (match && image.src !== match.image) image.src = match.image;
      item.toggleAttribute('data-other', Boolean(match && reading && match.label !== reading.digit));
      say(words, match
        ? fill(texts.nearDigit, { label: digitName(match.label), likeness: percent(match.likeness, 0) })
        : '–');
    });
  }

  return { update };
}
