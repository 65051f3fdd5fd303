// @ts-check
import { isStroke } from './stroke-code.js';

/**
 * Keep the strokes of this tab over a reload or a change of language: nothing drawn is lost by it.
 * A picture is not kept, being too large for the browser's memory, nor is what was drawn on it.
 */

/** Under which name the drawing of the pages for a single digit is kept: they share it. */
export const DIGIT = 'hitofude.strokes';

/**
 * Put back what was kept, and keep what is there when the page goes.
 * @param {import('./drawing.js').Drawing} drawing
 * @param {string} name
 */
export function mount(drawing, name) {
  const kept = read(name);
  if (kept.length > 0) drawing.put(kept);
  const save = () => write(name, drawing.items.every((item) => item.kind === 'stroke') ? drawing.items : []);
  addEventListener('pagehide', save);
  // A phone that sleeps may never wake this page again, nor say so.
  document.addEventListener('visibilitychange', () => { if (document.hidden) save(); });
}

/** @param {string} name @returns {import('./drawing.js').Stroke[]} */
function read(name) {
  try {
    const items = JSON.parse(sessionStorage.getItem(name) ?? '[]');
    return Array.isArray(items) ? items.filter(isStroke) : [];
  } catch {
    return [];
  }
}

/** @param {string} name @param {readonly unknown[]} strokes */
function write(name, strokes) {
  try { sessionStorage.setItem(name, JSON.stringify(strokes)); } catch { /* then it is not kept */ }
}
