// @ts-check
/**
 * The browser's memory, where it has one: private windows and strict settings may forbid it.
 *
 * @typedef {'localStorage' | 'sessionStorage'} Area  sessionStorage is this tab's own
 */

/** @param {string} key @param {Area} [area] */
export function recall(key, area = 'localStorage') {
  try { return window[area].getItem(key); } catch { return null; }
}

/** @param {string} key @param {string} value @param {Area} [area] */
export function remember(key, value, area = 'localStorage') {
  try { window[area].setItem(key, value); } catch { /* the choice then lasts as long as the page */ }
}
