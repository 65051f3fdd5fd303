// @ts-check
import { part } from '../page.js';

/**
 * Mount what tells a pupil to tap: it takes the place of the row's other words, and no more room.
 * @param {HTMLElement} element
 * @param {HTMLElement} row  in which one says what a drawing is
 * @param {() => boolean} isOpen  whether there is a reading of which nothing has been said
 */
export function mount(element, row, isOpen) {
  const words = part(row, 'words');
  row.prepend(element);

  function update() {
    element.hidden = !isOpen();
    words.hidden = !element.hidden;
  }

  return { update };
}
