// @ts-check

/** A reading is spoken when nothing has changed for this long: nobody can listen to every frame (ms). */
const SETTLED = 600;

/**
 * Mount the live region that screen readers speak.
 *
 * @template {{reading: unknown, settled: boolean, trouble: unknown}} State
 * @param {HTMLElement} element  aria-live
 * @param {() => State} state
 * @param {(state: State) => string[]} words  what is said of it, sentence by sentence
 * @param {string} pause  between two sentences
 */
export function mount(element, state, words, pause) {
  let timer = 0;
  let pending = '';

  function update() {
    const now = state();
    const blank = !now.reading && !now.trouble;
    const text = blank ? '' : words(now).join(pause);
    const key = `${text} ${now.settled}`;
    if (key === pending) return;
    pending = key;
    clearTimeout(timer);
    if (now.settled || now.trouble || blank) timer = setTimeout(() => { element.textContent = text; }, SETTLED);
  }

  return { update };
}
