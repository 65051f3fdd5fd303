// @ts-check
import { part, say, texts } from '../page.js';

/**
 * Mount what covers the desk while the class pauses, and when it is over for this pupil.
 * @param {HTMLElement} element
 * @param {HTMLElement[]} under  what cannot be used then
 * @param {boolean} isPaused
 */
export function mount(element, under, isPaused) {
  /** Why nothing can be drawn any more. */
  let end = '';

  // Single keys reach the drawing whatever covers it.
  addEventListener('keydown', (event) => {
    if (!element.hidden && !document.querySelector('dialog[open]')) event.stopPropagation();
  }, true);

  function update() {
    const covers = end !== '' || isPaused;
    element.hidden = !covers;
    for (const each of under) each.inert = covers;
    say(part(element, 'words'), end || texts.paused);
    part(element, 'leave').hidden = !end;
  }

  return {
    /** @param {boolean} paused */
    pause(paused) { isPaused = paused; },
    /** @param {string} words  why */
    end(words) { end ||= words; },
    get isPaused() { return isPaused; },
    get isEnd() { return end !== ''; },
    update,
  };
}
