// @ts-check
/** The hidden layers of a dense network: add, remove, size. */
import { fill } from '../format.js';
import { element, texts } from '../page.js';

const MOST = 8;
const USUAL = 128;

/**
 * @param {HTMLOListElement} list
 * @param {HTMLButtonElement} add
 * @param {() => void} onChange
 */
export function mount(list, add, onChange) {
  const inputs = () => [...list.querySelectorAll('input')];

  /** @param {number | string} size */
  function append(size) {
    const item = element('layer').content.cloneNode(true).firstElementChild;
    item.querySelector('input').value = String(size);
    list.append(item);
    update();
  }

  function update() {
    [...list.children].forEach((item, index) => {
      const name = fill(texts.removeLayer, { n: index + 1 });
      item.querySelector('input')?.setAttribute('aria-label', fill(texts.layer, { n: index + 1 }));
      item.querySelector('button')?.setAttribute('aria-label', name);
      item.querySelector('button')?.setAttribute('title', name);
    });
    add.disabled = list.children.length >= MOST;
  }

  add.addEventListener('click', () => {
    append(inputs().at(-1)?.value || USUAL);
    inputs().at(-1)?.select();
    onChange();
  });
  list.addEventListener('click', ({ target }) => {
    const item = target instanceof Element && target.closest('[data-remove]') ? target.closest('li') : null;
    if (!item) return;
    const next = item.nextElementSibling ?? item.previousElementSibling;
    item.remove();
    /** @type {HTMLElement} */ (next?.querySelector('input') ?? add).focus();
    update();
    onChange();
  });

  return {
    update,
    /** @returns {(number | null)[]} */
    get sizes() { return inputs().map(({ value }) => (value === '' ? null : Number(value))); },
    set sizes(sizes) {
      list.replaceChildren();
      for (const size of sizes) append(size ?? '');
      update();
    },
  };
}
