// @ts-check
/** The list of runs: kept up to date while it is looked at; ticked runs can be compared. */
import { refreshTable } from './refresh.js';

const BUSY = 1000; // ms
const IDLE = 5000; // ms

/**
 * @param {HTMLElement} element  with the address of the list
 * @param {HTMLAnchorElement} compare
 */
export function mount(element, compare) {
  const address = compare.href;
  let timer = 0;

  const ticked = () => /** @type {HTMLInputElement[]} */ ([...element.querySelectorAll('[data-compare]:checked')]);

  function update() {
    const ids = ticked().map(({ value }) => value);
    compare.href = `${address}?runs=${ids.join(',')}`;
    compare.setAttribute('aria-disabled', String(ids.length < 2));
  }

  async function look() {
    clearTimeout(timer);
    if (!document.hidden) {
      try { await refreshTable(element, element.dataset.url ?? ''); } catch { /* the next look may succeed */ }
      update();
    }
    const busy = element.querySelector('[data-state="running"], [data-state="queued"]');
    timer = setTimeout(look, busy ? BUSY : IDLE);
  }

  compare.addEventListener('click', (event) => {
    if (compare.getAttribute('aria-disabled') === 'true') event.preventDefault();
  });
  element.addEventListener('change', update);
  document.addEventListener('visibilitychange', look);
  update();
  look();
  return { update, look };
}
