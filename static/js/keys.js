// @ts-check
import { recall, remember } from './storage.js';

const REMEMBERED = 'hitofude.single-keys';

/** @param {EventTarget | null} target */
function takesText(target) {
  return target instanceof Element
    && target.matches('input:not([type="range"], [type="checkbox"], [type="radio"], [type="file"]), textarea, select, [contenteditable]');
}

/**
 * Mount what keys do, and the switch that turns off those that act alone: someone who speaks to the
 * computer would set them off by accident (WCAG 2.1.4).
 *
 * @param {HTMLInputElement} choice  the checkbox
 * @param {(event: KeyboardEvent, isAlone: boolean) => (() => void) | undefined} deedOf  what a key does;
 *   `isAlone`: without another key, and where that may do something
 */
export function mount(choice, deedOf) {
  choice.checked = recall(REMEMBERED) !== 'off';
  choice.addEventListener('change', () => {
    remember(REMEMBERED, choice.checked ? 'on' : 'off');
  });

  addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing || takesText(event.target)) return;
    if (document.querySelector('dialog[open]')) return;
    const deed = deedOf(event, choice.checked && !event.ctrlKey && !event.metaKey && !event.altKey);
    if (!deed) return;
    event.preventDefault();
    deed();
  });
}
