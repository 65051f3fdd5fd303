// @ts-check
import { recall, remember } from './storage.js';

/** Keys that act alone, and what they do. */
const KEYS = new Map(Object.entries({
  p: 'pen', e: 'eraser', '[': 'thinner', ']': 'thicker', z: 'undo', y: 'redo',
  delete: 'clear', backspace: 'clear', o: 'picture', s: 'share', '?': 'help',
}));

const REMEMBERED = 'hitofude.single-keys';

/** @param {KeyboardEvent} event @returns {string | undefined} */
function withModifier(event) {
  const key = event.key.toLowerCase();
  if (event.altKey || !(event.ctrlKey || event.metaKey)) return undefined;
  if (key === 'z') return event.shiftKey ? 'redo' : 'undo';
  return key === 'y' && !event.shiftKey ? 'redo' : undefined;
}

/** @param {EventTarget | null} target */
function takesText(target) {
  return target instanceof Element
    && target.matches('input:not([type="range"], [type="checkbox"], [type="file"]), textarea, select, [contenteditable]');
}

/**
 * Mount the keyboard shortcuts and the switch that turns single keys off: someone who speaks to the
 * computer would set them off by accident (WCAG 2.1.4).
 *
 * @param {HTMLInputElement} choice  the checkbox
 * @param {(action: string) => void} onAction
 * @param {Record<string, () => void>} [own]  keys of the page's own that act alone, and what they do
 */
export function mount(choice, onAction, own = {}) {
  choice.checked = recall(REMEMBERED) !== 'off';
  choice.addEventListener('change', () => {
    remember(REMEMBERED, choice.checked ? 'on' : 'off');
  });

  addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing || takesText(event.target)) return;
    if (document.querySelector('dialog[open]')) return;
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && choice.checked;
    const key = event.key.toLowerCase();
    const action = plain ? KEYS.get(key) : withModifier(event);
    const deed = action ? () => onAction(action) : plain && own[key];
    if (!deed) return;
    event.preventDefault();
    deed();
  });
}
