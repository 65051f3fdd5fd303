// @ts-check
import { setFrame } from './cursor.js';
import { exact } from './numbers.js';
import { say } from '../page.js';
import { step } from '../roving.js';

/**
 * Mount the pictures of patch, kernel and products, so that each of their cells tells its numbers: to the
 * pointer on any of the three, to the arrow keys on the last.
 *
 * @param {HTMLElement[]} boxes  each holds a canvas and a frame
 * @param {HTMLElement} sentence  where the numbers stand
 */
export function mount(boxes, sentence) {
  const frames = boxes.map((box) => /** @type {HTMLElement} */ (box.querySelector('.cursor')));
  const keyed = boxes[boxes.length - 1];
  let now = { kernel: /** @type {number[]} */ ([]), patch: /** @type {number[]} */ ([]), size: 1 };
  /** Which cell is looked at. @type {number | null} */
  let at = null;

  function show() {
    for (const frame of frames) {
      frame.hidden = at === null;
      if (at === null) continue;
      const spot = { top: Math.floor(at / now.size), left: at % now.size, height: 1, width: 1 };
      setFrame(frame, spot, { rows: now.size, columns: now.size });
    }
    const [value, weight] = at === null ? [0, 0] : [now.patch[at], now.kernel[at]];
    say(sentence, at === null ? '' : `${exact(value)} × ${exact(weight)} = ${exact(value * weight)}`);
  }

  /** @param {number | null} cell */
  function look(cell) {
    if (cell === at) return;
    at = cell;
    show();
  }

  for (const box of boxes) {
    /** @param {PointerEvent} event */
    const point = ({ clientX, clientY }) => {
      const { left, top, width, height } = box.getBoundingClientRect();
      const [row, column] = [(clientY - top) / height, (clientX - left) / width].map((share) => Math.floor(share * now.size));
      if (row >= 0 && column >= 0 && row < now.size && column < now.size) look(row * now.size + column);
    };
    box.addEventListener('pointermove', point);
    box.addEventListener('pointerdown', point);
    box.addEventListener('pointerleave', ({ pointerType }) => { if (pointerType !== 'touch') look(null); });
  }
  keyed.addEventListener('focus', () => look(at ?? 0));
  keyed.addEventListener('blur', () => look(null));
  keyed.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !event.key.startsWith('Arrow')) return;
    event.preventDefault();
    const next = step(event.key, at ?? 0, now.size ** 2, now.size);
    if (next !== null) look(next);
  });

  /** @param {{kernel: number[], patch: number[], size: number}} cells */
  function update(cells) {
    if (cells.size !== now.size) at = null;
    now = cells;
    show();
  }

  return { update };
}
