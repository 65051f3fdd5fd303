// @ts-check
import { fill } from '../format.js';
import { part, say, texts } from '../page.js';
import * as picture from './picture.js';
import { stateOf, words } from './tiles.js';

/**
 * Mount the drawing that is hardest to read.
 * @param {HTMLElement} element
 * @param {import('./wall.js').Wall} wall
 */
export function mount(element, wall) {
  const [button, text] = [part(element, 'open'), part(element, 'words')];
  const shown = picture.mount(part(element, 'picture'));

  function update() {
    const { hardest } = wall;
    shown.update(hardest);
    button.disabled = !hardest;
    element.dataset.state = stateOf(hardest);
    element.dataset.sheet = hardest ? String(hardest.id) : '';
    say(text, hardest ? `${fill(texts.pupil, { number: hardest.pupil })}${texts.pause}${words(hardest)}`
      : wall.sheets.length ? texts.noneHard : texts.nothingYet);
  }

  return { update };
}
