// @ts-check
import { recall, remember } from './storage.js';

const KEY = 'hitofude.theme';

/** Mount the switch between the light and the dark theme. @param {HTMLElement} button */
export function mount(button) {
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)');

  function update() {
    const theme = recall(KEY) ?? root.dataset.theme ?? 'light';
    root.dataset.theme = theme;
    button.setAttribute('aria-pressed', String(theme === 'dark'));
    const paper = getComputedStyle(root).getPropertyValue('--ground').trim();
    // One for each wish of the system; the choice made here overrides both.
    for (const each of document.querySelectorAll('meta[name="theme-color"]')) each.setAttribute('content', paper);
  }

  button.addEventListener('click', () => {
    const theme = root.dataset.theme === 'dark' ? 'light' : 'dark';
    root.dataset.theme = theme;
    remember(KEY, theme);
    update();
  });
  system.addEventListener('change', () => {
    if (recall(KEY) === null) root.dataset.theme = system.matches ? 'dark' : 'light';
    update();
  });
  // Another tab, or the way back out of the browser's page cache, may have changed the choice.
  addEventListener('storage', update);
  addEventListener('pageshow', update);
  update();
  return { update };
}
