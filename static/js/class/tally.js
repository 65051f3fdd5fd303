// @ts-check
import { fill, whole } from '../format.js';
import { part, say, texts } from '../page.js';

/**
 * Mount the counts by digit; each leads to the drawings behind it.
 * @param {HTMLElement} list  of eleven buttons, the last: not a digit
 * @param {import('./wall.js').Wall} wall
 * @param {(read: number | null) => void} onOpen
 */
export function mount(list, wall, onOpen) {
  const places = /** @type {HTMLElement[]} */ ([...list.querySelectorAll('.tally-place')]);
  places.forEach((place, digit) => {
    part(place, 'open').addEventListener('click', () => onOpen(digit === 10 ? null : digit));
  });

  function update() {
    const counts = wall.tally;
    const most = Math.max(1, ...counts.map(({ count }) => count));
    places.forEach((place, digit) => {
      const { count, wrong } = counts[digit];
      const bar = part(place, 'bar');
      bar.style.setProperty('--count', String(count / most));
      bar.style.setProperty('--wrong', String(count ? wrong / count : 0));
      say(part(place, 'count'), count ? whole(count) : '');
      const button = part(place, 'open');
      button.disabled = count === 0;
      const name = digit === 10 ? texts.none : String(digit);
      const words = wrong ? texts.tallyWrong : texts.tally;
      button.setAttribute('aria-label', fill(words, { name, count: whole(count), wrong: whole(wrong) }));
    });
  }

  return { update };
}
