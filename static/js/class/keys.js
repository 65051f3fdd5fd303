// @ts-check
import { recall, remember } from '../storage.js';

/** The same choice as on the pages on which one draws, see `../shortcuts.js`. */
const REMEMBERED = 'hitofude.single-keys';

/**
 * Mount the keys that act alone, and the switch that turns them off (WCAG 2.1.4).
 * @param {HTMLInputElement} choice  the checkbox
 * @param {Record<string, () => void>} deeds  by key
 * @param {() => boolean} isOff  whether there is nothing to lead
 */
export function mount(choice, deeds, isOff) {
  choice.checked = recall(REMEMBERED) !== 'off';
  choice.addEventListener('change', () => remember(REMEMBERED, choice.checked ? 'on' : 'off'));

  document.addEventListener('keydown', (event) => {
    if (!choice.checked || isOff() || document.querySelector('dialog[open]')) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
    const deed = deeds[event.key.toLowerCase()];
    if (!deed) return;
    event.preventDefault();
    deed();
  });
}
