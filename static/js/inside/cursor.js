// @ts-check
import { fill } from '../format.js';
import { say, texts } from '../page.js';
import { step } from '../roving.js';

/**
 * A frame over a picture, in parts of it; what reaches beyond the picture is cut off.
 * @param {HTMLElement} frame
 * @param {{top: number, left: number, height: number, width: number}} place  in pixels of the picture
 * @param {{rows: number, columns: number}} picture
 */
export function setFrame(frame, { top, left, height, width }, { rows, columns }) {
  const [first, last] = [Math.max(0, top), Math.min(rows, top + height)];
  const [near, far] = [Math.max(0, left), Math.min(columns, left + width)];
  const edges = { top: first / rows, left: near / columns, height: (last - first) / rows, width: (far - near) / columns };
  for (const [name, share] of Object.entries(edges)) frame.style.setProperty(name, `${(100 * share).toFixed(3)}%`);
}

/**
 * Mount the cursor on a large map: it follows the pointer and the arrow keys.
 *
 * @param {HTMLElement} box  holds the canvas and the cursor; can be focused
 * @param {HTMLElement} caption  where the cursor is, in words
 * @param {[number, number]} size  rows and columns
 * @param {(at: [number, number]) => void} onMove
 */
export function mount(box, caption, [rows, columns], onMove) {
  const frame = /** @type {HTMLElement} */ (box.querySelector('.cursor'));
  let now = [0, 0];
  /** Where it was sent last. @type {[number, number] | null} */
  let sent = null;

  /** @param {[number, number]} at */
  function send(at) {
    sent = at;
    onMove(at);
  }

  /** @param {PointerEvent} event */
  function point(event) {
    const { left, top, width, height } = box.getBoundingClientRect();
    const row = Math.floor(((event.clientY - top) / height) * rows);
    const column = Math.floor(((event.clientX - left) / width) * columns);
    if (row < 0 || column < 0 || row >= rows || column >= columns) return;
    if (row !== now[0] || column !== now[1]) send([row, column]);
  }

  box.addEventListener('pointermove', point);
  box.addEventListener('pointerdown', point);
  box.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const across = event.key === 'ArrowLeft' || event.key === 'ArrowRight';
    // Within its row and its column: at the edge it stays, it does not run on in the next row.
    const next = across ? step(event.key, now[1], columns, 1) : step(event.key, now[0], rows, 1);
    if (!event.key.startsWith('Arrow')) return;
    event.preventDefault();
    if (next !== null) send(across ? [now[0], next] : [next, now[1]]);
  });

  /** @param {[number, number]} at */
  function update(at) {
    now = at;
    setFrame(frame, { top: at[0], left: at[1], height: 1, width: 1 }, { rows, columns });
    // Spoken where somebody sent it; while one draws it goes where the map is strongest, many times a second.
    caption.setAttribute('aria-live', String(at) === String(sent) ? 'polite' : 'off');
    say(caption, fill(texts.place, { row: at[0] + 1, column: at[1] + 1 }));
  }

  return { update };
}
