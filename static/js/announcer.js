// @ts-check
import { words } from './verdict.js';

/** A reading is spoken when nothing has changed for this long: nobody can listen to every frame (ms). */
const SETTLED = 600;

/**
 * Mount the live region that screen readers speak.
 *
 * @typedef {import('./verdict.js').State} State
 * @param {HTMLElement} element  aria-live
 * @param {() => State} state
 * @param {Record<string, string>} texts
 * @param {string} locale
 */
export function mount(element, state, texts, locale) {
  let timer = 0;
  let pending = '';

  function update() {
    const now = state();
    const blank = !now.reading && !now.trouble;
    const text = blank ? '' : words(now, texts, locale).join(texts.pause);
    const key = `${text} ${now.settled}`;
    if (key === pending) return;
    pending = key;
    clearTimeout(timer);
    if (now.settled || now.trouble || blank) timer = setTimeout(() => { element.textContent = text; }, SETTLED);
  }

  return { update };
}
