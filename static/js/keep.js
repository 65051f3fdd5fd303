// @ts-check
/**
 * Keep the strokes of this tab over a reload or a change of language: nothing drawn is lost by it.
 * A picture is not kept, being too large for the browser's memory, nor is what was drawn on it.
 */

const KEY = 'hitofude.strokes';

/**
 * Put back what was kept, and keep what is there when the page goes.
 * @param {import('./drawing.js').Drawing} drawing
 */
export function mount(drawing) {
  const kept = read();
  if (kept.length > 0) drawing.put(kept);
  addEventListener('pagehide', () => {
    const strokes = drawing.items.every((item) => item.kind === 'stroke') ? drawing.items : [];
    write(strokes);
  });
}

/** @returns {import('./drawing.js').Stroke[]} */
function read() {
  try {
    const items = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
    return Array.isArray(items) ? items.filter((item) => Array.isArray(item?.points)) : [];
  } catch {
    return [];
  }
}

/** @param {readonly unknown[]} strokes */
function write(strokes) {
  try { sessionStorage.setItem(KEY, JSON.stringify(strokes)); } catch { /* then it is not kept */ }
}
