// @ts-check
import { fill, whole } from '../format.js';
import { part, say, texts } from '../page.js';

/** A digit half drawn may be read right by chance: it must stand for so long (ms). */
const STANDS = 1200;
const SHOWN = 8000; // ms

/**
 * Mount the flower that a class gets when everybody's digit was read right: once for each task.
 * @param {HTMLElement} element
 * @param {import('./wall.js').Wall} wall
 */
export function mount(element, wall) {
  let waiting = 0;
  /** For which task it was given last. */
  let given = '';

  function hide() {
    clearTimeout(waiting);
    waiting = 0;
    element.hidden = true;
  }

  /** @param {string} occasion */
  function give(occasion) {
    given = occasion;
    say(part(element, 'words'), fill(texts.allRight, { count: whole(wall.present) }));
    element.hidden = false;
    waiting = setTimeout(hide, SHOWN);
  }

  function update() {
    const { isAllRight, room: { task, cleared } } = wall;
    const occasion = `${task} ${cleared}`;
    if (!isAllRight) hide();
    else if (given !== occasion) waiting ||= setTimeout(give, STANDS, occasion);
  }

  return { update };
}
