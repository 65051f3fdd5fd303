// @ts-check
/** The log as Keras prints it: the line of the step in work is replaced by the next. */
import { part, say } from '../page.js';

/** How near to its end one must be for the log to follow (px). */
const NEAR = 30;

/** @param {HTMLElement} element @param {import('./story.js').Story} story */
export function mount(element, story) {
  const [past, live] = [part(element, 'past'), part(element, 'live')];
  let written = 0;

  function update() {
    const follows = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
    // What stands there already is not touched: somebody may be marking it.
    for (; written < story.lines.length; written += 1) past.append(`${story.lines[written]}\n`);
    say(live, story.liveLine);
    if (follows) element.scrollTop = element.scrollHeight;
  }

  return { update };
}
