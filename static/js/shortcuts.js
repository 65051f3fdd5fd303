// @ts-check
/** The keyboard of a page on which one draws. */
import * as keys from './keys.js';

/** Keys that act alone, and what they do. */
const KEYS = new Map(Object.entries({
  p: 'pen', e: 'eraser', '[': 'thinner', ']': 'thicker', z: 'undo', y: 'redo',
  delete: 'clear', backspace: 'clear', o: 'picture', s: 'share', '?': 'help',
}));

/** @param {KeyboardEvent} event @returns {string | undefined} */
function withModifier(event) {
  const key = event.key.toLowerCase();
  if (event.altKey || !(event.ctrlKey || event.metaKey)) return undefined;
  if (key === 'z') return event.shiftKey ? 'redo' : 'undo';
  return key === 'y' && !event.shiftKey ? 'redo' : undefined;
}

/**
 * Mount the keyboard shortcuts.
 *
 * @param {HTMLInputElement} choice  the checkbox whether single keys act
 * @param {(action: string) => void} onAction
 * @param {Record<string, () => void>} [own]  keys of the page's own that act alone, and what they do
 */
export function mount(choice, onAction, own = {}) {
  keys.mount(choice, (event, isAlone) => {
    const key = event.key.toLowerCase();
    const action = isAlone ? KEYS.get(key) : withModifier(event);
    if (action) return () => onAction(action);
    return isAlone ? own[key] : undefined;
  });
}
