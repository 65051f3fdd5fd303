// @ts-check
/** The browser's memory, where it has one: private windows and strict settings may forbid it. */

/** @param {string} key */
export function recall(key) {
  try { return localStorage.getItem(key); } catch { return null; }
}

/** @param {string} key @param {string} value */
export function remember(key, value) {
  try { localStorage.setItem(key, value); } catch { /* the choice then lasts as long as the page */ }
}
